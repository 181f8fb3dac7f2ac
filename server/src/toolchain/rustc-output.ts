/** A message of rustc as `--error-format=json` has it, as far as it is read here. */
export interface RustcMessage {
  readonly level: string;
  readonly message: string;
  readonly spans: readonly RustcSpan[];
}

export interface RustcSpan {
  readonly file_name: string;
  /** From 1. */
  readonly line_start: number;
  readonly is_primary: boolean;
  readonly label: string | null;
  /** The lines of the source; the place is counted in characters from 1. */
  readonly text: readonly { readonly text: string; readonly highlight_start: number }[];
  /** The macro invocation that the span comes from. */
  readonly expansion: { readonly span: RustcSpan } | null;
}

/**
 * The messages among what rustc (`--error-format json`) or cargo (`--message-format json`) wrote: each an
 * object on a line of its own, which cargo wraps. Build scripts write what they like between them.
 */
export function compilerMessages(output: string): RustcMessage[] {
  return output.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    try {
      const own = JSON.parse(line) as { readonly message?: unknown };
      return [own, own.message].filter(isMessage);
    } catch {
      return [];
    }
  });
}

const isMessage = (value: unknown): value is RustcMessage =>
  typeof value === 'object' && value !== null && 'level' in value && 'spans' in value;

/**
 * What went wrong, in one line, from what cargo, rustc or rustup wrote to standard error: the first error
 * (else the first line), and the last of its causes.
 */
export function firstProblem(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  const error = lines.find((line) => line.startsWith('error')) ?? lines.find((line) => line !== '');
  const cause = lines[lines.lastIndexOf('Caused by:') + 1];
  // How a build script ended is of no use; that it was one is.
  const causes =
    lines.includes('Caused by:') && cause && !cause.startsWith("process didn't exit") ? `: ${cause}` : '';
  const offline = /offline/.test(stderr) ? '; cargo runs offline, `cargo fetch` gets what it lacks' : '';
  return `${error?.replace(/^error(?:\[\w+\])?: /, '') ?? 'ended without a reason'}${causes}${offline}`;
}
