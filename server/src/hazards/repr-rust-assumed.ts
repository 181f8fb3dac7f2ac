import { isBridgeType, isMirror, type TypeCrossing } from '../boundary/crossing.js';
import { rustStorageOf, type RustStorage } from '../boundary/rust-storage.js';
import type { TargetView } from '../boundary/target-view.js';
import { defineHazard, type Remedy } from './hazard.js';
import { insertAttribute } from './insert-attribute.js';
import page from './repr-rust-assumed.md';
import { count, mirroredHere } from './wording.js';

export const reprRustAssumed = defineHazard({
  id: 'repr-rust-assumed',
  title: 'C++ states the size of a type that has Rust layout',
  severity: 'warning',
  concerns: 'type',
  page,
  check(crossing, view, report) {
    const { item, uri } = crossing.rust;
    const storage = isMirror(crossing) ? rustStorageOf(crossing, view) : null;
    if (!storage || hasRoom(storage) || isPinned(crossing, storage, view)) return;
    const { cpp, rust } = storage;
    report({
      at: { uri, range: item.nameRange },
      message: `C++ keeps a \`${item.name}\` in ${inWords(cpp)}, but it has Rust layout, which rustc may choose: rustc 1.95 makes it ${inWords(rust)}`,
      evidence: [
        mirroredHere(crossing),
        ...crossing.uses.slice(0, 3).map(({ what, rust: location }) => ({ location, message: what })),
      ],
      remedies: addReprC(crossing, storage),
    });
  },
});

/** More bytes than rustc needs today, so that another order of fields may still fit. */
const hasRoom = ({ cpp, rust }: RustStorage): boolean => cpp.size > rust.size && cpp.align >= rust.align;

/** Beside the type Rust asserts that it fits: a build with a compiler that needs more room fails. */
function isPinned(
  { rust: { uri, item } }: TypeCrossing,
  { cpp, rust }: RustStorage,
  view: TargetView,
): boolean {
  const facts = view.program.facts(uri);
  if (facts?.language !== 'rust' || isBridgeType(item) || rust.align > cpp.align) return false;
  const inModule = item.modulePath.join('::');
  return facts.layoutAssertions.some(
    ({ type, measure, bytes, modulePath, condition }) =>
      type === item.name &&
      measure === 'size' &&
      bytes <= cpp.size &&
      modulePath.join('::') === inModule &&
      condition.every((each) => item.condition.includes(each)),
  );
}

const inWords = ({ size, align }: RustStorage['cpp']): string => `${count(size, 'byte')} aligned to ${align}`;

/** Where every field has a layout of its own that is sure, and C++ is right about the whole. */
function addReprC({ rust: { uri, item } }: TypeCrossing, { cpp, underC }: RustStorage): Remedy[] {
  if (isBridgeType(item) || underC?.size !== cpp.size || underC.align !== cpp.align) return [];
  return [
    {
      title: 'Add `#[repr(C)]`',
      edit: (read) => insertAttribute(uri, item.range.start, '#[repr(C)]', read),
    },
  ];
}
