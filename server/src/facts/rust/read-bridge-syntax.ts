import type { Range } from '../../base/range.js';
import { positionOf, rangeAcross, rangeOf } from '../../syntax/node-range.js';
import type { Attribute } from './attributes.js';
import { type BridgeAttribute, type BridgeAttributes, readBridgeAttributes } from './bridge-attributes.js';
import { BridgeDiscriminants } from './bridge-discriminants.js';
import { readBridgeFunction } from './bridge-functions.js';
import type {
  BridgeFunction,
  BridgeImplementation,
  BridgeItem,
  BridgeName,
  BridgeSide,
  BridgeSyntax,
  BridgeVariable,
  BridgeViolation,
} from './bridge-syntax.js';
import { BridgeTypeReader, rangeOfParts, readLifetimes, type Reject } from './bridge-types.js';
import { itemsOf, type SyntaxItem } from './items.js';
import { stringValue } from './literals.js';
import { parseMetas } from './meta.js';
import { handedOnToCxx } from './qt-bridge.js';
import type { BridgeDialect } from './rust-facts.js';
import { nameOf, partOfKind, textOf } from './source-text.js';
import type { SyntaxPart } from './syntax-part.js';

const NAMES: readonly BridgeAttribute[] = ['cfg', 'doc', 'cxx_name', 'rust_name'];
const TYPE_ATTRIBUTES: readonly BridgeAttribute[] = [...NAMES, 'derive', 'namespace'];
const RECORD_ATTRIBUTES: readonly BridgeAttribute[] = [...TYPE_ATTRIBUTES, 'repr'];

/**
 * Reads the items of a bridge as cxx does.
 *
 * @param body of the module
 * @param marker `#[cxx::bridge]`, or what hands on to it
 * @param namespace of the marker
 * @see cxx: syntax/parse.rs, parse_items
 */
export function readBridgeSyntax(
  body: SyntaxPart,
  marker: Attribute,
  dialect: BridgeDialect,
  namespace: readonly string[],
  text: string,
): BridgeSyntax {
  const reader = new BridgeSyntaxReader(namespace, text);
  if (dialect === 'cxx-qt') {
    const { items, added } = handedOnToCxx(itemsOf(body, text), namespace, text);
    for (const item of items) reader.read(item);
    const declared = new Set(reader.items.flatMap((item) => ('name' in item ? item.name.rust : [])));
    const others = added.filter(({ name }) => !declared.has(name.rust));
    return { items: [...reader.items, ...others], violations: reader.violations, complete: !body.hasError };
  }
  for (const { path } of parseMetas(marker.list ?? ''))
    if (path !== 'namespace')
      reader.violations.push({
        range: marker.range,
        message: `\`#[cxx::bridge]\` takes \`namespace = "…"\` and nothing else, not \`${path}\``,
      });
  for (const item of itemsOf(body, text)) reader.read(item);
  return { items: reader.items, violations: reader.violations, complete: !body.hasError };
}

/** The block around an item. */
interface Block {
  readonly side: BridgeSide;
  readonly unwinds: boolean;
  readonly trusted: boolean;
  readonly namespace: readonly string[];
}

class BridgeSyntaxReader {
  readonly items: BridgeItem[] = [];
  readonly violations: BridgeViolation[] = [];
  readonly #namespace: readonly string[];
  readonly #text: string;
  readonly #types: BridgeTypeReader;
  readonly #reject: Reject = (violation) => this.violations.push(violation);

  constructor(namespace: readonly string[], text: string) {
    this.#namespace = namespace;
    this.#text = text;
    this.#types = new BridgeTypeReader(text, this.#reject);
  }

