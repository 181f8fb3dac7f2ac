import { closest } from '../base/spelling.js';

/** `; did you mean 'a' or 'b'?`, or all candidates behind `kind` where none is close. */
export function suggestion(name: string, candidates: readonly string[], kind: string): string {
  const close = closest(name, candidates, 3).map((candidate) => `'${candidate}'`);
  if (close.length > 0) return `; did you mean ${close.join(' or ')}?`;
  return candidates.length > 0 ? `; ${kind}: ${candidates.join(', ')}` : '';
}
