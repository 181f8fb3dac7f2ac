import type { CppAbiType } from '../abi/model.js';
import type { Uri } from '../base/range.js';
import { commonFolders, nearestTo } from '../base/uri.js';
import type { CppName, CppRecord } from '../facts/cpp/cpp-facts.js';
import type {
  CxxBridge,
  CxxExternBlock,
  CxxFunction,
  CxxItem,
  CxxType,
  RustFacts,
  RustType,
} from '../facts/rust/rust-facts.js';
import type { CppDeclarationOf } from '../program/cpp-names.js';
import type {
  CppFunctionSide,
  FunctionCrossing,
  Pairing,
  RustFunctionSide,
  TypeUse,
  Unpaired,
} from './crossing.js';
import { aliasedType, cppPath } from './bridge-aliases.js';
import { cppContext } from './lowering/cpp-lowering.js';
import { agreesUnderCxx } from './cxx-signature.js';
import { refusalOf } from './bound-templates.js';
import { hiddenFriends } from './hidden-friends.js';
import { obstructed } from './obstructed.js';
import type { TargetView } from './target-view.js';

/**
 * Pairs what the bridges of one file declare of C++ with the C++ declarations. What they
 * declare of Rust has its C++ declaration in a header that cxx generates, so there is nothing to pair.
 *
 * @see cxx: the book's "Attributes" for `namespace`, `cxx_name` and `rust_name`
 */
export function* pairCxx(
  view: TargetView,
  uri: Uri,
  facts: RustFacts,
  ownRules: boolean,
): Generator<Pairing> {
  for (const bridge of facts.bridges) {
    const context: BridgeContext = { view, uri, bridge, ownRules, types: cppTypesOf(view, uri, bridge) };
    for (const block of bridge.blocks) {
      if (block.side !== 'C++') continue;
      for (const item of block.types) yield* pairType(context, block, item);
      for (const item of block.functions) yield pairFunction(context, block, item);
    }
  }
}

interface BridgeContext {
  readonly view: TargetView;
  readonly uri: Uri;
  readonly bridge: CxxBridge;
  readonly ownRules: boolean;
  /** The records that the bridge's types stand for, by their Rust name. */
  readonly types: ReadonlyMap<string, CppDeclarationOf<'record'> | null>;
}

function cppTypesOf(view: TargetView, uri: Uri, bridge: CxxBridge): BridgeContext['types'] {
  const types = new Map<string, CppDeclarationOf<'record'> | null>();
  for (const block of bridge.blocks) {
    if (block.side !== 'C++') continue;
    for (const item of block.types) {
      types.set(rustNameOf(item), findRecord(view, uri, cppPath(bridge, block, item)));
    }
  }
  return types;
}

/** The type of a qualified name, through aliases. */
export function typeNamed(view: TargetView, from: Uri, path: readonly string[]): CppAbiType {
  const name: CppName = {
    global: true,
    segments: path.map((segment) => ({ name: segment, arguments: null })),
  };
  return view.cpp.type({ kind: 'named', name, elaborated: null }, cppContext(from, []));
}

/** The record of a qualified name, through aliases. */
function findRecord(view: TargetView, from: Uri, path: readonly string[]): CppDeclarationOf<'record'> | null {
  const lowered = typeNamed(view, from, path);
  if (lowered.kind !== 'record') return null;
  const source = view.cpp.sourceOf(lowered.record);
  return source ? { kind: 'record', uri: source.uri, item: source.item } : null;
}

