import { stat } from 'node:fs/promises';
import { throwIfCancelled, type CancellationToken } from '../base/cancellation.js';
import { Breather } from '../base/event-loop.js';
import type { Uri } from '../base/range.js';
import { baseName, isWithin, parentUri, pathFromUri, uriFromPath } from '../base/uri.js';
import { kindOfBuildFile } from '../builds/build-files.js';
import type {
  BuildFile,
  Progress,
  SourceFile,
  SourceFolder,
  SourceProblem,
  Sources,
  SourceText,
} from '../service/sources.js';
import { newestBuildOutput } from './build-outputs.js';
import { discover, isDiscoverable } from './discover.js';
import type { Documents, OpenDocument } from './documents.js';
import { folderSettings, type SettingsRequest } from './folder-settings.js';
import { IGNORE_FILES } from './ignore-rules.js';
import { decodeSource, readSource, stampOf, type DiskStamp } from './read-source.js';
import { SETTINGS_FILE } from './settings-file.js';
import { contentStamp, skim } from './skim.js';
import { languageOfFile } from './source-kinds.js';

/** A folder to read, or a single file. */
export interface FolderRequest extends SettingsRequest {
  readonly uri: Uri;
  readonly name: string;
}

/** Where a file of the workspace comes from; what it says is known once it was skimmed. */
interface Place {
  readonly uri: Uri;
  readonly language: SourceFile['language'];
  readonly folder: Uri;
}

interface Entry {
  readonly file: SourceFile;
  /** What the skim was made of: a state of the disk, or a version of an open document. */
  readonly from: { readonly disk: DiskStamp } | { readonly document: OpenDocument };
}

interface Discovered {
  readonly places: ReadonlyMap<Uri, Place>;
  readonly folders: readonly SourceFolder[];
  readonly walked: ReadonlyMap<Uri, Exclusion>;
  readonly buildFiles: ReadonlySet<Uri>;
  readonly problems: readonly SourceProblem[];
}

interface Exclusion {
  /** Patterns relative to `base`, an absolute path. */
  readonly exclude: readonly string[];
  readonly base: string;
}

/** Files that say which others count: a change of one has everything looked for anew. */
const STEERING_FILES: readonly string[] = [SETTINGS_FILE, ...IGNORE_FILES];
const isSteering = (uri: Uri): boolean =>
  STEERING_FILES.includes(baseName(uri)) || kindOfBuildFile(uri) !== null;

/**
 * The files of some folders: discovered and skimmed on disk, with the text of open documents before
 * that of the disk. Documents outside of all folders count as well, each in a folder of its own.
 *
 * Remembers what it skimmed until `invalidate` names it; then asks the disk whether it changed.
 */
export class DiskSources implements Sources {
  readonly #documents: Documents;
  readonly #hazards: readonly string[];
  #requests: readonly FolderRequest[] = [];
  #elsewhere: unknown = null;
  #folders: readonly SourceFolder[] = [];
  #buildFiles: readonly BuildFile[] = [];
  /** Those among them that were asked for, and are not there only because of an open document. */
  #requestedFolders: ReadonlySet<Uri> = new Set();
  /** Those that are read whole, with what is excluded from them. */
  #walked: ReadonlyMap<Uri, Exclusion> = new Map();
  #entries = new Map<Uri, Entry>();
  #ordered: readonly SourceFile[] | null = null;
  #folderProblems: readonly SourceProblem[] = [];
  readonly #fileProblems = new Map<Uri, SourceProblem>();
  /** What build scripts left and Rust includes, though nothing is looked for where it is; by who left it. */
  readonly #outputs = new Map<string, Place>();
  /** What may have changed since the last refresh; null: anything. */
  #stale: Set<Uri> | null = null;
  #refreshing: Promise<unknown> = Promise.resolve();

  /**
   * @param documents read before the disk; their owner says with `invalidate` when they change
   * @param hazards the ids that settings may name
   */
  constructor(documents: Documents, hazards: readonly string[]) {
    this.#documents = documents;
    this.#hazards = hazards;
  }

  get folders(): readonly SourceFolder[] {
    return this.#folders;
  }

