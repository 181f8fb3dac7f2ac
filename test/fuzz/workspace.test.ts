import { expect, test } from 'vitest';
import { CancelledError, NEVER_CANCELLED } from '../../server/src/base/cancellation.js';
import type { Position } from '../../server/src/base/range.js';
import type { CheckAnswer } from '../../server/src/service/answers.js';
import { UserError } from '../../server/src/service/ferrule.js';
import { NO_PROGRESS } from '../../server/src/service/sources.js';
import { MemoryWorkspace } from '../../server/src/service/testing/memory-workspace.js';
import { Random } from '../referee/random.js';
import { FUZZ_SCALE, FUZZ_SEED, HOURS } from './seed.js';
import { damagedOnce } from './inputs.js';
import { wrongRanges } from './ranges.js';
import { exampleWorkspaces, vocabularies } from './vocabularies.js';

const VOCABULARIES = vocabularies();

test(
  'a workspace in which files are damaged and mended is answered about, and as before when they are whole again',
  async () => {
    for (let i = 0; i < 6 * FUZZ_SCALE; i++) {
      const seed = FUZZ_SEED + i;
      const random = new Random(seed);
      const files = random.pick(exampleWorkspaces());
      const workspace = await MemoryWorkspace.of(files);
      const whole = findingsOf(await workspace.check());
      for (let round = 0; round < 3; round++) {
        const path = random.pick(Object.keys(files));
        workspace.open(path);
        const text = files[path] ?? '';
        const broken = damagedOnce(random, path.endsWith('.rs') ? VOCABULARIES.rust : VOCABULARIES.cpp, text);
        workspace.write(path, broken);
        await ask(
          workspace,
          path,
          broken,
          random,
          `FERRULE_FUZZ_SEED=${seed}: ${path} ${JSON.stringify(broken)}`,
        );
        workspace.write(path, text);
      }
      expect(findingsOf(await workspace.check()), `FERRULE_FUZZ_SEED=${seed}`).toEqual(whole);
    }
  },
  HOURS,
);

/** What is found and where; of a function's declarations a file that was read meanwhile may show another one. */
const findingsOf = ({ findings }: CheckAnswer): unknown =>
  findings.map(({ hazard, severity, uri, range, message }) => ({ hazard, severity, uri, range, message }));

/** Everything that an editor may ask of a file, at places anywhere in it. */
async function ask(
  workspace: MemoryWorkspace,
  path: string,
  text: string,
  random: Random,
  label: string,
): Promise<void> {
  const { ferrule } = workspace;
  const uri = workspace.uri(path);
  const lines = text.split('\n');
  const place = (): Position => {
    const line = random.integer(0, lines.length - 1);
    return { line, character: random.integer(0, lines[line]?.length ?? 0) };
  };
  const questions: (() => Promise<unknown>)[] = [
    () => ferrule.check(NEVER_CANCELLED, NO_PROGRESS),
    () => ferrule.explain(NEVER_CANCELLED, NO_PROGRESS),
    () => ferrule.inspect(uri, null, NEVER_CANCELLED),
    () => ferrule.bind(uri, { to: 'cxx', only: [] }, NEVER_CANCELLED),
  ];
  for (let i = 0; i < 12; i++) {
    const at = place();
    questions.push(
      () => ferrule.hover(uri, at, NEVER_CANCELLED),
      () => ferrule.definition(uri, at, NEVER_CANCELLED),
      () => ferrule.actions(uri, { start: at, end: at }, NEVER_CANCELLED),
    );
  }
  for (const question of questions) {
    try {
      await question();
    } catch (cause) {
      if (!(cause instanceof UserError || cause instanceof CancelledError)) throw new Error(label, { cause });
    }
  }
  const findings = await ferrule.findings(uri, NEVER_CANCELLED);
  expect(
    wrongRanges(
      findings.map(({ range }) => range),
      text,
    ),
    label,
  ).toEqual([]);
}
