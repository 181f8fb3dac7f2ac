import { comparePositions, type Range } from '../../base/range.js';
import type { ReadingProblem } from '../facts.js';
import type { ZngurNumber, ZngurString, ZngurUnreadable, ZngurVersions } from './zngur-facts.js';
import { OpenBrackets } from './open-brackets.js';
import type { LexedText, Token } from './zngur-lexer.js';

/** Thrown where a construct cannot be read, and caught at the next place that can go on. */
class SyntaxProblem extends Error {
  constructor(
    readonly range: Range,
    message: string,
  ) {
    super(message);
  }
}

/** Words that begin an item or a member wherever they stand first on a line. */
const STARTS = new Set(
  '# async constructor extern field fn impl import merge mod safe trait type unsafe use wellknown_traits'.split(
    ' ',
  ),
);

/** Words that are never names. `safe` and `unsafe` are keywords only after 0.9.0. */
const KEYWORDS = new Set(
  'as async dyn mod type trait crate fn mut const use for extern impl import merge if else match'.split(' '),
);

/** Deep enough for any real file, and far from the end of the call stack. */
const DEEPEST = 200;

/** A form that not every version of zngur has. */
interface VersionUse {
  readonly versions: Exclude<ZngurVersions, 'all'>;
  readonly form: string;
  readonly range: Range;
}

/**
 * Walks over the tokens of one text, reports problems, and finds the way back after one. The grammar
 * is in the readers; this knows only tokens, braces and semicolons.
 */
export class TokenCursor {
  readonly problems: ReadingProblem[];
  readonly versionUses: VersionUse[] = [];
  readonly #text: string;
  readonly #lexed: LexedText;
  #index = 0;
  #depth = 0;

  constructor(text: string, lexed: LexedText) {
    this.#text = text;
    this.#lexed = lexed;
    this.problems = [...lexed.problems];
  }

  get token(): Token {
    return this.peek(0);
  }

