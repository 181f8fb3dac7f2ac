import type { Range } from '../../base/range.js';

/** Facts with the one range everywhere: that of the use of the macro that declares them. */
export function placedAt<T>(value: T, range: Range): T {
  if (Array.isArray(value)) return value.map((entry: unknown) => placedAt(entry, range)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]: [string, unknown]) => [
    key,
    entry !== null && (key === 'range' || key.endsWith('Range')) ? range : placedAt(entry, range),
  ]);
  return Object.fromEntries(entries) as T;
}
