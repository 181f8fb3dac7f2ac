import { describe, expect, test } from 'vitest';
import { builtBy, findTarget, TARGETS, type SpelledType, type Target } from '../../server/src/abi/target.js';
import { predefinedMacro, PREDEFINED_MACROS } from '../../server/src/boundary/predefined-macros.js';
import type { CppBuiltin } from '../../server/src/facts/cpp/cpp-facts.js';
import { compileCpp } from './compilers.js';
import { preprocess, PREPROCESSORS } from './preprocessors.js';

const UNITS: Readonly<Record<SpelledType, string>> = {
  size_t: '__SIZE_TYPE__',
  ptrdiff_t: '__PTRDIFF_TYPE__',
  int64_t: '__INT64_TYPE__',
  uint64_t: '__UINT64_TYPE__',
  intptr_t: '__INTPTR_TYPE__',
  uintptr_t: '__UINTPTR_TYPE__',
};

const spell = (name: string): string => (name === 'nullptr_t' ? 'decltype(nullptr)' : name);

/** Each row of the table of targets, asked of clang again. */
describe.each(TARGETS)('$triple', (target) => {
  test('has the sizes and alignments that clang gives inside a record', () => {
    const known = Object.entries(target.fundamental).flatMap(([name, size]) =>
      size === null ? [] : [{ name, ...size }],
    );
    const checks = known.map(({ name, size, align }, index) =>
      [
        `struct S${index} { ${spell(name)} value; };`,
        `static_assert(sizeof(${spell(name)}) == ${size}, "size of ${name}");`,
        `static_assert(alignof(S${index}) == ${align}, "alignment of ${name}");`,
      ].join('\n'),
    );
    compileCpp(checks.join('\n'), target.clangTriple);
  });

  test('lacks the types that clang lacks', () => {
    for (const [name, size] of Object.entries(target.fundamental) as [CppBuiltin, unknown][]) {
      if (size !== null || name === 'void') continue;
      expect(() => compileCpp(`${spell(name)} value;`, target.clangTriple), name).toThrow();
    }
  });

  test.each(['c++11', 'c++17', 'gnu++20'])(
    'predefines the macros that clang predefines as %s',
    (standard) => {
      const era = standard === 'gnu++20' ? 'c++20' : 'c++17';
      const variants = [target, builtBy(target, null, era), builtBy(target, 'clang', era)];
      const clang = [...PREPROCESSORS.clang, `--target=${target.clangTriple}`];
      for (const variant of variants) expect(wrongMacros(variant, clang, standard)).toEqual([]);
    },
  );

  test('spells its types, its pointers and its char as clang does', () => {
    const same = Object.entries(target.spelling).map(([name, spelling]) => {
      const macro = UNITS[name as SpelledType];
      return `static_assert(__is_same(${macro}, ${spelling}), "${name}");`;
    });
    const source = [
      ...same,
      `static_assert(sizeof(void *) == ${target.pointerSize}, "pointers");`,
      `static_assert((char(-1) < 0) == ${target.charSigned}, "char");`,
      'enum E { e }; ',
      `static_assert(sizeof(E) == ${target.enumSize}, "enums");`,
    ];
    compileCpp(source.join('\n'), target.clangTriple);
  });
});

test.each(['c++11', 'gnu++20'])('gcc predefines the macros that it should as %s', (standard) => {
  const target = findTarget('x86_64-unknown-linux-gnu') as Target;
  for (const variant of [target, builtBy(target, 'gcc', standard === 'gnu++20' ? 'c++20' : 'c++17')])
    expect(wrongMacros(variant, PREPROCESSORS.gcc, standard)).toEqual([]);
});

/** The macros of which the compiler says something else. */
function wrongMacros(target: Target, compiler: readonly string[], standard: string): string[] {
  const checks = PREDEFINED_MACROS.flatMap((macro) => {
    const { defined, meaning } = predefinedMacro(macro, target) ?? { defined: null, meaning: null };
    if (defined === null) return [];
    const conditions = !defined
      ? [`!defined(${macro})`]
      : !meaning
        ? [`defined(${macro})`]
        : 'low' in meaning
          ? [`${macro} >= ${meaning.low}`, `${macro} <= ${meaning.high}`]
          : [`defined(${macro})`, `${macro} == ${meaning.text}`];
    return [`#if !(${conditions.join(' && ')})`, `wrong ${macro}`, '#endif'];
  });
  const { lines } = preprocess(checks.join('\n'), compiler, [`-std=${standard}`]);
  return [...lines].filter((line) => line !== '');
}
