import { bodyOf, type CppNode, tagOf } from './node.js';
import { readAttributes } from './attributes.js';
import { readConstantExpression } from './constant-expression.js';
import type { Context } from './context.js';
import type { CppEnum, CppEnumerator, CppType } from './cpp-facts.js';
import type { Condition } from '../facts.js';
import { declarationStart, withKept } from './functions.js';
import { branchesOf } from './preprocessor.js';
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
    ...(body ? readEnumerators(source, placeIn(body, context.condition)) : NO_ENUMERATORS),
  };
}

function underlyingType(source: CppSource, node: CppNode, head: string): CppType | null {
  const base = node.field('base');
  if (base) return readBaseType(source, base);
  // Masking blanks the base of an enumeration without a name; the original has it before the `{`.
  const text = /^enum\s*:\s*([^{]*?)\s*$/.exec(head)?.[1];
  return text === undefined ? null : readTypeText(text);
}

const NO_ENUMERATORS: Pick<CppEnum, 'enumerators' | 'unread'> = { enumerators: [], unread: null };

const placeIn = (body: CppNode, condition: Condition): Place => ({
  nodes: body.namedChildren,
  condition,
  from: body.startIndex + 1,
  end: body.endIndex - 1,
});

/** Where enumerators stand: in the braces, or in a branch of an `#if` there. */
interface Place {
  readonly nodes: readonly CppNode[];
  readonly condition: Condition;
  readonly from: number;
  readonly end: number;
}

/** The enumerators of all `#if` branches, in order, and what else may stand between them. */
function readEnumerators(source: CppSource, place: Place): Pick<CppEnum, 'enumerators' | 'unread'> {
  const enumerators: CppEnumerator[] = [];
  let unread: string | null = null;
  let after: string | null = null;
  const note = (gap: string | null): void => {
    after ??= gap;
    unread ??= gap;
  };
  const readFrom = ({ nodes, condition, from, end }: Place): void => {
    let previous = from;
    let isBehindName = false;
    for (const node of nodes) {
      if (node.type === 'comment') continue;
      note(gapIn(source, previous, node.startIndex, isBehindName));
      previous = node.endIndex;
      isBehindName = node.type === 'enumerator';
      if (/^preproc_(?:if|else|elif)/.test(node.type)) {
        for (const branch of branchesOf(source, node, () => note('an #if with too many branches'))) {
          readFrom({
            nodes: branch.children,
            condition: [...condition, ...branch.condition],
            from: branch.from,
            end: branch.end,
          });
        }
      } else if (node.type === 'enumerator') {
        const enumerator = readEnumerator(source, node, condition, after);
        if (enumerator) {
          enumerators.push(enumerator);
          after = null;
        }
      }
    }
    note(gapIn(source, previous, end, isBehindName));
  };
  readFrom(place);
  return { enumerators, unread };
}

function readEnumerator(
  source: CppSource,
  node: CppNode,
  condition: Condition,
  after: string | null,
): CppEnumerator | null {
  const [name, ...others] = node.namedChildren;
  // One that is a macro's name with its arguments left out is noted as such.
  const isMacro = source.macroUsesIn(node.startIndex, node.startIndex + 1).length > 0;
  if (!name || name.isMissing || isMacro) return null;
  const value = others.find(({ type }) => type !== 'comment');
  const isSplit = source.keptConditions(node.startIndex, node.endIndex).length > 0;
  return {
    name: source.textOf(name),
    value: isSplit
      ? { kind: 'unreadable', text: source.textOf(node).replace(/\s+/g, ' ') }
      : value
        ? readConstantExpression(source.textOf(value))
        : null,
    condition,
    after,
    range: source.rangeOf(node),
    nameRange: source.rangeOf(name),
  };
}

/**
 * An `#include` or a macro between two enumerators.
 *
 * @param isBehindName what stands before the comma belongs to the enumerator there
 */
function gapIn(source: CppSource, from: number, to: number, isBehindName: boolean): string | null {
  const include = /^[ \t]*(#[ \t]*include\b[^\r\n]*)/m.exec(source.text.slice(from, to))?.[1];
  if (include !== undefined) return include.trim();
  const comma = isBehindName ? source.masked.text.slice(from, to).lastIndexOf(',') : 0;
  if (comma < 0) return null;
  const [macro] = source.macroUsesIn(from + comma, to + 1);
  return macro ? source.text.slice(macro.start, macro.end).replace(/\s+/g, ' ') : null;
}
