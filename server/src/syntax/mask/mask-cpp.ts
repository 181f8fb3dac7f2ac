import { atOnce, type Steps } from '../../base/event-loop.js';
import { conjunction, evaluateCondition, negated, openingCondition, readDirective } from './conditions.js';
import { classifyBrace, type BraceKind } from './classify-brace.js';
import { type CppTokens, lexCppInSteps, TokenKind } from './lex-cpp.js';
import { closesNamespace, MacroDefinitions, opensNamespace } from './macro-definitions.js';
import { DeclarationMasker } from './mask-declaration.js';
import { isOddDefinition, maskDefinition, maskQueries } from './mask-directives.js';
import { maskTypeCall } from './mask-gaps.js';
import { MaskEdits, type MaskedText, type Span, unclosedComment } from './masked-text.js';
import { looksLikeMacro, TokenReader } from './token-reader.js';
import { ACCESS } from './words.js';

/**
 * Makes C++ readable for the grammar without moving anything: what it cannot read is replaced by blanks
 * (in a few places by a placeholder of the same length). Masked are bodies and braced initialisers, which
 * declare nothing; dead `#if` branches and those that split a declaration; attributes; macros that
 * decorate a declaration or stand for a statement; and the grammar's gaps.
 *
 * One pass over the tokens, a statement at a time. Pure; never throws.
 */
export const maskCpp = (text: string): MaskedText => atOnce(maskCppInSteps(text));

/** The same in steps, for texts that may be large. */
export function* maskCppInSteps(text: string): Steps<MaskedText> {
  const masker = new Masker(text, yield* lexCppInSteps(text));
  yield* masker.run();
  return masker.result();
}

/** A millisecond's work. */
const TOKENS_PER_STEP = 2000;

/** Words that stand nowhere in a declaration but at its begin. */
const BEGINS_DECLARATION: ReadonlySet<string> = new Set([
  'template', 'auto', 'static', 'inline', 'constexpr', 'typedef', 'using', 'friend', 'virtual', 'explicit', 'private',
  'protected', 'public',
]); // prettier-ignore

interface Scope {
  readonly kind: BraceKind;
  /** Offset of the `{`, or of the macro that stands for it. */
  readonly open: number;
  readonly openEnd: number;
  /** Offset of the first word before the `{`. */
  readonly head: number;
  readonly record: string | null;
  /** Opened by a macro that means `extern "C" {`. */
  readonly cLinkage: boolean;
  /** The body of what a macro declares, `RESOURCE_TYPE(Widget) { … }`. */
  readonly isMacros: boolean;
}

interface State {
  readonly scopes: readonly Scope[];
  readonly statement: readonly number[];
  readonly depth: number;
  readonly nesting: number;
}

interface Group {
  readonly opening: Span;
  readonly saved: State;
  /** The `#if` stands within a declaration. */
  readonly inside: boolean;
  /** Branches that were walked so far. */
  walked: number;
  branch: Span;
  condition: string;
  /** Conditions of the branches before, negated. */
  before: string[];
  /** A branch before holds for certain. */
  decided: boolean;
}

class Masker {
  readonly #text: string;
  readonly #reader: TokenReader;
  readonly #edits = new MaskEdits();
  readonly #definitions = new MacroDefinitions();
  readonly #declarations: DeclarationMasker;
  readonly #groups: Group[] = [];
  #scopes: Scope[] = [];
  /** Tokens of the statement so far; braces that belong to a value are in it, their content is not. */
  #statement: number[] = [];
  /** Open parentheses and brackets of the statement. */
  #depth = 0;
  /** Open braces within the innermost opaque scope. */
  #nesting = 0;

  constructor(text: string, tokens: CppTokens) {
    this.#text = text;
    this.#reader = new TokenReader(text, tokens);
    this.#declarations = new DeclarationMasker(this.#reader, this.#edits, this.#definitions);
  }

