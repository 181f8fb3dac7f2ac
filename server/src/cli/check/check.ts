import { resolve } from 'node:path';
import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { START_OF_FILE, type Uri } from '../../base/range.js';
import { baseName, isWithin, joinUri, parentUri, pathFromUri, uriFromPath } from '../../base/uri.js';
import type { CheckAnswer } from '../../service/answers.js';
import { UserError } from '../../service/ferrule.js';
import type { CliEnvironment, ExitStatus } from '../environment.js';
import { count, printable } from '../display.js';
import { outputBase, pathsToOpen, resolveFile, resolvePaths, shownPath, type GivenPath } from '../paths.js';
import { progressLine } from '../progress.js';
import { lookOf } from '../terminal.js';
import { baselineOf, beyondBaseline, readBaseline, type Baseline, type BeyondBaseline } from './baseline.js';
import { formatCheckAsGithub } from './github.js';
import { formatCheckAsJson } from './json.js';
import { narrowAndSort, type CheckReport } from './report.js';
import { formatCheckAsSarif } from './sarif.js';
import { formatCheckAsText } from './text.js';

export const CHECK_FORMATS = ['text', 'json', 'sarif', 'github'] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** Forms that have a place for the explanation of a workspace. */
const EXPLAINED: readonly CheckFormat[] = ['text', 'json'];

export interface CheckOptions {
  readonly format: CheckFormat;
  readonly target: readonly string[];
  readonly config?: string;
  readonly explain?: true;
  readonly baseline?: string;
  readonly writeBaseline?: string;
}

/**
 * `ferrule check`: the findings of a workspace on standard output, what could not be read on standard
 * error.
 *
 * @returns 1 where a finding is an error or a warning; 2 where a settings file or a path that was named
 *   could not be read or held nothing to read, whatever the rest says
 */
export async function check(
  names: readonly string[],
  options: CheckOptions,
  environment: CliEnvironment,
): Promise<ExitStatus> {
  if (options.explain && !EXPLAINED.includes(options.format))
    throw new UserError(`--explain goes with --format ${EXPLAINED.join(' or ')}, not with ${options.format}`);
  if (options.baseline !== undefined && options.writeBaseline !== undefined)
    throw new UserError(
      '--baseline and --write-baseline exclude each other: the one reads, the other writes',
    );
  const known = options.baseline === undefined ? null : await openBaseline(options.baseline, environment);
  const given = await resolvePaths(names.length > 0 ? names : ['.'], environment);
  const configFile = options.config === undefined ? null : await resolveFile(options.config, environment);
  const base = outputBase(given, environment.cwd);
  const line = progressLine(environment);
  const began = environment.now();
  const workspace = await environment.openWorkspace({
    paths: await pathsToOpen(given, environment),
    configFile: configFile?.path ?? null,
    targets: options.target,
  });
  try {
    const found = narrowAndSort(await workspace.ferrule.check(NEVER_CANCELLED, line.progress), given, base);
    const beyond = known && withoutKnown(found, known, given);
    const answer = beyond ? { ...found, findings: beyond.findings } : found;
    const explanation = options.explain
      ? await workspace.ferrule.explain(NEVER_CANCELLED, line.progress)
      : null;
    line.done();
    const durationMs = Math.round(environment.now() - began);
    const report: CheckReport = { answer, explanation, base, durationMs };
    for (const problem of problemLines(report)) environment.stderr.write(`ferrule: ${problem}\n`);
    if (answer.files.seen === 0 && answer.problems.length === 0) {
      environment.stderr.write(`ferrule: no Rust, C++ or .zng file found in ${names.join(', ') || '.'}\n`);
    }
    if (options.writeBaseline !== undefined) {
      await writeBaseline(answer.findings, options.writeBaseline, environment);
      return statusOf({ ...answer, findings: [] }, [...given, ...(configFile ? [configFile] : [])]);
    }
    if (beyond && options.baseline !== undefined)
      environment.stderr.write(`ferrule: ${aboutBaseline(beyond, options.baseline)}\n`);
    environment.stdout.write(await format(report, options.format, environment));
    return statusOf(answer, [...given, ...(configFile ? [configFile] : [])]);
  } finally {
    line.done();
  }
}

