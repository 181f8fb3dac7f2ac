import { LineIndex } from '../../../base/line-index.js';
import type { Range } from '../../../base/range.js';
import type { SyntaxNode, SyntaxTree } from '../../../syntax/parse.js';
import { nameOf } from '../source-text.js';

/** The first call of a function by a path whose last name ends in a number, as generators number overloads. */
export interface NumberedCall {
  /** Without `r#`. */
  readonly name: string;
  /** The name before it in the path; null for none. */
  readonly qualifier: string | null;
  /** Of the name. */
  readonly range: Range;
}

/** Distinct names that a file may call: no text takes long. */
const MOST_NAMES = 500;

/** An identifier that ends in a number below 100 and is called. */
const CALLED = /\b[A-Za-z_]\w*(?<=[A-Za-z_][1-9]\d?)(?=\s*\()/g;

/** What the file itself gives such a name: a function, a variable or a parameter. */
const DECLARED = /\b(?:fn|let|let\s+mut)\s+(\w*\d)\b|\b(\w*\d)\s*:(?!:)/g;

/**
 * The names that a file calls by a path and does not declare itself, each where it is called first.
 *
 * @param tree parsed from `maskRust(text)`; it is only read, and stays the caller's
 */
export function readNumberedCalls(tree: SyntaxTree, text: string): NumberedCall[] {
  const seen = new Set<string>();
  const calls: NumberedCall[] = [];
  let lines: LineIndex | undefined;
  let declared: ReadonlySet<string> | undefined;
  for (const { 0: name, index } of text.matchAll(CALLED)) {
    if (seen.has(name)) continue;
    declared ??= new Set([...text.matchAll(DECLARED)].map((match) => match[1] ?? match[2] ?? ''));
    const node = declared.has(name) ? null : tree.rootNode.descendantForIndex(index);
    const called = node && calledBy(node, text);
    if (!node || !called) continue;
    seen.add(name);
    lines ??= new LineIndex(text);
    calls.push({
      name: nameOf(node, text),
      qualifier: called.qualifier,
      range: lines.rangeOf(node.startIndex, node.endIndex),
    });
    if (seen.size >= MOST_NAMES) break;
  }
  return calls;
}

/** Null where the name is no function's that is called: a macro's argument, a method, a declaration. */
function calledBy(name: SyntaxNode, text: string): { readonly qualifier: string | null } | null {
  const around = name.parent;
  if (name.type !== 'identifier' || !around) return null;
  if (around.type === 'scoped_identifier') {
    const path = around.childForFieldName('path');
    if (!isCallee(around) || around.childForFieldName('name')?.id !== name.id) return null;
    const last = path?.type === 'scoped_identifier' ? path.childForFieldName('name') : path;
    return { qualifier: last ? nameOf(last, text) : '' };
  }
  return isCallee(name) ? { qualifier: null } : null;
}

const isCallee = (node: SyntaxNode): boolean =>
  node.parent?.type === 'call_expression' && node.parent.childForFieldName('function')?.id === node.id;
