import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The compilers that judge. A missing one fails the tests: they prove nothing without it. */
const CLANG = process.env['FERRULE_CLANG'] ?? 'clang++-19';
/** One that has P2786's `__builtin_is_cpp_trivially_relocatable`: 21 and later. */
export const NEWER_CLANG = process.env['FERRULE_NEWER_CLANG'] ?? 'clang++-22';
const GCC = process.env['FERRULE_GCC'] ?? 'g++';
const LLVM_CXXFILT = process.env['FERRULE_LLVM_CXXFILT'] ?? 'llvm-cxxfilt-19';
const LLVM_UNDNAME = process.env['FERRULE_LLVM_UNDNAME'] ?? 'llvm-undname-19';
const RUSTC = process.env['FERRULE_RUSTC'] ?? 'rustc';

export interface ClangAnswer {
  readonly stdout: string;
  /** LLVM IR of the unit. */
  readonly ir: string;
}

/** Compiles `source` for `triple` without any header; the first errors are in the exception. */
export function compileCpp(
  source: string,
  triple: string,
  options: readonly string[] = [],
  compiler = CLANG,
): ClangAnswer {
  return inFolder((folder) => {
    const input = join(folder, 'sample.cpp');
    const output = join(folder, 'sample.ll');
    writeFileSync(input, source);
    const standard = [
      '-std=c++20',
      '-w',
      '-faligned-allocation',
      '-Wno-incompatible-ms-struct',
      '-S',
      '-emit-llvm',
      '-fno-discard-value-names',
      '-o',
      output,
      input,
    ];
    const stdout = run(compiler, [`--target=${triple}`, ...standard, ...options], source);
    return { stdout, ir: readFileSync(output, 'utf8') };
  });
}

/** Compiles `source` with gcc for this machine; gives the assembly text. */
export const gccAssembly = (source: string): string =>
  inFolder((folder) => {
    const input = join(folder, 'sample.cpp');
    const output = join(folder, 'sample.s');
    writeFileSync(input, source);
    run(GCC, ['-std=c++20', '-w', '-S', '-o', output, input], source);
    return readFileSync(output, 'utf8');
  });

/**
 * What gcc tells of the classes in `source`: its dump of them, and the debugging information.
 *
 * @param compiler the program and the options that name the target, `g++ -m32`
 */
export const dumpGccClasses = (
  source: string,
  compiler: readonly string[],
  standard: string,
): { classes: string; debug: string } =>
  inFolder((folder) => {
    const input = join(folder, 'sample.cpp');
    const object = join(folder, 'sample.o');
    const classes = join(folder, 'classes');
    writeFileSync(input, source);
    const [program = 'g++', ...target] = compiler;
    const everything = ['-fchar8_t', '-g', '-fno-eliminate-unused-debug-types', '-femit-class-debug-always'];
    const options = [
      ...target,
      `-std=${standard}`,
      '-w',
      '-c',
      ...everything,
      `-fdump-lang-class=${classes}`,
    ];
    run(program, [...options, '-o', object, input], source);
    const debug = run('readelf', ['--debug-dump=info', '--wide', object], '');
    return { classes: readFileSync(classes, 'utf8'), debug };
  });

/** The syntax tree of `source` as clang's JSON. */
export const cppSyntaxTree = (source: string, triple: string): unknown =>
  inFolder((folder) => {
    const input = join(folder, 'sample.cpp');
    writeFileSync(input, source);
    const options = [
      `--target=${triple}`,
      '-std=c++20',
      '-w',
      '-fsyntax-only',
      '-Xclang',
      '-ast-dump=json',
      input,
    ];
    return JSON.parse(run(CLANG, options, source));
  });

