import { LineIndex } from '../../base/line-index.js';
import type { Position, Range } from '../../base/range.js';
import { positionOf } from '../../syntax/node-range.js';
import { conditionOf } from './attributes.js';
import type { Scope, SyntaxItem } from './items.js';
import { stringValue } from './literals.js';
import type { CppInclusion, InclusionDirective } from './rust-facts.js';
import { textOf } from './source-text.js';

/**
 * One `include_cpp! { … }` of autocxx.
 *
 * @param item a macro invocation
 * @returns null for other macros
 * @see autocxx: parser/src/config.rs, `Parse for IncludeCppConfig`; parser/src/directives.rs
 */
export function readInclusion(item: SyntaxItem, scope: Scope, text: string): CppInclusion | null {
  const { node, attributes, range } = item;
  const macro = node.childForFieldName('macro');
  if (!macro || !/(?:^|::)include_cpp$/.test(textOf(macro, text).replace(/\s/g, ''))) return null;
  const written = textOf(node, text);
  const directives = [...directivesIn(written, positionOf(node.startPosition))];
  const named = directives.find(({ name }) => name === 'name');
  return {
    module: named?.rust ?? 'ffi',
    modulePath: scope.modulePath,
    condition: conditionOf(scope.condition, attributes),
    range,
    nameRange: {
      start: positionOf(macro.startPosition),
      end: positionOf(macro.endPosition),
    },
    directives,
  };
}

interface Token {
  readonly kind: 'word' | 'string' | 'mark';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Comments are no tokens. */
const TOKENS =
  /\/\/[^\n]*|\/\*[^]*?\*\/|(?<string>b?"(?:[^"\\]|\\[^])*"|r(#*)"[^]*?"\2)|(?<word>[\p{XID_Start}_]\p{XID_Continue}*)|(?<mark>[^\s])/gu;

function tokensOf(written: string): readonly Token[] {
  return [...written.matchAll(TOKENS)].flatMap((match): Token[] => {
    const [all] = match;
    const { string, word, mark } = match.groups ?? {};
    const place = { start: match.index, end: match.index + all.length };
    if (string !== undefined) return [{ kind: 'string', text: string, ...place }];
    if (word !== undefined) return [{ kind: 'word', text: word, ...place }];
    return mark === undefined ? [] : [{ kind: 'mark', text: mark, ...place }];
  });
}

/** @param origin of the text in its file */
function* directivesIn(written: string, origin: Position): Generator<InclusionDirective> {
  const lines = new LineIndex(written);
  const positionAt = (offset: number): Position => {
    const { line, character } = lines.positionAt(offset);
    return { line: line + origin.line, character: line === 0 ? character + origin.character : character };
  };
  const rangeOf = ({ start, end }: Pick<Token, 'start' | 'end'>): Range => ({
    start: positionAt(start),
    end: positionAt(end),
  });
  const tokens = tokensOf(written);
  // Behind the name of the macro, its `!` and its bracket.
  let at = tokens.findIndex(({ text }) => text === '!') + 2;
  for (;;) {
    const first = tokens[at];
    if (!first) return;
    const isMarked = first.text === '#';
    const name = isMarked ? tokens[at + 1] : first;
    if (name?.kind !== 'word') return;
    at += isMarked ? 2 : 1;
    if (tokens[at]?.text === '!') at++;
    const closing = isMarked ? at : closingOf(tokens, at);
    const last = tokens[closing];
    if (!last) return;
    const given = isMarked ? [last] : tokens.slice(at + 1, closing);
    const literal = given.find(({ kind }) => kind === 'string');
    const value = literal ? stringValue(literal.text) : null;
    const words = given.filter(({ kind, text }) => kind === 'word' || text === ':');
    yield {
      name: name.text,
      value,
      rust: words.map(({ text }) => text).join('') || null,
      range: rangeOf({ start: first.start, end: last.end }),
      valueRange: rangeOf(literal ?? { start: first.start, end: last.end }),
    };
    at = closing + 1;
  }
}

/** The index of the bracket that closes the one at `opening`; past the end where there is none. */
function closingOf(tokens: readonly Token[], opening: number): number {
  let depth = 0;
  for (let i = opening; i < tokens.length; i++) {
    const { text } = tokens[i] ?? { text: '' };
    if (/^[([{]$/.test(text)) depth++;
    else if (/^[)\]}]$/.test(text)) depth--;
    if (depth === 0) return i;
  }
  return tokens.length;
}
