import { readConstant } from './constants.js';
import type { RustGeneric } from './rust-facts.js';
import { nameOf, partOfKind, textOf } from './source-text.js';
import type { SyntaxPart } from './syntax-part.js';
import { readType } from './types.js';

/** Type and const parameters of an item. */
export function genericsOf(node: SyntaxPart, text: string): RustGeneric[] {
  const list = node.childForFieldName('type_parameters');
  if (!list) return [];
  const predicates = partOfKind(node, 'where_clause')?.namedChildren ?? [];
  return list.namedChildren.flatMap((parameter): RustGeneric[] => {
    const part = parameter.childForFieldName('name');
    if (!part) return [];
    const name = nameOf(part, text);
    if (parameter.type === 'const_parameter') {
      const value = parameter.childForFieldName('value');
      return [
        { name, kind: 'const', default: value && { kind: 'constant', value: readConstant(value, text) } },
      ];
    }
    if (parameter.type !== 'type_parameter') return [];
    const type = parameter.childForFieldName('default_type');
    const bounded = [
      parameter,
      ...predicates.filter((each) => {
        const left = each.childForFieldName('left');
        return left !== null && nameOf(left, text) === name;
      }),
    ];
    return [
      {
        name,
        kind: 'type',
        ...(bounded.some(hasRelaxedBound) && { maybeUnsized: true as const }),
        default: type && { kind: 'type', type: readType(type, text) },
      },
    ];
  });
}

/** `?Sized` is the only bound that can be relaxed. @see Rust reference, "Trait and lifetime bounds" */
const hasRelaxedBound = (bounded: SyntaxPart): boolean =>
  bounded.childForFieldName('bounds')?.namedChildren.some(({ type }) => type === 'removed_trait_bound') ??
  false;

/** `'a` … */
export function lifetimesOf(node: SyntaxPart, text: string): string[] {
  const list = node.childForFieldName('type_parameters');
  if (!list) return [];
  return list.namedChildren
    .filter(({ type }) => type === 'lifetime_parameter')
    .flatMap((parameter) => parameter.childForFieldName('name') ?? [])
    .map((name) => textOf(name, text));
}
