import type { Uri } from '../base/range.js';
import type { Known } from '../base/known.js';
import { symbolOf } from '../boundary/symbols.js';
import type { TargetView } from '../boundary/target-view.js';
import type { CppFacts } from '../facts/cpp/cpp-facts.js';
import { formatCppSignature } from '../facts/cpp/format-cpp.js';
import type { FileFacts } from '../facts/facts.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import type { RustFacts, RustSignature } from '../facts/rust/rust-facts.js';
import { qualifiedName } from '../program/cpp-names.js';
import type {
  InspectedFile,
  InspectedFunction,
  InspectedLayout,
  InspectedType,
  InspectedVerdict,
} from './answers.js';
import type { TypeEntity } from './entities.js';
import { reasonsOf, reportLayout, type ReportedLayout } from './layout-report.js';

/** All types and functions that a file declares, computed for one target. */
export function inspectFile(uri: Uri, facts: FileFacts, view: TargetView): InspectedFile {
  switch (facts.language) {
    case 'cpp':
      return {
        uri,
        language: 'cpp',
        types: cppTypes(uri, facts, view),
        functions: cppFunctions(uri, facts, view),
      };
    case 'rust':
      return { uri, language: 'rust', types: rustTypes(uri, facts, view), functions: rustFunctions(facts) };
    case 'zng':
      return { uri, language: 'zng', types: [], functions: [] };
    default:
      return facts satisfies never;
  }
}

const cppTypes = (uri: Uri, facts: CppFacts, view: TargetView): InspectedType[] => [
  ...facts.records
    .filter(({ definition, name }) => definition && name !== '')
    .map((item) => inspectType({ kind: 'cpp-record', uri, item }, view)),
  ...facts.enums
    .filter(({ definition, name }) => definition && name !== '')
    .map((item) => inspectType({ kind: 'cpp-enum', uri, item }, view)),
];

const rustTypes = (uri: Uri, facts: RustFacts, view: TargetView): InspectedType[] => [
  ...facts.records.map((item) => inspectType({ kind: 'rust-record', uri, item }, view)),
  ...facts.enums.map((item) => inspectType({ kind: 'rust-enum', uri, item }, view)),
];

function inspectType(entity: TypeEntity, view: TargetView): InspectedType {
  const report = reportLayout(entity, view);
  return {
    name: report.name,
    kind: report.kind,
    range: entity.item.nameRange,
    layout: layoutOf(report.layout),
    relocation: verdictOf(report.relocation),
    calls: verdictOf(report.calls),
  };
}

function layoutOf(layout: Known<ReportedLayout>): InspectedLayout {
  if (layout.status === 'unknown') {
    return {
      status: 'unknown',
      reason: layout.reason,
      size: null,
      align: null,
      dataSize: null,
      nonVirtualSize: null,
      fields: [],
      bases: [],
    };
  }
  const { size, align, dataSize, nonVirtualSize, fields, bases } = layout.value;
  const reason = layout.status === 'assumed' ? layout.assumption : null;
  return { status: layout.status, reason, size, align, dataSize, nonVirtualSize, fields, bases };
}

const verdictOf = (known: Known<{ readonly trivial: boolean }>): InspectedVerdict => ({
  status: known.status,
  trivial: known.status === 'unknown' ? null : known.value.trivial,
  because: reasonsOf(known),
});

function cppFunctions(uri: Uri, facts: CppFacts, view: TargetView): InspectedFunction[] {
  const methods = facts.records
    .filter(({ template }) => template === null)
    .flatMap((record) => record.methods);
  return [...facts.functions, ...methods].map((item) => {
    const symbol = symbolOf({ uri, item }, view);
    return {
      name: qualifiedName(item),
      range: item.nameRange,
      signature: formatCppSignature(item),
      linkage: item.linkage,
      symbol: symbol.status === 'unknown' ? null : symbol.value.symbol,
      variants: symbol.status === 'unknown' ? {} : symbol.value.variants,
    };
  });
}

const rustFunctions = (facts: RustFacts): InspectedFunction[] => [
  ...facts.foreignFunctions.map((item) => rustFunction(item, item.linkName ?? item.name)),
  ...facts.exports.map((item) => rustFunction(item, item.exportName ?? (item.noMangle ? item.name : null))),
];

const rustFunction = (
  item: {
    readonly name: string;
    readonly nameRange: InspectedFunction['range'];
    readonly abi: string;
    readonly signature: RustSignature;
  },
  symbol: string | null,
): InspectedFunction => ({
  name: item.name,
  range: item.nameRange,
  signature: `fn(${[...item.signature.parameters.map(({ type }) => formatRustType(type)), ...(item.signature.variadic ? ['...'] : [])].join(', ')})${item.signature.resultRange ? ` -> ${formatRustType(item.signature.result)}` : ''}`,
  linkage: item.abi === 'Rust' ? 'rust' : 'c',
  symbol,
  variants: {},
});
