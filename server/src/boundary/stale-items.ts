import { comparePositions, overlaps, type Location, type Range, type Uri } from '../base/range.js';
import type { CppFunction } from '../facts/cpp/cpp-facts.js';
import type { ExportedFunction, ForeignFunction, RustType } from '../facts/rust/rust-facts.js';
import type { Program } from '../program/program.js';
import type { FunctionCrossing } from './crossing.js';
import { symbolOfExport } from './extern-c.js';
import { generatedSide, type GeneratedFile } from './generated.js';

/** A function that only one of a generated file and what it was generated from has. */
export interface StaleItem {
  readonly name: string;
  /** `gone`: only the generated file has it; `new`: only what it was generated from. */
  readonly what: 'gone' | 'new';
  readonly output: GeneratedFile;
  /** Where it is declared in what the file was generated from; of one that is gone, the function before its place. */
  readonly source: Location & { readonly name: string };
  /** What rules it out, in code or a comment: only the texts of files that were not read as well can tell. */
  readonly unless: readonly Mention[];
}

/** A text in one file, or in any file of a language. */
export interface Mention {
  /** Begins with an identifier, and mostly is one. */
  readonly text: string;
  readonly where: Uri | 'rust' | 'cpp';
}

/**
 * What was added or removed since a file was generated. A function counts where the one before it and the one behind it in
 * its file still stand in one file of the other side, nothing between them there is unread, and no file of that language
 * has its name in any form, which is left to ask. So it is of no consequence what else the generator was told to read or
 * to leave out.
 *
 * @param crossings all functions that do
 */
export function* staleItemsOf(
  crossings: readonly FunctionCrossing[],
  program: Program,
): Generator<StaleItem> {
  const outputs = new Map<Uri, { readonly output: GeneratedFile; readonly crossings: FunctionCrossing[] }>();
  for (const crossing of crossings) {
    const output = generatedSide(crossing, program);
    if (!output) continue;
    const known = outputs.get(output.uri);
    if (known) known.crossings.push(crossing);
    else outputs.set(output.uri, { output, crossings: [crossing] });
  }
  for (const { output, crossings: own } of outputs.values()) {
    if (output.generator.tool === 'bindgen') yield* goneFromCpp(output, own, program);
    else {
      yield* goneFromRust(output, own, program);
      yield* newInRust(output, own, program);
    }
  }
}

/** What bindgen read and C++ does not declare any more. */
function* goneFromCpp(
  output: GeneratedFile,
  crossings: readonly FunctionCrossing[],
  program: Program,
): Generator<StaleItem> {
  const facts = program.facts(output.uri);
  if (facts?.language !== 'rust') return;
  const partners = new Map(crossings.map(({ rust, cpp }) => [keyOf(rust), partnerIn(cpp.uri, cpp.item)]));
  for (const { item, before, behind } of gapsIn(facts.foreignFunctions, partners)) {
    const { name } = item;
    if (isPlain(item) && isReadBetween(before, behind, program))
      yield { name, what: 'gone', output, source: before, unless: [{ text: name, where: 'cpp' }] };
  }
}

const isPlain = ({ linkNames, condition }: ForeignFunction): boolean =>
  linkNames.length === 0 && condition.length === 0;

/** What cbindgen read and Rust does not export any more. */
function* goneFromRust(
  output: GeneratedFile,
  crossings: readonly FunctionCrossing[],
  program: Program,
): Generator<StaleItem> {
  const facts = program.facts(output.uri);
  if (facts?.language !== 'cpp') return;
  const partners = new Map(crossings.map(({ rust, cpp }) => [keyOf(cpp.item), partnerIn(rust.uri, rust)]));
  for (const { item, before, behind } of gapsIn(facts.functions.filter(isImport), partners)) {
    const { name } = item;
    if (!program.cbindgenWords.has(name) && isReadBetween(before, behind, program))
      yield { name, what: 'gone', output, source: before, unless: [{ text: name, where: 'rust' }] };
  }
}

/** What cbindgen writes for a function of Rust. */
const isImport = ({ definition, static: isStatic, scope, template }: CppFunction): boolean =>
  !definition && !isStatic && scope.length === 0 && template === null;

