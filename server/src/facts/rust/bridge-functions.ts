import { rangeAcross, rangeOf } from '../../syntax/node-range.js';
import type { BridgeFunction, BridgeName, BridgeReceiver, BridgeVariable } from './bridge-syntax.js';
import { type BridgeTypeReader, readLifetimes, type Reject } from './bridge-types.js';
import { nameOf, partOfKind, textOf } from './source-text.js';
import type { SyntaxPart } from './syntax-part.js';

type Signature = Pick<
  BridgeFunction,
  'kind' | 'unsafe' | 'lifetimes' | 'headRange' | 'receiver' | 'parameters' | 'result' | 'range'
>;

/**
 * Reads the signature of an extern function.
 *
 * @returns null where cxx rejects it
 * @see cxx: syntax/parse.rs, parse_extern_fn
 */
export function readBridgeFunction(
  node: SyntaxPart,
  name: BridgeName,
  types: BridgeTypeReader,
  text: string,
  reject: Reject,
): Signature | null {
  const no = (place: SyntaxPart, message: string): null => {
    reject({ range: rangeOf(place), message });
    return null;
  };
  const generics = node.childForFieldName('type_parameters');
  const { lifetimes, unsupported } = readLifetimes(generics, text);
  const list = node.childForFieldName('parameters');
  if (!list) return null;
  if (unsupported || partOfKind(node, 'where_clause'))
    return no(
      node,
      `\`${name.rust}\` is generic: a function of a bridge has lifetime parameters without bounds only`,
    );
  const variadic = partOfKind(list, 'variadic_parameter');
  if (variadic) return no(variadic, `\`${name.rust}\` is variadic, which a function of a bridge cannot be`);
  const modifiers = partOfKind(node, 'function_modifiers');
  const words = modifiers ? textOf(modifiers, text).split(/\s+/) : [];
  if (words.includes('async'))
    return no(
      node,
      `\`${name.rust}\` is \`async\`, which cannot cross: pass a callback and a \`Box\` of the channel to answer on`,
    );
  if (words.includes('const'))
    return no(node, `\`${name.rust}\` is \`const\`, which a function of a bridge cannot be`);
  const abi = modifiers && partOfKind(modifiers, 'extern_modifier');
  if (abi) return no(abi, `the ABI of \`${name.rust}\` is cxx's own: leave \`${textOf(abi, text)}\` out`);
  const parameters: BridgeVariable[] = [];
  let receiver: BridgeReceiver | null = null;
  for (const part of list.namedChildren) {
    if (part.type === 'attribute_item') continue;
    const pattern = part.childForFieldName('pattern');
    if (part.type === 'self_parameter' || pattern?.type === 'self') {
      receiver = readReceiver(part, types, text);
      if (!receiver) return no(part, 'the receiver of a method is `&T`, `&mut T` or `Pin<&mut T>`');
      continue;
    }
    const typePart = part.childForFieldName('type');
    if (part.type !== 'parameter' || !typePart || !pattern || !['identifier', '_'].includes(pattern.type))
      return no(part, 'a parameter of a bridge has a plain name, or `_`');
    const type = types.read(typePart);
    if (!type) return null;
    const written = pattern.type === '_' ? `arg${parameters.length}` : nameOf(pattern, text);
    const parameterName = { rust: written, cpp: written, namespace: [], range: rangeOf(pattern) };
    parameters.push({ name: parameterName, type, range: rangeOf(part) });
  }
  const result = types.readResult(node.childForFieldName('return_type'));
  if (!result) return null;
  const unsafe = modifiers?.children.find(({ type }) => type === 'unsafe');
  const first = unsafe ?? node.children.find(({ type }) => type === 'fn') ?? node;
  return {
    kind: 'function',
    unsafe: unsafe !== undefined,
    lifetimes,
    headRange: rangeAcross(first, generics ?? node.childForFieldName('name') ?? node),
    receiver,
    parameters,
    result: result.type,
    range: rangeOf(node),
  };
}

/** @returns null for what is no receiver of cxx's */
function readReceiver(part: SyntaxPart, types: BridgeTypeReader, text: string): BridgeReceiver | null {
  const written = part.childForFieldName('type');
  if (written) {
    const type = types.read(written);
    if (type?.kind !== 'reference' || type.referent.kind !== 'name') return null;
    const { mutable, pinned, lifetime, range, referent } = type;
    return { type: referent.name, lifetimes: referent.lifetimes, lifetime, mutable, pinned, range };
  }
  if (!part.children.some(({ type }) => type === '&')) return null;
  const lifetime = partOfKind(part, 'lifetime');
  return {
    type: 'Self',
    lifetimes: [],
    lifetime: lifetime ? { name: textOf(lifetime, text), range: rangeOf(lifetime) } : null,
    mutable: partOfKind(part, 'mutable_specifier') !== undefined,
    pinned: false,
    range: rangeOf(part),
  };
}
