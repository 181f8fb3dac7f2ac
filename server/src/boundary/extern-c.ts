import { isMangledCpp } from '../abi/mangling/mangled-symbol.js';
import type { Uri } from '../base/range.js';
import { nearestTo } from '../base/uri.js';
import type { CppFacts, CppFunction } from '../facts/cpp/cpp-facts.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import type { ExportedFunction, ForeignFunction, RustFacts } from '../facts/rust/rust-facts.js';
import type { CppDeclarationOf } from '../program/cpp-names.js';
import type { Program } from '../program/program.js';
import { compareSignatures } from './compare.js';
import { isThere } from './conditions.js';
import { isIncludedIn } from './known-macros.js';
import { isAnonymous } from '../facts/cpp/namespace-macros.js';
import type { CppFunctionSide, FunctionCrossing, Pairing, RustFunctionSide } from './crossing.js';
import { Exporters } from './exporters.js';
import { linkNameOn } from './link-name.js';
import { findBySymbol } from './mangled-imports.js';
import type { TargetView } from './target-view.js';

type Candidate = CppDeclarationOf<'function'>;

/** Calling conventions that C++ can declare; `Rust` and the intrinsics cross nowhere. */
const FOREIGN_ABIS =
  /^(?:C|system|cdecl|stdcall|fastcall|vectorcall|thiscall|win64|sysv64|aapcs|efiapi)(?:-unwind)?$/;

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
    if (!FOREIGN_ABIS.test(item.abi)) continue;
    imports.push(pairImport(view, uri, item));
    yield null;
  }
  yield* withoutVariants(imports, view);
  for (const item of facts.exports) {
    const symbol = symbolOf(item);
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
  const { arity, result, parameters } = compareSignatures(item, view);
  return item.resolved && arity === null && result === null && parameters.length === 0;
}

/** Who exports what, over all Rust files. */
export function exportersOf(program: Program): Exporters {
  const exporters = new Exporters();
  for (const [uri, facts] of program.rustFiles()) {
    for (const item of facts.exports) {
      const symbol = symbolOf(item);
      if (symbol !== null) exporters.add(symbol, uri);
    }
  }
  return exporters;
}

/** What the linker knows an exported function by; null for one that only Rust can call. */
const symbolOf = (item: ExportedFunction): string | null =>
  item.generic ? null : (item.exportName ?? (item.noMangle ? item.name : null));

