import type { Directive } from './conditions.js';
import { PLACEHOLDER } from './mask-gaps.js';
import type { MaskEdits } from './masked-text.js';
import type { TokenReader } from './token-reader.js';

/** Whether a `#define` is one that the grammar takes for another: it has comments, no text, or a name for the rest of its arguments. */
export const isOddDefinition = (line: string, { rest }: Directive): boolean =>
  line.includes('/*') || /^\w+(?:\([^()]*\))?$/.test(rest) || NAMED_REST.test(line);

/**
 * A `#define` as the grammar can take it: it ends a text at the first comment, and for `#define X` with a space
 * behind it takes the next line; of `args...` it takes the dots alone.
 */
export function maskDefinition(reader: TokenReader, edits: MaskEdits, directive: number): void {
  const start = reader.start(directive);
  const line = reader.text.indexOf('\n', reader.end(directive));
  const text = reader.text.slice(start, line === -1 ? reader.text.length : line + 1);
  const [before = '', name = ''] = NAMED_REST.exec(text)?.slice(1) ?? [];
  edits.blank(start + before.length, start + before.length + name.length);
  const empty = EMPTY_DEFINITION.exec(text);
  if (empty) edits.put(start + empty[0].length, ';');
  else if (text.includes('/*')) {
    for (const { 0: comment, index } of text.matchAll(COMMENT_OR_LITERAL)) {
      if (!comment.startsWith('/*')) continue;
      if (/(?:^|[^\\\r])\r?\n/.test(comment)) {
        // It goes on behind the line's end, where the grammar would take it for something else.
        edits.blank(start + index, reader.end(directive));
        break;
      }
      for (const part of comment.matchAll(/(?:[^\\]|\\(?!\r?\n))+/g)) {
        const begin = start + index + part.index;
        edits.blank(begin, begin + part[0].length);
      }
    }
  }
}

/**
 * `#if __has_include(<chrono>)`, and macros that stand for such a query, `FOO_HAS_ATTRIBUTE(gnu::cold)`: one word of
 * what stands in the parentheses. Whoever asks for the condition takes it from the original.
 */
export function maskQueries(reader: TokenReader, edits: MaskEdits, directive: number): void {
  const text = reader.textOf(directive);
  for (const query of text.matchAll(/(\b\w+\s*\()([^()]*)(?=\))/g)) {
    const [, callee = '', argument = ''] = query;
    if (!callee.startsWith('__has_') && !BEYOND_EXPRESSIONS.test(argument)) continue;
    const start = reader.start(directive) + query.index + callee.length;
    for (let i = 0; i < argument.length; i++) {
      if (!/[\w\s]/.test(argument[i] ?? '')) edits.put(start + i, PLACEHOLDER);
    }
  }
}

/** `"-Wall"`, `gnu::cold`, `<version>`, none of which an expression of the preprocessor may have. */
const BEYOND_EXPRESSIONS = /"|::|^\s*</;

/** Up to the name in `#define X(a, args...)`, and the name. */
const NAMED_REST = /^(#\s*define\s+\w+\([^()]*?)(\w+\s*)(?=\.\.\.\s*\))/;

const EMPTY_DEFINITION =
  /^#\s*define\s+\w+(?:\([^()]*\))?(?=[ \t/\\])(?=(?:[ \t]|\/\*[^]*?\*\/|\\\r?\n)*(?:[\r\n]|\/\/|$))/;
const COMMENT_OR_LITERAL = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\*[^]*?\*\/|\/\/.*/g;
