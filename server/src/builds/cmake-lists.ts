import type { Uri } from '../base/range.js';
import { joinUri, parentUri } from '../base/uri.js';
import { uriOf } from './build-paths.js';
import type { CmakeArgument, CmakeCommand } from './cmake-language.js';
import { isRustSource, macroNames, type DeclaredTarget } from './declared-targets.js';

/**
 * The targets that the lists of a workspace declare. A list is read with the variables of the one that adds its folder;
 * what stands under a condition adds no folder, for one of its branches would be taken at random.
 *
 * @param lists the commands of each `CMakeLists.txt`
 * @see CMake, cmake-commands(7); the documentation of Corrosion and of CXX-Qt
 */
export function targetsOfCmake(lists: ReadonlyMap<Uri, readonly CmakeCommand[]>): DeclaredTarget[] {
  const project = new Project(lists);
  // The outermost lists come first: those that they add are read from there.
  for (const uri of [...lists.keys()].sort((a, b) => a.length - b.length)) project.read(uri, null);
  return [...project.targets.values()];
}

/** A target while its commands are read. */
type OpenTarget = {
  -readonly [Key in keyof DeclaredTarget]: DeclaredTarget[Key] extends readonly (infer E)[]
    ? E[]
    : DeclaredTarget[Key];
};

interface Scope {
  /** Of a variable: its value, null where it is computed. */
  readonly variables: Map<string, string | null>;
  /** What `include_directories` and its like gave to the folder and those above it. */
  readonly includes: readonly Uri[];
  readonly macros: readonly string[];
}

class Project {
  readonly targets = new Map<string, OpenTarget>();
  readonly #lists: ReadonlyMap<Uri, readonly CmakeCommand[]>;
  readonly #read = new Set<Uri>();

  constructor(lists: ReadonlyMap<Uri, readonly CmakeCommand[]>) {
    this.#lists = lists;
  }

  read(uri: Uri, outer: Scope | null): void {
    const commands = this.#lists.get(uri);
    if (!commands || this.#read.has(uri)) return;
    this.#read.add(uri);
    const list = new List(uri, commands, outer, this.targets);
    for (const folder of list.interpret()) this.read(`${folder}/CMakeLists.txt`, list.scope);
  }
}

class List {
  readonly #uri: Uri;
  readonly #folder: Uri;
  readonly #commands: readonly CmakeCommand[];
  readonly #targets: Map<string, OpenTarget>;
  readonly #variables: Map<string, string | null>;
  readonly #includes: Uri[];
  readonly #macros: string[];
  readonly #subfolders: Uri[] = [];

  constructor(
    uri: Uri,
    commands: readonly CmakeCommand[],
    outer: Scope | null,
    targets: Map<string, OpenTarget>,
  ) {
    this.#uri = uri;
    this.#folder = parentUri(uri);
    this.#commands = commands;
    this.#targets = targets;
    this.#variables = new Map(outer?.variables ?? [['CMAKE_SOURCE_DIR', this.#folder]]);
    if (!outer) this.#variables.set('PROJECT_SOURCE_DIR', this.#folder);
    this.#variables.set('CMAKE_CURRENT_SOURCE_DIR', this.#folder);
    this.#variables.set('CMAKE_CURRENT_LIST_DIR', this.#folder);
    this.#includes = [...(outer?.includes ?? [])];
    this.#macros = [...(outer?.macros ?? [])];
  }

