import type { Demangler } from '../abi/mangling/demangler.js';
import type { Position, Range, Uri } from '../base/range.js';
import { compareLayouts } from '../boundary/compare-layouts.js';
import { variableDifference } from '../boundary/compare-variables.js';
import { compareSignatures } from '../boundary/compare.js';
import {
  isBridgeType,
  isWrittenByTool,
  passesAsC,
  type FunctionCrossing,
  type TypeCrossing,
  type VariableCrossing,
} from '../boundary/crossing.js';
import { symbolOf } from '../boundary/symbols.js';
import type { TargetView } from '../boundary/target-view.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import { formatCppDeclaration } from '../facts/cpp/format-declaration.js';
import type { FileFacts } from '../facts/facts.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import type { Analysis } from './analysis.js';
import type { HoverAnswer } from './answers.js';
import { isNews, sayAnswer, type CompilerAnswer } from './compiler-answer.js';
import {
  bridgeTypeAt,
  functionCrossingAt,
  typeAt,
  typeCrossingsOf,
  variableCrossingAt,
  wordAt,
  type TypeEntity,
} from './entities.js';
import { reasonsOf, reportLayout, type LayoutReport } from './layout-report.js';
import { formatDefinitions, layoutNotes, layoutRows } from './layout-rows.js';
import { mechanismText } from './mechanisms.js';
import { describeSymbol, type BoundSymbol } from './symbols.js';

/**
 * What a hover shows at a position: a function that crosses, what a mangled name means, or a type laid out.
 *
 * @param bound what `symbolAt` found there, with what reads it
 * @param recall what a compiler is known to say of a type
 */
export async function hoverAt(
  analysis: Analysis,
  view: TargetView,
  uri: Uri,
  facts: FileFacts,
  text: string,
  position: Position,
  bound: (BoundSymbol & { readonly demangler: Demangler }) | null,
  recall: (entity: TypeEntity) => Promise<CompilerAnswer | null>,
): Promise<HoverAnswer | null> {
  const word = wordAt(text, position);
  const { crossings } = analysis.boundary;
  const crossing = word && functionCrossingAt(crossings, uri, word.word, position);
  const described = bound ? describeSymbol(bound.symbol, bound.demangler, uri, view) : [];
  if (crossing) return answer([...describeFunction(crossing, view), ...described], word.range);
  if (bound && described.length > 0) return answer(described, bound.range);
  if (!word) return null;
  const variable = variableCrossingAt(crossings, uri, position);
  if (variable) return answer(describeVariable(variable, view), word.range);
  const bridged = bridgeTypeAt(crossings, uri, position);
  const entity: TypeEntity | null = bridged
    ? { kind: 'cpp-record', ...bridged.cpp }
    : typeAt(view, uri, facts, word.word, position);
  if (!entity) return null;
  const partners = typeCrossingsOf(crossings, entity).filter(({ rust }) => !isBridgeType(rust.item));
  const report = reportLayout(entity, view);
  // What is guaranteed needs no compiler's word.
  const judged = report.layout.status === 'exact' ? null : await recall(entity);
  return answer(describeType(entity, report, judged, partners, view), word.range);
}

const answer = (parts: readonly string[], range: Range): HoverAnswer => ({
  markdown: parts.filter((part) => part !== '').join('\n\n'),
  range,
});

function describeFunction(crossing: FunctionCrossing, view: TargetView): string[] {
  const { rust, cpp } = crossing;
  const symbol = passesAsC(crossing.mechanism) ? `\`${crossing.name}\`` : symbolText(crossing, view);
  const { arity, variadic, convention, result, parameters } = compareSignatures(crossing, view);
  const differences = [
    ...(convention ? [`C++ calls it as \`${convention.cpp}\`, Rust as \`${convention.rust}\``] : []),
    ...(variadic ? [`only ${variadic === 'cpp' ? 'C++' : 'Rust'} takes \`...\``] : []),
    ...(arity ? [`C++ has ${arity.cpp} parameters, Rust ${arity.rust}`] : []),
    ...(result ? [`the result: ${result.text}`] : []),
    ...parameters.map(
      ({ index, difference }) =>
        `\`${rust.signature.parameters[index]?.name ?? index + 1}\`: ${difference.text}`,
    ),
  ];
  return [
    isWrittenByTool(crossing) ? '' : fenced('rust', rustDeclaration(crossing)),
    fenced('cpp', `${formatCppDeclaration(cpp.item)};`),
    `Crosses through ${mechanismText(crossing.mechanism)}; ${crossing.direction === 'rust-calls-cpp' ? 'Rust calls C++' : 'C++ calls Rust'}. Link symbol: ${symbol}.`,
    differences.length > 0
      ? `**The two sides differ:**\n${differences.map((line) => `- ${line}`).join('\n')}`
      : '',
  ];
}

