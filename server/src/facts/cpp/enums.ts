import { bodyOf, type CppNode, tagOf } from './node.js';
import { readAttributes } from './attributes.js';
import { readConstantExpression } from './constant-expression.js';
import type { Context } from './context.js';
import type { CppEnum, CppType } from './cpp-facts.js';
import { declarationStart, withKept } from './functions.js';
import type { CppSource } from './source.js';
import { readTypeText } from './type-text.js';
import { readBaseType } from './types.js';

/** Reads an enumeration. @param name the name it goes by: its own, a `typedef`'s, or a made-up one */
export function readEnum(
  source: CppSource,
  node: CppNode,
  declaration: CppNode,
  name: string,
  context: Context,
): CppEnum {
  const nameNode = tagOf(node);
  const body = bodyOf(node);
  const head = source.text.slice(node.startIndex, (nameNode ?? body)?.startIndex ?? node.endIndex);
  const start = declarationStart(source, declaration, context);
  return {
    name,
    scope: context.scope,
    condition: withKept(source, node, context),
    range: source.lines.rangeOf(start, declaration.endIndex),
    nameRange: source.rangeOf(nameNode ?? node),
    scoped: /^enum\s+(?:class|struct)\b/.test(head),
    underlying: underlyingType(source, node, head),
    packed: readAttributes(source, source.attributesIn(start, declaration.endIndex)).packed,
    definition: body !== null,
    enumerators: body ? readEnumerators(source, body) : [],
  };
}

function underlyingType(source: CppSource, node: CppNode, head: string): CppType | null {
  const base = node.field('base');
  if (base) return readBaseType(source, base);
  // Masking blanks the base of an enumeration without a name; the original has it before the `{`.
  const text = /^enum\s*:\s*([^{]*?)\s*$/.exec(head)?.[1];
  return text === undefined ? null : readTypeText(text);
}

/** The enumerators of all `#if` branches, in order. */
function readEnumerators(source: CppSource, list: CppNode): CppEnum['enumerators'] {
  return list.namedChildren.flatMap((node) => {
    if (node.type.startsWith('preproc_')) return readEnumerators(source, node);
    const name = node.type === 'enumerator' ? (node.namedChildren[0] ?? null) : null;
    if (!name || name.isMissing) return [];
    const value = node.namedChildren.slice(1).find(({ type }) => type !== 'comment');
    return [
      {
        name: source.textOf(name),
        value: value ? readConstantExpression(source.textOf(value)) : null,
        range: source.rangeOf(node),
        nameRange: source.rangeOf(name),
      },
    ];
  });
}
