/**
 * The candidates that `name` may be a slip of, closest first.
 *
 * @param atMost how many to give
 */
export function closest(name: string, candidates: readonly string[], atMost: number): string[] {
  const limit = Math.max(2, Math.floor(name.length / 3));
  return candidates
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= limit || (name !== '' && candidate.startsWith(name)))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, atMost)
    .map(({ candidate }) => candidate);
}

/** `; did you mean 'a' or 'b'?`, or all candidates where none is close. */
export function suggestion(name: string, candidates: readonly string[], kind: string): string {
  const close = closest(name, candidates, 3).map((candidate) => `'${candidate}'`);
  if (close.length > 0) return `; did you mean ${close.join(' or ')}?`;
  return candidates.length > 0 ? `; ${kind}: ${candidates.join(', ')}` : '';
}

/** Levenshtein distance where exchanging two neighbours counts once (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
