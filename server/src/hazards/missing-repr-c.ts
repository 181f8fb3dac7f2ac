import { isBridgeType, isMirror, isOpaque, passesAsC, type TypeCrossing } from '../boundary/crossing.js';
import { rustStorageOf } from '../boundary/rust-storage.js';
import { defineHazard, type RelatedPlace, type Remedy } from './hazard.js';
import { insertAttribute } from './insert-attribute.js';
import page from './missing-repr-c.md';
import { mirroredHere } from './wording.js';

export const missingReprC = defineHazard({
  id: 'missing-repr-c',
  title: 'A record that crosses has Rust layout',
  severity: 'error',
  concerns: 'type',
  page,
  check(crossing, view, report) {
    const { item, uri } = crossing.rust;
    if (!passesAsC(crossing.mechanism) || isBridgeType(item)) return;
    const { repr } = item;
    if (repr.c || repr.transparent || repr.conditional || isOpaque(item)) return;
    // C++ that only holds the pointer does not care how Rust lays the record out.
    const byValue = crossing.uses.some(({ how }) => how === 'by value');
    if (!byValue && !isMirror(crossing)) return;
    // C++ that states a size and looks at no field: another finding says that.
    if (rustStorageOf(crossing, view)) return;
    report({
      at: { uri, range: item.nameRange },
      message: `\`${item.name}\` crosses ${byValue ? 'by value' : 'behind a pointer'} and has Rust layout, whose size and order of fields rustc may choose`,
      evidence: [mirroredHere(crossing), ...uses(crossing)],
      remedies: [addReprC(crossing)],
    });
  },
});

/** The first places where it crosses; a hundred more would tell nobody more. */
const uses = (crossing: TypeCrossing): RelatedPlace[] =>
  crossing.uses.slice(0, 3).map(({ what, rust }) => ({ location: rust, message: what }));

const addReprC = ({ rust: { uri, item } }: TypeCrossing): Remedy => ({
  title: 'Add `#[repr(C)]`',
  edit: (read) => insertAttribute(uri, item.range.start, '#[repr(C)]', read),
});
