import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { TARGETS } from '../../server/src/abi/target.js';
import { readRecordLayouts, type ClangLayout } from './clang-layouts.js';
import { compileCpp } from './compilers.js';
import { Random, SEED, sampleSize } from './random.js';
import { layOutSource } from './source-layouts.js';
import { constantExpressions, packFamilies, templateFamilies, traitUses } from './template-families.js';

const CLANG = process.env['FERRULE_CLANG'] ?? 'clang++-19';
const targets = TARGETS.filter(({ triple }) =>
  ['x86_64-unknown-linux-gnu', 'i686-unknown-linux-gnu', 'aarch64-unknown-linux-gnu'].includes(triple),
);

describe.each(targets)('on $triple', (target) => {
  test('random families of class templates are instantiated as clang does, or unknown', async () => {
    const text = templateFamilies(new Random(SEED), sampleSize(40));
    const { right, unknown } = await compare(text, target);
    expect(right / (right + unknown)).toBeGreaterThan(0.9);
  });

  test('random families with packs are instantiated as clang does, or unknown', async () => {
    const text = packFamilies(new Random(SEED), sampleSize(40));
    const { right, unknown } = await compare(text, target);
    expect(right / (right + unknown)).toBeGreaterThan(0.9);
  });

  test("the library's traits answer as clang's library has them, or not at all", async () => {
    const text = traitUses(new Random(SEED), sampleSize(200));
    const { right, unknown } = await compare(text, target);
    expect(right / (right + unknown)).toBeGreaterThan(0.9);
  });

  test('random constant expressions have the values that clang computes, or none', async () => {
    const text = constantExpressions(new Random(SEED), sampleSize(300));
    const { right, unknown } = await compare(text, target);
    expect(right / (right + unknown)).toBeGreaterThan(0.9);
  });
});

/** Records that clang cannot compile count for nothing but that they have to be unknown where it is a constant. */
async function compare(
  text: string,
  target: (typeof TARGETS)[number],
): Promise<{ right: number; unknown: number }> {
  const valid = withoutErrors(text, target.clangTriple);
  const names = [...valid.matchAll(/^struct (\w+) \{/gm)].map(([, name]) => name ?? '');
  const probes = names.map((name) => `static_assert(sizeof(${name}) > 0);`).join('\n');
  const dump = compileCpp(`${valid}\n${probes}`, target.clangTriple, ['-Xclang', '-fdump-record-layouts']);
  const truth = readRecordLayouts(dump.stdout);
  const layouts = await layOutSource(valid, target);
  let right = 0;
  let unknown = 0;
  for (const name of names) {
    const layout = layouts.get(name);
    const expected = truth.get(name) as ClangLayout;
    if (layout?.status !== 'exact') unknown++;
    else {
      const line = valid.split('\n').find((candidate) => candidate.startsWith(`struct ${name} {`));
      expect([layout.value.size, layout.value.align], line).toEqual([expected.size, expected.align]);
      right++;
    }
  }
  return { right, unknown };
}

/** The lines in which clang finds no error: a constant may overflow, a reference may have no pointer. */
function withoutErrors(text: string, triple: string): string {
  const { stderr } = spawnSync(
    CLANG,
    [`--target=${triple}`, '-std=c++20', '-w', '-ferror-limit=0', '-fsyntax-only', '-x', 'c++', '-'],
    { input: text, encoding: 'utf8' },
  );
  const wrong = new Set(
    [...stderr.matchAll(/^<stdin>:(\d+):\d+: (?:error|note: in instantiation)/gm)].map(([, line]) =>
      Number(line),
    ),
  );
  const right = text
    .split('\n')
    .filter((line, i) => !wrong.has(i + 1) || !/^struct [RC]\d/.test(line))
    .join('\n');
  // Of a class that is wrong in two places clang speaks only in the first.
  return right === text ? text : withoutErrors(right, triple);
}
