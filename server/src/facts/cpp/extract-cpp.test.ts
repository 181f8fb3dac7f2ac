import { describe, expect, it } from 'vitest';
import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { LineIndex } from '../../base/line-index.js';
import type { Range } from '../../base/range.js';
import { LiveTree } from '../../syntax/live-tree.js';
import { testGrammars } from '../../syntax/testing/grammars.js';
import type { CppFacts, CppFunction, CppRecord } from './cpp-facts.js';
import { formatConstantExpression, formatCppSignature, formatCppType } from './format-cpp.js';
import { readCpp } from './read-cpp.js';

const read = async (text: string, isC = false): Promise<CppFacts> =>
  readCpp(await testGrammars(), text, { isC, token: NEVER_CANCELLED });

function slice(text: string, range: Range | null): string | null {
  if (!range) return null;
  const lines = new LineIndex(text);
  return text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
}

const qualifiedName = ({ scope, name }: CppFunction | CppRecord): string =>
  [...scope.map((part) => part.name), name].join('::');

const describeFunction = (item: CppFunction): string =>
  `${item.linkage} ${qualifiedName(item)}: ${formatCppSignature(item)}`;

const fieldsOf = ({ fields }: CppRecord): string[] =>
  fields.map(
    ({ name, type, bitWidth }) =>
      `${formatCppType(type, name)}${bitWidth ? ` : ${formatConstantExpression(bitWidth)}` : ''}`,
  );

