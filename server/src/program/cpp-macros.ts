import type { Uri } from '../base/range.js';
import { nearestTo } from '../base/uri.js';
import type { CppFacts, CppMacro, CppScope } from '../facts/cpp/cpp-facts.js';
import { namespacesIn } from '../facts/cpp/namespace-macros.js';
import { addInOrder, removeOf } from './file-order.js';

/** A macro and the file that defines it. */
export interface CppMacroDefinition {
  readonly uri: Uri;
  readonly item: CppMacro;
}

/** `#ifndef N` before `#define N`: what holds where nobody else says so. */
export const isFallback = ({ name, condition }: CppMacro): boolean => condition.includes(`!defined(${name})`);

/** The macros of all files that were read, and the namespaces that they open. */
export class CppMacros {
  readonly #onLookup: (name: string) => void;
  readonly #onMiss: (name: string) => void;
  readonly #macros = new Map<string, CppMacroDefinition[]>();
  readonly #byFile = new Map<Uri, readonly string[]>();

  constructor(onLookup: (name: string) => void, onMiss: (name: string) => void) {
    this.#onLookup = onLookup;
    this.#onMiss = onMiss;
  }

  /** @returns the macros that the file defined before or defines now */
  setFile(uri: Uri, facts: CppFacts | null): ReadonlySet<string> {
    const before = this.#byFile.get(uri) ?? [];
    for (const name of before) removeOf(this.#macros, name, uri);
    this.#byFile.delete(uri);
    for (const item of facts?.macros ?? []) addInOrder(this.#macros, item.name, { uri, item });
    const names = (facts?.macros ?? []).map(({ name }) => name);
    if (names.length > 0) this.#byFile.set(uri, names);
    return new Set([...before, ...names]);
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
        : (this.#opened(component.macro)?.map((opened) => this.#renamed(opened)) ?? component),
    );
  }

  #renamed(component: CppScope): CppScope {
    if (component.kind === 'record' || !this.#macros.has(component.name)) return component;
    const texts = new Set(this.everyNamed(component.name).map(({ item }) => item.text));
    const [text = ''] = texts;
    return texts.size === 1 && /^[A-Za-z_]\w*$/.test(text) ? { ...component, name: text } : component;
  }

  /** The one reading of the macro that opens anything: an empty one beside it is for those who want none. */
  #opened(macro: string): readonly CppScope[] | null {
    const readings = this.everyNamed(macro).map(({ item }) => namespacesIn(item.text));
    const [first, ...others] = readings.filter((reading) => reading === null || reading.length > 0);
    if (first === undefined) return readings.length > 0 ? [] : null;
    const text = JSON.stringify(first);
    return others.every((other) => JSON.stringify(other) === text) ? first : null;
  }
}
