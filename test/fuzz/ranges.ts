import type { Position, Range } from '../../server/src/base/range.js';

/**
 * Ranges anywhere in `value` that end before they begin or lie outside of the text, as paths of keys.
 *
 * @param text lines end at `\n`, `\r\n` or `\r`, as LSP has them
 */
export function wrongRanges(value: unknown, text: string): string[] {
  const lengths = text.split(/\r\n|[\r\n]/).map(({ length }) => length);
  const isInside = ({ line, character }: Position): boolean =>
    line >= 0 && character >= 0 && line < lengths.length && character <= (lengths[line] ?? -1) + 1;
  const wrong: string[] = [];
  const open: { readonly value: unknown; readonly path: string }[] = [{ value, path: '' }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    const { path } = next;
    if (isRange(next.value)) {
      const { start, end } = next.value;
      const ordered = start.line < end.line || (start.line === end.line && start.character <= end.character);
      if (!ordered || !isInside(start) || !isInside(end)) wrong.push(`${path} ${JSON.stringify(next.value)}`);
    } else {
      const entries = next.value instanceof Map ? [...next.value.entries()] : Object.entries(next.value);
      for (const [key, inner] of entries) open.push({ value: inner, path: `${path}.${String(key)}` });
    }
  }
  return wrong;
}

function isRange(value: object): value is Range {
  const { start, end } = value as { start?: Partial<Position>; end?: Partial<Position> };
  return typeof start?.line === 'number' && typeof end?.line === 'number';
}
