import type { BridgeTemplate, BridgeType, BridgeViolation } from '../../facts/rust/bridge-syntax.js';
import { isAtom, isUnsized, spelled } from './bridge-types.js';
import type { DeclaredTypes } from './declared-types.js';

/**
 * Why cxx has no such type, whatever it is used for; null where it has.
 *
 * @see cxx: syntax/check.rs, the functions check_type_*
 */
export function checkType(type: BridgeType, types: DeclaredTypes): BridgeViolation | null {
  const no = (message: string): BridgeViolation => ({ range: type.range, message });
  switch (type.kind) {
    case 'name':
      return isKnown(type.name, types)
        ? null
        : no(`\`${type.name}\` is no type of this bridge, no primitive type and none of cxx's`);
    case 'generic': {
      const reason = checkGeneric(type.template, type.argument, types);
      return reason === null ? null : no(reason);
    }
    case 'reference':
      return checkReference(type, types);
    case 'pointer':
      if (type.pointee.kind === 'reference') return no('C++ has no pointer to a reference');
      return type.pointee.kind === 'function' || type.pointee.kind === 'void'
        ? no(
            `a pointer to \`${spelled(type.pointee)}\` cannot cross: declare an opaque type and point to that`,
          )
        : null;
    case 'slice': {
      const { element } = type;
      const isPlaceable =
        element.kind === 'name' && (types.rust.has(element.name) || types.aliases.has(element.name));
      if (!isUnsized(element, types) || isPlaceable) return null;
      return no(
        element.kind === 'name' && types.isCpp(element.name)
          ? `a slice of \`${element.name}\`, an opaque C++ type, cannot cross: its size is not known to Rust; pass a \`CxxVector<${element.name}>\``
          : `a slice of \`${spelled(element)}\` cannot cross`,
      );
    }
    case 'array':
      return isUnsized(type.element, types)
        ? no(`an array of \`${spelled(type.element)}\` cannot cross: Rust cannot hold one by value`)
        : null;
    case 'function':
      return type.fallible ? no('a function pointer in a bridge cannot return a `Result`') : null;
    case 'str':
    case 'void':
      return null;
    default:
      return type satisfies never;
  }
}

/** Pointers among a function pointer's parameters. @see cxx: syntax/check.rs, check_type_fn */
export function* checkCallbackParameters(type: BridgeType): Generator<BridgeViolation> {
  if (type.kind !== 'function' || type.unsafe) return;
  for (const parameter of type.parameters) {
    if (parameter.type.kind !== 'pointer') continue;
    yield {
      range: parameter.range,
      message: `the function pointer takes \`${spelled(parameter.type)}\`: write \`unsafe fn\`, for it cannot check what it is given`,
      correction: {
        title: 'Declare the function pointer `unsafe`',
        range: { start: type.range.start, end: type.range.start },
        newText: 'unsafe ',
      },
    };
  }
}

const isKnown = (name: string, types: DeclaredTypes): boolean =>
  isAtom(name) ||
  types.structs.has(name) ||
  types.enums.has(name) ||
  types.cpp.has(name) ||
  types.rust.has(name);

const INTEGERS_AND_FLOATS = 'u8 u16 u32 u64 usize i8 i16 i32 i64 isize f32 f64'.split(' ');

/** What of primitive types and strings each binding can hold. */
const ELEMENTS: Readonly<Record<BridgeTemplate, readonly string[]>> = {
  Box: [],
  Vec: ['bool', 'c_char', ...INTEGERS_AND_FLOATS, 'String'],
  UniquePtr: ['CxxString'],
  SharedPtr: ['bool', ...INTEGERS_AND_FLOATS, 'CxxString'],
  WeakPtr: ['bool', ...INTEGERS_AND_FLOATS, 'CxxString'],
  CxxVector: [...INTEGERS_AND_FLOATS, 'CxxString'],
};

function checkGeneric(template: BridgeTemplate, argument: BridgeType, types: DeclaredTypes): string | null {
  const written = `\`${template}<${spelled(argument)}>\``;
  const isRusts = template === 'Box' || template === 'Vec';
  if (argument.kind === 'name') {
    const { name } = argument;
    if (isRusts && types.isOpaqueCpp(name))
      return `${written} cannot cross: \`${name}\` is an opaque C++ type; use \`UniquePtr<${name}>\`${template === 'Vec' ? ` or \`CxxVector<${name}>\`` : ''}`;
    if (!isRusts && types.rust.has(name))
      return `${written} cannot cross: \`${name}\` is a Rust type; use \`${template === 'CxxVector' ? 'Vec' : 'Box'}<${name}>\``;
    if (!isAtom(name) || ELEMENTS[template].includes(name)) return null;
  }
  if (template === 'UniquePtr' && argument.kind === 'generic' && argument.template === 'CxxVector')
    return null;
  if (template === 'Vec') {
    if (argument.kind === 'str') return null;
    if (argument.kind === 'generic' && argument.template === 'Box') {
      return checkGeneric('Box', argument.argument, types);
    }
  }
  return `${written} cannot cross: cxx binds no \`${template}\` of ${template === 'Box' && argument.kind === 'name' ? 'a type of its own' : 'that'}`;
}

function checkReference(
  type: BridgeType & { readonly kind: 'reference' },
  types: DeclaredTypes,
): BridgeViolation | null {
  const { referent, mutable, pinned, range } = type;
  const no = (message: string): BridgeViolation => ({ range, message });
  if (mutable && !pinned) {
    const isCpp =
      (referent.kind === 'name' && (referent.name === 'CxxString' || types.isOpaqueCpp(referent.name))) ||
      (referent.kind === 'generic' && referent.template === 'CxxVector');
    if (isCpp) {
      const lifetime = type.lifetime ? `${type.lifetime.name} ` : '';
      const lifetimes = referent.kind === 'name' ? referent.lifetimes.map(({ name }) => name) : [];
      const inner = `${spelled(referent)}${lifetimes.length > 0 ? `<${lifetimes.join(', ')}>` : ''}`;
      const pin = `Pin<&${lifetime}mut ${inner}>`;
      return {
        ...no(`Rust must not move a \`${spelled(referent)}\`, which is C++'s: write \`${pin}\``),
        correction: { title: `Change the type to \`${pin}\``, range, newText: pin },
      };
    }
  }
  if (referent.kind === 'reference') return no('C++ has no references to references');
  return referent.kind === 'function' || referent.kind === 'void'
    ? no(`a reference to \`${spelled(referent)}\` cannot cross`)
    : null;
}
