import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { violationsOf } from '../../server/src/boundary/cxx-rules/bridge-rules.js';
import { readRust } from '../../server/src/facts/rust/testing/read-rust.js';
import { randomBridge } from './cxx-bridges.js';
import { crateOfCxx, CXXBRIDGE, installCxxbridge } from './cxx-project.js';
import { AT_THE_TYPE, rejectedPrograms } from './cxx-ui.js';
import { Random, sampleSize, SEED } from './random.js';

/**
 * Programs of cxx's own whose errors are not the macro's: lints and the parser of rustc, another macro, and
 * fields that all stand under a `cfg`.
 */
const NOT_THE_BRIDGE: ReadonlyMap<string, string> = new Map([
  ['deny_elided_lifetimes', 'a lint of rustc'],
  ['deny_missing_docs', 'a lint of rustc'],
  ['empty_struct', 'its second struct is empty where no `cfg` of its fields holds'],
  ['ptr_no_const_mut', 'the syntax of Rust'],
  ['raw_ident_namespace', 'one of its errors is of `type_id!`'],
  ['reserved_lifetime', "the macro leaves `'static` to rustc, the generator does not"],
  ['root_namespace', 'the syntax of Rust, before the macro sees the namespace `::`'],
]);

describe('the rules of cxx', () => {
  beforeAll(installCxxbridge, 600_000);

  it('are broken where its own programs say that they are', async () => {
    const programs = rejectedPrograms(crateOfCxx());
    expect(programs.length).toBeGreaterThan(75);
    for (const { name, text, lines } of programs) {
      if (NOT_THE_BRIDGE.has(name)) continue;
      expect([name, await linesBroken(text)]).toEqual([name, lines]);
    }
  });

  it('are broken in random bridges where the generator says so', async () => {
    const random = new Random(SEED);
    let rejected = 0;
    for (let i = 0; i < sampleSize(60); i++) {
      const text = randomBridge(random);
      const theirs = linesRejected(text);
      if (theirs.length > 0) rejected++;
      expect({ text, lines: [...new Set(await linesBroken(text))] }).toEqual({ text, lines: theirs });
    }
    expect(rejected).toBeGreaterThan(0);
  });
});

/** Lines, from 1, of what Ferrule reports. */
async function linesBroken(text: string): Promise<number[]> {
  const { bridges } = await readRust(text);
  return bridges
    .flatMap(({ syntax }) => violationsOf(syntax))
    .map(({ range }) => range.start.line + 1)
    .sort((a, b) => a - b);
}

/** Lines of what cxx's generator reports, each once. */
function linesRejected(text: string): number[] {
  const { stderr, error } = spawnSync(CXXBRIDGE, ['-'], {
    input: text,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (error) throw new Error('cxxbridge could not be started', { cause: error });
  const places = [...stderr.matchAll(/^error\[cxxbridge\]: (.*)\n\s*┌─ [^:]*:(\d+):/gm)];
  const lines = places
    .filter(([, message]) => !message?.startsWith(AT_THE_TYPE))
    .map((each) => Number(each[2]));
  return [...new Set(lines)].sort((a, b) => a - b);
}
