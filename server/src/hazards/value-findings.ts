import type { ValueDifference } from '../boundary/compare-values.js';
import { compareSignatures } from '../boundary/compare.js';
import { passedParameters, type FunctionCrossing } from '../boundary/crossing.js';
import type { TargetView } from '../boundary/target-view.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import type { Remedy, Report } from './hazard.js';
import { retypeParameter, retypeResult } from './signature-remedies.js';
import { declaredHere, gives } from './wording.js';

/** Where two values of a crossing meet: one of the parameters, or the result. */
export type ValuePlace = { readonly parameter: number } | 'result';

/** What mends a place; to give it the type of the other side, unless said. */
type Remedies = (place: ValuePlace) => readonly Remedy[];

/** Reports each parameter whose difference is of the kind, and the result. */
export function reportValues(
  kind: ValueDifference['kind'],
  crossing: FunctionCrossing,
  view: TargetView,
  report: Report,
  remedies?: Remedies,
): void {
  reportParameters(kind, crossing, view, report, remedies);
  reportResult(kind, crossing, view, report, remedies);
}

export function reportParameters(
  kind: ValueDifference['kind'],
  crossing: FunctionCrossing,
  view: TargetView,
  report: Report,
  remedies?: Remedies,
): void {
  for (const { index, difference } of compareSignatures(crossing, view).parameters) {
    if (difference.kind === kind)
      reportValue({ parameter: index }, difference.text, crossing, view, report, remedies);
  }
}

export function reportResult(
  kind: ValueDifference['kind'],
  crossing: FunctionCrossing,
  view: TargetView,
  report: Report,
  remedies?: Remedies,
): void {
  const { result } = compareSignatures(crossing, view);
  if (result?.kind === kind) reportValue('result', result.text, crossing, view, report, remedies);
}

/**
 * Reports that a value differs.
 *
 * @param text how, as a clause
 */
export function reportValue(
  place: ValuePlace,
  text: string,
  crossing: FunctionCrossing,
  view: TargetView,
  report: Report,
  remedies: Remedies = (at) => retype(at, crossing, view),
): void {
  const { rust, cpp } = crossing;
  if (place === 'result') {
    report({
      at: { uri: rust.uri, range: rust.signature.resultRange ?? rust.nameRange },
      message: `C++ returns \`${formatCppType(cpp.item.signature.result)}\`, Rust declares \`${formatRustType(rust.signature.result)}\`: ${text}`,
      evidence: [declaredHere(cpp)],
      remedies: remedies(place),
    });
    return;
  }
  const ours = rust.signature.parameters[place.parameter];
  const theirs = passedParameters(cpp)[place.parameter];
  if (!ours || !theirs) return;
  const name = ours.name || theirs.name || `number ${place.parameter + 1}`;
  report({
    at: { uri: rust.uri, range: ours.range },
    message: `C++ ${gives(crossing)} \`${formatCppType(theirs.type)}\` for \`${name}\`, Rust declares \`${formatRustType(ours.type)}\`: ${text}`,
    evidence: [
      {
        location: { uri: cpp.uri, range: theirs.range },
        message: `\`${theirs.name || name}\` is declared here`,
      },
      declaredHere(cpp),
    ],
    remedies: remedies(place),
  });
}

const retype = (place: ValuePlace, crossing: FunctionCrossing, view: TargetView): readonly Remedy[] =>
  place === 'result' ? retypeResult(crossing, view) : retypeParameter(crossing, place.parameter, view);
