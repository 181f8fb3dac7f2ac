import { mirrorDifference } from '../boundary/compare-layouts.js';
import { isBridgeType, isMirror, isOpaque, type TypeCrossing } from '../boundary/crossing.js';
import { cppPins, rustPins } from '../boundary/layout-pins.js';
import type { TargetView } from '../boundary/target-view.js';
import { defineHazard } from './hazard.js';
import { assertInCpp, assertInRust } from './layout-assertions.js';
import page from './unpinned-mirror.md';
import { count, mirroredHere } from './wording.js';

export const unpinnedMirror = defineHazard({
  id: 'unpinned-mirror',
  title: 'Nothing in the build keeps a mirrored record as it is',
  severity: 'hint',
  concerns: 'type',
  preview: true,
  page,
  check(crossing, view, report) {
    const { rust } = crossing;
    if (!isWrittenByHand(crossing) || isPinned(crossing, view)) return;
    if (mirrorDifference(crossing, view) || !isMirror(crossing)) return;
    const pins = rustPins(crossing, view);
    const others = cppPins(crossing, view);
    if (!pins || pins.size === 0 || pins.size !== others?.size || pins.align !== others.align) return;
    report({
      at: { uri: rust.uri, range: rust.item.nameRange },
      message: `\`${rust.item.name}\` agrees with C++ today (${count(pins.size, 'byte')} aligned to ${pins.align}), and no assertion on either side keeps it so`,
      evidence: [mirroredHere(crossing)],
      remedies: [assertInRust(crossing, view), ...(isC(crossing, view) ? [] : [assertInCpp(crossing, view)])],
    });
  },
});

/** Records with names that an assertion behind them can use, in files that no tool writes anew. */
function isWrittenByHand({ mechanism, rust: { item }, cpp }: TypeCrossing): boolean {
  if (mechanism !== 'extern-c' || isBridgeType(item) || isOpaque(item)) return false;
  const { repr, generics, local } = item;
  if (!repr.c || repr.conditional || generics.length > 0 || local) return false;
  const { name, template, scope, definition } = cpp.item;
  return (
    definition && /^\w+$/.test(name) && template === null && scope.every(({ kind }) => kind === 'namespace')
  );
}

/** Beside the definition on either side, or in the same file, somebody asserts its size. */
function isPinned({ rust, cpp }: TypeCrossing, view: TargetView): boolean {
  return [rust, cpp].some(({ uri, item }) => {
    const facts = view.program.facts(uri);
    return (
      facts !== undefined &&
      'layoutAssertions' in facts &&
      facts.layoutAssertions.some(({ type, measure }) => type === item.name && measure === 'size')
    );
  });
}

function isC({ cpp: { uri } }: TypeCrossing, view: TargetView): boolean {
  const facts = view.program.facts(uri);
  return facts?.language === 'cpp' && facts.isC;
}
