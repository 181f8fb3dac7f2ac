import { boundType, isConstructible, isGivenBy, type BoundType } from '../boundary/bound-types.js';
import { isBridgeType, type TypeCrossing } from '../boundary/crossing.js';
import { unpinnedBorrow } from '../boundary/unpinned-borrows.js';
import { defineHazard } from './hazard.js';
import page from './in-place-construction.md';
import { lastReason, located, mirroredHere } from './wording.js';

export const inPlaceConstruction = defineHazard({
  id: 'in-place-construction',
  title: 'A bound class can only be constructed in the place where it stays',
  severity: 'information',
  concerns: 'type',
  page,
  check(crossing, view, report) {
    // What Rust holds by value it moves, and what it has a `&mut` to it may move: that is told there.
    if (crossing.uses.some(({ how }) => how === 'by value') || unpinnedBorrow(crossing, view)) return;
    const bound = boundType(crossing, view);
    if (!bound || !isConstructible(crossing, bound)) return;
    const immovable = view.cppAbi.specialMembers.isImmovable(bound.record);
    if (immovable.status === 'unknown' || !immovable.value) return;
    const advice = adviceFor(crossing, bound);
    if (advice === null) return;
    report({
      at: { uri: crossing.rust.uri, range: crossing.rust.item.nameRange },
      message: `\`${crossing.name}\` can only be constructed where it stays (${lastReason(immovable.because)}), ${advice}`,
      evidence: [mirroredHere(crossing), ...located(immovable.because)],
      remedies: [],
      ground: immovable,
    });
  },
  surface: {
    record(item, view, report) {
      const record = view.cpp.record(item.cpp.uri, item.cpp.item);
      if (!isConstructible(item, { definition: record.define() })) return;
      const immovable = view.cppAbi.specialMembers.isImmovable(record);
      if (immovable.status === 'unknown' || !immovable.value) return;
      report({
        at: { uri: item.cpp.uri, range: item.cpp.item.nameRange },
        message: `\`${item.name}\` can only be constructed where it stays (${lastReason(immovable.because)}). Nothing binds it yet; a binding needs a factory that returns \`std::unique_ptr<${item.name}>\``,
        evidence: located(immovable.because),
        remedies: [],
        ground: immovable,
      });
    },
  },
});

/** What Rust lacks and how to give it; null where it has what it needs. */
function adviceFor({ rust: { item }, name }: TypeCrossing, { bridge, hasBytes }: BoundType): string | null {
  if (!isBridgeType(item))
    return hasBytes
      ? 'and Rust, which has its fields, must not move one: let C++ construct it, behind a pointer'
      : null;
  const rustName = item.rustName ?? item.name;
  // Where C++ gives Rust one, somebody constructs it there.
  if (!bridge || hasBytes || isGivenBy(bridge, rustName)) return null;
  return `and nothing in the bridge \`${bridge.name}\` gives Rust one. No function can by value: bind a factory that returns \`std::unique_ptr<${name}>\`, as \`-> UniquePtr<${rustName}>\``;
}