function* pairType(context: BridgeContext, block: CxxExternBlock, item: CxxType): Generator<Pairing> {
  const path = cppPath(context.bridge, block, item);
  const cpp = context.types.get(rustNameOf(item));
  if (!cpp?.item.definition) {
    const aliased = aliasedType(item, context.uri, context.bridge, context.view);
    // What another bridge shares, cxx writes the C++ of.
    if (aliased && aliased.form !== 'opaque') return;
    // A shared enum may restate it: what cxx checks of it, and the hazard of that, is the bridge's affair.
    if (typeNamed(context.view, context.uri, path).kind === 'enum') return;
    yield unpaired(context, path.join('::'), item, 'no C++ definition of this type was found');
    return;
  }
  const uses: TypeUse[] = [
    ...byValueUses(context, rustNameOf(item)),
    {
      how: 'behind a pointer',
      what: `declared in the bridge \`${context.bridge.name}\``,
      rust: { uri: context.uri, range: item.nameRange },
      cpp: { uri: cpp.uri, range: cpp.item.nameRange },
    },
  ];
  yield {
    kind: 'type',
    name: path.join('::'),
    mechanism: context.bridge.dialect,
    direction: 'rust-calls-cpp',
    rust: { uri: context.uri, item },
    cpp: { uri: cpp.uri, item: cpp.item },
    uses,
  };
}

/** Where the bridge passes, returns or holds the type itself, not a reference or a smart pointer to it. */
function* byValueUses({ bridge, uri }: BridgeContext, name: string): Generator<TypeUse> {
  const use = (what: string, range: CxxFunction['nameRange']): TypeUse => ({
    how: 'by value',
    what,
    rust: { uri, range },
    cpp: null,
  });
  for (const block of bridge.blocks) {
    for (const { name: functionName, signature } of block.functions) {
      for (const parameter of signature.parameters) {
        if (holds(parameter.type, name)) {
          yield use(`the parameter \`${parameter.name}\` of \`${functionName}\``, parameter.range);
        }
      }
      if (signature.resultRange && holds(signature.result, name)) {
        yield use(`returned by \`${functionName}\``, signature.resultRange);
      }
    }
  }
  for (const struct of bridge.structs) {
    for (const field of struct.fields) {
      if (holds(field.type, name))
        yield use(`the field \`${field.name}\` of \`${struct.name}\``, field.range);
    }
  }
}

/** True where a value of the type contains a value of `name` that Rust moves. */
function holds(type: RustType, name: string): boolean {
  if (type.kind === 'array') return holds(type.element, name);
  if (type.kind !== 'path') return false;
  const last = type.path[type.path.length - 1];
  if (type.path.length === 1 && last === name) return true;
  if (!['Result', 'Option', 'Vec', 'Box'].includes(last ?? '')) return false;
  const first = type.arguments[0];
  return first?.kind === 'type' && holds(first.type, name);
}

function pairFunction(context: BridgeContext, block: CxxExternBlock, item: CxxFunction): Pairing {
  const name = cppNameOf(item);
  const owner = ownerOf(block, item);
  const side: RustFunctionSide = {
    uri: context.uri,
    name: rustNameOf(item),
    nameRange: item.nameRange,
    range: item.range,
    modulePath: [...context.bridge.modulePath, context.bridge.name],
    signature: item.signature,
    condition: item.condition,
    bridged: { receiver: item.receiver, owner, ownRules: context.ownRules },
  };
  let found: readonly CppFunctionSide[];
  /** All that may be meant, copies and templates that differ in their constraints alone among them. */
  let every: readonly CppFunctionSide[];
  let friends: readonly CppFunctionSide[] = [];
  let qualified: string;
  if (owner !== null) {
    const record = context.types.get(owner);
    qualified = `${owner}::${name}`;
    if (!record?.item.definition) {
      return unpaired(context, qualified, item, `the class \`${owner}\` was not found in C++`);
    }
    qualified = `${record.item.name}::${name}`;
    found = every = membersNamed(context.view, record, name, item.selfType !== null);
  } else {
    const path = cppPath(context.bridge, block, item);
    qualified = path.join('::');
    const named = context.view.program.cpp.functionsNamed(path);
    every = named.filter(({ item: f }) => !f.friend);
    found = declarationsOf(every, context.uri);
    if (found.length === 0) friends = hiddenFriends(named, context.view);
  }
  const first = found[0];
  if (!first) {
    const hidden = friends
      .filter((friend) => agreesUnderCxx(side, friend, context.view))
      .flatMap((friend) => obstructed('hidden-friend', bound(friend, [], true), context.view) ?? [])[0];
    return hidden
      ? { ...unpaired(context, qualified, item, HIDDEN_FRIEND), obstructed: hidden }
      : unpaired(context, qualified, item, 'no C++ declaration of this name was found');
  }
  const functions = found.filter(({ item: candidate }) => candidate.template === null);
  const agreeing = nearestTo(
    functions.filter((candidate) => agreesUnderCxx(side, candidate, context.view)),
    context.uri,
  );
  // An instance of the template may be what is meant, unless a function is.
  if (agreeing.length === 0 && functions.length < found.length) {
    const reason = 'C++ declares a template of this name';
    const pairing = unpaired(context, qualified, item, reason);
    if (!every.every((each) => refusalOf(side, each) !== null)) return pairing;
    const crossing = bound(first, [], true);
    return { ...pairing, obstructed: { kind: 'obstructed', obstacle: 'no-instance', crossing } };
  }
  const chosen = agreeing[0] ?? nearestTo(functions, context.uri)[0] ?? first;
  const overloads = found.filter((candidate) => candidate !== chosen);
  return bound(chosen, overloads, found.length === 1 || agreeing.length > 0);

  function bound(
    cpp: CppFunctionSide,
    overloads: readonly CppFunctionSide[],
    resolved: boolean,
  ): FunctionCrossing {
    return {
      kind: 'function',
      name: qualified,
      mechanism: context.bridge.dialect,
      direction: 'rust-calls-cpp',
      rust: side,
      cpp,
      overloads,
      resolved,
    };
  }
}

