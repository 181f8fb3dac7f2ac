import { describe, expect, it } from 'vitest';
import { at, readRust } from '../testing/read-rust.js';
import type { DanglingPointer, PointerOrigin } from './rust-body.js';

const dangling = async (source: string): Promise<string[]> =>
  ((await readRust(source)).bodies ?? []).flatMap(({ name, condition, danglingPointers }) =>
    danglingPointers.map((pointer) => [name, ...condition, summary(pointer, source)].join(' ')),
  );

const summary = (
  { owner, ownerRange, until, holder, returned, given }: DanglingPointer,
  source: string,
): string =>
  [
    `${owner} ${at(source, ownerRange)} until ${until}`,
    ...(holder === null ? [] : [`in ${holder}`]),
    ...(returned ? ['returned'] : []),
    ...given.map(({ name, range }) => `${name}(${at(source, range)})`),
  ].join(', ');

describe('pointers into temporaries', () => {
  it.each([
    [
      'fn f() { let p = CString::new(s)?.as_ptr(); a::g(p as *const u8) }',
      ['f CString CString::new(s)? until statement, in p, g(p as *const u8)'],
    ],
    [
      'fn f() { let p = c"x".to_owned().as_ptr(); g(1, p.cast::<u8>()); }',
      ['f CString c"x".to_owned() until statement, in p, g(p.cast::<u8>())'],
    ],
    [
      'fn f() { let p = format!("{x}").as_bytes().as_ptr(); if p.is_null() { g::<u8>(p) } }',
      ['f String format!("{x}") until statement, in p, g(p)'],
    ],
    [
      'fn f() { d.names[0] = vec![0].as_mut_ptr(); g(&mut d) }',
      ['f Vec vec![0] until statement, in d, g(&mut d)'],
    ],
    [
      'fn f() -> *const u8 { return String::from(s).as_ptr(); }',
      ['f String String::from(s) until statement, returned'],
    ],
    [
      '#[cfg(unix)] mod m { #![cfg(a)] impl T { fn f() { let p = String::from(s).as_ptr(); g(p) } } }',
      ['f unix a String String::from(s) until statement, in p, g(p)'],
    ],
    [
      'fn f() { g(if c { CString::new(s).unwrap().as_ptr() } else { null() }) }',
      [
        'f CString CString::new(s).unwrap() until branch, g(if c { CString::new(s).unwrap().as_ptr() } else { null() })',
      ],
    ],
  ])('%s', async (source, expected) => expect(await dangling(source)).toEqual(expected));

  it.each([
    'fn f() { g(CString::new(s).unwrap().as_ptr()); }',
    'fn f() { let p = s.as_ptr(); g(p); }',
    'fn f() { let p = CStr::from_ptr(s).as_ptr(); g(p); }',
    'fn f() { let n = CString::new(s).unwrap().as_ptr().is_null(); g(n); }',
    'fn f() { let (p, q) = pair(CString::new(s).unwrap().as_ptr()); g(p); }',
    'fn f() { #[cfg(unix)] let p = CString::new(s).unwrap().as_ptr(); g(p); }',
    'fn f() { let p = "x".as_bytes().as_ptr(); g(p); }',
    'fn f() { assert!(CString::new(s).unwrap().as_ptr() != p); }',
    'static P: P = P(CString::new(s).unwrap().as_ptr());',
    '// let p = CString::new(s).unwrap().as_ptr();',
  ])('none in %s', async (source) => expect((await readRust(source)).bodies).toBeUndefined());

  it('are followed until the variable gets another value', async () => {
    const source = 'fn f() { let p = String::from(s).as_ptr(); g(p); { h(p); } p = q; i(p); }';
    expect(await dangling(source)).toEqual(['f String String::from(s) until statement, in p, g(p), h(p)']);
  });

  it('do not become readable by code that is broken', async () => {
    expect(await dangling('fn f() { let p = CString::new(s).unwrap().as_ptr(; g(p) }')).toEqual([]);
    expect(await dangling('fn f( { let p = CString::new(s)..as_ptr() g(p) }')).toEqual([]);
  });
});

const origin = ({ kind, name }: PointerOrigin): string => `${kind} ${name}`;

