import type { Access, CppBuiltin } from '../../facts/cpp/cpp-facts.js';
import type { CallingConvention } from '../model.js';

/** @see clang's `MicrosoftMangle.cpp`; null for a type that Microsoft's compiler does not have */
export const BUILTIN_CODES: Readonly<Record<Exclude<CppBuiltin, '__builtin_va_list'>, string | null>> = {
  void: 'X',
  bool: '_N',
  char: 'D',
  'signed char': 'C',
  'unsigned char': 'E',
  wchar_t: '_W',
  char8_t: '_Q',
  char16_t: '_S',
  char32_t: '_U',
  short: 'F',
  'unsigned short': 'G',
  int: 'H',
  'unsigned int': 'I',
  long: 'J',
  'unsigned long': 'K',
  'long long': '_J',
  'unsigned long long': '_K',
  __int128: '_L',
  'unsigned __int128': '_M',
  float: 'M',
  double: 'N',
  'long double': 'O',
  _Float16: null,
  __float128: null,
  nullptr_t: '$$T',
};

/** What follows `operator`, by its code; unary and binary operators share one. */
export const OPERATOR_CODES: ReadonlyMap<string, string> = new Map([
  ['new', '?2'],
  ['delete', '?3'],
  ['=', '?4'],
  ['>>', '?5'],
  ['<<', '?6'],
  ['!', '?7'],
  ['==', '?8'],
  ['!=', '?9'],
  ['[]', '?A'],
  ['->', '?C'],
  ['*', '?D'],
  ['++', '?E'],
  ['--', '?F'],
  ['-', '?G'],
  ['+', '?H'],
  ['&', '?I'],
  ['->*', '?J'],
  ['/', '?K'],
  ['%', '?L'],
  ['<', '?M'],
  ['<=', '?N'],
  ['>', '?O'],
  ['>=', '?P'],
  [',', '?Q'],
  ['()', '?R'],
  ['~', '?S'],
  ['^', '?T'],
  ['|', '?U'],
  ['&&', '?V'],
  ['||', '?W'],
  ['*=', '?X'],
  ['+=', '?Y'],
  ['-=', '?Z'],
  ['/=', '?_0'],
  ['%=', '?_1'],
  ['>>=', '?_2'],
  ['<<=', '?_3'],
  ['&=', '?_4'],
  ['|=', '?_5'],
  ['^=', '?_6'],
  ['new[]', '?_U'],
  ['delete[]', '?_V'],
  ['co_await', '?__L'],
  ['<=>', '?__M'],
]);

/** Function classes of a member function: plain, virtual and static. */
export const MEMBER_CODES: Readonly<
  Record<Access, { readonly plain: string; readonly virtual: string; readonly static: string }>
> = {
  private: { plain: 'A', virtual: 'E', static: 'C' },
  protected: { plain: 'I', virtual: 'M', static: 'K' },
  public: { plain: 'Q', virtual: 'U', static: 'S' },
};

/** Storage class of a static data member. */
export const STATIC_MEMBER_CODES: Readonly<Record<Access, string>> = {
  private: '0',
  protected: '1',
  public: '2',
};

export const CONVENTION_CODES: Readonly<Record<CallingConvention, string>> = {
  cdecl: 'A',
  thiscall: 'E',
  stdcall: 'G',
  fastcall: 'I',
  vectorcall: 'Q',
  regcall: 'w',
};

export const KEY_CODES = { struct: 'U', class: 'V', union: 'T', enum: 'W4' } as const;
