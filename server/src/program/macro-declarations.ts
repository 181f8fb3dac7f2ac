import { compareRanges, type Uri } from '../base/range.js';
import type { CppFacts, CppItem, CppMacroUse } from '../facts/cpp/cpp-facts.js';
import { expandMacros, type MacroMeaning } from '../facts/cpp/macro-expansion.js';
import { evaluateIf, type MacroState } from '../facts/cpp/condition-expression.js';
import { placedAt } from '../facts/cpp/placed-at.js';
import type { Condition } from '../facts/facts.js';
import { looksLikeMacro } from '../syntax/mask/token-reader.js';
import type { CppDeclaration, CppMacroDefinition } from './cpp-names.js';
import { addInOrder } from './file-order.js';
import type { MacroTexts } from './macro-texts.js';
import { isFallback, stateOfCompiler } from './namespace-readings.js';

/** Definitions that differ multiply; more readings of one use than this nobody follows. */
const MOST_READINGS = 8;

/** The definitions of a macro as a file sees them; asking them leads to no further reading. */
export type MacroDefinitions = (name: string, uri: Uri) => readonly CppMacroDefinition[];

/** Where a macro stands, as far as it matters which of its definitions hold there. */
export type MacroPlace = Pick<CppMacroUse, 'range' | 'condition'>;

/** What is known of macros that no file has to define; null of all others. */
type KnownMacros = (macro: string) => MacroState | null;

/** A use, and what it may come to with the definitions that were read. */
interface Use {
  readonly uri: Uri;
  readonly item: CppMacroUse;
  /** Every name in its readings. */
  readonly words: ReadonlySet<string>;
  readonly readings: readonly Reading[];
}

interface Reading {
  readonly text: string;
  /** The text up to the end of its last declaration; null where it is none. */
  readonly whole: string | null;
  /** What holds where the definitions that make it do. */
  readonly condition: Condition;
}

/**
 * What macros outside of classes declare: `DECLARE_ASN1_FUNCTIONS(X)`, `PNG_EXPORT(1, int, f, (void));`. Each use is
 * expanded when it or a definition in it was read, so that a name finds the uses whose text has it; that text is read
 * only when somebody asks for the name. A macro that no file defines declares nothing.
 */
export class MacroDeclarations {
  readonly #definitions: MacroDefinitions;
  readonly #texts: MacroTexts;
  readonly #byFile = new Map<Uri, readonly Use[]>();
  readonly #byWord = new Map<string, Use[]>();
  /** The files whose uses asked for a macro, defined or not. */
  readonly #askers = new Map<string, Set<Uri>>();
  readonly #byUse = new WeakMap<CppMacroUse, Map<string, readonly CppDeclaration[]>>();
  readonly #declared = new WeakMap<Reading, readonly CppDeclaration[]>();

  constructor(definitions: MacroDefinitions, texts: MacroTexts) {
    this.#definitions = definitions;
    this.#texts = texts;
  }

