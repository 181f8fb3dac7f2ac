import type { Uri } from '../../base/range.js';
import type { Target } from '../../abi/target.js';
import { expandMacros, type MacroMeaning } from '../../facts/cpp/macro-expansion.js';
import type { Program } from '../../program/program.js';
import { looksLikeMacro } from '../../syntax/mask/token-reader.js';
import { KEYWORDS } from '../../syntax/mask/words.js';
import { isFallback, type CppMacroDefinition } from '../../program/cpp-names.js';
import { isIncludedIn } from '../known-macros.js';
import { decidedDefinitions } from './macro-definitions.js';
import { possibleDefinitions } from './project-macros.js';
import { areSilent } from './silent-macros.js';
import { WELL_KNOWN_MACROS } from './well-known-macros.js';

/** The texts that a use of a macro may come to. */
export interface MacroReadings {
  /** Each that differs, once. */
  readonly texts: readonly string[];
  readonly assumptions: readonly string[];
}

/** Definitions that differ multiply; more readings than this nobody follows. */
const MOST_READINGS = 16;

/**
 * What a use may come to: one text for every choice among the definitions that differ, of it and of all macros in it.
 * Names that no file defines stay as they are, and plain words that only an `#if` might make a macro of which nothing
 * decides, as they do in any other declaration.
 *
 * @param used the macro
 * @param text the use as written, with its arguments or with the declaration whose name it makes
 * @param by `possibility`: every definition that the target allows; `assumption`: those that hold if the files that
 *   were read are all there is
 * @returns null where they are too many or cannot be read
 */
export function readingsOf(
  used: string,
  text: string,
  uri: Uri,
  program: Program,
  target: Target,
  by: 'possibility' | 'assumption',
): MacroReadings | null {
  const assumptions = new Set<string>();
  const known = new Map<string, readonly MacroMeaning[]>();
  const written = new Set(text.match(/\w+/g));
  const isThere = (each: CppMacroDefinition): boolean =>
    isOverruled(each) || isIncludedIn(each.item.condition, each.uri, { program, target }) === true;
  const meaningsOf = (name: string): readonly MacroMeaning[] => {
    const before = known.get(name);
    if (before) return before;
    known.set(name, []);
    const isAsked = name === used || isWorthALook(name, program);
    const all = isAsked ? possibleDefinitions(name, uri, program, target) : [];
    const isPlain = name !== used && written.has(name) && !looksLikeMacro(name);
    const possible = isPlain && !all.some(isThere) ? [] : all;
    const wellKnown = possible.length === 0 ? WELL_KNOWN_MACROS[name] : undefined;
    // A definition as itself is for tools that look for the name.
    const meanings = wellKnown ? [wellKnown] : differing(possible.filter(({ item }) => item.text !== name));
    const isOne = meanings.length < 2 || areSilent(meanings, meaningsOf);
    // One that may be overruled, and several where the files that were read decide.
    const isAssumed = isOne ? possible.length > 0 && possible.every(isOverruled) : by === 'assumption';
    const decided = isAssumed ? decidedDefinitions(possible, program, target) : null;
    for (const assumption of decided?.assumptions ?? []) assumptions.add(assumption);
    const settled = isOne ? meanings.slice(0, 1) : decided ? differing(decided.definitions) : meanings;
    known.set(name, settled);
    return settled;
  };

  const texts = new Set<string>();
  const open: ReadonlyMap<string, MacroMeaning>[] = [new Map()];
  for (let count = 0; open.length > 0; count++) {
    if (count === MOST_READINGS) return null;
    const chosen = new Map(open.pop());
    const expanded = expandMacros(text, (name) => {
      const own = chosen.get(name);
      if (own) return own;
      const [first, ...others] = meaningsOf(name);
      if (!first) return null;
      for (const other of others) open.push(new Map([...chosen, [name, other]]));
      chosen.set(name, first);
      return first;
    });
    if (expanded === null) return null;
    texts.add(expanded);
  }
  return { texts: [...texts], assumptions: [...assumptions] };
}

/**
 * Any word may be a macro, but no keyword (C++ [macro.names]), though old C headers define `const`. Files are searched
 * only for what is written as a macro.
 */
const isWorthALook = (name: string, program: Program): boolean =>
  !KEYWORDS.has(name) && (program.cpp.definesMacro(name) || looksLikeMacro(name));

const isOverruled = ({ item }: CppMacroDefinition): boolean => isFallback(item);

const differing = (definitions: readonly CppMacroDefinition[]): readonly MacroMeaning[] => [
  ...new Map(
    definitions.map(({ item }) => [`(${item.parameters?.join(',') ?? ' '})${item.text}`, item]),
  ).values(),
];
