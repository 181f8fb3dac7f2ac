import type { CppFunction } from '../facts/cpp/cpp-facts.js';
import type { CppPlace } from '../program/cpp-names.js';
import { borrows, borrowsMutably, formatShape, type BridgeType, type CxxShape } from './cxx-shapes.js';
import { pathOf, unnameable, type CxxTypes } from './cxx-types.js';
import { firstFree, parameterName } from './rust-names.js';

/** A C++ function as a bridge declares it, still without its Rust name. */
export interface BridgeFunction {
  readonly item: CppFunction;
  /** The class whose member it is, the derived class for an inherited one; null for a free function. */
  readonly owner: BridgeType | null;
  /** Null for free functions and static members. */
  readonly receiver: { readonly mutable: boolean } | null;
  readonly namespace: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly shape: CxxShape }[];
  readonly result: CxxShape;
  /** Declared `-> Result<T>`. */
  readonly mayThrow: boolean;
  /** Declared `unsafe fn`: the caller answers for its pointers, or for the life of what it returns. */
  readonly unsafe: boolean;
  readonly lifetimes: Lifetimes;
}

/** Which borrows of a signature have a lifetime of their own. */
export interface Lifetimes {
  /** Lifetime of the returned borrow, empty where elision gives it or nothing is borrowed. */
  readonly result: '' | "'a" | "'static";
  readonly receiver: boolean;
  /** Indices of the parameters that have `'a`. */
  readonly parameters: ReadonlySet<number>;
}

/**
 * How a bridge declares a C++ function, or the reason why it cannot.
 *
 * - It returns a `Result` unless it is `noexcept` or has C linkage: without a body nothing else says that
 *   it does not throw, and an exception that leaves a function without `Result` ends the program.
 * - A parameter with a default argument is declared like any other: Rust passes all of them.
 * - A returned borrow lives as long as every argument that may hold it. Where there is none, or a mutable
 *   borrow comes out of a `const` function, C++ alone knows how long it lives and who else has it: the
 *   function is `unsafe`.
 *
 * @see cxx book, "Result"; cxx: syntax/check.rs, check_mut_return_restriction
 */
export function bridgeFunction(
  item: CppFunction,
  owner: BridgeType | null,
  place: CppPlace,
  types: CxxTypes,
): BridgeFunction | { readonly refused: string } {
  const refused = reasonAgainst(item, owner);
  if (refused !== null) return { refused };
  const names = new Set<string>();
  const parameters: { name: string; shape: CxxShape }[] = [];
  for (const [index, parameter] of item.signature.parameters.entries()) {
    const reading = types.parameter(parameter.type, place);
    const name = firstFree(parameterName(parameter.name, index), names);
    if ('refused' in reading) return reading;
    if (reading.shape.kind === 'void') return { refused: `the parameter \`${name}\` is \`void\`` };
    names.add(name);
    parameters.push({ name, shape: reading.shape });
  }
  const result = types.result(item.signature.result, place);
  if ('refused' in result) return result;
  const early = item.definition
    ? [result.shape, ...parameters.map(({ shape }) => shape)].find(isVecOfBridgeType)
    : undefined;
  if (early) {
    return {
      refused:
        'its body uses a `rust::Vec` before the bridge defines it for that type; move the body out of the header',
    };
  }
  const receiver = owner && !item.static ? { mutable: !item.signature.const } : null;
  const { lifetimes, unsafe } = lifetimesOf(owner, receiver, parameters, result.shape);
  return {
    item,
    owner,
    receiver,
    namespace: (owner?.path ?? pathOf(item)).slice(0, -1),
    parameters,
    result: result.shape,
    mayThrow: item.signature.noexcept !== true && item.linkage !== 'c',
    unsafe: unsafe || parameters.some(({ shape }) => shape.kind === 'pointer'),
    lifetimes,
  };
}

/** The parameter types, and for methods whether they are `const`: equal for two declarations of one function. */
export const signatureKey = ({ receiver, parameters }: BridgeFunction): string =>
  `${receiver ? (receiver.mutable ? 'mut ' : 'const ') : ''}(${parameters.map(({ shape }) => shapeKey(shape)).join(', ')})`;

export const shapeKey = (shape: CxxShape): string => formatShape(shape, ({ path }) => path.join('::'));

