import type { CancellationToken } from '../../base/cancellation.js';
import { inSlices } from '../../base/event-loop.js';
import { START_OF_FILE } from '../../base/range.js';
import type { Grammars } from '../../syntax/grammars.js';
import type { LiveTree } from '../../syntax/live-tree.js';
import { maskCppInSteps } from '../../syntax/mask/mask-cpp.js';
import { blankOf, unclosedComment } from '../../syntax/mask/masked-text.js';
import { parse, type SyntaxNode, type SyntaxTree } from '../../syntax/parse.js';
import { GIVEN_UP } from '../facts.js';
import type { CppFacts } from './cpp-facts.js';
import { extractCppFacts } from './extract-cpp.js';

export interface ReadCppOptions {
  /** For `.c` files. */
  readonly isC: boolean;
  readonly token: CancellationToken;
  /** The tree of an open document: it takes the masked text, so that typing in a body costs nothing. */
  readonly live?: LiveTree | undefined;
}

/**
 * Reads one C++ or C file: masks it, parses what is left, and extracts. Masking comes first because a
 * clean tree can be wrong (`class EXPORT Foo {` parses as a function) and because a text without bodies
 * parses faster. Where the masked text still has errors the original is tried, and the tree with fewer
 * bytes in errors is kept. A parse that runs out of its budget gives facts with one problem that says so.
 *
 * @throws CancelledError where the token was cancelled
 */
export async function readCpp(grammars: Grammars, text: string, options: ReadCppOptions): Promise<CppFacts> {
  const { isC, token, live } = options;
  const masked = await inSlices(maskCppInSteps(text), token);
  const tree = live
    ? await live.update(grammars, 'cpp', masked.text, token)
    : await parse(grammars, 'cpp', masked.text, { token });
  if (!tree) return unreadCpp(isC, GIVEN_UP);
  try {
    const errors = errorLength(tree);
    if (errors > 0 && masked.text !== text) {
      const open = unclosedComment(text, masked.comments);
      const readable = open ? text.slice(0, open.start) + blankOf(text.slice(open.start)) : text;
      const other = await parse(grammars, 'cpp', readable, { token });
      try {
        if (other && errorLength(other) < errors)
          return await inSlices(extractCppFacts(other, text, isC, masked), token);
      } finally {
        other?.delete();
      }
    }
    return await inSlices(extractCppFacts(tree, text, isC, masked), token);
  } finally {
    tree.delete();
  }
}

/** Facts that say nothing but why the file was not read. */
export const unreadCpp = (isC: boolean, message: string): CppFacts => ({
  language: 'cpp',
  isC,
  problems: [{ range: START_OF_FILE, message }],
  suppressions: [],
  includes: [],
  functions: [],
  records: [],
  enums: [],
  aliases: [],
  constants: [],
  variables: [],
  namespaces: [],
  usings: [],
  namespaceAliases: [],
  macros: [],
  undefinitions: [],
  macroUses: [],
  relocationMarks: [],
  layoutAssertions: [],
});

/** UTF-16 units in ERROR nodes; a MISSING node counts as one. */
export function errorLength(tree: SyntaxTree): number {
  const open: SyntaxNode[] = [tree.rootNode];
  let length = 0;
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.isMissing) length++;
    else if (node.isError) length += node.endIndex - node.startIndex;
    else if (node.hasError) for (const child of node.children) if (child.hasError) open.push(child);
  }
  return length;
}
