import { expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { MemoryWorkspace } from '../../service/testing/memory-workspace.js';

/** Size and status of each record of the first file, or the reason why nothing is known. */
async function layoutsIn(files: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const workspace = await MemoryWorkspace.of(files);
  const [path = ''] = Object.keys(files);
  const { types } = await workspace.ferrule.inspect(workspace.uri(path), null, NEVER_CANCELLED);
  return Object.fromEntries(
    types
      .filter(({ kind }) => kind !== 'enum')
      .map(({ name, layout: { status, size, reason } }) => [
        name,
        status === 'unknown' ? `unknown: ${reason}` : `${status} ${size}${reason ? `: ${reason}` : ''}`,
      ]),
  );
}

test('the `#if` of a constructor says nothing about the record, nor about its members', async () => {
  const constructor = `
#if defined(DEBUG_HOOKS)
  : id(1)
#endif
  {}`;
  const text = `struct Count {
  int *counter;
#if defined(DEBUG_HOOKS)
  int id;
#endif
  Count()${constructor}
  Count(int)${constructor}
};`;
  expect(await layoutsIn({ 'count.hpp': text })).toEqual({
    Count: 'assumed 8: `DEBUG_HOOKS` is not defined',
  });
});

test('a record whose head depends on the build has members that depend on more', async () => {
  const text = `struct Split
#if defined(FIRST)
  final
#endif
{
  int a;
#if defined(SECOND)
  int b;
#endif
};`;
  expect(await layoutsIn({ 'split.hpp': text })).toEqual({ Split: 'assumed 4: `SECOND` is not defined' });
});

test('a typedef that no build without a macro has is not taken for the one that was not read', async () => {
  const text = `#if defined(ONLY_DOCUMENTED)
typedef int Handle;
struct Beside { Handle handle; };
#endif
struct Holder { Handle handle; };`;
  expect(await layoutsIn({ 'holder.hpp': text })).toEqual({
    Beside: 'exact 4',
    Holder: 'assumed 4: `defined(ONLY_DOCUMENTED)` holds where `Handle` is declared',
  });
  expect(await layoutsIn({ 'holder.hpp': text, 'handle.hpp': 'typedef void *Handle;' })).toMatchObject({
    Holder: 'assumed 8: `ONLY_DOCUMENTED` is not defined',
  });
});

const MACROS = { 'other.hpp': 'struct Other { char c; };' };
const one = async (text: string, files: Readonly<Record<string, string>> = MACROS): Promise<string> =>
  (await layoutsIn({ 'a.hpp': text, ...files }))['A'] ?? 'not listed';

test('a macro that declares members is read where it stands', async () => {
  const macros = `#define FIELDS(T, name) T name; char name##_tag;
#define ENTRY struct { int *next; int **previous; }
#define TAGGED(T) FIELDS(T, both)`;
  expect(await one(`${macros}\nstruct A { char a; FIELDS(long, both) char z; };`)).toBe('exact 24');
  expect(await one(`${macros}\nstruct A { char a; TAGGED(short); };`)).toBe('exact 6');
  expect(await one('struct A { char a; LIST };', { 'list.hpp': '#define LIST int x; int y;' })).toBe(
    'exact 12',
  );
  expect(await one('struct A { char a; HEAD int own; };', { 'head.hpp': '#define HEAD int x;' })).toBe(
    'exact 12',
  );
  expect(
    await one('struct A { char a; UNNAMED char b; union { char c; int d; }; };', {
      'unnamed.hpp': '#define UNNAMED union { short e; char f[4]; };',
    }),
  ).toBe('exact 12');
});

test('a macro that declares functions, types or constants adds no member', async () => {
  const macros = `#define COPYABLE(C) C(const C &); C &operator=(const C &); private: typedef int self; public:
#define CONSTANT(T, n, v) static const T n = v
#define POLYMORPHIC virtual int kind() const { return 3; }`;
  expect(await one(`${macros}\nstruct A { int a; COPYABLE(A) CONSTANT(bool, ok, true); };`)).toBe('exact 4');
  expect(await one(`${macros}\nstruct A { POLYMORPHIC int a; };`)).toBe('exact 16');
});

test('access specifiers of a macro hold for what follows it, which decides whose tail others may use', async () => {
  const text = (macro: string): string => `#define PRIVATE_PARTS ${macro}
struct Base { PRIVATE_PARTS int a; char b; };
struct A : Base { char c; };`;
  expect(await one(text('private:'))).toBe('exact 8');
  expect(await one(text('public:'))).toBe('exact 12');
});

test('a macro whose definitions differ matters where they differ in what they declare', async () => {
  const header = (one: string, other: string): Readonly<Record<string, string>> => ({
    'config.hpp': `#if __GNUC__ > 9\n#define PART(C) ${one}\n#else\n#define PART(C) ${other}\n#endif`,
  });
  const text = 'struct A { int a; PART(A) };';
  expect(await one(text, header('void f() {}', 'void f();'))).toBe('exact 4');
  expect(await one(text, header('', '_Pragma("GCC diagnostic push")'))).toBe('exact 4');
  expect(await one(text, header('char b;', ''))).toBe(
    'unknown: `A` is not all known: `PART` may declare a member',
  );
});

test('a macro that is not whole members, or is defined nowhere, may declare any', async () => {
  const unread = 'unknown: `A` is not all known: `PART` may declare a member';
  expect(await one('struct A { int a; PART(x); };')).toBe(unread);
  for (const definition of ['(n) int n', '(n) int UPPER_', '(n) struct { int n; }', '(n) int n =']) {
    expect(await one('struct A { int a; PART(x) };', { 'p.hpp': `#define PART${definition}` })).toBe(unread);
  }
  expect(await one('struct A { int a; PART(x) };', { 'p.hpp': '#define PART(n) _Pragma("pack(1)")' })).toBe(
    unread,
  );
  expect(await one('#define PART static\nstruct A { int a; PART int b; };')).toBe(unread);
});

test('a type that only a macro declares is not taken for its namesake outside', async () => {
  const text = `typedef char cell;
#define CELLS typedef long cell;
struct A { CELLS cell a; };`;
  expect(await one(text)).toBe('unknown: `A` is not all known: `CELLS` declares `cell`');
});

test('the `#if` around a macro counts', async () => {
  const text = (condition: string): string =>
    `#define PART int b;\nstruct A { int a;\n#if ${condition}\nPART\n#endif\n};`;
  expect(await one(text('defined(_WIN32)'))).toBe('exact 4');
  expect(await one(text('defined(__linux__)'))).toBe('exact 8');
  expect(await one(text('defined(WITH_PART)'))).toBe('assumed 4: `WITH_PART` is not defined');
});

test('macros of libraries that are nowhere to be read mean what they always mean', async () => {
  expect(await one('class A { Q_OBJECT int a; };')).toBe('exact 16');
  expect(await one('class A { Q_GADGET Q_DISABLE_COPY(A) Q_PROPERTY(int a READ a) int a; };')).toBe(
    'exact 4',
  );
  expect(await one('class A { Q_OBJECT int a; };', { 'q.h': '#define Q_OBJECT int own;' })).toBe('exact 8');
});

test('comments in a definition end nothing, and an empty one takes nothing of the next line', async () => {
  const macros = `#define NOTHING \n#define FIELDS(T) /* first */ \\
  char a; /**< which
             spans lines */ T b; \\
  char c; // the last`;
  expect(await one(`${macros}\nstruct A { NOTHING FIELDS(long) };`)).toBe('exact 24');
});

test('a macro around a record aligns it where all its definitions say so alike', async () => {
  const text = (other: string): string => `#if defined(FIRST)
#define WIDE_ALIGN __attribute__((aligned(16)))
#else
#define WIDE_ALIGN ${other}
#endif
struct WIDE_ALIGN A { int a; };`;
  expect(await one(text('__attribute__((__aligned__(16)))'))).toBe('exact 16');
  expect(await one(text('__attribute__((aligned(8)))'))).toMatch(/^unknown/);
});

test('a member that an `#if` splits is there in every build, and known where the branch that was read is taken', async () => {
  const split = `struct Split {
  int count
#if defined(NARROW)
    [2]
#else
    [4]
#endif
  ;
  int next;
};`;
  expect(await layoutsIn({ 'split.hpp': split })).toEqual({
    Split: 'unknown: members of `Split` depend on `#if defined(NARROW)`',
  });
  expect(await layoutsIn({ 'split.hpp': `#define NARROW\n${split}` })).toEqual({
    Split: 'assumed 12: `NARROW` is defined',
  });
});

test('an `#if` in the parameters of a pointer to a function is no matter to the record', async () => {
  const text = `struct Lock {
  void (*lock)(
    int *display
#if defined(TRACED)
    , const char *file
#endif
  );
};`;
  expect(await layoutsIn({ 'lock.hpp': text })).toEqual({ Lock: 'exact 8' });
});

test('enumerators count where an `#if` lets them be, and not behind what may hold more', async () => {
  const sized = (list: string, length: string): string =>
    `enum E { ${list} };\nstruct A { char x[${length}]; };`;
  expect(await one(sized('P,\n#ifdef _WIN32\nQ,\n#else\nR, R2,\n#endif\nT', 'T'))).toBe('exact 3');
  expect(await one(sized('P, \n#ifdef WITH_Q\nQ,\n#endif\nT', 'T'))).toBe(
    'assumed 1: `WITH_Q` is not defined',
  );
  expect(await one(sized('P,\n#ifdef WITH_Q\nQ,\n#endif\nT, U = T + 2', 'U'))).toBe(
    'assumed 3: `WITH_Q` is not defined',
  );
  const gap = (what: string): string =>
    `unknown: member \`x\`: the enumerators of \`E\` are not all known: \`${what}\` may add some`;
  expect(await one(sized('P = 2,\n#include "more.def"\nT', 'T'))).toBe(gap('#include "more.def"'));
  expect(await one(sized('P = 2,\n#include "more.def"\nT', 'P'))).toBe('exact 2');
  for (const macro of ['LIST(X)', 'LIST(X),', 'MORE_OF_THEM'])
    expect(await one(sized(`P, ${macro} last`, 'last'))).toBe(gap(macro.replace(',', '')));
  expect(await one(sized('P OLD("x"), Q OLD("y") = 4, R UNUSED', 'R'))).toBe('exact 5');
});

test('an enumeration that an `#include` continues is assumed to be as large as others', async () => {
  const text = 'enum E { P,\n#include "more.def"\n};\nstruct A { E e; };';
  expect(await one(text)).toMatch(
    /^assumed 4: the enumerators of `E` that `#include "more.def"` brings fit in/,
  );
});

test('a macro that makes a type makes it by its definition', async () => {
  const macros = {
    'stack.h': '#define STACK_OF(type) struct stack_st_##type\n#define Pair(T) std::pair<T, T>',
  };
  expect(await one('struct A { STACK_OF(X509) *chain; char c; };', macros)).toBe('exact 16');
  expect(await one('struct A { Pair(short) pair; };', macros)).toBe('exact 4');
  expect(await one('struct A { Wide(int) x; };')).toBe(
    'unknown: member `x`: what type the macro in `Wide(int)` makes is not known',
  );
});

test('an unnamed bit-field of a named type has its width', async () => {
  expect(await one('typedef unsigned short half;\nstruct A { half a : 3; half : 9; half b : 5; };')).toBe(
    'exact 4',
  );
});

test('an enumeration may have the name of a type of the C library', async () => {
  expect(await one('struct A { enum uint8_t { NONE, SOME } kind; char c; };')).toBe('exact 8');
});

test('a macro with a body declares a function, unless its definition says otherwise', async () => {
  const text = 'class A { int a; RESOURCE_TYPE(A) { METHOD(get); } int b; };';
  expect(await one(text)).toBe('exact 8');
  expect(await one(text, { 'r.h': '#define RESOURCE_TYPE(T) static void declare(Registry &registry)' })).toBe(
    'exact 8',
  );
  expect(await one(text, { 'r.h': '#define RESOURCE_TYPE(T) virtual void declare()' })).toBe('exact 16');
});

test("Qt's slots begin behind any macro", async () => {
  expect(await one('class A { Q_OBJECT\nprivate Q_SLOTS:\n void run();\n private: int a; };')).toBe(
    'exact 16',
  );
});
