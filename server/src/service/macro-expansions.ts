import { throwIfCancelled, type CancellationToken } from '../base/cancellation.js';
import { Breather } from '../base/event-loop.js';
import type { Uri } from '../base/range.js';
import type { RustFacts } from '../facts/rust/rust-facts.js';
import { expandUses, type ExpandedUses, withExpandedUses } from '../program/expanded-uses.js';
import type { Program } from '../program/program.js';
import { RustMacros } from '../program/rust-macros.js';

/** Reads a text that no file has; null where that failed. */
export type RustTextReader = (text: string, token: CancellationToken) => Promise<RustFacts | null>;

interface Expanded {
  /** Of the file as it was read. */
  readonly own: RustFacts;
  readonly uses: ExpandedUses;
  /** Of the text of the uses. */
  readonly facts: RustFacts;
}

/**
 * What the macros of Rust files declare: expands the uses among their items, reads what they come to, and gives the
 * program both together. A file is expanded anew when it changes, or a macro that it uses.
 */
export class MacroExpansions {
  readonly #program: Program;
  readonly #concurrency: number;
  readonly #read: RustTextReader;
  readonly #macros = new RustMacros();
  /** The files that use macros, as they were read. */
  readonly #users = new Map<Uri, RustFacts>();
  readonly #byMacro = new Map<string, Set<Uri>>();
  readonly #expanded = new Map<Uri, Expanded>();
  readonly #due = new Set<Uri>();

  /** @param concurrency how many texts may usefully be read at once */
  constructor(program: Program, concurrency: number, read: RustTextReader) {
    this.#program = program;
    this.#concurrency = concurrency;
    this.#read = read;
  }

  /** Puts, replaces or (with null) removes the facts of a file as they were read. */
  setFile(uri: Uri, facts: RustFacts | null): void {
    for (const name of this.#macros.setFile(uri, facts))
      for (const user of this.#byMacro.get(name) ?? []) this.#due.add(user);
    for (const name of namesIn(this.#users.get(uri))) this.#byMacro.get(name)?.delete(uri);
    this.#users.delete(uri);
    if (!facts?.macros.some(({ argument }) => argument !== null)) {
      this.#expanded.delete(uri);
      this.#due.delete(uri);
      return;
    }
    this.#users.set(uri, facts);
    this.#due.add(uri);
    for (const name of namesIn(facts)) {
      const users = this.#byMacro.get(name);
      if (users) users.add(uri);
      else this.#byMacro.set(name, new Set([uri]));
    }
  }

  /** Names of macros that files which are due use, and that nothing read defines. */
  get undefinedMacros(): ReadonlySet<string> {
    const names = [...this.#due].flatMap((uri) => [...namesIn(this.#users.get(uri))]);
    return new Set(names.filter((name) => !this.#macros.isDefined(name)));
  }

  /** Names of macros that declare what crosses: a file that uses one may matter by that alone. */
  get crossingMacros(): ReadonlySet<string> {
    return this.#macros.crossing;
  }

  /**
   * Expands what is due.
   *
   * @returns the names whose declarations may have changed
   */
  async update(token: CancellationToken): Promise<ReadonlySet<string>> {
    const changed = new Set<string>();
    const due = [...this.#due];
    for (let i = 0; i < due.length; i += this.#concurrency) {
      const uris = due.slice(i, i + this.#concurrency);
      const expanded = await Promise.all(uris.map((uri) => this.#expand(uri, token)));
      throwIfCancelled(token);
      // They join the program in order, so that answers do not depend on timing.
      for (const [j, uri] of uris.entries()) {
        for (const name of this.#join(uri, expanded[j] ?? null)) changed.add(name);
        this.#due.delete(uri);
      }
    }
    return changed;
  }

  /** Null where nothing in the file can be expanded. */
  async #expand(uri: Uri, token: CancellationToken): Promise<Expanded | null> {
    const own = this.#users.get(uri);
    const uses = own && (await this.#usesOf(uri, own, token));
    if (!uses) return null;
    const before = this.#expanded.get(uri);
    const facts = before?.uses.text === uses.text ? before.facts : await this.#read(uses.text, token);
    return facts && { own, uses, facts };
  }

  /** With a look at the clock after each use: some take many milliseconds. */
  async #usesOf(uri: Uri, { macros }: RustFacts, token: CancellationToken): Promise<ExpandedUses | null> {
    const steps = expandUses(uri, macros, this.#macros);
    const breather = new Breather();
    for (;;) {
      throwIfCancelled(token);
      const step = steps.next();
      if (step.done) return step.value;
      await breather.rest();
    }
  }

  /** @returns the names whose declarations may have changed */
  #join(uri: Uri, expanded: Expanded | null): ReadonlySet<string> {
    const before = this.#expanded.get(uri);
    const own = this.#users.get(uri);
    if (!expanded) {
      this.#expanded.delete(uri);
      return before && own ? this.#program.setFile(uri, own) : new Set();
    }
    if (before?.own === expanded.own && before.facts === expanded.facts) return new Set();
    this.#expanded.set(uri, expanded);
    return this.#program.setFile(uri, withExpandedUses(expanded.own, expanded.uses, expanded.facts));
  }
}

const namesIn = (facts: RustFacts | undefined): ReadonlySet<string> =>
  new Set(
    (facts?.macros ?? []).flatMap(({ name, argument }) =>
      argument === null ? [] : [name.slice(name.lastIndexOf(':') + 1)],
    ),
  );
