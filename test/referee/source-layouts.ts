import { NEVER_CANCELLED } from '../../server/src/base/cancellation.js';
import type { Known } from '../../server/src/base/known.js';
import type { CppAbi } from '../../server/src/abi/cpp-abi.js';
import type { CppAbiRecord } from '../../server/src/abi/model.js';
import type { RecordLayout } from '../../server/src/abi/layout/record-layout.js';
import type { Target } from '../../server/src/abi/target.js';
import { createTargetView } from '../../server/src/boundary/target-view.js';
import { readCpp } from '../../server/src/facts/cpp/read-cpp.js';
import { qualifiedName } from '../../server/src/program/cpp-names.js';
import { Program } from '../../server/src/program/program.js';
import { testGrammars } from '../../server/src/syntax/testing/grammars.js';

/** The layout of every record that `text` defines, all the way a user's header goes: read, lowered, laid out. */
export async function layOutSource(
  text: string,
  target: Target,
): Promise<ReadonlyMap<string, Known<RecordLayout>>> {
  const { records, abi } = await readSource(text, target);
  return new Map([...records].map(([name, record]) => [name, abi.layOut(record)]));
}

/** Every record that `text` defines by its qualified name, and who answers for them. */
export async function readSource(
  text: string,
  target: Target,
): Promise<{ readonly records: ReadonlyMap<string, CppAbiRecord>; readonly abi: CppAbi }> {
  const uri = 'file:///workspace/sample.hpp';
  const facts = await readCpp(await testGrammars(), text, { isC: false, token: NEVER_CANCELLED });
  const program = new Program();
  program.setFile(uri, facts);
  const { cpp, cppAbi } = createTargetView(program, target);
  const defined = facts.records.filter(({ definition, template }) => definition && template === null);
  const records = new Map(defined.map((item) => [qualifiedName(item), cpp.record(uri, item)]));
  return { records, abi: cppAbi };
}
