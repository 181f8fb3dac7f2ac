import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { NEVER_CANCELLED } from '../base/cancellation.js';
import { runCompiler } from './run-compiler.js';

/** A compiler as it was found. */
export interface InstalledCompiler {
  /** Absolute path. */
  readonly program: string;
  /** `clang 19.1.7`, `Apple clang 15.0.0`, `gcc 12.2.0`. */
  readonly name: string;
  /** What it compiles for unless told otherwise: `x86_64-linux-gnu`. */
  readonly triple: string;
}

const NEWEST = { clang: 40, gcc: 30 };
const OLDEST = { clang: 11, gcc: 9 };

/**
 * The newest clang or gcc on the PATH. A variable (`FERRULE_CLANG`, `FERRULE_GCC`) names another one, by
 * its path or name.
 *
 * @returns null where none is installed
 */
export async function findCppCompiler(
  kind: 'clang' | 'gcc',
  variables: Readonly<Record<string, string | undefined>>,
): Promise<InstalledCompiler | null> {
  const chosen = variables[kind === 'clang' ? 'FERRULE_CLANG' : 'FERRULE_GCC'];
  const program = kind === 'clang' ? 'clang++' : 'g++';
  const versioned = Array.from(
    { length: NEWEST[kind] - OLDEST[kind] + 1 },
    (_, i) => `${program}-${NEWEST[kind] - i}`,
  );
  for (const name of chosen ? [chosen] : [...versioned, program]) {
    const path = await findProgram(name, variables);
    const found = path === null ? null : await identify(path);
    // On macOS `g++` is clang.
    if (found && found.name.includes('clang') === (kind === 'clang')) return found;
  }
  return null;
}

/** The absolute path of a program on the PATH; null where it is not there. */
export async function findProgram(
  name: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  // A relative folder on the PATH would make a program of whatever lies in the current one.
  const folders = isAbsolute(name)
    ? ['']
    : (variables['PATH'] ?? variables['Path'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  for (const folder of folders) {
    for (const suffix of process.platform === 'win32' ? ['.exe', ''] : ['']) {
      const path = join(folder, name + suffix);
      const found = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (found) return path;
    }
  }
  return null;
}

async function identify(program: string): Promise<InstalledCompiler | null> {
  const run = { cwd: process.cwd(), token: NEVER_CANCELLED };
  const version = await runCompiler(program, ['--version'], run);
  const machine = await runCompiler(program, ['-dumpmachine'], run);
  if (version.kind === 'failed' || machine.kind === 'failed') return null;
  const name = compilerName(version.stdout);
  return name === null ? null : { program, name, triple: machine.stdout.trim() };
}

/** Reads `--version`; null where neither clang nor gcc speaks. */
export function compilerName(version: string): string | null {
  const [first = ''] = version.split('\n');
  const clang = /(Apple )?clang version (\d+(?:\.\d+)*)/.exec(first);
  if (clang) return `${clang[1] ?? ''}clang ${clang[2]}`;
  const gcc = /\bg(?:cc|\+\+)(?:-[\w.]+)?(?:\.exe)? .*?(\d+\.\d+(?:\.\d+)?)/.exec(first);
  return gcc ? `gcc ${gcc[1]}` : null;
}