/** The bridge specialises this template for its own types, which C++ allows only before the first use. */
function isVecOfBridgeType(shape: CxxShape): boolean {
  const inner = shape.kind === 'reference' ? shape.to : shape;
  return inner.kind === 'generic' && inner.name === 'Vec' && inner.of.kind === 'type';
}

function reasonAgainst(item: CppFunction, owner: BridgeType | null): string | null {
  const { signature } = item;
  if (item.template) return 'it is a template; declare a function for each set of arguments that Rust needs';
  if (item.kind === 'operator' || item.kind === 'conversion') {
    return 'cxx binds no operators; declare a named function that applies it';
  }
  if (item.condition.length > 0) return `it is declared only under \`#if ${item.condition.join(' && ')}\``;
  if (signature.variadic) return 'cxx has no variadic functions; declare one with fixed parameters';
  if (signature.reference !== '') {
    return `cxx binds no methods with the qualifier \`${signature.reference}\`; declare one without it`;
  }
  if (signature.volatile) return 'cxx binds no `volatile` methods';
  if (item.callingConvention !== null) {
    return `cxx calls no \`${item.callingConvention}\` functions; declare one with the default calling convention`;
  }
  if (owner === null && item.friend)
    return 'it is declared only as a friend; declare it at namespace scope too';
  if (owner === null) return unnameable(item);
  return item.name.includes('__') || item.name.startsWith('cxxbridge')
    ? `cxx reserves names like \`${item.name}\``
    : null;
}

interface Input {
  /** Null for the receiver. */
  readonly index: number | null;
  readonly shape: CxxShape;
  readonly mutable: boolean;
}

function lifetimesOf(
  owner: BridgeType | null,
  receiver: BridgeFunction['receiver'],
  parameters: BridgeFunction['parameters'],
  result: CxxShape,
): { readonly lifetimes: Lifetimes; readonly unsafe: boolean } {
  const elided: Lifetimes = { result: '', receiver: false, parameters: new Set() };
  if (!borrows(result)) return { lifetimes: elided, unsafe: false };
  const inputs: Input[] = [];
  if (owner && receiver)
    inputs.push({ index: null, shape: { kind: 'type', type: owner }, mutable: receiver.mutable });
  for (const [index, { shape }] of parameters.entries()) {
    if (borrows(shape)) inputs.push({ index, shape, mutable: borrowsMutably(shape) });
  }
  const holders = inputs.filter(({ shape }) => mayHold(shape, result));
  const mutable = borrowsMutably(result);
  const mutableHolders = holders.filter((holder) => holder.mutable);
  const unsafe = holders.length === 0 || (mutable && mutableHolders.length === 0);
  const sources = mutable && mutableHolders.length > 0 ? mutableHolders : holders;
  if (sources.length === 0) return { lifetimes: { ...elided, result: "'static" }, unsafe };
  const onlyReceiver = sources.length === 1 && sources[0]?.index === null;
  if (onlyReceiver || inputs.length === 1) return { lifetimes: elided, unsafe };
  const indices = sources.flatMap(({ index }) => (index === null ? [] : [index]));
  const lifetimes: Lifetimes = {
    result: "'a",
    receiver: sources.some(({ index }) => index === null),
    parameters: new Set(indices),
  };
  return { lifetimes, unsafe };
}

/** False where `target` can be no part of `container`: a string holds no object of a class. */
function mayHold(container: CxxShape, target: CxxShape): boolean {
  const content = contentOf(container);
  return content === 'anything' || content === contentOf(target);
}

/** What a value is made of in the end. Classes may hold anything, or point at it. */
function contentOf(shape: CxxShape): string {
  switch (shape.kind) {
    case 'type':
      return shape.type.kind === 'class' ? 'anything' : shape.type.path.join('::');
    case 'cxx-string':
    case 'rust-string':
    case 'str':
      return 'text';
    case 'scalar':
      return /^(?:[iu]8|c_char)$/.test(shape.name) ? 'text' : shape.name;
    case 'slice':
    case 'generic':
    case 'array':
      return contentOf(shape.of);
    case 'reference':
    case 'pointer':
      return contentOf(shape.to);
    case 'void':
      return 'nothing';
    default:
      return shape satisfies never;
  }
}