  *run(): Steps<void> {
    const { count } = this.#reader.tokens;
    for (let next = 0; next < count; yield) next = this.#walk(next, Math.min(next + TOKENS_PER_STEP, count));
    if (this.#statement.length > 0) this.#endStatement('}', this.#text.length);
  }

  /** No generator: of those the engine compiles slower code. @returns the first token that is left */
  #walk(from: number, end: number): number {
    const { kinds } = this.#reader.tokens;
    let i = from;
    for (; i < end; i++) {
      const kind = kinds[i];
      if (kind === TokenKind.directive) i = this.#directive(i);
      else if (kind === TokenKind.punctuation) this.#punctuation(i);
      else if (!this.#isOpaque()) i = this.#word(i, kind === TokenKind.identifier);
    }
    return i;
  }

  result(): MaskedText {
    const { macroUses, attributes, cLinkage, keptBranches, enclosures } = this.#edits;
    const comments: Span[] = [];
    const offsets = this.#reader.tokens.comments;
    for (let i = 0; i + 1 < offsets.length; i += 2) {
      comments.push({ start: offsets[i] as number, end: offsets[i + 1] as number });
    }
    const open = unclosedComment(this.#text, comments);
    if (open) this.#edits.blank(open.start, open.end);
    return {
      text: this.#edits.applyTo(this.#text),
      macroUses: macroUses.sort(byStart),
      attributes: attributes.sort(byStart),
      cLinkage: cLinkage.sort(byStart),
      keptBranches,
      enclosures,
      comments,
      directives: this.#directiveSpans(),
    };
  }

  #directiveSpans(): Span[] {
    const spans: Span[] = [];
    const { count, kinds } = this.#reader.tokens;
    for (let i = 0; i < count; i++) if (kinds[i] === TokenKind.directive) spans.push(this.#span(i));
    return spans;
  }

  #isOpaque(): boolean {
    const kind = this.#scopes.at(-1)?.kind;
    return kind === 'body' || kind === 'value';
  }

  /** @returns the last token that was dealt with */
  #word(token: number, isIdentifier: boolean): number {
    if (isIdentifier && this.#statement.length === 0 && this.#openOrCloseByMacro(token)) return token;
    if (isIdentifier && BEGINS_DECLARATION.has(this.#reader.textOf(token))) this.#endAfterBodyMacro();
    this.#statement.push(token);
    return isIdentifier ? maskTypeCall(this.#reader, this.#edits, token) : token;
  }

  /** `auto f() const AUTO_RETURN(x)` before another declaration: the macro is the body, and nothing else ends it. */
  #endAfterBodyMacro(): void {
    const last = this.#statement.at(-1);
    if (this.#depth > 0 || last === undefined || this.#reader.punctuation(last) !== ')') return;
    // A branch that splits a declaration may be blanked as a whole.
    if (this.#groups.some(({ inside }) => inside)) return;
    const macro = this.#calledBefore(this.#statement.length - 1);
    if (macro < 1 || !looksLikeMacro(this.#reader.textOf(this.#statement[macro] as number))) return;
    const before = this.#reader.textOf(this.#statement[macro - 1] as number);
    const name = before === ')' ? this.#calledBefore(macro - 1) : -1;
    const isFunction = name > 0 && !looksLikeMacro(this.#reader.textOf(this.#statement[name] as number));
    if (!isFunction && !/^(?:const|noexcept|override|final)$/.test(before)) return;
    this.#endStatement(';', this.#reader.end(last));
    this.#edits.endAt(this.#reader.start(last));
  }

  /** The position of the name before the parentheses that close at a position of the statement; -1 for none. */
  #calledBefore(close: number): number {
    let depth = 0;
    for (let i = close; i > 0; i--) {
      const character = this.#reader.punctuation(this.#statement[i] as number);
      if (character === ')') depth++;
      else if (character === '(' && --depth === 0)
        return this.#reader.isIdentifier(this.#statement[i - 1] as number) ? i - 1 : -1;
    }
    return -1;
  }

  /** `__BEGIN_DECLS` and what the file itself defines so. */
  #openOrCloseByMacro(token: number): boolean {
    const name = this.#reader.textOf(token);
    const meaning = this.#definitions.meaningOf(name);
    const isOfC = meaning === 'opens-c' || meaning === 'closes';
    if (!isOfC && !this.#isNamespaceMacro(token, name)) return false;
    const start = this.#reader.start(token);
    const end = this.#reader.end(token);
    this.#edits.blankMacro(name, start, end);
    if (meaning === 'opens-c') {
      this.#scopes.push({
        kind: 'namespace',
        open: start,
        openEnd: end,
        head: start,
        record: null,
        cLinkage: true,
        isMacros: false,
      });
    } else if (this.#scopes.at(-1)?.cLinkage) {
      this.#edits.cLinkage.push({ start: this.#scopes.at(-1)?.open ?? start, end });
      this.#scopes.pop();
    }
    return true;
  }

  /** `U_NAMESPACE_BEGIN` on a line of its own: no type of what stands on the next one. */
  #isNamespaceMacro(token: number, name: string): boolean {
    if (!looksLikeMacro(name) || !(opensNamespace(name) || closesNamespace(name))) return false;
    const next = token + 1;
    if (next >= this.#reader.tokens.count) return true;
    return /[\r\n]/.test(this.#text.slice(this.#reader.end(token), this.#reader.start(next)));
  }

  #punctuation(token: number): void {
    const character = this.#reader.punctuation(token);
    if (this.#isOpaque()) {
      if (character === '{') this.#nesting++;
      else if (character === '}' && --this.#nesting === 0) this.#closeOpaque(token);
      return;
    }
    switch (character) {
      case '(':
      case '[':
        this.#depth++;
        break;
      case ')':
      case ']':
        if (this.#depth > 0) this.#depth--;
        break;
      case '{':
        this.#openBrace(token);
        return;
      case '}':
        this.#closeBrace(token);
        return;
      case ';':
        if (this.#scopes.at(-1)?.kind === 'enum') break;
        this.#endStatement(';', this.#reader.end(token));
        return;
      case ':':
        if (this.#endAccessSpecifier()) return;
        break;
    }
    this.#statement.push(token);
  }

  #openBrace(token: number): void {
    const kind: BraceKind =
      this.#depth > 0 || this.#scopes.at(-1)?.kind === 'enum'
        ? 'value'
        : classifyBrace(this.#reader, this.#statement);
    const open = this.#reader.start(token);
    const openEnd = this.#reader.end(token);
    const head = this.#reader.start(this.#statement[0] ?? token);
    let record: string | null = null;
    let isMacros = false;
    if (kind === 'value') this.#statement.push(token);
    else {
      const place = { kind, record: this.#record(), end: open };
      const isInRecord = this.#scopes.at(-1)?.kind === 'record';
      isMacros =
        kind === 'body' && isInRecord && this.#declarations.maskStatementMacro(this.#statement, place.record);
      if (!isMacros) record = this.#declarations.mask(this.#statement, place).record;
      this.#statement = [];
    }
    if (kind === 'value' || kind === 'body') this.#nesting = 1;
    this.#scopes.push({ kind, open, openEnd, head, record, cLinkage: false, isMacros });
  }

  #closeOpaque(token: number): void {
    const scope = this.#scopes.pop();
    if (!scope) return;
    const close = this.#reader.start(token);
    if (scope.isMacros) {
      this.#edits.blank(scope.open, this.#reader.end(token));
      return;
    }
    let begin = scope.openEnd;
    if (scope.kind === 'body') {
      // An empty body before `;` would be read as an initialiser, so one empty statement is put into it.
      while (begin < close && /[\r\n]/.test(this.#text[begin] ?? '')) begin++;
      if (begin < close) this.#edits.put(begin++, ';');
    }
    this.#edits.blank(begin, close);
    if (scope.kind === 'value') this.#statement.push(token);
  }

  #closeBrace(token: number): void {
    const scope = this.#scopes.at(-1);
    const start = this.#reader.start(token);
    if (scope?.kind === 'enum') this.#declarations.maskEnumerators(this.#statement);
    else if (this.#statement.length > 0) this.#endStatement('}', start);
    this.#statement = [];
    this.#depth = 0;
    if (!scope) return;
    this.#scopes.pop();
    if (scope.cLinkage) {
      this.#edits.cLinkage.push({ start: scope.open, end: start });
      this.#edits.blank(start, this.#reader.end(token));
    } else if (scope.kind === 'record' || scope.kind === 'enum') this.#statement.push(token);
    else if (scope.kind === 'namespace')
      this.#edits.enclosures.push({ head: scope.head, start: scope.open, end: start });
  }

  #record(): string | null {
    return this.#scopes.at(-1)?.record ?? null;
  }

  #endStatement(terminator: ';' | '}', end: number): void {
    if (this.#statement.length > 0) {
      this.#declarations.mask(this.#statement, { kind: terminator, record: this.#record(), end });
    }
    this.#statement = [];
    this.#depth = 0;
  }

  /** `public:`, also after a macro that stands for a statement; Qt's `signals:` and `public slots:`. */
  #endAccessSpecifier(): boolean {
    const last = this.#statement.at(-1);
    if (this.#depth > 0 || last === undefined || this.#scopes.at(-1)?.kind !== 'record') return false;
    const word = this.#reader.textOf(last);
    const before = this.#statement.at(-2);
    if (ACCESS.has(word)) {
      this.#statement.pop();
      if (this.#statement.length > 0) this.#endStatement('}', this.#reader.start(last));
    } else if (before !== undefined && ACCESS.has(this.#reader.textOf(before))) {
      this.#edits.blankMacro(word, this.#reader.start(last), this.#reader.end(last));
      this.#statement.splice(-2);
      if (this.#statement.length > 0) this.#endStatement('}', this.#reader.start(before));
    } else if (this.#statement.length === 1 && (word === 'signals' || word === 'Q_SIGNALS')) {
      const colon = this.#text.indexOf(':', this.#reader.end(last));
      this.#edits.blankMacro(word, this.#reader.start(last), colon + 1);
    } else return false;
    this.#statement = [];
    return true;
  }

  /** @returns the last token that was dealt with */
  #directive(token: number): number {
    const line = this.#reader.textOf(token);
    const directive = readDirective(line);
    if (/^#\s*(?:el)?if\b/.test(line)) maskQueries(this.#reader, this.#edits, token);
    switch (directive.name) {
      case '':
        this.#blankTokens(token, token);
        return token;
      case 'if':
      case 'ifdef':
      case 'ifndef':
        return this.#openGroup(token, openingCondition(directive));
      case 'elif':
      case 'elifdef':
      case 'elifndef':
        return this.#nextBranch(token, openingCondition(directive));
      case 'else':
        return this.#nextBranch(token, '');
      case 'endif':
        return this.#closeGroup(token);
      case 'define':
        this.#definitions.define(directive);
        if (isOddDefinition(line, directive)) maskDefinition(this.#reader, this.#edits, token);
        break;
    }
    const inEnum = this.#scopes.at(-1)?.kind === 'enum';
    if (inEnum || (!this.#isOpaque() && this.#isWithinStatement())) this.#blankTokens(token, token);
    return token;
  }

  #openGroup(token: number, condition: string): number {
    const opaque = this.#isOpaque();
    const inside = !opaque && this.#isWithinStatement();
    const value = evaluateCondition(condition);
    const group: Group = {
      opening: this.#span(token),
      saved: this.#state(),
      inside,
      walked: 0,
      branch: { start: this.#reader.end(token), end: this.#reader.end(token) },
      condition,
      before: [],
      decided: value === 'true',
    };
    this.#groups.push(group);
    if (value !== 'false') {
      group.walked = 1;
      return token;
    }
    return this.#skipBranch(token);
  }

  /** Blanks what stands between this directive and the next one of its group. */
  #skipBranch(token: number): number {
    const next = this.#nextOfGroup(token);
    this.#edits.blank(this.#reader.end(token), this.#reader.start(next));
    return next - 1;
  }

  #nextBranch(token: number, condition: string): number {
    const group = this.#groups.at(-1);
    if (!group) {
      this.#blankTokens(token, token);
      return token;
    }
    if (group.walked > 0 && !this.#endBranch(group, token)) return this.#keepOnly(group, token);
    group.before.push(negated(group.condition));
    group.condition = condition;
    if (group.decided) return this.#skipBranch(token);
    group.branch = { start: this.#reader.end(token), end: this.#reader.end(token) };
    group.walked++;
    if (evaluateCondition(condition) === 'true' || condition === '') group.decided = true;
    return token;
  }

  #closeGroup(token: number): number {
    const group = this.#groups.at(-1);
    if (!group) {
      this.#blankTokens(token, token);
      return token;
    }
    if (group.walked > 0 && !this.#endBranch(group, token)) return this.#keepOnly(group, token);
    this.#groups.pop();
    return token;
  }

  /**
   * Whether the branch that ends here is whole. The first branch decides: if it splits a declaration, it
   * alone is kept; a later one that does is blanked.
   */
  #endBranch(group: Group, token: number): boolean {
    const whole = this.#isWhole(group);
    if (group.walked === 1) return whole && !group.inside;
    if (!whole) {
      this.#edits.blank(group.branch.start, this.#reader.start(token));
      this.#restore(group.saved);
    }
    return true;
  }

  #isWhole({ saved }: Group): boolean {
    if (this.#scopes.length !== saved.scopes.length || this.#scopes.at(-1) !== saved.scopes.at(-1))
      return false;
    if (this.#isOpaque()) return this.#nesting === saved.nesting;
    return !this.#isWithinStatement() || this.#statement.length === saved.statement.length;
  }

  /** Blanks the directives of a group and all its branches but the one just walked. */
  #keepOnly(group: Group, token: number): number {
    let last = token;
    while (last < this.#reader.tokens.count && readDirective(this.#reader.textOf(last)).name !== 'endif') {
      last = this.#nextOfGroup(last);
    }
    this.#groups.pop();
    this.#edits.blank(group.opening.start, group.branch.start);
    this.#edits.blank(this.#reader.start(token), this.#reader.end(last));
    const condition = [...group.before, group.condition].filter((part) => evaluateCondition(part) === 'open');
    if (condition.length > 0) {
      this.#edits.keptBranches.push({
        start: group.branch.start,
        end: this.#reader.start(token),
        condition: conjunction(condition),
      });
    }
    return last;
  }

  /** The `#elif`, `#else` or `#endif` that follows in the group of this directive. */
  #nextOfGroup(token: number): number {
    const { kinds, count } = this.#reader.tokens;
    let depth = 0;
    for (let i = token + 1; i < count; i++) {
      if (kinds[i] !== TokenKind.directive) continue;
      const { name } = readDirective(this.#reader.textOf(i));
      if (name.startsWith('if')) depth++;
      else if (depth > 0) depth -= name === 'endif' ? 1 : 0;
      else if (name === 'endif' || name.startsWith('el')) return i;
    }
    return count;
  }

  /**
   * Whether a preprocessor line here stands within a declaration. A macro that stands for a statement
   * ends at the line, so it is dealt with first.
   */
  #isWithinStatement(): boolean {
    if (this.#statement.length === 0) return false;
    if (this.#scopes.at(-1)?.kind === 'enum') {
      return this.#depth > 0 || this.#reader.punctuation(this.#statement.at(-1) ?? -1) !== ',';
    }
    if (this.#depth === 0 && this.#declarations.maskStatementMacros(this.#statement, this.#record())) {
      this.#statement = [];
      return false;
    }
    return true;
  }

  #state(): State {
    return {
      scopes: [...this.#scopes],
      statement: [...this.#statement],
      depth: this.#depth,
      nesting: this.#nesting,
    };
  }

  #restore({ scopes, statement, depth, nesting }: State): void {
    this.#scopes = [...scopes];
    this.#statement = [...statement];
    this.#depth = depth;
    this.#nesting = nesting;
  }

  #span(token: number): Span {
    return { start: this.#reader.start(token), end: this.#reader.end(token) };
  }

  #blankTokens(first: number, last: number): void {
    this.#edits.blank(this.#reader.start(first), this.#reader.end(last));
  }
}

const byStart = (a: Span, b: Span): number => a.start - b.start;
