import { passesAsCxx, type CppFunctionSide, type FunctionCrossing } from '../boundary/crossing.js';
import type { TargetView } from '../boundary/target-view.js';
import { formatCppDeclaration } from '../facts/cpp/format-declaration.js';
import { bindBySymbol } from './bind-by-symbol.js';
import { defineHazard, type Remedy } from './hazard.js';
import page from './overload-set.md';
import { count } from './wording.js';

export const overloadSet = defineHazard({
  id: 'overload-set',
  title: 'A bound C++ name is overloaded, and the binding does not say which function it means',
  severity: 'warning',
  concerns: 'function',
  page,
  check(crossing, view, report) {
    // A mangled name says which one is meant, right or not.
    if (crossing.resolved || crossing.mangledNames) return;
    const overloads = [crossing.cpp, ...crossing.overloads];
    report({
      at: { uri: crossing.rust.uri, range: crossing.rust.nameRange },
      message: passesAsCxx(crossing.mechanism)
        ? `C++ has ${count(overloads.length, 'function')} named \`${crossing.name}\`, and none has the parameters that the bridge declares`
        : `C++ has ${count(overloads.length, 'function')} named \`${crossing.name}\`, none of which is \`extern "C"\`: no symbol has this name`,
      evidence: overloads.map((overload) => ({
        location: { uri: overload.uri, range: overload.item.nameRange },
        message: `\`${formatCppDeclaration(overload.item)}\``,
      })),
      remedies: crossing.mechanism === 'extern-c' ? bindEach(crossing, overloads, view) : [],
    });
  },
  surface: {
    function({ name, cpp, overloads }, _view, report) {
      if (overloads.length === 0) return;
      report({
        at: { uri: cpp.uri, range: cpp.item.nameRange },
        message: `C++ has ${count(overloads.length + 1, 'function')} named \`${name}\`, and nothing binds them yet: Rust has no overloading, so that a binding needs a name for each and has to say which one it means by its parameters or its symbol`,
        evidence: overloads.map(({ uri, item }) => ({
          location: { uri, range: item.nameRange },
          message: `\`${formatCppDeclaration(item)}\``,
        })),
        remedies: [],
      });
    },
  },
});

/** The overload that takes the least change comes first. */
const bindEach = (
  crossing: FunctionCrossing,
  overloads: readonly CppFunctionSide[],
  view: TargetView,
): Remedy[] =>
  overloads
    .flatMap((cpp) => bindBySymbol(crossing, cpp, view) ?? [])
    .sort((a, b) => a.changes.length - b.changes.length)
    .map(({ remedy }) => remedy);
