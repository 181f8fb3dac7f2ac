import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The compilers that judge. A missing one fails the tests: they prove nothing without it. */
const CLANG = process.env['FERRULE_CLANG'] ?? 'clang++-19';
/** One that has P2786's `__builtin_is_cpp_trivially_relocatable`: 21 and later. */
export const NEWER_CLANG = process.env['FERRULE_NEWER_CLANG'] ?? 'clang++-22';
const GCC = process.env['FERRULE_GCC'] ?? 'g++';
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
      '-S',
      '-emit-llvm',
      '-fno-discard-value-names',
      '-o',
      output,
      input,
    ];
    const stdout = run(compiler, [`--target=${triple}`, ...options, ...standard], source);
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

/** Compiles and runs a Rust program on this machine; gives what it prints. */
export const runRust = (source: string): string =>
  inFolder((folder) => {
    const input = join(folder, 'sample.rs');
    const output = join(folder, 'sample');
    writeFileSync(input, source);
    run(RUSTC, ['--edition=2021', '-Awarnings', '-o', output, input], source);
    return run(output, [], source);
  });

/** What `-Zprint-type-sizes` says of a crate for any target, without its standard library. */
export const rustTypeSizes = (source: string, triple: string): string =>
  inFolder((folder) => {
    const input = join(folder, 'sample.rs');
    writeFileSync(input, source);
    const options = [
      '--edition=2021',
      '-Awarnings',
      '--crate-type=lib',
      '--emit=metadata',
      '-Zprint-type-sizes',
    ];
    return run(RUSTC, [...options, `--target=${triple}`, '-o', join(folder, 'sample.rmeta'), input], source);
  });

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
