import type { RustFunctionSide } from '../boundary/crossing.js';
import { editOf, type SourceEdit } from '../base/source-edit.js';
import { defineHazard, type SourceReader } from './hazard.js';
import page from './rust-abi-export.md';
import { declaredHere } from './wording.js';

export const rustAbiExport = defineHazard({
  id: 'rust-abi-export',
  title: "C++ calls a Rust function that has Rust's own calling convention",
  severity: 'warning',
  concerns: 'obstructed',
  page,
  check({ obstacle, crossing: { rust, cpp, name } }, _view, report) {
    if (obstacle !== 'rust-abi') return;
    report({
      at: { uri: rust.uri, range: rust.nameRange },
      message: `\`${name}\` is exported with Rust's own calling convention, which C++ cannot call: declare it \`extern "C" fn\``,
      evidence: [declaredHere(cpp)],
      remedies: [{ title: 'Declare it `extern "C" fn`', edit: (read) => giveCConvention(rust, read) }],
    });
  },
});

/** Before `fn`, behind what else may stand there (`pub unsafe`). @see Rust reference, "Functions" */
function giveCConvention({ uri, nameRange }: RustFunctionSide, read: SourceReader): SourceEdit | null {
  const { line } = nameRange.start;
  const before = read(uri)?.split('\n')[line]?.slice(0, nameRange.start.character);
  const [keyword] = before?.match(/\bfn\s+$/) ?? [];
  if (before === undefined || keyword === undefined) return null;
  const start = { line, character: before.length - keyword.length };
  return editOf(uri, { range: { start, end: start }, newText: 'extern "C" ' });
}
