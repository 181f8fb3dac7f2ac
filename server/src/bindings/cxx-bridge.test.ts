import { describe, expect, it } from 'vitest';
import { START_OF_FILE } from '../base/range.js';
import { bridgeOf } from './testing/bridge-of.js';

/** `line: name: reason` of everything refused in a header, one-based. */
async function refusalsOf(text: string, only: readonly string[] = []): Promise<string[]> {
  const { refused } = await bridgeOf({ 'api.hpp': text }, { only });
  return refused.map(({ name, reason, range }) => `${range.start.line + 1}: ${name}: ${reason}`);
}

/** The lines of the bridge that declare functions, without what stands around them. */
async function functionsOf(text: string, only: readonly string[] = []): Promise<string[]> {
  const bridge = await bridgeOf({ 'api.hpp': text }, { only });
  return bridge.text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(?:unsafe )?fn /.test(line));
}

describe('a whole header', () => {
  it('becomes one module: enums, types, methods under their class, factories first', async () => {
    const header = `
      #pragma once
      #include <cstdint>
      #include <memory>
      #include <string>
      namespace audio {
      enum class Mode : std::uint8_t { Mono, Stereo = 2, Surround };
      class Device;
      class Mixer {
      public:
        void attach(std::unique_ptr<Device> device, Mode mode);
        Device &deviceAt(std::size_t index);
        const Device &deviceAt(std::size_t index) const;
        void setVolume(float volume) noexcept;
        void setVolume(std::size_t channel, float volume) noexcept;
        static std::uint32_t version() noexcept;
        bool operator!() const;
      private:
        void secret();
        float volume_;
      };
      class Device {
      public:
        explicit Device(const std::string &name);
        const std::string &name() const noexcept;
        double gain = 1.0;
      };
      std::unique_ptr<Mixer> newMixer();
      }
      namespace audio::io { void flush(int timeout = 100) noexcept; }
    `;
    const bridge = await bridgeOf({ 'mixer.hpp': header }, { includePath: 'studio/include/mixer.hpp' });
    expect(bridge.text).toBe(`\
#[cxx::bridge(namespace = "audio")]
pub mod ffi {
    #[derive(Debug)]
    #[repr(u8)]
    enum Mode {
        Mono,
        Stereo = 2,
        Surround,
    }

    unsafe extern "C++" {
        include!("studio/include/mixer.hpp");

        type Mode;

        type Mixer;
        #[cxx_name = "newMixer"]
        fn new_mixer() -> Result<UniquePtr<Mixer>>;
        fn attach(self: Pin<&mut Mixer>, device: UniquePtr<Device>, mode: Mode) -> Result<()>;
        #[cxx_name = "deviceAt"]
        fn device_at_mut(self: Pin<&mut Mixer>, index: usize) -> Result<Pin<&mut Device>>;
        #[cxx_name = "deviceAt"]
        fn device_at(self: &Mixer, index: usize) -> Result<&Device>;
        #[cxx_name = "setVolume"]
        fn set_volume(self: Pin<&mut Mixer>, volume: f32);
        #[cxx_name = "setVolume"]
        fn set_volume_with_channel(self: Pin<&mut Mixer>, channel: usize, volume: f32);
        #[Self = "Mixer"]
        fn version() -> u32;

        type Device;
        fn name(self: &Device) -> &CxxString;

        #[namespace = "audio::io"]
        fn flush(timeout: i32);
    }
}
`);
    expect(bridge.items).toContainEqual({ cpp: 'audio::Mixer::deviceAt', rust: 'ffi::Mixer::device_at_mut' });
    expect(bridge.items).toContainEqual({ cpp: 'audio::io::flush', rust: 'ffi::flush' });
    expect(bridge.refused.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      'audio::Mixer::operator!: cxx binds no operators; declare a named function that applies it',
      'audio::Device::Device: cxx calls no constructors; declare a function that does: `std::unique_ptr<audio::Device> new_device(const std::string &name)`',
      'audio::Device::gain: cxx reads no fields of a class that C++ defines; declare methods that return them',
    ]);
  });

  it('gives nothing where nothing can be bound', async () => {
    const bridge = await bridgeOf({ 'api.hpp': 'template <typename T> T twice(T value);' });
    expect(bridge).toMatchObject({ text: '', items: [], refused: [{ name: 'twice' }] });
  });

  it('declares a class of another header, and owns it only where that header is included', async () => {
    const other = { 'lib/part.hpp': 'namespace lib { class Part { public: int id() const; }; }' };
    const api =
      '#include <memory>\nnamespace lib { class Part; std::unique_ptr<Part> part(); int use(const Part &p); }';
    const apart = await bridgeOf({ 'api.hpp': api, ...other });
    expect(apart.text).toContain('type Part;');
    expect(apart.refused.map(({ reason }) => reason)).toEqual([
      '`std::unique_ptr<Part>` needs the definition of `lib::Part`, and the header only declares it; include the header that defines it',
    ]);
    const joined = await bridgeOf({ 'api.hpp': `#include "lib/part.hpp"\n${api}`, ...other });
    expect(joined.refused).toEqual([]);
    expect(joined.text).toContain('fn part() -> Result<UniquePtr<Part>>;');
    expect(joined.text).not.toContain('fn id');
  });

  it('is the same on every target', async () => {
    const header = '#include <cstdint>\nenum E { A = -1, B }; std::int64_t f(std::size_t n, E e); long g();';
    const texts = await Promise.all(
      ['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc', 'i686-unknown-linux-gnu'].map(async (target) => {
        const bridge = await bridgeOf({ 'api.hpp': header }, { target });
        return bridge.text;
      }),
    );
    expect(new Set(texts).size).toBe(1);
  });
});

