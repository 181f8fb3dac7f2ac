import type { Uri } from '../base/range.js';
import type { Program } from '../program/program.js';
import { compareSignatures, haveOneForm } from './compare.js';
import type { FunctionCrossing, Unpaired } from './crossing.js';
import { isIncludedIn } from './known-macros.js';
import type { Redeclaration } from './redeclarations.js';
import type { TargetView } from './target-view.js';

/**
 * What C++ declares in several ways, of functions that Rust imports or exports: in sources that one package compiles,
 * each of which sees but one of them. What one source sees twice no compiler accepts.
 */
export function* cppRedeclarationsOf(
  unpaired: readonly Unpaired[],
  view: TargetView,
): Generator<Redeclaration> {
  for (const { name: symbol, ways = [] } of unpaired) {
    const there = ways.filter(({ cpp: { uri, item } }) => isIncludedIn(item.condition, uri, view) === true);
    const agreeing = there.filter((way) => haveOneForm(compareSignatures(way, view)));
    const agreed = agreeing.length === 1;
    const [first, ...others] = agreed ? [...agreeing, ...there.filter((way) => way !== agreeing[0])] : there;
    for (const second of others)
      if (first && areLinked(first, second, view.program))
        yield {
          kind: 'redeclaration',
          language: 'cpp',
          symbol,
          first: first.cpp,
          second: second.cpp,
          agreed,
        };
  }
}

function areLinked(first: FunctionCrossing, second: FunctionCrossing, program: Program): boolean {
  const [one, other] = [first.cpp.uri, second.cpp.uri];
  return program.compiledTogether.some((sources) => {
    const seeing = [...sources].map((source) => program.cpp.includes.visibleFrom(source));
    const sees = (uri: Uri): ReadonlySet<Uri>[] => seeing.filter((visible) => visible.has(uri));
    return sees(one).length > 0 && sees(other).length > 0 && !sees(one).some((visible) => visible.has(other));
  });
}
