import { findTarget, type Target } from '../abi/target.js';
import type { SourceFolder } from './sources.js';

/** The targets of a workspace: those of its folders' settings in order, the machine's own where none is named. */
export function targetsOf(
  folders: readonly SourceFolder[],
  hostTarget: string,
): {
  readonly targets: readonly Target[];
  readonly unknown: readonly { folder: SourceFolder; triple: string }[];
} {
  const targets = new Set<Target>();
  const unknown: { folder: SourceFolder; triple: string }[] = [];
  for (const folder of folders) {
    for (const triple of folder.settings.targets) {
      const target = findTarget(triple);
      if (target) targets.add(target);
      else unknown.push({ folder, triple });
    }
  }
  if (targets.size === 0) targets.add(findTarget(hostTarget) ?? FALLBACK);
  return { targets: [...targets], unknown };
}

const FALLBACK = findTarget('x86_64-unknown-linux-gnu') as Target;
