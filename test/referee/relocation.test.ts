import { describe, expect, test } from 'vitest';
import { createCppAbi } from '../../server/src/abi/cpp-abi.js';
import type { RelocationDefinitions } from '../../server/src/abi/relocation-definitions.js';
import { findTarget } from '../../server/src/abi/target.js';
import type { Known } from '../../server/src/base/known.js';
import { compileCpp, gccAssembly, NEWER_CLANG } from './compilers.js';
import { sampleClasses, sampleClassesWithMore, withParts, type SampleClass } from './cpp-special-members.js';
import { Random, sampleSize, SEED } from './random.js';
import { readSource } from './source-layouts.js';

const TRIPLE = 'x86_64-unknown-linux-gnu';

/** Random classes, and what the compilers' traits say of them. */
describe('classes with special members of every kind', () => {
  const target = findTarget(TRIPLE);
  if (!target) throw new Error(`no target ${TRIPLE}`);
  const samples = sampleClasses(new Random(SEED), sampleSize(4000));
  const abi = createCppAbi(target);
  const answers = new Map(
    samples.map(({ name, record }) => [name, abi.relocationDefinitionsOf({ kind: 'record', record })]),
  );

  /** What is wrong, or unknown where `mayBeUnknown` does not allow it. */
  const wrong = (
    definition: keyof RelocationDefinitions,
    truth: ReadonlyMap<string, boolean>,
    mayBeUnknown: (sample: SampleClass) => boolean,
  ): unknown[] =>
    samples.flatMap((sample) => {
      const known = answers.get(sample.name)?.[definition];
      if (isRight(known, truth.get(sample.name)) || (known?.status === 'unknown' && mayBeUnknown(sample)))
        return [];
      return [{ text: withParts(sample, samples), truth: truth.get(sample.name), known }];
    });

  test('are trivially copyable where clang and gcc say so, and unknown only where those may disagree', () => {
    const clang = clangTraits(samples, '__is_trivially_copyable');
    const gcc = gccTraits(samples, '__is_trivially_copyable');
    const disputed = (sample: SampleClass): boolean =>
      clang.get(sample.name) !== gcc.get(sample.name) || /const R\d+ m/.test(withParts(sample, samples));
    expect(wrong('triviallyCopyable', clang, disputed)).toEqual([]);
    const unknown = samples.filter(({ name }) => answers.get(name)?.triviallyCopyable.status === 'unknown');
    expect(unknown.length).toBeLessThan(samples.length / 50);
  });

  test('are trivially relocatable where clang up to 20 says so', () => {
    const truth = clangTraits(samples, '__is_trivially_relocatable');
    // Unknown is only what holds a mark without effect, of which clang notices too late that it has none.
    expect(wrong('clang', truth, () => true)).toEqual([]);
    const unknown = samples.filter(({ name }) => answers.get(name)?.clang.status === 'unknown');
    expect(unknown.length).toBeLessThan(samples.length / 100);
  });

  test('are trivially relocatable by P2786 where a newer clang says so', () => {
    // The mark means nothing to P2786, but makes clang ask before it has deleted what cannot be defaulted.
    const unmarked = samples.map((sample) => ({ ...sample, text: sample.text.replace(MARK, '') }));
    const truth = clangTraits(unmarked, '__builtin_is_cpp_trivially_relocatable', NEWER_CLANG);
    expect(wrong('p2786', truth, () => false)).toEqual([]);
  });

  test('are never called fixed where a definition calls them relocatable, but for what cannot be moved', () => {
    for (const { name, record, text } of samples) {
      const verdict = abi.relocationOf({ kind: 'record', record });
      if (verdict.status === 'unknown' || verdict.value.trivial || verdict.value.ground === 'immovable')
        continue;
      const given = answers.get(name);
      expect(given?.p2786, text).toMatchObject({ value: false });
    }
  });
});

describe('classes with several special members of one kind, read from their text', () => {
  const target = findTarget(TRIPLE);
  if (!target) throw new Error(`no target ${TRIPLE}`);
  const samples = sampleClassesWithMore(new Random(SEED), sampleSize(2000));

  test('are judged as the compilers do, or not at all', async () => {
    const { records, abi } = await readSource(samples.map(({ text }) => text).join('\n'), target);
    const answers = samples.map((sample) => {
      const record = records.get(sample.name);
      if (!record) throw new Error(`${sample.name} is not read`);
      return { sample, given: abi.relocationDefinitionsOf({ kind: 'record', record }) };
    });
    const unmarked = samples.map((sample) => ({ ...sample, text: sample.text.replace(MARK, '') }));
    const truths = {
      triviallyCopyable: clangTraits(samples, '__is_trivially_copyable'),
      clang: clangTraits(samples, '__is_trivially_relocatable'),
      p2786: clangTraits(unmarked, '__builtin_is_cpp_trivially_relocatable', NEWER_CLANG),
    };
    for (const [definition, truth] of Object.entries(truths) as [
      keyof typeof truths,
      Map<string, boolean>,
    ][]) {
      const wrong = answers.flatMap(({ sample, given }) => {
        const known = given[definition];
        if (known.status === 'unknown' || isRight(known, truth.get(sample.name))) return [];
        return [{ definition, text: withParts(sample, samples), truth: truth.get(sample.name), known }];
      });
      expect(wrong).toEqual([]);
      const open = answers.filter(({ given }) => given[definition].status === 'unknown');
      expect(open.length).toBeLessThan(samples.length / 4);
    }
  });
});

const isRight = (known: Known<boolean> | undefined, truth: boolean | undefined): boolean =>
  known?.status === 'exact' && known.value === truth;

const MARK = '[[clang::trivial_abi]] ';

/** One digit for each class, so that the answers stand in the output as one string. */
const program = (samples: readonly SampleClass[], trait: string): string =>
  [
    ...samples.map(({ text }) => text),
    `extern "C" const char traits[] = { ${samples.map(({ name }) => `'0' + ${trait}(${name})`).join(', ')}, 0 };`,
  ].join('\n');

function clangTraits(
  samples: readonly SampleClass[],
  trait: string,
  compiler?: string,
): Map<string, boolean> {
  const { ir } = compileCpp(program(samples, trait), TRIPLE, [], compiler);
  return digits(samples, /^@traits = .*? c"([01]+)/m.exec(ir)?.[1]);
}

function gccTraits(samples: readonly SampleClass[], trait: string): Map<string, boolean> {
  const lines = gccAssembly(program(samples, trait)).matchAll(/^\s*\.(?:ascii|string)\s*"([01]+)"/gm);
  return digits(samples, [...lines].map((match) => match[1]).join(''));
}

function digits(samples: readonly SampleClass[], text: string | undefined): Map<string, boolean> {
  if (text?.length !== samples.length) throw new Error('the compiler shows no answers');
  return new Map(samples.map(({ name }, index) => [name, text[index] === '1']));
}
