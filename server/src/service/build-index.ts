import { throwIfCancelled, type CancellationToken } from '../base/cancellation.js';
import { Breather } from '../base/event-loop.js';
import type { Uri } from '../base/range.js';
import { isWithin, joinUri, parentUri } from '../base/uri.js';
import { uriOf } from '../builds/build-paths.js';
import { targetsOfBazel } from '../builds/bazel-packages.js';
import {
  NO_BUILDS,
  type BuildKnowledge,
  type CompileDatabase,
  type ReadBuildFile,
  type Toolchain,
} from '../builds/build-knowledge.js';
import { readStatements, type BuildStatement } from '../builds/call-language.js';
import { readCargoConfig, type CargoConfig } from '../builds/cargo-config.js';
import { readCargoLock, type LockedPackage, type LockedTools } from '../builds/cargo-lock.js';
import { readCargoManifest, type CargoManifest } from '../builds/cargo-manifest.js';
import { packagesOf, type CargoPackage } from '../builds/cargo-packages.js';
import { readCbindgenConfig, type CbindgenConfig } from '../builds/cbindgen-config.js';
import { readCmakeCompiler, type CmakeCompiler } from '../builds/cmake-compiler.js';
import { readCmakeCommands, type CmakeCommand } from '../builds/cmake-language.js';
import { targetsOfCmake } from '../builds/cmake-lists.js';
import { readCompileCommands, type CompileCommands } from '../builds/compile-commands.js';
import { withLinkedFolders, type DeclaredTarget } from '../builds/declared-targets.js';
import { FileBuilds } from '../builds/file-builds.js';
import { targetsOfMeson } from '../builds/meson-builds.js';
import { nativeBuildsOf, type NativeBuild } from '../builds/native-builds.js';
import type { BuildScript } from '../facts/rust/build-script.js';
import type { FactsReader } from './read-facts.js';
import type { BuildFile, SourceFile, Sources } from './sources.js';

/** What one build file says. */
type Reading =
  | { readonly kind: 'cargo-manifest'; readonly manifest: CargoManifest }
  | { readonly kind: 'compile-commands'; readonly commands: CompileCommands }
  | { readonly kind: 'cmake-compiler'; readonly compiler: CmakeCompiler | null }
  | { readonly kind: 'cmake'; readonly commands: readonly CmakeCommand[] }
  | { readonly kind: 'meson' | 'bazel'; readonly statements: readonly BuildStatement[] }
  /** Matters by where it stands. */
  | { readonly kind: 'bazel-root' }
  | { readonly kind: 'cargo-config'; readonly config: CargoConfig }
  | { readonly kind: 'cbindgen-config'; readonly config: CbindgenConfig }
  | { readonly kind: 'cargo-lock'; readonly packages: readonly LockedPackage[] }
  | { readonly kind: 'gone' };

/** Crates whose use a build script names. */
const BUILDERS = ['cc', 'cxx_build', 'bindgen', 'autocxx_build', 'cxx_qt_build', 'cmake'];

/** Whether a script builds something, or prints `cargo::rustc-cfg`. */
const mayMatter = ({ skim }: SourceFile): boolean =>
  BUILDERS.some((crate) => skim.mentions(crate)) || (skim.mentions('rustc') && skim.mentions('cfg'));

/** Builds write one for each target at most. */
const MOST_RESPONSE_FILES = 10_000;

/**
 * The build files of the workspace, each read once for each of its contents, and joined into what they
 * say together.
 */
export class BuildIndex {
  readonly #reader: FactsReader;
  readonly #sources: Sources;
  readonly #readings = new Map<Uri, { readonly stamp: string; readonly reading: Reading }>();
  readonly #scripts = new Map<Uri, { readonly stamp: string; readonly script: BuildScript | null }>();
  #knowledge = NO_BUILDS;
  #files = new FileBuilds(NO_BUILDS);

  constructor(reader: FactsReader, sources: Sources) {
    this.#reader = reader;
    this.#sources = sources;
  }

  /** After the last `update`; the same object for as long as no build file changes. */
  get knowledge(): BuildKnowledge {
    return this.#knowledge;
  }

