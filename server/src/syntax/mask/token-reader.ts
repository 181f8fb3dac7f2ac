import { type CppTokens, TokenKind } from './lex-cpp.js';

/** Questions about the tokens of one text; a token is named by its index. */
export class TokenReader {
  readonly text: string;
  readonly tokens: CppTokens;

  constructor(text: string, tokens: CppTokens) {
    this.text = text;
    this.tokens = tokens;
  }

  start(token: number): number {
    return this.tokens.starts[token] ?? this.text.length;
  }

  end(token: number): number {
    return this.tokens.ends[token] ?? this.text.length;
  }

  textOf(token: number): string {
    return this.text.slice(this.start(token), this.end(token));
  }

  isIdentifier(token: number): boolean {
    return this.tokens.kinds[token] === TokenKind.identifier;
  }

  isLiteral(token: number): boolean {
    const kind = this.tokens.kinds[token];
    return kind === TokenKind.number || kind === TokenKind.string || kind === TokenKind.character;
  }

  isString(token: number): boolean {
    return this.tokens.kinds[token] === TokenKind.string;
  }

  /** The first character where the token is punctuation, else empty; `::` gives `::`. */
  punctuation(token: number): string {
    if (this.tokens.kinds[token] !== TokenKind.punctuation) return '';
    const start = this.start(token);
    return this.end(token) - start === 1 ? (this.text[start] ?? '') : this.textOf(token);
  }

  /** Whether a `<` or `>` is a part of `<=`, `>=` or `->`, and so no bracket. @see C++ [lex.pptoken] */
  isOfOperator(token: number): boolean {
    const start = this.start(token);
    return this.text[this.end(token)] === '=' || (this.text[start] === '>' && this.text[start - 1] === '-');
  }

  /** Whether it is a `=` by itself, none of a comparison. */
  isAssignment(token: number): boolean {
    if (this.punctuation(token) !== '=') return false;
    return !'=!<>'.includes(this.text[this.start(token) - 1] ?? ' ') && this.text[this.end(token)] !== '=';
  }
}

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Position in `list` of the bracket that closes the one at `position`, or the last position where
 * nothing does.
 */
export function closingPosition(reader: TokenReader, list: readonly number[], position: number): number {
  const open = reader.punctuation(list[position] ?? -1);
  const close = CLOSERS[open];
  let depth = 0;
  for (let i = position; i < list.length; i++) {
    const text = reader.punctuation(list[i] ?? -1);
    if (text === open) depth++;
    else if (text === close && --depth === 0) return i;
  }
  return list.length - 1;
}

/** Tokens after which a `<` is taken for an operator, so that a text full of them costs no square. */
const LONGEST_ARGUMENTS = 1000;

/** Position after the template arguments that open at `position`, or `position` where they do not close. */
export function afterTemplateArguments(
  reader: TokenReader,
  list: readonly number[],
  position: number,
): number {
  let depth = 0;
  const end = Math.min(list.length, position + LONGEST_ARGUMENTS);
  for (let i = position; i < end; i++) {
    switch (reader.punctuation(list[i] ?? -1)) {
      case '<':
        if (!reader.isOfOperator(list[i] as number)) depth++;
        break;
      case '>':
        if (!reader.isOfOperator(list[i] as number) && --depth === 0) return i + 1;
        break;
      case '(':
      case '[':
      case '{':
        i = closingPosition(reader, list, i);
        break;
      case ';':
        return position;
    }
  }
  return position;
}

/** Position of the name before the template arguments that end at `position`; `position` where none do. */
export function beforeTemplateArguments(
  reader: TokenReader,
  list: readonly number[],
  position: number,
): number {
  if (reader.punctuation(list[position] ?? -1) !== '>') return position;
  let depth = 0;
  for (let i = position; i >= 0; i--) {
    const character = reader.punctuation(list[i] as number);
    if ((character !== '<' && character !== '>') || reader.isOfOperator(list[i] as number)) continue;
    if (character === '>') depth++;
    else if (--depth === 0) return i - 1;
  }
  return position;
}

/** Position after `template <…>` headers with which the list may begin at `position`. */
export function afterTemplateHeaders(reader: TokenReader, list: readonly number[], position = 0): number {
  while (
    reader.textOf(list[position] ?? -1) === 'template' &&
    reader.punctuation(list[position + 1] ?? -1) === '<'
  ) {
    const after = afterTemplateArguments(reader, list, position + 1);
    if (after === position + 1) return position;
    position = afterRequiresClause(reader, list, after);
  }
  return position;
}

/** Position after `requires A<T> && (B<T> || requires { … })` that may stand at `position`. @see [temp.pre] */
function afterRequiresClause(reader: TokenReader, list: readonly number[], position: number): number {
  if (reader.textOf(list[position] ?? -1) !== 'requires') return position;
  let i = position + 1;
  for (;;) {
    if (reader.textOf(list[i] ?? -1) === 'requires') {
      i++;
      if (reader.punctuation(list[i] ?? -1) === '(') i = closingPosition(reader, list, i) + 1;
      if (reader.punctuation(list[i] ?? -1) !== '{') return position;
      i = closingPosition(reader, list, i) + 1;
    } else if (reader.punctuation(list[i] ?? -1) === '(') i = closingPosition(reader, list, i) + 1;
    else {
      for (;;) {
        if (reader.punctuation(list[i] ?? -1) === '::') i++;
        if (!reader.isIdentifier(list[i] ?? -1)) return position;
        i++;
        if (reader.punctuation(list[i] ?? -1) === '<') i = afterTemplateArguments(reader, list, i);
        if (reader.punctuation(list[i] ?? -1) !== '::') break;
      }
    }
    const operator = reader.punctuation(list[i] ?? -1);
    if (!(operator === '&' || operator === '|') || reader.punctuation(list[i + 1] ?? -1) !== operator)
      return i;
    i += 2;
  }
}

/** `FOO_API`, `Q_OBJECT`, `_In_`: what people write as a macro; `T1` and `FD` are names like others. */
export const looksLikeMacro = (name: string): boolean =>
  /^_*[A-Z][A-Za-z0-9]*_[A-Z0-9_]*$|^_*[A-Z][A-Z0-9_]{2,}$|^_[A-Z][A-Za-z]*_$/.test(name);
