import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { Demangler } from './abi/mangling/demangler.js';
import type { Uri } from './base/range.js';
import { baseName, uriFromPath } from './base/uri.js';
import { BUILD_FILE_NAMES } from './builds/build-files.js';
import { PAGES } from './hazards/registry.js';
import { createNodeConnection } from './lsp/node-connection.js';
import type { Environment } from './lsp/environment.js';
import { startServer } from './lsp/server.js';
import { createFerrule } from './service/create-ferrule.js';
import type { Ferrule } from './service/ferrule.js';
import type { Referee } from './service/referee.js';
import type { Settings } from './service/settings.js';
import { createInlineReader } from './service/read-facts.js';
import type { Sources } from './service/sources.js';
import { Grammars } from './syntax/grammars.js';
import { createClangJudge, createGccJudge } from './toolchain/cpp-judges.js';
import { createReferee } from './toolchain/create-referee.js';
import { createRustcJudge } from './toolchain/rustc.js';
import { createRustcMemory } from './toolchain/rustc-memory.js';
import { DiskSources } from './workspace/disk-sources.js';
import { Documents } from './workspace/documents.js';
import { hostTarget } from './workspace/host-target.js';
import { IGNORE_FILES } from './workspace/ignore-rules.js';
import { installedPath } from './workspace/installation.js';
import { SETTINGS_FILE } from './workspace/settings-file.js';
import { SOURCE_EXTENSIONS } from './workspace/source-kinds.js';
import { installedWasm } from './workspace/wasm.js';
import { WorkerReader } from './workspace/worker-reader.js';

// Wires the core to Node: the disk, the grammars, and for the server a connection.

const HAZARD_IDS: readonly string[] = PAGES.map(({ id }) => id);
/** Of the user; what is in it can be made again. */
const CACHE_FOLDER = join(envPaths('ferrule', { suffix: '' }).cache, 'rustc');

/** What the language server needs, over disk and open documents. */
export function createNodeEnvironment(): Environment {
  const documents = new Documents();
  const sources = new DiskSources(documents, HAZARD_IDS);
  const pages = installedPages();
  const rustc = createRustcJudge({ cacheFolder: CACHE_FOLDER });
  const referee = installedCompilers(rustc);
  const rustcMemory = createRustcMemory(rustc, join(CACHE_FOLDER, 'answers'));
  let ferrule: Promise<Ferrule> | undefined;
  let loaded: Ferrule | undefined;
  let trusted = false;
  const changed: Environment['changed'] = (uris) => {
    sources.invalidate(uris);
    loaded?.changed(uris);
  };
  return {
    version: installedVersion(),
    documents,
    setFolders(folders, elsewhere) {
      sources.setFolders(folders, elsewhere);
      changed(null);
    },
    trust: () => void (trusted = true),
    changed,
    ferrule: () =>
      (ferrule ??= Grammars.load(installedWasm).then(
        (grammars) => {
          const reader = new WorkerReader(createInlineReader(grammars));
          loaded = createFerrule({
            reader,
            sources,
            hostTarget: hostTarget(),
            loadDemangler,
            referee: () => (trusted ? referee : null),
            rustcMemory: () => (trusted ? rustcMemory : null),
          });
          return loaded;
        },
        (cause: unknown) => {
          // The next question tries again.
          ferrule = undefined;
          throw cause;
        },
      )),
    hazardPage: (hazard) => pages.get(hazard) ?? null,
    isSettingsFile: (uri) => baseName(uri) === SETTINGS_FILE,
    watchedFiles: [
      `**/*.{${SOURCE_EXTENSIONS.join(',')}}`,
      `**/{${[SETTINGS_FILE, ...BUILD_FILE_NAMES, ...IGNORE_FILES].join(',')}}`,
    ],
    dispose() {
      void rustcMemory.dispose();
      documents.dispose();
    },
  };
}

/** Serves one client over the connection that the command line names, until it says `exit`. */
export function runLanguageServer(): void {
  startServer(createNodeConnection(), createNodeEnvironment());
}

export interface OpenedWorkspace {
  readonly ferrule: Ferrule;
  readonly sources: Sources;
}

/** For the command line: folders and files of the disk, nothing open in an editor. */
export async function openWorkspace(options: {
  /** Folders and single files. */
  readonly paths: readonly string[];
  /** The settings file to take in place of each folder's own. */
  readonly configFile?: string | undefined;
  /** Targets that win over those of the settings; empty: the settings' own. */
  readonly targets?: readonly string[] | undefined;
}): Promise<OpenedWorkspace> {
  const sources = new DiskSources(new Documents(), HAZARD_IDS);
  const overrides: Partial<Settings> = options.targets?.length ? { targets: options.targets } : {};
  const settingsFile = options.configFile === undefined ? undefined : resolve(options.configFile);
  sources.setFolders(
    options.paths.map((path) => {
      const uri = uriFromPath(resolve(path));
      return { uri, name: baseName(uri), overrides, settingsFile };
    }),
  );
  const grammars = await Grammars.load(installedWasm);
  const reader = new WorkerReader(createInlineReader(grammars));
  // Who runs a command in a folder trusts it; the compilers run only for `--verify`.
  const referee = installedCompilers();
  return {
    ferrule: createFerrule({
      reader,
      sources,
      hostTarget: hostTarget(),
      referee: () => referee,
      loadDemangler,
    }),
    sources,
  };
}

const installedCompilers = (rustc = createRustcJudge({ cacheFolder: CACHE_FOLDER })): Referee =>
  createReferee([createClangJudge(process.env), createGccJudge(process.env), rustc]);

const loadDemangler = async (): Promise<Demangler> =>
  Demangler.load(new Uint8Array(await installedWasm.read('demangle.wasm')));

/** The pages of hazards that are installed, by id. */
function installedPages(): ReadonlyMap<string, Uri> {
  const installed = HAZARD_IDS.map((id) => [id, installedPath(`docs/hazards/${id}.md`)] as const);
  return new Map(
    installed.filter(([, path]) => existsSync(path)).map(([id, path]) => [id, uriFromPath(path)]),
  );
}

/** As the package says it. */
export function installedVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(installedPath('server/package.json'), 'utf8'));
  return String((manifest as { version?: unknown }).version);
}
