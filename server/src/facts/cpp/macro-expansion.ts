import { lexCpp, TokenKind } from '../../syntax/mask/lex-cpp.js';

/** What a `#define` says. */
export interface MacroMeaning {
  /** As written: `T`, `...`, `args...`; null for an object-like macro. */
  readonly parameters: readonly string[] | null;
  readonly text: string;
}

/** What a name stands for; null for one that is no macro. */
export type MacroLookup = (name: string) => MacroMeaning | null;

/**
 * The text that a preprocessor makes of `text`: arguments replaced, `#` and `##` done, the result looked through
 * again, no macro expanded within itself.
 *
 * @returns null where it would be endless, where arguments are missing or too many, and where `##` makes no token
 * @see C++ [cpp.replace]; D. Prosser's algorithm with a set of names hidden from each token
 */
export function expandMacros(text: string, lookUp: MacroLookup): string | null {
  const expansion = new Expansion(lookUp);
  const tokens = expansion.expand(tokensOf(text));
  return expansion.failed ? null : textOf(tokens);
}

interface Token {
  readonly text: string;
  readonly isName: boolean;
  /** White space stands before it. */
  readonly spaced: boolean;
  readonly hidden: ReadonlySet<string>;
}

/** Tokens that are made in all; more than any macro that declares something comes to. */
const BUDGET = 20_000;
const NOTHING_HIDDEN: ReadonlySet<string> = new Set();
/** Stands where an argument without tokens is pasted. */
const PLACEMARKER: Token = { text: '', isName: false, spaced: false, hidden: NOTHING_HIDDEN };
/** The arguments that are left where there is not even an empty one. */
const ABSENT: readonly Token[] = [];

class Expansion {
  failed = false;
  readonly #lookUp: MacroLookup;
  #made = 0;

  constructor(lookUp: MacroLookup) {
    this.#lookUp = lookUp;
  }

  expand(tokens: readonly Token[]): Token[] {
    const result: Token[] = [];
    /** What is still to be looked through, the next token last. */
    const rest = [...tokens].reverse();
    for (let token = rest.pop(); token && !this.failed; token = rest.pop()) {
      const meaning = token.isName && !token.hidden.has(token.text) ? this.#lookUp(token.text) : null;
      if (!meaning || (meaning.parameters !== null && rest.at(-1)?.text !== '(')) {
        result.push(token);
        continue;
      }
      const replaced = this.#replace(token, meaning, rest);
      this.#made += replaced.length + 1;
      if (this.#made > BUDGET) this.failed = true;
      for (let i = replaced.length - 1; i >= 0; i--) rest.push(replaced[i] as Token);
      const next = rest.at(-1);
      // The space before a name stays where the name becomes nothing.
      if (replaced.length === 0 && token.spaced && next) rest[rest.length - 1] = { ...next, spaced: true };
    }
    return result;
  }

  /** One use replaced; its arguments are taken from `rest`. */
  #replace(name: Token, { parameters, text }: MacroMeaning, rest: Token[]): Token[] {
    const list = parameters === null ? null : takeArguments(rest);
    if (parameters !== null && !(list && takes(parameters, list))) {
      this.failed = true;
      return [];
    }
    const around = list ? intersection(name.hidden, list.close.hidden) : name.hidden;
    const hidden = new Set([...around, name.text]);
    const bound = list && parameters ? boundTo(parameters, list) : new Map<string, Token[]>();
    return this.#substitute(tokensOf(text), bound, parameters)
      .filter((token) => token !== PLACEMARKER)
      .map((token, i) => ({
        ...token,
        spaced: i === 0 ? name.spaced : token.spaced,
        hidden: new Set([...token.hidden, ...hidden]),
      }));
  }

  #substitute(
    body: readonly Token[],
    bound: ReadonlyMap<string, readonly Token[]>,
    parameters: readonly string[] | null,
  ): Token[] {
    const rest = nameOfRest(parameters);
    const result: Token[] = [];
    for (let i = 0; i < body.length; i++) {
      const token = body[i] as Token;
      const next = body[i + 1];
      const own = bound.get(token.text);
      if (token.text === '#' && parameters !== null && next && bound.has(next.text)) {
        result.push({ ...token, text: quoted(bound.get(next.text) ?? []) });
        i++;
      } else if (token.text === '##' && next && result.length > 0) {
        const right = bound.get(next.text);
        // A comma before what takes the rest is gone where there is none, an extension of gcc and clang.
        const isRest = next.text === rest && body[i - 1]?.text === ',';
        if (isRest && right === ABSENT) result.pop();
        // Whether it goes with an argument that is empty depends on the compiler's mode.
        else if (isRest && right?.length === 0) this.failed = true;
        else if (isRest) result.push(...(right ?? []));
        else if (!paste(result, right ?? [next])) this.failed = true;
        i++;
      } else if (token.text === '__VA_OPT__' && next?.text === '(') {
        const close = closingToken(body, i + 1);
        const inner = body.slice(i + 2, close);
        if (rest !== null && this.expand(bound.get(rest) ?? []).length > 0)
          result.push(...this.#substitute(inner, bound, parameters));
        i = close;
      } else if (own) {
        const tokens = next?.text === '##' ? own : this.expand(own);
        const [first = PLACEMARKER, ...others] = tokens;
        result.push(first === PLACEMARKER ? first : { ...first, spaced: token.spaced }, ...others);
      } else result.push(token);
    }
    return result;
  }
}

