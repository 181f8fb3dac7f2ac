import type { Location, Uri } from '../base/range.js';
import { isWithin } from '../base/uri.js';
import type { BuildKnowledge } from './build-knowledge.js';
import type { CompilerArguments, IncludeFolder } from './compiler-arguments.js';
import type { DeclaredTarget } from './declared-targets.js';
import type { NativeBuild } from './native-builds.js';

/** How a C or C++ file is compiled, as far as everything that may compile it agrees. */
export interface FileBuild {
  /** Folders that are searched for includes, in their order; of several commands one after the other. */
  readonly folders: readonly IncludeFolder[];
  /** Macros that every command that may compile the file sets alike. */
  readonly macros: ReadonlyMap<string, BuildMacro>;
  /** Macros that only some commands set, or not alike: nothing is known of them. */
  readonly disputed: ReadonlySet<string>;
  /** Files that every command includes before the source. */
  readonly forced: readonly Uri[];
  /** The builds name the file or a folder that it is in; else they are only those that there are. */
  readonly meant: boolean;
  /** Something that may compile the file does so with `-fno-exceptions`. */
  readonly noExceptions?: true;
}

export interface BuildMacro {
  /** Null: undefined by `-U`. */
  readonly value: string | null;
  /** The command or the call that says so. */
  readonly location: Location;
}

/** One way in which some files are compiled. */
interface Way {
  /** Only asked where no command and no script speaks of a file. */
  readonly declared: boolean;
  readonly files: ReadonlySet<Uri>;
  /** Where these stand. */
  readonly homes: ReadonlySet<Uri>;
  readonly folders: readonly IncludeFolder[];
  /** Those of them whose files are this build's own headers. */
  readonly reach: readonly Uri[];
  /** In order: the last of a name holds. */
  readonly macros: readonly { readonly name: string; readonly macro: BuildMacro; readonly sure: boolean }[];
  readonly forced: readonly Uri[];
  readonly noExceptions?: true;
}

/**
 * Answers for single files what the builds say of them. A source is compiled by its own commands; a header
 * by those that may include it: whose sources stand beside it or whose include folders hold it, else any.
 * What CMake, Meson and Bazel are told counts where neither a command nor a script says anything of the file.
 */
export class FileBuilds {
  readonly #ways: readonly Way[];
  readonly #byFile = new Map<Uri, FileBuild | null>();
  /** By the ways that a file may be compiled in: most files share theirs. */
  readonly #byWays = new Map<string, FileBuild | null>();

  constructor(builds: BuildKnowledge) {
    this.#ways = [
      ...waysOfCommands(builds),
      ...builds.natives.flatMap(wayOfScript),
      ...builds.declared.map(wayOfTarget),
    ];
  }

  /** @returns null where no build that is read says anything of the file; the same object for files that are compiled alike */
  of(file: Uri): FileBuild | null {
    if (this.#ways.length === 0) return null;
    let build = this.#byFile.get(file);
    if (build === undefined) this.#byFile.set(file, (build = this.#find(file)));
    return build;
  }

  #find(file: Uri): FileBuild | null {
    const { ways, meant } = this.#waysOf(file);
    const key = `${meant} ${ways.join(' ')}`;
    let build = this.#byWays.get(key);
    if (build === undefined) {
      const found = ways.flatMap((i) => this.#ways[i] ?? []);
      build = joined(found, meant);
      this.#byWays.set(key, build);
    }
    return build;
  }

  #waysOf(file: Uri): { readonly ways: readonly number[]; readonly meant: boolean } {
    const which = (holds: (way: Way) => boolean): number[] =>
      this.#ways.flatMap((way, i) => (holds(way) ? [i] : []));
    const folder = folderOf(file);
    for (const declared of [false, true]) {
      const own = which((way) => way.declared === declared && way.files.has(file));
      if (own.length > 0) return { ways: own, meant: true };
      const near = which(
        (way) =>
          way.declared === declared &&
          (way.homes.has(folder) || way.reach.some((each) => isWithin(file, each))),
      );
      if (near.length > 0) return { ways: near, meant: true };
    }
    return { ways: which(({ declared }) => !declared), meant: false };
  }
}

