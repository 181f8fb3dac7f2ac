import { describe, it } from 'vitest';
import { checkPage, checkQuiet } from './testing/check.js';
import page from './throw-without-result.md';

describe('throw-without-result', () => {
  it('is what its page says', () => checkPage(page, 'throw-without-result'));

  it('is quiet where a fork of cxx is built, which may do something else', () =>
    checkQuiet(`
//- fork/src/lib.rs
#[proc_macro_attribute]
pub fn bridge(args: TokenStream, input: TokenStream) -> TokenStream { input }
#[proc_macro]
pub fn type_id(input: TokenStream) -> TokenStream { input }
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("store.h");
        fn find(key: i32) -> i32;
    }
}
//- include/store.h
#include <cstdint>
inline int32_t find(int32_t key) { throw key; }
`));

  it('is quiet about another overload and another class of the same name', () =>
    checkQuiet(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("store.h");
        type Store;
        fn find(self: &Store, key: i32) -> i32;
    }
}
//- include/store.h
#include <cstdint>
class Store {
public:
  int32_t find(int32_t key) const;
};
class Other {
public:
  int32_t find(int32_t key) const { throw key; }
};
//- src/store.cc
#include "store.h"
int32_t Store::find(int32_t key) const { return key; }
int32_t find(int32_t key) { throw key; }
`));

  it('is quiet about a call in a member function, which may be of a member', () =>
    checkQuiet(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("store.h");
        type Store;
        fn find(self: &Store, key: i32) -> i32;
    }
}
//- include/store.h
#include <cstdint>
class Store {
public:
  int32_t find(int32_t key) const;
  int32_t check(int32_t key) const { return key; }
};
//- src/store.cc
#include "store.h"
int32_t check(int32_t key) { throw key; }
int32_t Store::find(int32_t key) const { return check(key); }
`));
});
