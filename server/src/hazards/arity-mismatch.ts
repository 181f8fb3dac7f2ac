import { compareSignatures } from '../boundary/compare.js';
import page from './arity-mismatch.md';
import { defineHazard } from './hazard.js';
import { missingParameters, takeParameters } from './signature-remedies.js';
import { count, declaredHere, gives } from './wording.js';

export const arityMismatch = defineHazard({
  id: 'arity-mismatch',
  title: 'The two declarations of a function take different numbers of parameters',
  severity: 'error',
  concerns: 'function',
  drift: true,
  page,
  check(crossing, view, report) {
    const { arity } = compareSignatures(crossing, view);
    if (!arity) return;
    report({
      at: { uri: crossing.rust.uri, range: crossing.rust.signature.parameterListRange },
      message: `C++ ${gives(crossing)} ${count(arity.cpp, 'parameter')}${crossing.cpp.object ? ' with its object' : ''}, Rust declares ${arity.rust}${missingParameters(crossing)}`,
      evidence: [declaredHere(crossing.cpp)],
      remedies: takeParameters(crossing, view),
    });
  },
});