function waysOfCommands({ databases }: BuildKnowledge): Way[] {
  const ways = new Map<CompilerArguments, Way & { readonly files: Set<Uri>; readonly homes: Set<Uri> }>();
  for (const { uri, units } of databases) {
    for (const { file, arguments: read, line } of units) {
      const known = ways.get(read);
      if (known) {
        known.files.add(file);
        known.homes.add(folderOf(file));
        continue;
      }
      const position = { line, character: 0 };
      const location = { uri, range: { start: position, end: position } };
      ways.set(read, {
        declared: false,
        files: new Set([file]),
        homes: new Set([folderOf(file)]),
        folders: read.includes,
        reach: read.includes.map((each) => each.folder),
        macros: read.macros.map(({ name, value }) => ({ name, macro: { value, location }, sure: true })),
        forced: read.forced,
        ...(read.noExceptions && { noExceptions: true }),
      });
    }
  }
  return [...ways.values()];
}

/** bindgen reads its headers as a compiler does; a bridge's C++ is generated. */
function wayOfScript(build: NativeBuild): Way[] {
  const { script, tool, sources, headers, includes, macros, conditions } = build;
  const files = tool === 'bindgen' ? headers : tool === 'cc' || tool === 'cxx_build' ? sources : [];
  if (files.length === 0 && includes.length === 0 && macros.length === 0) return [];
  return [
    {
      declared: false,
      files: new Set(files.map(({ value }) => value)),
      homes: new Set(files.map(({ value }) => folderOf(value))),
      folders: includes.map(({ value }) => ({ folder: value, kind: 'user' })),
      reach: includes.map(({ value }) => value),
      macros: macros.map((setting) => ({
        name: setting.value.name,
        macro: { value: setting.value.value, location: { uri: script, range: setting.range } },
        sure: setting.conditions.length === 0 && conditions.length === 0,
      })),
      forced: [],
      ...(build.noExceptions && { noExceptions: true }),
    },
  ];
}

/** Whether a macro is defined is for the configuration to say, not for what declares the target. */
function wayOfTarget({ file, line, sources, includes, root, macros }: DeclaredTarget): Way {
  const position = { line, character: 0 };
  const location = { uri: file, range: { start: position, end: position } };
  return {
    declared: true,
    files: new Set(sources),
    homes: new Set([folderOf(file), ...sources.map(folderOf)]),
    folders: [...includes, ...(root === null ? [] : [root])].map((folder) => ({ folder, kind: 'user' })),
    reach: includes,
    macros: macros.map((name) => ({ name, macro: { value: null, location }, sure: false })),
    forced: [],
  };
}

function joined(ways: readonly Way[], meant: boolean): FileBuild | null {
  const [first, ...others] = ways.map(macrosOf);
  if (!first) return null;
  const macros = new Map<string, BuildMacro>();
  const disputed = new Set<string>();
  for (const name of new Set([first, ...others].flatMap((each) => [...each.keys()]))) {
    const macro = first.get(name);
    const isAgreed = macro && others.every((each) => isSame(each.get(name), macro));
    if (macro && isAgreed) macros.set(name, macro);
    else disputed.add(name);
  }
  const folders = new Map<string, IncludeFolder>();
  for (const { folders: own } of ways)
    for (const each of own) {
      const key = `${each.kind} ${each.folder}`;
      if (!folders.has(key)) folders.set(key, each);
    }
  const forced = ways[0]?.forced.filter((file) => ways.every((way) => way.forced.includes(file))) ?? [];
  return {
    folders: [...folders.values()],
    macros,
    disputed,
    forced,
    meant,
    ...(ways.some(({ noExceptions }) => noExceptions) && { noExceptions: true }),
  };
}

/** Of normalised URIs, thousands of times. */
const folderOf = (uri: Uri): Uri => uri.slice(0, uri.lastIndexOf('/'));

/** The last setting of each name; null where it is not sure to run. */
function macrosOf({ macros }: Way): Map<string, BuildMacro | null> {
  const last = new Map<string, BuildMacro | null>();
  for (const { name, macro, sure } of macros) last.set(name, sure ? macro : null);
  return last;
}

const isSame = (a: BuildMacro | null | undefined, b: BuildMacro): boolean =>
  a?.value === b.value && a !== null && a !== undefined;
