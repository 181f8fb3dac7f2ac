import { describe, expect, it } from 'vitest';
import { expandMacro } from './expand-macro.js';
import { placeInUse, writeTrees } from './expanded-text.js';
import { readMacroRules } from './macro-rules.js';

/** What `name!(argument)` comes to, by the rules of the macros; null where it cannot be expanded. */
function expanded(macros: Readonly<Record<string, string>>, name: string, argument: string) {
  const trees = expandMacro(name, argument, (called) => {
    const rules = readMacroRules(macros[called] ?? '');
    return rules && rules.length > 0 ? { rules, crate: ['crate'] } : null;
  });
  return trees && writeTrees(trees);
}

/** Without blanks that only part what is apart anyway. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').replace(/(?<!\w) | (?!\w)/g, '');

/** The text that a macro comes to is that one; null where it cannot be expanded. */
function check(rules: string, argument: string, result: string | null): void {
  const text = expanded({ m: rules }, 'm', argument)?.text ?? null;
  expect(text && plain(text)).toBe(result && plain(result));
}

describe('a macro by example', () => {
  it('writes its transcriber with what its variables hold', () => {
    check('($n:ident, $t:ty) => { pub type $n = $t; };', 'A, *const [u8; 4]', 'pub type A =*const[u8;4];');
  });

  it('takes the first rule that matches the whole of what it is given', () => {
    const rules = `
      ($n:ident) => { struct $n; };
      ($n:ident: $t:ty) => { struct $n($t); };
      ($n:ident { $($rest:tt)* }) => { struct $n { $($rest)* } };`;
    check(rules, 'A', 'struct A;');
    check(rules, 'A: Vec<Vec<u8>>', 'struct A(Vec<Vec<u8>>);');
    check(rules, 'A { a: u8, b: u16 }', 'struct A{a:u8,b:u16}');
    check(rules, 'A, B', null);
  });

  it.each([
    ['*', '$($n:ident),*', 'a, b, c', 'fn a();fn b();fn c();'],
    ['*', '$($n:ident),*', '', ''],
    ['+', '$($n:ident);+', 'a; b', 'fn a();fn b();'],
    ['+', '$($n:ident);+', '', null],
    ['a trailing separator', '$($n:ident),* $(,)?', 'a, b,', 'fn a();fn b();'],
  ])('repeats: %s', (_, matcher, argument, result) => {
    check(`(${matcher}) => { $(fn $n();)* };`, argument, result);
  });

  it('repeats within repetitions, with what is the same for all of them', () => {
    const rules = `($abi:literal $($n:ident($($a:ident: $t:ty),*) $(-> $r:ty)?;)*) =>
      { extern $abi { $(pub fn $n($($a: $t),*) $(-> $r)?;)* } };`;
    check(
      rules,
      '"C" f(a: u8, b: *mut c_void) -> i32; g();',
      'extern "C"{pub fn f(a:u8,b:*mut c_void)-> i32;pub fn g();}',
    );
  });

  it.each([
    ['vis', 'pub(crate) X', '$v:vis $n:ident', '$v struct $n;', 'pub(crate)struct X;'],
    ['vis', 'X', '$v:vis $n:ident', '$v struct $n;', 'struct X;'],
    [
      'meta',
      '#[repr(C)] #[cfg(a = "b")] X',
      '$(#[$m:meta])* $n:ident',
      '$(#[$m])* struct $n;',
      '#[repr(C)]#[cfg(a = "b")]struct X;',
    ],
    [
      'meta of a comment',
      '/// Text.\nX',
      '$(#[$m:meta])* $n:ident',
      '$(#[$m])* struct $n;',
      '#[doc = " Text."]struct X;',
    ],
    ['path', 'a::b::<C>::D => x', '$p:path => $n:ident', 'use $p as $n;', 'use a::b::<C>::D as x;'],
    ['lifetime', "'a X", '$l:lifetime $n:ident', 'struct $n<$l>;', "struct X<'a>;"],
    [
      'literal',
      '-1, "x"',
      '$a:literal, $b:literal',
      'const A: i32 = $a; const B: &str = $b;',
      'const A:i32 = -1;const B:&str = "x";',
    ],
    ['block', 'f { g() }', '$n:ident $b:block', 'fn $n() $b', 'fn f(){g()}'],
    [
      'item',
      'struct A; fn f() {} const X: A = A { a: 1 };',
      '$($i:item)*',
      '$(pub $i)*',
      'pub struct A;pub fn f(){}pub const X:A = A{a:1};',
    ],
    [
      'ty',
      "&'a mut dyn Fn(u8) -> u8 => X",
      '$t:ty => $n:ident',
      'type $n = $t;',
      "type X =&'a mut dyn Fn(u8)-> u8;",
    ],
    [
      'ty',
      'unsafe extern "C" fn(*mut u8) -> i32, X',
      '$t:ty, $n:ident',
      'type $n = $t;',
      'type X = unsafe extern "C" fn(*mut u8)-> i32;',
    ],
    ['expr', 'f::<A, B>(1, 2), X', '$e:expr, $n:ident', 'const $n: u8 = $e;', 'const X:u8 =(f::<A,B>(1,2));'],
    ['expr', '|a, b| a + b, X', '$e:expr, $n:ident', 'const $n: F = $e;', 'const X:F =(|a,b|a + b);'],
    ['pat', 'Some(1) | None => X', '$($p:pat)|+ => $n:ident', 'struct $n;', 'struct X;'],
  ])('matches %s: %s', (_, argument, matcher, transcriber, result) => {
    check(`(${matcher}) => { ${transcriber} };`, argument, result);
  });

  it('keeps an expression together wherever it goes', () => {
    check('($e:expr) => { const A: u8 = 2 * $e; };', '1 + 2', 'const A:u8 = 2*(1 + 2);');
    check('($e:expr) => { const A: u8 = 2 * $e; };', '1', 'const A:u8 = 2*1;');
  });

  it('expands what it writes among items, as an enumeration that counts does', () => {
    const rules = `
      (pub enum $n:ident { $($v:tt)* }) => { pub type $n = u32; m!(gen, $n, 0, $($v)*); };
      (gen, $n:ident, $val:expr, $variant:ident, $($rest:tt)*) =>
        { pub const $variant: $n = $val; m!(gen, $n, $val+1, $($rest)*); };
      (gen, $n:ident, $val:expr, $variant:ident = $e:expr, $($rest:tt)*) =>
        { pub const $variant: $n = $e; m!(gen, $n, $e+1, $($rest)*); };
      (gen, $n:ident, $val:expr, ) => {};`;
    check(
      rules,
      'pub enum E { A, B = 1 << 4, C, }',
      'pub type E = u32;pub const A:E = 0;pub const B:E =(1<<4);pub const C:E =((1<<4)+1);',
    );
  });

  it('expands in modules and blocks of foreign items, not in bodies', () => {
    const macros = {
      outer: '() => { mod a { n!(A); } extern "C" { n!(B); } fn f() { n!(C); } };',
      n: '($n:ident) => { fn $n(); };',
    };
    expect(plain(expanded(macros, 'outer', '')?.text ?? '')).toBe(
      plain('mod a { fn A(); } extern "C" { fn B(); } fn f() { n!(C); }'),
    );
  });

  it('leaves macros alone that nobody knows', () => {
    check('() => { a::other!(x); };', '', 'a::other!(x);');
  });

  it('follows metavariables of macros that it writes', () => {
    check(
      '($n:ident) => { macro_rules! $n { ($x:ident) => { $x } } };',
      'a',
      'macro_rules!a{($x:ident)=>{$x}}',
    );
  });

  it('names the crate of its definition', () => {
    check('() => { type A = $crate::b::C; };', '', 'type A = crate::b::C;');
  });

  it.each([
    ['an endless expansion', '() => { m!(); };', ''],
    ['one that doubles', '($($t:tt)*) => { m!($($t)* $($t)*); };', 'a b c d e f g h'],
    ['one that doubles a group', '($t:tt) => { m!(($t $t)); };', 'a'],
    ['repetitions of unequal length', '($($a:ident)*; $($b:ident)*) => { $(fn $a($b: u8);)* };', 'a b; c'],
    ['delimiters that do not match', '($t:tt) => { $t };', '(]'],
    ['a definition that is none', '($t:tt) { $t };', 'a'],
    ['an unstable expression', '($($t:tt)*) => { ${count(t)} };', 'a'],
  ])('gives up on %s', (_, rules, argument) => {
    check(rules, argument, null);
  });
});

