import type { RustAbiType } from '../../abi/model.js';
import type { Target } from '../../abi/target.js';
import type { Known } from '../../base/known.js';
import type {
  RustConstFunctionParts,
  RustExpression,
  RustExpressionPath,
} from '../../facts/rust/expressions/rust-expression.js';
import type { RustType } from '../../facts/rust/rust-facts.js';
import type { RustLocals } from './rust-locals.js';
import type { RustContext } from './rust-types.js';
import type { Outcome, RustValue } from './rust-values.js';

/** What the names in a constant expression stand for. */
export interface RustConstantNames {
  readonly target: Target;
  type(type: RustType, context: RustContext): RustAbiType;
  /** Bytes. */
  sizeOf(type: RustAbiType): Known<{ readonly size: number; readonly align: number }>;
  /** @param nesting levels of the expression around the name */
  constant(path: RustExpressionPath, context: RustContext, nesting: number): Known<RustValue>;
  isConstant(name: string, context: RustContext): boolean;
  /** Null where none is found. */
  constFunction(path: RustExpressionPath, context: RustContext): RustCallee | null;
  /** Whether `cfg!(predicate)` holds. */
  configured(predicate: string, context: RustContext): Known<boolean>;
}

export interface RustCallee {
  readonly parts: RustConstFunctionParts;
  /** Where its body is written. */
  readonly context: RustContext;
}

/** Where an expression stands. */
export interface Scope {
  readonly context: RustContext;
  readonly locals: RustLocals;
  /** What the function around it gives; null outside of one. */
  readonly result: RustAbiType | null;
}

/** Computes the parts of an expression. */
export interface Evaluator {
  readonly names: RustConstantNames;
  readonly target: Target;
  /** @param expected the type that it has where its own form leaves that open */
  evaluate(expression: RustExpression, scope: Scope, expected: RustAbiType | null): Outcome;
  /** A value that has the type, as far as it is an integer. */
  typed(expression: RustExpression, scope: Scope, type: RustAbiType | null): Outcome;
  /** The same of a value. */
  fit(found: RustValue, type: RustAbiType | null): Outcome;
  all(
    expressions: readonly RustExpression[],
    scope: Scope,
    typeAt: (index: number) => RustAbiType | null,
    then: (values: readonly RustValue[]) => Outcome,
  ): Outcome;
  /** Goes on with what is known, and notes what is only assumed. */
  known<T>(known: Known<T>, then: (value: T) => Outcome): Outcome;
}
