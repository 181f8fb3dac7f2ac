import { assumed, exact, type Known } from '../../base/known.js';
import type { LibraryMode, StandardLibrary, Target } from '../target.js';
import { MEASURED, type MeasuredLibrary } from './measured.js';

/** A standard library as one builds with it. */
export interface LibraryChoice {
  readonly library: StandardLibrary;
  readonly mode: LibraryMode;
}

/**
 * What may be set as `standardLibraries`. Each is a library with a mode that changes how its classes are
 * laid out or passed.
 */
export const LIBRARY_CHOICES: Readonly<Record<string, LibraryChoice>> = {
  'libstdc++': { library: 'libstdc++', mode: 'release' },
  'libstdc++-old-abi': { library: 'libstdc++', mode: 'old-abi' },
  'libstdc++-debug': { library: 'libstdc++', mode: 'debug' },
  'libc++': { library: 'libc++', mode: 'release' },
  'libc++-trivial-abi': { library: 'libc++', mode: 'trivial-abi' },
  msvc: { library: 'msvc', mode: 'release' },
  'msvc-debug': { library: 'msvc', mode: 'debug' },
};

/**
 * The target built with the first of the named choices that exists for it; as it is where none does. The same
 * target and name give the same object.
 */
export function withStandardLibrary(target: Target, names: readonly string[]): Target {
  const name = names.find((each) => {
    const choice = LIBRARY_CHOICES[each];
    return choice !== undefined && isFor(choice, target);
  });
  const choice = name === undefined ? undefined : LIBRARY_CHOICES[name];
  if (name === undefined || choice === undefined) return target;
  let built = BUILT.get(target);
  if (!built) BUILT.set(target, (built = new Map<string, Target>()));
  let known = built.get(name);
  if (!known) {
    known = { ...target, standardLibrary: choice.library, libraryMode: choice.mode, libraryStated: true };
    built.set(name, known);
  }
  return known;
}

const BUILT = new WeakMap<Target, Map<string, Target>>();

/** Every library and mode that was measured on the target: what a build for it may use. */
export const choicesFor = (target: Target): LibraryChoice[] =>
  Object.values(LIBRARY_CHOICES).filter((choice) => isFor(choice, target));

/** Which library and mode the target is built with. */
export const choiceOf = (target: Target): LibraryChoice => ({
  library: target.standardLibrary,
  mode: target.libraryMode ?? 'release',
});

/** What a value of the tables rests on: nothing but the settings where those name the library. */
export const onLibraryOf = <T>(target: Target, value: T): Known<T> =>
  target.libraryStated ? exact(value) : assumed(value, libraryAssumption(target));

/** How one says which library and mode is meant, with the version that was measured. */
export function libraryAssumption(target: Target): string {
  const choice = choiceOf(target);
  const version = measuredLibrary(choice)?.versions[0] ?? '';
  switch (choice.library) {
    case 'libstdc++':
      return `the standard library is libstdc++ with ${GNU_MODES[choice.mode]} (measured with version ${version})`;
    case 'libc++':
      return `the standard library is libc++ with ABI version 1${choice.mode === 'trivial-abi' ? ' and smart pointers passed in registers' : ''} (measured with version ${version})`;
    case 'msvc':
      return `the standard library is Microsoft's in ${choice.mode} mode (measured with Visual Studio 2022 17.14)`;
    default:
      return choice.library satisfies never;
  }
}

const GNU_MODES: Readonly<Record<LibraryMode, string>> = {
  release: 'its default ABI and without debug mode',
  'old-abi': 'the ABI from before C++11 (_GLIBCXX_USE_CXX11_ABI=0)',
  debug: 'its debug mode (_GLIBCXX_DEBUG)',
  'trivial-abi': 'its default ABI and without debug mode',
};

/** The table of a library in one mode; a mode has only the rows that differ from `release`. */
export const measuredLibrary = ({ library, mode }: LibraryChoice): MeasuredLibrary | null =>
  TABLES[`${library} ${mode}`] ?? null;

const TABLES: Readonly<Record<string, MeasuredLibrary>> = MEASURED;

const isFor = (choice: LibraryChoice, { triple }: Target): boolean =>
  measuredLibrary(choice)?.targets.includes(triple) ?? false;
