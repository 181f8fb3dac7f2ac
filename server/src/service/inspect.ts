import type { Uri } from '../base/range.js';
import { exact, unknown, type Known } from '../base/known.js';
import { symbolOfLinkName } from '../abi/mangling/link-name.js';
import { symbolOf } from '../boundary/symbols.js';
import type { TargetView } from '../boundary/target-view.js';
import type { CppFacts, CppFunction, CppRecord } from '../facts/cpp/cpp-facts.js';
import { formatCppSignature } from '../facts/cpp/format-cpp.js';
import type { FileFacts } from '../facts/facts.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import type { ExportedFunction, RustFacts } from '../facts/rust/rust-facts.js';
import { qualifiedName } from '../program/cpp-names.js';
import type {
  InspectedFile,
  InspectedFunction,
  InspectedLayout,
  InspectedType,
  InspectedVerdict,
} from './answers.js';
import { sharedTypesOf, type TypeEntity } from './entities.js';
import { NO_PARTS, reasonsOf, reportLayout, type ReportedLayout } from './layout-report.js';

/** All types and functions that a file declares, computed for one target. */
export function inspectFile(uri: Uri, facts: FileFacts, view: TargetView): InspectedFile {
  const { language, problems } = facts;
  const file = { uri, language, problems };
  switch (facts.language) {
    case 'cpp':
      return { ...file, types: cppTypes(uri, facts, view), functions: cppFunctions(uri, facts, view) };
    case 'rust':
      return { ...file, types: rustTypes(uri, facts, view), functions: rustFunctions(facts) };
    case 'zng':
      return { ...file, types: [], functions: [] };
    default:
      return facts satisfies never;
  }
}

const cppTypes = (uri: Uri, facts: CppFacts, view: TargetView): InspectedType[] => [
  ...[...facts.records, ...recordsOfMacros(uri, view)]
    .filter(({ definition, name }) => definition && name !== '')
    .map((item) => inspectType({ kind: 'cpp-record', uri, item }, view)),
  ...facts.enums
    .filter(({ definition, name }) => definition && name !== '')
    .map((item) => inspectType({ kind: 'cpp-enum', uri, item }, view)),
];

const rustTypes = (uri: Uri, facts: RustFacts, view: TargetView): InspectedType[] => [
  ...facts.records.map((item) => inspectType({ kind: 'rust-record', uri, item }, view)),
  ...facts.enums.map((item) => inspectType({ kind: 'rust-enum', uri, item }, view)),
  ...sharedTypesOf(uri, facts).map((entity) => inspectType(entity, view)),
];

/** What macros outside of classes declare in the file. */
const recordsOfMacros = (uri: Uri, { program }: TargetView): CppRecord[] =>
  program.cpp.declaredByMacros
    .declarationsIn(uri)
    .flatMap((declaration) => (declaration.kind === 'record' ? [declaration.item] : []));

const functionsOfMacros = (uri: Uri, { program }: TargetView): CppFunction[] =>
  program.cpp.declaredByMacros
    .declarationsIn(uri)
    .flatMap((declaration) => (declaration.kind === 'function' ? [declaration.item] : []));

function inspectType(entity: TypeEntity, view: TargetView): InspectedType {
  const report = reportLayout(entity, view);
  return {
    name: report.name,
    kind: report.kind,
    range: entity.item.nameRange,
    layout: layoutOf(report.layout),
    relocation: verdictOf(report.relocation),
    definitions: report.definitions,
    calls: verdictOf(report.calls),
  };
}

function layoutOf(layout: Known<ReportedLayout>): InspectedLayout {
  if (layout.status === 'unknown') {
    const numbers = { size: null, align: null, dataSize: null, nonVirtualSize: null };
    return { status: 'unknown', reason: layout.reason, ...NO_PARTS, ...numbers };
  }
  const reason = layout.status === 'assumed' ? layout.assumption : null;
  return { status: layout.status, reason, ...layout.value };
}

const verdictOf = (known: Known<{ readonly trivial: boolean }>): InspectedVerdict => ({
  status: known.status,
  trivial: known.status === 'unknown' ? null : known.value.trivial,
  because: reasonsOf(known),
});

function cppFunctions(uri: Uri, facts: CppFacts, view: TargetView): InspectedFunction[] {
  const methods = [...facts.records, ...recordsOfMacros(uri, view)]
    .filter(({ template }) => template === null || template.parameters.length === 0)
    .flatMap((record) => record.methods);
  return [...facts.functions, ...functionsOfMacros(uri, view), ...methods].map((item) => {
    const symbol = symbolOf({ uri, item }, view);
    return {
      name: qualifiedName(item),
      range: item.nameRange,
      signature: formatCppSignature(item),
      linkage: item.linkage,
      symbol: symbol.status === 'unknown' ? null : symbol.value.symbol,
      reason:
        symbol.status === 'exact' ? null : symbol.status === 'assumed' ? symbol.assumption : symbol.reason,
      variants: symbol.status === 'unknown' ? {} : symbol.value.variants,
    };
  });
}

const rustFunctions = (facts: RustFacts): InspectedFunction[] => [
  ...facts.foreignFunctions.map((item) =>
    rustFunction(item, linkageOf(item.abi), exact(symbolOfLinkName(item.linkName ?? item.name))),
  ),
  ...facts.exports.map((item) => rustFunction(item, linkageOf(item.abi), exportedSymbol(item))),
  ...facts.bridges.flatMap(({ blocks }) =>
    blocks.flatMap(({ side, functions }) =>
      functions.map((item) => rustFunction(item, side === 'Rust' ? 'rust' : 'cpp', NAMED_BY_CXX)),
    ),
  ),
];

const linkageOf = (abi: string): InspectedFunction['linkage'] => (abi === 'Rust' ? 'rust' : 'c');

function exportedSymbol({ name, generic, exportName, noMangle }: ExportedFunction): Known<string> {
  if (generic) return unknown(`\`${name}\` is generic: only its instances have symbols`);
  if (exportName !== null) return exact(exportName);
  return noMangle ? exact(name) : unknown('rustc chooses the symbol: there is no `#[no_mangle]`');
}

/** cxx calls the function through one of its own, whose name holds its version. */
const NAMED_BY_CXX = unknown('the bridge links through a function that cxx generates and names');

function rustFunction(
  { name, nameRange, signature }: Pick<ExportedFunction, 'name' | 'nameRange' | 'signature'>,
  linkage: InspectedFunction['linkage'],
  symbol: Known<string>,
): InspectedFunction {
  const parameters = signature.parameters.map(({ type }) => formatRustType(type));
  if (signature.variadic) parameters.push('...');
  const result = signature.resultRange ? ` -> ${formatRustType(signature.result)}` : '';
  return {
    name,
    range: nameRange,
    signature: `fn(${parameters.join(', ')})${result}`,
    linkage,
    symbol: symbol.status === 'unknown' ? null : symbol.value,
    reason: symbol.status === 'unknown' ? symbol.reason : null,
    variants: {},
  };
}
