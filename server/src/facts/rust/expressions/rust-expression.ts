import type { RustGenericArgument, RustType } from '../rust-facts.js';

/** An expression as far as constants of integers need it; names are resolved later. @see Rust reference, "Expressions" */
export type RustExpression =
  | { readonly kind: 'integer'; readonly value: bigint; readonly suffix: string | null }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'character'; readonly value: bigint }
  /** A string literal; `length` in bytes. */
  | { readonly kind: 'text'; readonly length: number }
  | { readonly kind: 'path'; readonly path: RustExpressionPath }
  | { readonly kind: 'unary'; readonly operator: '-' | '!'; readonly operand: RustExpression }
  /** `&x` and `*x`: constants are looked at through references. */
  | { readonly kind: 'reference'; readonly operand: RustExpression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: RustExpression;
      readonly right: RustExpression;
    }
  | { readonly kind: 'cast'; readonly operand: RustExpression; readonly type: RustType }
  | {
      readonly kind: 'call';
      readonly callee: RustExpressionPath;
      readonly arguments: readonly RustExpression[];
    }
  | {
      readonly kind: 'method';
      readonly receiver: RustExpression;
      readonly name: string;
      readonly arguments: readonly RustExpression[];
    }
  | { readonly kind: 'field'; readonly of: RustExpression; readonly name: string }
  | { readonly kind: 'index'; readonly of: RustExpression; readonly at: RustExpression }
  | { readonly kind: 'tuple'; readonly elements: readonly RustExpression[] }
  | { readonly kind: 'array'; readonly elements: readonly RustExpression[] }
  | { readonly kind: 'repeat'; readonly element: RustExpression; readonly length: RustExpression }
  | {
      readonly kind: 'struct';
      readonly path: RustExpressionPath;
      readonly fields: readonly { readonly name: string; readonly value: RustExpression }[];
    }
  | RustBlock
  | {
      readonly kind: 'if';
      readonly condition: RustExpression;
      readonly then: RustBlock;
      readonly otherwise: RustExpression | null;
    }
  | { readonly kind: 'match'; readonly subject: RustExpression; readonly arms: readonly RustMatchArm[] }
  /** `loop` is `while true` whose value is that of its `break`. */
  | {
      readonly kind: 'loop';
      readonly label: string | null;
      readonly condition: RustExpression | null;
      readonly body: RustBlock;
    }
  | {
      readonly kind: 'assign';
      readonly name: string;
      /** `+` of `+=`, null for `=`. */
      readonly operator: string | null;
      readonly value: RustExpression;
    }
  | { readonly kind: 'return'; readonly value: RustExpression | null }
  | { readonly kind: 'break'; readonly label: string | null; readonly value: RustExpression | null }
  | { readonly kind: 'continue'; readonly label: string | null }
  /** `cfg!(…)` */
  | { readonly kind: 'configured'; readonly predicate: string }
  /** `panic!(…)` and its like: a constant that comes here does not compile. */
  | { readonly kind: 'panic' };

export interface RustBlock {
  readonly kind: 'block';
  readonly label: string | null;
  readonly statements: readonly RustStatement[];
  readonly result: RustExpression | null;
}

export type RustStatement =
  | {
      readonly kind: 'let';
      readonly pattern: RustPattern;
      readonly type: RustType | null;
      readonly value: RustExpression | null;
    }
  | { readonly kind: 'expression'; readonly value: RustExpression };

export interface RustMatchArm {
  readonly pattern: RustPattern;
  readonly guard: RustExpression | null;
  readonly value: RustExpression;
}

export type RustPattern =
  | { readonly kind: 'wildcard' }
  /** A name that is bound, or the constant of that name. */
  | { readonly kind: 'name'; readonly name: string; readonly isBinding: boolean }
  | { readonly kind: 'value'; readonly value: RustExpression }
  | {
      readonly kind: 'range';
      readonly low: RustExpression | null;
      readonly high: RustExpression | null;
      readonly inclusive: boolean;
    }
  | { readonly kind: 'either'; readonly patterns: readonly RustPattern[] }
  | { readonly kind: 'tuple'; readonly elements: readonly RustPattern[] };

/** `a::b::<T>::c`, `<T>::c`, `<T as Trait>::c`. */
export interface RustExpressionPath {
  /** What stands between `<` and `>`. */
  readonly of: { readonly type: RustType; readonly trait: RustType | null } | null;
  readonly segments: readonly {
    readonly name: string;
    readonly arguments: readonly RustGenericArgument[];
  }[];
}

/** A `const fn` that is read as far as a call of it can be computed. */
export interface RustConstFunctionParts {
  readonly generics: readonly string[];
  readonly parameters: readonly { readonly pattern: RustPattern; readonly type: RustType }[];
  readonly result: RustType;
  readonly body: RustBlock;
}