describe('a macro that somebody is writing', () => {
  const DEFINITION = `($(#[$m:meta])* $v:vis $n:ident : $t:ty = $e:expr, $($rest:tt)*) =>
    { $(#[$m])* $v const $n: $t = $e; m!($($rest)*); };
  ($(fn $f:ident($($a:ident: $t:ty),*) $(-> $r:ty)? $b:block)+) => { $(extern "C" fn $f($($a: $t),*) $(-> $r)? $b)+ };
  ($l:lifetime $p:path => $i:item) => { $i type A<$l> = $p; };
  () => {};`;
  const ARGUMENTS = [
    '/// Text.\npub A: Vec<Vec<u8>> = f::<A, B>(|x, y| x), B: u8 = 1 + 2,',
    'fn f(a: &\'a mut [u8; 4], b: unsafe extern "C" fn(u8) -> i32) -> (u8, u16) { g(r#"a"#) } fn g() {}',
    "'a a::b<dyn C + 'a>::D => struct E { a: u8 }",
  ];
  /** A text without a part of it, with one twice, or with a character too many. */
  const spoilt = (text: string, random: () => number): string => {
    const [from, length] = [Math.floor(random() * text.length), Math.floor(random() * 20)];
    const [head, part, tail] = [
      text.slice(0, from),
      text.slice(from, from + length),
      text.slice(from + length),
    ];
    const mark = '$(*){}[]<>;,:#!\'"/'[Math.floor(random() * 18)] ?? '';
    return (
      [head + tail, head + part + part + tail, head + mark + part + tail][Math.floor(random() * 3)] ?? head
    );
  };

  it('is expanded or is not, and ends either way', () => {
    let state = 7;
    const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
    let expansions = 0;
    for (let i = 0; i < 2000; i++) {
      const definition = i % 2 === 0 ? spoilt(DEFINITION, random) : DEFINITION;
      const argument = spoilt(ARGUMENTS[i % ARGUMENTS.length] ?? '', random);
      if (expanded({ m: definition }, 'm', argument)) expansions++;
    }
    expect(expansions).toBeGreaterThan(100);
    expect(expansions).toBeLessThan(1900);
  });
});

describe('a part of an expanded text', () => {
  const rules = '($n:ident, $t:ty) => { extern "C" { fn $n(x: $t) -> $t; } };';
  const argument = 'open , *const  u8';
  const place = (part: string): string | null => {
    const all = expanded({ m: rules }, 'm', argument)!;
    const words = part.split(' ').map((word) => word.replace(/\W/g, '\\$&'));
    const [written = ''] = new RegExp(words.join('\\s*')).exec(all.text) ?? [];
    const start = all.text.indexOf(written);
    const found = placeInUse(all, start, start + written.length);
    return found && `${argument.slice(found.start, found.end)}${found.verbatim ? '' : ' in part'}`;
  };

  it('stands where the use has its words', () => {
    expect(place('open')).toBe('open');
    expect(place('*const u8')).toBe('*const  u8');
  });

  it('stands around them where the macro wrote others between', () => {
    expect(place('x: *const u8')).toBe('*const  u8 in part');
    expect(place('fn open')).toBe('open in part');
  });

  it('stands nowhere where the macro wrote all of it, or turned it round', () => {
    expect(place('extern "C"')).toBeNull();
    expect(place('*const u8 ) -> *const u8')).toBeNull();
  });
});
