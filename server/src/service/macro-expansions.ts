import { throwIfCancelled, type CancellationToken } from '../base/cancellation.js';
import { Breather } from '../base/event-loop.js';
import type { Uri } from '../base/range.js';
import type { RustFacts } from '../facts/rust/rust-facts.js';
import { expandUses, withExpandedUses } from '../program/expanded-uses.js';
import type { Program } from '../program/program.js';
import { RustMacros } from '../program/rust-macros.js';

/** Reads a text that no file has; null where that failed. */
export type RustTextReader = (text: string, token: CancellationToken) => Promise<RustFacts | null>;

interface Expanded {
  readonly own: RustFacts;
  readonly text: string;
  readonly facts: RustFacts;
}

/**
 * What the macros of Rust files declare: expands the uses among their items, reads what they come to, and gives the
 * program both together. A file is expanded anew when it changes, or a macro that it uses.
 */
export class MacroExpansions {
  readonly #program: Program;
  readonly #read: RustTextReader;
  readonly #macros = new RustMacros();
  /** The files that use macros, as they were read. */
  readonly #users = new Map<Uri, RustFacts>();
  readonly #byMacro = new Map<string, Set<Uri>>();
  readonly #expanded = new Map<Uri, Expanded>();
  readonly #due = new Set<Uri>();

  constructor(program: Program, read: RustTextReader) {
    this.#program = program;
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
    const breather = new Breather();
    for (const uri of [...this.#due]) {
      throwIfCancelled(token);
      await breather.rest();
      const own = this.#users.get(uri);
      if (own) for (const name of await this.#expand(uri, own, token)) changed.add(name);
      this.#due.delete(uri);
    }
    return changed;
  }

  async #expand(uri: Uri, own: RustFacts, token: CancellationToken): Promise<ReadonlySet<string>> {
    const before = this.#expanded.get(uri);
    const uses = expandUses(uri, own.macros, this.#macros);
    if (!uses && !before) return new Set();
    if (before?.own === own && before.text === uses?.text) return new Set();
    const facts = before?.text === uses?.text ? before?.facts : uses && (await this.#read(uses.text, token));
    if (!uses || !facts) {
      this.#expanded.delete(uri);
      return this.#program.setFile(uri, own);
    }
    this.#expanded.set(uri, { own, text: uses.text, facts });
    return this.#program.setFile(uri, withExpandedUses(own, uses, facts));
  }
}

const namesIn = (facts: RustFacts | undefined): ReadonlySet<string> =>
  new Set(
    (facts?.macros ?? []).flatMap(({ name, argument }) =>
      argument === null ? [] : [name.slice(name.lastIndexOf(':') + 1)],
    ),
  );
