import { editOf } from '../base/source-edit.js';
import { passedParameters, type CppFunctionSide, type FunctionCrossing } from '../boundary/crossing.js';
import { linkNameOn, qualifiedNameIn } from '../boundary/link-name.js';
import { asCalled } from '../boundary/member-functions.js';
import { hasSymbol, symbolOf } from '../boundary/symbols.js';
import type { TargetView } from '../boundary/target-view.js';
import { formatCppDeclaration } from '../facts/cpp/format-declaration.js';
import type { LinkName } from '../facts/rust/rust-facts.js';
import { defineHazard, type Remedy } from './hazard.js';
import page from './stale-mangled-name.md';
import { signatureChanges } from './signature-remedies.js';
import { count } from './wording.js';

export const staleMangledName = defineHazard({
  id: 'stale-mangled-name',
  title: 'Rust binds a mangled name that no C++ function has',
  severity: 'error',
  concerns: 'function',
  drift: true,
  page,
  check(crossing, view, report) {
    const written = linkNameOn(
      crossing.mangledNames ?? [],
      view.target,
      view.program.rustOptions(crossing.rust.uri),
    );
    if (!written || crossing.resolved) return;
    const path = qualifiedNameIn(written.name, view.target);
    const overloads = [crossing.cpp, ...crossing.overloads];
    if (!path || overloads.some((side) => isIncomplete(side, view))) return;
    const named = overloads.flatMap((side) => {
      const symbol = symbolOf(side, view);
      return symbol.status === 'exact' ? [{ side, symbol: symbol.value.symbol }] : [];
    });
    if (named.length < overloads.length) return;
    if (overloads.some((side) => hasSymbol(side, written.name, view))) return;
    const parameters = crossing.rust.signature.parameters.length;
    const nearest = named.sort(
      (a, b) =>
        distance(a, parameters, view) - distance(b, parameters, view) || compareText(a.symbol, b.symbol),
    );
    const [first] = nearest;
    if (!first) return;
    report({
      at: { uri: crossing.rust.uri, range: written.range },
      message: `no C++ function has the symbol \`${written.name}\`: ${
        named.length === 1
          ? `\`${formatCppDeclaration(first.side.item)}\` has \`${first.symbol}\``
          : `of ${count(named.length, 'function')} named \`${path.join('::')}\` the nearest, \`${formatCppDeclaration(first.side.item)}\`, has \`${first.symbol}\``
      }`,
      evidence: nearest.map(({ side, symbol }) => ({
        location: { uri: side.uri, range: side.item.nameRange },
        message: `\`${formatCppDeclaration(side.item)}\` is \`${symbol}\``,
      })),
      remedies: nearest.map(({ side, symbol }) => bindTo(crossing, view, written, side, symbol)),
    });
  },
});

/** A file that was not all read may declare the function that is meant. */
const isIncomplete = ({ uri }: CppFunctionSide, view: TargetView): boolean =>
  (view.program.facts(uri)?.problems.length ?? 1) > 0;

interface Named {
  readonly side: CppFunctionSide;
  readonly symbol: string;
}

function distance({ side, symbol }: Named, parameters: number, view: TargetView): number {
  const called = asCalled(side, symbol, view);
  const passed = passedParameters(called.kind === 'known' ? called.side : side);
  return Math.abs(passed.length - parameters);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : 1);

/** The name, and the signature where Rust's differs. */
const bindTo = (
  crossing: FunctionCrossing,
  view: TargetView,
  written: LinkName,
  cpp: CppFunctionSide,
  symbol: string,
): Remedy => ({
  title: `Bind \`${formatCppDeclaration(cpp.item)}\``,
  edit: (read) => {
    const { uri } = crossing.rust;
    const { start, end } = written.range;
    const called = asCalled(cpp, symbol, view);
    const changes =
      called.kind === 'known'
        ? signatureChanges({ ...crossing, cpp: called.side, resolved: true }, view)
        : [];
    const line = read(uri)?.split('\n')[start.line];
    if (line === undefined || start.line !== end.line) return null;
    const attribute = line.slice(start.character, end.character);
    const newText = attribute.replace(written.name, () => symbol);
    return newText === attribute ? null : editOf(uri, { range: written.range, newText }, ...(changes ?? []));
  },
});
