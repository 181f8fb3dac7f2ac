/** What macros are given and what they write: a token, the tokens between two delimiters, or what a variable held. */
export type TokenTree = Token | Group | Fragment;

export interface Token {
  readonly kind: 'identifier' | 'lifetime' | 'literal' | 'punctuation';
  readonly text: string;
  /** Where it is written; null for what a macro's definition wrote, or what stands for a comment. */
  readonly place: Place | null;
  /** White space stands before it. */
  readonly spaced: boolean;
}

export interface Group {
  readonly kind: 'group';
  readonly delimiter: Delimiter;
  readonly trees: readonly TokenTree[];
  readonly open: Token;
  readonly close: Token;
}

/** What a variable like `$x:expr` held is one thing from then on, whatever it is made of. */
export interface Fragment {
  readonly kind: 'fragment';
  /** `expr`, `ty` … */
  readonly fragment: string;
  readonly trees: readonly TokenTree[];
}

export type Delimiter = '(' | '[' | '{';

/** A token of a use: macros may put it elsewhere, and it still is the one that was written here. */
export interface Place {
  /** UTF-16 offsets in the text of the use. */
  readonly start: number;
  readonly end: number;
  /** Neighbours in the text have consecutive numbers. */
  readonly order: number;
}

const CLOSERS: Readonly<Record<Delimiter, string>> = { '(': ')', '[': ']', '{': '}' };

/** Deeper ones would exhaust the stack of who follows them. */
const DEEPEST_NESTING = 200;

/**
 * The token trees of a text. Comments are left out but for those of documentation, which are attributes to macros. `>`
 * is a token by itself even before another one, so that `>>` closes two lists of arguments.
 *
 * @param isUse tokens keep their places
 * @returns null where delimiters do not match, or something is no token of Rust
 * @see Rust reference, "Tokens" and "Comments", Doc comments
 */
export function readTokenTrees(text: string, isUse: boolean): readonly TokenTree[] | null {
  let trees: TokenTree[] = [];
  const open: { readonly token: Token; readonly around: TokenTree[] }[] = [];
  let spaced = false;
  let order = 0;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex;
    const found = TOKEN.exec(text)?.groups;
    if (!found) return null;
    const end = TOKEN.lastIndex;
    const blank = found['space'] ?? found['comment'];
    if (blank !== undefined) {
      const comment = found['comment'] === undefined ? null : endedComment(text, start, end);
      if (comment !== null) TOKEN.lastIndex = start + comment.length;
      trees.push(...documentation(comment ?? ''));
      spaced = true;
      continue;
    }
    const written = text.slice(start, end);
    const token: Token = {
      kind: kindOf(found),
      text: written,
      place: isUse ? { start, end, order: order++ } : null,
      spaced,
    };
    spaced = false;
    if (isOpener(written)) {
      if (open.length === DEEPEST_NESTING) return null;
      open.push({ token, around: trees });
      trees = [];
    } else if (written === ')' || written === ']' || written === '}') {
      const opened = open.pop();
      const delimiter = opened?.token.text as Delimiter | undefined;
      if (!opened || !delimiter || CLOSERS[delimiter] !== written) return null;
      opened.around.push({ kind: 'group', delimiter, trees, open: opened.token, close: token });
      trees = opened.around;
    } else trees.push(token);
  }
  return open.length === 0 ? trees : null;
}

const isOpener = (written: string): boolean => written === '(' || written === '[' || written === '{';

const TOKEN = new RegExp(
  [
    /(?<space>\s+)/u,
    /(?<comment>\/\/[^\n]*|\/\*)/u,
    /(?<literal>(?:b|c)?r(?<hashes>#*)"[^]*?"\k<hashes>|[bc]?"(?:\\[^]|[^"\\])*"\w*|b?'(?:\\(?:u\{\w*\}|x\w\w|[^])|[^\\'\n])'|\d\w*(?:\.(?:\d\w*|(?![.\w])))?(?:(?<=[eE])[-+]\d\w*)?)/u,
    /(?<lifetime>'[\p{ID_Start}_]\p{ID_Continue}*)/u,
    /(?<identifier>(?:r#)?[\p{ID_Start}_]\p{ID_Continue}*)/u,
    /(?:::|->|=>|\.\.[.=]?|[=!<]=|&&|\|\||[-+*/%^&|]=|[-+*/%^!&|=<>@.,;:#$?~\\()[\]{}])/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'uy',
);

function kindOf(found: Readonly<Record<string, string | undefined>>): Token['kind'] {
  if (found['literal'] !== undefined) return 'literal';
  if (found['lifetime'] !== undefined) return 'lifetime';
  return found['identifier'] === undefined ? 'punctuation' : 'identifier';
}

/** The whole of a comment, of which those in blocks nest. */
function endedComment(text: string, start: number, end: number): string {
  if (text[start + 1] === '/') return text.slice(start, end);
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return text.slice(start, marks.lastIndex);
  }
  return text.slice(start);
}

/** `#[doc = "…"]` for `///` and its like, nothing for other comments. */
function documentation(comment: string): readonly TokenTree[] {
  const line = /^\/\/(\/(?!\/)|!)([^]*)$/.exec(comment);
  const block = /^\/\*(\*(?![*/])|!)([^]*)\*\/$/.exec(comment);
  const [, mark, content = ''] = line ?? block ?? [];
  if (mark === undefined) return [];
  const attribute = [written('doc'), written('='), written(JSON.stringify(content))];
  return [written('#'), ...(mark === '!' ? [written('!')] : []), inDelimiters('[', attribute)];
}

/** A token that nobody wrote where macros are used. */
export function written(text: string): Token {
  const kind = /^[\p{ID_Start}_]/u.test(text)
    ? 'identifier'
    : text.startsWith('"')
      ? 'literal'
      : 'punctuation';
  return { kind, text, place: null, spaced: true };
}

export const inDelimiters = (delimiter: Delimiter, trees: readonly TokenTree[]): Group => ({
  kind: 'group',
  delimiter,
  trees,
  open: written(delimiter),
  close: written(CLOSERS[delimiter]),
});

/** Whether a tree is a token of that text. */
export const isToken = (tree: TokenTree | undefined, text: string): tree is Token =>
  tree !== undefined && tree.kind !== 'group' && tree.kind !== 'fragment' && tree.text === text;

export const isIdentifier = (tree: TokenTree | undefined): tree is Token => tree?.kind === 'identifier';

export const isGroup = (tree: TokenTree | undefined, delimiter: Delimiter): tree is Group =>
  tree?.kind === 'group' && tree.delimiter === delimiter;
