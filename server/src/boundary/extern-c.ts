import { isMangledCpp } from '../abi/mangling/mangled-symbol.js';
import type { Uri } from '../base/range.js';
import { nearestTo } from '../base/uri.js';
import type { ExportedFunction, ForeignFunction, RustFacts } from '../facts/rust/rust-facts.js';
import type { CppDeclarationOf } from '../program/cpp-names.js';
import type { Program } from '../program/program.js';
import { compareSignatures, haveOneForm } from './compare.js';
import { isForeignAbi } from './calling-conventions.js';
import { isThere } from './conditions.js';
import {
  agreeing,
  declarationsOf,
  distinct,
  included,
  overloadsNamed,
  signatureOf,
} from './c-declarations.js';
import type { CppFunctionSide, FunctionCrossing, Pairing, RustFunctionSide, Unpaired } from './crossing.js';
import { Exporters } from './exporters.js';
import { possibleLinkNames } from './link-name.js';
import { findBySymbol } from './mangled-imports.js';
import { hiddenFriends } from './hidden-friends.js';
import { obstructed, withoutSymbol } from './obstructed.js';
import { symbolOfExportedStatic } from './statics.js';
import type { TargetView } from './target-view.js';

type Candidate = CppDeclarationOf<'function'>;

/**
 * Pairs the raw `extern "C"` functions of one Rust file with C++ declarations by their link name: imports
 * in extern blocks, and exports by `no_mangle` or `export_name`.
 *
 * @param exporters of all Rust files, see `exportersOf`
 * @returns null where it has come some way, and others may have their turn
 */
export function* pairExternC(
  view: TargetView,
  uri: Uri,
  facts: RustFacts,
  exporters: Exporters,
): Generator<Pairing | null> {
  const imports: Pairing[] = [];
  for (const item of facts.foreignFunctions) {
    if (!isForeignAbi(item.abi)) continue;
    imports.push(pairImport(view, uri, item));
    yield null;
  }
  yield* withoutVariants(imports, view);
  for (const item of facts.exports) {
    const symbol = symbolOfExport(item);
    if (symbol !== null) yield pairExport(view, uri, item, symbol, exporters);
  }
}

/**
 * Where features and the like choose between declarations of one function and one of them agrees with C++, the
 * others mean a build of C++ that was not read.
 */
function withoutVariants(pairings: readonly Pairing[], view: TargetView): Pairing[] {
  const variants = new Map<string, FunctionCrossing[]>();
  for (const pairing of pairings) {
    if (pairing.kind !== 'function') continue;
    const { uri, condition } = pairing.rust;
    if (isThere(view.program, uri, condition, view.target, { sure: true, inTests: true }) !== null) continue;
    const known = variants.get(pairing.name);
    if (known) known.push(pairing);
    else variants.set(pairing.name, [pairing]);
  }
  return pairings.map((item) => {
    if (item.kind !== 'function') return item;
    const others = variants.get(item.name) ?? [];
    const redundant =
      others.length > 1 &&
      others.includes(item) &&
      !agrees(item, view) &&
      others.some((other) => agrees(other, view));
    if (!redundant) return item;
    const location = { uri: item.rust.uri, range: item.rust.nameRange };
    const reason = 'its declaration under another `cfg` is the one that C++ agrees with';
    return { kind: 'unpaired', name: item.name, mechanism: 'extern-c', location, reason };
  });
}

function agrees(item: FunctionCrossing, view: TargetView): boolean {
  return item.resolved && haveOneForm(compareSignatures(item, view));
}

/** Who exports what, over all Rust files. */
export function exportersOf(program: Program): Exporters {
  const exporters = new Exporters();
  for (const [uri, facts] of program.rustFiles()) {
    for (const item of facts.exports) {
      const symbol = symbolOfExport(item);
      if (symbol !== null) exporters.add(symbol, uri);
    }
    for (const item of facts.exportedStatics) exporters.add(symbolOfExportedStatic(item), uri);
  }
  return exporters;
}

