import type { SyntaxNode, SyntaxTree } from '../../syntax/parse.js';
import { LineIndex } from '../../base/line-index.js';
import type { ReadingProblem } from '../facts.js';
import { Declarations } from './bodies.js';
import { LOCAL_ITEMS } from './pruning.js';
import { textOf } from './source-text.js';

/**
 * The places where the tree is broken, except in function bodies and macros, which say nothing that
 * would be missing.
 */
export function readProblems(tree: SyntaxTree, text: string): ReadingProblem[] {
  const problems: ReadingProblem[] = [];
  collect(tree.rootNode, {
    text,
    lines: new LineIndex(text),
    declarations: new Declarations(text),
    problems,
  });
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
  readonly lines: LineIndex;
  readonly declarations: Declarations;
  readonly problems: ReadingProblem[];
}

/** A node that is still to be looked at. */
interface Step {
  readonly node: SyntaxNode;
  /** The innermost item around the node that is left out with it. */
  readonly item: SyntaxNode | null;
  /** In a body, where only what is broken in an item, or may be one, is missing from the facts. */
  readonly inBody: boolean;
}

/** In the order of the text, without recursion: broken texts nest as deeply as they are long. */
function collect(root: SyntaxNode, reading: Reading): void {
  const open: Step[] = [{ node: root, item: null, inBody: false }];
  for (let step = open.pop(); step; step = open.pop())
    for (const next of look(step, reading).reverse()) open.push(next);
}

/** @returns what is to be looked at next, in the order of the text */
function look({ node, item, inBody }: Step, reading: Reading): Step[] {
  const { text, lines, declarations, problems } = reading;
  if (node.isMissing) {
    const what = node.isNamed ? `a ${node.type.replaceAll('_', ' ')}` : `\`${node.type}\``;
    const message = `${what} is missing here${consequence(item, text)}`;
    if (!inBody) problems.push({ range: lines.rangeOf(node.startIndex, node.endIndex), message });
    return [];
  }
  if (!node.hasError || node.type === 'macro_invocation' || node.type === 'macro_definition') return [];
  if (inBody && !declarations.within(node) && !LOCAL_ITEMS.has(node.type)) return [];
  if (node.type === 'ERROR') problems.push(problemOf(node, item, reading));
  const isBody = node.type === 'block' && node.parent?.type === 'function_item';
  const nested = isBody || (inBody && !LOCAL_ITEMS.has(node.type));
  const around = WHOLE_ITEMS.has(node.type) ? node : isBody ? null : item;
  return node.children.map((child) => ({ node: child, item: around, inBody: nested }));
}

function problemOf(error: SyntaxNode, item: SyntaxNode | null, { text, lines }: Reading): ReadingProblem {
  const run = firstUnreadRun(error);
  const first = run[0] ?? error;
  const last = run.at(-1) ?? error;
  const written = text.slice(first.startIndex, last.endIndex).replace(/\s+/g, ' ').trim();
  const excerpt = written.length > 40 ? `${written.slice(0, 39)}…` : written;
  const what = excerpt === '' ? 'this' : `\`${excerpt}\``;
  const range = lines.rangeOf(first.startIndex, last.endIndex);
  return { range, message: `cannot read ${what}${consequence(item, text)}` };
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