  peek(distance: number): Token {
    const { tokens } = this.#lexed;
    const token = tokens[this.#index + distance] ?? tokens.at(-1);
    if (token === undefined) throw new RangeError('A lexed text ends with an end token.');
    return token;
  }

  get atEnd(): boolean {
    return this.token.kind === 'end';
  }

  is(text: string): boolean {
    return this.token.text === text && !this.atEnd;
  }

  /** Moves past the current token; at the end it stays there. */
  advance(): Token {
    const { token } = this;
    if (!this.atEnd) this.#index++;
    return token;
  }

  take(text: string): boolean {
    if (!this.is(text)) return false;
    this.advance();
    return true;
  }

  expect(text: string): Token {
    return this.is(text) ? this.advance() : this.fail(`\`${text}\``);
  }

  isName(token: Token = this.token): boolean {
    return token.kind === 'word' && !KEYWORDS.has(token.text);
  }

  /** @param expected what the name is for: `the name of the method` */
  expectName(expected: string): Token {
    if (!this.isName()) {
      const next = this.peek(1);
      if (this.is('_') && next.kind === 'word' && next.start === this.token.end) {
        throw new SyntaxProblem(
          this.rangeOf(this.token.start, next.end),
          `zngur reads no name that begins with \`_\`: found \`_${next.text}\``,
        );
      }
      return this.fail(expected);
    }
    if (this.is('safe') || this.is('unsafe')) {
      this.noteVersion(
        'until-0.9.0',
        `\`${this.token.text}\` as a name`,
        this.rangeOf(this.token.start, this.token.end),
      );
    }
    return this.advance();
  }

  /** A whole number that a computation can hold exactly. */
  expectNumber(expected: string): ZngurNumber {
    const value = Number(this.token.text);
    if (this.token.kind !== 'number') return this.fail(expected);
    if (!Number.isSafeInteger(value)) return this.fail(`${expected} of at most ${Number.MAX_SAFE_INTEGER}`);
    const { start, end } = this.advance();
    return { value, range: this.rangeOf(start, end) };
  }

  /** A string; the value and the range are its content, which has no quotes even where one is missing. */
  expectString(expected: string): ZngurString {
    if (this.token.kind !== 'string') return this.fail(expected);
    const { text, start, end } = this.advance();
    const closed = text.length > 1 && text.endsWith('"');
    return {
      value: text.slice(1, closed ? -1 : undefined),
      range: this.rangeOf(start + 1, closed ? end - 1 : end),
    };
  }

  /** @param expected in words, with code in back quotes: "`;` or `}`" */
  fail(expected: string): never {
    throw new SyntaxProblem(this.#rangeOfToken(), `expected ${expected}, found ${this.#describeToken()}`);
  }

  report(range: Range, message: string): void {
    this.problems.push({ range, message });
  }

  /** Reports that something must stand at the current token, and goes on there. */
  reportMissing(expected: string): void {
    this.report(this.#rangeOfToken(), `expected ${expected}, found ${this.#describeToken()}`);
  }

  noteVersion(versions: VersionUse['versions'], form: string, range: Range): void {
    this.versionUses.push({ versions, form, range });
  }

  rangeOf(start: number, end: number): Range {
    return this.#lexed.lines.rangeOf(start, end);
  }

  /** From an offset to the end of the last token taken; empty where none was taken since. */
  rangeFrom(start: number): Range {
    return this.rangeOf(start, Math.max(start, this.#lastEnd()));
  }

  /** Keeps the recursion of `read` within bounds, so that no text can exhaust the call stack. */
  nested<T>(read: () => T): T {
    if (this.#depth >= DEEPEST) {
      throw new SyntaxProblem(this.#rangeOfToken(), `this is nested more than ${DEEPEST} levels deep`);
    }
    this.#depth++;
    try {
      return read();
    } finally {
      this.#depth--;
    }
  }

  /** Reads one part of a construct; where it cannot be read, reports it and skips to one of `stops`. */
  readOr<T>(read: () => T, stops: readonly string[]): T | ZngurUnreadable {
    const first = this.#index;
    const { start } = this.token;
    try {
      return read();
    } catch (problem) {
      this.#reportCaught(problem);
      this.#skipTo(stops, first);
      const end = Math.max(start, this.#lastEnd());
      return { kind: 'unreadable', text: this.#text.slice(start, end), range: this.rangeOf(start, end) };
    }
  }

  /**
   * Reads `{ member… }`; after a problem it goes on with the next member.
   *
   * @param owner what the braces belong to, for messages: "`trait`"
   * @param foreign words that cannot stand in these braces: they show that the closing one is missing
   */
  readBraces<T>(
    owner: string,
    foreign: ReadonlySet<string>,
    readMember: () => T,
  ): { members: T[]; bodyRange: Range } {
    const open = this.expect('{');
    const members: T[] = [];
    while (!this.is('}')) {
      if (this.atEnd) {
        this.report(
          this.rangeOf(open.start, open.end),
          `expected \`}\` to close ${owner}, found the end of the file`,
        );
        return { members, bodyRange: this.rangeFrom(open.end) };
      }
      if (foreign.has(this.token.text) && this.token.firstOnLine) {
        this.reportMissing(`\`}\` to close ${owner}`);
        return { members, bodyRange: this.rangeFrom(open.end) };
      }
      this.#readMember(members, readMember);
    }
    const bodyRange = this.rangeOf(open.end, this.token.start);
    this.advance();
    return { members, bodyRange };
  }

  /** Reads members to the end of the text. */
  readFile<T>(readMember: () => T): T[] {
    const members: T[] = [];
    while (!this.atEnd) {
      if (this.is('}')) {
        this.report(this.#rangeOfToken(), 'this `}` closes nothing');
        this.advance();
      } else {
        this.#readMember(members, readMember);
      }
    }
    return members;
  }

  /**
   * Ends a statement; where the semicolon is missing, what was read of the statement stays valid.
   *
   * @returns from `start` to the semicolon inclusive
   */
  endStatement(start: number): Range {
    if (this.take(';')) return this.rangeFrom(start);
    const range = this.rangeFrom(start);
    this.reportMissing('`;`');
    if (!this.token.firstOnLine && !this.is('}')) this.#skipToNextMember();
    return range;
  }

  /**
   * Skips to one of `stops` outside any bracket, and never past the statement. The brackets are counted
   * from `first`, where the construct begins: the problem may lie within some.
   */
  #skipTo(stops: readonly string[], first: number): void {
    const problemAt = this.#index;
    const open = new OpenBrackets();
    this.#index = first;
    for (; !this.atEnd && !this.is('{') && !this.is('}'); this.advance()) {
      const isBehindProblem = this.#index >= problemAt;
      // A stop that closes a bracket from around the construct shows that those within were never closed.
      const isStop = stops.includes(this.token.text) && (open.isEmpty || open.isUnopened(this.token.text));
      if (isBehindProblem && (isStop || this.#startsMember())) return;
      const isArray = open.innermost === ']' && this.peek(2).text === ']';
      if (this.is(';') && !isArray) return;
      open.see(this.token.text);
    }
  }

  #startsMember(): boolean {
    return this.token.firstOnLine && STARTS.has(this.token.text);
  }

  #readMember<T>(members: T[], readMember: () => T): void {
    const first = this.#index;
    try {
      members.push(this.nested(readMember));
    } catch (problem) {
      this.#reportCaught(problem);
      if (this.#index === first && !this.is(';') && !this.is('{')) this.advance();
      this.#skipToNextMember();
    }
  }

  #skipToNextMember(): void {
    while (!this.atEnd && !this.is('}')) {
      if (this.take(';')) return;
      if (this.is('{')) {
        this.#skipBraces();
        return;
      }
      if (this.#startsMember()) return;
      this.advance();
    }
  }

  #skipBraces(): void {
    let depth = 0;
    do {
      if (this.is('{')) depth++;
      else if (this.is('}')) depth--;
      this.advance();
    } while (depth > 0 && !this.atEnd);
  }

  #reportCaught(problem: unknown): void {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    // What follows from a problem at the same place says nothing new.
    const last = this.problems.at(-1)?.range.start;
    if (last !== undefined && comparePositions(last, problem.range.start) === 0) return;
    this.report(problem.range, problem.message);
  }

  #rangeOfToken(): Range {
    return this.rangeOf(this.token.start, this.token.end);
  }

  #lastEnd(): number {
    return this.#lexed.tokens[this.#index - 1]?.end ?? 0;
  }

  #describeToken(): string {
    if (this.atEnd) return 'the end of the file';
    const firstLine = this.token.text.split(/[\r\n]/, 1)[0] ?? '';
    const shown =
      firstLine.length > 40 || firstLine.length < this.token.text.length
        ? `${firstLine.slice(0, 40)}…`
        : firstLine;
    return KEYWORDS.has(shown) ? `the keyword \`${shown}\`` : `\`${shown}\``;
  }
}
