import { NEVER_CANCELLED } from '../../server/src/base/cancellation.js';
import type { Known } from '../../server/src/base/known.js';
import type { MangledSymbol } from '../../server/src/abi/mangling/mangled-symbol.js';
import type { Target } from '../../server/src/abi/target.js';
import { symbolOf } from '../../server/src/boundary/symbols.js';
import { createTargetView } from '../../server/src/boundary/target-view.js';
import type { CppFacts } from '../../server/src/facts/cpp/cpp-facts.js';
import { readCpp } from '../../server/src/facts/cpp/read-cpp.js';
import { Program } from '../../server/src/program/program.js';
import { testGrammars } from '../../server/src/syntax/testing/grammars.js';

const HEADER = 'file:///sample.hpp';

/** The facts of a header, as they are read from its text. */
export const readHeader = async (text: string): Promise<CppFacts> =>
  readCpp(await testGrammars(), text, { isC: false, token: NEVER_CANCELLED });

/** The symbol of each function in a header by the line (from 1) of its name. */
export function symbolsOfFacts(facts: CppFacts, target: Target): Map<number, Known<MangledSymbol>> {
  const program = new Program();
  program.setFile(HEADER, facts);
  const view = createTargetView(program, target);
  // Members of a full specialisation have symbols like those of any class.
  const methods = facts.records
    // Members of a full specialisation have symbols like those of any class.
    .filter(({ template }) => template === null || template.parameters.length === 0)
    .flatMap((record) => record.methods);
  return new Map(
    [...facts.functions, ...methods].map((item) => [
      item.nameRange.start.line + 1,
      symbolOf({ uri: HEADER, item }, view),
    ]),
  );
}
