import type { RustExpression, RustPattern } from './rust-expression.js';
import { readPathAt } from './read-path.js';
import type { RustTokenCursor } from './token-cursor.js';

const DEEPEST_PATTERN = 20;

/** A pattern over integers, truth values, characters and tuples of them. @see Rust reference, "Patterns" */
export function readPatternAt(cursor: RustTokenCursor, depth = 0): RustPattern | null {
  if (depth > DEEPEST_PATTERN) return null;
  cursor.take('|');
  const patterns: RustPattern[] = [];
  do {
    const pattern = single(cursor, depth);
    if (!pattern) return null;
    patterns.push(pattern);
  } while (cursor.take('|'));
  const [only] = patterns;
  return patterns.length === 1 && only ? only : { kind: 'either', patterns };
}

function single(cursor: RustTokenCursor, depth: number): RustPattern | null {
  if (cursor.take('_')) return { kind: 'wildcard' };
  while (cursor.takeBeginning('&')) cursor.take('mut');
  if (cursor.take('(')) return tuple(cursor, depth);
  const isBinding = cursor.take('ref') || cursor.isAt('mut');
  if (cursor.take('mut') || isBinding) {
    const name = cursor.takeWord();
    return name === null ? null : { kind: 'name', name, isBinding: true };
  }
  const low = bound(cursor);
  const inclusive = cursor.isAt('..=');
  if (inclusive || cursor.isAt('..')) {
    cursor.take(inclusive ? '..=' : '..');
    const high = bound(cursor);
    return low || high ? { kind: 'range', low, high, inclusive } : null;
  }
  if (!low) return null;
  const segments = low.kind === 'path' && !low.path.of ? low.path.segments : [];
  const [name] = segments;
  if (name && segments.length === 1) {
    return cursor.isAt('(') || cursor.isAt('{') || cursor.isAt('@')
      ? null
      : { kind: 'name', name: name.name, isBinding: false };
  }
  return { kind: 'value', value: low };
}

function bound(cursor: RustTokenCursor): RustExpression | null {
  const token = cursor.next;
  if (cursor.take('-')) {
    const operand = bound(cursor);
    return operand?.kind === 'integer' ? { kind: 'unary', operator: '-', operand } : null;
  }
  switch (token?.kind) {
    case 'integer':
      cursor.takeToken('integer');
      return { kind: 'integer', value: token.value, suffix: token.suffix };
    case 'character':
      cursor.takeToken('character');
      if (token.isByte) return { kind: 'integer', value: token.value, suffix: 'u8' };
      return { kind: 'character', value: token.value };
    case 'word': {
      if (cursor.take('true')) return { kind: 'boolean', value: true };
      if (cursor.take('false')) return { kind: 'boolean', value: false };
      if (cursor.isAt('if')) return null;
      const path = readPathAt(cursor);
      return path && { kind: 'path', path };
    }
    case 'mark':
    case 'lifetime':
    case 'text':
    case undefined:
      return null;
    default:
      return token satisfies never;
  }
}

function tuple(cursor: RustTokenCursor, depth: number): RustPattern | null {
  const elements: RustPattern[] = [];
  while (!cursor.take(')')) {
    const element = readPatternAt(cursor, depth + 1);
    if (!element) return null;
    elements.push(element);
    if (cursor.take(',')) continue;
    // In parentheses, but no tuple.
    if (elements.length === 1) return cursor.take(')') ? element : null;
    if (!cursor.isAt(')')) return null;
  }
  return { kind: 'tuple', elements };
}
