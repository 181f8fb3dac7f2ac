import { baseName, commonFolders, joinUri, parentUri } from '../base/uri.js';
import { overlaps, type Range, type Uri } from '../base/range.js';
import { generateCxxBridge, type GeneratedBinding } from '../bindings/cxx-bridge.js';
import type { TargetView } from '../boundary/target-view.js';
import type { CppFacts } from '../facts/cpp/cpp-facts.js';
import type { FileFacts } from '../facts/facts.js';
import { qualifiedName } from '../program/cpp-names.js';
import type { OfferedAction, RemedyKey, SourceEdit } from './answers.js';
import type { SourceFile } from './sources.js';

const KIND = 'generate-cxx-bridge';
/** Stands for the whole header in a subject; a class stands there by its qualified name. */
const WHOLE_HEADER = '*';
/** More crates than a menu can show well. */
const MAXIMUM_CRATES = 5;

/**
 * "Generate a cxx bridge" for the class at a place in a header, and for the header: once for each crate
 * that could hold it, the nearest first.
 */
export function bindActions(
  uri: Uri,
  facts: FileFacts,
  range: Range,
  files: readonly SourceFile[],
): OfferedAction[] {
  if (facts.language !== 'cpp' || facts.isC || !isBindable(facts)) return [];
  const folders = crateFolders(uri, files).slice(0, MAXIMUM_CRATES);
  const offer = (what: string, subject: string): OfferedAction[] =>
    folders.map((folder) => ({
      title: `Generate a cxx bridge for \`${what}\`${folders.length > 1 ? ` in \`${baseName(parentUri(folder))}\`` : ''}`,
      key: { uri, kind: KIND, subject: `${subject} ${folder}` },
      kind: 'refactor',
      preferred: false,
      finding: null,
    }));
  const record = facts.records
    .filter(
      (item) =>
        item.definition && item.name !== '' && item.template === null && overlaps(item.nameRange, range),
    )
    .at(-1);
  return [
    ...(record ? offer(record.name, qualifiedName(record)) : []),
    ...offer(baseName(uri), WHOLE_HEADER),
  ];
}

const isBindable = ({ functions, records }: CppFacts): boolean =>
  functions.some(({ definition, scope }) => !definition || scope.length > 0) ||
  records.some(({ definition }) => definition);

/** The new file of a chosen generator; null where the file is no C++ any more. */
export function resolveBinding(
  key: RemedyKey,
  facts: FileFacts,
  view: TargetView,
  crate: TargetCrate,
  files: readonly SourceFile[],
): SourceEdit | null {
  if (facts.language !== 'cpp') return null;
  const [subject = WHOLE_HEADER] = key.subject.split(' ');
  const { text } = bridgeFor(key.uri, facts, view, crate, subject === WHOLE_HEADER ? [] : [subject]);
  const name = bridgeName(subject === WHOLE_HEADER ? stemOf(key.uri) : (subject.split('::').at(-1) ?? ''));
  return { changes: [], creates: [{ uri: freshName(crate.sourceFolder, name, files), text }] };
}

/** `telemetry/panel.hpp` and `class Panel` are bound in `panel_bridge`. */
const bridgeName = (stem: string): string =>
  `${stem
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/\W+/g, '_')
    .toLowerCase()}_bridge`;

const stemOf = (uri: Uri): string => baseName(uri).replace(/\.[^.]*$/, '');

/** The file name of a header's bridge. */
export const bridgeFileName = (header: Uri): string => `${bridgeName(stemOf(header))}.rs`;

/** The crate that a bridge goes into. */
export interface TargetCrate {
  readonly sourceFolder: Uri;
  /** As its `Cargo.toml` has it; null where that does not say. */
  readonly packageName: string | null;
}

/** The source folder of the crate that a generator was offered for; null where the key is none of a generator's. */
export const sourceFolderOf = ({ kind, subject, uri }: RemedyKey): Uri | null =>
  kind === KIND ? (subject.split(' ')[1] ?? parentUri(uri)) : null;

/** The bridge of a header for a crate. */
export const bridgeFor = (
  uri: Uri,
  facts: CppFacts,
  view: TargetView,
  crate: TargetCrate,
  only: readonly string[],
): GeneratedBinding =>
  generateCxxBridge({
    view,
    header: { uri, facts },
    includePath: includePath(uri, crate.sourceFolder, crate.packageName),
    only,
  });

/**
 * The source folders of the workspace's crates (where Rust files lie directly in `src`), those first that
 * share most of their path with the header. Without any crate, the header's own folder.
 */
export function crateFolders(header: Uri, files: readonly SourceFile[]): Uri[] {
  const folders = new Set<Uri>();
  for (const { uri, language } of files) {
    if (language === 'rust' && /\/src\/[^/]+\.rs$/.test(uri)) folders.add(parentUri(uri));
  }
  if (folders.size === 0) return [parentUri(header)];
  return [...folders].sort((a, b) => commonFolders(`${b}/`, header) - commonFolders(`${a}/`, header));
}

/** As cxx-build finds it: the crate's folder is the root of its includes, under the name of the package. */
function includePath(header: Uri, sourceFolder: Uri, packageName: string | null): string {
  const crate = parentUri(sourceFolder);
  return header.startsWith(`${crate}/`)
    ? `${packageName ?? baseName(crate)}/${decodeURI(header.slice(crate.length + 1))}`
    : baseName(header);
}

/** A file that is not there yet, so that nothing is overwritten. */
function freshName(folder: Uri, stem: string, files: readonly SourceFile[]): Uri {
  const taken = new Set(files.map(({ uri }) => uri));
  for (let i = 1; ; i++) {
    const uri = joinUri(folder, i === 1 ? `${stem}.rs` : `${stem}_${i}.rs`);
    if (!taken.has(uri)) return uri;
  }
}
