import type { CppDeclarationOf } from '../program/cpp-names.js';

/** A C++ class or enum that a bridge declares with `type`, under the name by which C++ is to find it. */
export interface BridgeType {
  readonly kind: 'class' | 'enum';
  /** Namespaces, inline ones left out, and the name: of the type, or of an alias that makes it nameable. */
  readonly path: readonly string[];
  readonly declaration: CppDeclarationOf<'record'> | CppDeclarationOf<'enum'>;
  /** The header and what it includes define it, as far as these files were read. */
  readonly complete: boolean;
}

/** A type of a C++ signature as cxx has it in Rust. @see cxx book, "Built-in bindings" */
export type CxxShape =
  | { readonly kind: 'void' }
  /** `i32`, `f64`, `bool`, `c_char` … */
  | { readonly kind: 'scalar'; readonly name: string }
  | { readonly kind: 'type'; readonly type: BridgeType }
  /** `std::string` */
  | { readonly kind: 'cxx-string' }
  /** `rust::String` */
  | { readonly kind: 'rust-string' }
  /** `rust::Str` */
  | { readonly kind: 'str' }
  /** `rust::Slice<T>` and `rust::Slice<const T>` */
  | { readonly kind: 'slice'; readonly mutable: boolean; readonly of: CxxShape }
  | { readonly kind: 'generic'; readonly name: CxxGeneric; readonly of: CxxShape }
  | { readonly kind: 'array'; readonly of: CxxShape; readonly length: bigint }
  | { readonly kind: 'reference'; readonly mutable: boolean; readonly to: CxxShape }
  | { readonly kind: 'pointer'; readonly mutable: boolean; readonly to: CxxShape };

/** `Vec` is `rust::Vec`. */
export type CxxGeneric = 'UniquePtr' | 'SharedPtr' | 'WeakPtr' | 'CxxVector' | 'Vec';

/** C++ keeps it in place: Rust sees it only behind an indirection, mutable only behind `Pin`. */
export const isOpaque = (shape: CxxShape): boolean =>
  shape.kind === 'cxx-string' ||
  (shape.kind === 'type' && shape.type.kind === 'class') ||
  (shape.kind === 'generic' && shape.name === 'CxxVector');

/** True where the value borrows: it needs a lifetime in Rust. */
export const borrows = (
  shape: CxxShape,
): shape is Extract<CxxShape, { kind: 'reference' | 'str' | 'slice' }> =>
  shape.kind === 'reference' || shape.kind === 'str' || shape.kind === 'slice';

export const borrowsMutably = (shape: CxxShape): boolean =>
  (shape.kind === 'reference' || shape.kind === 'slice') && shape.mutable;

/** Every type of the bridge that the shape names. */
export function* typesIn(shape: CxxShape): Iterable<BridgeType> {
  switch (shape.kind) {
    case 'type':
      yield shape.type;
      return;
    case 'slice':
    case 'generic':
    case 'array':
      yield* typesIn(shape.of);
      return;
    case 'reference':
    case 'pointer':
      yield* typesIn(shape.to);
      return;
    case 'void':
    case 'scalar':
    case 'cxx-string':
    case 'rust-string':
    case 'str':
      return;
    default:
      shape satisfies never;
  }
}

/**
 * The type in Rust.
 *
 * @param nameOf Rust name of a type of the bridge
 * @param lifetime of the outermost borrow, with its apostrophe; empty where it is elided
 */
export function formatShape(shape: CxxShape, nameOf: (type: BridgeType) => string, lifetime = ''): string {
  const inner = (of: CxxShape): string => formatShape(of, nameOf);
  const borrow = lifetime === '' ? '&' : `&${lifetime} `;
  switch (shape.kind) {
    case 'void':
      return '()';
    case 'scalar':
      return shape.name;
    case 'type':
      return nameOf(shape.type);
    case 'cxx-string':
      return 'CxxString';
    case 'rust-string':
      return 'String';
    case 'str':
      return `${borrow}str`;
    case 'slice':
      return `${borrow}${shape.mutable ? 'mut ' : ''}[${inner(shape.of)}]`;
    case 'generic':
      return `${shape.name}<${inner(shape.of)}>`;
    case 'array':
      return `[${inner(shape.of)}; ${shape.length}]`;
    case 'reference':
      if (!shape.mutable) return `${borrow}${inner(shape.to)}`;
      return isOpaque(shape.to) ? `Pin<${borrow}mut ${inner(shape.to)}>` : `${borrow}mut ${inner(shape.to)}`;
    case 'pointer':
      return `*${shape.mutable ? 'mut' : 'const'} ${inner(shape.to)}`;
    default:
      return shape satisfies never;
  }
}
