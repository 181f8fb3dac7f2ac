import process from 'node:process';

/** `FERRULE_FUZZ_SEED` makes other cases, of which the first is made again by the seed that a failure names. */
export const FUZZ_SEED = Number(process.env['FERRULE_FUZZ_SEED'] ?? 20261122);

/** `FERRULE_FUZZ_SCALE`: so many times the usual number of cases. */
export const FUZZ_SCALE = Number(process.env['FERRULE_FUZZ_SCALE'] ?? 1);

/** What a run by hand may take, in milliseconds. */
export const HOURS = 24 * 3_600_000;
