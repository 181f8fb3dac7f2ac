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
  const crossing = new Set(crossings.map(({ rust }) => placeOf(rust)));
  for (const [symbol, declared] of declarationsBySymbol(view)) {
    const earlier: RustDeclared[] = [];
    for (const second of declared) {
      for (const first of earlier) {
        const pair: RustRedeclaration = { kind: 'redeclaration', language: 'rust', symbol, first, second };
        if (crossing.has(placeOf(first)) && crossing.has(placeOf(second))) continue;
        if (isOneFunction(pair) && mayDiffer(pair, view) && roots.areLinked(first.uri, second.uri))
          yield pair;
      }
      if (!earlier.some((each) => isRepeated(each, second))) earlier.push(second);
      yield null;
    }
  }
}

/** All of them by their symbols, definitions first. */
function declarationsBySymbol(view: TargetView): ReadonlyMap<string, readonly RustDeclared[]> {
  const { program, target } = view;
  const declared = new Map<string, RustDeclared[]>();
  const add = (symbol: string, side: RustDeclared): void => {
    const known = declared.get(symbol);
    if (known) known.push(side);
    else declared.set(symbol, [side]);
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
  return declared;
}

/** Two definitions are of two programs; libraries of other names may each have a function of the symbol. */
const isOneFunction = ({ first, second }: RustRedeclaration): boolean =>
  !(first.definition && second.definition) &&
  (first.library === null || second.library === null || first.library === second.library);

/** On the primary target, or as written: what is written alike and differs on another target alone is passed over. */
const mayDiffer = (pair: RustRedeclaration, view: TargetView): boolean =>
  written(pair.first.signature) !== written(pair.second.signature) ||
  differencesBetween(pair, view).length > 0;

/** Without paths: two files have their own ways to a type. */
const written = ({ parameters, variadic, result }: RustSignature): string =>
  [...parameters.map(({ type }) => type), result]
    .map((type) => formatRustType(type).replace(/\b\w+::/g, ''))
    .join(',') + (variadic ? ',...' : '');

/** Whether the second says in the same place what the first says. */
const isRepeated = (first: RustDeclared, second: RustDeclared): boolean =>
  first.definition === second.definition &&
  first.library === second.library &&
  first.uri === second.uri &&
  first.modulePath.join('::') === second.modulePath.join('::') &&
  first.condition.join() === second.condition.join() &&
  written(first.signature) === written(second.signature);

const placeOf = ({ uri, nameRange: { start } }: RustFunctionSide): `${Uri} ${string}` =>
  `${uri} ${start.line}:${start.character}`;