describe('functions', () => {
  it('that convert are read outside of their class, with and without specifiers', async () => {
    const text = `struct Mat { operator float() const; };
inline Mat::operator float() const { return 1; }
template <class T> inline Mat::operator std::vector<T>() const { return {}; }
FOO_INLINE Mat::operator uchar() { return 0; }
inline int Mat::*member();
inline Mat &Mat::operator+=(int);`;
    expect((await read(text)).functions.map((item) => [item.kind, describeFunction(item)])).toEqual([
      ['conversion', 'cpp Mat::operator float: float () const'],
      ['conversion', 'cpp Mat::operator std::vector<T>: std::vector<T> () const'],
      ['conversion', 'cpp Mat::operator uchar: uchar ()'],
      ['function', 'cpp member: int Mat::*()'],
      ['operator', 'cpp Mat::operator+=: Mat &(int)'],
    ]);
  });

  it('of a class whose head an `#if` splits are there as the head is', async () => {
    const text = `#ifdef DOCUMENTED
class List : public Base
#else
template <> struct Special<int>
#endif
{
  int sort();
};
struct Other { int sort(); };`;
    const { records } = await read(text);
    expect(records.map(({ name, methods }) => [name, methods[0]?.condition])).toEqual([
      ['List', ['defined(DOCUMENTED)']],
      ['Other', []],
    ]);
  });

  it('have exact ranges', async () => {
    const text = '\n[[nodiscard]] extern const char *name(const struct Foo *foo, int n = 3) noexcept;\n';
    const [item] = (await read(text)).functions;
    expect(slice(text, item!.range)).toBe(text.trim());
    expect(slice(text, item!.nameRange)).toBe('name');
    expect(slice(text, item!.signature.parameterListRange)).toBe('(const struct Foo *foo, int n = 3)');
    expect(slice(text, item!.signature.resultRange)).toBe('const char *');
    expect(item!.signature.parameters.map((p) => [p.name, slice(text, p.range), p.defaultText])).toEqual([
      ['foo', 'const struct Foo *foo', null],
      ['n', 'int n = 3', '3'],
    ]);
    expect(item).toMatchObject({ attributes: ['nodiscard'], signature: { noexcept: true, variadic: false } });
  });

  it('know their linkage', async () => {
    const text = `#define C_API extern "C"
#ifdef __cplusplus
extern "C" {
#endif
int a(void);
namespace n { int b(int x[3]); }
#ifdef __cplusplus
}
#endif
extern "C" int c(struct S *, ...);
C_API int d(int);
extern "C" { extern "C++" { int e(); } }
int f();`;
    expect((await read(text)).functions.map(describeFunction)).toEqual([
      'c a: int ()',
      'c n::b: int (int[3])',
      'c c: int (struct S *, ...)',
      'c d: int (int)',
      'cpp e: int ()',
      'cpp f: int ()',
    ]);
    expect((await read('int f();', true)).functions.map(describeFunction)).toEqual(['c f: int ()']);
  });

  it('keep their overloads, qualifiers and the records that qualify them', async () => {
    const text = `void Widget::resize(int w) { w; }
void Widget::resize(int w, int h = {}) const & {}
Widget::Widget() : a(1) {}
Widget::~Widget() = default;
bool operator==(const A &, const A &);
template <typename T> T max(T a, T b);
template <> int max<int>(int a, int b);
static inline int g();
auto h(int) -> std::vector<int>;
int __stdcall i(int) __asm__("real");`;
    const { functions, problems } = await read(text);
    expect(problems).toEqual([]);
    expect(
      functions.map((item) => `${item.kind} ${qualifiedName(item)}: ${formatCppSignature(item)}`),
    ).toEqual([
      'method Widget::resize: void (int)',
      'method Widget::resize: void (int, int) const &',
      'constructor Widget::Widget: void ()',
      'destructor Widget::~Widget: void ()',
      'operator operator==: bool (const A &, const A &)',
      'function max: T (T, T)',
      'function max: int (int, int)',
      'function g: int ()',
      'function h: std::vector<int> (int)',
      'function i: int (int)',
    ]);
    expect(functions.map(({ definition }) => definition)).toEqual([
      true, true, true, false, false, false, false, false, false, false,
    ]); // prettier-ignore
    expect(functions[1]!.signature.parameters[1]).toMatchObject({ hasDefault: true, defaultText: '{}' });
    expect(functions[5]!.template?.parameters.map(({ name }) => name)).toEqual(['T']);
    expect(functions[6]!.template?.specialization).toHaveLength(1);
    expect(functions[7]).toMatchObject({ static: true, inline: true });
    expect(functions[9]).toMatchObject({ callingConvention: '__stdcall', asmLabel: 'real' });
  });

  it('may take nothing but callbacks, which read like calls', async () => {
    const text = `void a(void (*done)());
void b(void (*done)(), Status (*const next)(Job, ns::Job) noexcept);
void c(int (&all)[4]);
void d(void (*)());
Status e(void (WINAPI *done)());`;
    const { functions, problems } = await read(text);
    expect(problems).toEqual([]);
    expect(functions.map(formatCppSignature)).toEqual([
      'void (void (*)())',
      'void (void (*)(), Status (*const)(Job, ns::Job) noexcept)',
      'void (int (&)[4])',
      'void (void (*)())',
      'Status (void (*)())',
    ]);
    const names = functions.map(({ signature }) => signature.parameters.map(({ name }) => name).join());
    expect(names).toEqual(['done', 'done,next', 'all', '', 'done']);
  });

  it('are not made up from macros', async () => {
    const { functions } = await read('FOO_DECLARE(x);\nFOO_TEST(a, b) { c; }\nint NAME(f) (void);\n');
    expect(functions).toEqual([]);
  });
});

describe('scopes', () => {
  it('are the braces that the text has, where the grammar lost some', async () => {
    const text = `namespace a { inline namespace b {
void before();
template <class T> G<std::tuple<std::decay_t<Ts>...>> table(std::il<std::tuple<std::decay_t<Ts>...>> t) { x; }
}}
@@@ ( }
namespace c { extern "C" {
void broken(;
int within(int);
}
void after();
}`;
    expect((await read(text)).functions.map(describeFunction)).toEqual([
      'cpp a::b::before: void ()',
      'c c::within: int (int)',
      'cpp c::after: void ()',
    ]);
  });
  it('may be opened by a macro that another file defines', async () => {
    const text = `SOME_NAMESPACE_BEGIN
// Comments in between open nothing a second time.
/** what f does */
void f();
SOME_NAMESPACE_END
// …and close nothing
void g();
SOME_BEGIN_DECLS
void h();
SOME_END_DECLS
`;
    const { functions } = await read(text);
    expect(
      functions.map(({ name, scope, linkage }) => [name, scope.map(({ macro }) => macro), linkage]),
    ).toEqual([
      ['f', ['SOME_NAMESPACE_BEGIN'], 'cpp'],
      ['g', [], 'cpp'],
      ['h', [], 'c'],
    ]);
  });
});

