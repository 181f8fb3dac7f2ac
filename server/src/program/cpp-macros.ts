import type { Uri } from '../base/range.js';
import { nearestTo } from '../base/uri.js';
import type { CppFacts, CppMacro, CppScope, CppUndefinition } from '../facts/cpp/cpp-facts.js';
import type { MacroStates } from '../facts/cpp/condition-expression.js';
import { addInOrder, removeOf } from './file-order.js';
import { isFallback, NamespaceReadings } from './namespace-readings.js';

/** A macro and the file that defines it. */
export interface CppMacroDefinition {
  readonly uri: Uri;
  readonly item: CppMacro;
}

/** The `#undef` of a macro and the file that has it. */
export interface CppMacroUndefinition {
  readonly uri: Uri;
  readonly item: CppUndefinition;
}

/** The macros of all files that were read, and the namespaces that they open. */
export class CppMacros {
  readonly #onLookup: (name: string) => void;
  readonly #onMiss: (name: string) => void;
  readonly #macros = new Map<string, CppMacroDefinition[]>();
  readonly #byFile = new Map<Uri, readonly string[]>();
  readonly #undefinitions = new Map<string, CppMacroUndefinition[]>();
  readonly #undefinedBy = new Map<Uri, readonly string[]>();
  readonly #answers = new Map<
    string,
    { readonly scopes: readonly CppScope[] | null; readonly names: ReadonlySet<string> }
  >();

  constructor(onLookup: (name: string) => void, onMiss: (name: string) => void) {
    this.#onLookup = onLookup;
    this.#onMiss = onMiss;
  }

  /** @returns the macros that the file defined or undefined before, or does now */
  setFile(uri: Uri, facts: CppFacts | null): ReadonlySet<string> {
    const before = this.#byFile.get(uri) ?? [];
    for (const name of before) removeOf(this.#macros, name, uri);
    this.#byFile.delete(uri);
    for (const item of facts?.macros ?? []) addInOrder(this.#macros, item.name, { uri, item });
    const names = (facts?.macros ?? []).map(({ name }) => name);
    if (names.length > 0) this.#byFile.set(uri, names);
    if (before.length > 0 || names.length > 0) this.#answers.clear();
    return new Set([...before, ...names, ...this.#setUndefinitions(uri, facts?.undefinitions ?? [])]);
  }

  #setUndefinitions(uri: Uri, undefinitions: CppFacts['undefinitions']): readonly string[] {
    const before = this.#undefinedBy.get(uri) ?? [];
    for (const name of before) removeOf(this.#undefinitions, name, uri);
    this.#undefinedBy.delete(uri);
    for (const item of undefinitions) addInOrder(this.#undefinitions, item.name, { uri, item });
    const names = undefinitions.map(({ name }) => name);
    if (names.length > 0) this.#undefinedBy.set(uri, names);
    return [...before, ...names];
  }

  /** The files that undefine a macro. */
  undefinitionsOf(name: string): readonly CppMacroUndefinition[] {
    this.#onLookup(name);
    return this.#undefinitions.get(name) ?? [];
  }

  /** Whether a file that was read defines a macro of this name; no other is searched for it. */
  isDefined(name: string): boolean {
    this.#onLookup(name);
    return this.#macros.has(name);
  }

  /** All definitions of a macro, also those for builds in which nobody else defines it. */
  everyNamed(name: string): readonly CppMacroDefinition[] {
    this.#onLookup(name);
    const all = this.#macros.get(name) ?? [];
    if (all.every(({ item }) => isFallback(item))) this.#onMiss(name);
    return all;
  }

  /**
   * The definitions of a macro that were read: those of the file, else the nearest. One that stands under `#ifndef`
   * of itself counts only where no other was read.
   */
  nearest(name: string, uri: Uri): readonly CppMacroDefinition[] {
    this.#onLookup(name);
    const all = this.#macros.get(name) ?? [];
    const found = all.filter(({ item }) => !isFallback(item));
    const pool = found.length > 0 ? found : all;
    const here = pool.filter((definition) => definition.uri === uri);
    return here.length > 0 ? here : nearestTo(pool, uri);
  }

  /**
   * The scopes of a place, with the namespaces that macros open or name there (`namespace ROCKSDB_NAMESPACE {`)
   * wherever their definitions say which.
   */
  expandedScope(scope: readonly CppScope[]): readonly CppScope[] {
    if (scope.every(({ macro, name }) => macro === undefined && !this.#macros.has(name))) return scope;
    return scope.flatMap((component) =>
      component.macro === undefined
        ? this.#renamed(component)
        : (this.#once(`opens ${component.macro}`, (readings) => readings.opened(component.macro ?? ''))?.map(
            (opened) => this.#renamed(opened),
          ) ?? component),
    );
  }

  /** What an `#if` may take for granted about a macro. */
  states(): MacroStates {
    const readings = this.#readings();
    return (name) => readings.state(name);
  }

  #renamed(component: CppScope): CppScope {
    if (component.kind === 'record' || !this.#macros.has(component.name)) return component;
    const [named = component] =
      this.#once(component.name, (readings) => [{ ...component, name: readings.named(component.name) }]) ??
      [];
    return { ...component, name: named.name };
  }

  /** Answers hold until a macro changes; whoever is given one asks for all names that it rests on. */
  #once(
    question: string,
    answer: (readings: NamespaceReadings) => readonly CppScope[] | null,
  ): readonly CppScope[] | null {
    let known = this.#answers.get(question);
    if (!known) {
      const names = new Set<string>();
      known = { scopes: answer(this.#readings(names)), names };
      this.#answers.set(question, known);
    } else for (const name of known.names) this.everyNamed(name);
    return known.scopes;
  }

  #readings(names: Set<string> = new Set()): NamespaceReadings {
    return new NamespaceReadings((name) => {
      names.add(name);
      return this.everyNamed(name).map(({ item }) => item);
    });
  }
}
