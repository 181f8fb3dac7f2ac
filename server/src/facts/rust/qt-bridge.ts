import { START_OF_FILE } from '../../base/range.js';
import { rangeOf } from '../../syntax/node-range.js';
import { type Attribute, attribute, attributeValue, namespacePath } from './attributes.js';
import type { BridgeAlias, BridgeExternType, BridgeName, BridgeSide } from './bridge-syntax.js';
import { abiOfBlock } from './foreign.js';
import { itemsOf, type SyntaxItem } from './items.js';
import type { BridgeDialect } from './rust-facts.js';
import { nameOf, partOfKind, textOf } from './source-text.js';

/** The macros that read a module as a bridge, by the path that they are written with. */
export const BRIDGE_MACROS: ReadonlyMap<string, BridgeDialect> = new Map([
  ['cxx::bridge', 'cxx'],
  ['cxx_qt::bridge', 'cxx-qt'],
]);

type BridgeNamedType = BridgeExternType | BridgeAlias;

/** A bridge as `cxx_qt::bridge` gives it to `cxx::bridge`. */
export interface HandedOn {
  /** What cxx-qt passes on as it is. */
  readonly items: readonly SyntaxItem[];
  /** The types that it declares besides, unless the bridge does itself. */
  readonly added: readonly BridgeNamedType[];
}

/**
 * What cxx-qt leaves to cxx, of what cxx has as well: items and attributes that only cxx-qt knows are its affair, in
 * this version or the next. Of a bridge in the form that was cxx-qt's before its version 0.6, with `impl` blocks that
 * have bodies, nothing is left to cxx.
 *
 * @param namespace of the bridge
 * @see cxx-qt: cxx-qt-gen/src/parser/cxxqtdata.rs, parse_cxx_qt_item; generator/rust
 */
export function handedOnToCxx(
  items: readonly SyntaxItem[],
  namespace: readonly string[],
  text: string,
): HandedOn {
  if (items.some((item) => isOfEarlierForm(item))) return { items: [], added: [] };
  const added = items.flatMap((item) =>
    isBlockOf(QT_ABIS, item, text) ? addedFor(item, namespace, text) : [],
  );
  return {
    items: items.flatMap((item) => handedOn(item, text) ?? []),
    added: [
      ...added,
      ...IMPORTED.map((name) => aliasOf({ rust: name, cpp: name, namespace: [], range: START_OF_FILE })),
    ],
  };
}

/** Types of the crate cxx-qt. @see cxx-qt: generator/rust/fragment.rs, generator/rust/signals.rs */
const IMPORTED = ['QObject', 'CxxQtConnectionType', 'CxxQtQMetaObjectConnection'];

const QT_ABIS: ReadonlySet<string> = new Set(['RustQt', 'C++Qt']);

const CXX_ABIS: ReadonlySet<string> = new Set(['Rust', 'C++', 'C++-unwind']);

const isBlockOf = (abis: ReadonlySet<string>, { node }: SyntaxItem, text: string): boolean =>
  node.type === 'foreign_mod_item' && abis.has(abiOfBlock(node, text));

function isOfEarlierForm({ node, attributes }: SyntaxItem): boolean {
  const body = node.type === 'impl_item' ? node.childForFieldName('body') : null;
  return attributes.some(({ path }) => path.startsWith('cxx_qt::')) || (body?.namedChildren.length ?? 0) > 0;
}

/** Null for what is cxx-qt's own. */
function handedOn(item: SyntaxItem, text: string): SyntaxItem | null {
  const { node, attributes } = item;
  const isShared = node.type === 'struct_item' || node.type === 'enum_item';
  const isInstantiation = node.type === 'impl_item' && !node.childForFieldName('trait');
  if (!isShared && !isInstantiation && !isBlockOf(CXX_ABIS, item, text)) return null;
  return { ...item, attributes: attributes.filter(({ path }) => CXX_ATTRIBUTES.has(path)) };
}

/** Of structs, enums and blocks. @see cxx: syntax/attrs.rs */
const CXX_ATTRIBUTES: ReadonlySet<string> = new Set(
  'cfg cxx_name derive doc namespace repr rust_name'.split(' '),
);

/**
 * A QObject is a class of C++; where Rust implements it, the struct is a type of Rust's beside it.
 *
 * @see cxx-qt: generator/rust/qobject.rs, generator/rust/externcxxqt.rs
 */
function addedFor(block: SyntaxItem, bridge: readonly string[], text: string): BridgeNamedType[] {
  const body = block.node.childForFieldName('body');
  const around = namespaceIn(block.attributes) ?? bridge;
  return (body ? itemsOf(body, text) : []).flatMap(({ node, attributes }): BridgeNamedType[] => {
    const part = node.childForFieldName('name');
    if (!part || (node.type !== 'type_item' && node.type !== 'associated_type')) return [];
    const written = nameOf(part, text);
    const name: BridgeName = {
      rust: attributeValue(attributes, 'rust_name') ?? written,
      cpp: attributeValue(attributes, 'cxx_name') ?? written,
      namespace: namespaceIn(attributes) ?? around,
      range: rangeOf(part),
    };
    const thread = { ...name, rust: `${name.rust}CxxQtThread`, cpp: `${name.cpp}CxxQtThread` };
    const implementing = node.childForFieldName('type');
    const struct = implementing && /\w+$/.exec(textOf(implementing, text))?.[0];
    return [
      typeOf('C++', name),
      aliasOf(thread),
      ...(struct && struct !== name.rust ? [typeOf('Rust', { ...name, rust: struct, cpp: struct })] : []),
    ];
  });
}

const aliasOf = (name: BridgeName): BridgeAlias => ({
  kind: 'alias',
  name,
  derives: [],
  lifetimes: [],
  range: name.range,
});

const typeOf = (side: BridgeSide, name: BridgeName): BridgeExternType => ({
  kind: 'type',
  side,
  name,
  derives: [],
  boundsRange: null,
  lifetimes: [],
  trusted: true,
  range: name.range,
});

function namespaceIn(attributes: readonly Attribute[]): string[] | null {
  const written = attribute(attributes, 'namespace')?.value;
  return written === undefined || written === null ? null : namespacePath(written);
}

/**
 * A signal that cxx-qt only connects to: `pub(self)` says that its C++ method is private.
 *
 * @see cxx-qt: parser/signals.rs; generator/rust/signals.rs
 */
export const isPrivateSignal = ({ node, attributes }: SyntaxItem, text: string): boolean => {
  const visibility = partOfKind(node, 'visibility_modifier');
  return isSignal(attributes) && visibility !== undefined && /\(\s*self\s*\)/.test(textOf(visibility, text));
};

const isSignal = (attributes: readonly Attribute[]): boolean =>
  attributes.some(({ path }) => path === 'qsignal');

/** The C++ name that `#[auto_cxx_name]` gives to a signal of the block: `data_ready` is `dataReady`. */
export const automaticName = (
  name: string,
  of: readonly Attribute[],
  block: readonly Attribute[],
): string | null =>
  isSignal(of) && block.some(({ path }) => path === 'auto_cxx_name')
    ? name.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase())
    : null;
