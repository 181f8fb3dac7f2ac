/**
 * A C++ identifier as Rust spells functions and variables: `setHTTPHeader` is `set_http_header`,
 * `value_` is `value`. Keywords are not looked at.
 *
 * @see Rust API guidelines, C-CASE
 */
export function snakeCase(name: string): string {
  const words = wordsOf(name).map((word) => word.toLowerCase());
  return startingWithLetter(words.length > 0 ? words.join('_') : 'unnamed');
}

/** A C++ identifier as Rust spells types: `ring_buffer` is `RingBuffer`; what starts with a capital stays. */
export function upperCamelCase(name: string): string {
  if (/^\p{Lu}[^_]*$/u.test(name)) return name;
  const words = wordsOf(name).map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return startingWithLetter(words.length > 0 ? words.join('') : 'Unnamed');
}

/** `name`, or `name_` where Rust gives the word a meaning of its own. Raw identifiers reach no C++ compiler. */
export const escapeRustKeyword = (name: string): string => (RUST_KEYWORDS.has(name) ? `${name}_` : name);

/**
 * A parameter's name in a bridge, where it has to be an identifier of both languages.
 *
 * @see cxx: write.rs, write_extern_arg, which writes the Rust name into C++
 */
export function parameterName(name: string, index: number): string {
  const snake = name === '' ? `arg${index}` : snakeCase(name);
  const reserved = RUST_KEYWORDS.has(snake) || CPP_KEYWORDS.has(snake);
  return reserved || snake.startsWith('cxxbridge') ? `${snake}_` : snake;
}

/** `name`, or the first of `name2`, `name3` … that is not in `taken`. */
export function firstFree(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}${number}`)) number++;
  return `${name}${number}`;
}

/** How many leading components all paths share: what tells them apart comes after. */
export function commonPrefixLength(paths: readonly (readonly string[])[]): number {
  const [first = [], ...others] = paths;
  const differing = first.findIndex((component, index) => others.some((other) => other[index] !== component));
  return differing < 0 ? first.length : differing;
}

/** `_3d` loses its underscore and would no longer be an identifier. */
const startingWithLetter = (name: string): string => (/^\p{Nd}/u.test(name) ? `_${name}` : name);

/** Words begin at underscores, at a capital after a small letter, and at the last capital of several: `HTTP|Header`. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/(\p{Ll}|\p{Nd})(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .split('_')
    .filter((word) => word !== '');

/** Strict and reserved keywords of all editions. @see Rust reference, "Keywords" */
const RUST_KEYWORDS = new Set(
  (
    'abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen ' +
    'if impl in let loop macro match mod move mut override priv pub ref return self Self static struct super ' +
    'trait true try type typeof unsafe unsized use virtual where while yield'
  ).split(' '),
);

/** Keywords of C++20 and alternative tokens. @see C++ [lex.key], [lex.digraph] */
const CPP_KEYWORDS = new Set(
  (
    'alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class ' +
    'co_await co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype ' +
    'default delete do double dynamic_cast else enum explicit export extern false float for friend goto if inline ' +
    'int long mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public ' +
    'register reinterpret_cast requires return short signed sizeof static static_assert static_cast struct switch ' +
    'template this thread_local throw true try typedef typeid typename union unsigned using virtual void volatile ' +
    'wchar_t while xor xor_eq'
  ).split(' '),
);