  /** What the builds say of single files. */
  get files(): FileBuilds {
    return this.#files;
  }

  /** Reads what changed; the sources have been refreshed. */
  async update(token: CancellationToken): Promise<void> {
    const breather = new Breather();
    const files = this.#sources.buildFiles();
    let changed = dropOthers(this.#readings, new Set(files.map(({ uri }) => uri)));
    for (const file of files) {
      throwIfCancelled(token);
      if (this.#readings.get(file.uri)?.stamp === file.stamp) continue;
      this.#readings.set(file.uri, { stamp: file.stamp, reading: await this.#read(file) });
      changed = true;
      await breather.rest();
    }
    const packages = packagesOf(this.#manifests(), (uri) => this.#sources.file(uri) !== undefined);
    const scripts = packages.flatMap(({ buildScript }) => {
      const file = buildScript === null ? undefined : this.#sources.file(buildScript);
      return file ? [file] : [];
    });
    if (dropOthers(this.#scripts, new Set(scripts.map(({ uri }) => uri)))) changed = true;
    for (const file of scripts) if (await this.#readScript(file, token)) changed = true;
    if (changed || this.#knowledge.packages.length !== packages.length) this.#join(files, packages);
  }

  async #read({ uri, kind }: BuildFile): Promise<Reading> {
    if (kind === 'bazel-root') return { kind };
    const source = await this.#sources.read(uri);
    if (!source) return { kind: 'gone' };
    switch (kind) {
      case 'cargo-manifest':
        return { kind, manifest: readCargoManifest(source.text) };
      case 'compile-commands':
        return { kind, commands: await this.#readCommands(source.text, uri) };
      case 'cmake-compiler':
        return { kind, compiler: readCmakeCompiler(source.text) };
      case 'cargo-config':
        return { kind, config: readCargoConfig(source.text) };
      case 'cbindgen-config':
        return { kind, config: readCbindgenConfig(source.text) };
      case 'cargo-lock':
        return { kind, packages: readCargoLock(source.text) };
      case 'cmake':
        return { kind, commands: readCmakeCommands(source.text) };
      case 'meson':
      case 'bazel':
        return { kind, statements: readStatements(source.text, kind === 'meson' ? kind : 'starlark') };
      default:
        return kind satisfies never;
    }
  }

  /** With the response files that it names: they may name others. */
  async #readCommands(json: string, uri: Uri): Promise<CompileCommands> {
    const responseFiles = new Map<Uri, string | null>();
    for (;;) {
      const commands = readCompileCommands(json, uri, responseFiles);
      if (commands.missing.length === 0 || responseFiles.size > MOST_RESPONSE_FILES) return commands;
      for (const file of commands.missing)
        responseFiles.set(file, (await this.#sources.read(file))?.text ?? null);
    }
  }

  /** @returns whether it was read anew */
  async #readScript(file: SourceFile, token: CancellationToken): Promise<boolean> {
    const { stamp } = file.skim;
    if (this.#scripts.get(file.uri)?.stamp === stamp) return false;
    throwIfCancelled(token);
    const source = mayMatter(file) ? await this.#sources.read(file.uri) : null;
    // The facts are not the program's: a script is no part of what it builds.
    const facts = source && (await this.#reader.read(file, { ...source, live: undefined }, token));
    const script = facts?.language === 'rust' ? (facts.buildScript ?? null) : null;
    this.#scripts.set(file.uri, { stamp, script });
    return true;
  }

  #manifests(): Map<Uri, CargoManifest> {
    const manifests = new Map<Uri, CargoManifest>();
    for (const [uri, { reading }] of this.#readings)
      if (reading.kind === 'cargo-manifest') manifests.set(uri, reading.manifest);
    return manifests;
  }

  #join(files: readonly BuildFile[], packages: readonly CargoPackage[]): void {
    const read = packages.flatMap(({ buildScript, folder }) => {
      const script = buildScript === null ? null : (this.#scripts.get(buildScript)?.script ?? null);
      return script && buildScript !== null ? [{ uri: buildScript, folder, script }] : [];
    });
    const natives = read.flatMap(({ script, uri, folder }) => nativeBuildsOf(script, uri, folder));
    const databases = files.flatMap(({ uri }): CompileDatabase[] => {
      const reading = this.#readings.get(uri)?.reading;
      if (reading?.kind !== 'compile-commands') return [];
      return [{ uri, units: reading.commands.units, toolchains: this.#toolchainsFor(uri) }];
    });
    const declared = this.#declared();
    const cbindgen = this.#cbindgenConfigs();
    const targets = new Map<Uri, number>();
    for (const { file } of declared) targets.set(file, (targets.get(file) ?? 0) + 1);
    const scripts = [...this.#scripts].map(([uri, { script }]) => describeScript(uri, natives, script));
    this.#knowledge = {
      packages,
      natives,
      cfgs: new Map(read.map(({ folder, script }) => [folder, script.cfgs])),
      targetFolders: this.#targetFolders(packages),
      databases,
      declared,
      locked: this.#locked(packages),
      cbindgenGuards: new Set(cbindgen.flatMap(({ includeGuard }) => includeGuard ?? [])),
      cbindgenWords: new Set(cbindgen.flatMap(({ words }) => [...words])),
      files: [
        ...files.map(({ uri, kind }): ReadBuildFile => {
          const reading = this.#readings.get(uri)?.reading ?? { kind: 'gone' };
          return { uri, kind, ...describe(reading, targets.get(uri) ?? 0) };
        }),
        ...scripts,
      ].sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0)),
    };
    this.#files = new FileBuilds(this.#knowledge);
  }

  #cbindgenConfigs(): CbindgenConfig[] {
    return [...this.#readings.values()].flatMap(({ reading }) =>
      reading.kind === 'cbindgen-config' ? reading.config : [],
    );
  }

  #locked(packages: readonly CargoPackage[]): LockedTools[] {
    const files = [...this.#readings].flatMap(([uri, { reading }]) =>
      reading.kind === 'cargo-lock' ? [{ uri, folder: parentUri(uri), packages: reading.packages }] : [],
    );
    return files
      .filter((file) => file.packages.length > 0)
      .map((file) => ({
        uri: file.uri,
        packages: file.packages,
        cbindgenFolders: packages
          .filter(({ dependencies }) => dependencies.some((each) => each.package === 'cbindgen'))
          .map(({ folder }) => folder)
          .filter((folder) => {
            const nearest = files
              .filter((other) => folder === other.folder || isWithin(folder, other.folder))
              .sort((a, b) => b.folder.length - a.folder.length)[0];
            return nearest?.uri === file.uri;
          }),
      }));
  }

  /** @see Cargo reference, "Build cache", and "Configuration", Config-relative paths */
  #targetFolders(packages: readonly CargoPackage[]): Map<Uri, Uri> {
    const chosen = [...this.#readings].flatMap(([uri, { reading }]) => {
      if (reading.kind !== 'cargo-config' || reading.config.targetFolder === null) return [];
      const base = parentUri(parentUri(uri));
      return [{ base, folder: uriOf(reading.config.targetFolder, base) }];
    });
    chosen.sort((a, b) => b.base.length - a.base.length);
    return new Map(
      packages.map(({ folder, workspace }) => {
        const root = workspace === null ? folder : parentUri(workspace);
        const found = chosen.find(({ base }) => isWithin(root, base));
        return [folder, found?.folder ?? joinUri(root, 'target')];
      }),
    );
  }

  #declared(): DeclaredTarget[] {
    const lists = new Map<Uri, readonly CmakeCommand[]>();
    const mesons = new Map<Uri, readonly BuildStatement[]>();
    const roots: Uri[] = [];
    for (const [uri, { reading }] of this.#readings) {
      if (reading.kind === 'cmake') lists.set(uri, reading.commands);
      else if (reading.kind === 'meson') mesons.set(uri, reading.statements);
      else if (reading.kind === 'bazel-root') roots.push(parentUri(uri));
    }
    const bazel = [...this.#readings].flatMap(([uri, { reading }]) => {
      if (reading.kind !== 'bazel') return [];
      const above = roots.filter((root) => isWithin(uri, root)).sort((a, b) => b.length - a.length);
      return above[0] === undefined ? [] : targetsOfBazel(reading.statements, uri, above[0]);
    });
    return withLinkedFolders([...targetsOfCmake(lists), ...targetsOfMeson(mesons), ...bazel]);
  }

  /** What CMake wrote into the folder of a database. */
  #toolchainsFor(database: Uri): Toolchain[] {
    const folder = `${parentUri(database)}/CMakeFiles/`;
    return [...this.#readings].flatMap(([uri, { reading }]) =>
      reading.kind === 'cmake-compiler' && reading.compiler && uri.startsWith(folder)
        ? [{ uri, compiler: reading.compiler }]
        : [],
    );
  }
}

function dropOthers(map: Map<Uri, unknown>, kept: ReadonlySet<Uri>): boolean {
  let dropped = false;
  for (const uri of map.keys()) if (!kept.has(uri)) dropped = map.delete(uri);
  return dropped;
}

/** @param targets how many it declares */
function describe(reading: Reading, targets: number): Pick<ReadBuildFile, 'said' | 'problem'> {
  switch (reading.kind) {
    case 'cargo-manifest': {
      const { package: described, workspace, problem } = reading.manifest;
      const parts = [
        ...(described ? [`package ${described.name}`] : []),
        ...(workspace ? [`a workspace of ${count(workspace.members.length, 'member pattern')}`] : []),
      ];
      return { said: parts.join(', ') || null, problem };
    }
    case 'compile-commands': {
      const { units, unreadable, problem } = reading.commands;
      const left =
        unreadable > 0 ? `${count(unreadable, 'entry', 'entries')} without a file or a command` : null;
      const cpp = units.filter(({ language }) => language === 'c++').length;
      const said = `${count(units.length, 'command')}, ${cpp} of C++`;
      return { said: problem === null ? said : null, problem: problem ?? left };
    }
    case 'cmake-compiler': {
      const { compiler } = reading;
      if (!compiler) return { said: null, problem: 'names no compiler' };
      const standard = compiler.standard ? `, ${compiler.standard.name} by default` : '';
      return { said: `${compiler.id} ${compiler.version}${standard}`, problem: null };
    }
    case 'cmake':
    case 'meson':
    case 'bazel':
      return { said: targets === 0 ? null : count(targets, 'target'), problem: null };
    case 'bazel-root':
      return { said: 'includes are searched from its folder', problem: null };
    case 'cargo-config': {
      const { targets, cfgs, problem } = reading.config;
      const parts = [
        ...(targets.length > 0 ? [`builds for ${targets.join(', ')}`] : []),
        ...(cfgs.length > 0 ? [`turns on ${cfgs.join(', ')}`] : []),
      ];
      return { said: parts.join(', ') || null, problem };
    }
    case 'cbindgen-config': {
      const { includeGuard, problem } = reading.config;
      return { said: includeGuard && `a header under ${includeGuard}`, problem };
    }
    case 'cargo-lock': {
      const named = reading.packages.map(({ name, version }) => `${name} ${version}`);
      return { said: named.join(', ') || null, problem: null };
    }
    case 'gone':
      return { said: null, problem: 'cannot be read' };
    default:
      return reading satisfies never;
  }
}

function describeScript(
  uri: Uri,
  natives: readonly NativeBuild[],
  script: BuildScript | null,
): ReadBuildFile {
  const own = natives.filter((native) => native.script === uri);
  const tools = [...new Set(own.map(({ tool }) => tool))].join(', ');
  const cfgs = script?.cfgs.join(', ') ?? '';
  const parts = [...(tools === '' ? [] : [`uses ${tools}`]), ...(cfgs === '' ? [] : [`turns on ${cfgs}`])];
  return { uri, kind: 'build-script', said: parts.join(', ') || null, problem: null };
}

const count = (number: number, noun: string, plural = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : plural}`;