function pairImport(view: TargetView, uri: Uri, item: ForeignFunction): Pairing {
  const name = linkNameOn(item.linkNames, view.target, view.program.rustOptions(uri))?.name ?? item.name;
  const unpaired = (reason: string): Pairing => ({
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
    if (!agreed) return unpaired(severalWays(candidates));
    return crossing(name, 'rust-calls-cpp', rustSide(uri, item), agreed, []);
  }
  const [first, ...others] = overloadsNamed(view, name);
  if (!first) return unpaired('no C++ declaration of this name was found');
  return crossing(name, 'rust-calls-cpp', rustSide(uri, item), first, others);
}

function pairMangled(
  view: TargetView,
  uri: Uri,
  item: ForeignFunction,
  name: string,
  unpaired: (reason: string) => Pairing,
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

function pairExport(
  view: TargetView,
  uri: Uri,
  item: ExportedFunction,
  symbol: string,
  exporters: Exporters,
): Pairing {
  const unpaired = (reason: string): Pairing => ({
    kind: 'unpaired',
    name: symbol,
    mechanism: 'extern-c',
    location: { uri, range: item.nameRange },
    reason,
  });
  if (item.abi === 'Rust') return unpaired('it is exported with the Rust calling convention');
  const found = included(declarationsOf(view.program, symbol), view);
  // A C++ definition of the same symbol is another implementation, not a caller of ours; what the same file
  // declares announces that definition.
  const defining = new Set(found.filter(({ item }) => item.definition).map((candidate) => candidate.uri));
  const candidates = found.filter((candidate) => !defining.has(candidate.uri));
  if (found.length > 0 && candidates.length === 0)
    return unpaired('C++ defines a function of this name itself');
  if (candidates.length === 0) return unpaired('no C++ declaration of this name was found');
  // A program has one definition of a symbol: what is nearer to another one declares that.
  const ours = candidates.filter((candidate) => exporters.isNearest(symbol, uri, candidate.uri));
  if (ours.length === 0) return unpaired('C++ declares it beside another Rust function of this name only');
  const agreed = agreeing(nearestTo(ours, uri));
  if (!agreed) return unpaired(severalWays(ours));
  return crossing(symbol, 'cpp-calls-rust', rustSide(uri, item), agreed, []);
}

/** What an unnamed namespace holds is its file's own, with C linkage too. @see C++ [basic.link] */
const isLinkable = ({ item }: Candidate): boolean =>
  !item.static && !item.deleted && item.template === null && !item.scope.some(isAnonymous);

/** Those that are there on the target; all of them where none is. */
function included(candidates: readonly Candidate[], view: TargetView): readonly Candidate[] {
  const here = candidates.filter(({ uri, item }) => isIncludedIn(item.condition, uri, view) !== false);
  return here.length > 0 ? here : candidates;
}

/** The C++ functions that link by their plain name: with C linkage, or from a header that C could read. */
function declarationsOf(program: Program, name: string): readonly Candidate[] {
  const linkable = program.cpp.functionsWithCLinkage(name).filter(isLinkable);
  // What only C files define is declared by a header whose `extern "C"` may be a macro's.
  if (linkable.some(({ item }) => !item.definition)) return linkable;
  return [...linkable, ...plainDeclarations(program, name).filter(fromCHeader(program))];
}

/** Two or more functions of this name that C++ tells apart by their parameters; else none. */
function overloadsNamed(view: TargetView, name: string): readonly Candidate[] {
  const plain = included(plainDeclarations(view.program, name), view);
  const overloads = distinct(plain, parametersOf);
  if (overloads.some(({ item }) => item.inline)) return [];
  return overloads.some(({ item: a }) => overloads.some(({ item: b }) => areOverloads(a, b)))
    ? overloads
    : [];
}

/** Functions at global scope without `extern "C"`. */
const plainDeclarations = (program: Program, name: string): Candidate[] =>
  program.cpp
    .functionsNamed([name])
    .filter(
      (candidate) => isLinkable(candidate) && candidate.item.scope.length === 0 && !candidate.item.friend,
    );

/** A header that a C compiler could read declares C functions, whatever C++ would make of it. */
const fromCHeader =
  (program: Program) =>
  ({ uri }: Candidate): boolean => {
    const facts = program.facts(uri);
    if (facts?.language !== 'cpp') return false;
    const known = C_HEADERS.get(facts) ?? looksLikeC(facts);
    C_HEADERS.set(facts, known);
    return known;
  };

/** Facts do not change, and a header is asked for each of its functions. */
const C_HEADERS = new WeakMap<CppFacts, boolean>();

/** No class, namespace, template or reference: the header may be included from C. */
function looksLikeC(facts: CppFacts): boolean {
  return (
    facts.functions.every(({ template, scope }) => template === null && scope.length === 0) &&
    facts.records.every(
      ({ kind, bases, methods, template }) =>
        kind !== 'class' && bases.length === 0 && methods.length === 0 && template === null,
    ) &&
    facts.usings.length === 0 &&
    !hasOverloads(facts.functions)
  );
}

function hasOverloads(functions: readonly CppFunction[]): boolean {
  const byName = new Map<string, CppFunction[]>();
  return functions.some((item) => {
    const known = byName.get(item.name) ?? [];
    byName.set(item.name, [...known, item]);
    return known.some((other) => areOverloads(item, other));
  });
}

/**
 * True for functions of one name that both are there. What `#if` and `#else` declare are two ways to declare
 * one function, of which a build has one.
 */
const areOverloads = (a: CppFunction, b: CppFunction): boolean =>
  parametersOf(a) !== parametersOf(b) &&
  a.condition.length === b.condition.length &&
  a.condition.every((expression, i) => expression === b.condition[i]);

/** The declaration that stands for all, a header's first; null where they differ. */
function agreeing(candidates: readonly Candidate[]): Candidate | null {
  const declarations = candidates.filter(({ item }) => !item.definition);
  const pool = declarations.length > 0 ? declarations : candidates;
  return distinct(pool, signatureOf).length === 1 ? (pool[0] ?? null) : null;
}

/** The first of each that `shapeOf` tells apart. */
function distinct(candidates: readonly Candidate[], shapeOf: (item: CppFunction) => string): Candidate[] {
  const byShape = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const shape = shapeOf(candidate.item);
    if (!byShape.has(shape)) byShape.set(shape, candidate);
  }
  return [...byShape.values()];
}

/** Parameter types as written, without names: what tells overloads apart. */
const parametersOf = ({ signature }: CppFunction): string =>
  `${signature.parameters.map(({ type }) => formatCppType(type)).join(',')}${signature.variadic ? ',...' : ''}`;

/** Equal for a redeclaration; `#if` and `#else` may give one name two results. */
const signatureOf = (item: CppFunction): string =>
  `${formatCppType(item.signature.result)}(${parametersOf(item)})`;

function severalWays(candidates: readonly Candidate[]): string {
  const ways = distinct(candidates, signatureOf);
  return `C++ declares it in ${ways.length} ways: ${ways.map(place).join(', ')}`;
}

const place = ({ uri, item }: Candidate): string =>
  `${uri.slice(uri.lastIndexOf('/') + 1)}:${item.nameRange.start.line + 1}`;

function crossing(
  name: string,
  direction: FunctionCrossing['direction'],
  rust: RustFunctionSide,
  cpp: Candidate,
  overloads: readonly Candidate[],
): Pairing {
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

const rustSide = (uri: Uri, item: ForeignFunction | ExportedFunction): RustFunctionSide => ({
  uri,
  name: item.name,
  nameRange: item.nameRange,
  range: item.range,
  modulePath: item.modulePath,
  signature: item.signature,
  condition: item.condition,
});
