import { dequal } from 'dequal/lite';
import { throwIfCancelled, type CancellationToken } from '../base/cancellation.js';
import { Breather } from '../base/event-loop.js';
import { compareRanges, type Location, type Uri } from '../base/range.js';
import { pairBoundary } from '../boundary/boundary.js';
import { isThere } from '../boundary/conditions.js';
import type { Boundary, Crossing } from '../boundary/crossing.js';
import { isIncludedIn } from '../boundary/known-macros.js';
import { createTargetView, type TargetView } from '../boundary/target-view.js';
import type { Target } from '../abi/target.js';
import type { Hazard, ReportedFinding } from '../hazards/hazard.js';
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
  readonly hazard: Hazard;
  readonly targets: readonly string[];
  /** Where both sides' declarations begin and are named: a comment there speaks of all of it. */
  readonly declarations: readonly Location[];
}

interface Remembered {
  readonly crossing: Crossing;
  readonly names: ReadonlySet<string>;
  readonly findings: readonly TargetedFinding[];
}

/**
 * Checks every crossing with every hazard on every target, and remembers per crossing what was looked up
 * and found: a change of some names checks only the crossings again that looked one of them up.
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
    const views = this.#targets.map((target) => createTargetView(this.#program, target));
    const [primary] = views;
    if (!primary) throw new Error('an analysis needs a target');
    const breather = new Breather();
    const boundary = await pairBoundary(primary, breather, token);
    const remembered = new Map<string, Remembered>();
    const findings: TargetedFinding[] = [];
    for (const crossing of boundary.crossings) {
      const key = keyOf(crossing);
      const known = this.#remembered.get(key);
      const result = known && sameCrossing(known.crossing, crossing) ? known : this.#check(crossing);
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

  /** Views of its own for each crossing: a shared one would answer from memory, and hide what was looked up. */
  #check(crossing: Crossing): Remembered {
    const { value, names } = this.#program.observe(() => {
      const views = this.#targets.map((target) => createTargetView(this.#program, target));
      const condition = crossing.kind === 'function' ? crossing.rust.condition : crossing.rust.item.condition;
      const findings: TargetedFinding[] = [];
      for (const view of views) {
        const inRust = isThere(this.#program, crossing.rust.uri, condition, view.target, { inTests: true });
        const inCpp = isIncludedIn(crossing.cpp.item.condition, crossing.cpp.uri, view);
        if (inRust === false || inCpp === false) continue;
        // Each depends on the build in its own way: nothing says that a build has both.
        if (inRust === null && inCpp === null) continue;
        for (const hazard of HAZARDS) checkOne(hazard, crossing, view, findings);
      }
      return mergeByPlace(findings);
    });
    return { crossing, names, findings: value };
  }
}

function checkOne(hazard: Hazard, crossing: Crossing, view: TargetView, findings: TargetedFinding[]): void {
  const report = (finding: ReportedFinding): void => {
    findings.push({
      ...finding,
      hazard,
      targets: [view.target.triple],
      declarations: declarationsOf(crossing),
    });
  };
  if (hazard.concerns === 'function') {
    if (crossing.kind === 'function') hazard.check(crossing, view, report);
  } else if (crossing.kind === 'type') {
    hazard.check(crossing, view, report);
  }
}

function declarationsOf(crossing: Crossing): Location[] {
  const rust = crossing.kind === 'function' ? crossing.rust : crossing.rust.item;
  const { uri, item } = crossing.cpp;
  return [
    ...[rust.range, rust.nameRange].map((range) => ({ uri: crossing.rust.uri, range })),
    ...[item.range, item.nameRange].map((range) => ({ uri, range })),
  ];
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

function keyOf(crossing: Crossing): string {
  const { rust, cpp } = crossing;
  const start =
    crossing.kind === 'function' ? crossing.rust.nameRange.start : crossing.rust.item.nameRange.start;
  return `${crossing.kind} ${crossing.mechanism} ${crossing.name} ${rust.uri} ${start.line}:${start.character} ${cpp.uri} ${cpp.item.nameRange.start.line}`;
}

/** Facts of an unchanged file are the same objects: then nothing about the crossing itself has changed. */
function sameCrossing(a: Crossing, b: Crossing): boolean {
  if (a.kind === 'function' && b.kind === 'function') {
    return (
      a.rust.signature === b.rust.signature &&
      a.cpp.item === b.cpp.item &&
      a.resolved === b.resolved &&
      a.overloads.length === b.overloads.length &&
      a.overloads.every(({ item }, i) => item === b.overloads[i]?.item)
    );
  }
  if (a.kind === 'type' && b.kind === 'type') {
    // The uses are functions of other files, whose places may have moved.
    return a.rust.item === b.rust.item && a.cpp.item === b.cpp.item && dequal(a.uses, b.uses);
  }
  return false;
}
