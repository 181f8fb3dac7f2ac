import { describe, it } from 'vitest';
import page from './bridge-drift.md';
import { check, checkPage, checkQuiet, checkRemedy } from './testing/check.js';

describe('bridge-drift', () => {
  it('is what its page says', () => checkPage(page, 'bridge-drift'));

  it('finds static and const members on one side only', async () => {
    const workspace = await check(`
//- src/lib.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("lamp.h");
        type Lamp;
        fn level(self: Pin<&mut Lamp>) -> i32;
        //       ^^^^^^^^^^^^^^^^^^^^ error: \`Lamp::level\` is \`const\` in C++, the bridge binds one that is not: take \`&self\`
        #[Self = "Lamp"]
        fn dim();
        // ^^^ error: \`Lamp::dim\` is not \`static\` in C++, the bridge binds it without an object: take \`self\`
        fn all(&self);
        //     ^^^^^ error: \`Lamp::all\` is \`static\` in C++, the bridge binds a method: write \`#[Self = "Lamp"]\` and no \`self\`
    }
}
//- include/lamp.h
class Lamp {
public:
    int level() const;
    void dim();
    static void all();
};
`);
    await checkRemedy(
      workspace,
      'Change the receiver to `self: &Lamp`',
      `
//- src/lib.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("lamp.h");
        type Lamp;
        fn level(self: &Lamp) -> i32;
        #[Self = "Lamp"]
        fn dim();
        fn all(&self);
    }
}
`,
    );
  });

  it('knows what is no class of cxx', () =>
    check(`
//- src/lib.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("text.h");
        fn print(text: &String);
        //       ^^^^^^^^^^^^^ error: C++ takes \`const std::string &\` for \`text\`, the bridge binds a function that takes \`const rust::String &\`: cxx takes the address of \`print\`, and no conversion comes between
    }
}
//- include/text.h
#include <string>
void print(const std::string &text);
`));

  it('is quiet about overloads, aliases and what it has not read', () =>
    checkQuiet(`
//- src/lib.rs
#[cxx::bridge(namespace = "ui")]
mod ffi {
    unsafe extern "C++" {
        include!("area.h");
        #[cxx_name = "area_t"]
        type Area;
        fn grow(area: &Area, by: usize) -> u8;
        fn scale(area: &Area, by: f64);
        fn hide(self: &Area);
        fn name(area: &Area) -> UniquePtr<CxxVector<u8>>;
    }
}
//- include/area.h
#include <cstddef>
#include <cstdint>
namespace ui {
class Area_;
using size = std::size_t;
class Area_ { public: void hide(); void hide() const; };
using area_t = Area_;
std::uint8_t grow(const area_t &area, size by);
void scale(area_t &area, double by);
void scale(const area_t &area, double by);
Unread name(const area_t &area);
}
`));
});
