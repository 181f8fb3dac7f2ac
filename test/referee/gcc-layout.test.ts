import { describe, expect, test } from 'vitest';
import { createCppAbi } from '../../server/src/abi/cpp-abi.js';
import { builtBy, findTarget, type CppStandard, type Target } from '../../server/src/abi/target.js';
import { dumpGccClasses } from './compilers.js';
import { FOCUSES, PRELUDE, sampleRecords } from './cpp-records.js';
import { asGccSees, readGccLayouts } from './gcc-layouts.js';
import { Random, sampleSize, SEED } from './random.js';

const known = (triple: string): Target => {
  const target = findTarget(triple);
  if (!target) throw new Error(`no target ${triple}`);
  return target;
};

const LINUX = known('x86_64-unknown-linux-gnu');
const MICROSOFT_BIT_FIELDS: Target = { ...LINUX, itanium: { ...LINUX.itanium, microsoftBitFields: true } };

/** What one gcc can judge; others that are installed are named in `FERRULE_REFEREE_GCC`, `triple=program …`. */
const JUDGES: readonly { target: Target; compiler: readonly string[] }[] = [
  { target: LINUX, compiler: ['g++'] },
  { target: known('i686-unknown-linux-gnu'), compiler: ['g++', '-m32'] },
  { target: MICROSOFT_BIT_FIELDS, compiler: ['g++', '-mms-bitfields'] },
  ...(process.env['FERRULE_REFEREE_GCC'] ?? '')
    .split(' ')
    .filter(Boolean)
    .map((judge) => {
      const [triple = '', compiler = ''] = judge.split('=');
      return { target: known(triple), compiler: [compiler] };
    }),
];

const CASES = JUDGES.flatMap(({ target, compiler }) =>
  (['c++17', 'c++20'] as const).flatMap((standard: CppStandard) =>
    FOCUSES.map((focus) => ({ target, compiler, standard, focus, judge: compiler.join(' ') })),
  ),
);

describe.each(CASES)(
  'C++ classes ($focus) for $judge -std=$standard',
  ({ target, compiler, standard, focus }) => {
    const samples = sampleRecords(new Random(SEED), sampleSize(50), target, { focus, gcc: true });
    const text = [PRELUDE, ...samples.map((sample) => sample.text)].join('\n');
    const { classes, debug } = dumpGccClasses(text, compiler, standard);
    const layouts = readGccLayouts(classes, debug);
    const abi = createCppAbi({ ...target, compiler: 'gcc', standard });
    const either = createCppAbi(target);

    test('are laid out as gcc does', () => {
      for (const { name, record, text } of samples) {
        const truth = layouts.get(name);
        if (!truth) throw new Error(`gcc does not show ${name}`);
        const layout = abi.layOut(record);
        if (layout.status === 'unknown') throw new Error(layout.reason);
        if (layout.status === 'exact') expect(asGccSees(layout.value, truth), text).toEqual(truth);
      }
    });

    test('are exact without a word on the compiler only where gcc agrees', () => {
      for (const { name, record, text } of samples) {
        const layout = either.layOut(record);
        const truth = layouts.get(name);
        if (layout.status !== 'exact' || !truth) continue;
        const ends = layout.value.tailVaries === null ? {} : { nonVirtualSize: null, nonVirtualAlign: null };
        const seen = { ...truth, ...ends };
        expect(asGccSees(layout.value, seen), text).toEqual(seen);
      }
    });
  },
);

/** Without a word on the compiler an exact layout holds for each of them. */
describe.each(FOCUSES)('C++ classes (%s) for whichever compiler', (focus) => {
  const builders = [
    builtBy(LINUX, 'clang', null),
    builtBy(LINUX, 'gcc', 'c++17'),
    builtBy(LINUX, 'gcc', 'c++20'),
  ].map((target) => createCppAbi(target));
  const either = createCppAbi(LINUX);

  test('are exact only where clang and gcc agree', () => {
    for (const { record, text } of sampleRecords(new Random(SEED), sampleSize(300), LINUX, { focus })) {
      const layout = either.layOut(record);
      if (layout.status !== 'exact' || layout.value.empty) continue;
      const { size, align, bases, reusableTail, tailVaries } = layout.value;
      const fields = layout.value.fields.map(({ offsetBits, size }) => ({ offsetBits, size }));
      const places = bases.map(({ offset }) => ({ offset }));
      const tails = tailVaries === null ? { bases, reusableTail } : { bases: places };
      for (const builder of builders)
        expect(builder.layOut(record), text).toMatchObject({ value: { size, align, fields, ...tails } });
    }
  });
});
