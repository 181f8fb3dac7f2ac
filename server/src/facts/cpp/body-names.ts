import type { BodyTokens } from './body-tokens.js';

/**
 * Whether a body declares the name at the token, by what stands around it: `auto parse =`, `T *parse;`,
 * `(*parse)(int)`. A name that is declared anywhere in a body may be no function of that name there.
 */
export function declaresName(tokens: BodyTokens, i: number): boolean {
  if (!tokens.isIdentifier(i) || tokens.word(i + 1) === '::') return false;
  const before = tokens.word(i - 1);
  if (before === '>' || (tokens.isIdentifier(i - 1) && !ENDS_NO_TYPE.test(before))) return true;
  return /^[*&]$/.test(before) && /^[=;,){[:]$/.test(tokens.word(i + 1));
}

/** Words that an expression or a statement goes on behind. */
const ENDS_NO_TYPE =
  /^(?:return|else|do|throw|case|goto|new|delete|co_return|co_yield|co_await|and|or|not|xor|sizeof|typename|const_cast|operator)$/;

/**
 * Where macros of a body may put handlers around what stands there: between two macros of different names that are
 * statements by themselves, as `API_ENTER` and `API_LEAVE`, and in the arguments of one that takes statements.
 * Macros are told by their capitals, arguments that are statements by their `;`.
 */
export class MacroGuards {
  readonly #tokens: BodyTokens;
  readonly #statements: readonly number[];
  readonly #differ: boolean;
  /** For each token, how many `;` stand before it. */
  readonly #semicolons: readonly number[];

  constructor(tokens: BodyTokens, body: string) {
    this.#tokens = tokens;
    const statements: number[] = [];
    const semicolons = [0];
    for (let i = 0; i < tokens.count; i++) {
      if (isMacroStatement(tokens, body, i)) statements.push(i);
      semicolons.push((semicolons[i] ?? 0) + (tokens.word(i) === ';' ? 1 : 0));
    }
    this.#statements = statements;
    this.#semicolons = semicolons;
    this.#differ = new Set(statements.map((i) => tokens.word(i))).size > 1;
  }

  mayGuard(i: number): boolean {
    const first = this.#statements[0];
    const last = this.#statements.at(-1);
    return this.#differ && first !== undefined && last !== undefined && first < i && i < last;
  }

  /** The `)` of a use at the token whose arguments may be run within handlers; null for a plain call. */
  endOfArguments(i: number): number | null {
    if (!this.#tokens.isIdentifier(i) || this.#tokens.word(i + 1) !== '(') return null;
    if (/^(?:if|for|while|switch|catch)$/.test(this.#tokens.word(i))) return null;
    const close = this.#tokens.partner(i + 1);
    const holdsStatements = this.#semicolons[close] !== this.#semicolons[i + 1];
    return holdsStatements || IN_CAPITALS.test(this.#tokens.word(i)) ? close : null;
  }
}

const IN_CAPITALS = /^[A-Z][A-Z\d_]{2,}$/;

/** `API_ENTER;`, `API_ENTER(x);`, and either of them alone at the end of its line; not `DWORD size = 1;`. */
function isMacroStatement(tokens: BodyTokens, body: string, i: number): boolean {
  if (!IN_CAPITALS.test(tokens.word(i)) || !/^[;{})]?$/.test(tokens.word(i - 1))) return false;
  const end = tokens.word(i + 1) === '(' ? tokens.partner(i + 1) : i;
  if (/^[;}]?$/.test(tokens.word(end + 1))) return true;
  return body.slice(tokens.endOf(end), tokens.startOf(end + 1)).includes('\n');
}

/** Macros that may stand for a `try` and its handlers, by what such macros are called. */
export const opensHandler = (word: string): boolean =>
  /^[A-Z][A-Z0-9_]*$/.test(word) && /TRY|CATCH|BEGIN|GUARD|PROTECT|EXCEPT/.test(word);

/** The macros that a file defines with a `try` or a `catch` in them. */
export function handlerMacrosOf(text: string): ReadonlySet<string> {
  if (!/\b(?:try|catch)\b/.test(text)) return new Set();
  const definitions = text.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)((?:[^\\\r\n]|\\\r?\n|\\.)*)/gm);
  const handling = [...definitions].filter(([, , body = '']) => /\b(?:try|catch)\b/.test(body));
  return new Set(handling.map(([, name = '']) => name));
}
