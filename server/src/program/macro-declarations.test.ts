import { describe, expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../base/cancellation.js';
import { readCpp } from '../facts/cpp/read-cpp.js';
import { testGrammars } from '../syntax/testing/grammars.js';
import type { CppDeclaration } from './cpp-names.js';
import { Program } from './program.js';

const read = async (text: string) =>
  readCpp(await testGrammars(), text, { isC: false, token: NEVER_CANCELLED });

const uriOf = (name: string): string => `file:///${name}`;

/** A program of headers by their names. */
async function programOf(files: Readonly<Record<string, string>>): Promise<Program> {
  const program = new Program();
  for (const [name, text] of Object.entries(files)) program.setFile(uriOf(name), await read(text));
  return program;
}

/** Asks until nothing more is to be read, as `settle` does. */
async function settled<T>(program: Program, ask: () => T): Promise<T> {
  for (;;) {
    const answer = ask();
    const texts = program.macroTexts.takeWanted();
    if (texts.size === 0) return answer;
    for (const text of texts) program.setMacroText(text, await read(text));
  }
}

const describeAll = (declarations: readonly CppDeclaration[]): string[] =>
  declarations.map(({ kind, item }) =>
    [
      kind,
      [...item.scope.map(({ name }) => name), item.name].join('::'),
      ...(kind === 'function' ? [item.signature.parameters.length, item.linkage] : []),
      `line ${item.nameRange.start.line + 1}`,
      ...item.condition,
    ].join(' '),
  );

/** All that macros declare in the header that is named last. */
async function declaredIn(files: Readonly<Record<string, string>>): Promise<string[]> {
  const program = await programOf(files);
  const uri = uriOf(Object.keys(files).at(-1) ?? '');
  return describeAll(await settled(program, () => program.cpp.declaredByMacros.declarationsIn(uri)));
}

describe('macros outside of classes', () => {
  test('declare what their definition in another header says, at the range of the use', async () => {
    const files = {
      'asn1.h': `#define DECLARE_FUNCTIONS(type) type *type##_new(void); \\
        void type##_free(type *a);`,
      'x509.h': 'extern "C" {\nDECLARE_FUNCTIONS(X509)\n}\nnamespace a { DECLARE_FUNCTIONS(Y); }',
    };
    expect(await declaredIn(files)).toEqual([
      'function X509_new 0 c line 2',
      'function X509_free 1 c line 2',
      'function a::Y_new 0 cpp line 4',
      'function a::Y_free 1 cpp line 4',
    ]);
  });

  test('declare nothing where no file defines them', async () => {
    expect(await declaredIn({ 'x509.h': 'DECLARE_FUNCTIONS(X509)\nint f(void);' })).toEqual([]);
  });

  test('declare records and functions with bodies', async () => {
    const stack = `#define STACK(T) struct stack_##T { int n; }; \\
      static inline int stack_##T##_count(const struct stack_##T *s) { return s->n; }`;
    expect(await declaredIn({ 'a.h': `${stack}\nSTACK(X)\nSTACK(Y);` })).toEqual([
      'function stack_X_count 1 cpp line 3',
      'record stack_X line 3',
      'function stack_Y_count 1 cpp line 4',
      'record stack_Y line 4',
    ]);
  });

  test('are no declarations where their text goes on behind them, or is none', async () => {
    const files = {
      'a.h': `#define API(T) __attribute__((visibility("default"))) T
#define ASSERT(x)
#define HALF(T) T *get_
API(int)
f(void);
ASSERT(sizeof(int) == 4);
HALF(int)
g(void);`,
    };
    expect(await declaredIn(files)).toEqual([]);
  });

  test('are followed to what other macros with arguments make of them; decorations stay', async () => {
    const files = {
      'conf.h': `#ifdef _WIN32
#define CALL __cdecl
#else
#define CALL
#endif
#ifndef EXPORTA
#define EXPORTA(ordinal, type, name, args, attributes) attributes type (CALL name) args
#endif
#define EXPORT(ordinal, type, name, args) EXPORTA(ordinal, type, name, args, extern)`,
      'png.h': 'EXPORT(1, png_uint_32, png_get_valid, (const int *a, unsigned b));',
    };
    expect(await declaredIn(files)).toEqual(['function png_get_valid 2 cpp line 1']);
  });

  test('declare under the condition of the definition that says so', async () => {
    const files = {
      'a.h': `#if _SMALL
#define GET(T) short get_##T(void);
#else
#define GET(T) long get_##T(int);
#endif
GET(x)`,
    };
    expect(await declaredIn(files)).toEqual([
      'function get_x 0 cpp line 6 _SMALL',
      'function get_x 1 cpp line 6 !_SMALL',
    ]);
  });

  test('declare what several ways come to where one of those holds', async () => {
    const files = {
      'a.h': `#if defined(_NEW)
#define CHECK(x) static_assert(x, "")
#elif defined(_OLD)
#define CHECK(x) extern int checked[(x) ? 1 : -1]; int check()
#else
#define CHECK(x) CHECK_OLD(x)
#endif
#define CHECK_OLD(x) extern int checked[(x) ? 1 : -1]; int check()
CHECK(1);`,
    };
    expect(await declaredIn(files)).toEqual([
      'function check 0 cpp line 9 (!defined(_NEW)) && (!defined(_OLD)) || (!defined(_NEW)) && (defined(_OLD))',
      'variable checked line 9 (!defined(_NEW)) && (!defined(_OLD)) || (!defined(_NEW)) && (defined(_OLD))',
    ]);
  });

  test('are not those that C++ leaves out, and have members where they are themselves', async () => {
    const files = {
      'a.h': `#if !defined ASSERT && !defined __cplusplus
#define ASSERT(x) int asserted[x]; int f()
#endif
ASSERT(1);
#define RECORD(x) struct x { int get(); };
#if A
int before();
#else
RECORD(R)
#endif`,
    };
    const program = await programOf(files);
    const [record, ...others] = await settled(program, () =>
      program.cpp.declaredByMacros.declarationsIn(uriOf('a.h')),
    );
    expect(describeAll([...others])).toEqual([]);
    expect(record?.kind === 'record' && record.item.methods[0]?.condition).toEqual(['!A']);
  });

  test('mean nothing by definitions behind them, or for macros that nobody defines', async () => {
    const files = {
      'a.h': `#define DECLARE(name) int name(void);
#ifdef NO_ALIASES
#define Alias Other
#endif
DECLARE(Alias)
DECLARE(late)
#define late early`,
    };
    expect(await declaredIn(files)).toEqual(['function Alias 0 cpp line 5', 'function late 0 cpp line 6']);
  });
});

describe('a name', () => {
  const DEFINITION = '#define NAME(x) prefix_##x\n#define DECLARE(x) void NAME(x)(int);';

  test('that a macro makes is found, and no other', async () => {
    const program = await programOf({ 'a.h': `${DEFINITION}\nDECLARE(foo)` });
    const find = (name: string) => settled(program, () => program.cpp.functionsNamed([name]));
    expect(describeAll(await find('prefix_foo'))).toEqual(['function prefix_foo 1 cpp line 3']);
    expect(await find('prefix_bar')).toEqual([]);
    expect(await find('foo')).toEqual([]);
  });

  test('is told to have changed when a definition comes, changes or goes', async () => {
    const program = await programOf({ 'b.h': 'DECLARE(foo)' });
    const set = async (text: string | null) =>
      program.setFile(uriOf('a.h'), text === null ? null : await read(text)).has('prefix_foo');
    expect(await set('int other(void);')).toBe(false);
    expect(await set(DEFINITION)).toBe(true);
    expect(await set(DEFINITION.replace('(int)', '(long)'))).toBe(true);
    expect(await set(null)).toBe(true);
  });

  test('costs no reading of texts that do not have it', async () => {
    const program = await programOf({ 'a.h': `${DEFINITION}\nDECLARE(foo)\nDECLARE(bar)` });
    program.cpp.functionsNamed(['prefix_foo']);
    expect([...program.macroTexts.takeWanted()]).toEqual(['void prefix_foo(int);']);
  });
});
