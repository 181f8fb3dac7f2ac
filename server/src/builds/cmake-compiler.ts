import { standardOf, type LanguageStandard } from './compiler-arguments.js';

/** What CMake found out about the C++ compiler that it builds with. */
export interface CmakeCompiler {
  readonly compiler: 'clang' | 'gcc' | 'msvc' | null;
  /** As CMake calls it: `GNU`. */
  readonly id: string;
  readonly version: string;
  /** What the compiler takes where no `-std=` is given. */
  readonly standard: LanguageStandard | null;
  /** Line (zero-based) that names the compiler. */
  readonly line: number;
}

const COMPILERS: Readonly<Record<string, CmakeCompiler['compiler']>> = {
  GNU: 'gcc',
  Clang: 'clang',
  AppleClang: 'clang',
  MSVC: 'msvc',
};

/**
 * Reads `CMakeFiles/VERSION/CMakeCXXCompiler.cmake`, which CMake writes when it configures.
 *
 * @returns null where the file names no compiler
 * @see CMake, `Modules/CMakeCXXCompiler.cmake.in`
 */
export function readCmakeCompiler(text: string): CmakeCompiler | null {
  const value = (name: string): string | null =>
    new RegExp(`^set\\(${name} "([^"]*)"\\)`, 'm').exec(text)?.[1] ?? null;
  const id = value('CMAKE_CXX_COMPILER_ID');
  if (id === null || id === '') return null;
  const year = value('CMAKE_CXX_STANDARD_COMPUTED_DEFAULT');
  return {
    compiler: Object.hasOwn(COMPILERS, id) ? (COMPILERS[id] ?? null) : null,
    id,
    version: value('CMAKE_CXX_COMPILER_VERSION') ?? '',
    standard: year === null ? null : standardOf(`gnu++${year}`),
    line: text.slice(0, text.indexOf('set(CMAKE_CXX_COMPILER_ID ')).split('\n').length - 1,
  };
}
