import type { Uri } from '../base/range.js';
import { nearestTo } from '../base/uri.js';
import type { RustFacts } from '../facts/rust/rust-facts.js';
import { noSignature, type FunctionCrossing } from './crossing.js';
import type { TargetView } from './target-view.js';

/**
 * Pairs what the `#[diplomat::bridge]` modules of one file export with the headers that diplomat's tool wrote of them,
 * where they are in the workspace. Both sides are its own: `Result`, slices and what is written to have forms in C that
 * it chooses.
 */
export function* pairDiplomat(view: TargetView, uri: Uri, facts: RustFacts): Generator<FunctionCrossing> {
  for (const item of facts.diplomatFunctions) {
    const [cpp] = nearestTo(view.program.cpp.functionsWithCLinkage(item.linkName), uri);
    if (!cpp) continue;
    yield {
      kind: 'function',
      name: item.linkName,
      mechanism: 'diplomat',
      direction: 'cpp-calls-rust',
      rust: { uri, ...item, signature: noSignature(item.nameRange) },
      cpp: { uri: cpp.uri, item: cpp.item },
      overloads: [],
      resolved: true,
    };
  }
}
