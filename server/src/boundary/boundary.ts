import type { Uri } from '../base/range.js';
import type { RustFacts } from '../facts/rust/rust-facts.js';
import type { Boundary, Crossing, FunctionCrossing, Unpaired } from './crossing.js';
import { pairCxx } from './cxx.js';
import { pairExternC } from './extern-c.js';
import { mirrorsOf } from './mirrors.js';
import type { TargetView } from './target-view.js';

/**
 * Pairs the sides of the whole program into crossings, as its primary target sees them. One file per
 * mechanism does the pairing; the records that functions pass are paired after them.
 */
export function pairBoundary(view: TargetView): Boundary {
  const crossings: Crossing[] = [];
  const unpaired: Unpaired[] = [];
  for (const [uri, facts] of view.program.rustFiles()) pairFile(view, uri, facts, crossings, unpaired);
  const functions = crossings.filter(
    (crossing): crossing is FunctionCrossing => crossing.kind === 'function',
  );
  crossings.push(...mirrorsOf(functions, view));
  return { crossings, unpaired };
}

function pairFile(
  view: TargetView,
  uri: Uri,
  facts: RustFacts,
  crossings: Crossing[],
  unpaired: Unpaired[],
): void {
  for (const pairing of pairExternC(view, uri, facts)) {
    if ('crossing' in pairing) crossings.push(pairing.crossing);
    else unpaired.push(pairing.unpaired);
  }
  for (const pairing of pairCxx(view, uri, facts)) {
    if ('function' in pairing) crossings.push(pairing.function);
    else if ('type' in pairing) crossings.push(pairing.type);
    else unpaired.push(pairing.unpaired);
  }
}
