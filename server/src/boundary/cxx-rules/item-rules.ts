import type { Range } from '../../base/range.js';
import type {
  BridgeEnum,
  BridgeExternType,
  BridgeFunction,
  BridgeImplementation,
  BridgeItem,
  BridgeLifetime,
  BridgeStruct,
  BridgeType,
  BridgeViolation,
} from '../../facts/rust/bridge-syntax.js';
import { isAtom, isReserved, isUnsized, spelled, typesWithin } from './bridge-types.js';
import type { DeclaredTypes } from './declared-types.js';

/**
 * Why cxx does not accept an item, its types apart.
 *
 * @see cxx: syntax/check.rs, the functions check_api_*
 */
export function* checkItem(item: BridgeItem, types: DeclaredTypes): Generator<BridgeViolation> {
  switch (item.kind) {
    case 'struct':
      return yield* checkStruct(item, types);
    case 'enum':
      return yield* checkEnum(item);
    case 'type':
      return yield* checkExternType(item);
    case 'alias':
      yield* checkLifetimes(item.lifetimes);
      for (const derive of item.derives)
        yield refuse(
          derive,
          `\`${derive.trait}\` is derived where \`${item.name.rust}\` is declared, not for an alias of it`,
        );
      return;
    case 'function':
      return yield* checkFunction(item, types);
    case 'implementation':
      yield* checkLifetimes(item.lifetimes);
      return yield* checkImplementation(item);
    default:
      item satisfies never;
  }
}

const refuse = ({ range }: { readonly range: Range }, message: string): BridgeViolation => ({
  range,
  message,
});

function* checkStruct(item: BridgeStruct, types: DeclaredTypes): Generator<BridgeViolation> {
  const { name, fields } = item;
  yield* checkName(item);
  yield* checkLifetimes(item.lifetimes);
  if (fields.length === 0)
    yield refuse(name, `\`${name.rust}\` has no fields: C++ gives an empty class a byte, Rust none`);
  const untrusted = types.cpp.has(name.rust) ? types.untrusted.get(name.rust) : undefined;
  if (untrusted)
    yield refuse(
      untrusted.name,
      `\`${name.rust}\` restates a C++ type, which nothing checks: declare it in an \`unsafe extern "C++"\` block`,
    );
  for (const derive of item.derives) {
    if (derive.trait.startsWith('Bit'))
      yield refuse(derive, `cxx derives \`${derive.trait}\` for enums only`);
    if (derive.trait === 'ExternType') yield refuse(derive, 'a shared struct is an `ExternType` already');
  }
  for (const field of fields) {
    if (field.type.kind === 'function')
      yield refuse(field, `\`${field.name.rust}\` is a function pointer, which a shared struct cannot hold`);
    else if (cannotBeHeld(field.type, types))
      yield refuse(
        field,
        `\`${name.rust}\` holds ${described(field.type, types)} by value${advice(field.type, types)}`,
      );
  }
}

function* checkEnum(item: BridgeEnum): Generator<BridgeViolation> {
  const { name } = item;
  yield* checkName(item);
  if (item.variants.length === 0 && item.integer === null)
    yield refuse(name, `\`${name.rust}\` has no variants: say what it is with \`#[repr(…)]\``);
  for (const derive of item.derives) {
    if (derive.trait === 'ExternType') yield refuse(derive, 'a shared enum is an `ExternType` already');
    if (derive.trait === 'Default' && item.defaults !== 1)
      yield refuse(
        derive,
        `\`Default\` wants one variant with \`#[default]\`, \`${name.rust}\` has ${item.defaults}`,
      );
  }
}

function* checkExternType(item: BridgeExternType): Generator<BridgeViolation> {
  const { name, side } = item;
  yield* checkName(item);
  yield* checkLifetimes(item.lifetimes);
  for (const derive of item.derives)
    if (side === 'C++' || derive.trait !== 'ExternType')
      yield refuse(
        derive,
        side === 'C++'
          ? `cxx derives nothing for \`${name.rust}\`, an opaque C++ type`
          : `cxx derives only \`ExternType\` for an opaque Rust type: derive \`${derive.trait}\` where \`${name.rust}\` is defined`,
      );
  if (item.boundsRange) yield refuse({ range: item.boundsRange }, 'an extern type has no bounds');
}

function* checkFunction(item: BridgeFunction, types: DeclaredTypes): Generator<BridgeViolation> {
  const { name, side, unsafe } = item;
  if (item.lifetimes.length > 0 && side === 'C++' && !item.trusted)
    yield refuse(
      { range: item.headRange },
      `\`${name.rust}\` promises lifetimes that nothing checks: declare it in an \`unsafe extern "C++"\` block`,
    );
  if (item.lifetimes.length > 0 && side === 'Rust' && !unsafe)
    yield {
      ...refuse(
        { range: item.headRange },
        `\`${name.rust}\` wants lifetimes of C++, which does not know them: declare it \`unsafe fn\``,
      ),
      correction: insertUnsafe(item),
    };
  yield* checkLifetimes(item.lifetimes);
  yield* checkOwner(item, types);
  for (const parameter of item.parameters) {
    const { type } = parameter;
    if (type.kind === 'function') {
      if (side === 'Rust') yield refuse(parameter, 'a function pointer cannot be passed from C++ to Rust');
    } else if (type.kind === 'pointer') {
      if (!unsafe)
        yield {
          ...refuse(
            parameter,
            `\`${name.rust}\` takes \`${spelled(type)}\`, which it cannot check: declare it \`unsafe fn\``,
          ),
          correction: insertUnsafe(item),
        };
    } else if (cannotBeHeld(type, types))
      yield refuse(
        parameter,
        `\`${name.rust}\` takes ${described(type, types)} by value${advice(type, types)}`,
      );
  }
  const { result } = item;
  if (result?.kind === 'function')
    yield refuse(result, 'a function of a bridge cannot return a function pointer');
  else if (result && cannotBeHeld(result, types))
    yield refuse(
      result,
      `\`${name.rust}\` returns ${described(result, types)} by value${advice(result, types)}`,
    );
  if (side === 'C++' && !item.unwinds && returnsUnfoundedMutable(item, types))
    yield refuse(
      item,
      `\`${name.rust}\` makes a \`&mut\` from no \`&mut\`: called twice it gives two to one value; take \`Pin<&mut …>\`, or declare it \`unsafe fn\``,
    );
}

