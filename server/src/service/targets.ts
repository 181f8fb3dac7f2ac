import { withStandardLibrary } from '../abi/standard-library/library-choice.js';
import { builtBy, findTarget, type CppStandard, type Target } from '../abi/target.js';
import { STANDARDS, type Settings } from './settings.js';
import type { SourceFolder } from './sources.js';

/**
 * The targets of a workspace: those of its folders' settings in order, the machine's own where none is
 * named; with the compiler and the standard of the first folder that sets them. Whoever reads the settings
 * has refused the triples that are not known.
 */
export function targetsOf(
  folders: readonly SourceFolder[],
  hostTarget: string,
): readonly [Target, ...Target[]] {
  const named = folders
    .flatMap(({ settings }) => settings.targets.map(findTarget))
    .filter((target) => target !== null);
  const [first, ...others] = new Set(named);
  const primary = first ?? findTarget(hostTarget) ?? FALLBACK;
  return [asBuilt(primary, folders), ...others.map((target) => asBuilt(target, folders))];
}

/** The target with the compiler, the standard and the standard library that the folders' settings name for it. */
export function asBuilt(target: Target, folders: readonly SourceFolder[]): Target {
  const set = <Key extends 'compiler' | 'standard'>(key: Key): Settings[Key] =>
    folders.find(({ settings }) => settings[key] !== null)?.settings[key] ?? null;
  const standard = set('standard');
  const built = builtBy(target, set('compiler'), standard === null ? null : layoutStandard(standard));
  return withStandardLibrary(
    built,
    folders.flatMap(({ settings }) => settings.standardLibraries),
  );
}

const layoutStandard = (standard: NonNullable<Settings['standard']>): CppStandard =>
  STANDARDS.indexOf(standard) >= STANDARDS.indexOf('c++20') ? 'c++20' : 'c++17';

/** For machines that Ferrule has no row for. */
const FALLBACK = findTarget('x86_64-unknown-linux-gnu') as Target;