  /**
   * Replaces the folders and their settings. Takes effect with the next `refresh`.
   *
   * @param elsewhere the editor's settings for documents outside of all folders
   */
  setFolders(requests: readonly FolderRequest[], elsewhere: unknown = null): void {
    this.#requests = requests;
    this.#elsewhere = elsewhere;
    this.invalidate(null);
  }

  /** Tells that files or folders may have changed, on disk or in the editor; null: anything may. */
  invalidate(uris: readonly Uri[] | null): void {
    if (uris === null || uris.some(isSteering)) this.#stale = null;
    else for (const uri of uris) this.#stale?.add(uri);
  }

  refresh(token: CancellationToken, progress: Progress): Promise<readonly SourceProblem[]> {
    const next = this.#refreshing.then(() => this.#refresh(token, progress));
    this.#refreshing = next.catch(() => undefined);
    return next;
  }

  files(): readonly SourceFile[] {
    this.#ordered ??= [...this.#entries.values()]
      .map(({ file }) => file)
      .sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0));
    return this.#ordered;
  }

  file(uri: Uri): SourceFile | undefined {
    return this.#entries.get(uri)?.file;
  }

  buildFiles(): readonly BuildFile[] {
    return this.#buildFiles;
  }

  async buildOutput(target: Uri, packageName: string, path: string, includer: Uri): Promise<Uri | null> {
    const found = await newestBuildOutput(pathFromUri(target), packageName, path);
    const folder = this.#entries.get(includer)?.file.folder;
    if (found === null || folder === undefined) return null;
    const uri = uriFromPath(found);
    const key = [target, packageName, path].join('\n');
    const before = this.#outputs.get(key)?.uri;
    if (before !== undefined && before !== uri) this.#forget(before);
    if (this.#entries.has(uri)) return uri;
    const place: Place = { uri, language: 'rust', folder };
    this.#outputs.set(key, place);
    this.#skimOne(place);
    return this.#entries.has(uri) ? uri : null;
  }

  open(): ReadonlyMap<Uri, string> {
    return new Map([...this.#documents.all()].map(({ uri, text }) => [uri, text]));
  }

  async read(uri: Uri): Promise<SourceText | null> {
    const document = this.#documents.get(uri);
    if (document) return { text: document.text, version: versionOf(document), live: document.live };
    const read = readSource(pathFromUri(uri), null);
    return read.status === 'read'
      ? { text: decodeSource(read.bytes), version: contentStamp(read.bytes) }
      : null;
  }

  async #refresh(token: CancellationToken, progress: Progress): Promise<readonly SourceProblem[]> {
    const stale = this.#stale;
    this.#stale = new Set();
    try {
      const places = stale === null ? null : await this.#placesOf(stale);
      if (places === null) await this.#readAll(token, progress);
      else await this.#skimAll(places, token, progress);
    } catch (cause) {
      // Cancelled half-way: what was stale still is.
      const since: ReadonlySet<Uri> | null = this.#stale;
      this.#stale = stale === null || since === null ? null : new Set([...stale, ...since]);
      throw cause;
    }
    return [...this.#folderProblems, ...this.#fileProblems.values()];
  }

  async #readAll(token: CancellationToken, progress: Progress): Promise<void> {
    progress('looking for files');
    const found = await this.#discoverAll(token);
    const loose = await this.#loosePlaces(found.places, found.folders);
    const places = [...found.places.values(), ...loose, ...(await this.#outputsLeft(found))];
    const kept = new Set(places.map(({ uri }) => uri));
    for (const uri of this.#entries.keys()) if (!kept.has(uri)) this.#forget(uri);
    for (const uri of [...this.#fileProblems.keys()]) if (!kept.has(uri)) this.#fileProblems.delete(uri);
    this.#requestedFolders = new Set(found.folders.map(({ uri }) => uri));
    this.#walked = found.walked;
    this.#folders = found.folders;
    this.#folderProblems = found.problems;
    this.#buildFiles = await this.#stamped(found.buildFiles);
    for (const { folder } of loose) await this.#addLooseFolder(folder);
    await this.#skimAll(places, token, progress);
  }

  /** The outputs of builds that are there still. */
  async #outputsLeft({ places, folders }: Pick<Discovered, 'places' | 'folders'>): Promise<readonly Place[]> {
    for (const [key, { uri, folder }] of [...this.#outputs]) {
      const isLeft = folders.some((each) => each.uri === folder) && (await isFile(uri));
      if (!isLeft || places.has(uri)) this.#outputs.delete(key);
    }
    return [...this.#outputs.values()];
  }

  async #stamped(uris: ReadonlySet<Uri>): Promise<readonly BuildFile[]> {
    const files: BuildFile[] = [];
    for (const uri of [...uris].sort()) {
      const kind = kindOfBuildFile(uri);
      const stats = await stat(pathFromUri(uri), { bigint: true }).catch(() => null);
      if (kind && stats?.isFile()) files.push({ uri, kind, stamp: stampOf(stats) });
    }
    return files;
  }

  /** The folder of a document outside of all folders: not walked, but with settings of its own. */
  async #addLooseFolder(uri: Uri): Promise<void> {
    if (this.#folders.some((folder) => folder.uri === uri)) return;
    const request = { editorSettings: this.#elsewhere };
    const { settings, base, path, problems } = await folderSettings(pathFromUri(uri), request, this.#hazards);
    this.#folders = [...this.#folders, { uri, name: baseName(uri), base: uriFromPath(base), settings }];
    const at = path === null ? uri : uriFromPath(path);
    this.#folderProblems = [...this.#folderProblems, ...problems.map((message) => ({ uri: at, message }))];
  }

  async #discoverAll(token: CancellationToken): Promise<Discovered> {
    const places = new Map<Uri, Place>();
    const folders: SourceFolder[] = [];
    const problems: SourceProblem[] = [];
    const walked = new Map<Uri, Exclusion>();
    const buildFiles = new Set<Uri>();
    const files = new Set<Uri>();
    for (const { uri } of this.#requests) if (await isFile(uri)) files.add(uri);
    const roots = this.#requests.map(({ uri }) => uri);
    const around = roots.filter((uri) => !files.has(uri));
    for (const request of this.#requests) {
      const path = pathFromUri(request.uri);
      const single = files.has(request.uri);
      const folder = single ? (innermost(request.uri, around) ?? parentUri(request.uri)) : request.uri;
      const {
        settings,
        base,
        path: settingsPath,
        problems: broken,
      } = await folderSettings(pathFromUri(folder), request, this.#hazards);
      for (const message of broken)
        problems.push({ uri: settingsPath ? uriFromPath(settingsPath) : folder, message });
      if (!folders.some(({ uri }) => uri === folder)) {
        const name = single ? baseName(folder) : request.name;
        folders.push({ uri: folder, name, base: uriFromPath(base), settings });
      }
      if (!single) walked.set(folder, { exclude: settings.exclude, base });
      const discovery = await discover(path, settings.exclude, token, base);
      for (const problem of discovery.problems) {
        problems.push({ uri: uriFromPath(problem.path), message: `${problem.path}: ${problem.message}` });
      }
      if (discovery.files.length === 0 && discovery.problems.length === 0) {
        problems.push({ uri: folder, message: `${path}: holds no Rust, C, C++ or .zng file` });
      }
      for (const buildFile of discovery.buildFiles) {
        const uri = uriFromPath(buildFile);
        // What stands elsewhere belongs to a link that was found here.
        if ((innermost(uri, roots) ?? request.uri) === request.uri) buildFiles.add(uri);
      }
      for (const file of discovery.files) {
        const uri = uriFromPath(file.path);
        // What an inner folder leaves out is not let in again by the one around it.
        if (single || innermost(uri, roots) === request.uri)
          places.set(uri, { uri, language: file.language, folder });
      }
    }
    return { places, folders, walked, buildFiles, problems };
  }

  /** Open documents that no folder's walk found: those outside of all folders, and those not yet saved. */
  async #loosePlaces(found: ReadonlyMap<Uri, Place>, folders: readonly SourceFolder[]): Promise<Place[]> {
    const loose: Place[] = [];
    for (const { uri, language } of this.#documents.all()) {
      if (found.has(uri) || !uri.startsWith('file:')) continue;
      const folder = innermost(
        uri,
        folders.map((candidate) => candidate.uri),
      );
      // What is in a folder and on disk and was not found is excluded.
      if (folder !== null && (await stat(pathFromUri(uri)).catch(() => null))) continue;
      loose.push({ uri, language, folder: folder ?? parentUri(uri) });
    }
    return loose;
  }

  /** Where the named files belong; null where something came that only a walk can place. */
  async #placesOf(uris: ReadonlySet<Uri>): Promise<readonly Place[] | null> {
    const places: Place[] = [];
    for (const uri of uris) {
      const known = this.#entries.get(uri)?.file;
      const onDisk = await stat(pathFromUri(uri)).catch(() => null);
      const open = this.#documents.get(uri) !== undefined;
      const walked = innermost(uri, [...this.#walked.keys()]);
      if (known) {
        // A document outside of all folders counts for as long as it is open.
        if (open || (onDisk?.isFile() && this.#requestedFolders.has(known.folder))) places.push(known);
        else this.#forget(uri);
      } else if (onDisk?.isDirectory() || (open && !(onDisk && walked))) {
        return null;
      } else if (onDisk) {
        const place = walked === null ? null : await this.#placeBelow(walked, uri);
        if (place) places.push(place);
      } else {
        for (const below of [...this.#entries.keys()]) if (isWithin(below, uri)) this.#forget(below);
      }
    }
    return places;
  }

  /** The place of a new file below a folder; null where the folder's walk would not find it. */
  async #placeBelow(folder: Uri, uri: Uri): Promise<Place | null> {
    const language = languageOfFile(uri);
    const { exclude, base } = this.#walked.get(folder) ?? { exclude: [], base: pathFromUri(folder) };
    const found = await isDiscoverable(pathFromUri(folder), pathFromUri(uri), exclude, base);
    return language && found ? { uri, language, folder } : null;
  }

  async #skimAll(places: readonly Place[], token: CancellationToken, progress: Progress): Promise<void> {
    const breather = new Breather();
    for (const [index, place] of places.entries()) {
      throwIfCancelled(token);
      this.#skimOne(place);
      if (index % 64 === 0) progress('reading files', index / places.length);
      await breather.rest();
    }
  }

  #skimOne(place: Place): void {
    const { uri, language, folder } = place;
    const entry = this.#entries.get(uri);
    const document = this.#documents.get(uri);
    if (document) {
      if (
        entry &&
        'document' in entry.from &&
        entry.from.document === document &&
        entry.file.folder === folder
      )
        return;
      const file = {
        uri,
        language: document.language,
        folder,
        skim: skim(bytesOf(document), document.language),
      };
      this.#keep({ file, from: { document } });
      return;
    }
    const known = entry && 'disk' in entry.from ? entry.from.disk : null;
    const read = readSource(pathFromUri(uri), known);
    switch (read.status) {
      case 'read':
        this.#keep({
          file: { uri, language, folder, skim: skim(read.bytes, language) },
          from: { disk: read.disk },
        });
        return;
      case 'unchanged':
        if (entry && entry.file.folder !== folder) this.#keep({ ...entry, file: { ...entry.file, folder } });
        return;
      case 'skipped':
        this.#forget(uri);
        this.#fileProblems.set(uri, { uri, message: `${pathFromUri(uri)}: ${read.reason}` });
        return;
      default:
        read satisfies never;
    }
  }

  #keep(entry: Entry): void {
    this.#entries.set(entry.file.uri, entry);
    this.#fileProblems.delete(entry.file.uri);
    this.#ordered = null;
  }

  #forget(uri: Uri): void {
    this.#fileProblems.delete(uri);
    if (this.#entries.delete(uri)) this.#ordered = null;
  }
}

const isFile = async (uri: Uri): Promise<boolean> =>
  (await stat(pathFromUri(uri)).catch(() => null))?.isFile() ?? false;

/** The smallest of `folders` that holds `uri`; null where none does. */
function innermost(uri: Uri, folders: readonly Uri[]): Uri | null {
  let best: Uri | null = null;
  for (const folder of folders)
    if (isWithin(uri, folder) && folder.length > (best?.length ?? -1)) best = folder;
  return best;
}

const bytesOf = ({ text }: OpenDocument): Uint8Array => Buffer.from(text, 'utf8');

const versionOf = (document: OpenDocument): string => contentStamp(bytesOf(document));
