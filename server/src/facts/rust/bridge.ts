import type { Range } from '../../base/range.js';
import { positionOf, rangeOf } from '../../syntax/node-range.js';
import type { ReadingProblem } from '../facts.js';
import { type Attribute, attribute, attributeValue, derivesOf, namespacePath, reprOf } from './attributes.js';
import { abiOfBlock } from './foreign.js';
import { genericsOf, lifetimesOf } from './generics.js';
import { declare, itemsOf, type Scope, scopeInside, type SyntaxItem } from './items.js';
import { stringValue } from './literals.js';
import { parseMetas } from './meta.js';
import { automaticName, BRIDGE_MACROS, isPrivateSignal } from './qt-bridge.js';
import { readBridgeSyntax } from './read-bridge-syntax.js';
import { fieldItems, readField, readVariant, variantItems } from './records.js';
import type {
  CxxBridge,
  CxxExternBlock,
  CxxFunction,
  CxxInclude,
  CxxItem,
  CxxReceiver,
  CxxSharedEnum,
  CxxSharedStruct,
  CxxType,
  RustType,
} from './rust-facts.js';
import { readSignature } from './signature.js';
import { textOf } from './source-text.js';
import type { SyntaxPart } from './syntax-part.js';
import { readModifiers, readType } from './types.js';

/** The bridge, and what in it could not be read although it parses. */
export interface BridgeReading {
  readonly bridge: CxxBridge;
  readonly problems: readonly ReadingProblem[];
}

/**
 * A module under `#[cxx::bridge]`, or a macro that hands on to it.
 *
 * @param marker the attribute
 * @param scope of the module item
 * @see https://cxx.rs/attributes.html, and `syntax/parse.rs` of cxx; the book of cxx-qt, "The bridge module"
 */
export function readBridge(
  item: SyntaxItem,
  marker: Attribute,
  scope: Scope,
  text: string,
): BridgeReading | null {
  const declared = declare(item, scope, text);
  const body = item.node.childForFieldName('body');
  const dialect = BRIDGE_MACROS.get(marker.path);
  if (!declared || !body || !dialect) return null;
  const condition = marker.under === null ? declared.condition : [...declared.condition, marker.under];
  const outer = { ...scope, condition, modulePath: [...scope.modulePath, declared.name] };
  const reader = new BridgeReader(scopeInside(outer, [], body, text), text);
  const namespace = namespacePath(
    parseMetas(marker.list ?? '').find(({ path }) => path === 'namespace')?.value ?? '',
  );
  const bridge: CxxBridge = {
    ...declared,
    dialect,
    condition,
    namespace,
    bodyRange: contentOf(body),
    ...reader.read(body),
    syntax: readBridgeSyntax(body, marker, dialect, namespace, text),
  };
  return { bridge, problems: reader.problems };
}

function contentOf(body: SyntaxPart): Range {
  const opening = body.children.find(({ type }) => type === '{');
  const closing = body.children.find(({ type }) => type === '}');
  return {
    start: positionOf(opening?.endPosition ?? body.startPosition),
    end: positionOf(closing?.startPosition ?? body.endPosition),
  };
}

type BridgeContent = Pick<CxxBridge, 'blocks' | 'structs' | 'enums' | 'includes' | 'instantiations'>;

class BridgeReader {
  readonly problems: ReadingProblem[] = [];
  readonly #scope: Scope;
  readonly #text: string;

  constructor(scope: Scope, text: string) {
    this.#scope = scope;
    this.#text = text;
  }

