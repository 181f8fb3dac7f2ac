import { dequal } from 'dequal/lite';
import { throwIfCancelled, type CancellationToken } from '../base/cancellation.js';
import { Breather } from '../base/event-loop.js';
import { compareRanges, type Uri } from '../base/range.js';
import { pairBoundary } from '../boundary/boundary.js';
import { isThere } from '../boundary/conditions.js';
import { passesAsC, type Boundary, type Mechanism } from '../boundary/crossing.js';
import { generatedSide, type GeneratedFile } from '../boundary/generated.js';
import { isIncludedIn } from '../boundary/known-macros.js';
import {
  declarationsOf,
  keyOf,
  mechanismOf,
  subjectsOf,
  type Subject,
  type SubjectDeclaration,
} from '../boundary/subject.js';
import type { StaleItem } from '../boundary/stale-items.js';
import { createTargetView, type TargetView } from '../boundary/target-view.js';
import type { Target } from '../abi/target.js';
import {
  isAskedAbout,
  type Hazard,
  type HazardOn,
  type HazardPage,
  type ReportedFinding,
} from '../hazards/hazard.js';
import { HAZARDS } from '../hazards/registry.js';
import type { Program } from '../program/program.js';

/** The boundary of the workspace and what the hazards say of it, before settings and suppressions. */
export interface Analysis {
  readonly boundary: Boundary;
  /** The primary target first. */
  readonly views: readonly TargetView[];
  readonly findings: readonly TargetedFinding[];
}

/** What one hazard reports at one place, and the targets on which it does. */
export interface TargetedFinding extends ReportedFinding {
  readonly hazard: HazardPage;
  readonly targets: readonly string[];
  /** How what it is about crosses. */
  readonly mechanism?: Mechanism;
  /** What a program wrote of what it is about, and which side lacks it if one does. */
  readonly output?: GeneratedFile & { readonly item: string; readonly lack?: StaleItem['what'] };
  /** A comment where one of them begins or is named speaks of all of it. */
  readonly declarations: readonly SubjectDeclaration[];
}

interface Remembered {
  readonly subject: Subject;
  readonly names: ReadonlySet<string>;
  readonly findings: readonly TargetedFinding[];
}

/**
 * Asks every hazard about every subject on every target, and remembers per subject what was looked up and
 * found: a change of some names checks only the subjects again that looked one of them up.
 */
export class Analyser {
  readonly #program: Program;
  readonly #targets: readonly Target[];
  #remembered = new Map<string, Remembered>();

  constructor(program: Program, targets: readonly Target[]) {
    this.#program = program;
    this.#targets = targets;
  }

  /** Drops what was found with one of these names. */
  forget(changed: ReadonlySet<string>): void {
    for (const [key, { names }] of this.#remembered) {
      for (const name of names) {
        if (!changed.has(name)) continue;
        this.#remembered.delete(key);
        break;
      }
    }
  }

  async analyse(token: CancellationToken): Promise<Analysis> {
    const views = this.#targets.map((target) => createTargetView(this.#program, target, this.#targets));
    const [primary] = views;
    if (!primary) throw new Error('an analysis needs a target');
    const breather = new Breather();
    const boundary = await pairBoundary(primary, breather, token);
    const remembered = new Map<string, Remembered>();
    const findings: TargetedFinding[] = [];
    for (const subject of subjectsOf(boundary)) {
      const key = keyOf(subject);
      const known = this.#remembered.get(key);
      // Facts of an unchanged file are the same objects, which is seen at once.
      const result = known && dequal(known.subject, subject) ? known : this.#check(subject);
      remembered.set(key, result);
      // Here, too, so that a run that is cancelled leaves its work to the next one.
      this.#remembered.set(key, result);
      findings.push(...result.findings);
      await breather.rest();
      throwIfCancelled(token);
    }
    this.#remembered = remembered;
    return { boundary, views, findings: mergeByPlace(findings) };
  }

