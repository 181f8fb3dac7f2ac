import { beforeAll, describe, expect, test } from 'vitest';
import { MemoryWorkspace } from '../../server/src/service/testing/memory-workspace.js';
import { runRust, rustLints } from './compilers.js';
import { Random, sampleSize, SEED } from './random.js';

const HEADER = `
struct Style { const char *font; };
extern "C" void take(const char *text);
extern "C" void take_style(const Style *style);
extern "C" void take_list(const char *const *list);
`;

/** What Ferrule reads; a body is one line. */
const IMPORTS = `
#[repr(C)] pub struct Style { font: *const c_char }
extern "C" {
    fn take(text: *const c_char);
    fn take_style(style: *const Style);
    fn take_list(list: *const *const c_char);
}
`;

/** Stands for the class of the standard library: it never gives memory back, and knows which of it was dropped. */
const OWNER = `
use std::{cell::RefCell, collections::HashSet, ffi::c_char, ptr::null};
thread_local!(static ALIVE: RefCell<HashSet<usize>> = RefCell::default());
struct CString(*const c_char);
impl CString {
    fn new(_: &str) -> Option<CString> {
        let text = Box::into_raw(Box::new(0)) as *const c_char;
        ALIVE.with(|alive| alive.borrow_mut().insert(text as usize));
        Some(CString(text))
    }
    fn as_ptr(&self) -> *const c_char { self.0 }
}
impl Drop for CString {
    fn drop(&mut self) { ALIVE.with(|alive| alive.borrow_mut().remove(&(self.0 as usize))); }
}
mod taker {
    use super::*;
    #[no_mangle] extern "C" fn take(text: *const c_char) {
        println!("{}", ALIVE.with(|alive| alive.borrow().contains(&(text as usize))));
    }
    #[no_mangle] extern "C" fn take_style(style: *const Style) { take(unsafe { (*style).font }) }
    #[no_mangle] extern "C" fn take_list(list: *const *const c_char) { take(unsafe { *list }) }
}
`;

const TEMPORARY = [
  'CString::new("a").unwrap().as_ptr()',
  'CString::new("a").expect("no nul").as_ptr()',
  '(CString::new("a").unwrap()).as_ptr()',
];

/** A random expression whose value is a pointer into a string, some of them into `kept`. */
function samplePointer(random: Random, depth = 0): string {
  if (depth === 3 || random.chance(0.3)) return random.chance(0.2) ? 'kept.as_ptr()' : random.pick(TEMPORARY);
  const inner = samplePointer(random, depth + 1);
  return random.pick([
    `{ ${inner} }`,
    `unsafe { ${inner} }`,
    `(${inner} as *const c_char)`,
    `(${inner}).cast::<c_char>()`,
    `if yes { ${inner} } else { null() }`,
    `if !yes { null() } else { ${inner} }`,
    `match text { Some(_) => ${inner}, None => null() }`,
    `match text { None => null(), Some(_) => { ${inner} } }`,
    `text.map(|_| ${inner}).unwrap_or(null())`,
    `text.map_or(null(), |_| { ${inner} })`,
    `Some(${inner}).unwrap()`,
  ]);
}

/** A random body that gives C++ the pointer. */
function sampleBody(random: Random): string {
  const pointer = samplePointer(random);
  return random.pick([
    `unsafe { take(${pointer}) }`,
    `unsafe { take_style(&Style { font: ${pointer} }) }`,
    `let p = ${pointer}; unsafe { take(p) }`,
    `let p = ${pointer}; let q = p; unsafe { take(q.cast()) }`,
    `let mut p = null(); p = ${pointer}; unsafe { take(p) }`,
    `let p = ${pointer}; let p = { let _ = p; kept.as_ptr() }; unsafe { take(p) }`,
    `let style = Style { font: ${pointer} }; unsafe { take_style(&style) }`,
    `let font = ${pointer}; let style = Style { font }; unsafe { take_style(&style) }`,
    `let mut style = Style { font: null() }; style.font = ${pointer}; unsafe { take_style(&style) }`,
    `let list = [${pointer}, null()]; unsafe { take_list(list.as_ptr()) }`,
    `let mut list = Vec::new(); list.push(${pointer}); unsafe { take_list(list.as_ptr()) }`,
    `let list: Vec<_> = text.iter().map(|_| ${pointer}).collect(); unsafe { take_list(list.as_ptr()) }`,
  ]);
}

describe('pointers into temporaries', () => {
  const random = new Random(SEED);
  const bodies = Array.from({ length: sampleSize(250) }, () => sampleBody(random));
  const functions = bodies.map(
    (body, i) => `fn body_${i}(yes: bool, text: Option<&str>, kept: &CString) { ${body} }`,
  );
  const source = `${functions.join('\n')}\n${IMPORTS}`;
  let found: ReadonlySet<number>;

  beforeAll(async () => {
    const workspace = await MemoryWorkspace.of({ 'src/lib.rs': source, 'include/all.hpp': HEADER });
    const { findings } = await workspace.check();
    const dangling = findings.filter(({ hazard }) => hazard === 'dangling-c-string');
    found = new Set(dangling.map(({ range }) => range.start.line));
  });

  test('are dropped when C++ gets them where Ferrule says so, and nowhere else', () => {
    const calls = bodies.map((_, i) => `body_${i}(true, Some(""), &kept);`);
    const main = `fn main() { let kept = CString::new("").unwrap();\n${calls.join('\n')}\n}`;
    const alive = runRust([source, OWNER, main].join('\n')).trim().split('\n');
    expect(alive).toHaveLength(bodies.length);
    const disagreements = functions.filter((_, i) => found.has(i) !== (alive[i] === 'false'));
    expect(disagreements).toEqual([]);
    expect(found.size / bodies.length).toBeGreaterThan(0.2);
    expect(found.size / bodies.length).toBeLessThan(0.95);
  });

  test('are those that rustc warns about, but for scopes that end within arguments', () => {
    const linted = new Set(
      rustLints(
        `${source}\nuse std::{ffi::{c_char, CString}, ptr::null};`,
        'dangling_pointers_from_temporaries',
      ),
    );
    const missed = functions.filter(
      (line, i) => linted.has(i) && !found.has(i) && !line.includes('let _ = p'),
    );
    expect(missed).toEqual([]);
    expect(linted.size).toBeGreaterThan(0);
  });
});