/** What the linker knows an exported function by; null for one that only Rust can call. */
export const symbolOfExport = (item: ExportedFunction): string | null =>
  item.generic ? null : (item.exportName ?? (item.noMangle ? item.name : null));

function pairImport(view: TargetView, uri: Uri, item: ForeignFunction): Pairing {
  const [likeliest = item.name, ...others] = possibleLinkNames(
    item,
    view.target,
    view.program.rustOptions(uri),
  );
  const pairing = pairByName(view, uri, item, likeliest);
  if (pairing.kind === 'function') return pairing;
  for (const name of others) {
    const other = pairByName(view, uri, item, name);
    if (other.kind === 'function') return other;
  }
  return pairing;
}

function pairByName(view: TargetView, uri: Uri, item: ForeignFunction, name: string): Pairing {
  const unpaired = (reason: string): Unpaired => ({
    kind: 'unpaired',
    name,
    mechanism: 'extern-c',
    location: { uri, range: item.nameRange },
    reason,
  });
  if (isMangledCpp(name)) return pairMangled(view, uri, item, name, unpaired);
  const candidates = included(declarationsOf(view.program, name), view);
  if (candidates.length > 0) {
    const agreed = agreeing(nearestTo(candidates, uri));
    if (!agreed) return severalWays(unpaired, name, 'rust-calls-cpp', rustSide(uri, item), candidates);
    return crossing(name, 'rust-calls-cpp', rustSide(uri, item), agreed, []);
  }
  const [first, ...others] = overloadsNamed(view, name);
  if (first) return crossing(name, 'rust-calls-cpp', rustSide(uri, item), first, others);
  return unlinkable(view, name, rustSide(uri, item)) ?? unpaired('no C++ declaration of this name was found');
}

/** An import of what a header declares and no linker finds by this name. */
function unlinkable(view: TargetView, name: string, rust: RustFunctionSide): Unpaired | null {
  const named = view.program.cpp
    .functionsNamed([name])
    .filter(({ uri, item }) => item.scope.length === 0 && !isSource(uri));
  const hidden = hiddenFriends(named, view).filter(({ item }) => item.linkage === 'cpp');
  const offered = named.filter(({ item }) => !item.friend);
  const found = distinct(
    nearestTo(included(hidden.length > 0 ? hidden : offered, view), rust.uri),
    signatureOf,
  );
  const [cpp, ...others] = found;
  if (!cpp || others.length > 0) return null;
  const obstacle = hidden.length > 0 ? 'hidden-friend' : (withoutSymbol(cpp.item) ?? 'cpp-linkage');
  const meant = obstructed(obstacle, crossing(name, 'rust-calls-cpp', rust, cpp, []), view);
  if (!meant) return null;
  const reason = `C++ declares it ${OBSTACLES[obstacle]}`;
  const location = { uri: rust.uri, range: rust.nameRange };
  return { kind: 'unpaired', name, mechanism: 'extern-c', location, reason, obstructed: meant };
}

const OBSTACLES = {
  'cpp-linkage': 'with C++ linkage',
  static: '`static`',
  deleted: 'deleted',
  template: 'as a template',
  'hidden-friend': 'as a friend within a class only',
};

/** What a source file declares for itself is not offered to anybody. */
const isSource = (uri: Uri): boolean => /\.(?:c|cc|cpp|cxx|c\+\+|m|mm)$/i.test(uri);

