import { linkNameOf } from '../abi/mangling/link-name.js';
import { editOf } from '../base/source-edit.js';
import type { CppFunctionSide, FunctionCrossing } from '../boundary/crossing.js';
import { symbolOf } from '../boundary/symbols.js';
import type { TargetView } from '../boundary/target-view.js';
import { formatCppDeclaration } from '../facts/cpp/format-declaration.js';
import { defineHazard, type Remedy } from './hazard.js';
import { insertAttribute } from './insert-attribute.js';
import page from './overload-set.md';
import { signatureChanges } from './signature-remedies.js';
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

/**
 * `#[link_name]` with the mangled name of one overload, and its signature where Rust's differs; the one that
 * takes the least change comes first.
 */
function bindEach(
  crossing: FunctionCrossing,
  overloads: readonly CppFunctionSide[],
  view: TargetView,
): Remedy[] {
  return overloads
    .flatMap((cpp) => {
      const changes = signatureChanges({ ...crossing, cpp, resolved: true }, view);
      const symbol = symbolOf(cpp, view);
      return changes === null || symbol.status === 'unknown'
        ? []
        : [{ cpp, changes, attribute: `#[link_name = "${linkNameOf(symbol.value.symbol, view.target)}"]` }];
    })
    .sort((a, b) => a.changes.length - b.changes.length)
    .map(({ cpp, changes, attribute }) => ({
      title: `Bind \`${formatCppDeclaration(cpp.item)}\` by its mangled name`,
      edit: (read) => {
        const { uri, range } = crossing.rust;
        const named = insertAttribute(uri, range.start, attribute, read);
        return named && editOf(uri, ...(named.changes[0]?.edits ?? []), ...changes);
      },
    }));
}
