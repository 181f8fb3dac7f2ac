import { symbolOfLinkName } from '../abi/mangling/link-name.js';
import { isMangledCpp } from '../abi/mangling/mangled-symbol.js';
import type { Uri } from '../base/range.js';
import { nearestTo } from '../base/uri.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import { isAnonymous } from '../facts/cpp/namespace-macros.js';
import type { ExportedStatic, ForeignStatic, RustFacts, RustStatic } from '../facts/rust/rust-facts.js';
import type { CppDeclarationOf } from '../program/cpp-names.js';
import { isForeignAbi } from './calling-conventions.js';
import type { Direction, Pairing } from './crossing.js';
import type { Exporters } from './exporters.js';
import { isIncludedIn } from './known-macros.js';
import { possibleLinkNames, qualifiedNameIn } from './link-name.js';
import type { TargetView } from './target-view.js';

type Candidate = CppDeclarationOf<'variable'>;

/**
 * Pairs the variables of one Rust file with those of C++ by their symbols: the statics of extern blocks, and those that
 * `no_mangle` or `export_name` give a symbol of their own.
 *
 * @param exporters of all Rust files, see `exportersOf`
 */
export function* pairStatics(
  view: TargetView,
  uri: Uri,
  facts: RustFacts,
  exporters: Exporters,
): Generator<Pairing> {
  for (const item of facts.foreignStatics.filter(({ abi }) => isForeignAbi(abi)))
    yield pairImport(view, uri, item);
  for (const item of facts.exportedStatics) {
    const symbol = symbolOfExportedStatic(item);
    // A program has one definition of a symbol: what is nearer to another one declares that.
    const isOurs = (candidate: Candidate): boolean => exporters.isNearest(symbol, uri, candidate.uri);
    const declared = declarationsOf(view, symbol, 'cpp-calls-rust');
    yield pair(uri, item, symbol, 'cpp-calls-rust', declared.filter(isOurs));
  }
}

/** What the linker knows an exported static by. */
export const symbolOfExportedStatic = ({ exportName, name }: ExportedStatic): string =>
  symbolOfLinkName(exportName ?? name);

/** By the first of the names that it may have that C++ declares. */
function pairImport(view: TargetView, uri: Uri, item: ForeignStatic): Pairing {
  const direction = 'rust-calls-cpp';
  const names = possibleLinkNames(item, view.target, view.program.rustOptions(uri));
  const [likeliest = item.name] = names;
  const found = names.find((name) => declarationsOf(view, name, direction).length > 0) ?? likeliest;
  return pair(uri, item, found, direction, declarationsOf(view, found, direction));
}

function pair(
  uri: Uri,
  item: RustStatic,
  name: string,
  direction: Direction,
  candidates: readonly Candidate[],
): Pairing {
  const [first] = nearestTo(candidates, uri);
  const isAgreed = first && candidates.every((other) => writtenType(other) === writtenType(first));
  if (isAgreed)
    return {
      kind: 'variable',
      name,
      mechanism: 'extern-c',
      direction,
      rust: { uri, item },
      cpp: { uri: first.uri, item: first.item },
    };
  return {
    kind: 'unpaired',
    name,
    mechanism: 'extern-c',
    location: { uri, range: item.nameRange },
    reason: first
      ? `C++ declares it in several ways: \`${[...new Set(candidates.map(writtenType))].join('`, `')}\``
      : 'no C++ declaration of this name was found',
  };
}

/** An array has its length in its definition alone, or in one of its declarations. */
const writtenType = ({ item: { type } }: Candidate): string =>
  formatCppType(type.kind === 'array' ? { ...type, length: null } : type);

/** The declarations of the symbol; those that define it only where Rust does not, or where there are no others. */
function declarationsOf(view: TargetView, symbol: string, direction: Direction): readonly Candidate[] {
  const path = isMangledCpp(symbol) ? qualifiedNameIn(symbol, view.target) : [symbol];
  if (!path) return [];
  const found = view.program.cpp
    .variablesNamed(path)
    .filter((candidate) => hasSymbol(candidate, isMangledCpp(symbol), view))
    .filter(({ uri, item }) => isIncludedIn(item.condition, uri, view) !== false);
  const declared = found.filter(({ item }) => !item.definition);
  if (direction === 'rust-calls-cpp') return declared.length > 0 ? declared : found;
  // What a file of C++ defines itself is another variable, which its declarations announce.
  const defining = new Set(found.filter(({ item }) => item.definition).map(({ uri }) => uri));
  return declared.filter(({ uri }) => !defining.has(uri));
}

/** At global scope a variable is not mangled, with whichever linkage. @see Itanium C++ ABI 5.1.1 */
function hasSymbol({ item }: Candidate, isMangled: boolean, { target }: TargetView): boolean {
  if (item.internal || item.scope.some(isAnonymous)) return false;
  const isPlain = item.linkage === 'c' || (item.scope.length === 0 && target.cppAbi === 'itanium');
  return isPlain !== isMangled;
}
