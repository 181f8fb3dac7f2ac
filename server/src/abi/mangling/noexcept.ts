/** What a name with a `noexcept` function type in it rests on. @see C++17 [except.spec], P0012R1 */
export const NOEXCEPT_ASSUMPTION =
  'the code is compiled as C++17 or later, where `noexcept` is a part of function types';
