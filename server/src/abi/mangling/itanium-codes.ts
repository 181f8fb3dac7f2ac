import type { CppBuiltin } from '../../facts/cpp/cpp-facts.js';

/** @see Itanium C++ ABI 5.1.5.2; `va_list` is another type on each platform */
export const BUILTIN_CODES: Readonly<Record<Exclude<CppBuiltin, '__builtin_va_list'>, string>> = {
  void: 'v',
  bool: 'b',
  char: 'c',
  'signed char': 'a',
  'unsigned char': 'h',
  wchar_t: 'w',
  char8_t: 'Du',
  char16_t: 'Ds',
  char32_t: 'Di',
  short: 's',
  'unsigned short': 't',
  int: 'i',
  'unsigned int': 'j',
  long: 'l',
  'unsigned long': 'm',
  'long long': 'x',
  'unsigned long long': 'y',
  __int128: 'n',
  'unsigned __int128': 'o',
  float: 'f',
  double: 'd',
  'long double': 'e',
  _Float16: 'DF16_',
  __float128: 'g',
  nullptr_t: 'Dn',
};

/** @see Itanium C++ ABI 5.1.3 */
const OPERATOR_CODES: ReadonlyMap<string, string> = new Map([
  ['new', 'nw'],
  ['new[]', 'na'],
  ['delete', 'dl'],
  ['delete[]', 'da'],
  ['co_await', 'aw'],
  ['~', 'co'],
  ['+', 'pl'],
  ['-', 'mi'],
  ['*', 'ml'],
  ['/', 'dv'],
  ['%', 'rm'],
  ['&', 'an'],
  ['|', 'or'],
  ['^', 'eo'],
  ['=', 'aS'],
  ['+=', 'pL'],
  ['-=', 'mI'],
  ['*=', 'mL'],
  ['/=', 'dV'],
  ['%=', 'rM'],
  ['&=', 'aN'],
  ['|=', 'oR'],
  ['^=', 'eO'],
  ['<<', 'ls'],
  ['>>', 'rs'],
  ['<<=', 'lS'],
  ['>>=', 'rS'],
  ['==', 'eq'],
  ['!=', 'ne'],
  ['<', 'lt'],
  ['>', 'gt'],
  ['<=', 'le'],
  ['>=', 'ge'],
  ['<=>', 'ss'],
  ['!', 'nt'],
  ['&&', 'aa'],
  ['||', 'oo'],
  ['++', 'pp'],
  ['--', 'mm'],
  [',', 'cm'],
  ['->*', 'pm'],
  ['->', 'pt'],
  ['()', 'cl'],
  ['[]', 'ix'],
]);

const UNARY_CODES: ReadonlyMap<string, string> = new Map([
  ['+', 'ps'],
  ['-', 'ng'],
  ['&', 'ad'],
  ['*', 'de'],
]);

/** Code of `operator<name>` with so many operands, a member's own object included; null for no operator. */
export function operatorCode(name: string, operands: number): string | null {
  const unary = operands === 1 ? UNARY_CODES.get(name) : undefined;
  return unary ?? OPERATOR_CODES.get(name) ?? null;
}

const STRING_OF_CHAR = 'IcSt11char_traitsIcESaIcEE';
const STREAM_OF_CHAR = 'IcSt11char_traitsIcEE';

/** Names directly in `std`, with their arguments' mangling where the whole specialisation is meant. @see 5.1.7 */
export const STD_ABBREVIATIONS: ReadonlyMap<string, string> = new Map([
  ['allocator', 'Sa'],
  ['basic_string', 'Sb'],
  [`basic_string${STRING_OF_CHAR}`, 'Ss'],
  [`basic_istream${STREAM_OF_CHAR}`, 'Si'],
  [`basic_ostream${STREAM_OF_CHAR}`, 'So'],
  [`basic_iostream${STREAM_OF_CHAR}`, 'Sd'],
]);
