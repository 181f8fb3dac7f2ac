import type { Condition } from '../facts.js';

/** A piece of a text that is read as a module in its place, with what decides whether its items are there. */
export interface CfgIfBlock {
  /** Offsets of what stands before the block's brace: `cfg_if!`, `if #[cfg(…)]` or `else`. */
  readonly start: number;
  readonly brace: number;
  /** Of this branch; those of the blocks around it come before. Empty for the macro's own braces. */
  readonly condition: Condition;
}

/**
 * The blocks of all `cfg_if! { if #[cfg(…)] { items } else { items } }` that stand where items do: of each macro, its
 * own braces, and those of its branches. A macro that does not follow its grammar has none.
 *
 * @see the crate cfg-if, `macro_rules! cfg_if`
 */
export function readCfgIf(text: string): readonly CfgIfBlock[] {
  if (!text.includes('cfg_if')) return [];
  const blocks: CfgIfBlock[] = [];
  /** The open braces, from the outermost on. */
  const open: Brace[] = [];
  /** Those around whose content is not items. */
  let bodies = 0;
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(text); token; token = TOKEN.exec(text)) {
    const [written] = token;
    const around = open.at(-1);
    if (written === '}') {
      const closed = open.pop();
      if (closed?.kind === 'body') bodies--;
      if (closed?.kind === 'macro' && closed.whole) blocks.push(...closed.blocks);
    } else if (!written.endsWith('{') || HOLDS_TEXT.test(written)) {
      if (around?.kind === 'macro' && !written.startsWith('/')) around.whole = false;
    } else if (around?.kind === 'macro') {
      const condition = conditionOf(written, around);
      if (condition === null) around.whole = false;
      else around.blocks.push({ ...placeOf(token), condition });
      open.push(condition === null ? { kind: 'body' } : { kind: 'items' });
      if (condition === null) bodies++;
    } else if (bodies === 0 && CFG_IF.test(written)) {
      open.push({
        kind: 'macro',
        whole: true,
        earlier: [],
        ended: false,
        blocks: [{ ...placeOf(token), condition: [] }],
      });
    } else if (/^mod\b/.test(written)) open.push({ kind: 'items' });
    else {
      open.push({ kind: 'body' });
      bodies++;
    }
  }
  return blocks;
}

/** Writes a `mod` with a name of one letter before each block's brace: then the grammar reads items in it. */
export function maskCfgIf(text: string): string {
  const blocks = [...readCfgIf(text)].sort((a, b) => a.start - b.start);
  let masked = '';
  let end = 0;
  for (const { start, brace } of blocks) {
    const written = text.slice(start, brace);
    masked += text.slice(end, start) + HEAD + written.slice(HEAD.length).replace(/[^\r\n]/g, ' ');
    end = brace;
  }
  return end === 0 ? text : masked + text.slice(end);
}

type Brace =
  /** Of a module, or of a branch. */
  | { readonly kind: 'items' }
  /** Of anything else. */
  | { readonly kind: 'body' }
  | OpenMacro;

interface OpenMacro {
  readonly kind: 'macro';
  /** It follows the grammar so far. */
  whole: boolean;
  /** The predicates of its branches. */
  readonly earlier: string[];
  /** After `else`, which is the last branch. */
  ended: boolean;
  readonly blocks: CfgIfBlock[];
}

/** What may hold a brace that is none, semicolons, and braces with what says what they are of. */
const TOKEN = new RegExp(
  [
    /\/\/[^\n]*|\/\*(?:[^]*?\*\/|[^]*)/,
    /b?c?r(#*)"(?:[^]*?"\1|[^]*)|"(?:\\[^]|[^"\\])*"?|'(?:\\(?:u\{\w*\}|[^])\w*|[^\\'\n])'/,
    /\bmod\s+(?:r#)?\w+\s*\{/,
    /(?:\bcfg_if\s*::\s*)?\bcfg_if\s*!\s*\{/,
    /\b(?:else\s+)?if\s*#\s*\[\s*cfg\s*\((?:[^{}";]|"(?:\\.|[^"\\\n])*"){0,1000}\)\s*\]\s*\{/,
    /[ \t]?\belse\s*\{/,
    /[{};]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/** Comments and literals, which may end like anything. */
const HOLDS_TEXT = /^(?:["'/]|b?c?r#*")/;

const CFG_IF = /\bcfg_if\s*!\s*\{$/;

const BRANCH = /^(else\s+)?if\s*#\s*\[\s*cfg\s*\(([^]*)\)\s*\]\s*\{$/;

/** When a branch is taken; null where the macro cannot have it there. */
function conditionOf(written: string, macro: OpenMacro): Condition | null {
  const { earlier } = macro;
  const [branch, chained, predicate] = BRANCH.exec(written) ?? [];
  const isElse = branch === undefined && written !== '{';
  const follows = isElse || chained !== undefined;
  const fits = HEAD_PLACE.test(written) && !macro.ended && follows === earlier.length > 0;
  if (!fits || (!isElse && predicate === undefined)) return null;
  const others = earlier.map((each) => `not(${each})`);
  macro.ended = isElse;
  if (predicate === undefined) return others;
  const own = predicate.trim().replace(/,$/, '');
  earlier.push(own);
  return [...others, own];
}

const HEAD = 'mod m';

/** Before a brace, where the head of a module fits and no line ends. */
const HEAD_PLACE = /^[^\r\n]{5}[^]*\{$/;

const placeOf = ({ 0: written, index }: RegExpExecArray): { start: number; brace: number } => ({
  start: index,
  brace: index + written.length - 1,
});