/** What the arguments that are left are called; null where a macro takes none. */
const nameOfRest = (parameters: readonly string[] | null): string | null => {
  const last = parameters?.at(-1);
  return last?.endsWith('...') ? (last === '...' ? '__VA_ARGS__' : last.slice(0, -3).trim()) : null;
};

interface Arguments {
  readonly list: readonly (readonly Token[])[];
  /** Between them. */
  readonly commas: readonly Token[];
  readonly close: Token;
}

/** The arguments behind a name, without the parentheses; null where they do not end. */
function takeArguments(rest: Token[]): Arguments | null {
  rest.pop();
  const list: Token[][] = [[]];
  const commas: Token[] = [];
  let depth = 0;
  for (let token = rest.pop(); token; token = rest.pop()) {
    if (token.text === ')' && depth === 0) return { list, commas, close: token };
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    if (token.text === ',' && depth === 0) {
      list.push([]);
      commas.push(token);
    } else list.at(-1)?.push(token);
  }
  return null;
}

/** Whether there are as many arguments as parameters; one that is empty is none where there are none. */
function takes(parameters: readonly string[], { list }: Arguments): boolean {
  if (parameters.length === 0) return list.length === 1 && list[0]?.length === 0;
  return nameOfRest(parameters) === null
    ? list.length === parameters.length
    : list.length >= parameters.length - 1;
}

/** What each parameter stands for; the last one takes all arguments that are left where it says so. */
function boundTo(parameters: readonly string[], { list, commas }: Arguments): Map<string, readonly Token[]> {
  const bound = new Map<string, readonly Token[]>();
  for (const [i, parameter] of parameters.entries()) {
    if (!parameter.endsWith('...')) bound.set(parameter, list[i] ?? []);
    else {
      const name = nameOfRest([parameter]) ?? parameter;
      const others = list.slice(i);
      const joined = others.flatMap((argument, k) =>
        k === 0 ? argument : [commas[i + k - 1] as Token, ...argument],
      );
      bound.set(name, others.length === 0 ? ABSENT : joined);
    }
  }
  return bound;
}

/**
 * Joins the last token with the first of `right`.
 *
 * @returns false where they do not make one
 */
function paste(result: Token[], right: readonly Token[]): boolean {
  const last = result.pop() ?? PLACEMARKER;
  const [first, ...others] = right;
  if (!first || first === PLACEMARKER) result.push(last);
  else if (last === PLACEMARKER) result.push(first, ...others);
  else {
    const text = last.text + first.text;
    if (!IS_ONE_TOKEN.test(text)) return false;
    const hidden = intersection(last.hidden, first.hidden);
    result.push({ text, isName: NAME.test(text), spaced: last.spaced, hidden }, ...others);
  }
  return true;
}

/** @see C++ [lex.pptoken] */
const IS_ONE_TOKEN =
  /^(?:[A-Za-z_$][\w$]*|\.?\d(?:[eEpP][+-]|['.\w])*|(?:u8|[uUL])?R?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')(?:_\w*)?|##|\.\*|->\*?|::|<=>|<<=?|>>=?|[-+*/%^&|<>=!]=|&&|\|\||\+\+|--|\.{1,3}|[^\w\s])$/;

const NAME = /^[A-Za-z_$][\w$]*$/;

const quoted = (tokens: readonly Token[]): string =>
  `"${textOf(tokens)
    .trim()
    .replace(/["\\]/g, (character) => `\\${character}`)}"`;

function closingToken(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i]?.text === '(') depth++;
    else if (tokens[i]?.text === ')' && --depth === 0) return i;
  }
  return tokens.length;
}

const intersection = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> =>
  a.size === 0 || b.size === 0 ? NOTHING_HIDDEN : new Set([...a].filter((name) => b.has(name)));

/** Something before the text, so that a `#` at its beginning is no directive. */
const LEAD = '_ ';

function tokensOf(text: string): Token[] {
  const source = LEAD + text;
  const { count, kinds, starts, ends } = lexCpp(source);
  const tokens: Token[] = [];
  let previous = LEAD.length;
  for (let i = 1; i < count; i++) {
    const start = starts[i] as number;
    const end = ends[i] as number;
    const spaced = start > previous;
    const last = tokens.at(-1);
    const word = source.slice(start, end);
    if (word === '#' && last?.text === '#' && !spaced) tokens[tokens.length - 1] = { ...last, text: '##' };
    else {
      const isName = kinds[i] === TokenKind.identifier;
      tokens.push({ text: word, isName, spaced, hidden: NOTHING_HIDDEN });
    }
    previous = end;
  }
  return tokens;
}

/** Tokens that stood together stay together, but two words never become one. */
function textOf(tokens: readonly Token[]): string {
  const parts: string[] = [];
  let last = '';
  for (const token of tokens) {
    const joins = /[\w$]$/.test(last) && /^[\w$]/.test(token.text);
    if ((token.spaced || joins) && last !== '') parts.push(' ');
    parts.push(token.text);
    if (token.text !== '') last = token.text;
  }
  return parts.join('');
}
