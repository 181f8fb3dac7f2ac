import { describe, expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../base/cancellation.js';
import { findTarget } from '../abi/target.js';
import { readCpp } from '../facts/cpp/read-cpp.js';
import { Program } from '../program/program.js';
import { testGrammars } from '../syntax/testing/grammars.js';
import { symbolOf } from './symbols.js';
import { createTargetView } from './target-view.js';

/** The symbols, or the reasons why there are none, of what the last of the headers declares. */
async function symbolsIn(triple: string, ...headers: string[]): Promise<string[]> {
  const target = findTarget(triple);
  if (!target) throw new Error(`no target ${triple}`);
  const program = new Program();
  const uris = headers.map((_, index) => `file:///${index}.hpp`);
  const read = await Promise.all(
    headers.map(async (text) => readCpp(await testGrammars(), text, { isC: false, token: NEVER_CANCELLED })),
  );
  for (const [index, facts] of read.entries()) program.setFile(uris[index] ?? '', facts);
  const view = createTargetView(program, target);
  const [uri, facts] = [uris.at(-1) ?? '', read.at(-1)];
  const items = [...(facts?.functions ?? []), ...(facts?.records ?? []).flatMap(({ methods }) => methods)];
  return items.map((item) => {
    const symbol = symbolOf({ uri, item }, view);
    return symbol.status === 'unknown' ? symbol.reason : symbol.value.symbol;
  });
}

const LINUX = 'x86_64-unknown-linux-gnu';
const MSVC = 'x86_64-pc-windows-msvc';
const MSVC32 = 'i686-pc-windows-msvc';

describe('a member', () => {
  const BASE = 'struct Base { virtual void draw(int); virtual ~Base(); };';
  const CLASS = `class W : public Base { void draw(int); public: static int make(); protected: W(int); ~W(); };`;

  test('says its access, and whether it overrides', async () => {
    expect(await symbolsIn(MSVC, BASE, CLASS)).toEqual([
      '?draw@W@@EEAAXH@Z',
      '?make@W@@SAHXZ',
      '??0W@@IEAA@H@Z',
      '??1W@@MEAA@XZ',
    ]);
  });
  test('has no known name where a base class may make it virtual', async () => {
    expect((await symbolsIn(MSVC, CLASS))[0]).toMatch(/not all bases are known/);
    expect((await symbolsIn(LINUX, CLASS))[0]).toBe('_ZN1W4drawEi');
  });
  test('has none, either, where it may override a function that is written in other words', async () => {
    const base = 'template <class T> struct B { virtual void f(T); virtual void g(int); };';
    const derived = 'struct D : B<int> { void f(int); void g(long); void h(int); };';
    expect(await symbolsIn(MSVC, base, derived)).toEqual([
      expect.stringMatching(/not all bases are known/),
      '?g@D@@QEAAXJ@Z',
      '?h@D@@QEAAXH@Z',
    ]);
  });
  test('that is defined outside of its class is found in it', async () => {
    const outside = 'int W::make() { return 1; }\nvoid W::draw(int) {}';
    expect(await symbolsIn(MSVC, BASE, CLASS, outside)).toEqual(['?make@W@@SAHXZ', '?draw@W@@EEAAXH@Z']);
    expect(await symbolsIn(MSVC, 'void Gone::f() {}')).toEqual(['the class `Gone` of `f` was not found']);
  });
});

describe('a macro', () => {
  test('of more than words leads to no search for its pieces', async () => {
    const header = '#define DECLARE_PAIR(T) DECLARE_BOTH(extern, T)\nDECLARE_PAIR(int) void f(int);';
    const program = new Program();
    const uri = 'file:///pair.hpp';
    const facts = await readCpp(await testGrammars(), header, { isC: false, token: NEVER_CANCELLED });
    program.setFile(uri, facts);
    const [item] = facts.functions;
    const target = findTarget(LINUX);
    if (!item || !target) throw new Error('no function was read');
    symbolOf({ uri, item }, createTargetView(program, target));
    const { cppConstant } = program.takeWanted();
    expect([...cppConstant].filter((name) => !/^\w+$/.test(name))).toEqual([]);
  });
  test('may give C linkage by way of another one', async () => {
    const macros = '#define C_API extern "C"\n#define API C_API __attribute__((visibility("default")))';
    expect(await symbolsIn(LINUX, macros, 'API void f(int);')).toEqual(['f']);
  });
  test('may be static by way of one that says this or that about inlining', async () => {
    const macros = [
      '#ifdef __cplusplus\n#define KEYWORD inline\n#else\n#define KEYWORD\n#endif',
      '#define ATTRIBUTE __attribute__((always_inline))\n#define TEMPLATE static KEYWORD ATTRIBUTE',
    ].join('\n');
    expect(await symbolsIn(LINUX, macros, 'extern "C" { TEMPLATE int f(int); }\nTEMPLATE int g();')).toEqual([
      '`f` is static through a macro: no other file can link to it',
      '`g` is static through a macro: no other file can link to it',
    ]);
  });
  test('that nobody defines may give C linkage', async () => {
    expect(await symbolsIn(LINUX, 'API void f(int);')).toEqual([
      'what the macro `API` says about `f` is not known',
    ]);
    expect(await symbolsIn(LINUX, '#define API', 'API void f(int);')).toEqual(['_Z1fi']);
    expect(await symbolsIn(LINUX, 'struct S { API void f(int); };')).toEqual(['_ZN1S1fEi']);
  });
  test('of a library whose headers are not there may be known to say nothing', async () => {
    const annotated = 'CRUBIT_RUST_NAME("plus") CRUBIT_MUST_BIND int add(int);';
    expect(await symbolsIn(LINUX, annotated)).toEqual(['_Z3addi']);
    expect(await symbolsIn(LINUX, '#define CRUBIT_MUST_BIND EXPORT', annotated)).toEqual([
      'what the macro `CRUBIT_MUST_BIND` says about `add` is not known',
    ]);
  });
  test('may rename functions and namespaces', async () => {
    const macros = '#define open open_72\n#define LIB lib_72\n#define LIB_NAMESPACE_BEGIN namespace LIB {';
    expect(await symbolsIn(LINUX, macros, 'extern "C" void open();\nnamespace LIB { void f(); }')).toEqual([
      'open_72',
      '_ZN6lib_721fEv',
    ]);
    expect(await symbolsIn(LINUX, macros, 'LIB_NAMESPACE_BEGIN\nvoid f();\n}')).toEqual(['_ZN6lib_721fEv']);
  });
  test('that may be defined or not leaves the name open', async () => {
    const macros =
      '#ifdef _LARGEFILE64_SOURCE\n#define WANT64\n#endif\n#ifdef WANT64\n#define open open64\n#endif';
    expect(await symbolsIn(LINUX, macros, 'extern "C" void open();')).toEqual([
      '`open` is a macro, which may give another name',
    ]);
  });
  test('that may rename to this or that leaves the name open', async () => {
    const macros =
      '#if A\n#define open open_71\n#define LIB a\n#else\n#define open open_72\n#define LIB b\n#endif';
    const versions = '#if B\n#define A 1\n#else\n#define A 0\n#endif';
    const header = 'extern "C" void open();\nnamespace LIB { void f(); }';
    expect(await symbolsIn(LINUX, macros, versions, header)).toEqual([
      '`open` is a macro, which may give another name',
      '`LIB` is a macro, which may give another name',
    ]);
  });
  test('that is named by it begins declarations in C', async () => {
    const header =
      'GIT_BEGIN_DECL\nvoid f(int);\nGIT_END_DECL\nU_CDECL_BEGIN\nvoid g(int);\nU_CDECL_END\nvoid h();';
    expect(await symbolsIn(LINUX, header)).toEqual(['f', 'g', '_Z1hv']);
  });
  test('may open a namespace', async () => {
    const use = 'LIB_NAMESPACE_BEGIN\nstruct S;\nvoid f(S *);\nLIB_NAMESPACE_END';
    expect(
      await symbolsIn(LINUX, '#define LIB_NAMESPACE_BEGIN namespace lib { inline namespace v2 {', use),
    ).toEqual(['_ZN3lib2v21fEPNS0_1SE']);
    expect((await symbolsIn(LINUX, use))[0]).toMatch(/`LIB_NAMESPACE_BEGIN` opens is not known/);
  });
  test('opens a namespace only where its definition holds', async () => {
    const macros = [
      '#if !defined(LIB_NAMESPACE) || defined(LIB_MOC)',
      '#define LIB_BEGIN_NAMESPACE',
      '#else',
      '#define LIB_BEGIN_NAMESPACE namespace LIB_NAMESPACE {',
      '#endif',
    ].join('\n');
    const use = 'LIB_BEGIN_NAMESPACE\nvoid f();\nLIB_END_NAMESPACE';
    expect(await symbolsIn(LINUX, macros, use)).toEqual(['_Z1fv']);
    expect(await symbolsIn(LINUX, macros, '#define LIB_NAMESPACE mine', use)).toEqual(['_ZN4mine1fEv']);
    // A compiler may say so: then nobody knows whether it opens any.
    expect(
      await symbolsIn(LINUX, macros.replace('LIB_MOC', '_DEBUG'), '#define LIB_NAMESPACE mine', use),
    ).toEqual(['which namespaces the macro `LIB_BEGIN_NAMESPACE` opens is not known']);
  });
  test('may join names out of the numbers of a version', async () => {
    const rename = [
      '#define SUFFIX _72',
      '#ifndef LIB_RENAME',
      '#ifdef WITH_SUFFIX',
      '#define JOIN(x, y, z) x ## y ## z',
      '#define JOIN2(x, y, z) JOIN(x, y, z)',
      '#define LIB_RENAME(x) JOIN2(x, SUFFIX, OTHER)',
      '#else',
      '#define JOIN(x, y) x ## y',
      '#define JOIN2(x, y) JOIN(x, y)',
      '#define LIB_RENAME(x) JOIN2(x, SUFFIX)',
      '#endif',
      '#endif',
      '#define LIB LIB_RENAME(lib)',
      '#define LIB_NAMESPACE_BEGIN extern "C++" { namespace LIB {',
      '#if !(defined(_MSC_VER) && defined(__INTELLISENSE__))',
      '#define lib_open LIB_RENAME(lib_open)',
      '#endif',
    ].join('\n');
    const use = 'extern "C" void lib_open();\nLIB_NAMESPACE_BEGIN\nvoid f();\nLIB_NAMESPACE_END';
    expect(await symbolsIn(LINUX, rename, use)).toEqual(['lib_open_72', '_ZN6lib_721fEv']);
    // A compiler may have it: then nobody can say which name is meant.
    const either = rename.replace('WITH_SUFFIX', '__WITH_SUFFIX__');
    expect(await symbolsIn(LINUX, either, use)).toEqual([
      '`lib_open` is a macro, which may give another name',
      'which namespaces the macro `LIB_NAMESPACE_BEGIN` opens is not known',
    ]);
  });
  test('among the specifiers may say static, extern "C" or a calling convention', async () => {
    const define = (text: string): string => `#define LIB_API ${text}`;
    const use = 'LIB_API int f(int);';
    expect(await symbolsIn(LINUX, define('static inline'), use)).toEqual([
      '`f` is static through a macro: no other file can link to it',
    ]);
    expect(await symbolsIn(LINUX, define('extern "C"'), use)).toEqual(['f']);
    expect(await symbolsIn(MSVC32, define('extern "C" __stdcall'), use)).toEqual(['_f@4']);
    expect(await symbolsIn(LINUX, define('__attribute__((visibility("default")))'), use)).toEqual(['_Z1fi']);
  });
});

describe('a template', () => {
  test('is named with its defaults, its packs and the types of its values', async () => {
    const text = `template <class T, bool = true> struct A; template <class... T> struct P;
void f(A<int>, A<char, false> *, P<int, char>, P<>);`;
    expect(await symbolsIn(LINUX, text)).toEqual(['_Z1f1AIiLb1EEPS_IcLb0EE1PIJicEES3_IJEE']);
    expect(await symbolsIn(MSVC, text)).toEqual(['?f@@YAXU?$A@H$00@@PEAU?$A@D$0A@@@U?$P@HD@@U?$P@$$V@@@Z']);
  });
  test('that is specialised gives symbols to the members of the specialisation', async () => {
    const text = `namespace n { template <class T, int N> struct A; }
namespace n { template <> struct A<char, 2> { void m(); static int s(); }; }`;
    expect(await symbolsIn(LINUX, text)).toEqual(['_ZN1n1AIcLi2EE1mEv', '_ZN1n1AIcLi2EE1sEv']);
  });
  test('gives no symbol to its members, but to what names the members of an instance', async () => {
    const text = `template <class T> struct Outer { struct Inner { void m(); }; typedef T *P; };
template <class T> struct Outer<T *> { struct Inner { void n(); }; template <class U> struct Pair; };
void g(Outer<int>::Inner *, Outer<char *>::Inner *, Outer<int>::P, Outer<short *>::Pair<int> *);`;
    expect((await symbolsIn(LINUX, text)).filter((symbol) => symbol.startsWith('_Z'))).toEqual([
      '_Z1gPN5OuterIiE5InnerEPNS_IPcE5InnerEPiPNS_IPsE4PairIiEE',
    ]);
  });
});

test('tags of a class go to what returns it', async () => {
  const text = `struct __attribute__((abi_tag("t1"))) Tg { struct In; };
Tg f(); void g(Tg); void h(Tg::In *);`;
  expect(await symbolsIn(LINUX, text)).toEqual(['_Z1fB2t1v', '_Z1g2TgB2t1', '_Z1hPN2TgB2t12InE']);
});

test('a result that is not known only matters for its tags', async () => {
  expect(await symbolsIn(LINUX, 'Missing f(int);')).toEqual(['_Z1fi']);
  expect((await symbolsIn(MSVC, 'Missing f(int);'))[0]).toMatch(/`Missing` was not found/);
});

test('a type of more pointers than anybody means is not known, and no crash', async () => {
  const [symbol, other] = await symbolsIn(LINUX, `void f(int ${'*'.repeat(20_000)}p);\nvoid g();`);
  expect(symbol).toMatch(/256 declarators in one/);
  expect(other).toBe('_Z1gv');
});

describe('a type', () => {
  test('says which pointers are restricted', async () => {
    const text = 'void f(int *__restrict a, int *const __restrict__ *b, int *c, int *__restrict d);';
    expect(await symbolsIn(LINUX, text)).toEqual(['_Z1fPiPrKS_S_S_']);
    expect(await symbolsIn(MSVC, text)).toEqual(['?f@@YAXPEIAHPEBQEIAHPEAH0@Z']);
  });
  test('of an extension keeps its sign', async () => {
    expect(await symbolsIn(LINUX, 'void f(unsigned _BitInt(33), _BitInt(7) *);')).toEqual(['_Z1fDU33_PDB7_']);
  });
  test('of an extension keeps its sign where the file reads better as it is written', async () => {
    const text = [
      'namespace n { namespace m { struct K {',
      '}; } }',
      'namespace n { unsigned _BitInt(65) &f(char, const long &&, unsigned long long, const bool *(*const &)[3]); }',
      'namespace n { inline namespace v { K K::* g(unsigned long long, long, void (a::B::*volatile *)() &); } }',
    ].join('\n');
    expect((await symbolsIn(MSVC32, text))[0]).toBe(
      '?f@n@@YAAAU?$_UBitInt@$0EB@@__clang@@D$$QBJ_KABQAY02PB_N@Z',
    );
  });
  test('of a function pointer that is returned keeps its convention to itself', async () => {
    const text = 'void (__stdcall *f(int))(char);\nvoid __stdcall (*g(int))(char);';
    expect((await symbolsIn(MSVC32, text))[0]).toBe('?f@@YAP6GXD@ZH@Z');
  });
  test('of Microsoft\u2019s pointers of the other width is not known', async () => {
    expect(await symbolsIn(MSVC, 'void f(int *__ptr32 a);')).toEqual([
      '* __ptr32: the type `* __ptr32` is not understood',
    ]);
  });
});

test('the result of a constant function is not constant itself', async () => {
  expect(await symbolsIn(MSVC, 'constexpr int f(int) { return 0; }')).toEqual(['?f@@YAHH@Z']);
});

test('what a typedef says behind the parameters of a member function is part of its type', async () => {
  const header =
    'struct S { typedef void (S::*A)() const; typedef void (S::*B)(); operator A() const; operator B() const; };';
  expect(await symbolsIn(LINUX, header)).toEqual(['_ZNK1ScvMS_KFvvEEv', '_ZNK1ScvMS_FvvEEv']);
});

test('a default argument in a branch that is not taken says nothing, one that is written does', async () => {
  const template = [
    '#ifdef WITH_SANITIZER',
    'template <typename T, unsigned long N = 0> class Buffer',
    '#else',
    'template <typename T, unsigned long N = 1024 / sizeof(T) + 8> class Buffer',
    '#endif',
    '{ T first[N]; };',
  ].join('\n');
  expect(
    await symbolsIn(LINUX, `${template} void f(Buffer<double> *); void g(Buffer<double, 1> *);`),
  ).toEqual([
    'Buffer<double>: the template `Buffer<double>` cannot be instantiated with these arguments yet',
    '_Z1gP6BufferIdLm1EE',
  ]);
});
