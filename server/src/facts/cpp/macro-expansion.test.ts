import { expect, test } from 'vitest';
import { expandMacros, type MacroMeaning } from './macro-expansion.js';

/** Expands `text` with `#define`s given as `NAME(a, b) replacement`. */
function expand(text: string, ...definitions: readonly string[]): string | null {
  const macros = new Map<string, MacroMeaning>();
  for (const definition of definitions) {
    const [, name = '', list, body = ''] = /^(\w+)(\([^)]*\))?\s*([^]*)$/.exec(definition) ?? [];
    const parameters = list === undefined ? null : list.slice(1, -1).split(',');
    macros.set(name, {
      parameters: parameters && parameters.map((word) => word.trim()).filter((word) => word !== ''),
      text: body,
    });
  }
  return expandMacros(text, (name) => macros.get(name) ?? null);
}

test('arguments replace parameters, and what they are is expanded first', () => {
  expect(expand('FIELD(int, WIDTH)', 'FIELD(T, n) T values[n];', 'WIDTH 3')).toBe('int values[3];');
  expect(expand('ONE((a, b))', 'ONE(x) f x')).toBe('f (a, b)');
  expect(expand('NONE()', 'NONE() void none();')).toBe('void none();');
});

test('`##` pastes and `#` quotes what was written', () => {
  expect(expand('STACK_OF(X509) *p;', 'STACK_OF(T) struct stack_st_##T', 'X509 other')).toBe(
    'struct stack_st_X509 *p;',
  );
  expect(expand('S("a" b)', 'S(x) #x')).toBe('"\\"a\\" b"');
  expect(expand('J(,b) J(a,)', 'J(x, y) x##y')).toBe('b a');
  // The result of pasting is looked through again.
  expect(expand('J(A,B)', 'J(x, y) x##y', 'AB done')).toBe('done');
});

test('what compilers refuse is not expanded', () => {
  expect(expand('ONE(pair<a, b>)', 'ONE(T) T')).toBeNull();
  expect(expand('TWO(a)', 'TWO(x, y) x y')).toBeNull();
  expect(expand('NONE(a)', 'NONE() void none();')).toBeNull();
  expect(expand('J(a,+)', 'J(x, y) x##y')).toBeNull();
  expect(expand('J("a",b)', 'J(x, y) x##y')).toBeNull();
});

test('variadic macros take the rest, and the comma before nothing goes where `##` says so', () => {
  expect(expand('F(a, b, c)', 'F(x, ...) g(x, __VA_ARGS__)')).toBe('g(a, b, c)');
  expect(expand('F(a)', 'F(x, ...) g(x, ## __VA_ARGS__)')).toBe('g(a)');
  expect(expand('F(a)', 'F(x, ...) g(x __VA_OPT__(,) __VA_ARGS__)')).toBe('g(a)');
  expect(expand('F(a, b)', 'F(args...) g(args)')).toBe('g(a, b)');
  expect(expand('S(a , b,c)', 'S(...) #__VA_ARGS__')).toBe('"a , b,c"');
  // With an argument that is empty the comma goes or stays by the compiler's mode.
  expect(expand('F(a, )', 'F(x, ...) g(x, ## __VA_ARGS__)')).toBeNull();
  expect(expand('F(a, NONE)', 'F(x, ...) g(x __VA_OPT__(,) __VA_ARGS__)', 'NONE')).toBe('g(a)');
});

test('a macro is not expanded within itself, and without its arguments not at all', () => {
  expect(expand('A', 'A B', 'B A')).toBe('A');
  expect(expand('f(f(1))', 'f(x) x + f(x)')).toBe('1 + f(1) + f(1 + f(1))');
  expect(expand('F + 1', 'F(x) x')).toBe('F + 1');
});

test('what stood together stays together', () => {
  expect(expand('SHIFT(3)', 'SHIFT(n) (1<<n)')).toBe('(1<<3)');
  expect(expand('T x', 'T std::pair<a,b>')).toBe('std::pair<a,b> x');
});

test('ends where a preprocessor would not, or could not', () => {
  const doubling = Array.from({ length: 40 }, (_, i) => `X${i} X${i + 1} X${i + 1}`);
  expect(expand('X0', ...doubling)).toBeNull();
  expect(expand('F(a', 'F(x) x')).toBeNull();
});