describe('text that nobody checks', () => {
  const unchecked = async (source: string): Promise<string[]> =>
    ((await readRust(source)).bodies ?? []).flatMap(({ uncheckedStrings }) =>
      uncheckedStrings.map((each) => `${each.made} of ${origin(each.origin)}`),
    );

  it.each([
    ['fn f() { str::from_utf8_unchecked(CStr::from_ptr(g()).to_bytes()) }', 'str of call g'],
    [
      'fn f(p: *const u8, n: usize) { let b = slice::from_raw_parts(p, n); std::str::from_utf8_unchecked(&b[..n - 1]) }',
      'str of parameter p',
    ],
    [
      'fn f(s: *const S) { let b = unsafe { from_raw_parts((*s).data as *const u8, (*s).len) }; String::from_utf8_unchecked(b.to_vec()) }',
      'String of parameter s',
    ],
    [
      'fn f() { let p = unsafe { a::g(1) }; let c = CStr::from_ptr(p.cast::<c_char>()); let b = c.to_bytes(); from_utf8_unchecked(b) }',
      'str of call g',
    ],
    ['fn f(p: *const u8) { let p = g(); str::from_utf8_unchecked(from_raw_parts(p.0, 1)) }', 'str of call g'],
  ])('%s', async (source, expected) => expect(await unchecked(source)).toEqual([expected]));

  it.each([
    'fn f(b: &[u8]) { str::from_utf8_unchecked(b) }',
    'fn f(mut p: *const u8) { p = q; str::from_utf8_unchecked(from_raw_parts(p, 1)) }',
    'fn f(p: *const u8) { get(&mut p); str::from_utf8_unchecked(from_raw_parts(p, 1)) }',
    'fn f(p: *const u8) { if let Some(p) = q { str::from_utf8_unchecked(from_raw_parts(p, 1)) } }',
    'fn f(p: *const u8) { q.map(|p| str::from_utf8_unchecked(from_raw_parts(p, 1))) }',
    '/// `p` is valid UTF8.\n#[no_mangle]\nfn f(p: *const u8) { str::from_utf8_unchecked(from_raw_parts(p, 1)) }',
    'fn f(p: *const u8) { /* Always UTF-8. */ str::from_utf8_unchecked(from_raw_parts(p, 1)) }',
  ])('none in %s', async (source) => expect(await unchecked(source)).toEqual([]));
});

describe('memory that goes to the wrong allocator', () => {
  const released = async (source: string): Promise<string[]> =>
    ((await readRust(source)).bodies ?? []).flatMap(({ strayReleases }) =>
      strayReleases.map((each) =>
        each.kind === 'taken' ? `${each.by} of ${origin(each.origin)}` : `free of ${each.owner}`,
      ),
    );

  it.each([
    ['fn f() { let p = g(); drop(Box::from_raw(p as *mut T)) }', 'Box::from_raw of call g'],
    ['fn f() { Box::<T>::from_raw(a::g::<T>()) }', 'Box::from_raw of call g'],
    ['fn f() { Vec::from_raw_parts(g(), 1, 1) }', 'Vec::from_raw_parts of call g'],
    ['fn f() { let p = Box::into_raw(b); libc::free(p.cast()) }', 'free of Box'],
    ['fn f() { let s = CString::new(t).unwrap(); let p = s.into_raw(); free(p as _) }', 'free of CString'],
  ])('%s', async (source, expected) => expect(await released(source)).toEqual([expected]));

  it.each([
    'fn f() { let p = Box::into_raw(b); drop(Box::from_raw(p)) }',
    'fn f(p: *mut T) { drop(Box::from_raw(p)) }',
    'fn f() { mem::forget(Box::from_raw(g())) }',
    'fn f() { drop(Box::from_raw((*g()).data)); drop(Box::from_raw(*g())) }',
    'fn f() { let mut p = g(); p = q; drop(Box::from_raw(p)) }',
    'fn f() { File::from_raw_fd(g()); Arc::from_raw(g()); }',
    'fn f() { libc::free(g()); s.free(Box::into_raw(b)); widget_free(Box::into_raw(b)) }',
  ])('none in %s', async (source) => expect(await released(source)).toEqual([]));

  it('none in a function that is too long to be followed back, however little of it matters', async () => {
    const taking = 'let p = g(); drop(Box::from_raw(p));';
    const filled = (length: number): string => `fn f() { ${' '.repeat(length)}${taking} }`;
    expect(await released(filled(10_000))).toEqual(['Box::from_raw of call g']);
    expect(await released(filled(20_000))).toEqual([]);
  });

  it('none after a thousand places, which may all say nothing', async () => {
    const silent = (places: number): string => 'fn s() { Box::from_raw(x) }\n'.repeat(places);
    const last = 'fn f() { drop(Box::from_raw(g())) }';
    expect(await released(silent(999) + last)).toEqual(['Box::from_raw of call g']);
    expect(await released(silent(1000) + last)).toEqual([]);
  });
});

describe('places that panic', () => {
  const panics = async (source: string): Promise<string[]> =>
    ((await readRust(source)).bodies ?? []).flatMap((body) => body.panics.map(({ what }) => what));

  it.each([
    ['a.unwrap(); a.expect("b")', ['unwrap()', 'expect()']],
    ['assert!(a); if b { panic!() } else { todo!() }', ['assert!', 'panic!', 'todo!']],
    ['a[i]; &a[1..]', ['[…]', '[…]']],
  ])('%s', async (body, expected) =>
    expect(await panics(`#[no_mangle] pub extern "C" fn f() { ${body} }`)).toEqual(expected),
  );

  it.each([
    'a.unwrap_or(1); a.expect_err("b"); unwrap(a)',
    'a[0]; &a[..]; let b: [u8; 3] = [0; 3]; let c = [a];',
    'a.map(|b| b.unwrap()); catch(|| panic!())',
    'catch_unwind(|| 1); a.unwrap()',
    '#[cfg(debug_assertions)] a.unwrap(); debug_assert!(a)',
    'fn g() { a.unwrap() }',
    'CString::new("a").unwrap(); "a.unwrap()"; /* panic!() */',
    'log!(a.unwrap())',
  ])('none in %s', async (body) =>
    expect(await panics(`#[no_mangle] pub extern "C" fn f() { ${body} }`)).toEqual([]),
  );

  it('are not read in functions without a fixed symbol', async () =>
    expect(await panics('extern "C" fn f() { a.unwrap() } fn g() { a.unwrap() }')).toEqual([]));
});
