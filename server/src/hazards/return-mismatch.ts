import { compareSignatures } from '../boundary/compare.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import { defineHazard } from './hazard.js';
import page from './return-mismatch.md';
import { retypeResult } from './signature-remedies.js';
import { declaredHere } from './wording.js';

export const returnMismatch = defineHazard({
  id: 'return-mismatch',
  title: 'The two declarations of a function return different things',
  severity: 'error',
  concerns: 'function',
  page,
  check(crossing, view, report) {
    const { result } = compareSignatures(crossing, view);
    if (result === null) return;
    const { rust, cpp } = crossing;
    report({
      at: { uri: rust.uri, range: rust.signature.resultRange ?? rust.nameRange },
      message: `C++ returns \`${formatCppType(cpp.item.signature.result)}\`, Rust declares \`${formatRustType(rust.signature.result)}\`: ${result}`,
      evidence: [declaredHere(cpp)],
      remedies: retypeResult(crossing, view),
    });
  },
});
