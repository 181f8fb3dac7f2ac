import type { CallingConvention } from '../../abi/model.js';
import type { Target } from '../../abi/target.js';
import type { CppFunction } from '../../facts/cpp/cpp-facts.js';
import { closesNamespace, opensNamespace } from '../../facts/cpp/namespace-macros.js';
import type { Program } from '../../program/program.js';
import { isLinkageMacro } from '../../syntax/mask/macro-definitions.js';
import { isIncludedOn } from '../cpp-conditions.js';
import { callingConventionOf } from './calling-convention.js';

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
  for (const macro of macros) {
    const conventions = new Set<CallingConvention | null>();
    for (const { item } of program.cpp.everyMacroNamed(macro)) {
      if (isIncludedOn(item.condition, target) === false) continue;
      const words = specifiersIn(item.text, program, target, 0);
      if (words === null) continue;
      isStatic ||= words.includes('static');
      hasCLinkage ||= words.includes('extern') && words.includes('"C"');
      conventions.add(
        callingConventionOf(
          null,
          words.filter((word) => word.startsWith('_')),
        ),
      );
    }
    if (conventions.size === 0 && !isAboutScopes(macro, program)) unread ??= macro;
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

/** More macros within each other than this are no decoration of a function. */
const DEEPEST_MACRO = 8;

/** The specifiers that a macro's text comes to; null where it says more than that. `U_CAPI` is `U_CFUNC U_EXPORT`. */
function specifiersIn(text: string, program: Program, target: Target, depth: number): string[] | null {
  const specifiers: string[] = [];
  for (const word of text.replace(ATTRIBUTES, ' ').split(/\s+/).filter(Boolean)) {
    if (WORDS.test(word)) specifiers.push(word);
    else if (!/^[A-Za-z_]\w*$/.test(word)) return null;
    else {
      const [inner, other] = program.cpp
        .everyMacroNamed(word)
        .filter(({ item }) => isIncludedOn(item.condition, target) !== false);
      if (!inner || (other && other.item.text !== inner.item.text) || depth === DEEPEST_MACRO) return null;
      const words = specifiersIn(inner.item.text, program, target, depth + 1);
      if (words === null) return null;
      specifiers.push(...words);
    }
  }
  return specifiers;
}
