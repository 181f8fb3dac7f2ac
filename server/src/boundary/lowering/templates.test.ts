import { expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { MemoryWorkspace } from '../../service/testing/memory-workspace.js';

/** The size of each record whose name begins with `Use`, or why it is not known. */
async function sizes(text: string): Promise<Record<string, number | string | null>> {
  const workspace = await MemoryWorkspace.of({ 'templates.hpp': text });
  const { types } = await workspace.ferrule.inspect(workspace.uri('templates.hpp'), null, NEVER_CANCELLED);
  return Object.fromEntries(
    types
      .filter(({ name }) => name.startsWith('Use'))
      .map(({ name, layout }) => [name, layout.size ?? layout.reason]),
  );
}

test('the most specialised of the specialisations that match is meant', async () => {
  const text = `
template <class T> struct Box { T t; };
template <class T> struct Box<T *> { char c; };
template <class T> struct Box<const T> { short s[3]; };
template <class T> struct Box<const T *> { int i[5]; };
template <> struct Box<void> { long l[7]; };
struct UsePlain { Box<int> b; };
struct UsePointer { Box<int *> b; };
struct UseConstPointer { Box<const int *> b; };
struct UseVoid { Box<void> b; };
struct UseConst { Box<const int> b; };`;
  expect(await sizes(text)).toEqual({
    UsePlain: 4,
    UsePointer: 1,
    UseConstPointer: 20,
    UseVoid: 56,
    UseConst: 6,
  });
});

test('neither of two that match alike, nor one that a constraint guards', async () => {
  const text = `
template <class A, class B> struct Two { char c; };
template <class A> struct Two<A, int> { char c[2]; };
template <class B> struct Two<int, B> { char c[3]; };
template <class T> struct Guarded { T t; };
template <class T> requires (sizeof(T) > 4) struct Guarded<T *> { char c[3]; };
struct UseLast { Two<char, int> a; };
struct UseBoth { Two<int, int> a; };
struct UseGuarded { Guarded<char *> a; };`;
  expect(await sizes(text)).toEqual({
    UseLast: 2,
    UseBoth: 'member `a`: the template `Two` cannot be instantiated with these arguments yet',
    UseGuarded: 'member `a`: the template `Guarded` cannot be instantiated with these arguments yet',
  });
});

test('members of instances: nested classes, types, constants, those of bases', async () => {
  const text = `
struct T { int namesake[10]; };
template <class T> struct Outer {
  struct Inner { T t; char c; };
  typedef T type;
  static constexpr int count = sizeof(T);
  template <class U> struct Pair { T t; U u; };
  Inner inner;
};
template <class T> struct Derived : Outer<T *> {};
template <class T> struct Asks { typename T::type t; char c[T::count]; };
struct UseInner { Outer<short>::Inner i; };
struct UseOuter { Outer<char> o; };
struct UseType { Outer<short>::type t; };
struct UseBase { Derived<char>::type t; };
struct UseCount { char c[Outer<short>::count]; };
struct UsePair { Outer<char>::Pair<int> p; };
struct UseAsked { Asks<Outer<short>> a; };
struct UseMissing { Outer<short>::nothing n; };`;
  expect(await sizes(text)).toEqual({
    UseInner: 4,
    UseOuter: 2,
    UseType: 2,
    UseBase: 8,
    UseCount: 2,
    UsePair: 8,
    UseAsked: 4,
    UseMissing: "member `n`: the member `nothing` of a template's instance was not found",
  });
});

test('traits decide, and a specialisation has members of its own', async () => {
  const text = `
template <bool B, class T, class F> struct choose { typedef T type; };
template <class T, class F> struct choose<false, T, F> { typedef F type; };
template <class T, class U> struct same { static const bool value = false; };
template <class T> struct same<T, T> { static const bool value = true; };
template <class T> struct plain { typedef T type; };
template <class T> struct plain<T &> { typedef T type; };
template <unsigned N> struct Fibonacci { static constexpr unsigned value = Fibonacci<N - 1>::value + Fibonacci<N - 2>::value; };
template <> struct Fibonacci<0> { static constexpr unsigned value = 0; };
template <> struct Fibonacci<1> { static constexpr unsigned value = 1; };
template <class T> struct Store { typename choose<(sizeof(T) > 4), T *, T>::type v; };
template <class T> struct Held { typename plain<T>::type v; };
struct UseStore { Store<char> a; };
struct UseWide { Store<long double> a; };
struct UseSame { char c[same<int, int>::value + 1]; };
struct UseOther { char c[same<int, long>::value + 1]; };
struct UsePlain { Held<char &> h; };
struct UseFibonacci { char c[Fibonacci<10>::value]; };`;
  expect(await sizes(text)).toEqual({
    UseStore: 1,
    UseWide: 8,
    UseSame: 2,
    UseOther: 1,
    UsePlain: 1,
    UseFibonacci: 55,
  });
});

test('what a specialisation of a member changes is not known, nor what no argument is given for', async () => {
  const text = `
struct T { int namesake[10]; };
template <class T> struct Box { struct Item { T t; }; static constexpr int n = 1; enum { size = sizeof(T) }; char c[size]; };
template <> struct Box<int>::Item { char c[9]; };
template <> constexpr int Box<long>::n = 5;
struct UseItem { Box<int>::Item i; };
struct UseCount { char c[Box<long>::n]; };
struct UseSize { Box<char> b; };`;
  expect(await sizes(text)).toEqual({
    UseItem: 'member `i`: which member `Item` is meant is not known',
    UseCount: "member `c`: the constant `n` of a template's instance was not found",
    UseSize: 'member `b`: member `c`: what the template parameter `T` stands for is not known',
  });
});

test('traits of the library, and constants that classes inherit', async () => {
  const text = `
#include <type_traits>
enum Small : short { S };
template <class T> struct IsPointer : std::is_pointer<T> {};
template <class... Ts> struct All : std::true_type {};
template <class T, class... Ts> struct All<T, Ts...> : std::integral_constant<bool, std::is_integral<T>::value && All<Ts...>::value> {};
template <bool B> struct Flag { char c[B ? 3 : 1]; };
template <class T, class = void> struct Guarded { char c; };
template <class T> struct Guarded<T, std::enable_if_t<std::is_integral_v<T>>> { char c[2]; };
template <class T> struct Hides : std::true_type { enum { value = 0 }; };
struct UseConditional { std::conditional_t<std::is_same<int, int>::value, char, long> c; };
struct UseUnderlying { std::underlying_type<Small>::type u; };
struct UseChanges { std::remove_cv_t<std::remove_reference_t<const short &>> c; };
struct UseInherited { Flag<IsPointer<int *>::value> f; };
struct UseAll { char c[All<int, char>::value + 1]; };
struct UseNotAll { char c[All<int, double>::value + 1]; };
struct UseGuarded { Guarded<int> g; };
struct UseUnguarded { Guarded<double> g; };
struct UseHidden { char c[Hides<int>::value + 1]; };
struct UseUnknown { char c[std::is_trivially_copyable<Small>::value + 1]; };`;
  expect(await sizes(text)).toEqual({
    UseConditional: 1,
    UseUnderlying: 2,
    UseChanges: 2,
    UseInherited: 3,
    UseAll: 2,
    UseNotAll: 1,
    UseGuarded: 2,
    UseUnguarded: 1,
    UseHidden: "member `c`: the constant `value` of a template's instance was not found",
    UseUnknown: 'member `c`: the constant `std::is_trivially_copyable::value` was not found',
  });
});

test('an `#if` around specialisations is decided by the files that were read, and that is assumed', async () => {
  const text = `
template <class T> struct Choice;
#if WIDE
template <> struct Choice<int> { static constexpr int size = 8; long l; };
#else
template <> struct Choice<int> { static constexpr int size = 3; short s; };
#endif
struct Use { Choice<int> c; };
struct UseCount { char c[Choice<int>::size]; };`;
  const workspace = await MemoryWorkspace.of({ 'templates.hpp': text });
  const { types } = await workspace.ferrule.inspect(workspace.uri('templates.hpp'), null, NEVER_CANCELLED);
  const uses = types.filter(({ name }) => name.startsWith('Use'));
  expect(uses.map(({ name, layout }) => [name, layout.status, layout.size])).toEqual([
    ['Use', 'assumed', 2],
    ['UseCount', 'assumed', 3],
  ]);
});

test('packs: counted, expanded in arguments and bases, taken apart by specialisations', async () => {
  const text = `
template <class... Ts> struct Tuple {};
template <class H, class... T> struct Tuple<H, T...> : Tuple<T...> { H head; };
template <class T> struct Box { T t; };
template <class... Ts> struct Boxes { Tuple<Box<Ts>..., char> t; char n[sizeof...(Ts) + 1]; };
template <int N, class T> struct Indexed { T t; };
template <class... Ts> struct Inherits : Indexed<sizeof(Ts), Ts>... { char c; };
template <int... Ns> struct Sum { static constexpr int value = 0; };
template <int N, int... Ns> struct Sum<N, Ns...> { static constexpr int value = N + Sum<Ns...>::value; };
template <class T, class Enable = void> struct Of { char c; };
template <class... Ts> struct Of<Tuple<Ts...>> { char c[2]; };
template <class T> struct Of<Tuple<T>> { char c[3]; };
template <class... Ts> struct Of<Tuple<Box<Ts>...>> { char c[4]; };
template <class... Ts> struct Two { template <class... Us> struct With { Tuple<Box<Ts>..., Us...> t; }; };
template <class... Ts> struct Open { Ts t; };
struct UseTuple { Tuple<char, short, int> t; };
struct UseNone { Tuple<> t; };
struct UseBoxes { Boxes<short, short> b; };
struct UseBases { Inherits<short, int> i; };
struct UseSum { char c[Sum<4, 3, 2>::value]; };
struct UseOne { Of<Tuple<int>> o; };
struct UseMany { Of<Tuple<int, char>> o; };
struct UseBoxed { Of<Tuple<Box<int>, Box<char>>> o; };
struct UseOther { Of<Box<int>> o; };
struct UseTwo { Two<int, char>::With<short> w; };
struct UseOpen { Open<int> o; };`;
  expect(await sizes(text)).toEqual({
    UseTuple: 8,
    UseNone: 1,
    UseBoxes: 10,
    UseBases: 12,
    UseSum: 9,
    UseOne: 3,
    UseMany: 2,
    UseBoxed: 4,
    UseOther: 1,
    UseTwo: 8,
    UseOpen: 'member `o`: member `t`: the pack `Ts` stands for more than one type',
  });
});
