import { defineHazard } from './hazard.js';
import page from './panic-across-ffi.md';
import { declaredHere, inWordsUpTo } from './wording.js';

/** Places that a message names. */
const MOST_NAMED = 3;

export const panicAcrossFfi = defineHazard({
  id: 'panic-across-ffi',
  title: 'An exported function can panic, which ends the process of C++',
  severity: 'information',
  concerns: 'rust-body',
  preview: true,
  page,
  check({ uri, body, exported }, _view, report) {
    const abi = exported?.rust.abi ?? '';
    if (!exported || body.panics.length === 0 || abi === 'Rust' || abi.endsWith('-unwind')) return;
    const kinds = [...new Set(body.panics.map(({ what }) => `\`${what}\``))];
    report({
      at: { uri, range: body.nameRange },
      message: `\`${exported.name}\` can panic (${inWordsUpTo(MOST_NAMED, kinds)}), and nothing catches it: a panic that leaves an \`extern "${abi}"\` function aborts the process since Rust 1.81, and was undefined behaviour before. Catch it with \`catch_unwind\` and return an error`,
      evidence: [
        declaredHere(exported.cpp),
        ...body.panics.slice(0, MOST_NAMED).map(({ range, what }) => ({
          location: { uri, range },
          message: `\`${what}\` panics where it fails`,
        })),
      ],
      remedies: [],
    });
  },
});