/** What clang says of a program of several files, errors or not: its dump of all records, and its messages. */
export const recordsOfFiles = (
  files: ReadonlyMap<string, string>,
  main: string,
): { readonly dump: string; readonly messages: string } =>
  inFolder((folder) => {
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    const dump = ['-fsyntax-only', '-ferror-limit=0', '-Xclang', '-fdump-record-layouts-complete'];
    const options = ['-std=c++20', '-w', '-xc++', ...dump, join(folder, main)];
    const { stdout, stderr, error } = spawnSync(CLANG, options, { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (error) throw error;
    return { dump: stdout, messages: stderr };
  });

/** What gcc says of a file of a program, each message with its file and line. */
export const gccMessages = (files: ReadonlyMap<string, string>, main: string): string =>
  inFolder((folder) => {
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    const options = ['-std=c++20', '-w', '-xc++', '-fsyntax-only', join(folder, main)];
    const { stderr, error } = spawnSync(GCC, options, { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (error) throw error;
    return stderr;
  });

/** Compiles a C++ program with gcc and runs it on this machine; gives what it prints. */
export const runCpp = (source: string): string =>
  inFolder((folder) => {
    const input = join(folder, 'sample.cpp');
    const output = join(folder, 'sample');
    writeFileSync(input, source);
    run(GCC, ['-std=c++20', '-w', '-o', output, input], source);
    return run(output, [], source);
  });

/** Compiles and runs a Rust program on this machine; gives what it prints. */
export const runRust = (source: string): string =>
  inFolder((folder) => {
    const input = join(folder, 'sample.rs');
    const output = join(folder, 'sample');
    writeFileSync(input, source);
    run(RUSTC, ['--edition=2021', '-Awarnings', '-o', output, input], source);
    return run(output, [], source);
  });

/** A library with all its macros expanded, those of the compiler as well; names need not mean anything. */
export const expandedByRustc = (source: string): string =>
  inFolder((folder) => {
    const input = join(folder, 'sample.rs');
    writeFileSync(input, source);
    const options = ['--edition=2021', '-Awarnings', '--crate-type=lib', '-Zunpretty=expanded'];
    const { stdout, stderr } = spawnSync(RUSTC, [...options, input], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, RUSTC_BOOTSTRAP: '1' },
    });
    // What names mean is asked afterwards: those errors have codes.
    if (/^error: (?!aborting)/m.test(stderr)) throw new Error(`rustc failed: ${stderr}`);
    return stdout;
  });

/** The lines, from 0, of a library that a lint of rustc warns about. */
export const rustLints = (source: string, lint: string): number[] =>
  inFolder((folder) => {
    const input = join(folder, 'sample.rs');
    writeFileSync(input, source);
    const options = ['--edition=2021', '--crate-type=lib', '--emit=metadata', '--error-format=json'];
    const { stderr, status } = spawnSync(
      RUSTC,
      [...options, `-W${lint}`, '-o', join(folder, 'sample.rmeta'), input],
      {
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      },
    );
    if (status !== 0) throw new Error(`rustc failed: ${stderr}`);
    const messages = stderr
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map(readLint);
    return messages
      .filter(({ code }) => code?.code === lint)
      .flatMap(({ spans }) =>
        spans.flatMap(({ line_start, is_primary }) => (is_primary ? [line_start - 1] : [])),
      );
  });

interface RustLint {
  readonly code: { readonly code: string } | null;
  readonly spans: readonly { readonly line_start: number; readonly is_primary: boolean }[];
}

const readLint = (line: string): RustLint => JSON.parse(line) as RustLint;

/** The lines of a Rust library, from 0, that rustc names in its errors. */
export const rustErrorLines = (source: string): readonly number[] =>
  inFolder((folder) => {
    const input = join(folder, 'sample.rs');
    writeFileSync(input, source);
    const options = [
      '--edition=2021',
      '-Awarnings',
      '--crate-type=lib',
      '--emit=metadata',
      '--error-format=short',
    ];
    const { stderr, error } = spawnSync(RUSTC, [...options, '-o', join(folder, 'sample.rmeta'), input], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (error) throw error;
    return [...stderr.matchAll(/sample\.rs:(\d+):\d+: error/g)].map(([, line]) => Number(line) - 1);
  });

export interface RustDump {
  readonly size: number;
  readonly align: number;
  /** Of a struct's or union's fields; of an enum where its tag is. */
  readonly offsets: readonly number[];
}

/**
 * What rustc computes for each type of a source that bears `#[rustc_layout(debug)]`, for any target and
 * without its standard library. The layouts come as errors, so that the compilation always fails.
 */
export function rustDumps(source: string, triple: string): Map<string, RustDump> {
  const messages = inFolder((folder) => {
    const input = join(folder, 'sample.rs');
    writeFileSync(input, BARE_CRATE + source);
    const options = [
      '--edition=2021',
      '-Awarnings',
      '--crate-type=lib',
      '--emit=metadata',
      `--target=${triple}`,
    ];
    return spawnSync(RUSTC, [...options, '-o', join(folder, 'sample.rmeta'), input], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, RUSTC_BOOTSTRAP: '1' },
    }).stderr;
  });
  const dumps = new Map<string, RustDump>();
  for (const message of messages.split(/^error/m).slice(1)) {
    const dump = /^: layout_of\((\w+).*?\) = Layout \{(.*?)^\s*-->/ms.exec(message);
    if (!dump) {
      if (message.startsWith(': aborting')) continue;
      throw new Error(`rustc failed: error${message}`);
    }
    const [, name = '', text = ''] = dump;
    const first = (pattern: RegExp): number => Number(pattern.exec(text)?.[1]);
    const list = /offsets: \[(.*?)\]/s.exec(text)?.[1] ?? '';
    const fields = /Union\(\s*(\d+)/.exec(text)?.[1];
    dumps.set(name, {
      size: first(/size: Size\((\d+)/),
      align: first(/Align\((\d+)/),
      offsets: fields
        ? Array<number>(Number(fields)).fill(0)
        : [...list.matchAll(/Size\((\d+)/g)].map(([, offset]) => Number(offset)),
    });
  }
  return dumps;
}

/** The traits that the language itself cannot do without; the samples have negative discriminants. */
const BARE_CRATE = `#![feature(no_core, lang_items, rustc_attrs)]
#![no_core]
#[lang = "pointee_sized"] pub trait PointeeSized {}
#[lang = "meta_sized"] pub trait MetaSized: PointeeSized {}
#[lang = "sized"] pub trait Sized: MetaSized {}
#[lang = "copy"] pub trait Copy {}
#[lang = "neg"] pub trait Neg { type Output; fn neg(self) -> Self::Output; }
macro_rules! signed { ($($t:ty)*) => { $(impl Neg for $t { type Output = $t; fn neg(self) -> $t { -self } })* } }
signed!(i8 i16 i32 i64 isize);
`;

/** The symbols of Rust's own functions in a crate, as rustc mangles them. */
export const rustSymbols = (source: string, scheme: 'v0' | 'legacy'): string[] =>
  inFolder((folder) => {
    const input = join(folder, 'sample.rs');
    const output = join(folder, 'sample.o');
    writeFileSync(input, source);
    const mangling = ['-Zunstable-options', `-Csymbol-mangling-version=${scheme}`];
    const options = ['--edition=2021', '-Awarnings', '--crate-type=lib', '--emit=obj', '-Copt-level=0'];
    run(RUSTC, [...options, ...mangling, '-o', output, input], source);
    return run('nm', ['--defined-only', '--format=just-symbols', output], '')
      .split('\n')
      .filter((symbol) => /^_(?:R|ZN)/.test(symbol));
  });

const MOST_ARGUMENTS = 500;

/**
 * What the functions of a Rust library with names of C are as machine code: result and parameters by LLVM's types, an
 * address as an integer of its width and `bool` as a byte, by their names.
 */
export const rustIrFunctions = (source: string): ReadonlyMap<string, string> =>
  inFolder((folder) => {
    const input = join(folder, 'sample.rs');
    writeFileSync(input, source);
    const options = ['--edition=2021', '-Awarnings', '--crate-type=lib', '--emit=llvm-ir', '-Copt-level=0'];
    return irFunctions(run(RUSTC, [...options, '-o', '-', input], source));
  });

/** The same of all functions that a text of LLVM IR defines. */
export function irFunctions(ir: string): ReadonlyMap<string, string> {
  const found = ir.matchAll(/^define (.*?) @(\w+)\((.*?)\) (?:unnamed_addr|local_unnamed_addr|#|\{)/gm);
  return new Map(
    [...found].map(([, result = '', name = '', parameters = '']) => [
      name,
      `${irType(result)}(${parameters.split(', ').map(irType).join(', ')})`,
    ]),
  );
}

/** A type of LLVM without attributes and the value's name. */
const irType = (text: string): string =>
  (/(?:^|\s)(void|ptr|float|double|x86_fp80|i\d+|\{.*?\})(?=\s|$)/.exec(text)?.[1] ?? '')
    .replace(/\bptr\b/g, 'i64')
    .replace(/\bi1\b/g, 'i8');

/** Symbols as LLVM's own reader reads them, without what a symbol of Microsoft's says of results and access. */
export function demangledByLlvm(symbols: readonly string[]): string[] {
  // A command line is only so long.
  if (symbols.length > MOST_ARGUMENTS)
    return [
      ...demangledByLlvm(symbols.slice(0, MOST_ARGUMENTS)),
      ...demangledByLlvm(symbols.slice(MOST_ARGUMENTS)),
    ];
  const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
  const isMicrosoft = symbols[0]?.startsWith('?') ?? false;
  if (!isMicrosoft) return lines(run(LLVM_CXXFILT, symbols, ''));
  const parts = ['access-specifier', 'calling-convention', 'return-type', 'member-type', 'variable-type'];
  // Each symbol, and below it what it says.
  return lines(run(LLVM_UNDNAME, [...parts.map((part) => `--no-${part}`), ...symbols], '')).filter(
    (_, i) => i % 2 === 1,
  );
}

export const rustVersion = (): string => run(RUSTC, ['--version'], '').trim();

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ferrule-referee-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(program: string, args: readonly string[], source: string): string {
  try {
    return execFileSync(program, args, {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, RUSTC_BOOTSTRAP: '1' },
    });
  } catch (error) {
    const message = String((error as { stderr?: unknown }).stderr ?? error).slice(0, 3000);
    throw new Error(`${program} failed: ${message}\n${source.slice(0, 3000)}`, { cause: error });
  }
}
