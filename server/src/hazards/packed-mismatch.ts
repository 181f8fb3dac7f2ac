import { editOf } from '../base/source-edit.js';
import { mirrorDifference, type PackingDifference } from '../boundary/compare-layouts.js';
import { isBridgeType } from '../boundary/crossing.js';
import type { RustRepr } from '../facts/rust/rust-facts.js';
import { defineHazard, type Remedy } from './hazard.js';
import page from './packed-mismatch.md';
import { textIn } from './source-text.js';
import { mirroredHere } from './wording.js';

export const packedMismatch = defineHazard({
  id: 'packed-mismatch',
  title: 'Records that mirror each other are packed or aligned on one side only',
  severity: 'error',
  concerns: 'type',
  drift: true,
  page,
  check(crossing, view, report) {
    const { item, uri } = crossing.rust;
    const difference = mirrorDifference(crossing, view);
    if (difference?.cause !== 'packing' || isBridgeType(item)) return;
    report({
      at: { uri, range: item.nameRange },
      message: `\`${item.name}\` differs from C++: ${difference.message}`,
      evidence: [mirroredHere(crossing), ...difference.because],
      remedies: takePacking(uri, item.repr, difference.wanted),
    });
  },
});

/** Writes the `repr` that C++ means, where all of it stands in one attribute. */
function takePacking(uri: string, repr: RustRepr, wanted: PackingDifference['wanted']): Remedy[] {
  const { range } = repr;
  if (!wanted || !range) return [];
  const text = reprText({ ...repr, ...wanted });
  return [
    {
      title: `Write \`${text}\``,
      edit: (read) => {
        const written = textIn(read(uri), range)?.replaceAll(/\s/g, '').replace('packed(1)', 'packed');
        if (written !== reprText(repr).replaceAll(' ', '')) return null;
        return editOf(uri, { range, newText: text });
      },
    },
  ];
}

function reprText({ c, transparent, packed, align }: RustRepr): string {
  const words = [
    ...(c ? ['C'] : []),
    ...(transparent ? ['transparent'] : []),
    ...(packed === null ? [] : [packed === 1 ? 'packed' : `packed(${packed})`]),
    ...(align === null ? [] : [`align(${align})`]),
  ];
  return `#[repr(${words.join(', ')})]`;
}
