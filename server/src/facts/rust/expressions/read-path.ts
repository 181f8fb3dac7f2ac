import type { RustExpressionPath } from './rust-expression.js';
import type { RustTokenCursor } from './token-cursor.js';
import { readGenericArguments, readTypeAt } from './type-text.js';

/** A path in an expression, whose arguments stand after `::`. @see Rust reference, "Paths in expressions" */
export function readPathAt(cursor: RustTokenCursor): RustExpressionPath | null {
  const qualified = cursor.takeBeginning('<');
  const type = qualified ? readTypeAt(cursor) : null;
  const trait = type && cursor.take('as') ? readTypeAt(cursor) : null;
  if (qualified && (!type || !cursor.takeBeginning('>') || !cursor.isAt('::'))) return null;
  const segments: RustExpressionPath['segments'][number][] = [];
  if (cursor.take('::') && !qualified) segments.push({ name: '', arguments: [] });
  do {
    const name = cursor.takeWord();
    if (name === null) return null;
    const hasArguments = cursor.isAt('::') && cursor.isAt('<', 1) && cursor.take('::');
    const args = hasArguments ? readGenericArguments(cursor) : [];
    if (!args) return null;
    segments.push({ name, arguments: args });
  } while (cursor.take('::'));
  return { of: type && { type, trait }, segments };
}
