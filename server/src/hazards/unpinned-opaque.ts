import { editOf, type TextChange } from '../base/source-edit.js';
import type { TypeCrossing } from '../boundary/crossing.js';
import { unpinnedBorrow, type UnpinnedBorrow } from '../boundary/unpinned-borrows.js';
import { defineHazard, type Remedy } from './hazard.js';
import { textIn } from './declaration-head.js';
import page from './unpinned-opaque.md';
import { lastReason, located, mirroredHere } from './wording.js';

export const unpinnedOpaque = defineHazard({
  id: 'unpinned-opaque',
  title: 'Safe Rust may swap the bytes of a C++ object that must stay where it is',
  severity: 'warning',
  concerns: 'type',
  page,
  check(crossing, view, report) {
    const borrow = unpinnedBorrow(crossing, view);
    if (!borrow) return;
    const [first] = borrow.uses;
    report({
      at: { uri: crossing.rust.uri, range: crossing.rust.item.nameRange },
      message: `Rust has a \`&mut ${crossing.name}\` (${first.what}), and safe code may \`mem::swap\` what it refers to, which ${borrow.consequence}: ${lastReason(borrow.because)}. Take a \`*mut\`, or a \`Pin<&mut ${crossing.name}>\` of a type with a \`PhantomPinned\``,
      evidence: [
        mirroredHere(crossing),
        ...located(borrow.because),
        ...borrow.uses.slice(0, 3).map(({ rust, what }) => ({ location: rust, message: what })),
      ],
      remedies: takePointers(crossing, borrow),
      ground: borrow.ground,
    });
  },
});

/** Where Rust calls C++, a `&mut` that a caller has becomes a pointer by itself; a result does not become a reference. */
function takePointers({ direction, uses }: TypeCrossing, borrow: UnpinnedBorrow): Remedy[] {
  const { uri } = borrow.uses[0].rust;
  const ours = borrow.uses.every(({ what, rust }) => what.startsWith('the parameter') && rust.uri === uri);
  if (direction !== 'rust-calls-cpp' || !ours || uses.length === 0) return [];
  return [
    {
      title: 'Take a `*mut`',
      edit: (read) => {
        const changes = borrow.uses.map(({ rust: { range } }): TextChange | null => {
          const text = textIn(read(uri), range);
          const newText = text?.replace(/^(\w+\s*:\s*)&\s*(?:'\w+\s+)?mut\s+/, '$1*mut ');
          return newText === undefined || newText === text ? null : { range, newText };
        });
        return changes.some((change) => change === null)
          ? null
          : editOf(uri, ...changes.flatMap((change) => change ?? []));
      },
    },
  ];
}
