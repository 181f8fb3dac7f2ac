import { describe, expect, test } from 'vitest';
import { TARGETS, type SpelledType } from '../../server/src/abi/target.js';
import { isPredefined, PREDEFINED_MACROS } from '../../server/src/boundary/predefined-macros.js';
import type { CppBuiltin } from '../../server/src/facts/cpp/cpp-facts.js';
import { compileCpp } from './compilers.js';

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

  test.each(['c++20', 'gnu++20'])('predefines the macros that clang predefines as %s', (standard) => {
    const checks = PREDEFINED_MACROS.flatMap((macro) => {
      const isDefined = isPredefined(macro, target);
      return isDefined === null
        ? []
        : [isDefined ? `#if !${macro}` : `#ifdef ${macro}`, `#error ${macro}`, '#endif'];
    });
    compileCpp(checks.join('\n'), target.clangTriple, [`-std=${standard}`]);
  });

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