describe('records', () => {
  it('list their fields', async () => {
    const text = `struct S {
  int a, *b, c[2][N];
  int (*callback)(void *, int);
  unsigned bits : 3, : 2;
  union { int u; float f; };
  struct { int inner; } named;
  static int shared;
  std::string text{"x"};
  alignas(8) char aligned;
  [[no_unique_address]] Empty empty;
};`;
    const { records, problems } = await read(text);
    const [record] = records;
    expect(problems).toEqual([]);
    expect(fieldsOf(record!)).toEqual([
      'int a',
      'int *b',
      'int c[2][N]',
      'int (*callback)(void *, int)',
      'unsigned int bits : 3',
      'unsigned int : 2',
      'struct { … }',
      'struct { … } named',
      'std::string text',
      'char aligned',
      'Empty empty',
    ]);
    expect(record!.inlineRecords.map(fieldsOf)).toEqual([['int u', 'float f'], ['int inner']]);
    expect(record!.fields.map(({ nameRange }) => slice(text, nameRange)).slice(0, 4)).toEqual([
      'a', 'b', 'c', 'callback',
    ]); // prettier-ignore
    expect(record!.fields[9]!.alignments).toEqual([{ kind: 'integer', value: 8n }]);
    expect(record!.fields[10]!.attributes).toEqual(['no_unique_address']);
  });

  it('know their bases, special members and access', async () => {
    const text = `class API Widget final : public virtual Base<int>, Other {
  int hidden;
public:
  explicit Widget(int x = 3) noexcept : hidden(x) {}
  Widget(const Widget &) = delete;
  Widget(Widget &&) noexcept = default;
  virtual ~Widget();
  Widget &operator=(const Widget &);
  operator bool() const;
  virtual int pure() const = 0;
  friend void swap(Widget &, Widget &);
};`;
    const { records, functions } = await read(text);
    const [record] = records;
    expect(record).toMatchObject({ name: 'Widget', kind: 'class', final: true, definition: true });
    expect(record!.bases.map((base) => [slice(text, base.range), base.access, base.virtual])).toEqual([
      ['public virtual Base<int>', 'public', true],
      ['Other', 'private', false],
    ]);
    expect(record!.fields[0]).toMatchObject({ name: 'hidden', access: 'private' });
    expect(
      record!.methods.map((m) => [
        m.kind,
        m.name,
        ['deleted', 'defaulted', 'virtual', 'pure', 'explicit', 'definition'].filter(
          (key) => m[key as keyof CppFunction],
        ),
      ]),
    ).toEqual([
      ['constructor', 'Widget', ['explicit', 'definition']],
      ['constructor', 'Widget', ['deleted']],
      ['constructor', 'Widget', ['defaulted']],
      ['destructor', '~Widget', ['virtual']],
      ['operator', 'operator=', []],
      ['conversion', 'operator bool', []],
      ['method', 'pure', ['virtual', 'pure']],
    ]);
    expect(functions.map(({ name, friend, scope }) => ({ name, friend, scope }))).toEqual([
      { name: 'swap', friend: true, scope: [] },
    ]);
  });

  it('are packed by attribute and by pragma', async () => {
    const text = `#pragma pack(push, 1)
struct A { int x; };
#pragma pack(push, 4)
struct B { int x; };
#pragma pack(pop)
struct C { int x; };
#pragma pack(pop)
struct __attribute__((packed, aligned(8))) D { int x; };`;
    const { records } = await read(text);
    expect(records.map(({ name, pragmaPack, packed }) => [name, pragmaPack, packed])).toEqual([
      ['A', 1, false],
      ['B', 4, false],
      ['C', 1, false],
      ['D', null, true],
    ]);
    expect(records[3]!.alignments).toEqual([{ kind: 'integer', value: 8n }]);
  });

  it('are not all known where a macro packs them', async () => {
    const text = `#pragma pack(push, NARROW)
struct A { int x; };
#pragma pack(pop)
struct B { int x; };
#pragma pack(NARROW)
struct C { int x; };
#pragma pack(show)
#pragma pack()
struct D { int x; };`;
    const { records } = await read(text);
    const because = 'the value of `#pragma pack(NARROW)` is not read';
    expect(records.map(({ unread }) => unread)).toEqual([because, null, because, null]);
  });

  it('are specialisations by the arguments of their last name, wherever it is qualified', async () => {
    const { records } = await read(`template <> struct a::b::Trait<c::d::E, 3> : True {};
template <> struct Trait<int> {};
struct a::Inner {};`);
    expect(
      records.map((record) => [qualifiedName(record), record.template?.specialization?.length ?? null]),
    ).toEqual([
      ['a::b::Trait', 2],
      ['Trait', 1],
      ['a::Inner', null],
    ]);
  });

  it('take the name of their typedef', async () => {
    const { records, aliases } = await read(
      'typedef struct { int a; } X, *PX;\ntypedef struct Y Y;\ntypedef int (*cb)(int);\ntypedef unsigned u8[4];',
    );
    expect(records.map(({ name, anonymous, definition }) => [name, anonymous, definition])).toEqual([
      ['X', true, true],
      ['Y', false, false],
    ]);
    expect(aliases.map(({ name, type }) => formatCppType(type, name))).toEqual([
      'X *PX',
      'struct Y Y',
      'int (*cb)(int)',
      'unsigned int u8[4]',
    ]);
  });
});

