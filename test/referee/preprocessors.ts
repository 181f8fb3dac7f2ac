import { spawnSync } from 'node:child_process';

/** The compilers whose preprocessors judge, with the options that make them say what they say of C++. */
const CLANG = process.env['FERRULE_CLANG'] ?? 'clang++-19';
const GCC = process.env['FERRULE_GCC'] ?? 'g++';
export const PREPROCESSORS = { clang: [CLANG], gcc: [GCC] } as const;

/** What a preprocessor leaves of a text, by lines that are not empty, and the lines that it does not accept. */
export interface Preprocessed {
  readonly text: string;
  readonly lines: ReadonlySet<string>;
  readonly errors: ReadonlySet<number>;
}

/** @param compiler the program and the options that name its target */
export function preprocess(
  text: string,
  compiler: readonly string[],
  options: readonly string[] = [],
): Preprocessed {
  const [program = '', ...target] = compiler;
  const { stdout, stderr, error } = spawnSync(
    program,
    [...target, '-E', '-P', '-w', '-std=c++20', ...limitOf(program), ...options, '-x', 'c++', '-'],
    { encoding: 'utf8', input: text, maxBuffer: 1 << 28 },
  );
  if (error) throw error;
  return {
    text: stdout,
    lines: new Set(stdout.split('\n').map((line) => line.trim())),
    // Where two tokens do not make one, the place is that of the definition: the use goes on with both.
    errors: new Set(
      [...stderr.matchAll(/^<stdin>:(\d+):\d+: error: (?!pasting)/gm)].map((match) => Number(match[1])),
    ),
  };
}

const limitOf = (program: string): readonly string[] =>
  program.includes('clang') ? ['-ferror-limit=0'] : [];
