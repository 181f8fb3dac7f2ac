import { editOf } from '../base/source-edit.js';
import { isSurelyCpp } from '../boundary/cpp-dialect.js';
import { isBridgeType, isOpaque, mirrorByName, type TypeCrossing } from '../boundary/crossing.js';
import type { TargetView } from '../boundary/target-view.js';
import page from './empty-record.md';
import { defineHazard, type Remedy } from './hazard.js';
import { count, mirroredHere } from './wording.js';

export const emptyRecord = defineHazard({
  id: 'empty-record',
  title: 'A record without fields takes no room in Rust, and a byte in C++',
  severity: 'warning',
  concerns: 'type',
  drift: true,
  page,
  check(crossing, view, report) {
    const { item, uri } = crossing.rust;
    if (isBridgeType(item) || !isOpaque(item)) return;
    const use = crossing.uses.find(
      ({ how }) => how === 'by value' || (how === 'in a record' && mirrorByName(item, crossing.cpp.item)),
    );
    const size = use ? emptySize(crossing, view) : null;
    if (!use || size === null) return;
    report({
      at: { uri, range: item.nameRange },
      message: `\`${item.name}\` takes no room in Rust and ${count(size, 'byte')} in C++, where even an empty class has an address of its own`,
      evidence: [mirroredHere(crossing), { location: use.rust, message: use.what }],
      remedies: size === 1 ? addByte(crossing) : [],
    });
  },
});

/** What the class takes in C++ where it is empty and takes nothing in Rust; in C, it is for the compiler to say. */
function emptySize({ rust, cpp }: TypeCrossing, view: TargetView): number | null {
  if (isBridgeType(rust.item) || !cpp.item.definition || !isSurelyCpp(cpp.uri, view.program)) return null;
  const record = view.rust.record(rust.uri, rust.item);
  const own = view.rustLayouts.layOut({ kind: 'record', record });
  const other = view.cppAbi.layOut(view.cpp.record(cpp.uri, cpp.item));
  if (own.status === 'unknown' || other.status !== 'exact') return null;
  return own.value.size === 0 && other.value.empty ? other.value.size : null;
}

function addByte({ rust: { uri, item } }: TypeCrossing): Remedy[] {
  if (isBridgeType(item) || item.fields.length > 0 || item.generics.length > 0) return [];
  return [
    {
      title: 'Add a byte `_unused: u8`',
      edit: () =>
        editOf(uri, {
          range: { start: item.nameRange.end, end: item.range.end },
          newText: ' {\n    _unused: u8,\n}',
        }),
    },
  ];
}
