import { editOf } from '../base/source-edit.js';
import { callbackFields } from '../boundary/callback-fields.js';
import type { FunctionCrossing, TypeCrossing } from '../boundary/crossing.js';
import type { TargetView } from '../boundary/target-view.js';
import type { Location } from '../base/range.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import type { RustType } from '../facts/rust/rust-facts.js';
import page from './callback-abi.md';
import { defineHazard, type Remedy, type Report } from './hazard.js';
import { retypeParameter, retypeResult } from './signature-remedies.js';
import { reportValues, type ValuePlace } from './value-findings.js';
import { mirroredHere } from './wording.js';

export const callbackAbi = defineHazard({
  id: 'callback-abi',
  title: 'A function pointer is not what the other side calls',
  severity: 'error',
  concerns: 'crossing',
  drift: true,
  page,
  check(crossing, view, report) {
    if (crossing.kind === 'type') reportFields(crossing, view, report);
    if (crossing.kind === 'function')
      reportValues('callback', crossing, view, report, (place) => callbackRemedies(crossing, place, view));
  },
});

function reportFields(crossing: TypeCrossing, view: TargetView, report: Report): void {
  const { rust: record, cpp: owner } = crossing;
  for (const { rust, cpp, text } of callbackFields(crossing, view)) {
    report({
      at: { uri: record.uri, range: rust.typeRange },
      message: `C++ holds \`${formatCppType(cpp.type)}\` in \`${cpp.name}\`, Rust \`${formatRustType(rust.type)}\`: ${text}`,
      evidence: [
        { location: { uri: owner.uri, range: cpp.nameRange }, message: `\`${cpp.name}\` is declared here` },
        mirroredHere(crossing),
      ],
      remedies: externC(rust.type, { uri: record.uri, range: rust.typeRange }),
    });
  }
}

/** A `fn` of Rust's own convention is first of all no `extern "C" fn`. */
function callbackRemedies(crossing: FunctionCrossing, place: ValuePlace, view: TargetView): Remedy[] {
  const { uri, signature } = crossing.rust;
  if (place === 'result') {
    const { result, resultRange } = signature;
    const mended = resultRange ? externC(result, { uri, range: resultRange }) : [];
    return mended.length > 0 ? mended : retypeResult(crossing, view);
  }
  const parameter = signature.parameters[place.parameter];
  const mended = parameter ? externC(parameter.type, { uri, range: parameter.typeRange }) : [];
  return mended.length > 0 ? mended : retypeParameter(crossing, place.parameter, view);
}

/** Where a type is written as a `fn`, alone or in an `Option`, that has Rust's own convention. */
function externC(type: RustType, at: Location): Remedy[] {
  const mended = asExternC(type);
  if (!mended) return [];
  const text = formatRustType(mended);
  return [
    {
      title: `Change the type to \`${text}\``,
      edit: () => editOf(at.uri, { range: at.range, newText: text }),
    },
  ];
}

function asExternC(type: RustType): RustType | null {
  if (type.kind === 'function') return type.abi === 'Rust' ? { ...type, abi: 'C' } : null;
  const [argument] = type.kind === 'path' ? type.arguments : [];
  if (type.kind !== 'path' || type.path.at(-1) !== 'Option' || argument?.kind !== 'type') return null;
  const inner = asExternC(argument.type);
  return inner && { ...type, arguments: [{ kind: 'type', type: inner }] };
}