  /** Views of its own for each subject: a shared one would answer from memory, and hide what was looked up. */
  #check(subject: Subject): Remembered {
    const { value, names } = this.#program.observe(() => {
      const views = this.#targets.map((target) => createTargetView(this.#program, target, this.#targets));
      const declarations = declarationsOf(subject);
      const findings: TargetedFinding[] = [];
      const mechanism = mechanismOf(subject);
      const crosses = mechanism && { mechanism };
      const output = outputOf(subject, this.#program);
      const isOfMacro = declarations.some((declaration) => isWrittenByMacro(declaration, this.#program));
      for (const view of views) {
        if (!mayBeWhole(declarations, view)) continue;
        for (const hazard of HAZARDS) {
          const generated = output && { output, ...(hazard.drift && { remedies: [] }) };
          const unedited = isOfMacro && { remedies: [] };
          for (const finding of reportsOf(hazard, subject, view))
            findings.push({
              ...finding,
              ...crosses,
              ...generated,
              ...unedited,
              hazard,
              targets: [view.target.triple],
              declarations,
            });
        }
      }
      return mergeByPlace(findings);
    });
    return { subject, names, findings: value };
  }
}

/** Whether a declaration stands where a macro is used that put it together: there is no text of it to be edited. */
function isWrittenByMacro({ uri, range }: SubjectDeclaration, program: Program): boolean {
  const facts = program.facts(uri);
  const uses =
    facts?.language === 'rust'
      ? (facts.expansions ?? [])
      : facts?.language === 'cpp'
        ? facts.macroUses.map((use) => use.range)
        : [];
  return uses.some((use) => compareRanges(use, range) === 0);
}

/** What a generator has written of a subject. */
function outputOf(subject: Subject, program: Program): TargetedFinding['output'] | null {
  if (subject.kind !== 'function' && subject.kind !== 'variable' && subject.kind !== 'type') return null;
  const file = passesAsC(subject.mechanism) ? generatedSide(subject, program) : null;
  return file && { ...file, item: subject.name };
}

/** Whether a build of the target may have all of the declarations. */
function mayBeWhole(declarations: readonly SubjectDeclaration[], view: TargetView): boolean {
  const known = declarations.map(({ side, uri, condition }) =>
    side === 'rust'
      ? isThere(view.program, uri, condition, view.target, { inTests: true })
      : isIncludedIn(condition, uri, view),
  );
  // Where each depends on the build in its own way, nothing says that a build has both.
  return !known.includes(false) && known.filter((there) => there === null).length < 2;
}

/** What a hazard says of a subject, where it is one of its kind. */
function reportsOf(hazard: Hazard, subject: Subject, view: TargetView): readonly ReportedFinding[] {
  const findings: ReportedFinding[] = [];
  if (subject.kind === 'surface') {
    const report = (finding: ReportedFinding): void => void findings.push({ ...finding, unbound: true });
    if (subject.what === 'function') hazard.surface?.function?.(subject, view, report);
    else hazard.surface?.record?.(subject, view, report);
    return findings;
  }
  if (!isAskedAbout(hazard, subject.kind)) return [];
  // The kinds are the same, which the compiler cannot tell of two unions.
  (hazard as HazardOn<Subject>).check(subject, view, (finding) => findings.push(finding));
  return findings;
}

/** One finding for each hazard and place; the first message stands, one that is proved before others; the targets add up. */
function mergeByPlace(findings: readonly TargetedFinding[]): TargetedFinding[] {
  const merged = new Map<string, TargetedFinding>();
  for (const finding of findings) {
    const { start, end } = finding.at.range;
    const key = `${finding.hazard.id} ${finding.at.uri} ${start.line}:${start.character}-${end.line}:${end.character}`;
    const known = merged.get(key);
    if (!known) merged.set(key, finding);
    else {
      const first =
        known.ground?.status === 'assumed' && finding.ground?.status !== 'assumed' ? finding : known;
      merged.set(key, { ...first, targets: [...new Set([...known.targets, ...finding.targets])] });
    }
  }
  return [...merged.values()];
}

/** Order for output: by file, place, hazard. */
export const compareFindings = (a: TargetedFinding, b: TargetedFinding): number =>
  compareText(a.at.uri, b.at.uri) ||
  compareRanges(a.at.range, b.at.range) ||
  compareText(a.hazard.id, b.hazard.id);

export const compareText = (a: Uri, b: Uri): number => (a < b ? -1 : a > b ? 1 : 0);
