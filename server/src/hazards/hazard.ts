import type { Known } from '../base/known.js';
import type { Location } from '../base/range.js';
import type { SourceEdit } from '../base/source-edit.js';
import type { Crossing } from '../boundary/crossing.js';
import type { Subject } from '../boundary/subject.js';
import type { SurfaceItem } from '../boundary/surface.js';
import type { TargetView } from '../boundary/target-view.js';

/** A finding's weight, in LSP's words and order. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/**
 * A rule. It is asked once for each subject of its kind and each target; what it reports on several targets at
 * one place is one finding. It never walks a tree and never looks for other subjects.
 */
export type Hazard =
  | { [Kind in Subject['kind']]: HazardOn<Extract<Subject, { kind: Kind }>> }[Subject['kind']]
  | HazardOnCrossings;

/** What a user can look up about a hazard. */
export interface HazardPage {
  /** Kebab-case, named for the hazard: what users see, suppress and search for. */
  readonly id: string;
  /** One line that says what is wrong, for lists. */
  readonly title: string;
  readonly severity: Severity;
  /** Not yet proven quiet on enough projects: reported only to who asks for it. */
  readonly preview?: true;
  /**
   * It tells that the two sides declare one thing differently. Where a program wrote one side from the other, that is
   * a part of what the finding of the whole file says.
   */
  readonly drift?: true;
  /** What it says of C++ that is API although nothing binds it yet, where that side alone decides. */
  readonly surface?: SurfaceChecks;
  /** The page, Markdown: what a user reads, and the fixtures that the hazard is tested with. */
  readonly page: string;
}

/** One for each kind of what a surface has. */
export type SurfaceChecks = {
  readonly [What in SurfaceItem['what']]?: (
    item: Extract<SurfaceItem, { readonly what: What }>,
    view: TargetView,
    report: Report,
  ) => void;
};

export interface HazardOn<S extends Subject> extends HazardPage {
  readonly concerns: S['kind'];
  check(subject: S, view: TargetView, report: Report): void;
}

/** A rule about what functions, records and enumerations have in common. */
export interface HazardOnCrossings extends HazardPage {
  readonly concerns: 'crossing';
  check(crossing: Crossing, view: TargetView, report: Report): void;
}

/** Whether a rule is asked about subjects of the kind. */
export const isAskedAbout = ({ concerns }: Hazard, kind: Subject['kind']): boolean =>
  concerns === kind || (concerns === 'crossing' && CROSSINGS.has(kind));

const CROSSINGS: ReadonlySet<Subject['kind']> = new Set<Crossing['kind']>(['function', 'type', 'enum']);

export type Report = (finding: ReportedFinding) => void;

/** What a hazard says of one subject on one target. */
export interface ReportedFinding {
  readonly at: Location;
  /** What, why and with which names and numbers: one or two sentences. */
  readonly message: string;
  /** Steps of the reasoning with their places, the other side's declaration first. */
  readonly evidence: readonly RelatedPlace[];
  readonly remedies: readonly Remedy[];
  /** The computed fact that it rests on, where there is one: on an assumption it is at most a warning. */
  readonly ground?: Known<unknown>;
  /** Nothing binds yet what it is about: nothing is wrong today. */
  readonly unbound?: true;
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

/**
 * What a finding weighs where the settings say nothing of its hazard: previews only count for who wants them, only
 * proof makes an error, and what nothing binds yet is worth knowing and no more.
 */
export const severityOf = (
  { severity, preview }: HazardPage,
  { ground, unbound }: Pick<ReportedFinding, 'ground' | 'unbound'>,
  settings: { readonly preview: boolean },
): Severity | 'off' => {
  if (preview && !settings.preview) return 'off';
  if (unbound && severity !== 'hint') return 'information';
  return severity === 'error' && ground?.status === 'assumed' ? 'warning' : severity;
};
