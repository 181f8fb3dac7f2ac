import picocolors from 'picocolors';
import type { CliEnvironment, Output } from './environment.js';

export type Colors = ReturnType<typeof picocolors.createColors>;

/** How an output is written to: with or without colour, and how wide. */
export interface Look {
  readonly colors: Colors;
  /** Columns to fit excerpts and tables into. */
  readonly width: number;
  readonly terminal: boolean;
}

/** Width for pipes and files, so that piped output does not depend on a terminal. */
const PIPED_WIDTH = 140;
const NARROWEST = 40;

/**
 * Colour goes to terminals only. `NO_COLOR` takes it away (no-color.org: any value that is not empty),
 * `FORCE_COLOR` gives it to pipes as well, and is `0` or `false` where it takes colour away.
 */
export function lookOf(output: Output, variables: CliEnvironment['variables']): Look {
  return {
    colors: picocolors.createColors(isColourful(output, variables)),
    width: output.isTTY ? Math.max(output.columns ?? PIPED_WIDTH, NARROWEST) : PIPED_WIDTH,
    terminal: output.isTTY,
  };
}

function isColourful(output: Output, variables: CliEnvironment['variables']): boolean {
  if (variables['NO_COLOR']) return false;
  const forced = variables['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return output.isTTY && variables['TERM'] !== 'dumb';
}
