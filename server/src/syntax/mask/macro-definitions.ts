import type { Directive } from './conditions.js';
import { withoutComments } from './conditions.js';

/** What the replacement text of a macro does to a declaration that it stands in. */
export type MacroMeaning =
  /** Nothing that changes the declaration's shape: empty, attributes, `__declspec`. */
  | 'decorator'
  /** The same, where the macro takes arguments. */
  | 'decorator-call'
  /** `extern "C" {` */
  | 'opens-c'
  /** `}` */
  | 'closes'
  /** `extern "C"` for one declaration */
  | 'c-declaration'
  /** Whole declarations, or bodies. */
  | 'declares'
  | 'other';

const DEFINITION = /^([A-Za-z_]\w*)(\([^)]*\))?\s*([^]*)$/;
const ATTRIBUTES =
  /^(?:__attribute__\s*\(\(.*\)\)|__attribute\s*\(\(.*\)\)|__declspec\s*\([^()]*(?:\([^()]*\))?[^()]*\)|\[\[.*\]\]|_Noreturn|noexcept|throw\s*\(\s*\)|__cdecl|__stdcall|__fastcall|__vectorcall|__extension__|\s)*$/;

/** `G_BEGIN_DECLS`, `U_CDECL_BEGIN`, `MOZ_BEGIN_EXTERN_C`, `EXTERN_C_START`, `FT_BEGIN_HEADER`: named by what they do, and defined elsewhere. */
const OPENS_C =
  /(?:^|_)BEGIN_(?:C_)?DECLS?$|(?:^|_)C?DECLS?_BEGIN$|(?:^|_)BEGIN_EXTERN_C$|(?:^|_)EXTERN_C_(?:BEGIN|START|ENTER|OPEN)$|^FT_BEGIN_HEADER$/;
const CLOSES_C =
  /(?:^|_)END_(?:C_)?DECLS?$|(?:^|_)C?DECLS?_END$|(?:^|_)END_EXTERN_C$|(?:^|_)EXTERN_C_(?:END|STOP|LEAVE|CLOSE)$|^FT_END_HEADER$/;

/** Whether people take a macro of this name for one that opens or closes `extern "C" {`. */
export const isLinkageMacro = (name: string): boolean => OPENS_C.test(name) || CLOSES_C.test(name);

const NAMESPACE = /(?:^|_)NAMESPACE|NAMESPACE(?:_|$)|(?:^|_)NS_/i;
const BEGIN = /(?:^|_)(?:BEGIN|OPEN|START|ENTER)(?:_|$)/i;
const END = /(?:^|_)(?:END|CLOSE|STOP|EXIT|LEAVE)(?:_|$)/i;

/** `BSSL_NAMESPACE_BEGIN`, `FMT_BEGIN_NAMESPACE`: people name such macros by what they do. */
export const opensNamespace = (macro: string): boolean => NAMESPACE.test(macro) && BEGIN.test(macro);

export const closesNamespace = (macro: string): boolean => NAMESPACE.test(macro) && END.test(macro);

/** What the macros mean that one file defines, with the definition that holds for C++ where there are several. */
export class MacroDefinitions {
  readonly #meanings = new Map<string, MacroMeaning>();

  /** Takes one `#define`. A definition that says something wins over an empty one. */
  define({ rest }: Directive): void {
    const match = DEFINITION.exec(rest);
    const name = match?.[1];
    if (name === undefined) return;
    const meaning = meaningOf(withoutComments(match?.[3] ?? '').trim(), (match?.[2] ?? '') !== '');
    const known = this.#meanings.get(name);
    if (known === undefined || known.startsWith('decorator')) this.#meanings.set(name, meaning);
  }

  meaningOf(name: string): MacroMeaning | null {
    const meaning = this.#meanings.get(name);
    if (meaning !== undefined) return meaning;
    // Asked of most words of a file, of which hardly any has what all of these names have.
    if (!name.includes('_')) return null;
    return OPENS_C.test(name) ? 'opens-c' : CLOSES_C.test(name) ? 'closes' : null;
  }
}

function meaningOf(replacement: string, hasParameters: boolean): MacroMeaning {
  if (/^extern\s*"C"\s*\{$/.test(replacement)) return 'opens-c';
  if (replacement === '}') return 'closes';
  const afterLinkage = replacement.replace(/^extern\s*"C"/, '');
  if (!ATTRIBUTES.test(afterLinkage)) return /[;{}]/.test(replacement) ? 'declares' : 'other';
  if (afterLinkage !== replacement) return 'c-declaration';
  return hasParameters ? 'decorator-call' : 'decorator';
}
