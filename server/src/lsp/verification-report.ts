import { baseName } from '../base/uri.js';
import type { VerifiedFile } from '../service/ferrule.js';
import type { Verification } from '../service/verification.js';

/** What the compilers say of a file, for people. */
export interface VerificationReport {
  /** One line. */
  readonly summary: string;
  readonly disagreements: number;
  /** Compilers that could not judge the file. */
  readonly problems: number;
  /** Markdown: each disagreement with both answers, and what could not be compared. */
  readonly document: string;
}

export function reportVerification({ file, verification }: VerifiedFile): VerificationReport {
  const name = baseName(file.uri);
  const { compilers, disagreements, notCompared } = verification;
  const problems = compilers.filter(({ problem }) => problem !== null).length;
  return {
    summary: `${name}: ${compilers.length === 0 ? NO_COMPILER : compilers.map((each) => verdict(each, verification)).join('; ')}`,
    disagreements: disagreements.length,
    problems,
    document: [
      `# ${name}, and what the compilers say`,
      compilers.length === 0
        ? `${capitalised(NO_COMPILER)}.`
        : compilers.map((each) => `- ${verdict(each, verification)}`).join('\n'),
      ...section(
        'Disagreements',
        disagreements,
        ({ subject, range, quantity, ferrule, judged, compiler, assumption }) => [
          `${range.start.line + 1}`,
          code(subject),
          quantity,
          `${code(ferrule)}${assumption === null ? '' : `, assuming ${assumption}`}`,
          `${code(judged)} (${compiler})`,
        ],
        ['line', 'what', '', 'Ferrule', 'compiler'],
      ),
      ...section(
        'Not compared',
        notCompared,
        ({ subject, range, compiler, reason }) => [
          `${range.start.line + 1}`,
          code(subject),
          compiler,
          reason,
        ],
        ['line', 'what', 'compiler', 'why'],
      ),
      '',
    ].join('\n\n'),
  };
}

const NO_COMPILER = 'no compiler that could judge this file is installed';

/** `rustc 1.95.0 agrees on 2 types and 8 functions` */
function verdict(
  { name, problem, types, functions }: Verification['compilers'][number],
  { disagreements }: Verification,
): string {
  if (problem !== null) return `${name} cannot judge it: ${problem}`;
  const found = disagreements.filter(({ compiler }) => compiler === name).length;
  const asked = [count(types, 'type'), ...(functions === 0 ? [] : [count(functions, 'function')])].join(
    ' and ',
  );
  return found === 0
    ? `${name} agrees on ${asked}`
    : `${name} disagrees: ${count(found, 'difference')} in ${asked}`;
}

function section<T>(
  title: string,
  items: readonly T[],
  cellsOf: (item: T) => readonly string[],
  heads: readonly string[],
): string[] {
  if (items.length === 0) return [];
  const rows = [heads, heads.map(() => '---'), ...items.map((item) => cellsOf(item).map(cell))];
  return [`## ${title}`, rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')];
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;

const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
