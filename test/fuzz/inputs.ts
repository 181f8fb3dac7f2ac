import type { Random } from '../referee/random.js';

/** What one reader may be given: real texts of its kind, and the words that mean something to it. */
export interface Vocabulary {
  readonly files: readonly string[];
  readonly words: readonly string[];
}

/** Texts longer than this are cut to a window, so that a case takes milliseconds. */
const LONGEST = 6000;

/** A text that somebody might have while typing, or that nobody would ever write. */
export function randomText(random: Random, vocabulary: Vocabulary): string {
  switch (random.integer(0, 9)) {
    case 0:
      return randomCharacters(random);
    case 1:
    case 2:
      return randomWords(random, vocabulary.words);
    case 3:
      return deeplyNested(random.pick(NESTINGS), random.integer(1, 1500), random.chance(0.5));
    case 4:
      return withLineEnds(random, realText(random, vocabulary));
    default:
      return damaged(random, vocabulary, realText(random, vocabulary));
  }
}

/** One edit as a hand or a tool makes it: a few characters, a bracket, a stretch that goes or comes. */
export function damagedOnce(random: Random, { files, words }: Vocabulary, text: string): string {
  const at = random.integer(0, text.length);
  const until = Math.min(text.length, at + random.integer(0, random.chance(0.7) ? 12 : 600));
  switch (random.integer(0, 8)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(until);
    case 3:
      return text.slice(0, until) + text.slice(at);
    case 4:
      return text.slice(0, at) + random.pick(words) + text.slice(at);
    case 5:
      return `${text.slice(0, at)} ${random.pick(words)} ${text.slice(until)}`;
    case 6: {
      const brackets = [...text.matchAll(/[()[\]{}<>"'#;]/g)];
      if (brackets.length === 0) return text;
      const { index } = random.pick(brackets);
      return (
        text.slice(0, index) +
        (random.chance(0.5) ? text.slice(index + 1) : text.slice(index, index + 1) + text.slice(index))
      );
    }
    case 7: {
      const other = random.pick(files);
      const from = random.integer(0, other.length);
      return text.slice(0, at) + other.slice(from, from + random.integer(0, 400)) + text.slice(at);
    }
    default:
      return text.slice(0, at) + random.pick(ODDITIES) + text.slice(at);
  }
}

/** What opens, repeated, and perhaps what closes it as often. */
export const deeplyNested = ({ open, inner, close }: Nesting, depth: number, closed: boolean): string =>
  open.repeat(depth) + inner + (closed ? close.repeat(depth) : '');

export interface Nesting {
  readonly open: string;
  readonly inner: string;
  readonly close: string;
}

const nesting = (open: string, inner: string, close: string): Nesting => ({ open, inner, close });

/** Each is a form that readers follow by recursion, or by going over it again at every step. */
export const NESTINGS: readonly Nesting[] = [
  nesting('(', '', ')'),
  nesting('{', '', '}'),
  nesting('[', '', ']'),
  nesting('<', '', '>'),
  nesting('*', 'p', ';'),
  nesting('int *', 'p', ';'),
  nesting('#if X\n', 'int a;\n', '#endif\n'),
  nesting('#if 0\n', 'int a;\n', '#endif\n'),
  nesting('#if X\nint a\n#else\n', 'int a;\n', '#endif\n'),
  nesting('namespace n {', 'int a;', '}'),
  nesting('struct S { ', 'int a;', '} s;'),
  nesting('extern "C" {', 'int f();', '}'),
  nesting('template <class T> ', 'struct S {};', ' '),
  nesting('template <template <', 'class', '> class T> struct S {};'),
  nesting('A<', 'int', '>'),
  nesting('struct S { A<', 'int', '> a; };'),
  nesting('int (*f(', 'int', '))(int);'),
  nesting('int f(int (*g)(', 'int', '));'),
  nesting('int a[', '1', '];'),
  nesting('enum E { a = (', '1', ') };'),
  nesting('[[a(', '', ')]]'),
  nesting('__attribute__((', 'packed', '))'),
  nesting('MACRO(', 'x', ')'),
  nesting('a ', 'b;', ' '),
  nesting('a::', 'b c;', ' '),
  nesting('operator', '()', ';'),
  nesting('public: ', 'int a;', ' '),
  nesting('mod m {', 'fn f() {}', '}'),
  nesting('fn f() { ', '', '}'),
  nesting('&', 'u8', ' '),
  nesting('Option<', 'u8', '>'),
  nesting('type T = [', 'u8', '; 3];'),
  nesting('#[cfg(not(', 'a', '))] struct S;'),
  nesting('macro_rules! m { ', '', '}'),
  nesting('extern "C" { fn f(g: extern "C" fn(', 'u8', ')); }'),
  nesting('use a::{', 'b', '};'),
  nesting('type crate::a { ', '#layout(size = 1, align = 1);', '}'),
  nesting('mod ::a { ', '', '}'),
  nesting('#if cfg(a) { ', '', '} #else { }'),
  nesting('if(A)\n', 'set(CMAKE_CXX_COMPILER x)\n', 'endif()\n'),
  nesting('{"a":', '1', '}'),
  nesting('a = [', '1', ']\n'),
  nesting('[a.', 'b]\n', ' '),
  nesting('/*', '', '*/'),
  nesting('R"x(', '', ')x"'),
  nesting('r#"', '', '"#'),
  nesting('\\\n', '#define X', '\n'),
  nesting('#define A A A\n', 'A', '\n'),
];

const ODDITIES: readonly string[] = [
  '\0', '\r', '\r\n', '\n', '\\\n', '\\\r\n', '\ufeff', '\ud800', '\udc00', '\ud83d\ude00', '\u2028', '\u00e9',
  '/*', '*/', '//', '"', "'", 'R"(', 'R"abc(', ')"', 'r#"', '"#', 'b\'', '\\', '#', '##', '<', '>', '>>', '::', '...',
  '\t', '\v', '\f', '%:', '??/', '__VA_OPT__(', 'u8"', 'L\'',
]; // prettier-ignore

function realText(random: Random, { files }: Vocabulary): string {
  const text = random.pick(files);
  if (text.length <= LONGEST) return text;
  const from = random.integer(0, text.length - LONGEST);
  return text.slice(from, from + LONGEST);
}

function damaged(random: Random, vocabulary: Vocabulary, text: string): string {
  let result = text;
  for (let edits = random.integer(1, 6); edits > 0; edits--) result = damagedOnce(random, vocabulary, result);
  return result.slice(0, 2 * LONGEST);
}

function randomCharacters(random: Random): string {
  const highest = random.pick([0x7f, 0xff, 0xffff]);
  return Array.from({ length: random.integer(0, 400) }, () =>
    String.fromCharCode(random.integer(0, highest)),
  ).join('');
}

function randomWords(random: Random, words: readonly string[]): string {
  const separators = random.pick([[' '], ['', ' '], [' ', '\n', '\r\n', '\r', '\\\n', '/* */', '// x\n']]);
  return Array.from(
    { length: random.integer(0, 300) },
    () => random.pick(words) + random.pick(separators),
  ).join('');
}

function withLineEnds(random: Random, text: string): string {
  const begin = random.chance(0.3) ? '\ufeff' : '';
  return begin + text.replaceAll('\n', random.pick(['\r\n', '\r', '', ' ']));
}