describe('the rest of a file', () => {
  it('has what is said about moving a class by its bytes', async () => {
    const facts = await read(`
namespace app {
class Name final trivially_relocatable_if_eligible : public Base { int id; };
class Token { BSLMF_NESTED_TRAIT_DECLARATION(Token, bslmf::IsBitwiseMoveable); int id; };
FOLLY_ASSUME_FBVECTOR_COMPATIBLE(Token)
}
Q_DECLARE_TYPEINFO(app::Token, Q_RELOCATABLE_TYPE);
`);
    expect(facts.problems).toEqual([]);
    expect(
      facts.records.map(({ name, attributes, unread, fields }) => [name, attributes, unread, fields.length]),
    ).toEqual([
      ['Name', ['trivially_relocatable_if_eligible'], null, 1],
      ['Token', [], null, 1],
    ]);
    expect(
      facts.relocationMarks.map(({ macro, arguments: list, scope }) => [
        macro,
        ...list,
        ...scope.map(({ name }) => name),
      ]),
    ).toEqual([
      ['BSLMF_NESTED_TRAIT_DECLARATION', 'Token', 'bslmf::IsBitwiseMoveable', 'app'],
      ['FOLLY_ASSUME_FBVECTOR_COMPATIBLE', 'Token', 'app'],
      ['Q_DECLARE_TYPEINFO', 'app::Token', 'Q_RELOCATABLE_TYPE'],
    ]);
  });

  it('has enumerations, constants, usings, includes and macros', async () => {
    const text = `#include <vector>
#include "a.h"
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define N 3 // three
enum class Color : unsigned char { Red, Green = 2, Blue = Green | 1 };
enum : int { Loose };
constexpr int size = N * (1 << 3);
using std::string;
using namespace a::b;`;
    const facts = await read(text);
    expect(facts.includes.map(({ path, system }) => [path, system])).toEqual([
      ['vector', true],
      ['a.h', false],
    ]);
    expect(facts.macros.map(({ name, parameters, text: body }) => [name, parameters, body])).toEqual([
      ['MAX', ['a', 'b'], '((a) > (b) ? (a) : (b))'],
      ['N', null, '3'],
    ]);
    expect(
      facts.enums.map(({ name, scoped, underlying }) => [
        name,
        scoped,
        underlying && formatCppType(underlying),
      ]),
    ).toEqual([
      ['Color', true, 'unsigned char'],
      ['', false, 'int'],
    ]);
    expect(facts.enums[0]!.enumerators.map(({ value }) => value && formatConstantExpression(value))).toEqual([
      null,
      '2',
      'Green | 1',
    ]);
    expect(facts.constants.map(({ name, value }) => `${name} = ${formatConstantExpression(value)}`)).toEqual([
      'size = N * (1 << 3)',
    ]);
    expect(facts.usings.map(({ kind, path }) => [kind, path.join('::')])).toEqual([
      ['name', 'std::string'],
      ['namespace', 'a::b'],
    ]);
  });

  it('keeps all branches with their conditions, but not those that no C++ reader sees', async () => {
    const text = `#ifndef A_H
#define A_H
#if defined(X) && Y
int a();
#elif Z
int b();
#else
int c();
#endif
#ifdef __cplusplus
int d();
#else
int e();
#endif
#endif`;
    expect((await read(text)).functions.map(({ name, condition }) => [name, condition])).toEqual([
      ['a', ['defined(X) && Y']],
      ['b', ['!(defined(X) && Y)', 'Z']],
      ['c', ['!(defined(X) && Y)', '!Z']],
      ['d', []],
    ]);
  });

  it('has nested, inline and anonymous namespaces', async () => {
    const { functions } = await read(
      'namespace a::b { inline namespace v1 { int f(); } namespace { int g(); } }',
    );
    expect(
      functions.map(({ scope }) => scope.map(({ name, inline }) => `${name}${inline ? '!' : ''}`)),
    ).toEqual([
      ['a', 'b', 'v1!'],
      ['a', 'b', ''],
    ]);
  });

  it('says what it could not read and keeps the rest', async () => {
    const text = 'int before();\nint broken(int @ x);\nint after();';
    const { functions, problems } = await read(text);
    expect(functions.map(({ name }) => name)).toEqual(['before', 'after']);
    expect(problems.map(({ range }) => range.start.line)).toEqual([1]);
  });

  it('finds suppressions, in bodies too', async () => {
    const { suppressions } = await read('// ferrule: allow(a-b)\nint f() { /* ferrule: allow(c) */ }');
    expect(suppressions.map(({ line, ownLine }) => [line, ownLine])).toEqual([
      [0, true],
      [1, false],
    ]);
  });
});

describe('nonsense', () => {
  it.each([
    ['parentheses', `int f${'('.repeat(3000)}${')'.repeat(3000)};`],
    ['records', 'struct A {'.repeat(1000) + '};'.repeat(1000)],
    ['expressions', `const int a = ${'-('.repeat(3000)}1${')'.repeat(3000)};`],
    ['angles', 'a<'.repeat(5000)],
    ['braces', '}{'.repeat(2000)],
    ['binary', '\u0000\u0001\ufffd#if"\'/*'],
  ])('of many %s throws nothing', async (_, text) => {
    expect((await read(text)).language).toBe('cpp');
  });
});

describe('an open document', () => {
  it('gives the same facts as a closed one after each edit', async () => {
    const live = new LiveTree();
    const grammars = await testGrammars();
    const versions = [
      'class API A { int a; };',
      'class API A { int a; int f() { x } };',
      'class API A { int f() { xy } };',
    ];
    try {
      for (const text of versions) {
        const options = { isC: false, token: NEVER_CANCELLED };
        expect(await readCpp(grammars, text, { ...options, live })).toEqual(
          await readCpp(grammars, text, options),
        );
      }
    } finally {
      live.dispose();
    }
  });
});