  read(item: SyntaxItem): void {
    const { node } = item;
    switch (node.type) {
      case 'ERROR':
      case 'inner_attribute_item':
      case 'empty_statement':
        return;
      case 'foreign_mod_item':
        return this.#block(item);
    }
    if (node.hasError) return;
    switch (node.type) {
      case 'struct_item':
        return this.#struct(item);
      case 'enum_item':
        return this.#enum(item);
      case 'impl_item':
        return this.#implementation(item);
      case 'use_declaration':
        return this.#no(
          node,
          'a bridge has no `use`: it knows its own types, primitive types and cxx’s; another type comes in as `type T = path::T;` in a block of C++',
        );
      default:
        return this.#no(
          node,
          'a bridge has structs, enums, `extern "C++"` and `extern "Rust"` blocks and `impl` instantiations only',
        );
    }
  }

  #struct({ node, attributes }: SyntaxItem): void {
    const said = this.#attributes(attributes, RECORD_ATTRIBUTES);
    if (said.repr?.kind === 'integer')
      this.#no(
        said.repr.range,
        `\`repr(${said.repr.written})\` is for enums: a struct may have \`repr(align(N))\``,
      );
    const name = this.#name(node, said, said.namespace ?? this.#namespace);
    const body = node.childForFieldName('body');
    if (!name) return;
    if (body?.type !== 'field_declaration_list')
      return this.#no(node, `\`${name.rust}\` has no named fields, which a shared struct needs`);
    const { lifetimes, unsupported } = readLifetimes(node.childForFieldName('type_parameters'), this.#text);
    if (unsupported) this.#no(unsupported, generic('a shared struct', unsupported));
    this.#noWhereClause(node, 'a shared struct');
    const fields = itemsOf(body, this.#text).flatMap((field): BridgeVariable[] => {
      if (field.node.type !== 'field_declaration') return [];
      const about = this.#attributes(field.attributes, NAMES);
      const part = field.node.childForFieldName('type');
      const type = part && this.#types.read(part);
      const fieldName = this.#name(field.node, about, []);
      return type && fieldName ? [{ name: fieldName, type, range: rangeAcross(field.node, part) }] : [];
    });
    this.items.push({ kind: 'struct', name, derives: said.derives, lifetimes, fields, range: rangeOf(node) });
  }

  #enum({ node, attributes }: SyntaxItem): void {
    const said = this.#attributes(attributes, RECORD_ATTRIBUTES);
    const name = this.#name(node, said, said.namespace ?? this.#namespace);
    if (!name) return;
    if (node.childForFieldName('type_parameters'))
      this.#no(node, `\`${name.rust}\` has generic parameters, which a shared enum cannot have`);
    else this.#noWhereClause(node, 'a shared enum');
    if (said.repr?.kind === 'align') this.#no(said.repr.range, 'C++ has no alignment of an enum');
    const integer = said.repr?.kind === 'integer' ? said.repr.written : null;
    const discriminants = new BridgeDiscriminants(integer, this.#text);
    const variants: BridgeName[] = [];
    let defaults = 0;
    const body = node.childForFieldName('body');
    for (const variant of body ? itemsOf(body, this.#text) : []) {
      if (variant.node.type !== 'enum_variant') continue;
      const about = this.#attributes(variant.attributes, [...NAMES, 'default']);
      const variantName = this.#name(variant.node, about, []);
      if (!variantName) continue;
      if (variant.node.childForFieldName('body')) {
        this.#no(
          variant.node,
          `\`${variantName.rust}\` holds data, which a shared enum cannot: its variants are values of an integer`,
        );
        continue;
      }
      const problem = discriminants.add(variant.node.childForFieldName('value'));
      if (problem !== null) {
        this.#no(variant.node, problem);
        continue;
      }
      variants.push(variantName);
      if (about.default) defaults++;
    }
    if (!discriminants.fits())
      this.#no(
        node.childForFieldName('name') ?? node,
        `no integer type holds all values of \`${name.rust}\``,
      );
    this.items.push({
      kind: 'enum',
      name,
      derives: said.derives,
      variants,
      defaults,
      integer,
      range: rangeOf(node),
    });
  }

  #block({ node, attributes }: SyntaxItem): void {
    const modifier = partOfKind(node, 'extern_modifier');
    const body = node.childForFieldName('body');
    if (!modifier || !body) return;
    const literal = modifier.namedChildren[0];
    const abi = literal ? stringValue(textOf(literal, this.#text)) : null;
    if (abi !== 'C++' && abi !== 'C++-unwind' && abi !== 'Rust')
      return this.#no(
        modifier,
        `a block of a bridge is \`extern "C++"\` or \`extern "Rust"\`, not \`${textOf(modifier, this.#text)}\``,
      );
    const unsafe = node.children.find(({ type }) => type === 'unsafe');
    if (unsafe && abi === 'Rust')
      this.#no(
        rangeAcross(unsafe, modifier),
        'an `extern "Rust"` block is not `unsafe`: rustc checks its signatures',
      );
    const said = this.#attributes(attributes, ['cfg', 'namespace']);
    const block: Block = {
      side: abi === 'Rust' ? 'Rust' : 'C++',
      unwinds: abi === 'C++-unwind',
      trusted: unsafe !== undefined,
      namespace: said.namespace ?? this.#namespace,
    };
    const items = itemsOf(body, this.#text).flatMap((item) => this.#foreign(item, block) ?? []);
    if (
      block.side === 'C++' &&
      !block.trusted &&
      items.some((each) => each.kind === 'function' && !each.unsafe)
    ) {
      const at = positionOf(modifier.startPosition);
      this.violations.push({
        range: rangeOf(modifier),
        message:
          'the block has C++ functions that are safe to call: who claims that writes `unsafe extern "C++"`',
        correction: {
          title: 'Declare the block `unsafe`',
          range: { start: at, end: at },
          newText: 'unsafe ',
        },
      });
    }
    this.items.push(...withSelf(items));
  }

  #foreign(item: SyntaxItem, block: Block): BridgeItem | null {
    const { node } = item;
    if (node.hasError) return null;
    switch (node.type) {
      case 'ERROR':
      case 'inner_attribute_item':
      case 'empty_statement':
        return null;
      case 'associated_type':
      case 'type_item':
        return this.#type(item, block);
      case 'function_signature_item': {
        const said = this.#attributes(item.attributes, [...NAMES, 'namespace', 'Self']);
        const name = this.#name(node, said, said.namespace ?? block.namespace);
        const signature = name && readBridgeFunction(node, name, this.#types, this.#text, this.#reject);
        if (!signature) return null;
        if (said.selfType && signature.receiver)
          this.#no(said.selfType.range, 'a function of `#[Self = "…"]` is static: it has no `self`');
        const selfType = signature.receiver ? null : said.selfType;
        const { side, unwinds, trusted } = block;
        return { ...signature, side, unwinds, trusted, name, selfType };
      }
      case 'function_item':
        this.#no(node, 'a function of a bridge ends with `;`: its body stands on the side that has it');
        return null;
      case 'macro_invocation':
        this.#include(node);
        return null;
      default:
        this.#no(node, 'a block of a bridge has types, functions and `include!` only');
        return null;
    }
  }

  #type({ node, attributes }: SyntaxItem, block: Block): BridgeItem | null {
    const said = this.#attributes(attributes, TYPE_ATTRIBUTES);
    const name = this.#name(node, said, said.namespace ?? block.namespace);
    if (!name) return null;
    const { lifetimes, unsupported } = readLifetimes(node.childForFieldName('type_parameters'), this.#text);
    if (unsupported) this.#no(unsupported, generic('an extern type', unsupported));
    const shared = { name, derives: said.derives, lifetimes, range: rangeOf(node) };
    if (node.type === 'type_item') {
      if (block.side === 'C++') return { kind: 'alias', ...shared };
      this.#no(
        node,
        `\`type ${name.rust} = …\` stands for a C++ type: in an \`extern "Rust"\` block a type has no \`=\``,
      );
      return null;
    }
    const bounds = node.childForFieldName('bounds')?.namedChildren ?? [];
    return {
      kind: 'type',
      ...shared,
      side: block.side,
      trusted: block.trusted,
      boundsRange: rangeOfParts(bounds),
    };
  }

  #implementation({ node, attributes }: SyntaxItem): void {
    this.#attributes(attributes, ['cfg']);
    const part = node.childForFieldName('type');
    const body = node.childForFieldName('body');
    if (!part) return;
    if (body && body.namedChildren.length > 0)
      return this.#no(body, 'an `impl` in a bridge asks for an instantiation: its braces are empty');
    const trait = node.childForFieldName('trait');
    if (trait)
      return this.#no(
        rangeAcross(trait, part),
        'an `impl` in a bridge names a binding, as `impl UniquePtr<T> {}` does, and no trait',
      );
    if (this.#noWhereClause(node, 'an `impl` in a bridge')) return;
    const { lifetimes, unsupported } = readLifetimes(node.childForFieldName('type_parameters'), this.#text);
    if (unsupported) return this.#no(node, generic('an `impl` in a bridge', unsupported));
    const type = this.#types.read(part);
    if (!type) return;
    const implementation: BridgeImplementation = {
      kind: 'implementation',
      type,
      lifetimes,
      range: rangeOf(node),
    };
    this.items.push(implementation);
  }

  /** @see cxx: syntax/parse.rs, parse_include */
  #include(node: SyntaxPart): void {
    const written = textOf(node, this.#text);
    const argument = /^include\s*!\s*[([{]([^]*)[)\]}]$/.exec(written)?.[1]?.trim();
    if (argument === undefined)
      return this.#no(node, 'a block of a bridge has types, functions and `include!` only');
    if (stringValue(argument) === null && !/^<[^>"'()[\]{}]*>$/.test(argument))
      this.#no(node, '`include!` takes "quoted/path" or <bracketed/path>');
  }

  #attributes(attributes: readonly Attribute[], allowed: readonly BridgeAttribute[]): BridgeAttributes {
    return readBridgeAttributes(attributes, allowed, this.#reject);
  }

  #name(node: SyntaxPart, said: BridgeAttributes, namespace: readonly string[]): BridgeName | null {
    const part = node.childForFieldName('name');
    if (!part) return null;
    const name = nameOf(part, this.#text);
    return { rust: said.rustName ?? name, cpp: said.cxxName ?? name, namespace, range: rangeOf(part) };
  }

  #noWhereClause(node: SyntaxPart, what: string): boolean {
    const clause = partOfKind(node, 'where_clause');
    if (clause) this.#no(clause, `${what} has no \`where\` clause`);
    return clause !== undefined;
  }

  #no(place: SyntaxPart | Range, message: string): void {
    this.violations.push({ range: 'start' in place ? place : rangeOf(place), message });
  }
}

/** `Self` is the type of its block where that is the only one. */
function withSelf(items: readonly BridgeItem[]): readonly BridgeItem[] {
  const [type, another] = items.filter(({ kind }) => kind === 'type' || kind === 'alias');
  if (!type || another || !('name' in type)) return items;
  return items.map((item): BridgeItem => {
    if (item.kind !== 'function' || item.receiver?.type !== 'Self') return item;
    const named: BridgeFunction = { ...item, receiver: { ...item.receiver, type: type.name.rust } };
    return named;
  });
}

const generic = (what: string, { type }: SyntaxPart): string =>
  type === 'lifetime_parameter'
    ? `${what} has lifetime parameters without bounds only`
    : `${what} has no ${type === 'const_parameter' ? 'const' : 'type'} parameters: cxx knows no generics but its own`;