  read(body: SyntaxPart): BridgeContent {
    const items = itemsOf(body, this.#text);
    const of = (kind: string): SyntaxItem[] => items.filter(({ node }) => node.type === kind);
    const whole = (kind: string): SyntaxItem[] => of(kind).filter(({ node }) => !node.hasError);
    const blocks = of('foreign_mod_item');
    return {
      blocks: blocks.map((item) => this.#block(item)),
      structs: whole('struct_item')
        .filter(isShared)
        .flatMap((item) => this.#struct(item) ?? []),
      enums: whole('enum_item')
        .filter(isShared)
        .flatMap((item) => this.#enum(item) ?? []),
      includes: blocks.flatMap((item, block) => this.#includes(item, block)),
      instantiations: whole('impl_item').flatMap((item) => {
        const type = item.node.childForFieldName('type');
        return type ? { type: readType(type, this.#text), range: item.range } : [];
      }),
    };
  }

  #block({ node, attributes, range }: SyntaxItem): CxxExternBlock {
    const body = node.childForFieldName('body');
    const items = body ? itemsOf(body, this.#text).filter((item) => !item.node.hasError) : [];
    const scope = body ? scopeInside(this.#scope, attributes, body, this.#text) : this.#scope;
    const abi = abiOfBlock(node, this.#text);
    return {
      side: abi.startsWith('Rust') ? 'Rust' : 'C++',
      unsafe: node.children.some(({ type }) => type === 'unsafe'),
      namespace: namespaceOf(attributes),
      range,
      types: items.flatMap((item) => this.#type(item, scope, abi) ?? []),
      functions: items.flatMap((item) => this.#function(item, scope, attributes) ?? []),
    };
  }

  #includes({ node }: SyntaxItem, block: number): CxxInclude[] {
    const body = node.childForFieldName('body');
    return (body ? itemsOf(body, this.#text) : []).flatMap(({ node: macro, range }) => {
      if (macro.type !== 'macro_invocation') return [];
      const argument = /^include\s*!\s*[([{]([^]*)[)\]}]$/.exec(textOf(macro, this.#text))?.[1]?.trim();
      if (argument === undefined) return [];
      const quoted = stringValue(argument);
      if (quoted !== null) return { block, path: quoted, system: false, range };
      const system = /^<([^>]*)>$/.exec(argument)?.[1];
      if (system !== undefined) return { block, path: system.trim(), system: true, range };
      this.#report(macro, 'a bridge includes "…" or <…>');
      return [];
    });
  }

  #type(item: SyntaxItem, scope: Scope, abi: string): CxxType | null {
    const { node } = item;
    if (node.type !== 'associated_type' && node.type !== 'type_item') return null;
    const declared = this.#declare(item, scope);
    // In a block of `RustQt` it is the struct behind a class of its own, and no other name of a type.
    const alias = node.type === 'type_item' && abi !== 'RustQt' ? node.childForFieldName('type') : null;
    const lifetimes = lifetimesOf(node, this.#text);
    return declared && { ...declared, alias: alias && readType(alias, this.#text), lifetimes };
  }

  #function(item: SyntaxItem, scope: Scope, block: readonly Attribute[]): CxxFunction | null {
    const { node, attributes } = item;
    if (node.type !== 'function_signature_item' || isPrivateSignal(item, this.#text)) return null;
    const declared = this.#declare(item, scope);
    const signature = readSignature(node, readModifiers(node, this.#text).unsafe, this.#text);
    if (!declared || !signature) return null;
    const [first, ...others] = signature.parameters;
    const isMethod = first?.name === 'self';
    const receiver = isMethod ? readReceiver(first.type) : null;
    if (isMethod && !receiver) {
      this.#report(node, 'a receiver is `&T`, `&mut T` or `Pin<&mut T>`');
      return null;
    }
    return {
      ...declared,
      cxxName: declared.cxxName ?? automaticName(declared.name, attributes, block),
      signature: isMethod ? { ...signature, parameters: others } : signature,
      receiver: receiver && first ? { ...receiver, range: first.range } : null,
      selfType: attributeValue(attributes, 'Self'),
    };
  }

  #struct(item: SyntaxItem): CxxSharedStruct | null {
    const declared = this.#declare(item, this.#scope);
    return (
      declared && {
        ...declared,
        derives: derivesOf(item.attributes),
        generics: genericsOf(item.node, this.#text),
        lifetimes: lifetimesOf(item.node, this.#text),
        repr: reprOf(item.attributes),
        fields: fieldItems(item.node, this.#text).flatMap((each) => {
          const field = readField(each, this.#text);
          return field ? { ...field, ...renames(each.attributes) } : [];
        }),
      }
    );
  }

  #enum(item: SyntaxItem): CxxSharedEnum | null {
    const declared = this.#declare(item, this.#scope);
    return (
      declared && {
        ...declared,
        derives: derivesOf(item.attributes),
        integer: reprOf(item.attributes).integer,
        variants: variantItems(item.node, this.#text).flatMap((each) => {
          const variant = readVariant(each, this.#text);
          return variant ? { ...variant, ...renames(each.attributes) } : [];
        }),
      }
    );
  }

  #declare(item: SyntaxItem, scope: Scope): CxxItem | null {
    const declared = declare(item, scope, this.#text);
    const { attributes } = item;
    // cxx writes `pub` before what has no visibility. @see cxx: syntax/parse.rs, visibility_pub
    return (
      declared && { ...declared, public: true, namespace: namespaceOf(attributes), ...renames(attributes) }
    );
  }

  #report(node: SyntaxPart, rule: string): void {
    const name = node.childForFieldName('name');
    const what = name ? `fn ${textOf(name, this.#text)}` : textOf(node, this.#text);
    this.problems.push({ range: rangeOf(node), message: `\`${what}\` is left out: ${rule}` });
  }
}

/** Not marked as cxx-qt's own, as its first versions had them. */
const isShared = ({ attributes }: SyntaxItem): boolean =>
  !attributes.some(({ path }) => path.startsWith('cxx_qt::'));

/** `#[namespace = "…"]` of an item or a block; null where it inherits. */
function namespaceOf(attributes: readonly Attribute[]): string[] | null {
  const written = attribute(attributes, 'namespace')?.value;
  return written === undefined || written === null ? null : namespacePath(written);
}

const renames = (attributes: readonly Attribute[]): { cxxName: string | null; rustName: string | null } => ({
  cxxName: attributeValue(attributes, 'cxx_name'),
  rustName: attributeValue(attributes, 'rust_name'),
});

/** The type is null for `&self` and `&mut self`, which stand for the block's single type. */
function readReceiver(type: RustType): Omit<CxxReceiver, 'range'> | null {
  if (type.kind === 'reference') {
    const name = typeName(type.referent);
    return name === undefined ? null : { kind: type.mutable ? 'mutable' : 'shared', type: name };
  }
  const pinned = type.kind === 'path' && type.path.at(-1) === 'Pin' ? type.arguments[0] : undefined;
  if (pinned?.kind !== 'type' || pinned.type.kind !== 'reference' || !pinned.type.mutable) return null;
  const name = typeName(pinned.type.referent);
  return name === undefined ? null : { kind: 'pinned', type: name };
}

function typeName(type: RustType): string | null | undefined {
  if (type.kind !== 'path') return undefined;
  const name = type.path.at(-1);
  return name === 'Self' ? null : name;
}
