import { nameTable } from '../../base/name-table.js';
import type { CppBuiltin } from '../../facts/cpp/cpp-facts.js';

/** Namespaces that the libraries' own names are spelled with, and people leave out. */
export const INLINE_NAMESPACES = new Set(['__cxx11', '__1', '__ndk1', '__2']);

/** `std::basic_string<…>` by its character type. */
export const STRINGS: Partial<Record<CppBuiltin, string>> = {
  char: 'std::string',
  wchar_t: 'std::wstring',
  char8_t: 'std::u8string',
  char16_t: 'std::u16string',
  char32_t: 'std::u32string',
};

/** Names that `using namespace std;` may bring in; others stay unknown rather than guessed. */
export const KNOWN_THROUGH_USING = new Set(
  (
    'string wstring u16string u32string string_view vector deque list forward_list map multimap set multiset ' +
    'unordered_map unordered_set unordered_multimap unordered_multiset array span pair tuple optional variant any ' +
    'function unique_ptr shared_ptr weak_ptr mutex recursive_mutex shared_mutex condition_variable thread jthread ' +
    'atomic once_flag exception_ptr initializer_list reference_wrapper complex bitset'
  )
    .split(' ')
    .map((name) => `std::${name}`),
);

/** Typedefs of the C library whose types are the same on every target of the table. */
export const C_LIBRARY = nameTable<CppBuiltin>({
  int8_t: 'signed char',
  int16_t: 'short',
  int32_t: 'int',
  uint8_t: 'unsigned char',
  uint16_t: 'unsigned short',
  uint32_t: 'unsigned int',
  int_least8_t: 'signed char',
  int_least16_t: 'short',
  int_least32_t: 'int',
  uint_least8_t: 'unsigned char',
  uint_least16_t: 'unsigned short',
  uint_least32_t: 'unsigned int',
  nullptr_t: 'nullptr_t',
  va_list: '__builtin_va_list',
  __builtin_va_list: '__builtin_va_list',
  __gnuc_va_list: '__builtin_va_list',
});
