import { NEVER_CANCELLED } from '../../base/cancellation.js';
import type { Uri } from '../../base/range.js';
import { uriFromPath } from '../../base/uri.js';
import type { InspectedFile } from '../../service/answers.js';
import type { Verification } from '../../service/verification.js';
import type { CliEnvironment, ExitStatus } from '../environment.js';
import { pathsToOpen, resolveFile, type GivenPath } from '../paths.js';
import { lookOf } from '../terminal.js';
import { formatInspectAsJson } from './json.js';
import { formatInspectAsText } from './text.js';
import { formatVerificationAsText } from './verification-text.js';

export const INSPECT_FORMATS = ['text', 'json'] as const;
export type InspectFormat = (typeof INSPECT_FORMATS)[number];

export interface InspectOptions {
  readonly format: InspectFormat;
  readonly target?: string;
  readonly verify?: boolean;
}

/**
 * `ferrule inspect`: the types and functions of files, with layout, verdicts and link symbols; with
 * `--verify` where the installed compilers disagree.
 */
export async function inspect(
  names: readonly string[],
  options: InspectOptions,
  environment: CliEnvironment,
): Promise<ExitStatus> {
  const given: GivenPath[] = [];
  for (const name of names) given.push(await resolveFile(name, environment));
  const workspace = await environment.openWorkspace({
    paths: await pathsToOpen(given, environment),
    configFile: null,
    targets: options.target === undefined ? [] : [options.target],
  });
  const { ferrule } = workspace;
  const target = options.target ?? null;
  const token = options.verify ? environment.untilInterrupted() : NEVER_CANCELLED;
  const files: InspectedFile[] = [];
  const verifications = new Map<Uri, Verification>();
  for (const { uri } of given) {
    if (options.verify) {
      const { file, verification } = await ferrule.verify(uri, target, token);
      files.push(file);
      verifications.set(uri, verification);
    } else files.push(await ferrule.inspect(uri, target, token));
  }
  const base = uriFromPath(environment.cwd);
  const report = { files, verifications, target: workspace.primaryTarget(), base };
  const look = lookOf(environment.stdout, environment.variables);
  environment.stdout.write(
    options.format === 'json'
      ? formatInspectAsJson(report)
      : options.verify
        ? formatVerificationAsText(report, look)
        : formatInspectAsText(report, look),
  );
  return [...verifications.values()].some(({ disagreements }) => disagreements.length > 0) ? 1 : 0;
}
