import { describe, expect, test } from 'vitest';
import { createCppAbi } from '../../server/src/abi/cpp-abi.js';
import type { CppAbiRecord, CppAbiType } from '../../server/src/abi/model.js';
import { NO_SPECIAL_MEMBERS } from '../../server/src/abi/model.js';
import { withStandardLibrary } from '../../server/src/abi/standard-library/library-choice.js';
import { findTarget, type Target } from '../../server/src/abi/target.js';
import { exact } from '../../server/src/base/known.js';
import { compileCpp } from './compilers.js';
import { HEADERS, sampleClasses, specimensFor, USER_CLASSES } from './library-types.js';
import { Random, sampleSize, SEED } from './random.js';

interface Build {
  readonly name: string;
  readonly target: Target;
  readonly options: readonly string[];
  readonly compiler: string | undefined;
}

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  'libstdc++': [],
  'libstdc++-old-abi': ['-D_GLIBCXX_USE_CXX11_ABI=0'],
  'libstdc++-debug': ['-D_GLIBCXX_DEBUG'],
  'libc++': ['-stdlib=libc++'],
  'libc++-trivial-abi': [
    '-stdlib=libc++',
    '-D_LIBCPP_ABI_ENABLE_UNIQUE_PTR_TRIVIAL_ABI',
    '-D_LIBCPP_ABI_ENABLE_SHARED_PTR_TRIVIAL_ABI',
  ],
  msvc: ['-D_ITERATOR_DEBUG_LEVEL=0'],
  'msvc-debug': ['-D_DEBUG', '-D_MT', '-D_DLL', '-D_ITERATOR_DEBUG_LEVEL=2'],
};

function build(triple: string, library: string, compiler?: string): Build {
  const target = findTarget(triple);
  if (!target) throw new Error(`no target ${triple}`);
  const options = OPTIONS[library] ?? [];
  return {
    name: `${library} on ${triple}`,
    target: withStandardLibrary(target, [library]),
    options,
    compiler,
  };
}

/** `FERRULE_REFEREE_BUILDS=triple=library=compiler,…` adds others, for those who have their headers. */
const OTHERS = (process.env['FERRULE_REFEREE_BUILDS'] ?? '')
  .split(',')
  .filter((text) => text !== '')
  .map((text) => {
    const [triple = '', library = '', compiler] = text.split('=');
    return build(triple, library, compiler);
  });

const HOST = 'x86_64-unknown-linux-gnu';
const BUILDS = [
  ...['libstdc++', 'libstdc++-old-abi', 'libstdc++-debug', 'libc++', 'libc++-trivial-abi'].map((library) =>
    build(HOST, library),
  ),
  ...OTHERS,
];

