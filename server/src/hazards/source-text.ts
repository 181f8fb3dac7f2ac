import type { Range } from '../base/range.js';

/** The text of a range; null where there is no text at hand. */
export function textIn(text: string | null, { start, end }: Range): string | null {
  const lines = text?.split('\n').slice(start.line, end.line + 1);
  if (!lines || lines.length === 0) return null;
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? '').slice(0, end.character);
  lines[0] = (lines[0] ?? '').slice(start.character);
  return lines.join('\n');
}
