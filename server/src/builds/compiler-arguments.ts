import type { Uri } from '../base/range.js';
import { uriOf } from './build-paths.js';

/** What the command line of a compiler says about declarations. */
export interface CompilerArguments {
  /** By the name of the program; null where it is called `c++`, `cc` or otherwise. */
  readonly compiler: 'clang' | 'gcc' | 'msvc' | null;
  /** As the command line has it: `--target`, or the start of `aarch64-linux-gnu-g++`. Null: the compiler's own. */
  readonly triple: string | null;
  /** `-m32` or `-m64`, null without. */
  readonly bits: 32 | 64 | null;
  readonly standard: LanguageStandard | null;
  /** `-x`, `/TP`, `/TC`, or a program that compiles all as C++; null where the extension decides. */
  readonly language: 'c' | 'c++' | null;
  /** In the order of the command line. */
  readonly includes: readonly IncludeFolder[];
  /** In the order of the command line: the last one of a name holds. */
  readonly macros: readonly MacroSetting[];
  /** Files that are included before the source. */
  readonly forced: readonly Uri[];
  /** `libc++` of `-stdlib=libc++`. */
  readonly library: 'libc++' | 'libstdc++' | null;
  /** Options that change layouts and are not followed. */
  readonly layoutOptions: readonly string[];
  /** `-fno-exceptions` */
  readonly noExceptions?: true;
}

export interface IncludeFolder {
  readonly folder: Uri;
  /** Which directives search it, and when: `-iquote`, `-I`, `-isystem`, `-idirafter`, `-F`. */
  readonly kind: 'quote' | 'user' | 'system' | 'after' | 'framework';
}

export interface MacroSetting {
  readonly name: string;
  /** `1` where only the name is given; null: undefined. A function-like macro has its parameters in the name. */
  readonly value: string | null;
}

/** The language and the year of a standard, as `-std=` names it in one of its spellings. */
export interface LanguageStandard {
  readonly language: 'c' | 'c++';
  /** `c++17`, `c11`: the name that the standard goes by. */
  readonly name: string;
  readonly gnu: boolean;
}

/**
 * Reads the words of one command.
 *
 * @param words with the program first
 * @param directory where it runs
 * @see gcc's "Option Summary", clang's "ClangCommandLineReference", Microsoft's "Compiler options"
 */
