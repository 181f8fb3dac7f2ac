import { compareSignatures } from '../boundary/compare.js';
import type { CppFunctionSide, FunctionCrossing } from '../boundary/crossing.js';
import { symbolOf } from '../boundary/symbols.js';
import type { TargetView } from '../boundary/target-view.js';
import { formatCppDeclaration } from '../facts/cpp/format-declaration.js';
import { defineHazard, type Remedy } from './hazard.js';
import { insertAttribute } from './insert-attribute.js';
import page from './overload-set.md';
import { count } from './wording.js';

export const overloadSet = defineHazard({
  id: 'overload-set',
  title: 'A bound C++ name is overloaded, and the binding does not say which function it means',
  severity: 'warning',
  concerns: 'function',
  page,
  check(crossing, view, report) {
    if (crossing.resolved) return;
    const overloads = [crossing.cpp, ...crossing.overloads];
    report({
      at: { uri: crossing.rust.uri, range: crossing.rust.nameRange },
      message:
        crossing.mechanism === 'cxx'
          ? `C++ has ${count(overloads.length, 'function')} named \`${crossing.name}\`, and none has the parameters that the bridge declares`
          : `C++ has ${count(overloads.length, 'function')} named \`${crossing.name}\`, none of which is \`extern "C"\`: no symbol has this name`,
      evidence: overloads.map((overload) => ({
        location: { uri: overload.uri, range: overload.item.nameRange },
        message: `\`${formatCppDeclaration(overload.item)}\``,
      })),
      remedies: crossing.mechanism === 'extern-c' ? bindEach(crossing, overloads, view) : [],
    });
  },
});

/** `#[link_name]` with the mangled name of one overload, the one that Rust's parameters fit comes first. */
function bindEach(
  crossing: FunctionCrossing,
  overloads: readonly CppFunctionSide[],
  view: TargetView,
): Remedy[] {
  const differences = (cpp: CppFunctionSide): number => {
    const { arity, parameters } = compareSignatures({ ...crossing, cpp, resolved: true }, view);
    return arity ? overloads.length + cpp.item.signature.parameters.length : parameters.length;
  };
  const byFit = overloads.map((overload) => ({ overload, differences: differences(overload) }));
  byFit.sort((a, b) => a.differences - b.differences);
  return byFit.flatMap(({ overload }) => {
    const symbol = symbolOf(overload, view);
    if (symbol.status === 'unknown') return [];
    const { start } = crossing.rust.range;
    return [
      {
        title: `Bind \`${formatCppDeclaration(overload.item)}\` by its mangled name`,
        edit: (read) =>
          insertAttribute(crossing.rust.uri, start, `#[link_name = "${symbol.value.symbol}"]`, read),
      },
    ];
  });
}
