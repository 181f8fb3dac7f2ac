import { editOf } from '../base/source-edit.js';
import { mirrorDifference } from '../boundary/compare-layouts.js';
import { isBridgeType, type TypeCrossing } from '../boundary/crossing.js';
import type { RustRecord } from '../facts/rust/rust-facts.js';
import { defineHazard, type Remedy } from './hazard.js';
import page from './layout-mismatch.md';
import { textIn } from './source-text.js';
import { mirroredHere } from './wording.js';

export const layoutMismatch = defineHazard({
  id: 'layout-mismatch',
  title: 'Records that mirror each other are laid out differently',
  severity: 'error',
  concerns: 'type',
  drift: true,
  page,
  check(crossing, view, report) {
    const { item, uri } = crossing.rust;
    const difference = mirrorDifference(crossing, view);
    if (difference?.cause !== 'place' || isBridgeType(item)) return;
    report({
      at: { uri, range: item.nameRange },
      message: `\`${item.name}\` differs from C++: ${difference.message}`,
      evidence: [mirroredHere(crossing), ...difference.because],
      remedies: takeOrder(crossing, item),
    });
  },
});

/** Where both have the same fields in another order, Rust takes the order of C++. */
function takeOrder({ rust: { uri }, cpp }: TypeCrossing, item: RustRecord): Remedy[] {
  const order = cpp.item.fields.map(({ name }) => item.fields.find((field) => field.name === name));
  const complete = order.every((field) => field !== undefined) && order.length === item.fields.length;
  if (
    !complete ||
    item.fields.some(({ condition }) => condition.length > 0) ||
    new Set(order).size !== order.length ||
    order.every((field, i) => field === item.fields[i])
  )
    return [];
  return [
    {
      title: 'Take the order of the C++ fields',
      edit: (read) => {
        const text = read(uri);
        const edits = item.fields.flatMap((slot, i) => {
          const field = order[i];
          const newText = field && field !== slot ? textIn(text, field.range) : null;
          return newText === null ? [] : [{ range: slot.range, newText }];
        });
        return text === null ? null : editOf(uri, ...edits);
      },
    },
  ];
}
