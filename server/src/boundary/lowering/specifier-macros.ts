import type { CallingConvention } from '../../abi/model.js';
import type { Target } from '../../abi/target.js';
import type { CppFunction } from '../../facts/cpp/cpp-facts.js';
import type { Program } from '../../program/program.js';
import { isIncludedOn } from '../cpp-conditions.js';
import { callingConventionOf } from './calling-convention.js';

/** What the macros among a function's specifiers say, by their definitions. */
export interface MacroSpecifiers {
  readonly isStatic: boolean;
  readonly hasCLinkage: boolean;
  readonly callingConvention: CallingConvention | null;
  /** Definitions that name different calling conventions; null where all agree. */
  readonly disputed: string | null;
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
  for (const macro of macros) {
    const conventions = new Set<CallingConvention | null>();
    for (const { item } of program.cpp.everyMacroNamed(macro)) {
      if (isIncludedOn(item.condition, target) === false) continue;
      const words = item.text.replace(ATTRIBUTES, ' ').split(/\s+/).filter(Boolean);
      if (!words.every((word) => WORDS.test(word))) continue;
      isStatic ||= words.includes('static');
      hasCLinkage ||= words.includes('extern') && words.includes('"C"');
      conventions.add(
        callingConventionOf(
          null,
          words.filter((word) => word.startsWith('_')),
        ),
      );
    }
    if (conventions.size > 1) disputed ??= macro;
    for (const convention of conventions) callingConvention ??= convention;
  }
  return { isStatic, hasCLinkage, callingConvention, disputed };
}