/** The class whose member the function is, by its Rust name; null for a free function. */
function ownerOf(block: CxxExternBlock, item: CxxFunction): string | null {
  if (item.selfType !== null) return item.selfType;
  if (!item.receiver) return null;
  return item.receiver.type ?? (block.types.length === 1 && block.types[0] ? rustNameOf(block.types[0]) : '');
}

/** Member functions of a class by name; a name hides that of the bases. @see C++ [class.member.lookup] */
function membersNamed(
  view: TargetView,
  record: { readonly uri: Uri; readonly item: CppRecord },
  name: string,
  isStatic: boolean,
  depth = 0,
): readonly CppFunctionSide[] {
  const own = record.item.methods.filter((method) => method.name === name);
  if (own.length > 0) {
    const matching = own.filter((method) => method.static === isStatic);
    return (matching.length > 0 ? matching : own).map((item) => ({ uri: record.uri, item }));
  }
  if (depth > 16) return [];
  return record.item.bases.flatMap((base) => {
    const lowered = view.cpp.type(base.type, cppContext(record.uri, record.item.scope));
    const source = lowered.kind === 'record' ? view.cpp.sourceOf(lowered.record) : undefined;
    return source ? membersNamed(view, source, name, isStatic, depth + 1) : [];
  });
}

/** One for each overload, the nearest to `from`: a definition repeats a declaration, and a copy both. */
function declarationsOf(found: readonly CppFunctionSide[], from: Uri): readonly CppFunctionSide[] {
  const declarations = found.filter(({ item }) => !item.definition);
  const pool = [...(declarations.length > 0 ? declarations : found)].sort(
    (a, b) => commonFolders(b.uri, from) - commonFolders(a.uri, from),
  );
  const seen = new Set<string>();
  return pool.filter(({ item }) => {
    const shape = item.signature.parameters.map(({ type }) => JSON.stringify(type, bigintsAsText)).join();
    if (seen.has(shape)) return false;
    seen.add(shape);
    return true;
  });
}

const bigintsAsText = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? `${value}` : value;

const cppNameOf = (item: CxxItem): string => item.cxxName ?? item.name;

const rustNameOf = (item: CxxItem): string => item.rustName ?? item.name;

const HIDDEN_FRIEND = 'C++ declares it as a friend within a class only';

const unpaired = (context: BridgeContext, name: string, item: CxxItem, reason: string): Unpaired => ({
  kind: 'unpaired',
  name,
  mechanism: context.bridge.dialect,
  location: { uri: context.uri, range: item.nameRange },
  reason,
});
