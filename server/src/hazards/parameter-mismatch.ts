import { compareSignatures } from '../boundary/compare.js';
import { passedParameters } from '../boundary/crossing.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import { defineHazard } from './hazard.js';
import page from './parameter-mismatch.md';
import { retypeParameter } from './signature-remedies.js';
import { declaredHere, gives } from './wording.js';

export const parameterMismatch = defineHazard({
  id: 'parameter-mismatch',
  title: 'The two declarations of a function disagree on a parameter',
  severity: 'error',
  concerns: 'function',
  page,
  check(crossing, view, report) {
    for (const { index, difference } of compareSignatures(crossing, view).parameters) {
      const rust = crossing.rust.signature.parameters[index];
      const cpp = passedParameters(crossing.cpp)[index];
      if (!rust || !cpp) continue;
      const name = rust.name || cpp.name || `number ${index + 1}`;
      report({
        at: { uri: crossing.rust.uri, range: rust.range },
        message: `C++ ${gives(crossing)} \`${formatCppType(cpp.type)}\` for \`${name}\`, Rust declares \`${formatRustType(rust.type)}\`: ${difference}`,
        evidence: [
          {
            location: { uri: crossing.cpp.uri, range: cpp.range },
            message: `\`${cpp.name || name}\` is declared here`,
          },
          declaredHere(crossing.cpp),
        ],
        remedies: retypeParameter(crossing, index, view),
      });
    }
  },
});
