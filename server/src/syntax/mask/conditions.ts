/** A preprocessor line, split. */
export interface Directive {
  /** `if`, `ifdef`, `define`, `pragma` …, empty where unreadable. */
  readonly name: string;
  /** What follows the name, without comments, continuation lines joined. */
  readonly rest: string;
}

const DIRECTIVE = /^#\s*([A-Za-z_]*)\s*/;

/** @param line one whole directive from its `#` on */
export function readDirective(line: string): Directive {
  const match = DIRECTIVE.exec(line);
  const rest = line.slice(match?.[0].length ?? 0);
  return { name: match?.[1] ?? '', rest: withoutComments(rest).trim() };
}

/** Joins continuation lines and takes the comments out of one directive's text. */
export function withoutComments(text: string): string {
  const joined = text.includes('\n') ? text.replace(/\\\r?\n[ \t]*/g, ' ') : text;
  if (!joined.includes('/')) return joined;
  return joined.replace(/"(?:\\.|[^"\\])*"|\/\*[^]*?\*\/|\/\/.*/g, (match) =>
    match.startsWith('"') ? match : ' ',
  );
}

/** The `#if` expression that an opening directive stands for: `#ifdef A` is `defined(A)`. */
export function openingCondition({ name, rest }: Directive): string {
  switch (name) {
    case 'ifdef':
    case 'elifdef':
      return `defined(${firstWord(rest)})`;
    case 'ifndef':
    case 'elifndef':
      return `!defined(${firstWord(rest)})`;
    default:
      return rest.replace(/\s+/g, ' ');
  }
}

/** Compilers only warn of what stands behind the name. */
const firstWord = (rest: string): string => /^\S+/.exec(rest)?.[0] ?? '';

/** What a file alone tells of a condition. C++ is what is read, so `__cplusplus` is defined. */
export type ConditionValue = 'true' | 'false' | 'open';

/**
 * Decides the conditions that hold or fail for every reader: constants, the `__cplusplus` guards that ask for
 * no standard, and those of assembly. Everything else stays open.
 */
export function evaluateCondition(condition: string): ConditionValue {
  const text = condition.replace(/\s+/g, '').replace(/^\((.*)\)$/, '$1');
  const alternatives = text.split('||');
  // `defined(__cplusplus) || defined(c_plusplus)`
  if (alternatives.length > 1 && !text.includes('&&') && alternatives.every(isBalanced))
    return alternatives.some((each) => evaluateCondition(each) === 'true') ? 'true' : 'open';
  if (/^(?:0|false|!1)$/.test(text)) return 'false';
  if (/^(?:1|true|!0)$/.test(text)) return 'true';
  if (/^(?:defined\(?)?__cplusplus\)?$/.test(text)) return 'true';
  if (/^!(?:\(?defined\(?)?__cplusplus\)*$/.test(text)) return 'false';
  if (/^(?:defined\(?)?__ASSEMBLER__\)?$/.test(text)) return 'false';
  if (/^!(?:\(?defined\(?)?__ASSEMBLER__\)*$/.test(text)) return 'true';
  const [, comparison, version] = /^__cplusplus([<>]=?)(\d+)[lL]?$/.exec(text) ?? [];
  // Microsoft's compiler says 199711 of all standards.
  if (comparison === undefined || Number(version) >= 199711) return 'open';
  return comparison.startsWith('>') ? 'true' : 'false';
}

const isBalanced = (text: string): boolean => text.split('(').length === text.split(')').length;

/** One condition for several that all hold. */
export const conjunction = (conditions: readonly string[]): string =>
  conditions.length === 1
    ? (conditions[0] ?? '')
    : conditions.map((each) => (/\|\||[?]|\bor\b/.test(each) ? `(${each})` : each)).join(' && ');

/** The condition under which the branches before this one were not taken. */
export const negated = (condition: string): string =>
  /^!?(?:defined\([^()]*\)|\w+)$/.test(condition)
    ? condition.startsWith('!')
      ? condition.slice(1)
      : `!${condition}`
    : `!(${condition})`;
