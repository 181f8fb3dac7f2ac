import type { BridgeType } from '../../facts/rust/bridge-syntax.js';
import type { DeclaredTypes } from './declared-types.js';

/** cxx's own names of primitive types and strings. @see cxx: syntax/atom.rs */
const ATOMS: ReadonlySet<string> = new Set(
  'bool c_char u8 u16 u32 u64 usize i8 i16 i32 i64 isize f32 f64 CxxString String'.split(' '),
);

export const isAtom = (name: string): boolean => ATOMS.has(name);

/** What no item of a bridge may be called. @see cxx: syntax/check.rs, check_reserved_name */
export const isReserved = (name: string): boolean =>
  isAtom(name) || ['Box', 'UniquePtr', 'SharedPtr', 'WeakPtr', 'Vec', 'CxxVector', 'str'].includes(name);

/** The type as one would write it, without lifetimes: equal types have equal texts. */
export function spelled(type: BridgeType): string {
  switch (type.kind) {
    case 'name':
      return type.name;
    case 'generic':
      return `${type.template}<${spelled(type.argument)}>`;
    case 'reference': {
      const reference = `&${type.mutable ? 'mut ' : ''}${spelled(type.referent)}`;
      return type.pinned ? `Pin<${reference}>` : reference;
    }
    case 'str':
      return '&str';
    case 'slice':
      return `&${type.mutable ? 'mut ' : ''}[${spelled(type.element)}]`;
    case 'pointer':
      return `*${type.mutable ? 'mut' : 'const'} ${spelled(type.pointee)}`;
    case 'array':
      return `[${spelled(type.element)}; _]`;
    case 'function': {
      const result = type.result ? ` -> ${spelled(type.result)}` : '';
      return `${type.unsafe ? 'unsafe ' : ''}fn(${type.parameters.map((each) => spelled(each.type)).join(', ')})${result}`;
    }
    case 'void':
      return '()';
    default:
      return type satisfies never;
  }
}

/** The type and all types within it, from the outside. */
export function* typesWithin(type: BridgeType): Generator<BridgeType> {
  yield type;
  switch (type.kind) {
    case 'generic':
      return yield* typesWithin(type.argument);
    case 'reference':
      return yield* typesWithin(type.referent);
    case 'slice':
    case 'array':
      return yield* typesWithin(type.element);
    case 'pointer':
      return yield* typesWithin(type.pointee);
    case 'function':
      for (const parameter of type.parameters) yield* typesWithin(parameter.type);
      if (type.result) yield* typesWithin(type.result);
      return;
    case 'name':
    case 'str':
    case 'void':
      return;
    default:
      return type satisfies never;
  }
}

/** True for what Rust cannot hold by value. @see cxx: syntax/check.rs, is_unsized */
export function isUnsized(type: BridgeType, types: DeclaredTypes): boolean {
  switch (type.kind) {
    case 'name':
      return (
        type.name === 'CxxString' ||
        (types.isCpp(type.name) && !types.isTrivialAlias(type.name)) ||
        types.rust.has(type.name)
      );
    case 'array':
      return isUnsized(type.element, types);
    case 'generic':
      return type.template === 'CxxVector';
    case 'function':
    case 'void':
      return true;
    case 'reference':
    case 'str':
    case 'slice':
    case 'pointer':
      return false;
    default:
      return type satisfies never;
  }
}
