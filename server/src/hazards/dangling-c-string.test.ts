import { describe, it } from 'vitest';
import page from './dangling-c-string.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

const HEADER = `
//- include/window.h
struct Style { const char *font; int size; };
extern "C" void window_set_title(const char *title);
extern "C" void window_set_style(const Style *style);
extern "C" void window_set_tabs(const char *const *tabs, unsigned long count);
extern "C" const char *window_kind();
`;

const IMPORTS = `use std::ffi::{c_char, CString};
#[repr(C)] pub struct Style { font: *const c_char, size: i32 }
extern "C" {
    fn window_set_title(title: *const c_char);
    fn window_set_style(style: *const Style);
    fn window_set_tabs(tabs: *const *const c_char, count: usize);
}
#[no_mangle] pub extern "C" fn window_kind() -> *const c_char { KIND }
`;

describe('dangling-c-string', () => {
  it('is what its page says', () => checkPage(page, 'dangling-c-string'));

  it('follows the pointer into a record, an array and a list', () =>
    check(`
//- src/ffi.rs
${IMPORTS.replace('{ KIND }', '{ std::ptr::null() }')}
fn styles(font: &str) {
    let mut style = Style { font: std::ptr::null(), size: 12 };
    style.font = CString::new(font).unwrap().as_ptr();
    //           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: this points into a \`CString\` that is dropped at the end of this statement, before \`window_set_style\` is given it: bind the \`CString\` to a variable
    unsafe { window_set_style(&style) }
}
fn tabs(first: &str, all: &[&str]) {
    let one = [CString::new(first).unwrap().as_ptr()];
    //         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: this points into a \`CString\` that is dropped at the end of this statement, before \`window_set_tabs\` is given it: bind the \`CString\` to a variable
    unsafe { window_set_tabs(one.as_ptr(), 1) }
    let more: Vec<_> = all.iter().map(|tab| CString::new(*tab).unwrap().as_ptr()).collect();
    //                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: this points into a \`CString\` that is dropped at the end of this closure, before \`window_set_tabs\` is given it: keep the \`CString\` in a variable outside
    unsafe { window_set_tabs(more.as_ptr(), more.len()) }
}${HEADER}`));

  it('sees what an exported function returns', () =>
    check(`
//- src/ffi.rs
${IMPORTS.replace(
  '{ KIND }',
  `{
    CString::new("plain").unwrap().as_ptr()
  //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: this points into a \`CString\` that is dropped at the end of this statement, before C++ gets it: return \`into_raw()\` and take it back with a function of its own, or point to a \`static\`
}`,
)}${HEADER}`));

  it('says nothing of a pointer that gets another value, goes elsewhere or stands under a condition', () =>
    checkQuiet(`
//- src/ffi.rs
${IMPORTS.replace('{ KIND }', '{ std::ptr::null() }')}
fn title(text: &str, kept: &CString) {
    let mut title = CString::new(text).unwrap().as_ptr();
    title = kept.as_ptr();
    unsafe { window_set_title(title) }
    let other = CString::new(text).unwrap().as_ptr();
    println!("{:p}", other);
    let length = CString::new(text).unwrap().as_bytes().len();
    #[cfg(windows)]
    let title = CString::new(text).unwrap().as_ptr();
    unsafe { window_set_title(c"".as_ptr()) }
}${HEADER}`));
});
