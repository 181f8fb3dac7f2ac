import { describe, expect, it } from 'vitest';
import { maskCpp } from './mask-cpp.js';

/** Masks, checks that nothing moved, and returns the lines without the blanks at their ends. */
function masked(text: string): string {
  const result = maskCpp(text).text;
  expect(result.length).toBe(text.length);
  expect([...result.matchAll(/\n/g)].map(({ index }) => index)).toEqual(
    [...text.matchAll(/\n/g)].map(({ index }) => index),
  );
  return result
    .split('\n')
    .map((line) => line.replace(/ +/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

const macros = (text: string): string[] => maskCpp(text).macroUses.map(({ name }) => name);

describe('maskCpp leaves alone', () => {
  it.each([
    'int f(int a, const char *b);',
    'HRESULT open(LPCSTR name);',
    'struct DIR dir;',
    'FILE *f(FILE *, size_t);',
    'std::vector<int> g(std::map<int, char> &m);',
    'struct S { S(int); ~S(); S &operator=(const S &); operator bool() const; };',
    'template <class T> T *make(T &&value);',
    'typedef uint_least16_t char16_t;',
    'enum E { A = 1, B = A << 2 };',
    'auto f(int) -> std::vector<int>;',
    'const int N = (1 << 3) | FLAG;',
    'typedef unsigned char bool;',
    'typedef uint8_t bool;',
    'struct S { int a : sizeof(int) == 4 ? 1 : 2, b : 3; };',
    'int (*f(int))(char) noexcept;',
    'struct A : B<decltype(x)> {};',
    'template <class T = int, int N = 3> struct S;',
    'template <class T, class U = void> constexpr bool same = false;',
    'template <class T = std::vector<int>> using A = B<T>;',
    'using A::f;',
    'using A = int;',
    'decltype(x) y;',
    'struct S { operator int() const; void *operator new(size_t); };',
    'template <class T> requires A<T> && (B<T> || C<T>) struct S<T> { int x; };',
    '#if X(1) && Y(a < b)',
    '#define X(...) f(__VA_ARGS__)',
    'struct S { explicit S(int a) : b( ) {} int b; };',
  ])('%s', (text) => {
    expect(masked(text)).toBe(text);
    expect(macros(text)).toEqual([]);
  });
});

describe('maskCpp blanks macros', () => {
  it.each([
    ['class FOO_EXPORT Widget : public Base {};', 'class Widget : public Base {};', ['FOO_EXPORT']],
    ['class DEPRECATED("x") Widget final {};', 'class Widget final {};', ['DEPRECATED']],
    ['class FOO_API Widget FOO_FINAL : Base {};', 'class Widget : Base {};', ['FOO_API', 'FOO_FINAL']],
    ['struct widget FINAL {};', 'struct widget {};', ['FINAL']],
    ['struct Widget FOO_ALIGNED {};', 'struct Widget {};', ['FOO_ALIGNED']],
    ['struct __packed FOO_HEADER {};', 'struct FOO_HEADER {};', ['__packed']],
    ['extern FOO_API int f(int);', 'extern int f(int);', ['FOO_API']],
    ['FOO_API Widget *f(int);', 'Widget *f(int);', ['FOO_API']],
    ['FOO_DEPRECATED("old") void f();', 'void f();', ['FOO_DEPRECATED']],
    ['int WINAPI f(int);', 'int f(int);', ['WINAPI']],
    ['int (WINAPI *f)(int);', 'int ( *f)(int);', ['WINAPI']],
    ['int f(int) __THROW __nonnull ((1));', 'int f(int) ;', ['__THROW', '__nonnull']],
    ['int f(_In_ const char *s, FOO_OUT int *n);', 'int f( const char *s, int *n);', ['_In_', 'FOO_OUT']],
    ['PyAPI_FUNC(PyObject *) PyList_New(int);', 'PyObject * PyList_New(int);', ['PyAPI_FUNC']],
    ['int deflate OF((z_streamp strm, int flush));', 'int deflate (z_streamp strm, int flush) ;', ['OF']],
    ['extern int __REDIRECT (f, (int, char *), g);', 'extern int f (int, char *) ;', ['__REDIRECT']],
    ['struct S { int value GUARDED_BY(mutex); };', 'struct S { int value ; };', ['GUARDED_BY']],
    ['enum E { A FOO_DEPRECATED = 1, B };', 'enum E { A = 1, B };', ['FOO_DEPRECATED']],
    ['namespace a FOO_VISIBILITY(default) {}', 'namespace a {}', ['FOO_VISIBILITY']],
    [
      'template <TOKEN_FOR(void (int)) T FOO_DEFAULT(int)> void f(T);',
      'template <class T > void f(T);',
      ['TOKEN_FOR', 'FOO_DEFAULT'],
    ],
    [
      'template <typename A, class T FOO_NONE> void f(T);',
      'template <typename A, class T > void f(T);',
      ['FOO_NONE'],
    ],
    ['enum E { A, LIST(X) B };', 'enum E { A, B };', ['LIST']],
    ['class FOO_API FOO_ALIGNAS(8) Arena final {};', 'class Arena final {};', ['FOO_API', 'FOO_ALIGNAS']],
    ['void f(_Xconst char *a, local int b);', 'void f( char *a, int b);', ['_Xconst', 'local']],
    ['extern z_const unsigned n;', 'extern unsigned n;', ['z_const']],
    ['struct S { T d[3] FOO_ALIGNED; };', 'struct S { T d[3] ; };', ['FOO_ALIGNED']],
    ['struct S { bool a : 1 GUARDED_BY(m()), b : 2; };', 'struct S { bool a : 1 , b : 2; };', ['GUARDED_BY']],
    ['using Name FOO_TYPE("x") = int;', 'using Name = int;', ['FOO_TYPE']],
    ['template <class T> FOO_INFO(Q<T>, M);', '', ['FOO_INFO']],
    ['template <class T> FOO_INLINE Q<T>::Q(int);', 'template <class T> Q<T>::Q(int);', ['FOO_INLINE']],
    ['FOO_SHARED(Q)\nFOO_FLAGS(Q::R)\nclass D;', 'class D;', ['FOO_SHARED', 'FOO_FLAGS']],
    [
      'struct S { FOO_API operator const T *() const; };',
      'struct S { operator const T *() const; };',
      ['FOO_API'],
    ],
    ['enum E { A, LIST(X), B };', 'enum E { A, LIST , B };', ['LIST']],
  ])('%s', (text, expected, names) => {
    expect(masked(text)).toBe(expected);
    expect(macros(text)).toEqual(names);
  });

  it('that open a namespace on a line of their own, and not as a type', () => {
    const text = 'A_NAMESPACE_BEGIN\nDECLARE(x, y);\nA_NAMESPACE_END\nNS_OPEN mode;\nns_begin\nf(int);';
    expect(masked(text)).toBe(';\nNS_OPEN mode;\nns_begin\nf(int);');
    expect(macros(text)).toEqual(['A_NAMESPACE_BEGIN', 'DECLARE', 'A_NAMESPACE_END']);
  });

  it('that stand in a row before the end of a branch, which they do not split', () => {
    const text = '#if A\nFOO_DEF(a)\nFOO_DEF(b)\n#else\nFOO_DEF(c)\n#endif\nint f();';
    expect(masked(text)).toBe('#if A\n#else\n#endif\nint f();');
    expect(macros(text)).toEqual(['FOO_DEF', 'FOO_DEF', 'FOO_DEF']);
  });

  it('that stand for a statement on a line of their own', () => {
    expect(masked('class A {\n  Q_OBJECT\n  FOO_DECLARE(x, y)\npublic:\n  A();\n  FOO_END(x)\n};')).toBe(
      'class A {\npublic:\nA();\n};',
    );
  });

  it('that the file defines as a decorator, whatever they look like', () => {
    expect(masked('#define visible __attribute__((x))\nvisible foo bar(int);')).toBe(
      '#define visible __attribute__((x))\nfoo bar(int);',
    );
  });
});

describe('maskCpp and linkage', () => {
  it('keeps a guarded block as a plain one', () => {
    expect(
      masked('#ifdef __cplusplus\nextern "C" {\n#endif\nint f();\n#ifdef __cplusplus\n}\n#endif\n'),
    ).toBe('extern "C" {\nint f();\n}');
  });

  it('notes the region that macros open', () => {
    const text = '#define BEGIN extern "C" {\n#define END }\nBEGIN\nint f();\nEND\nint g();';
    const { cLinkage, text: result } = maskCpp(text);
    expect(result).not.toMatch(/^BEGIN|^END/m);
    expect(cLinkage.map(({ start, end }) => text.slice(start, end))).toEqual(['BEGIN\nint f();\nEND']);
  });

  it('notes the declaration that a macro makes C', () => {
    const text = '#define API extern "C"\nAPI int f();\nint g();';
    expect(maskCpp(text).cLinkage.map(({ start, end }) => text.slice(start, end))).toEqual(['API int f()']);
  });
});

describe('maskCpp and #if', () => {
  it('keeps whole branches as they are', () => {
    const text = '#ifdef A\nint f();\n#else\nlong f();\n#endif';
    expect(masked(text)).toBe(text);
  });

  it('keeps the first branch where a declaration is split, and says under which condition', () => {
    const text = '#ifdef A\nclass B : public C {\n#else\nclass B {\n#endif\n  int x;\n};';
    expect(masked(text)).toBe('class B : public C {\nint x;\n};');
    expect(maskCpp(text).keptBranches.map(({ condition }) => condition)).toEqual(['defined(A)']);
  });

  it('keeps a parameter that is there under a condition', () => {
    expect(masked('void f(int a\n#ifdef A\n, int b\n#endif\n);')).toBe('void f(int a\n, int b\n);');
  });

  it('blanks what is never read', () => {
    expect(masked('#if 0\n}}} nonsense\n#else\nint f();\n#endif')).toBe('#if 0\n#else\nint f();\n#endif');
    expect(masked('#if defined(__cplusplus) || defined(X)\nint a;\n#else\nint class;\n#endif')).toBe(
      '#if defined(__cplusplus) || defined(X)\nint a;\n#else\n#endif',
    );
    expect(masked('#ifdef __ASSEMBLER__\n.balign 8\n#endif')).toBe('#ifdef __ASSEMBLER__\n#endif');
    expect(masked('#if !(X || defined(__cplusplus))\nint a;\n#endif')).toContain('int a;');
    expect(masked('#ifdef __cplusplus\nint f();\n#else\nint g();\n#endif')).toBe(
      '#ifdef __cplusplus\nint f();\n#else\n#endif',
    );
  });
});

describe('maskCpp and content that declares nothing', () => {
  it('blanks bodies, and keeps one statement so that the body stays a body', () => {
    expect(masked('int f() { if (a) { return 1; } }\nint g();')).toBe('int f() {; }\nint g();');
  });

  it('blanks braced initialisers', () => {
    expect(masked('int a[] = { [0] = 1, FOO(2) };')).toBe('int a[] = { };');
  });

  it('survives a body that ends in a branch', () => {
    expect(masked('int f() {\n#ifdef A\n x; }\n#else\n y; }\n#endif\nint g();')).toBe(
      'int f() {\n}\nint g();',
    );
  });
});

describe("maskCpp cures the grammar's gaps", () => {
  it.each([
    ['void f(A a = {1, 2});', 'void f(A a = 0);'],
    ['void f(T* = nullptr);', 'void f(T*_= nullptr);'],
    ['void f(int (C::*)(int));', 'void f(int ( *)(int));'],
    ['enum : uint8_t { A };', 'enum { A };'],
    ['struct S { int a : 3, : 2; };', 'struct S { int a : 3,_: 2; };'],
    ['template class A<int>;', ''],
    ['struct S { uint16_t : 3; };', 'struct S { uint16_t _ ; };'],
    ['static constexpr result_type (max)();', 'static constexpr result_type max ();'],
    ['STACK_OF(X509) *chain(const STACK_OF(X509) *x);', 'STACK_OF_X509_ *chain(const STACK_OF_X509_ *x);'],
    ['struct S { ElfW(Addr) base; };', 'struct S { ElfW_Addr_ base; };'],
    ['void f(REF(X11) t, Sql(int) *);', 'void f(REF_X11_ t, Sql_int_ *);'],
    ['AUTO(X11)\nasync_send(int);', 'AUTO_X11_\nasync_send(int);'],
    ['#if __has_include(<a/b.h>) && X', '#if __has_include(_a_b_h_) && X'],
    ['#\nint x;\n# // none', 'int x;\n// none'],
    ['#define X \nint x;', '#define X;\nint x;'],
    ['#define X 1 /* one */ + 2', '#define X 1 + 2'],
    ['_Atomic(long *) a;', '_Atomic_long___ a;'],
    [`${'_Atomic('.repeat(300)}x;`, `${'_Atomic('.repeat(300)}x;`],
    ['A::~A() = default;', 'A::~A() { }'],
    ['extern "C" typedef int (*cb)(int);', 'typedef int (*cb)(int);'],
    ['void f(T) = delete;', 'void f(T) { }'],
    [
      'struct S { template <class T> void f(T) = delete; };',
      'struct S { template <class T> void f(T) { } };',
    ],
    ['struct S { bool a : 1 = 0, b : 2{f(1, 2)}; };', 'struct S { bool a : 1 , b : 2 ; };'],
    ['S::S() : a(MAP(v) { return v; }), b{1} {}', 'S::S() : a( ), b{ } {}'],
    ['typedef void (S::*f)() const;', 'typedef void ( *f)() ;'],
    ['typedef void (*f)() noexcept(X);', 'typedef void (*f)() ;'],
    ['void f(F C::*p);', 'void f(F *p);'],
    ['enable_if<(N) >= 2, A<B>>::type f();', 'enable_if<(N) == 2, A<B>>::type f();'],
    ['bool operator>=(A<B> a, int b);', 'bool operator>=(A<B> a, int b);'],
    ['A &operator>>=(A<B> a, int b);', 'A &operator>>=(A<B> a, int b);'],
    ['void f() noexcept(A<B>(typename C::D{}));', 'void f() noexcept(_ );'],
    ['typedef T (APIENTRYP F)(int);', 'typedef T ( F)(int);'],
    ['void f() const IF((a<void(T *)>::b)) {}', 'void f() const {}'],
    ['enable_if<a == 1>::type f() ATTR(x) {}', 'enable_if<a == 1>::type f() {}'],
    [
      'auto f() const RETURN(x) auto g() RETURN(y) template <class T> T h();',
      'auto f() const ; auto g() ; template <class T> T h();',
    ],
    ['int f(int) ATTR(1) ATTR(2); static int x;', 'int f(int) ; static int x;'],
    ['ATTR(1) ATTR(2) static int x();', 'static int x();'],
    ['void *f(IN_BYTES(n) const void *from);', 'void *f( const void *from);'],
    ['extern EXPORT wchar_t *CALL f(void);', 'extern wchar_t * f(void);'],
    ['void f(void (*done)());', 'void f(void (* )());'],
    ['void f(void (*done)() noexcept);', 'void f(void (* )() );'],
    ['void f(ns::T (*const done)(T, ns::U));', 'void f(ns::T (*const )(T, ns::U));'],
    ['void f(int (*done)(T *job));', 'void f(int (* )(T *job));'],
    ['void f(T (&all)[N]);', 'void f(T (& )[N]);'],
    ['void f(void (*done)(int));', 'void f(void (*done)(int));'],
    ['int (*f(int))(char);', 'int (*f(int))(char);'],
    ['struct A : decltype(f<T>(0)) {};', 'struct A : _ecltype {};'],
    ['auto f() -> decltype(a(), b());', 'auto f() -> decltype(_ );'],
    ['using typename A<T>::B;', 'using A<T>::B;'],
    ['using Bases::f...;', 'using Bases::f ;'],
    [
      'template <class T, enable_if_t<(sizeof(T) > 1)> * = nullptr, template <class> class U = V> void f(T);',
      'template <class T, enable_if_t * , template <class> class U > void f(T);',
    ],
    ['template <class T, ENABLE_IF(!a<T>)> void f(T);', 'template <class T, ENABLE_IF__a_T__> void f(T);'],
    [
      'template <class T = const int, class U = void()> struct X;',
      'template <class T = int, class U = void > struct X;',
    ],
    ['1, 2,\n3', ''],
    [
      '#if FOO_HAS(gnu::cold) && BAR("-Wx") && BAZ(<a.h>)',
      '#if FOO_HAS(gnu__cold) && BAR(__Wx_) && BAZ(_a_h_)',
    ],
    ['#if (__has_include(<a.h>) || HAS(<b.h>))', '#if (__has_include(_a_h_) || HAS(_b_h_))'],
    ['#define X(a, args...) f(a, args)', '#define X(a, ...) f(a, args)'],
  ])('%s', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });
});

describe('maskCpp and attributes', () => {
  it('takes them out and keeps them', () => {
    const text =
      'struct [[nodiscard]] alignas(16) S { int x __attribute__((packed)); };\nint __stdcall f() __asm__("g");';
    expect(masked(text)).toBe('struct S { int x ; };\nint f() ;');
    expect(
      maskCpp(text).attributes.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`),
    ).toEqual([
      'attribute [[nodiscard]]',
      'alignas alignas(16)',
      'attribute __attribute__((packed))',
      'convention __stdcall',
      'asm __asm__("g")',
    ]);
  });

  it.each([
    ['struct TYPE_OF("a") alignas(1) [[x]] S final { int a; };', 'struct S final { int a; };'],
    ['struct TYPE_OF("a") [[x]] S { int a; };', 'struct S { int a; };'],
    ['struct alignas(8) S make(int a) { return 1; }', 'struct S make(int a) {; }'],
    ['struct S __attribute__((x)) make(int a) { return 1; }', 'struct S make(int a) {; }'],
  ])('tells a class head with them from a function: %s', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });
});

describe('maskCpp keeps the ends of lines', () => {
  it.each([
    '_BitInt(\n7) a;',
    'unsigned\n__int128 a;',
    'void f(T *\n= nullptr);',
    'void f(T *=\nnullptr);',
    'struct S { int\n: 3; };',
    'void f(T =\r\n{\r1\n});',
  ])('%j', (text) => {
    expect(maskCpp(text).text.replace(/[^\r\n]/g, ' ')).toBe(text.replace(/[^\r\n]/g, ' '));
  });
});

describe('maskCpp never throws', () => {
  it.each([
    '',
    '}',
    '{',
    '(((',
    '#if',
    '#endif\n#else',
    '"unterminated',
    '/*',
    'R"x(',
    'template <',
    'class A : <',
    "'",
    '\\',
  ])('%j', (text) => {
    expect(maskCpp(text).text.length).toBe(text.length);
  });
});

it('of a comment that nothing closes only the beginning stays', () => {
  expect(maskCpp('int a; /* b /* c\n/* d').text).toBe('int a; /*       \n    ');
  expect(maskCpp('int a; /**/').text).toBe('int a; /**/');
  expect(maskCpp('int a; // /*').text).toBe('int a; // /*');
});