function describeVariable(crossing: VariableCrossing, view: TargetView): string[] {
  const { rust, cpp, name, mechanism, direction } = crossing;
  const difference = variableDifference(crossing, view);
  const declared = `static ${rust.item.mutable ? 'mut ' : ''}${rust.item.name}: ${formatRustType(rust.item.type)}`;
  return [
    fenced('rust', declared),
    fenced('cpp', `${formatCppType(cpp.item.type, cpp.item.name)};`),
    `Crosses through ${mechanismText(mechanism)}; ${direction === 'rust-calls-cpp' ? 'C++' : 'Rust'} defines it. Link symbol: \`${name}\`.`,
    difference === null ? '' : `**The two sides differ:** it is ${difference}.`,
  ];
}

function rustDeclaration({ rust }: FunctionCrossing): string {
  const parameters = rust.signature.parameters.map(({ name, type }) => `${name}: ${formatRustType(type)}`);
  if (rust.signature.variadic) parameters.push('...');
  const result = rust.signature.resultRange ? ` -> ${formatRustType(rust.signature.result)}` : '';
  return `fn ${rust.name}(${parameters.join(', ')})${result}`;
}

function symbolText({ cpp }: FunctionCrossing, view: TargetView): string {
  const symbol = symbolOf(cpp, view);
  if (symbol.status === 'unknown') return `unknown (${symbol.reason})`;
  const ground = symbol.status === 'assumed' ? ` (assuming ${symbol.assumption})` : '';
  return `\`${symbol.value.symbol}\`${ground}`;
}

function describeType(
  entity: TypeEntity,
  report: LayoutReport,
  judged: CompilerAnswer | null,
  partners: readonly TypeCrossing[],
  view: TargetView,
): string[] {
  const said = judged && `**${sayAnswer(judged, report.layout)}**`;
  const first = judged !== null && isNews(judged, report.layout);
  return [
    ...(first && said ? [said] : []),
    titleOf(report, view),
    layoutText(report),
    ...(!first && said ? [said] : []),
    isCpp(entity) ? verdict('Relocatable by copying its bytes', report.relocation) : '',
    report.definitions ? formatDefinitions(report.definitions) : '',
    isCpp(entity) ? verdict('Trivial for the purposes of calls', report.calls) : '',
    ...partners.map((partner) => describePartner(entity, partner, view)),
  ];
}

const isCpp = ({ kind }: TypeEntity): boolean => kind === 'cpp-record';

/** `struct Point: size 8, align 4, exact for x86_64-unknown-linux-gnu` */
function titleOf({ kind, name, layout }: LayoutReport, { target }: TargetView): string {
  const title = `**${kind} \`${name}\`**`;
  if (layout.status === 'unknown') return `${title}: layout unknown for ${target.triple}`;
  const { size, align, dataSize, nonVirtualSize } = layout.value;
  const figures = [
    `size ${size}`,
    `align ${align}`,
    ...(dataSize === size ? [] : [`data size ${dataSize}`]),
    ...(nonVirtualSize === dataSize || nonVirtualSize === size
      ? []
      : [`size without virtual bases ${nonVirtualSize}`]),
  ];
  return `${title}: ${figures.join(', ')}, ${layout.status} for ${target.triple}`;
}

/** The layout as an aligned table in a code block, and what the table does not show in words. */
function layoutText({ layout }: LayoutReport): string {
  if (layout.status === 'unknown') return `Unknown: ${layout.reason}`;
  const rows = layoutRows(layout.value).map(({ offset, size, name, type }) => [offset, size, name, type]);
  const notes = [
    ...layoutNotes(layout.value),
    ...(layout.status === 'assumed' ? [`assumed: ${layout.assumption}`] : []),
  ];
  return [
    ...(rows.length > 0 ? [fenced('text', aligned([['offset', 'size', 'field', 'type'], ...rows]))] : []),
    ...(notes.length > 0 ? [notes.map((note) => `- ${note}`).join('\n')] : []),
  ].join('\n\n');
}

/** Columns of numbers to the right, of words to the left. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)));
  return rows
    .map((cells) =>
      cells
        .map((cell, column) =>
          column < 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function verdict(question: string, known: LayoutReport['relocation']): string {
  const reasons = reasonsOf(known);
  const word = known.status === 'unknown' ? 'unknown' : known.value.trivial ? 'yes' : 'no';
  return [`**${question}: ${word}**`, ...reasons.map((reason) => `- ${reason}`)].join('\n');
}

function describePartner(entity: TypeEntity, { rust, cpp }: TypeCrossing, view: TargetView): string {
  if (isBridgeType(rust.item)) return '';
  const other = entity.kind.startsWith('rust') ? `C++ \`${cpp.item.name}\`` : `Rust \`${rust.item.name}\``;
  if (!cpp.item.definition) return `Counterpart: ${other}, only declared`;
  const difference = compareLayouts(rust.uri, rust.item, cpp, view);
  return `Counterpart: ${other}, ${difference ? `**which differs**: ${difference.message}` : 'no difference found'}`;
}

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;
