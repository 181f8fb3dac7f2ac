import { describe, expect, it } from 'vitest';
import { MemoryWorkspace } from '../service/testing/memory-workspace.js';
import page from './constrained-template.md';
import { checkPage } from './testing/check.js';

/** The names in a bridge that no instance of a template in the header is. */
async function refused(bridge: string, header: string): Promise<string[]> {
  const files = {
    'src/bridge.rs': `#[cxx::bridge]\nmod ffi {\n unsafe extern "C++" {\n include!("h.h");\n ${bridge}\n }\n}\n`,
    'include/h.h': header,
  };
  const { findings } = await (await MemoryWorkspace.of(files, {})).check();
  return findings.map(({ hazard, message }) => `${hazard} ${/`[^`]*`/.exec(message)?.[0] ?? ''}`);
}

describe('constrained-template', () => {
  it('is what its page says', () => checkPage(page, 'constrained-template'));

  it.each([
    ['fn f(x: f64);', 'template <std::integral T> void f(T x);'],
    ['fn f(x: f64);', 'template <class T> requires std::integral<T> void f(T x);'],
    ['fn f(x: f64);', 'template <class T> requires (sizeof(T) > 2 && std::integral<T>) void f(T x);'],
    ['fn f(x: i8);', 'template <class T> requires (!std::is_signed_v<T>) void f(T x);'],
    ['unsafe fn f(x: *const u8);', 'template <std::signed_integral T> void f(const T *x);'],
    [
      'fn f(x: &f32);',
      'template <class T, class = std::enable_if_t<std::is_integral<T>::value>> void f(const T &x);',
    ],
    ['fn f(x: f32) -> f32;', 'template <class T> std::enable_if_t<std::is_integral_v<T>, T> f(T x);'],
    ['fn f(x: f32);', 'template <class T> typename std::enable_if<std::is_integral<T>::value>::type f(T x);'],
    ['fn f(x: i32);', 'template <class R> void f(int x);'],
  ])('refuses %s of %s', async (bridge, header) => {
    expect(await refused(bridge, header)).toEqual(['constrained-template `f`']);
  });

  it.each([
    ['fn f(x: i32);', 'template <std::integral T> void f(T x);'],
    ['fn f(x: bool);', 'template <std::unsigned_integral T> void f(T x);'],
    ['unsafe fn f(x: *const c_char);', 'template <std::signed_integral T> void f(const T *x);'],
    // Another constraint, or one that is not all of it.
    ['fn f(x: f32);', 'template <own::integral T> void f(T x);'],
    ['fn f(x: f32);', 'template <class T> requires (std::integral<T> || sizeof(T) == 4) void f(T x);'],
    ['fn f(x: f32);', 'template <class T> requires requires { typename T::type; } void f(T x);'],
    // Its argument is none that the bridge gives.
    [
      'fn f(x: f32);',
      'template <class T, class U = int, class = std::enable_if_t<std::is_integral_v<U>>> void f(T x);',
    ],
    // Deduced from elsewhere, a default, or a pack.
    ['fn f() -> i32;', 'template <class R> R f();'],
    ['fn f(x: i32);', 'template <class R = int> void f(int x);'],
    ['fn f(x: i32);', 'template <class... R> void f(int x);'],
    ['fn f(x: i32);', 'template <class R> void f(typename own::arg<R>::type x);'],
    // Another template, or a function, may be what is meant.
    [
      'fn f(x: f32);',
      'template <std::integral T> void f(T x);\ntemplate <std::floating_point T> void f(T x);',
    ],
    ['fn f(x: f32);', 'template <std::integral T> void f(T x);\nvoid f(float x);'],
  ])('allows %s of %s', async (bridge, header) => {
    expect(await refused(bridge, header)).toEqual([]);
  });
});
