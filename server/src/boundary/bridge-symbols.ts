import type { Range, Uri } from '../base/range.js';
import type { Condition } from '../facts/facts.js';
import type { CxxBridge, CxxExternBlock, CxxFunction } from '../facts/rust/rust-facts.js';
import type { Program } from '../program/program.js';
import { cppPath } from './bridge-aliases.js';
import { CrateRoots } from './crate-roots.js';

/** A function of a bridge, by what the linker knows it by. */
export interface BridgedSymbol {
  readonly uri: Uri;
  /** What of its symbol other functions do not have. */
  readonly symbol: string;
  /** The name of the bridge. */
  readonly bridge: string;
  /** In Rust. */
  readonly name: string;
  /** The qualified name in C++. */
  readonly cppName: string;
  readonly range: Range;
  readonly nameRange: Range;
  readonly condition: Condition;
}

/** A function of a bridge that has the symbol of one of another bridge of the same crate. */
export interface SharedSymbol extends BridgedSymbol {
  readonly kind: 'shared-symbol';
  readonly first: BridgedSymbol;
}

/**
 * The functions whose symbols an earlier bridge of their crate has already. Two of one bridge cxx rejects itself.
 *
 * @see cxx: syntax/mangle.rs, extern_fn
 */
export function sharedSymbolsOf(program: Program): SharedSymbol[] {
  const known = new Map<string, BridgedSymbol[]>();
  const shared: SharedSymbol[] = [];
  const roots = new CrateRoots(program);
  for (const bridged of functionsOf(program)) {
    const namesakes = known.get(bridged.symbol);
    if (!namesakes) {
      known.set(bridged.symbol, [bridged]);
      continue;
    }
    if (namesakes.some((each) => each.uri === bridged.uri && each.bridge === bridged.bridge)) continue;
    const first = namesakes.find((each) => roots.areOne(each.uri, bridged.uri));
    if (first) shared.push({ kind: 'shared-symbol', ...bridged, first });
    else namesakes.push(bridged);
  }
  return shared;
}

/** Those of all bridges; cxx-qt makes names of its own. */
function* functionsOf(program: Program): Generator<BridgedSymbol> {
  for (const [uri, { bridges }] of program.rustFiles())
    for (const bridge of bridges)
      for (const block of bridge.dialect === 'cxx' ? bridge.blocks : [])
        for (const item of block.functions)
          yield {
            uri,
            bridge: bridge.name,
            symbol: symbolOf(bridge, block, item),
            name: item.rustName ?? item.name,
            cppName: cppPath(bridge, block, item).join('::'),
            range: item.range,
            nameRange: item.nameRange,
            condition: item.condition,
          };
}

/** Without the parts that all symbols of one version of cxx share: the C++ namespace and class, and the Rust name. */
function symbolOf(bridge: CxxBridge, block: CxxExternBlock, item: CxxFunction): string {
  const namespace = item.namespace ?? block.namespace ?? bridge.namespace;
  const owner = ownerOf(bridge, block, item);
  return [...namespace, ...(owner === null ? [] : [`${owner}$`]), item.rustName ?? item.name].join('$');
}

/** The C++ name of the class that it is a function of; null for none. */
function ownerOf({ blocks, structs }: CxxBridge, block: CxxExternBlock, item: CxxFunction): string | null {
  const [only] = block.types;
  const shorthand = item.receiver && only ? (only.rustName ?? only.name) : null;
  const name = item.selfType ?? item.receiver?.type ?? shorthand;
  const declared = [...blocks.flatMap(({ types }) => types), ...structs].find(
    (each) => (each.rustName ?? each.name) === name,
  );
  return declared ? (declared.cxxName ?? declared.name) : name;
}
