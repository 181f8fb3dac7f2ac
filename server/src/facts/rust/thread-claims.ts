import { commentLinesAbove } from './source-text.js';

/** A trait by which a type says that other threads may have it. */
const CLAIM = /^(?:[^\n]*\s)?unsafe\s+impl\b[^{]*\b(?:Send|Sync)\s+for\b/;
const COMMENT = /^(?:\/\/|\/\*|\*)|\*\/$/;
/** Lines above a claim in which a comment may speak of it: attributes and other claims stand between the two. */
const MOST_LINES = 16;

/**
 * Whether `unsafe impl Send for T {}` stands there without a comment: none in it, behind it, or above it and the claims
 * before it, and none above the type that speaks of threads.
 *
 * @param start where the implementation begins, with its attributes
 * @param end where it ends
 */
export function isUnexplainedClaim(start: number, end: number, text: string): boolean {
  const written = text.slice(start, end);
  if (!CLAIM.test(written.replace(/^(?:\s*#\s*\[[^\]]*\])+\s*/, ''))) return false;
  const behind = /^[^\n]*/.exec(text.slice(end, end + 400))?.[0] ?? '';
  if (/\/[/*]/.test(written) || /\/[/*]/.test(behind)) return false;
  const type = /\bfor\s+(\w+)/.exec(written)?.[1] ?? '';
  const declared = new RegExp(`\\bstruct\\s+${type}\\b`).exec(text)?.index ?? 0;
  const atType = commentLinesAbove(declared, text);
  if (atType.some((line) => /\b(?:threads?|threaded|Send|Sync)\b|thread-/i.test(line))) return false;
  const above = text
    .slice(Math.max(0, start - 4000), start)
    .split('\n')
    .slice(0, -1)
    .reverse();
  for (const line of above.slice(0, MOST_LINES)) {
    const trimmed = line.trim();
    if (COMMENT.test(trimmed) || /\/\//.test(trimmed)) return false;
    if (trimmed !== '' && trimmed !== '}' && !trimmed.startsWith('#[') && !CLAIM.test(trimmed)) return true;
  }
  return true;
}
