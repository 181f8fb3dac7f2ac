import { pathFromUri } from '../../base/uri.js';
import { compareRanges, type Uri } from '../../base/range.js';
import type { CheckAnswer, Finding } from '../../service/answers.js';
import type { Severity } from '../../service/settings.js';
import { count, printable } from '../display.js';
import type { Files } from '../environment.js';
import { gutterOf, renderExcerpt, splitLines, type Excerpt } from '../excerpt.js';
import { mechanismText } from '../../service/mechanisms.js';
import { reportExplanation } from '../../service/explanation-report.js';
import { renderMarkdown } from '../markdown.js';
import { shownPath } from '../paths.js';
import type { Colors, Look } from '../terminal.js';
import { compareText, type CheckReport } from './report.js';

/**
 * `check --format text`: every finding as rustc and clang print theirs, with an excerpt of its place and
 * of every place that is evidence for it, then what was looked at. The time taken is told to terminals
 * only, so that piped output stays the same from run to run.
 */
export async function formatCheckAsText(
  report: CheckReport,
  look: Look,
  files: Pick<Files, 'read'>,
): Promise<string> {
  const readLines = lineReader(files);
  const blocks: string[] = [];
  for (const finding of report.answer.findings) {
    blocks.push([...(await renderFinding(finding, report, look, readLines)), '', ''].join('\n'));
  }
  const { explanation, base } = report;
  const page = explanation && reportExplanation(explanation, (uri) => shownPath(uri, base));
  const explained = page === null ? '' : `\n${look.terminal ? renderMarkdown(page, look) : printable(page)}`;
  return `${blocks.join('')}${summary(report, look).join('\n')}\n${explained}`;
}

type LineReader = (uri: Uri) => Promise<readonly string[] | null>;

/** Reads each file once; findings come sorted by file. */
function lineReader(files: Pick<Files, 'read'>): LineReader {
  const read = new Map<Uri, Promise<readonly string[] | null>>();
  return (uri) => {
    const known = read.get(uri);
    if (known) return known;
    const lines = files.read(pathFromUri(uri)).then((text) => (text === null ? null : splitLines(text)));
    read.set(uri, lines);
    return lines;
  };
}

async function renderFinding(
  finding: Finding,
  { base }: CheckReport,
  { colors, width }: Look,
  readLines: LineReader,
): Promise<string[]> {
  const excerpts: Excerpt[] = [
    {
      arrow: '-->',
      path: shownPath(finding.uri, base),
      range: finding.range,
      mark: '^',
      label: '',
      lines: await readLines(finding.uri),
    },
  ];
  for (const { location, message } of finding.related) {
    const path = shownPath(location.uri, base);
    const same = excerpts.findIndex(
      (excerpt) => excerpt.path === path && compareRanges(excerpt.range, location.range) === 0,
    );
    const shown = excerpts[same];
    if (shown) {
      // Several steps about one place stand under one excerpt of it.
      excerpts[same] = { ...shown, label: shown.label === '' ? message : `${shown.label}\n${message}` };
      continue;
    }
    const lines = await readLines(location.uri);
    excerpts.push({ arrow: ':::', path, range: location.range, mark: '-', label: message, lines });
  }

  const gutter = gutterOf(excerpts);
  const frame = (text: string): string => colors.bold(colors.blue(text));
  const tone = toneOf(finding.severity, colors);
  const bar = `${' '.repeat(gutter)} ${frame('|')}`;
  const { mechanism, remedies } = finding;
  const notes = [
    // Declarations under `extern "C"` say so themselves.
    ...(mechanism && mechanism !== 'extern-c'
      ? [`${colors.bold('note')}: crosses through ${mechanismText(mechanism)}`]
      : []),
    ...remedies.map(({ title }) => `${colors.bold('help')}: ${printable(title)}`),
  ];
  return [
    `${tone(`${finding.severity}[${finding.hazard}]`)}${colors.bold(`: ${printable(finding.message)}`)}`,
    ...excerpts.flatMap((excerpt, index) => [
      ...(index === 0 ? [] : [bar]),
      ...renderExcerpt(excerpt, {
        gutter,
        width,
        frame,
        accent: excerpt.mark === '^' ? tone : frame,
      }),
    ]),
    ...(notes.length > 0 ? [bar] : []),
    ...notes.map((note) => `${' '.repeat(gutter)} ${frame('=')} ${note}`),
  ];
}

function toneOf(severity: Severity, colors: Colors): (text: string) => string {
  switch (severity) {
    case 'error':
      return (text) => colors.bold(colors.red(text));
    case 'warning':
      return (text) => colors.bold(colors.yellow(text));
    case 'information':
      return (text) => colors.bold(colors.cyan(text));
    case 'hint':
      return (text) => colors.bold(colors.green(text));
    default:
      throw new TypeError(severity satisfies never);
  }
}

function summary({ answer, durationMs }: CheckReport, { colors, terminal }: Look): string[] {
  const time = terminal ? ` in ${(durationMs / 1000).toFixed(1)} s` : '';
  const looked = [
    `${count(answer.crossings.length, 'crossing')}, ${answer.unpaired.length} unpaired`,
    `${count(answer.files.seen, 'file')} seen, ${answer.files.parsed} parsed${time}`,
  ].join('; ');
  // A check of `src` alone leaves the headers out, and then its silence means nothing.
  const nothingPaired =
    answer.crossings.length === 0 && answer.unpaired.length > 0
      ? ['  nothing crosses in what was checked: does it hold both sides?']
      : [];
  return [
    `${colors.bold(findingsInTotal(answer))}; ${looked}`,
    ...nothingPaired,
    ...unpairedReasons(answer, colors),
  ];
}

/** `3 errors, 1 warning in 2 files` */
export function findingsInTotal({ findings }: CheckAnswer): string {
  if (findings.length === 0) return 'no findings';
  const of = (wanted: Severity): number => findings.filter(({ severity }) => severity === wanted).length;
  const parts = [
    [of('error'), count(of('error'), 'error')],
    [of('warning'), count(of('warning'), 'warning')],
    [of('information'), `${of('information')} information`],
    [of('hint'), count(of('hint'), 'hint')],
  ] as const;
  const files = new Set(findings.map(({ uri }) => uri)).size;
  const told = parts.filter(([number]) => number > 0).map(([, text]) => text);
  return `${told.join(', ')} in ${count(files, 'file')}`;
}

/** Reasons that are counted one by one before the rest is summed up. */
const MOST_REASONS = 5;

/** Names that are given for a reason; `--format json` lists them all. */
const MOST_NAMES = 3;

/** Names without a partner by reason, the first of each by name. */
function unpairedReasons({ unpaired }: CheckAnswer, colors: Colors): string[] {
  const byReason = new Map<string, string[]>();
  for (const { name, reason } of unpaired) byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  const sorted = [...byReason].sort(([a, m], [b, n]) => n.length - m.length || compareText(a, b));
  const rest = sorted.slice(MOST_REASONS).reduce((sum, [, names]) => sum + names.length, 0);
  return [
    ...sorted.slice(0, MOST_REASONS).map(([reason, names]) => {
      const first = names.slice(0, MOST_NAMES).join(', ');
      return `${names.length} unpaired: ${printable(reason)}: ${printable(first)}${names.length > MOST_NAMES ? ', …' : ''}`;
    }),
    ...(rest > 0 ? [`${rest} unpaired for other reasons (--format json lists them all)`] : []),
  ].map((line) => colors.dim(`  ${line}`));
}
