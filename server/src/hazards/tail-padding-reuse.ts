import { reusedTailOf } from '../boundary/reused-tail.js';
import { formatName } from '../abi/names.js';
import { defineHazard } from './hazard.js';
import { makeOpaque } from './make-opaque.js';
import page from './tail-padding-reuse.md';
import { bytesFrom, mirroredHere } from './wording.js';

export const tailPaddingReuse = defineHazard({
  id: 'tail-padding-reuse',
  title: 'Rust may write over what a derived class keeps in the padding of its base',
  severity: 'warning',
  concerns: 'type',
  page,
  check(crossing, view, report) {
    const { item, uri } = crossing.rust;
    const reuse = reusedTailOf(crossing, 'base', view);
    if (!reuse) return;
    const { by, byLocation, tail, use, size } = reuse;
    const derived = formatName(by.name);
    const place = bytesFrom(tail);
    report({
      at: { uri, range: item.nameRange },
      message: `the derived class \`${derived}\` keeps \`${tail.by.name}\` in the padding of its base \`${crossing.cpp.item.name}\`, ${place}: Rust may write all ${size} bytes of \`${item.name}\`, and overwrite it`,
      evidence: [
        mirroredHere(crossing),
        { location: byLocation, message: `\`${derived}\` has \`${tail.by.name}\` in ${place}` },
        {
          location: use.rust,
          message: `Rust may write through ${use.what.replace(/^returned/, 'what is returned')}`,
        },
      ],
      remedies: makeOpaque(crossing),
    });
  },
});