/** An array is refused for its elements already. */
const cannotBeHeld = (type: BridgeType, types: DeclaredTypes): boolean =>
  type.kind !== 'array' && isUnsized(type, types);

const insertUnsafe = ({
  headRange: { start },
}: BridgeFunction): NonNullable<BridgeViolation['correction']> => ({
  title: 'Declare the function `unsafe`',
  range: { start, end: start },
  newText: 'unsafe ',
});

/** Receiver and `#[Self = "…"]`. */
function* checkOwner(item: BridgeFunction, types: DeclaredTypes): Generator<BridgeViolation> {
  const place = item.receiver ?? item.selfType;
  if (!place) return;
  const owner = item.receiver?.type ?? item.selfType?.name ?? '';
  if (item.receiver && owner === 'Self') {
    const type = `${item.receiver.mutable ? '&mut ' : '&'}TheType`;
    yield refuse(
      place,
      `whose method \`${item.name.rust}\` is cannot be told, for the block does not have exactly one type: write \`self: ${type}\``,
    );
  } else if (types.enums.has(owner))
    yield refuse(place, `\`${owner}\` is an enum, which has no member functions in C++`);
  else if (!types.structs.has(owner) && !types.cpp.has(owner) && !types.rust.has(owner))
    yield refuse(place, `\`${owner}\` is no type of this bridge`);
  else if (
    item.receiver?.mutable &&
    !item.receiver.pinned &&
    types.cpp.has(owner) &&
    !types.structs.has(owner) &&
    !types.aliases.has(owner)
  ) {
    const { lifetime } = item.receiver;
    const pin = `Pin<&${lifetime ? `${lifetime.name} ` : ''}mut ${owner}>`;
    yield refuse(place, `Rust must not move a \`${owner}\`, which is C++'s: write \`self: ${pin}\``);
  }
}

/** @see cxx: syntax/check.rs, check_mut_return_restriction */
function returnsUnfoundedMutable(item: BridgeFunction, types: DeclaredTypes): boolean {
  const { result, receiver } = item;
  if (item.unsafe || !result) return false;
  if ((result.kind !== 'reference' && result.kind !== 'slice') || !result.mutable) return false;
  if (receiver) {
    if (receiver.mutable) return false;
    const lifetimes = types.lifetimesOf(receiver.type);
    if (!lifetimes || lifetimes.length > 0) return false;
  }
  const founds = (type: BridgeType): boolean => {
    if (type.kind === 'reference' || type.kind === 'slice') return type.mutable;
    if (type.kind !== 'name' || isAtom(type.name)) return false;
    return types.lifetimesOf(type.name)?.length !== 0;
  };
  return !item.parameters.some(({ type }) => [...typesWithin(type)].some(founds));
}

function* checkImplementation({ type, range }: BridgeImplementation): Generator<BridgeViolation> {
  if (type.kind !== 'generic')
    yield refuse(
      { range },
      `\`impl\` in a bridge instantiates a binding, as \`impl UniquePtr<T> {}\`, and \`${spelled(type)}\` is none`,
    );
  else if (type.argument.kind === 'name' && isAtom(type.argument.name))
    yield refuse({ range }, `cxx itself has \`${spelled(type)}\`: leave the \`impl\` out`);
}

function* checkName({ name }: { readonly name: BridgeStruct['name'] }): Generator<BridgeViolation> {
  if (isReserved(name.rust)) yield refuse(name, `\`${name.rust}\` is a name of cxx's own`);
}

function* checkLifetimes(lifetimes: readonly BridgeLifetime[]): Generator<BridgeViolation> {
  for (const lifetime of lifetimes)
    if (lifetime.name === "'static") yield refuse(lifetime, "`'static` is no name for a lifetime parameter");
}

/** @see cxx: syntax/check.rs, describe */
function described(type: BridgeType, types: DeclaredTypes): string {
  if (type.kind === 'name') {
    if (type.name === 'CxxString') return 'a C++ string';
    if (types.aliases.has(type.name)) return `the C++ type \`${type.name}\``;
    return `\`${type.name}\`, an opaque ${types.rust.has(type.name) ? 'Rust' : 'C++'} type,`;
  }
  if (type.kind === 'void') return '`()`';
  return `\`${spelled(type)}\``;
}

function advice(type: BridgeType, types: DeclaredTypes): string {
  if (type.kind === 'name')
    return `, which cannot cross: use ${types.rust.has(type.name) ? `\`Box<${type.name}>\`` : `\`UniquePtr<${type.name}>\``} or a reference`;
  return type.kind === 'generic'
    ? `, which cannot cross: use \`UniquePtr<${spelled(type)}>\` or a reference`
    : ', which cannot cross';
}