  get scope(): Scope {
    return { variables: this.#variables, includes: this.#includes, macros: this.#macros };
  }

  /** @returns the folders that the list adds */
  interpret(): readonly Uri[] {
    const own: OpenTarget[] = [];
    for (const command of this.#commands) {
      const target = this.#interpret(command);
      if (target) own.push(target);
    }
    for (const target of own) {
      target.includes.push(...this.#includes);
      target.macros.push(...this.#macros);
    }
    return this.#subfolders;
  }

  /** @returns the target that the command makes, if it makes one */
  #interpret(command: CmakeCommand): OpenTarget | null {
    const { name, conditional } = command;
    const expanded = command.arguments.map((each) => this.#expanded(each));
    const isWhole = expanded.every((values) => values !== null);
    const given = expanded.flatMap((values) => values ?? []);
    const [first = '', ...rest] = given;
    switch (name) {
      case 'project':
        this.#variables.set('PROJECT_SOURCE_DIR', this.#folder).set(`${first}_SOURCE_DIR`, this.#folder);
        return null;
      case 'set':
      case 'option':
        this.#set(first, conditional || !isWhole || name === 'option' ? null : withoutScope(rest).join(';'));
        return null;
      case 'list':
        if (first === 'APPEND') this.#append(rest, conditional || !isWhole);
        return null;
      case 'add_subdirectory':
        if (first !== '') this.#subfolders.push(this.#uriOf(first));
        return null;
      case 'include_directories':
        if (!conditional) this.#includes.push(...this.#folders(given));
        return null;
      case 'add_definitions':
      case 'add_compile_definitions':
        this.#macros.push(...macroNames(given));
        return null;
      case 'target_sources':
        this.#target(first)?.sources.push(...this.#files(rest));
        return null;
      case 'target_include_directories':
        if (!conditional) this.#targetFolders(first, rest);
        return null;
      case 'target_compile_definitions':
        this.#target(first)?.macros.push(...macroNames(rest.filter((each) => !isVisibility(each))));
        return null;
      case 'target_link_libraries':
        this.#target(first)?.links.push(...rest.filter((each) => !isVisibility(each)));
        return null;
      default:
        return MAKES_TARGET.test(name) ? this.#made(command, given) : this.#imported(command, given);
    }
  }

  #made(command: CmakeCommand, [name = '', ...rest]: readonly string[]): OpenTarget | null {
    if (name === '' || rest[0] === 'ALIAS') return null;
    return this.#open(command, name, this.#files(rest));
  }

  /** Commands that join a package of Rust. */
  #imported(command: CmakeCommand, given: readonly string[]): OpenTarget | null {
    const after = (keyword: string): readonly string[] => {
      const start = given.indexOf(keyword);
      if (start < 0) return [];
      const end = given.findIndex((each, i) => i > start && IS_KEYWORD.test(each));
      return given.slice(start + 1, end < 0 ? undefined : end);
    };
    const manifests = after('MANIFEST_PATH').map((path) => this.#uriOf(path));
    switch (command.name) {
      case 'corrosion_import_crate':
      case 'cxx_qt_import_crate': {
        const [crate = ''] = after('CRATES');
        const folder =
          manifests[0] === undefined
            ? ''
            : decodeURIComponent(parentUri(manifests[0]).split('/').at(-1) ?? '');
        return this.#open(command, crate === '' ? folder : crate, manifests);
      }
      case 'corrosion_add_cxxbridge': {
        const [name = ''] = given;
        const [crate = ''] = after('CRATE');
        const manifest = this.#targets.get(crate)?.rust.find((uri) => uri.endsWith('/Cargo.toml'));
        const sources = manifest === undefined ? null : `${parentUri(manifest)}/src`;
        const files = sources === null ? [] : after('FILES').map((path) => uriOf(path, sources));
        return this.#open(command, name, files);
      }
      case 'corrosion_experimental_cbindgen': {
        const [target = ''] = after('TARGET');
        return this.#open(command, `${target}_cbindgen`, [...(this.#targets.get(target)?.rust ?? [])]);
      }
      case 'corrosion_experimental_crubit':
        return this.#open(command, `${given[0] ?? ''}_crubit`, []);
      default:
        return null;
    }
  }

  #open({ name: rule, line }: CmakeCommand, name: string, files: readonly Uri[]): OpenTarget {
    const known = this.#targets.get(name);
    const target: OpenTarget = {
      ...{ tool: 'cmake', file: this.#uri, line, name, rule },
      ...{ sources: files.filter((file) => !isRustSource(file)), rust: files.filter(isRustSource) },
      ...{ root: null, includes: [], exported: [], macros: [], links: [], bridges: false },
    };
    // Branches and configurations may each make the same one.
    if (known) {
      known.sources.push(...target.sources);
      known.rust.push(...target.rust);
      return known;
    }
    this.#targets.set(name, target);
    return target;
  }

  #targetFolders(name: string, given: readonly string[]): void {
    const target = this.#target(name);
    let visibility = 'PUBLIC';
    for (const each of given) {
      if (isVisibility(each)) visibility = each;
      else if (target) {
        const folders = this.#folders([each]);
        if (visibility !== 'INTERFACE') target.includes.push(...folders);
        if (visibility !== 'PRIVATE') target.exported.push(...folders);
      }
    }
  }

  #target(name: string): OpenTarget | undefined {
    return this.#targets.get(name);
  }

  #set(name: string, value: string | null): void {
    if (name !== '' && !name.startsWith('ENV{')) this.#variables.set(name, value);
  }

  #append([name = '', ...more]: readonly string[], computed: boolean): void {
    const known = this.#variables.get(name);
    if (computed || known === null) this.#set(name, null);
    else this.#set(name, [...(known === undefined || known === '' ? [] : [known]), ...more].join(';'));
  }

  /** The values of an argument; null where a variable in it is not known. */
  #expanded({ text, quoted }: CmakeArgument): string[] | null {
    let isKnown = true;
    const value = (name: string): string => {
      const known = this.#variables.get(name);
      if (known === null || known === undefined) isKnown = false;
      return known ?? '';
    };
    const plain = text
      .replaceAll(/\$\{(\w+)\}/g, (_, name: string) => value(name))
      .replaceAll(/\$<BUILD_INTERFACE:([^<>]*)>/g, '$1');
    if (!isKnown || /\$[<{]/.test(plain)) return null;
    return quoted ? [plain] : plain.split(';').filter((each) => each !== '');
  }

  /** A path begins with a folder that a variable names, a URI here, or in the list's own. */
  #uriOf(path: string): Uri {
    return /^[a-z][a-z\d+.-]+:\/\//.test(path) ? joinUri(path, '.') : uriOf(path, this.#folder);
  }

  #folders(given: readonly string[]): Uri[] {
    return given.filter((each) => !/^(?:SYSTEM|BEFORE|AFTER)$/.test(each)).map((each) => this.#uriOf(each));
  }

  #files(given: readonly string[]): Uri[] {
    return given.filter((each) => /\.\w+$/.test(each)).map((each) => this.#uriOf(each));
  }
}

const MAKES_TARGET = /^(?:\w+_)?add_(?:library|executable|plugin|qml_module)$/;
const IS_KEYWORD = /^[A-Z][A-Z_]+$/;

const isVisibility = (word: string): boolean =>
  /^(?:PUBLIC|PRIVATE|INTERFACE|SYSTEM|BEFORE|AFTER|FILE_SET|HEADERS|BASE_DIRS|FILES)$/.test(word);

/** The values of a `set` without what says where it holds. */
function withoutScope(given: readonly string[]): readonly string[] {
  const end = given.findIndex((each) => each === 'CACHE' || each === 'PARENT_SCOPE');
  return end < 0 ? given : given.slice(0, end);
}
