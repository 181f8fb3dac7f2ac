import { expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { MemoryWorkspace } from '../../service/testing/memory-workspace.js';

/** The length of each record's array `a`, or why it is not known. */
async function lengths(text: string): Promise<Record<string, number | string | null>> {
  const workspace = await MemoryWorkspace.of({ 'constants.hpp': text });
  const { types } = await workspace.ferrule.inspect(workspace.uri('constants.hpp'), null, NEVER_CANCELLED);
  return Object.fromEntries(
    types
      .filter(({ kind, name }) => kind !== 'enum' && !name.startsWith('Template'))
      .map(({ name, layout }) => [name, layout.size ?? layout.reason]),
  );
}

test('a template argument has the type of its parameter', async () => {
  const text = `
template <unsigned long N> struct TemplateU { char a[N - 10 > 0 ? 1 : 2]; };
template <long N> struct TemplateS { char a[N - 10 > 0 ? 1 : 2]; };
struct Unsigned { TemplateU<5> a; };
struct Signed { TemplateS<5> a; };`;
  expect(await lengths(text)).toEqual({ Unsigned: 1, Signed: 2 });
});

test('an enumerator has the type of its enumeration', async () => {
  const text = `
enum Wide { ONE = 1, ALL = 0xFFFFFFFF };
enum Narrow { TWO = 1, SOME = 0x7FFFFFFF };
enum Fixed : unsigned long long { K = 1 };
enum class Other { A = 5 };
enum class Own { A = 1, B = (int)Other::A };
struct OfWide { char a[ONE - 2 > 0 ? 7 : 9]; };
struct OfNarrow { char a[TWO - 2 > 0 ? 7 : 9]; };
struct OfFixed { char a[(K << 33) >> 31]; };
struct OfOwn { char a[(int)Own::B]; };`;
  expect(await lengths(text)).toEqual({ OfWide: 7, OfNarrow: 9, OfFixed: 4, OfOwn: 5 });
});

test('both branches of a conditional have a say in its type; what is not evaluated has none', async () => {
  const text = `
struct Mixed { char a[(true ? -1 : 0u) > 0 ? 3 : 4]; };
struct Alike { char a[(true ? -1 : 0) > 0 ? 3 : 4]; };
struct Short { char a[false && 1 / 0 ? 2 : 3]; };
struct Divided { char a[true && 1 / 0 ? 2 : 3]; };`;
  expect(await lengths(text)).toEqual({
    Mixed: 3,
    Alike: 4,
    Short: 3,
    Divided: 'member `a`: a constant is divided by zero',
  });
});

test('literals of characters, of any base, with separators and suffixes', async () => {
  const text = `
struct Letter { char a['a']; };
struct Hexadecimal { char a['\\x10']; };
struct Octal { char a['\\17']; };
struct Wide { char a[U'a' - 98 > 0 ? 1 : 2]; };
struct Narrow { char a['a' - 98 > 0 ? 1 : 2]; };
struct Separated { char a[0x1'0]; };
struct Size { char a[1uz - 2 > 0 ? 1 : 2]; };
struct High { char a['\\x80']; };`;
  expect(await lengths(text)).toEqual({
    Letter: 97,
    Hexadecimal: 16,
    Octal: 15,
    Wide: 1,
    Narrow: 2,
    Separated: 16,
    Size: 1,
    High: "member `a`: the constant expression `'\\x80'` is not understood",
  });
});

test('`constexpr` functions of one return', async () => {
  const text = `
constexpr int square(int n);
constexpr int square(int n) { return n * n; }
constexpr unsigned wrap(unsigned char n) { return n - 1u; }
constexpr int factorial(int n) { return n <= 1 ? 1 : n * factorial(n - 1); }
constexpr int twice(int n) { return 2 * n; }
constexpr int twice(long n) { return 3 * n; }
constexpr int looped(int n) { int r = 0; while (n--) r += 2; return r; }
struct Square { char a[square(3)]; };
struct Wrap { char a[wrap(256) > 5 ? 3 : 4]; };
struct Overloaded { char a[twice(3)]; };
struct Looped { char a[looped(3)]; };
struct Factorial { char a[factorial(4)]; };`;
  expect(await lengths(text)).toEqual({
    Square: 9,
    Wrap: 3,
    Overloaded: 'member `a`: the call of `twice` in a constant expression is not understood',
    Looped: 'member `a`: the call of `looped` in a constant expression is not understood',
    Factorial: 24,
  });
});

test('macros that take arguments, alone or as one operand', async () => {
  const text = `
#define SQUARE(x) ((x) * (x))
#define ADD(a, b) a + b
#define SUM (1) + (2)
struct Square { char a[SQUARE(1 + 2) - 1]; };
struct Alone { char a[ADD(1, 2)]; };
struct Torn { char a[ADD(1, 2) * 3]; };
struct Sum { char a[SUM * 2]; };`;
  expect(await lengths(text)).toEqual({
    Square: 8,
    Alone: 3,
    Torn: 'member `a`: the call of `ADD` in a constant expression is not understood',
    Sum: 'member `a`: the macro `SUM` is not one operand',
  });
});

test('what the library says of integers', async () => {
  const text = `#include <limits>
struct Max { char a[std::numeric_limits<unsigned char>::max()]; };
struct Digits { char a[std::numeric_limits<int>::digits]; };
struct Greater { char a[std::max(3, 4)]; };
struct Torn { char a[std::max(3, 4u)]; };
struct Unread { char a[std::numeric_limits<float>::digits]; };`;
  expect(await lengths(text)).toEqual({
    Max: 255,
    Digits: 31,
    Greater: 4,
    Torn: 'member `a`: `std::max` of different types',
    Unread: 'member `a`: `float` is no integer type of a known width',
  });
});

test('the size of a member, of a variable, of what a reference refers to', async () => {
  const text = `
constexpr short variable = 3;
struct Named { int head; char tail[sizeof(head)]; };
struct Variable { char a[sizeof(variable)]; };
struct Reference { char a[sizeof(long long &)]; };
struct Missing { char a[sizeof(nothing)]; };`;
  expect(await lengths(text)).toEqual({
    Named: 8,
    Variable: 2,
    Reference: 8,
    Missing: 'member `a`: the definition of `nothing` was not found',
  });
});
