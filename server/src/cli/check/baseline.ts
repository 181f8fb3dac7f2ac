import { Ajv } from 'ajv';
import type { Uri } from '../../base/range.js';
import type { Finding } from '../../service/answers.js';
import { UserError } from '../../service/ferrule.js';
import { shownPath } from '../paths.js';
import { compareText } from './report.js';

/**
 * Findings that a project lives with, as `docs/schema/baseline.schema.json` has them. They are known by hazard, path and
 * message, and by nothing that moves when a line is added above them.
 */
export interface Baseline {
  readonly version: 1;
  /** In the order of their paths. */
  readonly findings: readonly BaselineFinding[];
}

export interface BaselineFinding {
  readonly hazard: string;
  /** Relative to the folder that the baseline lies in, with `/` between names. */
  readonly path: string;
  readonly message: string;
  /** How often it is found in that file. */
  readonly count: number;
}

/** What is left of findings beside a baseline. */
export interface BeyondBaseline {
  readonly findings: readonly Finding[];
  /** How many the baseline has. */
  readonly known: number;
  /** How many of the baseline's were not found any more. */
  readonly gone: number;
}

/** The JSON Schema of a baseline, published in `docs/schema/baseline.schema.json`. */
export const BASELINE_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['version', 'findings'],
  properties: {
    version: { const: 1 },
    findings: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['hazard', 'path', 'message', 'count'],
        properties: {
          hazard: { type: 'string' },
          path: { type: 'string' },
          message: { type: 'string' },
          count: { type: 'integer', minimum: 1 },
        },
      },
    },
  },
} as const;

const validate = new Ajv().compile<Baseline>(BASELINE_SCHEMA);

/**
 * @param name the file as the user knows it
 * @throws UserError where the text is no baseline
 */
export function readBaseline(text: string, name: string): Baseline {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new UserError(`${name} is no JSON; ferrule check --write-baseline ${name} writes it anew`);
  }
  if (validate(data)) return data;
  const [problem] = validate.errors ?? [];
  throw new UserError(
    `${name} is no baseline: ${problem?.instancePath || 'it'} ${problem?.message ?? 'is not understood'}`,
  );
}

/** A baseline of all of the findings, as text. */
export function baselineOf(findings: readonly Finding[], folder: Uri): string {
  const counts = new Map<string, BaselineFinding>();
  for (const finding of findings) {
    const key = keyOf(identify(finding, folder));
    counts.set(key, { ...identify(finding, folder), count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const sorted = [...counts.values()].sort(
    (a, b) =>
      compareText(a.path, b.path) || compareText(a.hazard, b.hazard) || compareText(a.message, b.message),
  );
  const baseline: Baseline = { version: 1, findings: sorted };
  return `${JSON.stringify(baseline, null, 2)}\n`;
}

/**
 * @param folder the one that the baseline lies in
 * @param looked whether a file was among what was checked: of others nothing can be gone
 */
export function beyondBaseline(
  findings: readonly Finding[],
  baseline: Baseline,
  folder: Uri,
  looked: (path: string) => boolean,
): BeyondBaseline {
  const left = new Map(baseline.findings.map((each) => [keyOf(each), each.count]));
  const beyond = findings.filter((finding) => {
    const key = keyOf(identify(finding, folder));
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
  const gone = baseline.findings
    .filter(({ path }) => looked(path))
    .reduce((sum, each) => sum + Math.max(0, left.get(keyOf(each)) ?? 0), 0);
  return { findings: beyond, known: findings.length - beyond.length, gone };
}

type Identity = Omit<BaselineFinding, 'count'>;

const identify = ({ hazard, uri, message }: Finding, folder: Uri): Identity => ({
  hazard,
  path: shownPath(uri, folder),
  message,
});

const keyOf = ({ hazard, path, message }: Identity): string => JSON.stringify([hazard, path, message]);