  /**
   * Puts the uses of a file, and expands those elsewhere anew that hang on macros that changed.
   *
   * @param changed told every name that a use may have declared before or may declare now
   */
  setFile(
    uri: Uri,
    uses: readonly CppMacroUse[],
    macros: Iterable<string>,
    changed: (name: string) => void,
  ): void {
    const stale = new Set<Uri>();
    for (const macro of macros) for (const asker of this.#askers.get(macro) ?? []) stale.add(asker);
    stale.delete(uri);
    for (const asker of stale) {
      const items = (this.#byFile.get(asker) ?? []).map(({ item }) => item);
      this.#put(asker, items, changed);
    }
    this.#put(uri, uses, changed);
  }

  /** The declarations of a name that the readings of macros have. */
  named(name: string): readonly CppDeclaration[] {
    return (this.#byWord.get(name) ?? []).flatMap((use) =>
      this.#declaredBy(use).filter(({ item }) => item.name === name),
    );
  }

  /**
   * The word that a word stands for: `res_init` is `__res_init` after `#define res_init __res_init`.
   *
   * @param known what compilers say of a macro for the target that is asked about; null where they say nothing
   * @returns itself where it is no macro, or one of itself; null where definitions differ, may be left out, or say more
   *   than a word
   */
  wordFor(word: string, uri: Uri, place: MacroPlace, known: KnownMacros): string | null {
    let isOne = true;
    const expanded = expandMacros(word, (name) => {
      const [first, ...others] = this.#meanings(name, uri, place, known);
      if (!first) return null;
      if (others.length > 0 || !this.#isSure(first, place, known)) isOne = false;
      return first.item;
    });
    return isOne && expanded !== null && /^[A-Za-z_]\w*$/.test(expanded) ? expanded : null;
  }

  /** All that macros declare in a file. */
  declarationsIn(uri: Uri): readonly CppDeclaration[] {
    return (this.#byFile.get(uri) ?? []).flatMap((use) => this.#declaredBy(use));
  }

  #put(uri: Uri, items: readonly CppMacroUse[], changed: (name: string) => void): void {
    for (const { words } of this.#byFile.get(uri) ?? []) {
      for (const word of words) {
        changed(word);
        const others = this.#byWord.get(word)?.filter((use) => use.uri !== uri) ?? [];
        if (others.length > 0) this.#byWord.set(word, others);
        else this.#byWord.delete(word);
      }
    }
    this.#byFile.delete(uri);
    if (items.length === 0) return;
    const uses = items.map((item) => this.#expanded(uri, item));
    this.#byFile.set(uri, uses);
    for (const use of uses) {
      for (const word of use.words) {
        changed(word);
        addInOrder(this.#byWord, word, use);
      }
    }
  }

  #expanded(uri: Uri, item: CppMacroUse): Use {
    const readings = this.#readingsOf(uri, item);
    const words = new Set(readings.flatMap(({ text }) => text.match(/[A-Za-z_]\w*/g) ?? []));
    return { uri, item, words, readings };
  }

  #readingsOf(uri: Uri, use: CppMacroUse): readonly Reading[] {
    if (this.#meanings(use.macro, uri, use).length === 0) return [];
    return this.#readings(uri, use, true) ?? this.#readings(uri, use, false) ?? [];
  }

  /**
   * One text for every choice among the definitions that differ. Words without arguments that mean several things
   * stay as they are: they decorate what is declared, and are read like those around any other declaration.
   *
   * @param isThorough macros with arguments are followed too; else only the one that is used: those in bodies declare
   *   nothing, and are many
   * @returns null where they are too many or cannot be read
   */
  #readings(uri: Uri, use: CppMacroUse, isThorough: boolean): readonly Reading[] | null {
    const { macro, text } = use;
    const readings = new Map<string, Condition[]>();
    const open: ReadonlyMap<string, CppMacroDefinition>[] = [new Map()];
    for (let count = 0; open.length > 0; count++) {
      if (count === MOST_READINGS) return null;
      const chosen = new Map(open.pop());
      const expanded = expandMacros(text, (name) => {
        const own = chosen.get(name);
        if (own) return own.item;
        const [first, ...others] = this.#meanings(name, uri, use);
        const isFollowed = name === macro || (isThorough && first?.item.parameters !== null);
        if (!first || (!isFollowed && (others.length > 0 || !this.#isSure(first, use)))) return null;
        for (const other of others) open.push(new Map([...chosen, [name, other]]));
        chosen.set(name, first);
        return first.item;
      });
      if (expanded === null) return null;
      const several = [...chosen.values()].filter(
        ({ item }) => this.#meanings(item.name, uri, use).length > 1,
      );
      const condition = several.flatMap((definition) => definition.item.condition);
      readings.set(expanded, [...(readings.get(expanded) ?? []), condition]);
    }
    return [...readings].map(([expanded, conditions]) => ({
      text: expanded,
      whole: wholeDeclarations(expanded),
      // What comes out in every way holds in every way.
      condition: readings.size === 1 ? [] : oneOf(conditions),
    }));
  }

  /**
   * The definitions that differ, those left out that stand behind the use, or for which an `#if` wants a macro that no
   * file defines, or something else than holds at the use.
   */
  #meanings(
    name: string,
    uri: Uri,
    use: MacroPlace,
    known: KnownMacros = () => null,
  ): readonly CppMacroDefinition[] {
    const definitions = this.#asked(name, uri);
    const meanings = new Map<string, CppMacroDefinition>();
    for (const definition of definitions) {
      const { item } = definition;
      const key = keyOf(item);
      if (item.text === name || meanings.has(key)) continue;
      if (definition.uri === uri && compareRanges(use.range, item.range) < 0) continue;
      if (item.condition.length > 0 && !this.#holds(item.condition, uri, use, known)) continue;
      meanings.set(key, definition);
    }
    return [...meanings.values()];
  }

  /** False where one part does not hold. */
  #holds(condition: Condition, uri: Uri, use: MacroPlace, known: KnownMacros): boolean {
    return condition.every(
      (part) => evaluateIf(part, (macro) => known(macro) ?? this.#stateOf(macro, uri, use)) !== false,
    );
  }

  /** Whether no `#if` may leave the definition out that holds at the use; one for want of another counts. */
  #isSure({ uri, item }: CppMacroDefinition, use: MacroPlace, known: KnownMacros = () => null): boolean {
    return item.condition
      .filter((part) => !this.#isDefault(part, item.name, uri) && !use.condition.includes(part))
      .every((part) => evaluateIf(part, (macro) => known(macro) ?? this.#stateOf(macro, uri, use)) === true);
  }

  /** `!defined(X)` before nothing but definitions of X for want of another one: they and those beside them count. */
  #isDefault(part: string, own: string, uri: Uri): boolean {
    const [, name] = /^!defined\((\w+)\)$/.exec(part) ?? [];
    if (name === undefined || name === own) return name === own;
    const definitions = this.#asked(name, uri);
    return definitions.length > 0 && definitions.every(({ item }) => isFallback(item));
  }

  #stateOf(macro: string, uri: Uri, { condition }: MacroPlace): MacroState {
    if (condition.includes(`defined(${macro})`)) return { defined: true, meaning: null };
    if (condition.includes(`!defined(${macro})`)) return { defined: false, meaning: null };
    const ofCompiler = stateOfCompiler(macro);
    if (ofCompiler) return ofCompiler;
    const definitions = this.#asked(macro, uri);
    const [first] = definitions;
    if (!first) return { defined: false, meaning: null };
    const isNumber =
      /^\d+$/.test(first.item.text) && definitions.every(({ item }) => item.text === first.item.text);
    return { defined: null, meaning: isNumber ? first.item : null };
  }

  #asked(name: string, uri: Uri): readonly CppMacroDefinition[] {
    let askers = this.#askers.get(name);
    if (!askers) this.#askers.set(name, (askers = new Set()));
    askers.add(uri);
    return this.#definitions(name, uri);
  }

  #declaredBy({ uri, item, readings }: Use): readonly CppDeclaration[] {
    return readings.flatMap((reading) => {
      if (reading.whole === null) return [];
      const known = this.#declared.get(reading);
      if (known) {
        this.#texts.observe(reading.whole);
        return known;
      }
      const facts = this.#texts.factsOf(reading.whole);
      if (!facts) return [];
      const declarations = this.#placed(uri, item, reading, facts);
      this.#declared.set(reading, declarations);
      return declarations;
    });
  }

  /** The same objects for as long as the use comes to the same: names are looked up anew when a definition changes. */
  #placed(
    uri: Uri,
    item: CppMacroUse,
    { whole, condition }: Reading,
    facts: CppFacts,
  ): readonly CppDeclaration[] {
    let placed = this.#byUse.get(item);
    if (!placed) this.#byUse.set(item, (placed = new Map()));
    const key = JSON.stringify([whole, condition]);
    let declarations = placed.get(key);
    if (!declarations) placed.set(key, (declarations = declarationsOf(uri, facts, item, condition)));
    return declarations;
  }
}

/** A text up to the end of its last declaration; null where something else follows, or there is none. */
function wholeDeclarations(text: string): string | null {
  const end = Math.max(text.lastIndexOf(';'), text.lastIndexOf('}')) + 1;
  const rest = text.slice(end).replace(PRAGMA, '');
  const isWhole = /^[\w\s]*$/.test(rest) && (rest.match(/\w+/g) ?? []).every(looksLikeMacro);
  return isWhole && /\w/.test(text.slice(0, end)) ? text.slice(0, end) : null;
}

/** The condition under which one of several holds. */
function oneOf(conditions: readonly Condition[]): Condition {
  const [first = [], ...others] = conditions;
  if (others.length === 0) return first;
  if (conditions.some((each) => each.length === 0)) return [];
  return [conditions.map((parts) => parts.map((part) => `(${part})`).join(' && ')).join(' || ')];
}

const PRAGMA = /_Pragma\s*\(\s*"(?:\\.|[^"\\])*"\s*\)/g;

const keyOf = ({ parameters, text }: MacroMeaning): string => `(${parameters?.join(',') ?? ' '})${text}`;

/** What a text declares, at the use and in its scope; nothing where the text is more than declarations. */
function declarationsOf(
  uri: Uri,
  facts: CppFacts,
  { scope, condition, linkage, range }: CppMacroUse,
  ofMacros: Condition,
): readonly CppDeclaration[] {
  if (facts.problems.length > 0) return [];
  const put = <T extends CppItem>(item: T): T => ({
    ...placedAt(item, range),
    scope: [...scope, ...item.scope],
    condition: [...condition, ...ofMacros, ...item.condition],
  });
  return [
    ...facts.functions.map((item) => ({
      kind: 'function' as const,
      uri,
      item: linkage === 'c' ? { ...put(item), linkage } : put(item),
    })),
    ...facts.records.map((item) => {
      const record = put(item);
      const methods = record.methods.map((method) => ({
        ...method,
        scope: [...scope, ...method.scope],
        condition: [...condition, ...ofMacros, ...method.condition],
      }));
      return { kind: 'record' as const, uri, item: { ...record, methods } };
    }),
    ...facts.enums.map((item) => ({ kind: 'enum' as const, uri, item: put(item) })),
    ...facts.aliases.map((item) => ({ kind: 'alias' as const, uri, item: put(item) })),
    ...facts.constants.map((item) => ({ kind: 'constant' as const, uri, item: put(item) })),
    ...facts.variables.map((item) => ({
      kind: 'variable' as const,
      uri,
      item: linkage === 'c' ? { ...put(item), linkage } : put(item),
    })),
  ].filter(({ item }) => item.name !== '');
}
