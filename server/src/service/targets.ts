import { findTarget, type Target } from '../abi/target.js';
import type { SourceFolder } from './sources.js';

/**
 * The targets of a workspace: those of its folders' settings in order, the machine's own where none is
 * named. Whoever reads the settings has refused the triples that are not known.
 */
export function targetsOf(
  folders: readonly SourceFolder[],
  hostTarget: string,
): readonly [Target, ...Target[]] {
  const named = folders
    .flatMap(({ settings }) => settings.targets.map(findTarget))
    .filter((target) => target !== null);
  const [first, ...others] = new Set(named);
  return [first ?? findTarget(hostTarget) ?? FALLBACK, ...others];
}

/** For machines that Ferrule has no row for. */
const FALLBACK = findTarget('x86_64-unknown-linux-gnu') as Target;
