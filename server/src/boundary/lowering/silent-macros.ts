import type { MacroMeaning } from '../../facts/cpp/macro-expansion.js';

/** Pragmas about warnings and the like; one about packing stays, and is not understood. */
const PRAGMA =
  /(?:_Pragma|__pragma)\s*\(\s*(?!"?\s*(?:pack|ms_struct|options|clang attribute))(?:"(?:\\.|[^"\\])*"|#?\s*\w[\w\s]*(?:\([^()]*\))?[\w\s]*)\s*\)/g;
const ATTRIBUTE =
  /(?:__attribute(?:__)?|__declspec)\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\[\[[^\]]*\]\]/g;
const ARRANGES = /\b_*(?:packed|pack|align|aligned|alignas|Alignas)_*\b/;
/** A name, with arguments or without. */
const USE = /\s*([A-Za-z_]\w*)\s*(?:\((?:[^()]|\([^()]*\))*\))?\s*/y;
/** Macros within each other that are followed. */
const DEEPEST = 8;

export const withoutPragmas = (text: string): string => text.replace(PRAGMA, ' ');

/**
 * Whether all readings of a macro come to nothing that declares or arranges anything: pragmas about warnings,
 * attributes, other such macros. Which of them holds then makes no difference.
 */
export const areSilent = (
  meanings: readonly MacroMeaning[],
  meaningsOf: (name: string) => readonly MacroMeaning[],
  depth = 0,
): boolean =>
  depth < DEEPEST &&
  meanings.length > 0 &&
  meanings.every(({ parameters }) => (parameters === null) === (meanings[0]?.parameters === null)) &&
  meanings.every(({ text }) => isSilent(text, meaningsOf, depth));

function isSilent(
  text: string,
  meaningsOf: (name: string) => readonly MacroMeaning[],
  depth: number,
): boolean {
  if (ARRANGES.test(text)) return false;
  const rest = withoutPragmas(text).replace(ATTRIBUTE, ' ').trim();
  for (let at = 0; at < rest.length;) {
    USE.lastIndex = at;
    const [use = '', name = ''] = USE.exec(rest) ?? [];
    if (use === '' || !areSilent(meaningsOf(name), meaningsOf, depth + 1)) return false;
    at += use.length;
  }
  return true;
}