export function readArguments(words: readonly string[], directory: Uri): CompilerArguments {
  const program = programOf(words);
  const microsoft = program.style === 'microsoft';
  const found = {
    compiler: program.compiler,
    triple: program.triple,
    bits: null as 32 | 64 | null,
    standard: null as LanguageStandard | null,
    language: program.language as 'c' | 'c++' | null,
    includes: [] as IncludeFolder[],
    macros: [] as MacroSetting[],
    forced: [] as Uri[],
    library: null as CompilerArguments['library'],
    layoutOptions: [] as string[],
  };
  let noExceptions = false;
  for (let i = program.length; i < words.length; i++) {
    const word = microsoft ? (words[i] ?? '').replace(/^\//, '-') : (words[i] ?? '');
    if (SKIPS_NEXT.has(word)) {
      i++;
      continue;
    }
    const option = (microsoft ? MICROSOFT_PATHS : PATHS).find(([name]) => word.startsWith(name));
    if (option) {
      const [name, kind] = option;
      const path = word === name ? words[++i] : word.slice(name.length).replace(/^=/, '');
      if (path === undefined || path === '') continue;
      if (kind === 'forced') found.forced.push(uriOf(path, directory));
      else found.includes.push({ folder: uriOf(path, directory), kind });
    } else if (word === '-D' || word === '-U') found.macros.push(macroOf(word, words[++i] ?? ''));
    else if (/^-[DU]./.test(word)) found.macros.push(macroOf(word.slice(0, 2), word.slice(2)));
    else if (word === '-target' || word === '--target') found.triple = words[++i] ?? null;
    else if (word.startsWith('--target=')) found.triple = word.slice('--target='.length);
    else if (/^--?std[=:]/.test(word)) found.standard = standardOf(word.replace(/^--?std[=:]/, ''));
    else if (word === '-m32' || word === '-m64') found.bits = word === '-m32' ? 32 : 64;
    else if (word === '-x') found.language = languageNamed(words[++i] ?? '');
    else if (/^-x(?:c|c\+\+)$/.test(word)) found.language = languageNamed(word.slice(2));
    else if (microsoft && /^-T[PC]$/.test(word)) found.language = word === '-TP' ? 'c++' : 'c';
    else if (/^-stdlib=lib(?:std)?c\+\+$/.test(word))
      found.library = word.endsWith('libc++') ? 'libc++' : 'libstdc++';
    else if (/^-f(?:no-)?exceptions$/.test(word)) noExceptions = word === NO_EXCEPTIONS;
    else if (CHANGES_LAYOUT.test(word)) found.layoutOptions.push(word);
  }
  return noExceptions ? { ...found, noExceptions } : found;
}

/** What it throws nobody can catch: it ends the program. */
export const NO_EXCEPTIONS = '-fno-exceptions';

/** `c++17` of `gnu++1z`; null where it names no standard that is known. */
export function standardOf(name: string): LanguageStandard | null {
  const match = /^(c|gnu|iso9899:)(\+\+)?([0-9a-z]+)$/.exec(name);
  if (name === 'c++latest') return { language: 'c++', name: 'c++26', gnu: false };
  if (!match) return null;
  const [, family, plus, year = ''] = match;
  const language = plus ? 'c++' : 'c';
  const known = (plus ? CPP_YEARS : C_YEARS)[year];
  return known === undefined ? null : { language, name: `${language}${known}`, gnu: family === 'gnu' };
}

const CPP_YEARS: Readonly<Record<string, string>> = {
  ...{ 98: '98', '03': '03', '0x': '11', 11: '11', '1y': '14', 14: '14', '1z': '17', 17: '17' },
  ...{ '2a': '20', 20: '20', '2b': '23', 23: '23', '2c': '26', 26: '26' },
};
const C_YEARS: Readonly<Record<string, string>> = {
  ...{ 89: '89', 90: '89', 1990: '89', '9x': '99', 99: '99', 1999: '99', '1x': '11', 11: '11', 2011: '11' },
  ...{ 17: '17', 18: '17', 2017: '17', 2018: '17', '2x': '23', 23: '23', '2y': '2y' },
};

type PathOption = readonly [name: string, kind: IncludeFolder['kind'] | 'forced'];

const PATHS: readonly PathOption[] = [
  ['-include', 'forced'],
  ['-imacros', 'forced'],
  ['-isystem', 'system'],
  ['-iquote', 'quote'],
  ['-idirafter', 'after'],
  ['-iframework', 'framework'],
  ['-F', 'framework'],
  ['-I', 'user'],
];
const MICROSOFT_PATHS: readonly PathOption[] = [
  ['-external:I', 'system'],
  ['-imsvc', 'system'],
  ['-FI', 'forced'],
  ['-I', 'user'],
];

/** Options whose next word is a file or a name that says nothing about declarations. */
const SKIPS_NEXT: ReadonlySet<string> = new Set([
  ...[
    '-o',
    '-MF',
    '-MT',
    '-MQ',
    '-Xclang',
    '-Xlinker',
    '-Xassembler',
    '-Xpreprocessor',
    '-mllvm',
    '-include-pch',
  ],
  ...['-isysroot', '--sysroot', '-arch', '-framework', '-L', '-T', '-u', '-z'],
]);

/**
 * Options that change the layout of a record or the width of a type, besides those above.
 *
 * @see gcc, "Options for Code Generation Conventions" and "Options Controlling C Dialect"
 */
const CHANGES_LAYOUT =
  /^-(?:f(?:pack-struct|short-enums|short-wchar|ms-extensions|ms-bitfields|no-short-enums|abi-version|clang-abi-compat|signed-char$|unsigned-char$|no-signed-char|no-unsigned-char)|m(?:ms-bitfields|no-ms-bitfields|x32|long-double|align-double|abi=|128bit-long-double)|Zp\d|vm[bgmsv]|J$)/;

interface Program {
  readonly compiler: CompilerArguments['compiler'];
  readonly triple: string | null;
  readonly style: 'unix' | 'microsoft';
  /** `g++` and `clang++` take `a.c` for C++. */
  readonly language: 'c++' | null;
  /** Words that it takes, launchers before it included. */
  readonly length: number;
}

const LAUNCHER = /^(?:ccache|sccache|distcc|icecc|buildcache|env)$/;
const PROGRAM =
  /^(?:(?<triple>\w+(?:-\w+){1,3})-)?(?<name>clang-cl|clang\+\+|clang|g\+\+|gcc|cl|c\+\+|cc)(?:-\d+(?:\.\d+)*)?$/i;

function programOf(words: readonly string[]): Program {
  for (const [i, word] of words.slice(0, 3).entries()) {
    const name = word
      .slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1)
      .replace(/\.exe$/i, '');
    if (LAUNCHER.test(name)) continue;
    const groups = PROGRAM.exec(name)?.groups;
    const plain = groups?.['name']?.toLowerCase() ?? '';
    const triple = groups?.['triple'] ?? null;
    if (plain === 'cl')
      return { compiler: 'msvc', triple, style: 'microsoft', language: null, length: i + 1 };
    if (plain === 'clang-cl')
      return { compiler: 'clang', triple, style: 'microsoft', language: null, length: i + 1 };
    const compiler = plain.startsWith('clang') ? 'clang' : plain.startsWith('g') ? 'gcc' : null;
    return { compiler, triple, style: 'unix', language: plain.endsWith('++') ? 'c++' : null, length: i + 1 };
  }
  return { compiler: null, triple: null, style: 'unix', language: null, length: 1 };
}

const languageNamed = (name: string): 'c' | 'c++' | null =>
  /^c\+\+/.test(name) ? 'c++' : /^c(?:-|$)/.test(name) ? 'c' : null;

function macroOf(option: string, setting: string): MacroSetting {
  if (option === '-U') return { name: setting, value: null };
  const match = /^([^=#]*)[=#]([^]*)$/.exec(setting);
  return match ? { name: match[1] ?? '', value: match[2] ?? '' } : { name: setting, value: '1' };
}
