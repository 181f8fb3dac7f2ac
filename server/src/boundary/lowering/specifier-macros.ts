import type { CallingConvention } from '../../abi/model.js';
import type { Target } from '../../abi/target.js';
import type { CppFunction } from '../../facts/cpp/cpp-facts.js';
import type { Program } from '../../program/program.js';
import { closesNamespace, isLinkageMacro, opensNamespace } from '../../syntax/mask/macro-definitions.js';
import { isIncludedIn } from '../known-macros.js';
import { callingConventionOf } from './calling-convention.js';
import { WELL_KNOWN_MACROS } from './well-known-macros.js';

/** What the macros among a function's specifiers say, by their definitions. */
export interface MacroSpecifiers {
  readonly isStatic: boolean;
  readonly hasCLinkage: boolean;
  readonly callingConvention: CallingConvention | null;
  /** Definitions that name different calling conventions; null where all agree. */
  readonly disputed: string | null;
  /** One whose definition was not found or says more than specifiers: it may say `extern "C"`. Null without. */
  readonly unread: string | null;
}

const ATTRIBUTES =
  /(?:__attribute(?:__)?|__declspec)\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\[\[[^\]]*\]\]/g;
const WORDS =
  /^(?:static|extern|inline|__inline|__inline__|__forceinline|constexpr|"C"|__?(?:cdecl|stdcall|fastcall|thiscall|vectorcall|regcall))$/;
const WITHOUT_LINKAGE = /inline|constexpr/;

/** Only texts of nothing but specifiers count: `Q_OBJECT` declares static members of its own. */
export function specifiersOfMacros(
  { macros }: CppFunction,
  program: Program,
  target: Target,
): MacroSpecifiers {
  let isStatic = false;
  let hasCLinkage = false;
  let callingConvention: CallingConvention | null = null;
  let disputed: string | null = null;
  let unread: string | null = null;
  const readings: Readings = new Map();
  for (const macro of macros) {
    const conventions = new Set<CallingConvention | null>();
    for (const { uri, item } of program.cpp.everyMacroNamed(macro)) {
      if (isIncludedIn(item.condition, uri, { program, target }) === false) continue;
      const words = specifiersIn(item.text, program, target, readings);
      if (words === null) continue;
      isStatic ||= words.has('static');
      hasCLinkage ||= words.has('extern') && words.has('"C"');
      conventions.add(
        callingConventionOf(
          null,
          [...words].filter((word) => word.startsWith('_')),
        ),
      );
    }
    if (conventions.size === 0 && !isAboutScopes(macro, program) && !saysNothing(macro, program))
      unread ??= macro;
    if (conventions.size > 1) disputed ??= macro;
    for (const convention of conventions) callingConvention ??= convention;
  }
  return { isStatic, hasCLinkage, callingConvention, disputed, unread };
}

/** It opens or closes what stands around the function: by its definitions, or by its name where there is none. */
function isAboutScopes(macro: string, program: Program): boolean {
  const definitions = program.cpp.everyMacroNamed(macro);
  if (definitions.length > 0) return definitions.some(({ item }) => /[{}]/.test(item.text));
  return isLinkageMacro(macro) || opensNamespace(macro) || closesNamespace(macro);
}

/** It stands for no text at all: known of macros of libraries whose headers the workspace does not have. */
const saysNothing = (macro: string, program: Program): boolean =>
  WELL_KNOWN_MACROS[macro]?.text === '' && program.cpp.everyMacroNamed(macro).length === 0;

/** More macros within each other than this are no decoration of a function. */
const DEEPEST_MACRO = 8;

/** What macros come to by name, so that each is read once; null for one that is being read. */
type Readings = Map<string, ReadonlySet<string> | null>;

/**
 * The specifiers that a macro's text comes to, without those that say nothing of linkage and calls; null where it says
 * more than specifiers, or its parts say one thing or another. `U_CAPI` is `U_CFUNC U_EXPORT`.
 */
function specifiersIn(
  text: string,
  program: Program,
  target: Target,
  readings: Readings,
  depth = 0,
): ReadonlySet<string> | null {
  const specifiers = new Set<string>();
  for (const word of text.replace(ATTRIBUTES, ' ').split(/\s+/).filter(Boolean)) {
    if (WORDS.test(word)) {
      if (!WITHOUT_LINKAGE.test(word)) specifiers.add(word);
      continue;
    }
    if (!/^[A-Za-z_]\w*$/.test(word) || depth === DEEPEST_MACRO) return null;
    if (!readings.has(word)) {
      readings.set(word, null);
      const [first, ...others] = program.cpp
        .everyMacroNamed(word)
        .filter(({ uri, item }) => isIncludedIn(item.condition, uri, { program, target }) !== false)
        .map(({ item }) => specifiersIn(item.text, program, target, readings, depth + 1));
      const agree = first && others.every((other) => other !== null && sameWords(first, other));
      readings.set(word, agree ? first : null);
    }
    const inner = readings.get(word);
    if (!inner) return null;
    for (const specifier of inner) specifiers.add(specifier);
  }
  return specifiers;
}

const sameWords = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((word) => other.has(word));
