import type { Known } from '../base/known.js';
import type { Location } from '../base/range.js';
import type { SourceEdit } from '../base/source-edit.js';
import type { FunctionCrossing, TypeCrossing } from '../boundary/crossing.js';
import type { TargetView } from '../boundary/target-view.js';

/** A finding's weight, in LSP's words and order. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/**
 * A rule. It is asked once for each crossing that it concerns and each target; what it reports on several
 * targets at one place is one finding. It never walks a tree and never looks for other crossings.
 */
export type Hazard = HazardOn<'function', FunctionCrossing> | HazardOn<'type', TypeCrossing>;

/** What a user can look up about a hazard. */
export interface HazardPage {
  /** Kebab-case, named for the hazard: what users see, suppress and search for. */
  readonly id: string;
  /** One line that says what is wrong, for lists. */
  readonly title: string;
  readonly severity: Severity;
  /** The page, Markdown: what a user reads, and the fixtures that the hazard is tested with. */
  readonly page: string;
}

export interface HazardOn<Kind extends 'function' | 'type', Subject> extends HazardPage {
  readonly concerns: Kind;
  check(crossing: Subject, view: TargetView, report: Report): void;
}

export type Report = (finding: ReportedFinding) => void;

/** What a hazard says of one crossing on one target. */
export interface ReportedFinding {
  readonly at: Location;
  /** What, why and with which names and numbers: one or two sentences. */
  readonly message: string;
  /** Steps of the reasoning with their places, the other side's declaration first. */
  readonly evidence: readonly RelatedPlace[];
  readonly remedies: readonly Remedy[];
  /** The computed fact that it rests on, where there is one: on an assumption it is at most a warning. */
  readonly ground?: Known<unknown>;
}

export interface RelatedPlace {
  readonly location: Location;
  readonly message: string;
}

/** A quick fix. The edit is computed when it is chosen; null where it turns out not to apply. */
export interface Remedy {
  readonly title: string;
  readonly edit: (sources: SourceReader) => SourceEdit | null;
}

/** The text of a file as it is now; null where it is not at hand. */
export type SourceReader = (uri: string) => string | null;

export const defineHazard = <H extends Hazard>(hazard: H): H => hazard;

/** The hazard's severity, which only proof makes an error. */
export const severityOf = (
  { severity }: HazardPage,
  { ground }: Pick<ReportedFinding, 'ground'>,
): Severity => (severity === 'error' && ground?.status === 'assumed' ? 'warning' : severity);
