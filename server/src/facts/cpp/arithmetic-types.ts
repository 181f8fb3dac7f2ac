import type { CppBuiltin, CppType } from './cpp-facts.js';

/** Types of one word, by the names that compilers and the C library give them. */
const SINGLE: Readonly<Record<string, CppBuiltin>> = Object.assign(
  Object.create(null) as Record<string, CppBuiltin>,
  {
    void: 'void', bool: 'bool', _Bool: 'bool', char: 'char', int: 'int', float: 'float', double: 'double',
    short: 'short', long: 'long', unsigned: 'unsigned int', signed: 'int',
    wchar_t: 'wchar_t', char8_t: 'char8_t', char16_t: 'char16_t', char32_t: 'char32_t', nullptr_t: 'nullptr_t',
    __int128: '__int128', __int128_t: '__int128', __uint128_t: 'unsigned __int128',
    _Float16: '_Float16', __float128: '__float128', _Float128: '__float128', __builtin_va_list: '__builtin_va_list',
  } satisfies Record<string, CppBuiltin>, // prettier-ignore
);

/** The builtin that a single word names; undefined where it names none. */
export const builtinNamed = (word: string): CppBuiltin | undefined => SINGLE[word];

const WORDS = new Set(
  (
    'void bool _Bool char int float double short long unsigned signed __signed __signed__ wchar_t char8_t char16_t ' +
    'char32_t __int128 __int128_t __uint128_t _Float16 __float128 _Float128 __builtin_va_list'
  ).split(' '),
);

/** A word that can only be part of a fundamental type. */
export const isArithmeticWord = (word: string): boolean => WORDS.has(word);

/** `unsigned long int`, in any order, in its one canonical spelling; null where the words make no type. */
export function arithmeticType(written: readonly string[]): CppType | null {
  const [only] = written;
  const single = written.length === 1 && only !== undefined ? SINGLE[only] : undefined;
  if (single) return { kind: 'builtin', name: single };
  const words = written.map((word) => word.replace(/^__signed(?:__)?$/, 'signed'));
  const longs = words.filter((word) => word === 'long').length;
  const sign = words.includes('unsigned') ? 'unsigned' : words.includes('signed') ? 'signed' : '';
  const rest = words.filter((word) => !['long', 'unsigned', 'signed', 'int', 'short', ''].includes(word));
  const [word] = rest;
  if (rest.length > 1 || (word !== undefined && !['char', 'double', '__int128'].includes(word))) return null;
  if (word === 'char') return { kind: 'builtin', name: sign === '' ? 'char' : `${sign} char` };
  if (word === 'double') return { kind: 'builtin', name: longs > 0 ? 'long double' : 'double' };
  const width =
    word === '__int128'
      ? word
      : words.includes('short')
        ? 'short'
        : longs > 1
          ? 'long long'
          : longs === 1
            ? 'long'
            : 'int';
  return { kind: 'builtin', name: sign === 'unsigned' ? `unsigned ${width}` : width };
}
