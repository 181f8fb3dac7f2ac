import { mirrorDifference } from '../boundary/compare-layouts.js';
import page from './bitfield-mirror.md';
import { defineHazard } from './hazard.js';
import { mirroredHere } from './wording.js';

export const bitfieldMirror = defineHazard({
  id: 'bitfield-mirror',
  title: 'Plain fields of Rust do not cover the bit-fields of C++',
  severity: 'warning',
  concerns: 'type',
  drift: true,
  page,
  check(crossing, view, report) {
    const { item, uri } = crossing.rust;
    const difference = mirrorDifference(crossing, view);
    if (difference?.cause !== 'bit-field') return;
    report({
      at: { uri, range: difference.rust?.nameRange ?? item.nameRange },
      message: `\`${item.name}\` does not cover the bit-fields of C++: ${difference.message}; one integer for all of them and methods that shift and mask would`,
      evidence: [...difference.because, mirroredHere(crossing)],
      remedies: [],
    });
  },
});
