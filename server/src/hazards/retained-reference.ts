import { editOf } from '../base/source-edit.js';
import type { FunctionCrossing } from '../boundary/crossing.js';
import { retainedReferences } from '../boundary/retained-references.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import type { RustParameter } from '../facts/rust/rust-facts.js';
import { defineHazard, type Remedy } from './hazard.js';
import page from './retained-reference.md';
import { declaredHere } from './wording.js';

export const retainedReference = defineHazard({
  id: 'retained-reference',
  title: 'C++ keeps a pointer to what Rust lends for the time of the call',
  severity: 'information',
  concerns: 'function',
  page,
  check(crossing, view, report) {
    for (const { parameter, definition, retained } of retainedReferences(crossing, view)) {
      const place = retained.into.at(-1) ?? '';
      report({
        at: { uri: crossing.rust.uri, range: parameter.typeRange },
        message: `\`${crossing.name}\` keeps a pointer to what \`${parameter.name}\` refers to in \`${place}\`, and \`${formatRustType(parameter.type)}\` lends it for the call only: safe Rust may move or drop it, and C++ still has the pointer. Take a raw pointer, so that callers promise how long it lives, or tie both with a lifetime`,
        evidence: [
          declaredHere(crossing.cpp),
          { location: { uri: definition.uri, range: retained.range }, message: 'C++ keeps it here' },
        ],
        remedies: rawPointer(crossing, parameter),
      });
    }
  },
});

/** A reference becomes a raw pointer wherever one is passed. @see Rust reference, "Coercion types" */
function rawPointer({ mechanism, rust }: FunctionCrossing, { type, typeRange }: RustParameter): Remedy[] {
  if (mechanism !== 'extern-c' || type.kind !== 'reference') return [];
  const newText = formatRustType({ kind: 'pointer', mutable: type.mutable, pointee: type.referent });
  return [
    {
      title: `Change the type to \`${newText}\``,
      edit: () => editOf(rust.uri, { range: typeRange, newText }),
    },
  ];
}