describe('`only`', () => {
  const header = `
    #include <memory>
    namespace ns {
    class Panel { public: int size() const noexcept; void clear() noexcept; };
    class Other { public: int size() const noexcept; };
    std::unique_ptr<Panel> new_panel() noexcept;
    void free_function() noexcept;
    template <typename T> void generic(T);
    }
  `;

  it('takes a class with its methods and what makes it', async () => {
    expect(await functionsOf(header, ['Panel'])).toEqual([
      'fn new_panel() -> UniquePtr<Panel>;',
      'fn size(self: &Panel) -> i32;',
      'fn clear(self: Pin<&mut Panel>);',
    ]);
    expect(await refusalsOf(header, ['Panel'])).toEqual([]);
  });

  it('takes single methods and functions, by qualified names and others', async () => {
    expect(await functionsOf(header, ['Panel::clear', 'ns::free_function'])).toEqual([
      'fn clear(self: Pin<&mut Panel>);',
      'fn free_function();',
    ]);
  });

  it('may name a class and one of its methods', async () => {
    expect(await refusalsOf(header, ['ns::Panel', 'Panel::clear'])).toEqual([]);
    expect(await functionsOf(header, ['ns::Panel', 'Panel::clear'])).toHaveLength(3);
  });

  it('says what is refused and what is not there', async () => {
    const bridge = await bridgeOf({ 'api.hpp': header }, { only: ['generic', 'Pannel'] });
    expect(bridge.refused).toEqual([
      {
        name: 'Pannel',
        reason:
          'the header declares no class, enum or public function of this name; did you mean `ns::Panel`?',
        range: START_OF_FILE,
      },
      expect.objectContaining({ name: 'ns::generic' }),
    ]);
  });
});

