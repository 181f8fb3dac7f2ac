import { standardOf, type LanguageStandard } from './compiler-arguments.js';

/** What CMake found out about a compiler that it builds with. */
export interface CmakeCompiler {
  /** What it compiles with it. */
  readonly language: 'c' | 'c++';
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
 * Reads `CMakeFiles/VERSION/CMakeCXXCompiler.cmake` or `CMakeCCompiler.cmake`, which CMake writes when it
 * configures.
 *
 * @returns null where the file names no compiler
 * @see CMake, `Modules/CMakeCXXCompiler.cmake.in`
 */
export function readCmakeCompiler(text: string): CmakeCompiler | null {
  const found = /^set\(CMAKE_(C|CXX)_COMPILER_ID "([^"]+)"\)/m.exec(text);
  if (!found) return null;
  const [, prefix = '', id = ''] = found;
  const value = (name: string): string | null =>
    new RegExp(`^set\\(CMAKE_${prefix}_${name} "([^"]*)"\\)`, 'm').exec(text)?.[1] ?? null;
  const language = prefix === 'C' ? 'c' : 'c++';
  const year = value('STANDARD_COMPUTED_DEFAULT');
  return {
    language,
    compiler: Object.hasOwn(COMPILERS, id) ? (COMPILERS[id] ?? null) : null,
    id,
    version: value('COMPILER_VERSION') ?? '',
    standard: year === null ? null : standardOf(language === 'c' ? `gnu${year}` : `gnu++${year}`),
    line: text.slice(0, found.index).split('\n').length - 1,
  };
}
