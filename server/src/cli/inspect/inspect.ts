import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { uriFromPath } from '../../base/uri.js';
import type { InspectedFile } from '../../service/answers.js';
import { UserError } from '../../service/ferrule.js';
import type { CliEnvironment, ExitStatus } from '../environment.js';
import { pathsToOpen, resolveFile, type GivenPath } from '../paths.js';
import { lookOf } from '../terminal.js';
import { formatInspectAsJson } from './json.js';
import { formatInspectAsText } from './text.js';

export const INSPECT_FORMATS = ['text', 'json'] as const;
export type InspectFormat = (typeof INSPECT_FORMATS)[number];

export interface InspectOptions {
  readonly format: InspectFormat;
  readonly target?: string;
  readonly verify?: boolean;
}

/** `ferrule inspect`: the types and functions of files, with layout, verdicts and link symbols. */
export async function inspect(
  names: readonly string[],
  options: InspectOptions,
  environment: CliEnvironment,
): Promise<ExitStatus> {
  if (options.verify) {
    throw new UserError('--verify is not available yet: this version does not run the compilers');
  }
  const given: GivenPath[] = [];
  for (const name of names) given.push(await resolveFile(name, environment));
  const workspace = await environment.openWorkspace({
    paths: await pathsToOpen(given, environment),
    configFile: null,
    targets: options.target === undefined ? [] : [options.target],
  });
  const files: InspectedFile[] = [];
  for (const { uri } of given) {
    files.push(await workspace.ferrule.inspect(uri, options.target ?? null, NEVER_CANCELLED));
  }
  const report = { files, target: workspace.primaryTarget(), base: uriFromPath(environment.cwd) };
  environment.stdout.write(
    options.format === 'json'
      ? formatInspectAsJson(report)
      : formatInspectAsText(report, lookOf(environment.stdout, environment.variables)),
  );
  return 0;
}
