import { mirrorDifference } from '../boundary/compare-layouts.js';
import { defineHazard } from './hazard.js';
import { makeOpaque } from './make-opaque.js';
import page from './polymorphic-mirror.md';
import { mirroredHere } from './wording.js';

export const polymorphicMirror = defineHazard({
  id: 'polymorphic-mirror',
  title: 'A C++ class with virtual functions or bases is mirrored by its fields alone',
  severity: 'error',
  concerns: 'type',
  drift: true,
  page,
  check(crossing, view, report) {
    const { item, uri } = crossing.rust;
    const difference = mirrorDifference(crossing, view);
    if (difference?.cause !== 'table-pointer') return;
    report({
      at: { uri, range: item.nameRange },
      message: `\`${item.name}\` mirrors fields of C++ without their table pointer: ${difference.message}`,
      evidence: [mirroredHere(crossing), ...difference.because],
      remedies: makeOpaque(crossing),
    });
  },
});
