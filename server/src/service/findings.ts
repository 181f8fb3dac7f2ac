import type { Uri } from '../base/range.js';
import type { StaleItem } from '../boundary/stale-items.js';
import { closest } from '../base/spelling.js';
import { severityOf } from '../hazards/hazard.js';
import { ENGINE_HAZARDS, HAZARDS, STALE_OUTPUTS } from '../hazards/registry.js';
import { compareFindings, compareText, type Analysis, type TargetedFinding } from './analysis.js';
import type { Finding } from './answers.js';
import type { ProgramIndex } from './program-index.js';
import type { Settings, Severity } from './settings.js';
import { aboutItem, isOfOutput, staleOutputs } from './stale-outputs.js';

/**
 * What a person sees of an analysis: severities as set, what comments allow left out, and comments that
 * allow nothing reported.
 *
 * @param stale what is missing on one side of what a program wrote
 */
export function presentFindings(
  analysis: Analysis,
  stale: readonly StaleItem[],
  index: ProgramIndex,
  settingsOf: (uri: Uri) => Settings,
): { readonly findings: readonly Finding[]; readonly sources: ReadonlyMap<Finding, TargetedFinding> } {
  const used = new Set<string>();
  const sources = new Map<Finding, TargetedFinding>();
  const findings: Finding[] = [];
  const shown = (finding: TargetedFinding): Severity | 'off' => {
    const settings = settingsOf(finding.at.uri);
    // Also what is off: the comment that allows it is not idle.
    const allowed = isAllowed(finding, index, used);
    const severity = settings.severity[finding.hazard.id] ?? severityOf(finding.hazard, finding, settings);
    return allowed ? 'off' : severity;
  };
  const primary = analysis.views[0]?.target.triple ?? '';
  const outputs = [
    ...analysis.findings.filter((finding) => isOfOutput(finding, primary)),
    ...stale.map((item) => aboutItem(item, primary)),
  ];
  const others = analysis.findings.filter((finding) => !isOfOutput(finding, primary));
  const ofOutputs = staleOutputs(
    outputs.filter(
      (finding) =>
        shown(finding) !== 'off' &&
        shown({ ...finding, hazard: STALE_OUTPUTS[finding.output.generator.tool] }) !== 'off',
    ),
  );
  for (const finding of [...others, ...ofOutputs].sort(compareFindings)) {
    const severity = shown(finding);
    if (severity === 'off') continue;
    const presented = present(finding, severity, analysis.views.length);
    sources.set(presented, finding);
    findings.push(presented);
  }
  const all = [...findings, ...idleSuppressions(index, used, settingsOf)];
  return {
    findings: all.sort((a, b) => compareText(a.uri, b.uri) || a.range.start.line - b.range.start.line),
    sources,
  };
}

/** What holds on some of the targets only says on which. */
function present(finding: TargetedFinding, severity: Severity, targets: number): Finding {
  const where = finding.targets.length < targets ? ` (on ${finding.targets.join(', ')})` : '';
  return {
    hazard: finding.hazard.id,
    severity,
    uri: finding.at.uri,
    range: finding.at.range,
    message: finding.message + where,
    ...(finding.mechanism && { mechanism: finding.mechanism }),
    targets: finding.targets,
    related: finding.evidence,
    remedies: finding.remedies.map(({ title }, i) => ({
      title,
      key: { uri: finding.at.uri, kind: finding.hazard.id, subject: subjectOf(finding, title) },
      preferred: i === 0,
    })),
  };
}

/** Tells a remedy apart from others of its kind: the place of the finding and the remedy's words. */
export const subjectOf = (finding: TargetedFinding, title: string): string =>
  `${finding.at.range.start.line}:${finding.at.range.start.character} ${title}`;

/** A comment at the finding, at what it names first on the other side, or at either declaration as a whole. */
function isAllowed(finding: TargetedFinding, index: ProgramIndex, used: Set<string>): boolean {
  const other = finding.evidence.slice(0, 1).map(({ location }) => location);
  const declared = finding.declarations.flatMap(({ uri, range, nameRange }) => [
    { uri, range },
    { uri, range: nameRange },
  ]);
  const places = [finding.at, ...other, ...declared];
  let allowed = false;
  for (const { uri, range } of places) {
    for (const covering of index.coverage(uri) ?? []) {
      if (covering.id !== finding.hazard.id || !covering.lines.has(range.start.line)) continue;
      used.add(keyOf(uri, covering.range.start));
      allowed = true;
    }
  }
  return allowed;
}

const keyOf = (uri: Uri, { line, character }: { line: number; character: number }): string =>
  `${uri} ${line}:${character}`;

/** Comments that allow nothing, or a hazard that does not exist. */
function* idleSuppressions(
  index: ProgramIndex,
  used: ReadonlySet<string>,
  settingsOf: (uri: Uri) => Settings,
): Generator<Finding> {
  const ids = [...HAZARDS, ...ENGINE_HAZARDS].map(({ id }) => id);
  for (const { uri } of index.loadedFiles()) {
    const { severity } = settingsOf(uri);
    const own = severity['unused-suppression'] ?? 'hint';
    if (own === 'off') continue;
    for (const { id, range } of index.coverage(uri) ?? []) {
      if (used.has(keyOf(uri, range.start)) || severity[id] === 'off') continue;
      const near = ids.includes(id) ? null : closest(id, ids, 1)[0];
      const message = ids.includes(id)
        ? `\`${id}\` allows nothing here: there is no such finding`
        : `\`${id}\` names no hazard${near ? `; did you mean \`${near}\`?` : ''}`;
      yield {
        hazard: 'unused-suppression',
        severity: own,
        uri,
        range,
        message,
        targets: [],
        related: [],
        remedies: [],
      };
    }
  }
}
