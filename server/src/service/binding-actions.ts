import { baseName, joinUri, parentUri } from '../base/uri.js';
import { overlaps, type Range, type Uri } from '../base/range.js';
import { generateCxxBridge } from '../bindings/cxx-bridge.js';
import type { TargetView } from '../boundary/target-view.js';
import type { CppFacts } from '../facts/cpp/cpp-facts.js';
import type { FileFacts } from '../facts/facts.js';
import { qualifiedName } from '../program/cpp-names.js';
import type { OfferedAction, RemedyKey, SourceEdit } from './answers.js';
import type { SourceFile } from './sources.js';

const KIND = 'generate-cxx-bridge';
/** The subject that stands for the whole header; a class's is its qualified name. */
const WHOLE_HEADER = '*';

/** "Generate a cxx bridge" for the class at a place in a header, and for the header. */
export function bindActions(uri: Uri, facts: FileFacts, range: Range): OfferedAction[] {
  if (facts.language !== 'cpp' || facts.isC || !isBindable(facts)) return [];
  const offer = (title: string, subject: string): OfferedAction => ({
    title,
    key: { uri, kind: KIND, subject },
    kind: 'refactor',
    preferred: false,
    finding: null,
  });
  const record = facts.records
    .filter(
      (item) =>
        item.definition && item.name !== '' && item.template === null && overlaps(item.nameRange, range),
    )
    .at(-1);
  return [
    ...(record ? [offer(`Generate a cxx bridge for \`${record.name}\``, qualifiedName(record))] : []),
    offer(`Generate a cxx bridge for \`${baseName(uri)}\``, WHOLE_HEADER),
  ];
}

const isBindable = ({ functions, records }: CppFacts): boolean =>
  functions.some(({ definition, scope }) => !definition || scope.length > 0) ||
  records.some(({ definition }) => definition);

/** The new file of a chosen generator; null where the key is none of a generator's. */
export function resolveBinding(
  key: RemedyKey,
  facts: FileFacts,
  view: TargetView,
  files: readonly SourceFile[],
): SourceEdit | null {
  if (key.kind !== KIND || facts.language !== 'cpp') return null;
  const folder = crateFolder(key.uri, files);
  const only = key.subject === WHOLE_HEADER ? [] : [key.subject];
  const { text } = generateCxxBridge({
    view,
    header: { uri: key.uri, facts },
    includePath: includePath(key.uri, folder),
    only,
  });
  const stem =
    key.subject === WHOLE_HEADER
      ? baseName(key.uri).replace(/\.[^.]*$/, '')
      : (key.subject.split('::').at(-1) ?? '');
  const name = stem
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/\W+/g, '_')
    .toLowerCase();
  return { changes: [], creates: [{ uri: freshName(folder, `${name}_bridge`, files), text }] };
}

/**
 * The source folder of the crate nearest to the header: where most of the path is shared with a Rust file
 * directly in `src`. Without any crate, the header's own folder.
 */
function crateFolder(header: Uri, files: readonly SourceFile[]): Uri {
  const sources = [...new Set(files.filter(({ language }) => language === 'rust').map(({ uri }) => uri))]
    .filter((uri) => /\/src\/[^/]+\.rs$/.test(uri))
    .map((uri) => parentUri(uri));
  let best: Uri | null = null;
  let most = -1;
  for (const folder of sources) {
    const shared = sharedFolders(folder, header);
    if (shared > most) [best, most] = [folder, shared];
  }
  return best ?? parentUri(header);
}

function sharedFolders(a: Uri, b: Uri): number {
  const left = a.split('/');
  const right = b.split('/');
  let i = 0;
  while (i < left.length && left[i] === right[i]) i++;
  return i;
}

/** As cxx-build finds it: the crate's folder is the root of its includes. */
function includePath(header: Uri, sourceFolder: Uri): string {
  const crate = parentUri(sourceFolder);
  return header.startsWith(`${crate}/`)
    ? `${baseName(crate)}/${decodeURI(header.slice(crate.length + 1))}`
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
