import { compareRanges, type Location, type Uri } from '../../base/range.js';
import { isWithin } from '../../base/uri.js';
import type { CheckAnswer, Finding } from '../../service/answers.js';
import type { WorkspaceExplanation } from '../../service/explanation.js';
import { shownPath, type GivenPath } from '../paths.js';

/** What every format of `check` is made from. */
export interface CheckReport {
  /** Sorted, and narrowed to what was asked about. */
  readonly answer: CheckAnswer;
  /** Null where nobody asked for it. */
  readonly explanation: WorkspaceExplanation | null;
  /** The folder that shown paths are relative to. */
  readonly base: Uri;
  readonly durationMs: number;
}

/**
 * Puts `answer` into an order that does not depend on how it was computed, and keeps only what has one
 * of its ends in a given path: who asks about one file gets what concerns that file, on either side.
 */
export function narrowAndSort(answer: CheckAnswer, given: readonly GivenPath[], base: Uri): CheckAnswer {
  const concerns = (...uris: Uri[]): boolean =>
    uris.some((uri) => given.some((path) => isWithin(uri, path.uri)));
  const compareLocations = (a: Location, b: Location): number =>
    compareText(shownPath(a.uri, base), shownPath(b.uri, base)) || compareRanges(a.range, b.range);
  return {
    ...answer,
    findings: answer.findings
      .filter((finding) => concerns(...placesOf(finding)))
      .toSorted(
        (a, b) =>
          compareLocations(a, b) || compareText(a.hazard, b.hazard) || compareText(a.message, b.message),
      ),
    crossings: answer.crossings
      .filter(({ rust, cpp }) => concerns(rust.uri, cpp.uri))
      .toSorted(
        (a, b) =>
          compareLocations(a.rust, b.rust) || compareLocations(a.cpp, b.cpp) || compareText(a.name, b.name),
      ),
    unpaired: answer.unpaired
      .filter(({ location }) => concerns(location.uri))
      .toSorted((a, b) => compareLocations(a.location, b.location) || compareText(a.name, b.name)),
    // A settings file that holds for several given paths is complained about once.
    problems: withoutRepeats(answer.problems).toSorted(
      (a, b) =>
        compareText(shownPath(a.uri, base), shownPath(b.uri, base)) || compareText(a.message, b.message),
    ),
  };
}

const withoutRepeats = (problems: CheckAnswer['problems']): CheckAnswer['problems'] => [
  ...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values(),
];

const placesOf = (finding: Finding): Uri[] => [
  finding.uri,
  ...finding.related.map(({ location }) => location.uri),
];

/** Order by code unit, the same on every machine whatever its locale. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
