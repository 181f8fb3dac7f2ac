/**
 * What a file made of calls says: Meson's language, and Bazel's, which is Starlark. Both name their arguments and have
 * strings and lists; what a file computes beyond that is not followed.
 */
export interface BuildStatement {
  /** The variable that takes the value. */
  readonly assigned: string | null;
  /** `+=`. */
  readonly adds: boolean;
  readonly value: BuildValue;
  /** It stands in a branch, a loop or a function. */
  readonly conditional: boolean;
}

export type BuildValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly elements: readonly BuildValue[] }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'call'; readonly call: BuildCall }
  | { readonly kind: 'computed' };

export interface BuildCall {
  /** `rust.bindgen` of a method. */
  readonly name: string;
  readonly positional: readonly BuildValue[];
  readonly named: ReadonlyMap<string, BuildValue>;
  /** Zero-based. */
  readonly line: number;
}

const COMPUTED: BuildValue = { kind: 'computed' };

/** Deeper nesting is not followed; no build file has it. */
const MOST_NESTED = 50;

/**
 * @see Meson, "Syntax"
 * @see the Starlark specification, "Expressions"
 */
export function readStatements(text: string, language: 'meson' | 'starlark'): BuildStatement[] {
  return new StatementReader(tokensOf(text), language).read();
}

interface Token {
  readonly kind: 'text' | 'name' | 'mark' | 'newline' | 'end';
  readonly text: string;
  readonly line: number;
  /** It is the first of its line and is indented. */
  readonly indented: boolean;
}

const TOKEN =
  /(?<blank>[ \t\r\f]+|#[^\n]*|\\\r?\n)|(?<newline>\n)|[frb]?(?:(?<long>'''|""")(?<body>[^]*?)(?:\k<long>|$)|"(?<double>(?:\\[^]|[^"\\\n])*)"?|'(?<single>(?:\\[^]|[^'\\\n])*)'?)|(?<name>[A-Za-z_]\w*)|(?<mark>\+=|==|!=|[^])/gy;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 0;
  let lineStart = 0;
  let isFirst = true;
  for (const match of text.matchAll(TOKEN)) {
    const groups = match.groups ?? {};
    const quoted = groups['body'] ?? groups['double'] ?? groups['single'];
    const indented = isFirst && match.index > lineStart;
    if (groups['newline'] !== undefined) {
      tokens.push({ kind: 'newline', text: '', line, indented: false });
      isFirst = true;
    } else if (groups['blank'] === undefined) {
      const kind = quoted !== undefined ? 'text' : groups['name'] !== undefined ? 'name' : 'mark';
      const token = quoted === undefined ? match[0] : quoted.replaceAll(/\\([^])/g, '$1');
      tokens.push({ kind, text: token, line, indented });
      isFirst = false;
    }
    for (let i = match.index; (i = text.indexOf('\n', i)) >= 0 && i < match.index + match[0].length;) {
      line++;
      lineStart = ++i;
    }
  }
  tokens.push({ kind: 'end', text: '', line, indented: false });
  return tokens;
}

const OPENS_BLOCK = /^(?:if|foreach)$/;
const CLOSES_BLOCK = /^(?:endif|endforeach)$/;
/** Words that begin a line that is no call and no assignment. */
const HEADS = /^(?:if|elif|else|foreach|endif|endforeach|for|def|return|break|continue|pass)$/;
const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

class StatementReader {
  readonly #tokens: readonly Token[];
  #next = 0;
  /** Starlark's blocks are told by their indentation, Meson's by the words that close them. */
  readonly #indents: boolean;
  #blocks = 0;

  constructor(tokens: readonly Token[], language: 'meson' | 'starlark') {
    this.#tokens = tokens;
    this.#indents = language === 'starlark';
  }

  read(): BuildStatement[] {
    const statements: BuildStatement[] = [];
    for (;;) {
      const first = this.#take();
      if (first.kind === 'end') return statements;
      if (first.kind === 'newline') continue;
      if (first.kind === 'name' && HEADS.test(first.text)) {
        if (OPENS_BLOCK.test(first.text)) this.#blocks++;
        else if (CLOSES_BLOCK.test(first.text)) this.#blocks = Math.max(0, this.#blocks - 1);
      } else {
        const conditional = this.#indents ? first.indented : this.#blocks > 0;
        const sign = this.#peek().text;
        const assigns = first.kind === 'name' && (sign === '=' || sign === '+=');
        this.#next += assigns ? 1 : -1;
        const value = this.#expression(0);
        statements.push({
          assigned: assigns ? first.text : null,
          adds: assigns && sign === '+=',
          value,
          conditional,
        });
      }
      this.#skipTo((token) => token.kind === 'newline');
    }
  }

