import { editOf } from '../base/source-edit.js';
import { isBridgeType, isMirror, isOpaque, type TypeCrossing } from '../boundary/crossing.js';
import { compareLayouts } from '../boundary/compare-layouts.js';
import type { RustRecord } from '../facts/rust/rust-facts.js';
import { defineHazard, type Remedy } from './hazard.js';
import page from './layout-mismatch.md';
import { mirroredHere } from './wording.js';

export const layoutMismatch = defineHazard({
  id: 'layout-mismatch',
  title: 'Records that mirror each other are laid out differently',
  severity: 'error',
  concerns: 'type',
  page,
  check(crossing, view, report) {
    const { item, uri } = crossing.rust;
    if (isBridgeType(item) || isOpaque(item) || !isMirror(crossing)) return;
    const difference = compareLayouts(uri, item, crossing.cpp, view);
    if (!difference) return;
    report({
      at: { uri, range: item.nameRange },
      message: `\`${item.name}\` differs from C++: ${difference.message}`,
      evidence: [
        mirroredHere(crossing),
        ...(difference.rust ? [{ location: difference.rust, message: difference.rustMessage }] : []),
        ...(difference.cpp ? [{ location: difference.cpp, message: difference.cppMessage }] : []),
      ],
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
    new Set(order).size !== order.length ||
    order.every((field, i) => field === item.fields[i])
  )
    return [];
  return [
    {
      title: 'Take the order of the C++ fields',
      edit: (read) => {
        const lines = read(uri)?.split('\n');
        if (!lines) return null;
        const edits = item.fields.flatMap((slot, i) => {
          const field = order[i];
          return field && field !== slot ? [{ range: slot.range, newText: textOf(lines, field.range) }] : [];
        });
        return editOf(uri, ...edits);
      },
    },
  ];
}

function textOf(lines: readonly string[], { start, end }: RustRecord['range']): string {
  const first = lines[start.line] ?? '';
  if (start.line === end.line) return first.slice(start.character, end.character);
  const between = lines.slice(start.line + 1, end.line);
  return [first.slice(start.character), ...between, (lines[end.line] ?? '').slice(0, end.character)].join(
    '\n',
  );
}
