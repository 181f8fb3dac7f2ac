import { withStandardLibrary } from '../abi/standard-library/library-choice.js';
import { builtBy, findTarget, type CppCompiler, type CppStandard, type Target } from '../abi/target.js';
import type { Known } from '../base/known.js';
import { NO_BUILDS, type BuildKnowledge } from '../builds/build-knowledge.js';
import type { CompilerArguments } from '../builds/compiler-arguments.js';
import { builtCompiler, builtStandard } from '../builds/dialect.js';
import { STANDARDS, type Settings } from './settings.js';
import type { SourceFolder } from './sources.js';

/**
 * The targets of a workspace: those of its folders' settings in order, the machine's own where none is
 * named; built as the settings say, else as its builds do. Whoever reads the settings has refused the
 * triples that are not known.
 */
export function targetsOf(
  folders: readonly SourceFolder[],
  hostTarget: string,
  builds: BuildKnowledge = NO_BUILDS,
): readonly [Target, ...Target[]] {
  const named = folders
    .flatMap(({ settings }) => settings.targets.map(findTarget))
    .filter((target) => target !== null);
  const [first, ...others] = new Set(named);
  const primary = first ?? findTarget(hostTarget) ?? FALLBACK;
  const built = (target: Target): Target => asBuilt(target, folders, hostTarget, builds);
  return [built(primary), ...others.map(built)];
}

/** The target with the compiler, the standard and the standard library that it is built with. */
export function asBuilt(
  target: Target,
  folders: readonly SourceFolder[],
  hostTarget: string,
  builds: BuildKnowledge,
): Target {
  const { compiler, standard } = choicesFor(target, folders, hostTarget, builds);
  const built = builtBy(target, compiler.value, standard.value);
  return withStandardLibrary(
    built,
    folders.flatMap(({ settings }) => settings.standardLibraries),
  );
}

/** How a target's C++ is built, and who says so. */
export interface TargetChoices {
  readonly compiler: TargetChoice<CppCompiler>;
  readonly standard: TargetChoice<CppStandard>;
}

export interface TargetChoice<T> {
  /** Null where layouts hold for any. */
  readonly value: T | null;
  readonly by: 'settings' | 'build' | 'target' | 'nobody';
  /** What the builds say, whether it is followed or not. */
  readonly build: Known<string>;
}

/** The settings win over the builds; the target over both, where only one compiler builds for it. */
export function choicesFor(
  target: Target,
  folders: readonly SourceFolder[],
  hostTarget: string,
  builds: BuildKnowledge,
): TargetChoices {
  const isFor = isCommandFor(target.triple, hostTarget);
  const set = <Key extends 'compiler' | 'standard'>(key: Key): Settings[Key] =>
    folders.find(({ settings }) => settings[key] !== null)?.settings[key] ?? null;
  const choose = <T extends string>(
    setting: T | null,
    build: Known<string>,
    follow: (value: string) => T | null,
  ) => {
    if (!target.hasGcc) return { value: null, by: 'target', build } as const;
    if (setting !== null) return { value: setting, by: 'settings', build } as const;
    const value = build.status === 'exact' ? follow(build.value) : null;
    return { value, by: value === null ? 'nobody' : 'build', build } as const;
  };
  const standard = set('standard');
  return {
    compiler: choose(set('compiler'), builtCompiler(builds, isFor), (name) =>
      name === 'clang' || name === 'gcc' ? name : null,
    ),
    standard: choose(standard && layoutStandard(standard), builtStandard(builds, isFor), (era) =>
      era === 'c++17' || era === 'c++20' ? era : null,
    ),
  };
}

/** The builds without the commands that compile for another target. */
export const buildsFor = (triple: string, hostTarget: string, builds: BuildKnowledge): BuildKnowledge => {
  const isFor = isCommandFor(triple, hostTarget);
  const databases = builds.databases.map((database) => ({
    ...database,
    units: database.units.filter((unit) => isFor(unit.arguments)),
  }));
  return { ...builds, databases };
};

const isCommandFor =
  (triple: string, hostTarget: string) =>
  (command: CompilerArguments): boolean =>
    findTarget(withBits(command.triple ?? hostTarget, command.bits))?.triple === triple;

/** `-m32` on a 64-bit x86 is i686, and the other way round. */
const withBits = (triple: string, bits: 32 | 64 | null): string =>
  bits === 32
    ? triple.replace(/^x86_64/, 'i686')
    : bits === 64
      ? triple.replace(/^i[3-6]86/, 'x86_64')
      : triple;

const layoutStandard = (standard: NonNullable<Settings['standard']>): CppStandard =>
  STANDARDS.indexOf(standard) >= STANDARDS.indexOf('c++20') ? 'c++20' : 'c++17';

/** For machines that Ferrule has no row for. */
const FALLBACK = findTarget('x86_64-unknown-linux-gnu') as Target;
