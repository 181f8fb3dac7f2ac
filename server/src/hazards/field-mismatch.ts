import { editOf } from '../base/source-edit.js';
import { mirrorDifference, type DifferentField } from '../boundary/compare-layouts.js';
import type { TypeCrossing } from '../boundary/crossing.js';
import { spellFieldInRust, spellInC } from '../boundary/spelling.js';
import type { TargetView } from '../boundary/target-view.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import page from './field-mismatch.md';
import { defineHazard, type Remedy } from './hazard.js';
import { mirroredHere } from './wording.js';

export const fieldMismatch = defineHazard({
  id: 'field-mismatch',
  title: 'A field of a mirrored record has another width or holds another class of values',
  severity: 'error',
  concerns: 'type',
  drift: true,
  page,
  check(crossing, view, report) {
    const difference = mirrorDifference(crossing, view);
    if (difference?.cause !== 'field') return;
    for (const field of difference.fields) {
      report({
        at: { uri: crossing.rust.uri, range: field.rust.typeRange },
        message: field.message,
        evidence: [...field.because, mirroredHere(crossing)],
        remedies: retypeField(crossing, field, view),
      });
    }
  },
});

/** Where Rust imports, its record takes what C++ says; where Rust exports, the header is the copy. */
function retypeField(crossing: TypeCrossing, field: DifferentField, view: TargetView): Remedy[] {
  return crossing.direction === 'rust-calls-cpp'
    ? retypeInRust(crossing, field, view)
    : retypeInC(crossing, field);
}

function retypeInRust({ rust, cpp }: TypeCrossing, field: DifferentField, view: TargetView): Remedy[] {
  const definition = view.cpp.record(cpp.uri, cpp.item).define();
  if (definition.status === 'unknown') return [];
  const lowered = definition.value.fields[cpp.item.fields.indexOf(field.cpp)]?.type;
  const place = { uri: rust.uri, modulePath: rust.item.modulePath };
  const text = lowered ? spellFieldInRust(field.cpp.type, lowered, view.program, place) : null;
  // The name is right and the type behind it is wrong: that is not to be mended here.
  if (text === null || text === formatRustType(field.rust.type)) return [];
  return [
    {
      title: `Change the type to \`${text}\``,
      edit: () => editOf(rust.uri, { range: field.rust.typeRange, newText: text }),
    },
  ];
}

/** Only a member that is declared alone and as a plain one: the declaration is written anew. */
function retypeInC({ cpp }: TypeCrossing, { rust, cpp: field }: DifferentField): Remedy[] {
  const { fields } = cpp.item;
  const alone = fields.filter(({ range }) => range.start === field.range.start).length <= 1;
  const plain = field.alignments.length === 0 && field.attributes.length === 0 && !field.hasInitializer;
  const text = spellInC(rust.type, field.name);
  if (!alone || !plain || text === null) return [];
  return [
    {
      title: `Declare it as \`${text}\` in C++`,
      edit: () => editOf(cpp.uri, { range: field.range, newText: `${text};` }),
    },
  ];
}