const PRELUDE = `${HEADERS.split(' ')
  .map((header) => `#if __has_include(<${header}>)\n#include <${header}>\n#endif`)
  .join('\n')}\n${USER_CLASSES}`;

const NUMBERS = /i64 (-?\d+)/g;

function numbersIn(ir: string, name: string): number[] {
  const text = new RegExp(`^@${name} = .*? \\[\\d+ x i64\\] (.*)$`, 'm').exec(ir)?.[1];
  if (text === undefined) throw new Error(`clang does not show ${name}`);
  return [...text.replace(/, align \d+$/, '').matchAll(NUMBERS)].map((match) => Number(match[1]));
}

/** Containers are measured with function objects that are empty and may be bases; of others the tables say nothing. */
const WITH_ROOMY_FUNCTION_OBJECT = /\b(?:Loaded|Sealed)>: the tables do not cover these template arguments/;

/** The tables and rules of the standard library against the real headers. */
describe.each(BUILDS)('$name', ({ target, options, compiler }) => {
  const abi = createCppAbi(target);

  describe('its classes', () => {
    const specimens = specimensFor(target);
    const probes = specimens.map(
      ({ text }, i) =>
        `using T${i} = ${text}; extern "C" const long long facts_${i}[] = { sizeof(T${i}), alignof(T${i}), __is_trivially_copyable(T${i}), ` +
        `__is_trivially_relocatable(T${i}), std::is_copy_constructible_v<T${i}> || std::is_move_constructible_v<T${i}>, std::is_abstract_v<T${i}>, 1 };`,
    );
    const { ir } = compileCpp(
      [PRELUDE, ...probes].join('\n'),
      target.clangTriple,
      [...options, '-std=c++23'],
      compiler,
    );

    test('have the size, the triviality and the moves of the tables', () => {
      for (const [index, { type, text }] of specimens.entries()) {
        const [size, align, copyable, passed, movable, abstract] = numbersIn(ir, `facts_${index}`);
        expect(abi.sizeOf(type), text).toMatchObject({ status: 'exact', value: { size, align } });
        expect(abi.specialMembers.isTriviallyCopyable(holderOf(type)), text).toMatchObject({
          value: copyable === 1,
        });
        const calls = abi.callsOf(type);
        if (calls.status === 'unknown') throw new Error(calls.reason);
        // clang calls also that trivially relocatable which cannot be moved at all.
        if (copyable === 0) expect(calls.value.trivial, text).toBe(passed === 1);
        const relocation = abi.relocationOf(type);
        const immovable = relocation.status !== 'unknown' && relocation.value.ground === 'immovable';
        const derivedOnly = abstract === 1 || /enable_shared|streambuf/.test(text);
        if (!derivedOnly) expect(immovable, text).toBe(movable === 0);
      }
    });
  });

  describe('classes made of it', () => {
    const samples = sampleClasses(new Random(SEED), sampleSize(150), target);
    const probes = samples.map(({ name, record, text }) => {
      const definition = record.define();
      if (definition.status === 'unknown') throw new Error(definition.reason);
      const offsets = definition.value.fields.map((field) => `__builtin_offsetof(${name}, ${field.name})`);
      return (
        `${text}\nstruct After_${name} : ${name} { char next; };\n` +
        `extern "C" const long long facts_${name}[] = { sizeof(${name}), alignof(${name}), __builtin_offsetof(After_${name}, next), ` +
        `__is_empty(${name}), __is_trivially_copyable(${name}), __is_trivially_relocatable(${name}), ${offsets.join(', ')}, 1 };`
      );
    });
    const { ir } = compileCpp(
      [PRELUDE, ...probes].join('\n'),
      target.clangTriple,
      [...options, '-std=c++23'],
      compiler,
    );
    const facts = samples.map((sample) => ({ ...sample, numbers: numbersIn(ir, `facts_${sample.name}`) }));

    test('are laid out as clang does', () => {
      let unknown = 0;
      for (const { record, text, numbers } of facts) {
        const layout = abi.layOut(record);
        if (layout.status === 'unknown') {
          if (!WITH_ROOMY_FUNCTION_OBJECT.test(layout.reason)) unknown += 1;
          continue;
        }
        const [size, align, next, empty, , , ...offsets] = numbers;
        const { fields, nonVirtualSize } = layout.value;
        expect(
          {
            size: layout.value.size,
            align: layout.value.align,
            next: empty === 1 ? next : nonVirtualSize,
            empty: layout.value.empty,
            offsets: fields.map(({ offset }) => offset),
          },
          text,
        ).toEqual({ size, align, next, empty: empty === 1, offsets: offsets.slice(0, -1) });
      }
      // Which of Microsoft's templates begin or end with an empty base is not known where there are several bases.
      expect(unknown).toBeLessThan((target.cppAbi === 'microsoft' ? 0.2 : 0.1) * facts.length);
    });

    test('are as trivial as clang says', () => {
      for (const { record, text, numbers } of facts) {
        const [, , , , copyable, relocatable] = numbers;
        const answer = abi.specialMembers.isTriviallyCopyable(record);
        if (answer.status !== 'unknown') expect(answer.value, text).toBe(copyable === 1);
        const calls = abi.callsOf({ kind: 'record', record });
        if (calls.status !== 'unknown' && copyable === 0 && target.cppAbi === 'itanium')
          expect(calls.value.trivial, text).toBe(relocatable === 1);
      }
    });
  });
});

/** A class with one member of the type: as trivially copyable as that. */
function holderOf(type: CppAbiType): CppAbiRecord {
  const known = exact({
    bases: [],
    fields: [
      {
        name: 'member',
        type,
        bitWidth: null,
        alignment: 0,
        packed: false,
        noUniqueAddress: null,
        access: 'public' as const,
        hasInitializer: false,
        location: null,
      },
    ],
    special: NO_SPECIAL_MEMBERS,
    functions: [],
    alignment: 0,
    alignas: false,
    packed: false,
    pragmaPack: null,
    trivialAbi: false,
    emptyBases: false,
    final: false,
    microsoftStruct: null,
    relocationClaims: [],
  });
  return {
    name: [{ kind: 'record', name: 'Holder', arguments: null, abiTags: [] }],
    kind: 'struct',
    anonymous: false,
    location: null,
    define: () => known,
  };
}