function pairMangled(
  view: TargetView,
  uri: Uri,
  item: ForeignFunction,
  name: string,
  unpaired: (reason: string) => Unpaired,
): Pairing {
  const found = findBySymbol(view, uri, item, name);
  switch (found.kind) {
    case 'unpaired':
      return unpaired(found.reason);
    case 'found':
      return bound(found.function, found.others, true);
    case 'stale': {
      const [first, ...others] = found.candidates;
      return first ? bound(first, others, false) : unpaired('');
    }
    default:
      return found satisfies never;
  }
  function bound(cpp: CppFunctionSide, overloads: readonly CppFunctionSide[], resolved: boolean): Pairing {
    return {
      kind: 'function',
      name,
      mechanism: 'extern-c',
      direction: 'rust-calls-cpp',
      rust: rustSide(uri, item),
      cpp,
      overloads,
      resolved,
      mangledNames: item.linkNames,
    };
  }
}

const RUST_ABI = 'it is exported with the Rust calling convention';

function pairExport(
  view: TargetView,
  uri: Uri,
  item: ExportedFunction,
  symbol: string,
  exporters: Exporters,
): Pairing {
  const unpaired = (reason: string): Unpaired => ({
    kind: 'unpaired',
    name: symbol,
    mechanism: 'extern-c',
    location: { uri, range: item.nameRange },
    reason,
  });
  const found = included(declarationsOf(view.program, symbol), view);
  // A C++ definition of the same symbol is another implementation, not a caller of ours; what the same file
  // declares announces that definition.
  const defining = new Set(found.filter(({ item }) => item.definition).map((candidate) => candidate.uri));
  const candidates = found.filter((candidate) => !defining.has(candidate.uri));
  if (found.length > 0 && candidates.length === 0)
    return unpaired('C++ defines a function of this name itself');
  if (candidates.length === 0)
    return unpaired(item.abi === 'Rust' ? RUST_ABI : 'no C++ declaration of this name was found');
  // A program has one definition of a symbol: what is nearer to another one declares that.
  const ours = candidates.filter((candidate) => exporters.isNearest(symbol, uri, candidate.uri));
  if (ours.length === 0) return unpaired('C++ declares it beside another Rust function of this name only');
  const agreed = agreeing(nearestTo(ours, uri));
  if (!agreed) return severalWays(unpaired, symbol, 'cpp-calls-rust', rustSide(uri, item), ours);
  if (item.abi === 'Rust') {
    const meant = obstructed(
      'rust-abi',
      crossing(symbol, 'cpp-calls-rust', rustSide(uri, item), agreed, []),
      view,
    );
    return meant ? { ...unpaired(RUST_ABI), obstructed: meant } : unpaired(RUST_ABI);
  }
  return crossing(symbol, 'cpp-calls-rust', rustSide(uri, item), agreed, []);
}

function severalWays(
  unpaired: (reason: string) => Unpaired,
  name: string,
  direction: FunctionCrossing['direction'],
  rust: RustFunctionSide,
  candidates: readonly Candidate[],
): Unpaired {
  const ways = distinct(candidates, signatureOf);
  return {
    ...unpaired(`C++ declares it in ${ways.length} ways: ${ways.map(place).join(', ')}`),
    ways: ways.map((way) => crossing(name, direction, rust, way, [])),
  };
}

const place = ({ uri, item }: Candidate): string =>
  `${uri.slice(uri.lastIndexOf('/') + 1)}:${item.nameRange.start.line + 1}`;

function crossing(
  name: string,
  direction: FunctionCrossing['direction'],
  rust: RustFunctionSide,
  cpp: Candidate,
  overloads: readonly Candidate[],
): FunctionCrossing {
  const side = ({ uri, item }: Candidate): CppFunctionSide => ({ uri, item });
  return {
    kind: 'function',
    name,
    mechanism: 'extern-c',
    direction,
    rust,
    cpp: side(cpp),
    overloads: overloads.map(side),
    resolved: overloads.length === 0,
  };
}

/** A function that Rust imports or exports. */
export const rustSide = (uri: Uri, item: ForeignFunction | ExportedFunction): RustFunctionSide => ({
  uri,
  abi: item.abi,
  name: item.name,
  nameRange: item.nameRange,
  range: item.range,
  modulePath: item.modulePath,
  signature: item.signature,
  condition: item.condition,
});