describe('overloads', () => {
  const namesOf = async (declarations: readonly string[]): Promise<string[]> => {
    const functions = await functionsOf(`#include <string>\n${declarations.join('\n')}`);
    return functions.map((line) => line.replace(/^(?:unsafe )?fn (\w+).*/, '$1')).sort();
  };
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['the least keeps the name', ['void f();', 'void f(int size);'], ['f', 'f_with_size']],
    [
      'others are called after what they add',
      ['void add(int value);', 'void add(int value, int at);', 'void add(int value, int at, bool sorted);'],
      ['add', 'add_with_at', 'add_with_at_and_sorted'],
    ],
    [
      'or after what only they have',
      ['void put(int line);', 'void put(bool flag, double by);'],
      ['put_flag_by', 'put_line'],
    ],
    ['or after their types', ['void set(int v);', 'void set(double v);'], ['set_f64', 'set_i32']],
    [
      'only after types that differ',
      ['void at(int x, bool y);', 'void at(int x, char y);'],
      ['at_bool', 'at_char'],
    ],
    ['unnamed parameters after their types', ['void f(int);', 'void f(int, double);'], ['f', 'f_with_f64']],
    [
      'types tell apart what names do not',
      ['void p(int x);', 'void p(const std::string &x);', 'void p(int x, int base);'],
      ['p_cxx_string', 'p_i32', 'p_with_base'],
    ],
    [
      'namespaces go in front',
      ['namespace a { void go(); }', 'namespace b { void go(); }'],
      ['a_go', 'b_go'],
    ],
    [
      'who is called so in C++ comes first',
      ['struct P { int &v(); const int &v() const; int v_mut(); };'],
      ['v', 'v_mut', 'v_mut2'],
    ],
    ['a number where all else fails', ['void setIt(int);', 'void set_it(int);'], ['set_it', 'set_it2']],
  ];

  it.each(cases)('%s', async (_, declarations, names) => {
    expect(await namesOf(declarations)).toEqual(names);
    expect(await namesOf([...declarations].reverse())).toEqual(names);
  });

  it('gives each function the same name, whatever the order of declaration', async () => {
    const declarations = ['void f(int v);', 'void f(double v);', 'void f(bool v, int n);'];
    const forth = await functionsOf(declarations.join('\n'));
    const back = await functionsOf([...declarations].reverse().join('\n'));
    expect([...back].sort()).toEqual([...forth].sort());
  });

  it('binds a function once, however often it is declared', async () => {
    expect(
      await functionsOf('int f(int a);\nint f(const int a);\ninline int f(int a) { return a; }'),
    ).toHaveLength(1);
  });
});

describe('lifetimes', () => {
  const declarations = (line: string): string =>
    `#include <string>\nclass A { public: const A &same(const A &) const noexcept; A &part() const noexcept; A &next(A &o) noexcept; const A &named(const std::string &n) const noexcept; };\n${line}`;

  it.each([
    ["fn same<'a>(self: &'a A, arg0: &'a A) -> &'a A;", ''],
    ['unsafe fn part(self: &A) -> Pin<&mut A>;', ''],
    ["fn next<'a>(self: Pin<&'a mut A>, o: Pin<&'a mut A>) -> Pin<&'a mut A>;", ''],
    ['fn named(self: &A, n: &CxxString) -> &A;', ''],
    ['fn of(a: &A, i: i32) -> &A;', 'const A &of(const A &a, int i) noexcept;'],
    [
      "fn of<'a>(a: &'a A, n: &CxxString) -> &'a A;",
      'const A &of(const A &a, const std::string &n) noexcept;',
    ],
    ["unsafe fn of() -> &'static A;", 'const A &of() noexcept;'],
    ["unsafe fn of(n: &CxxString) -> &'static A;", 'const A &of(const std::string &n) noexcept;'],
    ["unsafe fn of(p: *const A) -> &'static A;", 'const A &of(const A *p) noexcept;'],
    ["fn of<'a>(a: &A, b: Pin<&'a mut A>) -> Pin<&'a mut A>;", 'A &of(const A &a, A &b) noexcept;'],
    ['fn of(a: &A) -> *mut A;', 'A *of(const A &a) noexcept;'],
  ])('%s', async (expected, line) => {
    expect(await functionsOf(declarations(line))).toContain(expected);
  });
});

