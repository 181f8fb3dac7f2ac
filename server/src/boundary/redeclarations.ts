import type { Uri } from '../base/range.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import type { RustSignature } from '../facts/rust/rust-facts.js';
import { isForeignAbi } from './calling-conventions.js';
import { differencesBetween } from './compare-declarations.js';
import { CrateRoots } from './crate-roots.js';
import type { CppFunctionSide, FunctionCrossing, RustFunctionSide } from './crossing.js';
import { rustSide, symbolOfExport } from './extern-c.js';
import { possibleLinkNames } from './link-name.js';
import type { TargetView } from './target-view.js';

/** Rust's declaration of a function by its symbol. */
export interface RustDeclared extends RustFunctionSide {
  /** Rust defines the function here. */
  readonly definition: boolean;
  /** `#[link(name = "…")]` around it, null without. */
  readonly library: string | null;
}

/** Two declarations of one symbol in one program, both of Rust or both of C++, that may differ. */
export type Redeclaration = {
  readonly kind: 'redeclaration';
  readonly symbol: string;
} & (
  | {
      readonly language: 'rust';
      /** The definition, where one of them is; else the one that comes first. */
      readonly first: RustDeclared;
      readonly second: RustDeclared;
    }
  | {
      readonly language: 'cpp';
      /** The one that Rust agrees with, if with one only. */
      readonly first: CppFunctionSide;
      readonly second: CppFunctionSide;
      readonly agreed: boolean;
    }
);

type RustRedeclaration = Extract<Redeclaration, { language: 'rust' }>;

/** Earlier declarations that one is compared with: what everybody declares (`printf`) is declared alike. */
const MOST_COMPARED = 32;

/** A declaration while it is compared. */
interface Entry {
  readonly declared: RustDeclared;
  /** Without paths: two files have their own ways to a type. */
  readonly written: string;
  /** C++ declares it as well. */
  readonly crosses: boolean;
}

/**
 * What Rust declares again. Two declarations that both cross are left to the comparisons with what C++ declares: it says
 * which of them is wrong.
 *
 * @returns null where it has come some way, and others may have their turn
 */
export function* redeclarationsOf(
  crossings: readonly FunctionCrossing[],
  view: TargetView,
): Generator<RustRedeclaration | null> {
  const roots = new CrateRoots(view.program);
  for (const [symbol, entries] of entriesBySymbol(
    new Set(crossings.map(({ rust }) => placeOf(rust))),
    view,
  )) {
    const earlier: Entry[] = [];
    for (const entry of entries) {
      for (const before of earlier) {
        const { declared: first } = before;
        const { declared: second } = entry;
        const pair = { kind: 'redeclaration', language: 'rust', symbol, first, second } as const;
        if ((before.crosses && entry.crosses) || !isOneFunction(pair)) continue;
        // Also what is written in two ways and the same here: another target may tell them apart.
        const mayDiffer = before.written !== entry.written || differencesBetween(pair, view).length > 0;
        if (mayDiffer && roots.areLinked(first.uri, second.uri)) yield pair;
      }
      if (earlier.length < MOST_COMPARED && !earlier.some((before) => isRepeated(before, entry)))
        earlier.push(entry);
      yield null;
    }
  }
}

/** All of them by their symbols, definitions first. @param crossing the places of those that cross */
function entriesBySymbol(
  crossing: ReadonlySet<string>,
  view: TargetView,
): ReadonlyMap<string, readonly Entry[]> {
  const { program, target } = view;
  const entries = new Map<string, Entry[]>();
  const add = (symbol: string, declared: RustDeclared): void => {
    const entry = {
      declared,
      written: written(declared.signature),
      crosses: crossing.has(placeOf(declared)),
    };
    const known = entries.get(symbol);
    if (known) known.push(entry);
    else entries.set(symbol, [entry]);
  };
  const files = [...program.rustFiles()];
  for (const [uri, { exports }] of files)
    for (const item of exports) {
      const symbol = symbolOfExport(item);
      if (symbol !== null && isForeignAbi(item.abi))
        add(symbol, { ...rustSide(uri, item), definition: true, library: null });
    }
  for (const [uri, { foreignFunctions }] of files)
    for (const item of foreignFunctions.filter(({ abi }) => isForeignAbi(abi))) {
      const [symbol, ...others] = possibleLinkNames(item, target, program.rustOptions(uri));
      if (symbol !== undefined && others.length === 0)
        add(symbol, { ...rustSide(uri, item), definition: false, library: item.library });
    }
  return entries;
}

const written = ({ parameters, variadic, result }: RustSignature): string =>
  [...parameters.map(({ type }) => type), result]
    .map((type) => formatRustType(type).replace(/\b\w+::/g, ''))
    .join(',') + (variadic ? ',...' : '');

/** Two definitions are of two programs; libraries of other names may each have a function of the symbol. */
const isOneFunction = ({ first, second }: RustRedeclaration): boolean =>
  !(first.definition && second.definition) &&
  (first.library === null || second.library === null || first.library === second.library);

/** Whether the second says in the same place what the first says. */
const isRepeated = (first: Entry, second: Entry): boolean =>
  first.written === second.written &&
  first.crosses === second.crosses &&
  first.declared.definition === second.declared.definition &&
  first.declared.library === second.declared.library &&
  first.declared.uri === second.declared.uri &&
  first.declared.modulePath.join('::') === second.declared.modulePath.join('::') &&
  first.declared.condition.join() === second.declared.condition.join();

const placeOf = ({ uri, nameRange: { start } }: RustFunctionSide): `${Uri} ${string}` =>
  `${uri} ${start.line}:${start.character}`;
