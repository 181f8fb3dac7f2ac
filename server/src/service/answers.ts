import type { Location, Range, Uri } from '../base/range.js';
import type { Status } from '../base/known.js';
import type { Mechanism } from '../boundary/crossing.js';
import type { Definitions, ReportedLayout } from './layout-report.js';
import type { Severity } from './settings.js';

/** A hazard at a place, with its evidence on both sides. */
export interface Finding {
  readonly hazard: string;
  readonly severity: Severity;
  readonly uri: Uri;
  readonly range: Range;
  readonly message: string;
  /** How what it is about crosses; absent where that is no crossing of one mechanism. */
  readonly mechanism?: Mechanism;
  /** The targets on which it holds. */
  readonly targets: readonly string[];
  readonly related: readonly { readonly location: Location; readonly message: string }[];
  readonly remedies: readonly RemedyTitle[];
}

/** A quick fix by its name; `Ferrule.resolveRemedy` computes the edit only when it is chosen. */
export interface RemedyTitle {
  readonly title: string;
  /** What `resolveRemedy` needs to find it again; plain data that survives a round trip through a client. */
  readonly key: RemedyKey;
  /** The remedy that an editor may offer first. */
  readonly preferred: boolean;
}

export interface RemedyKey {
  readonly uri: Uri;
  readonly kind: string;
  /** Tells remedies of one kind apart within the file, stable while the code around stays the same. */
  readonly subject: string;
}

/** A code action offered for a range: a remedy of a finding there, or a binding to generate. */
export interface OfferedAction {
  readonly title: string;
  readonly key: RemedyKey;
  readonly kind: 'quickfix' | 'refactor';
  readonly preferred: boolean;
  /** The finding that it removes; null for generators. */
  readonly finding: Finding | null;
}

export type { SourceEdit, TextChange } from '../base/source-edit.js';

export interface HoverAnswer {
  /** CommonMark. */
  readonly markdown: string;
  readonly range: Range;
}

export interface DefinitionAnswer {
  /** What was asked about. */
  readonly origin: Range;
  readonly target: Location;
  /** The name within the target. */
  readonly targetName: Range;
}

export interface CrossingAnswer {
  readonly name: string;
  readonly mechanism: string;
  readonly direction: 'rust-calls-cpp' | 'cpp-calls-rust' | 'both';
  readonly kind: 'function' | 'variable' | 'type';
  readonly rust: Location;
  readonly cpp: Location;
}

export interface UnpairedAnswer {
  readonly name: string;
  readonly mechanism: string;
  readonly location: Location;
  readonly reason: string;
}

export interface CheckAnswer {
  /** The primary target. */
  readonly target: string;
  readonly findings: readonly Finding[];
  readonly crossings: readonly CrossingAnswer[];
  readonly unpaired: readonly UnpairedAnswer[];
  readonly problems: readonly { readonly uri: Uri; readonly message: string; readonly range: Range | null }[];
  readonly files: { readonly seen: number; readonly parsed: number };
}

export interface InspectedFile {
  readonly uri: Uri;
  readonly language: 'rust' | 'cpp' | 'zng';
  /** Places that could not be read, so that what they declare is missing; one of the whole file is empty and at its start. */
  readonly problems: readonly { readonly range: Range; readonly message: string }[];
  readonly types: readonly InspectedType[];
  readonly functions: readonly InspectedFunction[];
}

export interface InspectedType {
  readonly name: string;
  readonly kind: string;
  readonly range: Range;
  readonly layout: InspectedLayout;
  readonly relocation: InspectedVerdict;
  /** What others call trivially relocatable; null for Rust and for enums. */
  readonly definitions: Definitions | null;
  readonly calls: InspectedVerdict;
}

/** Sizes and offsets in bytes, `offsetBits` and `bitWidth` in bits; numbers are null where unknown. */
export interface InspectedLayout
  extends Omit<ReportedLayout, KnownNumber>, Record<KnownNumber, number | null> {
  readonly status: Status;
  readonly reason: string | null;
}

type KnownNumber = 'size' | 'align' | 'dataSize' | 'nonVirtualSize';

export interface InspectedVerdict {
  readonly status: Status;
  readonly trivial: boolean | null;
  readonly because: readonly string[];
}

export interface InspectedFunction {
  readonly name: string;
  readonly range: Range;
  readonly signature: string;
  readonly linkage: 'c' | 'cpp' | 'rust';
  readonly symbol: string | null;
  /** Why there is no symbol, or what it assumes; null where it is exact. */
  readonly reason: string | null;
  readonly variants: Readonly<Record<string, string>>;
}

export type BindingKind = 'cxx' | 'extern-c' | 'zngur' | 'cbindgen';

export interface BindingAnswer {
  /** Files to write, path relative to the output folder. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** What was asked for and could not be bound, each with the reason. */
  readonly refused: readonly { readonly name: string; readonly reason: string; readonly range: Range }[];
}
