import { reusedTailOf } from '../boundary/reused-tail.js';
import { formatName } from '../abi/names.js';
import { defineHazard } from './hazard.js';
import { makeOpaque } from './make-opaque.js';
import page from './no-unique-address-field.md';
import { bytesFrom, mirroredHere } from './wording.js';

export const noUniqueAddressField = defineHazard({
  id: 'no-unique-address-field',
  title: 'Rust may write over what lies in the padding of a `[[no_unique_address]]` member',
  severity: 'warning',
  concerns: 'type',
  page,
  check(crossing, view, report) {
    const { item, uri } = crossing.rust;
    const reuse = reusedTailOf(crossing, 'member', view);
    if (!reuse) return;
    const { by, byLocation, tail, use, size } = reuse;
    const holder = formatName(by.name);
    const place = bytesFrom(tail);
    report({
      at: { uri, range: item.nameRange },
      message: `\`${holder}\` keeps \`${tail.by.name}\` in the padding of its \`[[no_unique_address]]\` member \`${tail.of.name}\`, ${place}: Rust may write all ${size} bytes of \`${item.name}\`, and overwrite it`,
      evidence: [
        mirroredHere(crossing),
        { location: byLocation, message: `\`${holder}\` has \`${tail.by.name}\` in ${place}` },
        {
          location: use.rust,
          message: `Rust may write through ${use.what.replace(/^returned/, 'what is returned')}`,
        },
      ],
      remedies: makeOpaque(crossing),
    });
  },
});
