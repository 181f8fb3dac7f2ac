import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../base/line-index.js';
import { extractZngurFacts } from './extract-zngur-facts.js';

/** Each problem as the text it marks and its message. */
function problemsOf(text: string): [string, string][] {
  const lines = new LineIndex(text);
  return extractZngurFacts(text).problems.map(({ range, message }) => [
    text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end)),
    message,
  ]);
}

const item = (text: string): string => text;
const member = (text: string): string => `type crate::A { ${text} }`;
const inExtern = (text: string): string => `extern "C++" { ${text} }`;
const type = (text: string): string => `fn f(${text});`;

/** What is wrong, the marked text, the message, and beside it what is right. */
const CASES: [
  context: (text: string) => string,
  wrong: string,
  marked: string,
  message: string,
  right: string,
][] = [
  [
    item,
    'function f();',
    'function',
    'expected an item (`type`, `mod`, `trait`, `fn`, `extern "C++"`, `use`, `merge`, `import` or `#…`), found `function`',
    'fn f();',
  ],
  [item, 'fn f(); }', '}', 'this `}` closes nothing', 'mod a { fn f(); }'],
  [
    item,
    'mod a { fn f();',
    '{',
    'expected `}` to close `mod`, found the end of the file',
    'mod a { fn f(); }',
  ],
  [item, 'mod { fn f(); }', '{', 'expected the path of the module, found `{`', 'mod a { fn f(); }'],
  [item, 'fn f()', '', 'expected `;`, found the end of the file', 'fn f();'],
  [
    item,
    'fn match();',
    'match',
    'expected the name of the function, found the keyword `match`',
    'fn matches();',
  ],
  [item, 'fn _f();', '_f', 'zngur reads no name that begins with `_`: found `_f`', 'fn f_();'],
  [item, 'extern "C" {}', '"C"', 'expected `"C++"`, found `"C"`', 'extern "C++" {}'],
  [item, 'use ::a::b;', ';', 'expected `as`, found `;`', 'use ::a::b as c;'],
  [
    item,
    'merge "a.zng";',
    'a.zng',
    'zngur merges relative paths only: expected one that begins with `./` or `../`',
    'merge "../a.zng";',
  ],
  [item, 'import a;', 'a', 'expected the path of a `.zng` file as a string, found `a`', 'import "a";'],
  [item, 'import "a;', '"a;', 'this string is not closed: expected `"`', 'import "a";'],
  [
    item,
    '#layout(size = 1, align = 1);',
    'layout',
    'expected `cpp_additional_includes`, `convert_panic_to_exception`, `unstable`, `if` or `match` after `#` outside a type, found `layout`',
    'type A { #layout(size = 1, align = 1); }',
  ],
  [item, '#unstable(cfg)', 'cfg', 'expected `cfg_if` or `cfg_match`, found `cfg`', '#unstable(cfg_if)'],
  [
    item,
    '#if cfg!(unix) {}',
    '#if',
    '`#if` is unstable in zngur: expected `#unstable(cfg_if)` before it',
    '#unstable(cfg_if) #if cfg!(unix) {}',
  ],
  [
    item,
    '#match cfg!(a) {}',
    '#match',
    '`#match` is unstable in zngur: expected `#unstable(cfg_match)` before it',
    '#unstable(cfg_match) #match cfg!(a) {}',
  ],
  [
    item,
    '#unstable(cfg_if) #if unix {}',
    'unix',
    'expected `cfg!(…)`, `!` or `(`, found `unix`',
    '#unstable(cfg_if) #if cfg!(unix) {}',
  ],
  [
    item,
    '#unstable(cfg_if) #if cfg!(a.b.c) {}',
    '.',
    'expected `=` or `)`, found `.`',
    '#unstable(cfg_if) #if cfg!(a.b) {}',
  ],
  [
    item,
    '#unstable(cfg_match) #match cfg!(a = 1) {}',
    '=',
    'expected `)` (the patterns of a `#match` stand in its arms), found `=`',
    '#unstable(cfg_match) #match cfg!(a) { 1 => {} }',
  ],
  [
    item,
    '#unstable(cfg_match) #match cfg!(a) { a => {} }',
    'a',
    'expected a pattern (a string, a number, `Some`, `None`, `_`, `!` or `(`), found `a`',
    '#unstable(cfg_match) #match cfg!(a) { "a" => {} }',
  ],
  [
    item,
    '/* a */ fn f();',
    '/* a */',
    'zngur has no block comments: write `//` on each line',
    '// a\nfn f();',
  ],
  [
    item,
    'type () {}',
    '()',
    'zngur declares the type `()` by itself: remove this item',
    'type (u8) { #only_by_ref; }',
  ],
  [item, 'trait T { #only_by_ref; }', '#', 'expected `fn` or `}`, found `#`', 'trait T { fn f(); }'],
  [inExtern, 'safe f();', 'f', 'expected `fn`, found `f`', 'safe fn f();'],
  [inExtern, 'pub fn f();', 'pub', 'expected `safe`, `unsafe`, `impl` or `}`, found `pub`', 'safe fn f();'],
  [inExtern, 'impl Fn() {}', '{', 'expected `for` and a type, found `{`', 'impl Fn() for crate::A {}'],
  [
    member,
    'welcome_traits(Copy);',
    'welcome_traits',
    'expected a member of the type (`#…`, `wellknown_traits`, `constructor`, `field` or `fn`) or `}`, found `welcome_traits`',
    'wellknown_traits(Copy);',
  ],
  [
    member,
    'wellknown_traits(Clone);',
    'Clone',
    'expected `Debug`, `Copy` or `?Sized`, found `Clone`',
    'wellknown_traits(Copy);',
  ],
  [
    member,
    'wellknown_traits(Sized);',
    'Sized',
    'expected `Debug`, `Copy` or `?Sized`, found `Sized`',
    'wellknown_traits(?Sized);',
  ],
  [
    member,
    'wellknown_traits(Copy,);',
    ',',
    'expected an element after `,`, found `)`: zngur reads no trailing comma here',
    'fn f(u8,);',
  ],
  [
    member,
    '#layout(size = 8);',
    '#layout(size = 8)',
    'expected `align = …` as well',
    '#layout(size = 8, align = 8);',
  ],
  [
    member,
    '#layout(size = 8, align = 8, pad = 1);',
    'pad',
    'expected `size` or `align`, found `pad`',
    '#layout(align = 8, size = 8);',
  ],
  [member, '#layout(size: 8, align: 8);', ':', 'expected `=`, found `:`', '#layout(size = 8, align = 8);'],
  [
    member,
    '#layout(size = 99999999999999999999, align = 8);',
    '99999999999999999999',
    'expected a number of bytes of at most 9007199254740991, found `99999999999999999999`',
    '#layout(size = 9007199254740991, align = 8);',
  ],
  [
    member,
    '#heap;',
    'heap',
    'expected `layout`, `layout_conservative`, `heap_allocated`, `only_by_ref`, `cpp_value`, `cpp_ref`, `cpp_stack_owned`, `if` or `match` after `#` in a type, found `heap`',
    '#heap_allocated;',
  ],
  [
    member,
    '#cpp_value "::ns::A";',
    ';',
    'expected the C++ type as a string, found `;`',
    '#cpp_value "0" "::ns::A";',
  ],
  [member, 'field a: i32;', ':', 'expected `(`, found `:`', 'field a (offset = 0, type = i32);'],
  [
    member,
    'field a (offset = x, type = i32);',
    'x',
    'expected a number of bytes or `auto`, found `x`',
    'field a (offset = auto, type = i32);',
  ],
  [
    member,
    'fn f() deref [u8];',
    'deref [u8]',
    '`deref` needs the receiver `&self` or `&mut self`',
    'fn f(&self) deref [u8];',
  ],
  [member, 'fn f() fn g();', 'fn', 'expected `;`, found the keyword `fn`', 'fn f(); fn g();'],
  [type, "&'a str", "'a", "expected a type (zngur has no lifetimes), found `'a`", '&str'],
  [type, 'A<&u8, i32', ')', 'expected `,` or `>`, found `)`', 'A<&u8, i32>'],
  [type, '[u8; 4]', ';', 'expected `]` (zngur has slices, no arrays), found `;`', '[u8]'],
  [type, '*u8', 'u8', 'expected `mut` or `const`, found `u8`', '*mut u8'],
  [type, 'a: i32', ':', 'expected `,` or `)`, found `:`', 'i32'],
  [type, '!', '!', 'expected a type, found `!`', '()'],
  [type, 'Box<u8, u8>', 'Box<u8, u8>', '`Box` takes exactly one type, found 2', 'Vec<u8, u8>'],
  [type, 'i32::MAX', '::', 'expected `,` or `)`, found `::`', 'i33x::MAX'],
];

