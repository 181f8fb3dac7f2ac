const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words that stand before a type and are none. */
export const SPECIFIERS = words(`static extern inline __inline __inline__ __forceinline virtual const volatile
  constexpr consteval constinit typedef friend explicit mutable register thread_local _Thread_local __thread
  typename _Noreturn _Atomic export`);

/** Words that are a type or part of one. */
export const BUILTINS =
  words(`void bool char wchar_t char8_t char16_t char32_t short int long signed unsigned float
  double auto __int128 __int128_t __uint128_t _Bool __builtin_va_list __signed__ __signed _Float16 __float128
  _Float128 _Float32 _Float64 _Float32x _Float64x _BitInt
  _Complex __complex__ _Imaginary`);

/** Words that make a type of what stands in parentheses behind them; the grammar has none of them. */
export const TYPE_CALLS = words('_BitInt _Atomic');

export const CLASS_KEYS = words('class struct union enum');
export const ACCESS = words('public protected private');

/** Words that may stand first in a declaration, so that an identifier before them is a macro. */
export const OPENERS: ReadonlySet<string> = new Set([
  ...[...SPECIFIERS].filter((word) => word !== 'const' && word !== 'volatile' && word !== '_Atomic'),
  ...BUILTINS,
  ...CLASS_KEYS,
  ...words('template using namespace static_assert'),
]);

/** Words that follow a parameter list and belong there. */
export const TRAILERS = words('const volatile override final mutable');

/** Words behind a class's name that say something about it, as `final` does. @see P2786R13 [class.pre] */
export const CLASS_PROPERTIES = words(
  `trivially_relocatable_if_eligible replaceable_if_eligible __trivially_relocatable_if_eligible
  __replaceable_if_eligible`,
);

/** Compiler keywords without meaning for a declaration's shape. */
export const IGNORED = words(
  '__extension__ restrict __restrict __restrict__ __w64 __unaligned __ptr64 __ptr32',
);

export const CONVENTIONS = words(`__cdecl __stdcall __fastcall __thiscall __vectorcall __clrcall __regcall
  _cdecl _stdcall _fastcall`);

export const ATTRIBUTE_CALLS = words('__attribute__ __attribute __declspec _declspec');
export const ALIGNMENTS = words('alignas _Alignas');
export const ASM = words('asm __asm__ __asm');

/** Words that are never names. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...SPECIFIERS,
  ...BUILTINS,
  ...CLASS_KEYS,
  ...ACCESS,
  ...TRAILERS,
  ...words(`operator template using namespace static_assert noexcept throw requires try decltype typeof __typeof__
    __typeof concept return default delete new catch if for while do switch this sizeof alignof`),
]);
