import { nullPointersOf } from '../boundary/null-pointers.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import { defineHazard } from './hazard.js';
import page from './nullable-reference.md';
import { declaredHere } from './wording.js';

export const nullableReference = defineHazard({
  id: 'nullable-reference',
  title: 'C++ gives a null pointer where Rust declares what is never null',
  severity: 'hint',
  preview: true,
  concerns: 'function',
  page,
  check(crossing, view, report) {
    const { rust, cpp, name } = crossing;
    const { parameters, resultRange } = rust.signature;
    for (const { of, type, places } of nullPointersOf(crossing, view)) {
      const parameter = of === 'result' ? null : parameters[of];
      const text = formatRustType(type);
      const what = parameter
        ? `C++ calls \`${name}\` with a null pointer for \`${parameter.name}\``
        : `\`${name}\` returns a null pointer in C++`;
      const message = parameter ? 'null is given here' : 'null is returned here';
      report({
        at: { uri: rust.uri, range: parameter?.typeRange ?? resultRange ?? rust.nameRange },
        message: `${what}, and a null \`${text}\` is undefined behaviour as soon as it exists; \`Option<${text}>\` has the same representation and makes \`None\` of it`,
        evidence: [declaredHere(cpp), ...places.map((location) => ({ location, message }))],
        remedies: [],
      });
    }
  },
});
