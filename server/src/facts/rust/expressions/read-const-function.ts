import type { RustConstFunctionParts } from './rust-expression.js';
import { RustExpressionReader } from './read-expression.js';
import { readPatternAt } from './read-pattern.js';
import { RustTokenCursor } from './token-cursor.js';
import { rustTokens } from './tokens.js';
import { readTypeAt } from './type-text.js';

/**
 * Reads the text of a whole `const fn`.
 *
 * @returns null where it takes `self` or some of it is not among what constants of integers are made of
 */
export function readConstFunction(text: string): RustConstFunctionParts | null {
  const tokens = rustTokens(text);
  const start = tokens?.findIndex((token) => token.kind === 'word' && token.text === 'fn') ?? -1;
  if (!tokens || start < 0) return null;
  const cursor = new RustTokenCursor(text, tokens.slice(start + 1));
  const generics = cursor.takeWord() === null ? null : readParameterNames(cursor);
  const parameters = generics && cursor.take('(') ? readParameters(cursor) : null;
  if (!generics || !parameters) return null;
  const result = cursor.take('->') ? readTypeAt(cursor) : null;
  if (!result) return null;
  if (cursor.take('where') && cursor.takeUntil(['{']) === null) return null;
  const body = new RustExpressionReader(cursor).block(null);
  return body && cursor.atEnd ? { generics, parameters, result, body } : null;
}

/** Names of type and const parameters in their order. */
function readParameterNames(cursor: RustTokenCursor): string[] | null {
  const names: string[] = [];
  if (!cursor.take('<')) return names;
  while (!cursor.takeBeginning('>')) {
    const isLifetime = cursor.takeToken('lifetime') !== null;
    cursor.take('const');
    const name = isLifetime ? null : cursor.takeWord();
    if (name !== null) names.push(name);
    if ((name === null && !isLifetime) || cursor.takeUntil([',', '>'], true) === null) return null;
    cursor.take(',');
  }
  return names;
}

function readParameters(cursor: RustTokenCursor): RustConstFunctionParts['parameters'] | null {
  const parameters: RustConstFunctionParts['parameters'][number][] = [];
  while (!cursor.take(')')) {
    const pattern = readPatternAt(cursor);
    const type = pattern && cursor.take(':') ? readTypeAt(cursor) : null;
    if (!pattern || !type) return null;
    parameters.push({ pattern, type });
    if (!cursor.isAt(')') && !cursor.take(',')) return null;
  }
  return parameters;
}
