import { evaluateIf, type MacroState } from '../facts/cpp/condition-expression.js';
import type { CppMacro, CppScope } from '../facts/cpp/cpp-facts.js';
import { expandMacros } from '../facts/cpp/macro-expansion.js';
import { namespacesIn } from '../facts/cpp/namespace-macros.js';

/** Macros that one `#if` may lead to, from definition to definition. */
const LONGEST_CHAIN = 12;
const MOST_MACROS = 200;

const OPEN: MacroState = { defined: null, meaning: null };
const DEFINED: MacroState = { defined: true, meaning: null };

/** Names by which builds say where they are: `WIN32`, `OS_LINUX`. */
const SYSTEM = /^(?:WIN|UNIX|unix|linux|LINUX|APPLE|OS_)/;

/** Compilers and builds define what begins with `_`, or the name of a system: it may be defined anyhow. */
const isOfCompiler = (macro: string): boolean => macro.startsWith('_') || SYSTEM.test(macro);

/** What is taken for granted of a macro that no file has to define: C++ is what is read. Null of all others. */
export const stateOfCompiler = (macro: string): MacroState | null =>
  macro === '__cplusplus' ? DEFINED : isOfCompiler(macro) ? OPEN : null;

/**
 * What the macros that open or name namespaces stand for, with the files that were read taken for all there is:
 * `QT_BEGIN_NAMESPACE` opens nothing where no file defines `QT_NAMESPACE`, and `U_ICU_NAMESPACE` is joined out of the
 * numbers of a version. What only compilers define is open. One question each: answers hold while definitions do.
 */
export class NamespaceReadings {
  readonly #definitions: (name: string) => readonly CppMacro[];
  /** Open while it is being found out: what depends on itself says nothing. */
  readonly #states = new Map<string, MacroState>();
  #chain = 0;

  /** @param definitions all of a macro, wherever they stand */
  constructor(definitions: (name: string) => readonly CppMacro[]) {
    this.#definitions = definitions;
  }

  /** The namespaces that a macro opens; null where definitions that may hold say different things or more than that. */
  opened(macro: string): readonly CppScope[] | null {
    const readings = this.#meanings(macro).map(({ text }) => {
      const expanded = this.#expanded(text);
      return expanded === null ? null : namespacesIn(expanded);
    });
    const [first, ...others] = readings;
    if (!first) return null;
    const text = JSON.stringify(first);
    return others.every((other) => JSON.stringify(other) === text) ? first : null;
  }

  /** The word that a namespace's name stands for; itself where it stands for several, or for something else. */
  named(word: string): string {
    const expanded = this.#expanded(word);
    return expanded !== null && /^[A-Za-z_]\w*$/.test(expanded) ? expanded : word;
  }

  #expanded(text: string): string | null {
    return expandMacros(text, (name) => {
      const [only, ...others] = this.#meanings(name);
      return others.length === 0 ? (only ?? null) : null;
    });
  }

  /** The definitions that differ and that no `#if` leaves out. */
  #meanings(name: string): readonly CppMacro[] {
    const different = new Map(
      this.#definitions(name)
        .filter((item) => this.#holds(item) !== false)
        .map((item) => [keyOf(item), item]),
    );
    return [...different.values()];
  }

  #holds({ name, condition }: CppMacro): boolean | null {
    const values = condition
      .filter((part) => part !== ownDefault(name))
      .map((part) => evaluateIf(part, (macro) => this.state(macro)));
    return values.includes(false) ? false : values.includes(null) ? null : true;
  }

  /** What an `#if` may take for granted about a macro. */
  state(name: string): MacroState {
    const ofCompiler = stateOfCompiler(name);
    if (ofCompiler) return ofCompiler;
    const known = this.#states.get(name);
    if (known) return known;
    if (this.#chain === LONGEST_CHAIN || this.#states.size === MOST_MACROS) return OPEN;
    this.#states.set(name, OPEN);
    this.#chain++;
    const definitions = this.#definitions(name);
    const possible = definitions.map((item) => ({ item, holds: this.#holds(item) }));
    this.#chain--;
    const [first, ...others] = definitions;
    const isOne = others.every((other) => keyOf(other) === (first && keyOf(first)));
    const state: MacroState = {
      defined: possible.every(({ holds }) => holds === false)
        ? false
        : // Before a default of its own it is not defined, and behind that it is.
          possible.some(({ item, holds }) => holds === true && !isFallback(item)) || null,
      // Which of several values it has is for the build to say.
      meaning: isOne ? (first ?? null) : null,
    };
    this.#states.set(name, state);
    return state;
  }
}

const keyOf = ({ parameters, text }: CppMacro): string => JSON.stringify([parameters, text]);

const ownDefault = (name: string): string => `!defined(${name})`;

/** `#ifndef N` before `#define N`: what holds where nobody else says so. */
export const isFallback = ({ name, condition }: CppMacro): boolean => condition.includes(ownDefault(name));