describe('a problem names its place, what was expected and what was found', () => {
  it.each(CASES)('%o %s', (context, wrong, marked, message) => {
    expect(problemsOf(context(wrong))[0]).toEqual([marked, message]);
  });
});

describe('and the near miss has none', () => {
  it.each(CASES)('%o %s → %s', (context, _wrong, _marked, _message, right) => {
    expect(problemsOf(context(right))).toEqual([]);
  });
});

describe('reading goes on after a problem', () => {
  const namesIn = (text: string): string[] =>
    [...JSON.stringify(extractZngurFacts(text).items).matchAll(/"name":"(good\w*)"/g)].map(
      (match) => match[1] ?? '',
    );

  it.each([
    ['a broken function', 'fn bad(; fn good();'],
    ['a broken function on its own line', 'fn bad(\nfn good();'],
    ['a missing semicolon', 'fn good1()\nfn good2();'],
    ['a missing semicolon before a brace', 'type A { fn good1() } fn good2();'],
    ['an unknown item with a body', 'impl A { fn lost(); } fn good();'],
    ['a type that cannot be read', "type A<'a> { fn good1(&'a str, u8) -> u8; } fn good2();"],
    ['a module without a path', 'mod { fn good1(); } fn good2();'],
    ['a type that is not closed', 'type A {\n fn good1();\ntype B { fn good2(); }\nfn good3();'],
    ['a trait that is not closed', 'trait A {\n fn good1();\nmod b { fn good2(); }'],
    ['a brace too many', 'type A { fn good1(); } }\nfn good2();'],
    ['a guard that cannot be read', '#unstable(cfg_if) #if unix { fn good1(); } #else { fn good2(); }'],
    ['an arm that cannot be read', '#unstable(cfg_match) #match cfg!(a) { x y => {}\n 1 => fn good(); }'],
    ['an open string', 'merge "./a.zng;\nfn good();'],
  ])('%s', (_, text) => {
    const { problems } = extractZngurFacts(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(namesIn(text)).toEqual([...text.matchAll(/good\w*/g)].map(([name]) => name));
  });

  it.each([
    ['a lifetime', "type A<'a> {\n  fn f();\n}\nfn g();"],
    ['names of parameters', 'type A {\n  fn f(a: i32, b: i32);\n  fn g();\n}'],
    ['a brace too few', 'type A {\n  fn f();\ntype B {\n}\n'],
    ['an open list of arguments', 'fn f(A<&u8, i32);'],
    ['an open list of parameters', 'fn f(\nfn g();'],
    ['a default', 'fn f(u8 = 3, u8);'],
  ])('reports one problem for %s', (_, text) => {
    expect(problemsOf(text)).toHaveLength(1);
  });

  it('keeps what it can of a type with an unreadable part', () => {
    const { items } = extractZngurFacts('fn f(u8, [u8; 4], u8);');
    expect(items).toMatchObject([
      {
        signature: {
          parameters: [{ kind: 'path' }, { kind: 'unreadable', text: '[u8; 4]' }, { kind: 'path' }],
        },
      },
    ]);
  });
});

describe('no text makes it throw', () => {
  it.each([
    ['types', 'type '.padEnd(100_000, '&')],
    ['parentheses', `fn f(${'('.repeat(100_000)}`],
    ['arguments', `fn f(${'A<'.repeat(100_000)}`],
    ['modules', 'mod a {'.repeat(50_000)],
    ['conditions', '#if cfg!(a) {'.repeat(50_000)],
    ['guards', `#if ${'!('.repeat(100_000)}`],
    ['patterns', `#match cfg!(a) { ${'!('.repeat(100_000)}`],
  ])('neither deep nesting of %s', (_, text) => {
    expect(extractZngurFacts(text).problems.length).toBeGreaterThan(0);
  });

  it.each([
    ['no text', ''],
    ['only a comment', '// nothing'],
    ['control characters', '\0\u0001\u2028\uD800 fn \uDC00'],
    ['C++', "#include <a.h>\nnamespace a { class B final : C<D> { int x = 0b1; char c = '\"'; }; }"],
  ])('nor %s', (_, text) => {
    expect(() => extractZngurFacts(text)).not.toThrow();
  });
});
