import type { Uri } from '../base/range.js';
import type { Target } from '../abi/target.js';
import type { BuildMacro, FileBuild } from '../builds/file-builds.js';
import type { MacroMeaning } from '../facts/cpp/macro-expansion.js';
import type { Condition } from '../facts/facts.js';
import type { Program } from '../program/program.js';
import { isFallback } from '../program/cpp-names.js';
import type { MacroState } from '../facts/cpp/condition-expression.js';
import { isIncludedOn } from './cpp-conditions.js';
import { OPEN, predefinedMacro, UNDEFINED } from './predefined-macros.js';

/** Who sees an `#if`: all that was read, for one target. */
export interface Reader {
  readonly program: Program;
  readonly target: Target;
}

/** Whether a declaration in a file is there, as far as the target and the builds of the file tell. */
export const isIncludedIn = (condition: Condition, uri: Uri, reader: Reader): boolean | null =>
  condition.length === 0 ||
  isIncludedOn(condition, reader.target, (name) => knownMacro(name, uri, reader) ?? OPEN);

/**
 * What the builds of a file say of a macro, and else the target's compilers.
 *
 * @returns open where several commands say different things, or a file that was read has a say in it; null where
 *   nobody says anything
 */
export function knownMacro(name: string, uri: Uri, reader: Reader): MacroState | null {
  const { program, target } = reader;
  const build = program.fileBuild(uri, target.triple);
  if (build?.disputed.has(name)) return OPEN;
  const known = setByBuild(name, build, reader, true) ?? predefinedMacro(name, target);
  return known?.defined !== false && known && program.cpp.mayBeUndefined(name, uri) ? OPEN : known;
}

/** What builds set that do not name the file: it may be compiled otherwise. */
export const assumedOfBuilds = (name: string, uri: Uri, reader: Reader): MacroState | null =>
  setByBuild(name, reader.program.fileBuild(uri, reader.target.triple), reader, false);

function setByBuild(
  name: string,
  build: FileBuild | null,
  { program }: Reader,
  meant: boolean,
): MacroState | null {
  if (build?.meant !== meant) return null;
  const macros = MEANINGS.get(build) ?? meaningsOf(build.macros);
  MEANINGS.set(build, macros);
  const meaning = macros.get(name);
  if (meaning === undefined) return null;
  const isRedefined =
    program.cpp.isUndefined(name) || program.cpp.everyMacroNamed(name).some(({ item }) => !isFallback(item));
  if (isRedefined) return meant ? OPEN : null;
  return meaning === null ? UNDEFINED : { defined: true, meaning };
}

/** Each build is asked for each name in each condition. */
const MEANINGS = new WeakMap<FileBuild, ReadonlyMap<string, MacroMeaning | null>>();

/** A function-like macro of a command line has its parameters in its name. */
const meaningsOf = (macros: ReadonlyMap<string, BuildMacro>): ReadonlyMap<string, MacroMeaning | null> =>
  new Map(
    [...macros].map(([written, { value }]) => {
      const [, name = written, list] = /^(\w+)\(([^)]*)\)$/.exec(written) ?? [];
      const parameters = list === undefined ? null : list.split(',').map((each) => each.trim());
      return [name, value === null ? null : { parameters, text: value }];
    }),
  );