interface OpenBaseline {
  readonly baseline: Baseline;
  readonly folder: Uri;
}

async function openBaseline(name: string, environment: CliEnvironment): Promise<OpenBaseline> {
  const path = resolve(environment.cwd, name);
  const text = await environment.files.read(path);
  if (text === null)
    throw new UserError(`no such file: ${name}; ferrule check --write-baseline ${name} writes it`);
  return { baseline: readBaseline(text, name), folder: parentUri(uriFromPath(path)) };
}

function withoutKnown(
  { findings }: CheckAnswer,
  { baseline, folder }: OpenBaseline,
  given: readonly GivenPath[],
): BeyondBaseline {
  const looked = (path: string): boolean => given.some(({ uri }) => isWithin(joinUri(folder, path), uri));
  return beyondBaseline(findings, baseline, folder, looked);
}

function aboutBaseline({ known, gone }: BeyondBaseline, name: string): string {
  const left = `${count(known, 'finding')} of ${name} left out`;
  return gone === 0 ? left : `${left}, ${gone} of it not found any more: --write-baseline ${name} renews it`;
}

async function writeBaseline(
  findings: CheckAnswer['findings'],
  name: string,
  environment: CliEnvironment,
): Promise<void> {
  const path = resolve(environment.cwd, name);
  await environment.files.write(path, baselineOf(findings, parentUri(uriFromPath(path))));
  environment.stdout.write(`wrote ${count(findings.length, 'finding')} to ${name}\n`);
}

function format(
  report: CheckReport,
  name: CheckFormat,
  environment: CliEnvironment,
): string | Promise<string> {
  switch (name) {
    case 'text':
      return formatCheckAsText(report, lookOf(environment.stdout, environment.variables), environment.files);
    case 'json':
      return formatCheckAsJson(report);
    case 'sarif':
      return formatCheckAsSarif(report, environment.hazards, environment.version);
    case 'github':
      return formatCheckAsGithub(report);
    default:
      throw new TypeError(name satisfies never);
  }
}

/** Places within files that are shown one by one; a workspace of strange code may have thousands. */
const MOST_PLACES = 5;

/** What could not be read: files each with their line, places within sources only the first few. */
function problemLines({ answer, base }: CheckReport): string[] {
  const show = ({ uri, message, range }: CheckAnswer['problems'][number]): string => {
    const { line, character } = (range ?? START_OF_FILE).start;
    const place = range === null ? '' : `:${line + 1}:${character + 1}`;
    // Messages about files that could not be read begin with the path already.
    const path = pathFromUri(uri);
    const rest = message.startsWith(`${path}:`) ? message.slice(path.length) : `${place}: ${message}`;
    return printable(`${shownPath(uri, base)}${rest}`).replaceAll('\n', ' ');
  };
  const isPlace = ({ uri, range }: CheckAnswer['problems'][number]): boolean =>
    range !== null && !isSettingsFile(uri);
  const files = answer.problems.filter((problem) => !isPlace(problem));
  const places = answer.problems.filter(isPlace);
  const more = places.length - MOST_PLACES;
  return [
    ...files.map(show),
    ...places.slice(0, MOST_PLACES).map(show),
    ...(more > 0 ? [`${more} more such place${more === 1 ? '' : 's'}`] : []),
  ];
}

const isSettingsFile = (uri: Uri): boolean => baseName(uri) === 'ferrule.toml';

function statusOf(answer: CheckAnswer, named: readonly GivenPath[]): ExitStatus {
  const unreadable = answer.problems.some(
    ({ uri, range }) => isSettingsFile(uri) || (range === null && named.some((path) => path.uri === uri)),
  );
  if (unreadable || answer.files.seen === 0) return 2;
  return answer.findings.some(({ severity }) => severity === 'error' || severity === 'warning') ? 1 : 0;
}