  #peek(): Token {
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)] as Token;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next++;
    return token;
  }

  /** Leaves out what stands before a token outside of all brackets, and stops before it. */
  #skipTo(isEnd: (token: Token) => boolean): boolean {
    let skipped = false;
    const closers: string[] = [];
    for (; this.#peek().kind !== 'end'; this.#next++, skipped = true) {
      const token = this.#peek();
      if (closers.length === 0 && isEnd(token)) break;
      if (token.kind !== 'mark') continue;
      const closer = CLOSERS[token.text];
      if (closer !== undefined) closers.push(closer);
      else if (token.text === closers.at(-1)) closers.pop();
    }
    return skipped;
  }

  /** @param depth brackets around it */
  #expression(depth: number): BuildValue {
    if (depth > 0) this.#skipNewlines();
    let value = this.#primary(depth);
    while (this.#peek().kind === 'mark' && this.#peek().text === '+') {
      this.#next++;
      if (depth > 0) this.#skipNewlines();
      value = sum(value, this.#primary(depth));
    }
    const isEnd = (token: Token): boolean =>
      (token.kind === 'newline' && depth === 0) || (token.kind === 'mark' && /^[,)\]}:=]$/.test(token.text));
    if (depth > 0) this.#skipNewlines();
    return this.#skipTo(isEnd) ? COMPUTED : value;
  }

  #skipNewlines(): void {
    while (this.#peek().kind === 'newline') this.#next++;
  }

  #primary(depth: number): BuildValue {
    const token = this.#peek();
    if (depth > MOST_NESTED) return COMPUTED;
    if (token.kind === 'text') {
      this.#next++;
      return this.#peek().text === '.' ? this.#postfix('', depth) : { kind: 'text', text: token.text };
    }
    if (token.kind === 'name') {
      this.#next++;
      return this.#postfix(token.text, depth);
    }
    if (token.kind !== 'mark' || (token.text !== '[' && token.text !== '(')) return COMPUTED;
    this.#next++;
    const { positional } = this.#arguments(token.text === '[' ? ']' : ')', depth + 1);
    const [first] = positional;
    return token.text === '(' && positional.length === 1 && first
      ? first
      : { kind: 'list', elements: positional };
  }

  /** What follows a name; an object that is computed has none. */
  #postfix(name: string, depth: number): BuildValue {
    const path = [name];
    let value: BuildValue = name === '' ? COMPUTED : { kind: 'variable', name };
    for (;;) {
      const { kind, text, line } = this.#peek();
      if (kind !== 'mark') return value;
      if (text === '.') {
        this.#next++;
        path.push(this.#take().text);
        value = value.kind === 'variable' ? { kind: 'variable', name: path.join('.') } : COMPUTED;
      } else if (text === '(') {
        this.#next++;
        const given = this.#arguments(')', depth + 1);
        value =
          value.kind === 'variable' ? { kind: 'call', call: { name: value.name, ...given, line } } : COMPUTED;
      } else if (text === '[') {
        this.#next++;
        this.#arguments(']', depth + 1);
        value = COMPUTED;
      } else return value;
    }
  }

  #arguments(closer: string, depth: number): Pick<BuildCall, 'positional' | 'named'> {
    const positional: BuildValue[] = [];
    const named = new Map<string, BuildValue>();
    for (;;) {
      this.#skipNewlines();
      const { kind, text } = this.#peek();
      if (kind === 'end') break;
      if (kind === 'mark' && text === closer) {
        this.#next++;
        break;
      }
      const before = this.#next;
      const sign = this.#tokens[this.#next + 1];
      if (kind === 'name' && sign?.kind === 'mark' && /^[:=]$/.test(sign.text)) {
        this.#next += 2;
        named.set(text, this.#expression(depth));
      } else if (kind !== 'mark' || text !== ',') positional.push(this.#expression(depth));
      if (this.#peek().kind === 'mark' && this.#peek().text === ',') this.#next++;
      // A bracket of another kind closes nothing here.
      else if (this.#next === before) this.#next++;
    }
    return { positional, named };
  }
}

/** Texts and lists are joined; a list with a part that is computed keeps what is written. */
function sum(a: BuildValue, b: BuildValue): BuildValue {
  if (a.kind === 'text' && b.kind === 'text') return { kind: 'text', text: a.text + b.text };
  if (a.kind !== 'list' && b.kind !== 'list') return COMPUTED;
  const elements = [a, b].flatMap((each) => (each.kind === 'list' ? each.elements : [each]));
  return { kind: 'list', elements };
}

/** The texts of a value that is one or a list of them, as deep as it goes, and whether there is nothing else in it. */
export function textsOf(value: BuildValue | undefined): {
  readonly texts: readonly string[];
  readonly whole: boolean;
} {
  if (value === undefined) return { texts: [], whole: true };
  if (value.kind === 'text') return { texts: [value.text], whole: true };
  if (value.kind !== 'list') return { texts: [], whole: false };
  const parts = value.elements.map(textsOf);
  return { texts: parts.flatMap(({ texts }) => texts), whole: parts.every(({ whole }) => whole) };
}
