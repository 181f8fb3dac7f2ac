import type { Uri } from '../base/range.js';
import { nearestTo } from '../base/uri.js';
import type { IncludeFinder, IncludeSearch } from '../builds/include-search.js';
import type { CppFacts } from '../facts/cpp/cpp-facts.js';

/**
 * Which of the files that were read a file includes, directly or not. An `#include` means the file that a compiler
 * would find, beside the including one or in the folders of the build; where there is none, the nearest whose path
 * ends in what it says.
 */
export class IncludeGraph {
  readonly #onLookup: (name: string) => void;
  #search: IncludeSearch = () => () => null;
  readonly #files = new Map<Uri, CppFacts>();
  /** By the last name of their paths. */
  readonly #byName = new Map<string, Set<Uri>>();
  readonly #included = new Map<IncludeFinder, Map<Uri, readonly Uri[]>>();
  readonly #visible = new Map<Uri, ReadonlySet<Uri>>();

  constructor(onLookup: (name: string) => void) {
    this.#onLookup = onLookup;
  }

  /** What the builds say of `#include` directives. */
  set search(search: IncludeSearch) {
    this.#search = search;
    this.#forget();
  }

  /** @param changed told that files may see others now */
  setFile(uri: Uri, facts: CppFacts | null, changed: (name: string) => void): void {
    const before = this.#files.get(uri);
    if (before === undefined && facts === null) return;
    if (before === undefined || facts === null || includesOf(before) !== includesOf(facts)) {
      changed(INCLUDES);
      this.#forget();
    }
    const name = lastSegment(uri);
    if (facts) {
      this.#files.set(uri, facts);
      this.#byName.set(name, (this.#byName.get(name) ?? new Set()).add(uri));
    } else {
      this.#files.delete(uri);
      this.#byName.get(name)?.delete(uri);
    }
  }

  /** The file itself and all that it includes. */
  visibleFrom(uri: Uri): ReadonlySet<Uri> {
    this.#onLookup(INCLUDES);
    const known = this.#visible.get(uri);
    if (known) return known;
    const find = this.#search(uri);
    const visible = new Set<Uri>([uri]);
    // A set goes on with what is added to it.
    for (const from of visible) for (const included of this.#includedBy(from, find)) visible.add(included);
    this.#visible.set(uri, visible);
    return visible;
  }

  #includedBy(from: Uri, find: IncludeFinder): readonly Uri[] {
    const known = this.#included.get(find) ?? new Map<Uri, readonly Uri[]>();
    this.#included.set(find, known);
    const answer = known.get(from) ?? this.#find(from, find);
    known.set(from, answer);
    return answer;
  }

  #find(from: Uri, find: IncludeFinder): readonly Uri[] {
    return (this.#files.get(from)?.includes ?? []).flatMap((include) => {
      const found = find(include, from);
      // It may not have been read, and then no other one is meant either.
      if (found !== null) return this.#files.has(found) ? [found] : [];
      const plain = encodeURI(include.path.replace(/^(?:\.{1,2}\/)+/, ''));
      const ending = [...(this.#byName.get(lastSegment(plain)) ?? [])].filter((uri) =>
        uri.endsWith(`/${plain}`),
      );
      return nearestTo(
        ending.map((uri) => ({ uri })),
        from,
      ).map(({ uri }) => uri);
    });
  }

  #forget(): void {
    this.#included.clear();
    this.#visible.clear();
  }
}

/** What an observer sees of a question for includes: no identifier, so that it is no other question. */
const INCLUDES = '#include';

const includesOf = ({ includes }: CppFacts): string =>
  includes.map(({ path, system }) => (system ? `<${path}` : path)).join('\n');

const lastSegment = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
