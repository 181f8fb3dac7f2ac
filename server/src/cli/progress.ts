import type { Progress } from '../service/sources.js';
import { NO_PROGRESS } from '../service/sources.js';
import { cutTo } from './display.js';
import type { CliEnvironment } from './environment.js';
import { lookOf } from './terminal.js';

/** One line at the foot of a terminal that tells what goes on, and leaves no trace. */
export interface ProgressLine {
  readonly progress: Progress;
  /** Takes the line away; must come before anything else is written. */
  done(): void;
}

/** More often than this nobody reads. */
const INTERVAL_MS = 80;
const ERASE_LINE = '\r\u001B[2K';

/** Progress goes to standard error where that is a terminal, and nowhere else. */
export function progressLine({
  stderr,
  variables,
  now,
}: Pick<CliEnvironment, 'stderr' | 'variables' | 'now'>): ProgressLine {
  if (!stderr.isTTY) return { progress: NO_PROGRESS, done: () => undefined };
  const { colors, width } = lookOf(stderr, variables);
  let shownAt = -Infinity;
  let shown = false;
  return {
    progress: (message, share) => {
      const time = now();
      if (time - shownAt < INTERVAL_MS) return;
      shownAt = time;
      shown = true;
      const percent = share === undefined ? '' : `${String(Math.round(share * 100)).padStart(3)} % `;
      stderr.write(ERASE_LINE + colors.dim(cutTo(`${percent}${message}`, width - 1)));
    },
    done: () => {
      if (shown) stderr.write(ERASE_LINE);
      shown = false;
    },
  };
}
