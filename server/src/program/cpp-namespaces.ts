import type { Uri } from '../base/range.js';
import type { CppFacts, CppNamespace, CppScope } from '../facts/cpp/cpp-facts.js';
import { matchesPath, namesOf, type FullName } from './cpp-scopes.js';

/** A namespace by the scopes that files write, and the places where they open it. */
interface Opened {
  readonly scope: readonly CppScope[];
  readonly places: Map<Uri, readonly CppNamespace[]>;
}

/** A namespace that a name may mean. */
export interface NamedNamespace {
  /** Its qualified name, unnamed namespaces and all. */
  readonly names: readonly string[];
  /** Where each file opens it first, under whatever conditions. */
  readonly places: ReadonlyMap<Uri, readonly CppNamespace[]>;
}

/** The namespaces of all files that were read. */
export class CppNamespaces {
  readonly #onLookup: (name: string) => void;
  readonly #expandedScope: (scope: readonly CppScope[]) => readonly CppScope[];
  /** By their last names, and by their scopes: many files open the same. */
  readonly #byName = new Map<string, Map<string, Opened>>();
  readonly #byFile = new Map<Uri, ReadonlyMap<string, readonly CppNamespace[]>>();

  constructor(
    onLookup: (name: string) => void,
    expandedScope: (scope: readonly CppScope[]) => readonly CppScope[],
  ) {
    this.#onLookup = onLookup;
    this.#expandedScope = expandedScope;
  }

  /** @param changed told what questions may have other answers now */
  setFile(uri: Uri, facts: CppFacts | null, changed: (name: string) => void): void {
    const before = this.#byFile.get(uri) ?? NONE;
    const after = byScope(facts?.namespaces ?? []);
    if ([...before.keys()].join() !== [...after.keys()].join()) changed(NAMESPACES);
    for (const [key, namespaces] of before) this.#remove(uri, key, namespaces);
    for (const [key, namespaces] of after) this.#add(uri, key, namespaces);
    if (after.size > 0) this.#byFile.set(uri, after);
    else this.#byFile.delete(uri);
  }

  /** Tells the observer that an answer rests on the namespaces that there are. */
  note(): void {
    this.#onLookup(NAMESPACES);
  }

  /** The namespaces of a qualified name, out of which inline and unnamed ones may be left. */
  at({ path, exact }: FullName): readonly NamedNamespace[] {
    this.note();
    const name = path[path.length - 1] ?? '';
    const candidates = [
      ...(this.#byName.get(name)?.values() ?? []),
      ...(this.#byName.get(BY_MACRO)?.values() ?? []),
    ];
    return candidates.flatMap(({ scope, places }) => {
      const expanded = this.#expandedScope(scope);
      // A macro may open several at once.
      const at = expanded.findIndex(
        (each, i) => each.name === name && matchesPath({ name, scope: expanded.slice(0, i) }, path, exact),
      );
      return at < 0 ? [] : { names: namesOf(expanded.slice(0, at + 1)), places };
    });
  }

  #add(uri: Uri, key: string, namespaces: readonly CppNamespace[]): void {
    const { scope } = namespaces[0] ?? { scope: [] };
    const name = nameOf(scope);
    const namesakes = this.#byName.get(name) ?? new Map<string, Opened>();
    const opened = namesakes.get(key) ?? { scope, places: new Map<Uri, readonly CppNamespace[]>() };
    opened.places.set(uri, namespaces);
    this.#byName.set(name, namesakes.set(key, opened));
  }

  #remove(uri: Uri, key: string, namespaces: readonly CppNamespace[]): void {
    const name = nameOf(namespaces[0]?.scope ?? []);
    const namesakes = this.#byName.get(name);
    const places = namesakes?.get(key)?.places;
    places?.delete(uri);
    if (places?.size === 0) namesakes?.delete(key);
    if (namesakes?.size === 0) this.#byName.delete(name);
  }
}

const NONE: ReadonlyMap<string, readonly CppNamespace[]> = new Map();

function byScope(namespaces: readonly CppNamespace[]): ReadonlyMap<string, readonly CppNamespace[]> {
  const result = new Map<string, CppNamespace[]>();
  for (const each of namespaces) {
    const key = JSON.stringify(each.scope);
    const same = result.get(key);
    if (same) same.push(each);
    else result.set(key, [each]);
  }
  return result;
}

/** What an observer sees of a question for namespaces: no identifier, so that it is no other question. */
const NAMESPACES = 'namespace';
const BY_MACRO = '';

/** A name that is a macro's (`namespace ROCKSDB_NAMESPACE {`) says no more than a macro that opens one. */
function nameOf(scope: readonly CppScope[]): string {
  const { name, macro } = scope.at(-1) ?? { name: '' };
  return macro !== undefined || /^[A-Z][A-Z0-9_]{3,}$/.test(name) ? BY_MACRO : name;
}
