import { expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../../server/src/base/cancellation.js';
import { readCpp } from '../../server/src/facts/cpp/read-cpp.js';
import { testGrammars } from '../../server/src/syntax/testing/grammars.js';
import { compileCpp } from './compilers.js';

/** Opens, closes, and what a name in it is called by outside. */
const PLACES = [
  ['', '', ''],
  ['namespace n { ', ' }', 'n::'],
  ['namespace { ', ' }', ''],
  ['extern "C" { ', ' }', ''],
  ['extern "C" ', '', ''],
  ['extern "C++" { ', ' }', ''],
  ['namespace n { extern "C" { ', ' } }', 'n::'],
] as const;
const SPECIFIERS = ['', 'extern ', 'static ', 'const ', 'extern const ', 'inline ', 'inline const '];
const MORE = ['constexpr ', 'thread_local ', 'extern thread_local ', 'volatile ', 'const volatile '];
const FORMS = ['int @', 'int @ = 3', 'int @[2] = {1, 2}', 'int *@ = nullptr', 'int *const @ = nullptr'];

/** Each way to declare a variable that clang takes, with a function that uses it. */
function* variables(): Generator<{ readonly name: string; readonly text: string; readonly use: string }> {
  let count = 0;
  for (const [open, close, scope] of PLACES)
    for (const specifiers of [...SPECIFIERS, ...MORE])
      for (const form of FORMS) {
        const name = `v${count++}`;
        const isConst = /\bconst|constexpr/.test(specifiers) || form.includes('const');
        const isExtern = specifiers.includes('extern');
        if (isConst && !isExtern && !form.includes('=') && open !== 'extern "C" ') continue;
        if (open === 'extern "C" ' && /extern|static|thread_local|inline/.test(specifiers)) continue;
        if (specifiers === 'constexpr ' && !form.includes('=')) continue;
        if (specifiers === 'extern thread_local ' && open.startsWith('namespace { ')) continue;
        yield {
          name,
          text: `${open}${specifiers}${form.replace('@', name)};${close}`,
          use: `const volatile void *use_${name}() { return &${scope}${name}; }`,
        };
      }
}

test('the variables that others can link to by their plain name are those of the object file', async () => {
  const all = [...variables()];
  const source = [...all.map(({ text }) => text), ...all.map(({ use }) => use)].join('\n');
  const { ir } = compileCpp(source, 'x86_64-unknown-linux-gnu');
  const compiled = [...ir.matchAll(/^@(v\d+) = (.*)$/gm)]
    .filter(([, , rest = '']) => !/\binternal\b|\bthread_local\b/.test(rest))
    .map(([, name = '', rest = '']) => [name, !/\bexternal\b/.test(rest)] as const);
  const facts = await readCpp(await testGrammars(), all.map(({ text }) => text).join('\n'), {
    isC: false,
    token: NEVER_CANCELLED,
    live: undefined,
  });
  const read = facts.variables
    .filter(({ linkage, scope, internal }) => !internal && (linkage === 'c' || scope.length === 0))
    .map(({ name, definition }) => [name, definition] as const);
  const byName = (a: readonly [string, boolean], b: readonly [string, boolean]) => (a[0] < b[0] ? -1 : 1);
  const texts = (pairs: readonly (readonly [string, boolean])[]) =>
    [...pairs]
      .sort(byName)
      .map(
        ([name, definition]) =>
          `${all.find((each) => each.name === name)?.text ?? name} ${definition ? 'defines' : 'declares'}`,
      );
  expect(compiled.length).toBeGreaterThan(40);
  expect(texts(read)).toEqual(texts(compiled));
});
