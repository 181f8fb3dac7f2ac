import { join, resolve } from 'node:path';
import { NEVER_CANCELLED } from '../base/cancellation.js';
import { uriFromPath } from '../base/uri.js';
import type { BindingAnswer, BindingKind } from '../service/answers.js';
import { UserError } from '../service/ferrule.js';
import { printable } from './display.js';
import type { CliEnvironment, ExitStatus } from './environment.js';
import { isUntouchedGenerated, sealGenerated } from './generated-file.js';
import { pathsToOpen, resolveFile, shownPath } from './paths.js';

export const BINDING_KINDS: readonly BindingKind[] = ['cxx', 'extern-c', 'zngur', 'cbindgen'];
const AVAILABLE: readonly BindingKind[] = ['cxx'];

export interface BindOptions {
  readonly to: BindingKind;
  readonly only: readonly string[];
  readonly out?: string;
}

/**
 * `ferrule bind`: bindings for a header, on standard output or into a folder. What could not be bound is
 * listed on standard error with its reason.
 *
 * @returns 1 where nothing at all could be bound
 */
export async function bind(
  name: string,
  options: BindOptions,
  environment: CliEnvironment,
): Promise<ExitStatus> {
  if (!AVAILABLE.includes(options.to)) {
    throw new UserError(
      `bind --to ${options.to} is not available yet: this version generates ${AVAILABLE.join(', ')}`,
    );
  }
  const file = await resolveFile(name, environment);
  const workspace = await environment.openWorkspace({
    paths: await pathsToOpen([file], environment),
    configFile: null,
    targets: [],
  });
  const { to, only } = options;
  const answer = await workspace.ferrule.bind(file.uri, { to, only }, NEVER_CANCELLED);
  if (options.out === undefined) environment.stdout.write(printedFiles(answer));
  else await writeFiles(answer, name, options.out, environment);
  for (const { name: refused, reason, range } of answer.refused) {
    const place = `${name}:${range.start.line + 1}:${range.start.character + 1}`;
    environment.stderr.write(`ferrule: ${printable(`${place}: ${refused} is not bound: ${reason}`)}\n`);
  }
  if (answer.files.length > 0) return 0;
  environment.stderr.write(`ferrule: nothing in ${name} could be bound\n`);
  return 1;
}

/** One file as it is; several each under a comment with its path. */
function printedFiles({ files }: BindingAnswer): string {
  const [only] = files;
  if (only !== undefined && files.length === 1) return only.text;
  return files.map(({ path, text }) => `// ---- ${path} ----\n${text}`).join('\n');
}

/** Writes all files or none: a file that is not ours, or ours but edited since, stops it. */
async function writeFiles(
  { files }: BindingAnswer,
  source: string,
  out: string,
  environment: CliEnvironment,
): Promise<void> {
  const folder = resolve(environment.cwd, out);
  if ((await environment.files.kind(folder)) === 'file')
    throw new UserError(`--out ${out} is a file, not a folder`);
  const planned: { path: string; shown: string; text: string }[] = [];
  for (const file of files) {
    const path = join(folder, file.path);
    const shown = shownPath(uriFromPath(path), uriFromPath(environment.cwd));
    const existing = await environment.files.kind(path);
    const content = existing === 'file' ? await environment.files.read(path) : null;
    if (existing !== null && (content === null || !isUntouchedGenerated(content))) {
      throw new UserError(
        `${shown} exists and is not an untouched result of ferrule bind; nothing was written (move it away, or choose another --out)`,
      );
    }
    planned.push({ path, shown, text: sealGenerated(file.path, file.text, source.replaceAll('\\', '/')) });
  }
  for (const { path, shown, text } of planned) {
    await environment.files.write(path, text);
    environment.stdout.write(`wrote ${shown}\n`);
  }
}
