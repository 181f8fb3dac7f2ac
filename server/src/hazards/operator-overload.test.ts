import { describe, it } from 'vitest';
import page from './operator-overload.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

/** A bridge that binds classes and has somebody give them to Rust. */
const bridge = (...names: readonly string[]): string => `
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("types.h");
${names.map((name) => `        type ${name};\n        fn take_${name.toLowerCase()}(it: &${name});`).join('\n')}
    }
}`;

const takes = (...names: readonly string[]): string =>
  names.map((name) => `void take_${name.toLowerCase()}(const ${name} &it);`).join('\n');

describe('operator-overload', () => {
  it('is what its page says', () => checkPage(page, 'operator-overload'));

  it('tells conversions, calls, subscripts and arrays of new, each name once', () =>
    check(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("types.h");
        type Table;
        //   ^^^^^ information: C++ overloads \`operator bool\`, \`operator()\` and \`operator[]\` of \`Table\`: Rust converts nothing by itself; Rust cannot call the object; Rust cannot index the object. Bind a function with a name for each that Rust needs
        type Pool;
        //   ^^^^ information: C++ overloads \`operator new[]\`, \`operator delete[]\` and \`operator->\` of \`Pool\`: \`*\` in Rust never reaches what it gives; a \`Box\` or any other memory of Rust never comes from it, and must not be given to it. Bind a function with a name for each that Rust needs
        fn take_table(it: &Table);
        fn take_pool(it: &Pool);
    }
}
//- include/types.h
#include <cstddef>
struct Table {
  explicit operator bool() const;
  int operator()(int row) const;
  int operator[](int row) const;
  int &operator[](int row);
};
struct Pool {
  static void *operator new[](std::size_t size);
  static void operator delete[](void *memory);
  Table *operator->() const;
};
${takes('Table', 'Pool')}
`));

  it('tells of a handle that a raw function takes, and of a mirror', () =>
    check(`
//- src/ffi.rs
#[repr(C)]
pub struct Handle { _private: [u8; 0] }
//         ^^^^^^ information: C++ overloads \`operator delete\` of \`Handle\`: a \`Box\` or any other memory of Rust never comes from it, and must not be given to it. Bind a function with a name for each that Rust needs
extern "C" { fn handle_show(handle: *const Handle); }
//- include/handle.h
class Handle {
public:
  static void operator delete(void *memory);
private:
  int *state;
};
extern "C" void handle_show(const Handle *handle);
`));

  it('is quiet about what has no code, is kept from others, or moves', () =>
    checkQuiet(`${bridge('Plain', 'Closed', 'Vector')}
//- include/types.h
struct Plain {
  Plain &operator=(const Plain &) = default;
  static void *operator new(unsigned long) = delete;
};
class Closed {
  Closed &operator=(const Closed &);
  int &operator*();
};
struct Vector {
  Vector operator*(const Vector &by) const;
  Vector &operator+=(const Vector &by);
  bool operator<(const Vector &other) const;
};
${takes('Plain', 'Closed', 'Vector')}
`));

  it('is quiet where Rust has a trait for it', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)]
pub struct Table { rows: *mut u32 }
impl std::ops::Deref for Table { type Target = u32; fn deref(&self) -> &u32 { unsafe { &*self.rows } } }
impl std::ops::Index<usize> for Table { type Output = u32; fn index(&self, at: usize) -> &u32 { unsafe { &*self.rows.add(at) } } }
extern "C" { fn table_show(table: *const Table); }
//- include/table.h
struct Table {
  unsigned *rows;
  unsigned &operator*() const;
  unsigned &operator[](unsigned long at) const;
};
extern "C" void table_show(const Table *table);
`));
});
