import { compareRanges, type Uri } from '../base/range.js';
import { readMacroRules } from '../facts/rust/macros/macro-rules.js';
import type { MacroMeaning } from '../facts/rust/macros/expand-macro.js';
import type { RustFacts, RustMacroDefinition, RustMacroUse } from '../facts/rust/rust-facts.js';
import { addInOrder } from './file-order.js';
import { crateOf } from './rust-names.js';

/** What a macro means where it is used, and when. */
export interface MacroReading extends MacroMeaning {
  /** That of the definition, where others of the name have another. */
  readonly condition: RustMacroDefinition['condition'];
}

interface Defined {
  readonly uri: Uri;
  readonly item: RustMacroDefinition;
}

/** More definitions of one name than this, each for its configuration, nobody follows. */
const MOST_READINGS = 4;

/** What every library has: no workspace defines it anew. */
const READ_OTHERWISE: ReadonlySet<string> = new Set(['cfg_if']);

/** The `macro_rules!` of all files that were read, and which of them a use means. */
export class RustMacros {
  readonly #byName = new Map<string, Defined[]>();
  readonly #byFile = new Map<Uri, readonly RustMacroDefinition[]>();
  readonly #meanings = new WeakMap<RustMacroDefinition, MacroMeaning['rules'] | 'unreadable'>();

  /** @returns the names of the macros that the file defined before or defines now, where that changes something */
  setFile(uri: Uri, facts: RustFacts | null): ReadonlySet<string> {
    const before = this.#byFile.get(uri) ?? [];
    const now = facts?.macroDefinitions ?? [];
    if (before.length === 0 && now.length === 0) return new Set();
    for (const { name } of before) {
      const others = (this.#byName.get(name) ?? []).filter((each) => each.uri !== uri);
      if (others.length > 0) this.#byName.set(name, others);
      else this.#byName.delete(name);
    }
    if (now.length > 0) this.#byFile.set(uri, now);
    else this.#byFile.delete(uri);
    for (const item of now) addInOrder(this.#byName, item.name, { uri, item });
    return new Set([...before, ...now].map(({ name }) => name));
  }

  isDefined(name: string): boolean {
    return READ_OTHERWISE.has(name) || this.#byName.has(name);
  }

  /** Names of macros that write something which crosses by itself. */
  get crossing(): ReadonlySet<string> {
    const all = [...this.#byName].filter(([, defined]) =>
      defined.some(({ item }) => CROSSES.test(item.rules)),
    );
    return new Set(all.map(([name]) => name));
  }

  /**
   * What the macro of a use may mean: several where each has its condition.
   *
   * @returns nothing where it is not defined, or which definition is meant cannot be told
   * @see Rust reference, "Macros By Example", Scoping, Exporting, and Importing
   */
  readingsOf(macro: string, uri: Uri, { range, modulePath }: Place): readonly MacroReading[] {
    const name = macro.slice(macro.lastIndexOf(':') + 1);
    if (READ_OTHERWISE.has(name)) return [];
    const all = this.#byName.get(name) ?? [];
    const above = all.filter(
      ({ uri: its, item }) =>
        its === uri && isPrefix(item.modulePath, modulePath) && compareRanges(item.range, range) < 0,
    );
    const ofCrate = all.filter(({ uri: its }) => crateOf(its) === crateOf(uri));
    const candidates =
      above.length > 0
        ? shadowing(above)
        : ofCrate.length > 0
          ? ofCrate
          : all.filter(({ item }) => item.exported);
    return this.#distinct(candidates, uri);
  }

  #distinct(candidates: readonly Defined[], uri: Uri): readonly MacroReading[] {
    const distinct = candidates.filter(
      ({ item }, i) => candidates.findIndex((other) => other.item.rules === item.rules) === i,
    );
    const isSeveral = distinct.length > 1;
    const isTold = distinct.every(({ item }) => item.condition.length > 0);
    if (distinct.length > MOST_READINGS || (isSeveral && !isTold)) return [];
    const readings = distinct.flatMap((defined) => {
      const rules = this.#rulesOf(defined.item);
      if (!rules) return [];
      const crate = crateName(defined.uri, uri);
      return [{ rules, crate, condition: isSeveral ? defined.item.condition : [] }];
    });
    return readings.length === distinct.length ? readings : [];
  }

  #rulesOf(item: RustMacroDefinition): MacroMeaning['rules'] | null {
    let rules = this.#meanings.get(item);
    if (!rules) this.#meanings.set(item, (rules = readMacroRules(item.rules) ?? 'unreadable'));
    return rules === 'unreadable' ? null : rules;
  }
}

type Place = Pick<RustMacroUse, 'range' | 'modulePath'>;

/** Words without which nothing that a macro writes can cross by itself. */
const CROSSES = /\b(?:extern|no_mangle|export_name|link_name)\b/;

/** The last definition, and those beside it that have conditions as it has. */
function shadowing(definitions: readonly Defined[]): readonly Defined[] {
  const plain = definitions.findLastIndex(({ item }) => item.condition.length === 0);
  return plain === definitions.length - 1 ? definitions.slice(plain) : definitions.slice(plain + 1);
}

const isPrefix = (prefix: readonly string[], path: readonly string[]): boolean =>
  prefix.every((segment, i) => segment === path[i]);

/** `crate`, or another crate's name by its folder, which most are called like. */
function crateName(definition: Uri, use: Uri): readonly string[] {
  const crate = crateOf(definition);
  if (crate === crateOf(use)) return ['crate'];
  return ['::', crate.slice(crate.lastIndexOf('/') + 1).replaceAll('-', '_')];
}
