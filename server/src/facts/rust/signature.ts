import { rangeAcross, rangeOf } from '../../syntax/node-range.js';
import type { RustParameter, RustSignature, RustType } from './rust-facts.js';
import { partOfKind, textOf } from './source-text.js';
import type { SyntaxPart } from './syntax-part.js';
import { readModifiers, readType, UNIT } from './types.js';

/**
 * @param node a function with or without a body
 * @param unsafe see `RustSignature.unsafe`
 * @returns null where there is no parameter list
 */
export function readSignature(node: SyntaxPart, unsafe: boolean, text: string): RustSignature | null {
  const list = node.childForFieldName('parameters');
  if (!list) return null;
  const result = node.childForFieldName('return_type');
  const written = list.namedChildren.filter(({ type }) => type !== 'attribute_item');
  return {
    parameters: written
      .filter(({ type }) => type !== 'variadic_parameter')
      .map((parameter) => readParameter(parameter, text)),
    parameterListRange: rangeOf(list),
    variadic: written.some(({ type }) => type === 'variadic_parameter'),
    ...(list.namedChildren.some((child) => isCondition(child, text)) ? { conditional: true as const } : {}),
    result: readModifiers(node, text).async ? futureOf(result, text) : result ? readType(result, text) : UNIT,
    resultRange: result ? rangeOf(result) : null,
    unsafe,
  };
}

/** What a call of an `async fn` gives, of a type without a name. @see Rust reference, "Async functions" */
const futureOf = (output: SyntaxPart | null, text: string): RustType => ({
  kind: 'unreadable',
  text: `impl Future<Output = ${output ? textOf(output, text) : '()'}>`,
});

const isCondition = (node: SyntaxPart, text: string): boolean =>
  node.type === 'attribute_item' && /^#\[\s*cfg\b/.test(textOf(node, text));

/** True where type or const parameters, or `impl T` among the parameters, make it a family of functions. */
export function isGeneric(node: SyntaxPart, text: string): boolean {
  const list = node.childForFieldName('type_parameters');
  if (list && list.namedChildren.some(({ type }) => type === 'type_parameter' || type === 'const_parameter'))
    return true;
  const parameters = node.childForFieldName('parameters');
  return parameters !== null && /\bimpl\b/.test(textOf(parameters, text));
}

const SELF: RustType = { kind: 'path', path: ['Self'], arguments: [] };

function readParameter(node: SyntaxPart, text: string): RustParameter {
  const range = rangeOf(node);
  switch (node.type) {
    case 'self_parameter':
      return { name: 'self', type: typeOfSelf(node, text), range, typeRange: range };
    case 'parameter': {
      const pattern = node.childForFieldName('pattern');
      const type = node.childForFieldName('type');
      if (!pattern || !type) {
        return { name: '', type: { kind: 'unreadable', text: textOf(node, text) }, range, typeRange: range };
      }
      return {
        name: pattern.type === 'self' ? 'self' : text.slice(node.startIndex, pattern.endIndex),
        type: readType(type, text),
        range: rangeAcross(node, type),
        typeRange: rangeOf(type),
      };
    }
    // Rust 2015 lets a declaration leave the pattern out.
    default:
      return { name: '', type: readType(node, text), range, typeRange: range };
  }
}

function typeOfSelf(node: SyntaxPart, text: string): RustType {
  if (!node.children.some(({ type }) => type === '&')) return SELF;
  const lifetime = partOfKind(node, 'lifetime');
  return {
    kind: 'reference',
    mutable: partOfKind(node, 'mutable_specifier') !== undefined,
    lifetime: lifetime ? textOf(lifetime, text) : null,
    referent: SELF,
  };
}
