import type { Uri } from '../base/range.js';
import { joinUri, parentUri } from '../base/uri.js';
import type { IncludeFolder } from './compiler-arguments.js';
import type { FileBuild, FileBuilds } from './file-builds.js';

/** An `#include` directive. */
export interface IncludeDirective {
  readonly path: string;
  /** Written in `<…>`. */
  readonly system: boolean;
}

/**
 * The file that a directive means by the rules of the compilers; null where neither the folder of the file
 * that holds it nor the folders of the build have one.
 *
 * @param from the file that holds the directive
 */
export type IncludeFinder = (directive: IncludeDirective, from: Uri) => Uri | null;

/**
 * Who finds what is included, the same one for all files that are compiled alike.
 *
 * @param root the file that is compiled: its command holds for all that it includes
 */
export type IncludeSearch = (root: Uri) => IncludeFinder;

/**
 * @param exists whether there is a file
 * @see gcc, "Search Path"; clang follows it
 */
export function createIncludeSearch(builds: FileBuilds, exists: (uri: Uri) => boolean): IncludeSearch {
  const finders = new Map<FileBuild | null, IncludeFinder>();
  return (root) => {
    const build = builds.of(root);
    const finder = finders.get(build) ?? finderIn(build?.folders ?? [], exists);
    finders.set(build, finder);
    return finder;
  };
}

function finderIn(folders: readonly IncludeFolder[], exists: (uri: Uri) => boolean): IncludeFinder {
  const answers = new Map<string, Uri | null>();
  return ({ path, system }, from) => {
    const folder = parentUri(from);
    const key = system ? `<${path}` : `"${path} ${folder}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const inOrder = [
      ...(system ? [] : [folder, ...of(folders, 'quote')]),
      ...of(folders, 'user'),
      ...of(folders, 'system'),
      ...of(folders, 'after'),
    ];
    const candidates = new Set(inOrder.map((each) => joinUri(each, path.replaceAll('\\', '/'))));
    const result = [...candidates].find(exists) ?? null;
    answers.set(key, result);
    return result;
  };
}

const of = (folders: readonly IncludeFolder[], kind: IncludeFolder['kind']): Uri[] =>
  folders.filter((each) => each.kind === kind).map(({ folder }) => folder);