/** What Rust exports beside functions that cbindgen read, and no header declares. */
function* newInRust(
  output: GeneratedFile,
  crossings: readonly FunctionCrossing[],
  program: Program,
): Generator<StaleItem> {
  const partners = new Map(crossings.map(({ rust, cpp }) => [keyOf(rust), partnerIn(cpp.uri, cpp.item)]));
  for (const uri of new Set(crossings.map(({ rust }) => rust.uri))) {
    const facts = program.facts(uri);
    if (facts?.language !== 'rust') continue;
    const script = program.rust.paths.crates.packageOf(uri)?.buildScript ?? null;
    for (const { item } of gapsIn(facts.exports, partners)) {
      const name = symbolOfExport(item);
      if (name === null || !isWritten(item) || program.cbindgenWords.has(name)) continue;
      // It expands no macros, unless it is told to.
      if (facts.expansions?.some((range) => overlaps(range, item.nameRange))) continue;
      const unless: Mention[] = [
        { text: name, where: 'cpp' },
        { text: 'cbindgen:ignore', where: uri },
        ...(script === null ? [] : [{ text: name, where: script }]),
      ];
      yield { name, what: 'new', output, source: { uri, range: item.nameRange, name }, unless };
    }
  }
}

/**
 * Whether every version of cbindgen writes the function if it is not told to leave it out.
 *
 * @see cbindgen: src/bindgen/parser.rs, load_fn_declaration; ir/function.rs, FunctionArgument
 */
const isWritten = (item: ExportedFunction): boolean =>
  item.public &&
  item.restricted !== true &&
  item.local !== true &&
  item.noMangle &&
  item.unsafeNoMangle !== true &&
  item.abi === 'C' &&
  item.condition.length === 0 &&
  !item.signature.variadic &&
  item.signature.parameters.every(({ name }) => /^(?:mut\s+)?[a-z]\w*$/i.test(name)) &&
  [...item.signature.parameters.map(({ type }) => type), item.signature.result].every(isKnownToCbindgen);

/** Where it finds another type in a signature it leaves the function out, with a warning. */
function isKnownToCbindgen(type: RustType): boolean {
  switch (type.kind) {
    case 'path':
      return type.arguments.length === 0 && !/^(?:str|String|Vec|[iu]128)$/.test(type.path.at(-1) ?? '');
    case 'pointer':
      return isKnownToCbindgen(type.pointee);
    case 'tuple':
      return type.elements.length === 0;
    default:
      return false;
  }
}

type Named = Location & { readonly name: string; readonly whole: Range };

const partnerIn = (
  uri: Uri,
  { name, nameRange, range }: { readonly name: string; readonly nameRange: Range; readonly range: Range },
): Named => ({ uri, range: nameRange, name, whole: range });

const keyOf = ({ nameRange: { start } }: { readonly nameRange: Range }): string =>
  `${start.line}:${start.character}`;

interface Gap<T> {
  readonly item: T;
  readonly before: Named;
  readonly behind: Named;
}

/** The items of one file without a partner that stand between two with partners in one file. */
function* gapsIn<T extends { readonly nameRange: Range }>(
  items: readonly T[],
  partners: ReadonlyMap<string, Named>,
): Generator<Gap<T>> {
  let before: Named | null = null;
  let pending: T[] = [];
  // What macros made of a file is listed behind what stands in it.
  const inOrder = [...items].sort((a, b) => comparePositions(a.nameRange.start, b.nameRange.start));
  for (const item of inOrder) {
    const partner = partners.get(keyOf(item));
    if (!partner) {
      pending.push(item);
      continue;
    }
    if (before?.uri === partner.uri)
      for (const each of pending) yield { item: each, before, behind: partner };
    before = partner;
    pending = [];
  }
}

/** Whether one stands before the other, with nothing between them that may declare more than is read of it. */
function isReadBetween(before: Named, behind: Named, program: Program): boolean {
  const facts = program.facts(before.uri);
  if (!facts || facts.language === 'zng') return false;
  const between = { start: before.whole.end, end: behind.whole.start };
  if (comparePositions(between.start, between.end) > 0) return false;
  const unread =
    facts.language === 'cpp'
      ? [
          ...facts.includes,
          ...facts.macroUses,
          ...facts.functions.filter(({ name }) => program.cpp.definesMacro(name)),
        ].map(({ range }) => range)
      : [...facts.macros.map(({ range }) => range), ...(facts.expansions ?? [])];
  return !unread.some((range) => overlaps(range, between));
}
