import { editOf } from '../base/source-edit.js';
import { variableDifference } from '../boundary/compare-variables.js';
import type { VariableCrossing } from '../boundary/crossing.js';
import { cppContext } from '../boundary/lowering/cpp-lowering.js';
import { spellFieldInRust } from '../boundary/spelling.js';
import type { TargetView } from '../boundary/target-view.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import { defineHazard, type Remedy } from './hazard.js';
import page from './static-mismatch.md';

export const staticMismatch = defineHazard({
  id: 'static-mismatch',
  title: 'The two declarations of a variable differ in width or class',
  severity: 'error',
  concerns: 'variable',
  drift: true,
  page,
  check(crossing, view, report) {
    const difference = variableDifference(crossing, view);
    if (difference === null) return;
    const { rust, cpp } = crossing;
    report({
      at: { uri: rust.uri, range: rust.item.typeRange },
      message: `\`${crossing.name}\` is ${difference}`,
      evidence: [
        {
          location: { uri: cpp.uri, range: cpp.item.nameRange },
          message: `C++ declares \`${formatCppType(cpp.item.type, cpp.item.name)}\``,
        },
      ],
      remedies: takeType(crossing, view),
    });
  },
});

/** Where Rust names what C++ defines. */
function takeType({ mechanism, direction, rust, cpp }: VariableCrossing, view: TargetView): Remedy[] {
  if (mechanism !== 'extern-c' || direction !== 'rust-calls-cpp') return [];
  const lowered = view.cpp.type(cpp.item.type, cppContext(cpp.uri, cpp.item.scope, cpp.item.range.end));
  const place = { uri: rust.uri, modulePath: rust.item.modulePath };
  const text = spellFieldInRust(cpp.item.type, lowered, view.program, place);
  // The name is right and the type behind it is wrong: that is not to be mended here.
  if (text === null || text === formatRustType(rust.item.type)) return [];
  return [
    {
      title: `Change the type to \`${text}\``,
      edit: () => editOf(rust.uri, { range: rust.item.typeRange, newText: text }),
    },
  ];
}
