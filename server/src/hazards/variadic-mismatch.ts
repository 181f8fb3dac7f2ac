import { compareSignatures } from '../boundary/compare.js';
import type { FunctionCrossing } from '../boundary/crossing.js';
import { defineHazard } from './hazard.js';
import { takeParameters } from './signature-remedies.js';
import page from './variadic-mismatch.md';
import { declaredHere, gives } from './wording.js';

export const variadicMismatch = defineHazard({
  id: 'variadic-mismatch',
  title: 'Only one of the two declarations of a function takes `...`',
  severity: 'error',
  concerns: 'function',
  drift: true,
  page,
  check(crossing, view, report) {
    const { variadic } = compareSignatures(crossing, view);
    if (variadic === null) return;
    const { rust, cpp } = crossing;
    const list = takesList(crossing) ? 'a `va_list`, which is made of `...` by the callee' : 'a fixed list';
    report({
      at: { uri: rust.uri, range: rust.signature.parameterListRange },
      message:
        variadic === 'cpp'
          ? `C++ ${gives(crossing)} \`...\`, Rust declares ${list}: some targets pass such arguments in another way`
          : `C++ ${gives(crossing)} ${list}, Rust declares \`...\`: some targets pass such arguments in another way`,
      evidence: [declaredHere(cpp)],
      remedies: takeParameters(crossing, view),
    });
  },
});

/** Whether the side without `...` ends in what `va_start` makes of it. */
function takesList({ rust, cpp }: FunctionCrossing): boolean {
  const ours = rust.signature.parameters.at(-1)?.type;
  const theirs = cpp.item.signature.parameters.at(-1)?.type;
  if (cpp.item.signature.variadic) return ours?.kind === 'path' && ours.path.at(-1) === 'VaList';
  return (
    (theirs?.kind === 'builtin' && theirs.name === '__builtin_va_list') ||
    (theirs?.kind === 'named' && theirs.name.segments.at(-1)?.name === 'va_list')
  );
}
