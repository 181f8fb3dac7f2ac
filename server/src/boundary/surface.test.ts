import { describe, expect, it } from 'vitest';
import { check } from '../hazards/testing/check.js';
import { MemoryWorkspace } from '../service/testing/memory-workspace.js';

const SURFACE = { surface: ['include/'] };

describe('the surface', () => {
  it('tells of functions what a binding could not have by itself', () =>
    check(
      `
//- include/draw.h
#include <string>
#include <type_traits>
namespace draw {
class Canvas;
void line(Canvas &canvas, int width);
//   ^^^^ information: C++ has 2 functions named \`draw::line\`, and nothing binds them yet: Rust has no overloading, so that a binding needs a name for each and has to say which one it means by its parameters or its symbol
void line(Canvas &canvas, double width);
//   ^^^^ related: \`void draw::line(Canvas &canvas, double width)\`
void fill(Canvas &canvas, int colour = 7);
//   ^^^^ information: \`draw::fill\` has a default that Rust does not get: \`colour = 7\`. Nothing binds it yet; a binding gives it each time, or needs a C++ function that takes fewer parameters
std::string title(const Canvas &canvas);
//          ^^^^^ information: \`draw::title\` returns \`std::string\` by a hidden reference, for the class is not trivial for the purposes of calls. Nothing binds it yet; a binding needs a function that takes a pointer, or one of cxx's types for it
template <class T> T largest(T a, T b = T());
//                   ^^^^^^^ information: \`draw::largest\` is a template: only its instances have symbols, and those are mangled. Nothing binds it yet; a binding needs a function of its own that calls it
template <class T, std::enable_if_t<std::is_integral_v<T>, int> = 0> T half(T value);
//                                                                     ^^^^ information: \`draw::half\` is a template that has instances for some arguments only. Nothing binds it yet; a binding needs a function that calls the instance that is meant
static int twice(int value) { return 2 * value; }
//         ^^^^^ information: \`draw::twice\` is \`static\`: each file that includes it has its own, and no symbol leaves any of them. Nothing binds it yet; a binding needs a function of its own that calls it
struct Negative {};
inline int checked(int value) {
//         ^^^^^^^ information: \`draw::checked\` lets an exception out: its body has \`throw Negative\`. Nothing binds it yet; a binding has to catch it in C++, as cxx does for a function that returns \`Result\`
    if (value < 0) throw Negative();
    return value;
}
void plain(Canvas *canvas, int value);
void plain(Canvas *canvas, int value);
}
`,
      SURFACE,
    ));

  it('tells of classes what a Rust value of them would not do', () =>
    check(
      `
//- include/shapes.h
#include <mutex>
namespace shapes {
struct Colour {
//     ^^^^^^ information: Where C++ takes a \`shapes::Colour\`, as \`paint\` does, \`shapes::Colour::Colour(unsigned int bits)\` makes one of what callers give. Nothing binds it yet; Rust converts nothing by itself, so that a binding needs a function that makes one
    Colour(unsigned bits);
    unsigned bits;
};
class Path {
//    ^^^^ information: \`shapes::Path\` has a move constructor of its own, which no move in Rust runs. Nothing binds it yet; a binding leaves its objects where C++ constructs them, behind a pointer such as \`std::unique_ptr\`
public:
    Path();
    Path(Path &&other) noexcept;
private:
    Path *self;
};
struct Lock {
//     ^^^^ information: \`shapes::Lock\` can only be constructed where it stays (the copy constructor of \`shapes::Lock\` is deleted). Nothing binds it yet; a binding needs a factory that returns \`std::unique_ptr<shapes::Lock>\`
    Lock();
    Lock(const Lock &) = delete;
    int state;
};
struct Points {
//     ^^^^^^ information: \`shapes::Points\` overloads \`operator[]\`: Rust cannot index the object. Nothing binds it yet; a binding needs a function with a name for each that Rust needs
    int operator[](int index) const;
    int get(int index) const;
//      ^^^ information: C++ has 2 functions named \`shapes::Points::get\`, and nothing binds them yet: Rust has no overloading, so that a binding needs a name for each and has to say which one it means by its parameters or its symbol
    int *get(int index);
    friend bool touch(const Points &a, const Points &b);
//              ^^^^^ information: C++ declares \`shapes::touch\` only as a friend within a class, where nothing but the types of its arguments finds it. Nothing binds it yet; a binding needs a declaration in the namespace, or a function that calls it
    int first;
};
void paint(const Colour &with);
void wipe(int by);
struct Label {
    explicit Label(const char *text);
    friend void wipe(int by);
    friend void secret(int by);
    friend void seen(const Label &label);
    const char *text;
};
void seen(const Label &label);
struct Plain {
    int x;
    int y;
};
template <class T> struct Box {
    Box(T value);
    void put(T value = T());
};
namespace {
void hidden(int value = 0);
}
}
`,
      SURFACE,
    ));
});

const SETTLED = {
  'include/lamp.h': 'void lamp_on(int level = 1);\n',
  'src/lamp.h': 'void lamp_off(int level = 1);\n',
};

describe('what is on the surface', () => {
  const names = async (workspace: MemoryWorkspace): Promise<string[]> => {
    const { findings } = await workspace.check();
    return findings.map(({ hazard, message }) => `${hazard} ${message.split(' ', 1)[0]}`);
  };

  it('is what the settings name, and nothing without them', async () => {
    expect(await names(await MemoryWorkspace.of(SETTLED))).toEqual([]);
    expect(await names(await MemoryWorkspace.of(SETTLED, SURFACE))).toEqual(['default-arguments `lamp_on`']);
    const all = { surface: ['*.h', '!src/*'] };
    expect(await names(await MemoryWorkspace.of(SETTLED, all))).toEqual(['default-arguments `lamp_on`']);
  });

  it('is nothing that crosses: the crossing is asked about', async () => {
    const workspace = await MemoryWorkspace.of(SETTLED, SURFACE);
    workspace.write('src/lib.rs', 'extern "C" { fn lamp_on(level: i32); }');
    workspace.write('include/lamp.h', 'extern "C" void lamp_on(int level = 1);');
    const { findings } = await workspace.check();
    expect(findings.map(({ uri, mechanism }) => `${workspace.path(uri)} ${mechanism}`)).toEqual([
      'src/lib.rs extern-c',
    ]);
    workspace.remove('src/lib.rs');
    expect(await names(workspace)).toEqual(['default-arguments `lamp_on`']);
  });

  it('is allowed by a comment, and has the severity that is set', async () => {
    const allowed = '// ferrule: allow(default-arguments)\n' + SETTLED['include/lamp.h'];
    expect(await names(await MemoryWorkspace.of({ 'include/lamp.h': allowed }, SURFACE))).toEqual([]);
    const severity = { 'default-arguments': 'error' } as const;
    const { findings } = await (await MemoryWorkspace.of(SETTLED, { ...SURFACE, severity })).check();
    expect(findings.map((finding) => finding.severity)).toEqual(['error']);
  });

  it('follows its files', async () => {
    const workspace = await MemoryWorkspace.of(SETTLED, SURFACE);
    await workspace.check();
    workspace.write('include/lamp.h', 'void lamp_on(int level);\n');
    expect(await names(workspace)).toEqual([]);
    workspace.write('include/more.hpp', 'void lamp_dim(int by = 2);\n');
    expect(await names(workspace)).toEqual(['default-arguments `lamp_dim`']);
  });
});
