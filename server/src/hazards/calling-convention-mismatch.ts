import { compareSignatures } from '../boundary/compare.js';
import page from './calling-convention-mismatch.md';
import { defineHazard } from './hazard.js';
import { declaredHere } from './wording.js';

export const callingConventionMismatch = defineHazard({
  id: 'calling-convention-mismatch',
  title: 'The two declarations of a function have different calling conventions',
  severity: 'error',
  concerns: 'function',
  drift: true,
  page,
  check(crossing, view, report) {
    const { convention } = compareSignatures(crossing, view);
    if (!convention) return;
    const { rust, cpp } = crossing;
    report({
      at: { uri: rust.uri, range: rust.nameRange },
      message: `C++ declares it as \`${convention.cpp}\`, Rust as \`${convention.rust}\` (\`extern "${rust.abi ?? 'C'}"\`): they disagree on where the arguments lie and who removes them`,
      evidence: [declaredHere(cpp)],
      remedies: [],
    });
  },
});