describe('refusals', () => {
  it.each([
    [
      'void f(std::string s);',
      'it takes `std::string` by value, which cxx does not pass to C++ objects; take `const std::string &`, `rust::Str` or `std::unique_ptr<std::string>`',
    ],
    [
      'struct S { private: int a; }; S f();',
      'it returns `S` by value, which cxx does not move into Rust; return a `std::unique_ptr` to it',
    ],
    [
      'void f(long long n);',
      'cxx has no `long long`, whose size depends on the platform; use `std::int64_t`',
    ],
    ['void f(wchar_t c);', 'cxx has no `wchar_t`'],
    [
      'void f(int (&a)[3], int b);',
      '`int (&)[3]` is a reference to a raw array; take a `rust::Slice` or `std::array`',
    ],
    ['void f(int a[3]);', '`int[3]` is a raw array; take a `rust::Slice`, or a pointer and a length'],
    [
      'void f(std::vector<bool> &v);',
      'cxx has no `std::vector<bool>`; its elements may be numbers, `std::string` and classes',
    ],
    [
      'void f(std::vector<int> v);',
      'it takes `std::vector<int>` by value, which cxx does not pass to C++ objects; take a reference or a `std::unique_ptr`',
    ],
    [
      'void f(const std::function<void()> &g);',
      'cxx has no `std::function<void ()>`; take a `rust::Fn` or a class with a method',
    ],
    [
      'void f(std::unique_ptr<const int> p);',
      'cxx has no `std::unique_ptr<const int>`; leave out the `const` inside',
    ],
    ['namespace { int f(); }', 'it is in an anonymous namespace'],
    ['int f__g();', 'cxx reserves names like `f__g`'],
    ['void f(volatile int *p);', 'cxx has no `volatile` (`volatile int`)'],
    ['void f(const Missing &m);', 'no declaration of `Missing` was found'],
    ['void f(const char *format, ...);', 'cxx has no variadic functions; declare one with fixed parameters'],
    ['const int f();', 'it returns `const int`; cxx wants the same type without `const`'],
    [
      'template <class T> struct B {}; void f(const B<int> &b);',
      '`B<int>` is an instance of a template, which cxx cannot name; name it at namespace scope: `using Name = B<int>;`',
    ],
    [
      'struct O { struct I { int i; }; private: int o; }; void f(const O::I &i);',
      '`I` is nested in `O`, where cxx cannot name it; add an alias at namespace scope: `using O_I = O::I;`',
    ],
    ['#ifdef FEATURE\nvoid f();\n#endif', 'it is declared only under `#if defined(FEATURE)`'],
  ])('%s', async (text, reason) => {
    const refused = await refusalsOf(text);
    expect(refused.map((line) => line.replace(/^\d+: \w+: /, ''))).toContain(reason);
  });

  it('are not for what Rust has no use of', async () => {
    const text = `
      class Quiet {
      public:
        Quiet(const Quiet &) = delete;
        Quiet(Quiet &&) noexcept;
        Quiet &operator=(const Quiet &) = delete;
        ~Quiet();
        void gone() = delete;
      protected:
        void inherited();
      private:
        Quiet();
        int field_;
      };
    `;
    expect(await refusalsOf(text)).toEqual([]);
  });

  it('name the qualifiers and the bases that cxx cannot follow', async () => {
    const text = `
      template <class T> struct Base { void f(); };
      struct D : public Base<int> {
        void once() &&;
        void loud() volatile;
      };
    `;
    const reasons = (await refusalsOf(text, ['D'])).map((line) => line.replace(/^\d+: /, ''));
    expect(reasons).toEqual([
      'D::Base<int>: what `D` inherits from `Base<int>` is not bound: it is an instance of a template; declare in `D` what Rust needs',
      'D::once: cxx binds no methods with the qualifier `&&`; declare one without it',
      'D::loud: cxx binds no `volatile` methods',
    ]);
  });
});
