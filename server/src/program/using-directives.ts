import type { CppUsing } from '../facts/cpp/cpp-facts.js';
import type { Placed } from './cpp-index.js';
import type { CppNamespaces, NamedNamespace } from './cpp-namespaces.js';
import { namesOf } from './cpp-scopes.js';
import { ScopeWalk, type At, type Surroundings } from './scope-walk.js';

/**
 * The namespaces that directives nominate: what their names mean where the directives stand, among what is declared
 * there, or among all where the file gets its includes from others.
 *
 * @see C++ [namespace.udir], [basic.lookup.udir]
 */
export class UsingDirectives {
  readonly #namespaces: CppNamespaces;
  /** Until any file changes. */
  readonly #known = new Map<CppUsing, readonly (readonly string[])[]>();
  /** Those that are being looked into: files may include one another. */
  readonly #open = new Set<CppUsing>();
  #isPartial = false;

  constructor(namespaces: CppNamespaces) {
    this.#namespaces = namespaces;
  }

  forget(): void {
    this.#known.clear();
  }

  /** Qualified names; several where it is not known which is meant, none where no file that was read has any. */
  targetsOf(directive: Placed<CppUsing>, around: Surroundings): readonly (readonly string[])[] {
    const { item } = directive;
    const known = this.#known.get(item);
    if (known && this.#asksAgain(directive, around)) return known;
    if (this.#open.has(item)) {
      this.#isPartial = true;
      return [];
    }
    this.#open.add(item);
    const targets = this.#find(directive, around);
    this.#open.delete(item);
    if (!this.#isPartial) this.#known.set(item, targets);
    if (this.#open.size === 0) this.#isPartial = false;
    return targets;
  }

  /** Whoever is given a known answer asks for what it rests on. */
  #asksAgain({ uri, item }: Placed<CppUsing>, around: Surroundings): true {
    this.#namespaces.note();
    around.visibleFrom(uri);
    around.index.namespaceAliasesNamed(item.path[0] ?? '');
    return true;
  }

  #find({ uri, item }: Placed<CppUsing>, around: Surroundings): (readonly string[])[] {
    const place = { uri, scope: item.scope, end: item.range.start };
    const path = around.expandedScope(item.path.map((name) => ({ kind: 'namespace', name, inline: false })));
    const among = (at: At<NamedNamespace>): readonly NamedNamespace[] => {
      const outcome = new ScopeWalk(around, place, at, 'namespace').find(namesOf(path), item.global);
      return outcome.kind === 'found' ? outcome.items : [];
    };
    const seen = among((name) =>
      this.#namespaces.at(name).filter((each) => around.seesNamespace(each, place)),
    );
    const meant = seen.length > 0 ? seen : among((name) => this.#namespaces.at(name));
    return [...new Map(meant.map(({ names }) => [names.join('::'), names])).values()];
  }
}
