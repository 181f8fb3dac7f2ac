import type { CppAbiRecord } from '../abi/model.js';
import { nontrivialRecord } from '../boundary/hidden-references.js';
import { isBridgeType, isMirror, isOpaque, passesAsC, type TypeCrossing } from '../boundary/crossing.js';
import { libraryMemberOf, type LibraryMember } from '../boundary/library-sizes.js';
import { rustContext } from '../boundary/lowering/rust-types.js';
import type { TargetView } from '../boundary/target-view.js';
import { defineHazard } from './hazard.js';
import page from './library-dependent-layout.md';
import { makeOpaque } from './make-opaque.js';
import { count, mirroredHere } from './wording.js';

export const libraryDependentLayout = defineHazard({
  id: 'library-dependent-layout',
  title: 'The layout of a record that crosses is the choice of a C++ standard library',
  severity: 'information',
  concerns: 'type',
  page,
  check(crossing, view, report) {
    const { item, uri } = crossing.rust;
    if (!hasMirror(crossing, view)) return;
    const record = view.cpp.record(crossing.cpp.uri, crossing.cpp.item);
    if (isMovedWrongly(crossing, record, view)) return;
    const member = libraryMemberOf(record, view.target);
    if (!member) return;
    report({
      at: { uri, range: item.nameRange },
      message: `the layout of \`${crossing.cpp.item.name}\` depends on the C++ standard library: \`${member.path}\` is a \`${member.type}\`, which takes ${sizesInWords(member)}`,
      evidence: [
        mirroredHere(crossing),
        ...(member.location
          ? [{ location: member.location, message: `\`${member.path}\` is a \`${member.type}\`` }]
          : []),
      ],
      remedies: makeOpaque(crossing),
    });
  },
});

/** Rust has a layout of its own for the class: a mirror, or the record that a bridge names and passes by value. */
function hasMirror(crossing: TypeCrossing, view: TargetView): boolean {
  const { item, uri } = crossing.rust;
  if (!isBridgeType(item)) return !isOpaque(item) && isMirror(crossing);
  // cxx lets a record have fields and be opaque all the same, as long as it is borrowed only.
  if (item.alias === null || crossing.uses.every(({ how }) => how !== 'by value')) return false;
  const type = view.rust.type(item.alias, rustContext(uri, item.modulePath));
  const own = type.kind === 'record' ? view.rust.sourceOf(type.record) : undefined;
  return own !== undefined && !isOpaque(own.item);
}

/** What must not cross by value at all is for other findings, whatever its layout. */
function isMovedWrongly({ uses, mechanism }: TypeCrossing, record: CppAbiRecord, view: TargetView): boolean {
  if (uses.every(({ how }) => how !== 'by value')) return false;
  const type = { kind: 'record' as const, record };
  const relocation = view.cppAbi.relocationOf(type);
  if (relocation.status !== 'unknown' && !relocation.value.trivial) return true;
  return passesAsC(mechanism) && nontrivialRecord(type, view) !== null;
}

function sizesInWords({ sizes }: LibraryMember): string {
  const known = Object.entries(sizes).flatMap(([library, size]) =>
    size === null ? [] : [`${count(size, 'byte')} in ${library === 'msvc' ? "Microsoft's" : library}`],
  );
  return known.join(' and ');
}
