import type { SyntaxNode, SyntaxTree } from '../../syntax/parse.js';
import { rangeAcross, rangeOf } from '../../syntax/node-range.js';
import type { ReadingProblem } from '../facts.js';
import { Declarations } from './bodies.js';
import { textOf } from './source-text.js';

/**
 * The places where the tree is broken, except in function bodies and macros, which say nothing that
 * would be missing.
 */
export function readProblems(tree: SyntaxTree, text: string): ReadingProblem[] {
  const problems: ReadingProblem[] = [];
  collect(tree.rootNode, null, { text, declarations: new Declarations(text), problems });
  return problems;
}

/** Items that are left out as a whole where one of their parts is broken. */
const WHOLE_ITEMS = new Set([
  'const_item',
  'enum_item',
  'function_item',
  'function_signature_item',
  'static_item',
  'struct_item',
  'type_item',
  'union_item',
]);

interface Reading {
  readonly text: string;
  readonly declarations: Declarations;
  readonly problems: ReadingProblem[];
}

function collect(node: SyntaxNode, item: SyntaxNode | null, reading: Reading): void {
  const { text, declarations, problems } = reading;
  if (node.isMissing) {
    const what = node.isNamed ? `a ${node.type.replaceAll('_', ' ')}` : `\`${node.type}\``;
    problems.push({ range: rangeOf(node), message: `${what} is missing here${consequence(item, text)}` });
    return;
  }
  if (!node.hasError || node.type === 'macro_invocation' || node.type === 'macro_definition') return;
  if (node.type === 'block' && !declarations.within(node)) return;
  if (node.type === 'ERROR') problems.push(problemOf(node, item, text));
  const around = WHOLE_ITEMS.has(node.type) ? node : node.type === 'block' ? null : item;
  for (const child of node.children) collect(child, around, reading);
}

function problemOf(error: SyntaxNode, item: SyntaxNode | null, text: string): ReadingProblem {
  const run = firstUnreadRun(error);
  const first = run[0] ?? error;
  const last = run.at(-1) ?? error;
  const written = text.slice(first.startIndex, last.endIndex).replace(/\s+/g, ' ').trim();
  const excerpt = written.length > 40 ? `${written.slice(0, 39)}…` : written;
  const what = excerpt === '' ? 'this' : `\`${excerpt}\``;
  return { range: rangeAcross(first, last), message: `cannot read ${what}${consequence(item, text)}` };
}

/** An ERROR may span the whole file: what is unread is what stands before the first item that was recovered. */
function firstUnreadRun(error: SyntaxNode): SyntaxNode[] {
  const isItem = ({ type }: SyntaxNode) => type.endsWith('_item') || type === 'use_declaration';
  const from = error.children.findIndex((child) => !isItem(child));
  if (from === -1) return [];
  const to = error.children.findIndex((child, index) => index > from && isItem(child));
  return error.children.slice(from, to === -1 ? undefined : to);
}

function consequence(item: SyntaxNode | null, text: string): string {
  const name = item?.childForFieldName('name');
  return name ? `, so that \`${textOf(name, text)}\` is left out` : '';
}
