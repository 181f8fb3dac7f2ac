import type { Range } from '../../base/range.js';
import { rangeAcross, rangeOf } from '../../syntax/node-range.js';
import type { BridgeLifetime, BridgeTemplate, BridgeType, BridgeViolation } from './bridge-syntax.js';
import { integerValue } from './literals.js';
import { nameOf, partOfKind, textOf } from './source-text.js';
import type { SyntaxPart } from './syntax-part.js';

/** Where what cxx rejects is written down. */
export type Reject = (violation: BridgeViolation) => void;

const TEMPLATES: ReadonlySet<string> = new Set<BridgeTemplate>([
  'Box',
  'Vec',
  'UniquePtr',
  'SharedPtr',
  'WeakPtr',
  'CxxVector',
]);

/** Reads the types of a bridge as cxx does. @see cxx: syntax/parse.rs, parse_type */
export class BridgeTypeReader {
  readonly #text: string;
  readonly #reject: Reject;

  constructor(text: string, reject: Reject) {
    this.#text = text;
    this.#reject = reject;
  }

  /** @returns null where cxx has no such type, which is then rejected */
  read(node: SyntaxPart): BridgeType | null {
    const range = rangeOf(node);
    switch (node.type) {
      case 'primitive_type':
      case 'type_identifier':
        return { kind: 'name', name: nameOf(node, this.#text), lifetimes: [], range };
      case 'generic_type':
        return this.#generic(node);
      case 'reference_type':
        return this.#reference(node);
      case 'pointer_type': {
        const part = node.childForFieldName('type');
        const pointee = part && this.read(part);
        return pointee && { kind: 'pointer', mutable: isMutable(node), pointee, range };
      }
      case 'array_type':
        return this.#array(node);
      case 'function_type':
        return node.childForFieldName('trait') ? this.#unsupported(node) : this.#function(node);
      case 'unit_type':
        return { kind: 'void', range };
      default:
        return this.#unsupported(node);
    }
  }

  /** @returns the result without `Result`, null for none; undefined where it was rejected */
  readResult(
    node: SyntaxPart | null,
  ): { readonly type: BridgeType | null; readonly fallible: boolean } | null {
    if (!node) return { type: null, fallible: false };
    const inner = this.#fallibleType(node);
    const type = this.read(inner ?? node);
    return type && { type: type.kind === 'void' ? null : type, fallible: inner !== null };
  }

  /** The `T` of `Result<T>`. */
  #fallibleType(node: SyntaxPart): SyntaxPart | null {
    if (node.type !== 'generic_type' || this.#templateOf(node) !== 'Result') return null;
    const list = argumentsOf(node);
    return list.length === 1 && list[0] && isType(list[0]) ? list[0] : null;
  }

  /** `Vec` of `Vec<T>`; null for a path. */
  #templateOf(node: SyntaxPart): string | null {
    const name = node.childForFieldName('type');
    return name?.type === 'type_identifier' ? nameOf(name, this.#text) : null;
  }

  #generic(node: SyntaxPart): BridgeType | null {
    const range = rangeOf(node);
    const name = this.#templateOf(node);
    const list = argumentsOf(node);
    const [only] = list;
    if (name === null) return this.#unsupported(node);
    if (only && list.length === 1 && isType(only)) {
      if (TEMPLATES.has(name)) {
        const argument = this.read(only);
        return argument && { kind: 'generic', template: name as BridgeTemplate, argument, range };
      }
      if (name === 'Pin') {
        const inner = this.read(only);
        if (!inner) return null;
        if (inner.kind === 'reference') return { ...inner, pinned: true, range };
      }
    }
    if (TEMPLATES.has(name) || name === 'Pin' || list.some(({ type }) => type !== 'lifetime'))
      return this.#unsupported(node);
    return { kind: 'name', name, lifetimes: list.map((each) => this.#lifetime(each)), range };
  }

  #reference(node: SyntaxPart): BridgeType | null {
    const part = node.childForFieldName('type');
    if (!part) return this.#unsupported(node);
    const range = rangeOf(node);
    const written = partOfKind(node, 'lifetime');
    const lifetime = written ? this.#lifetime(written) : null;
    const mutable = isMutable(node);
    if (part.type === 'array_type' && !part.childForFieldName('length')) {
      const inner = part.childForFieldName('element');
      const element = inner && this.read(inner);
      return element && { kind: 'slice', mutable, lifetime, element, range };
    }
    const referent = this.read(part);
    if (referent?.kind === 'name' && referent.name === 'str')
      return mutable ? this.#unsupported(node) : { kind: 'str', lifetime, range };
    return referent && { kind: 'reference', pinned: false, mutable, lifetime, referent, range };
  }

  #array(node: SyntaxPart): BridgeType | null {
    const inner = node.childForFieldName('element');
    const length = node.childForFieldName('length');
    if (!inner || !length) return this.#unsupported(node);
    const element = this.read(inner);
    if (!element) return null;
    const written = textOf(length, this.#text);
    const value = integerValue(written);
    if (!length.type.endsWith('_literal') || length.type === 'negative_literal') {
      return this.#no(
        rangeOf(length),
        `the array length \`${written}\` is an expression: in a bridge it is an integer literal`,
      );
    }
    if (!value) {
      return this.#no(rangeOf(length), `the array length \`${written}\` is not an integer`);
    }
    if (value.value === 0n) {
      return this.#no(rangeOf(node), 'an array of length 0 cannot cross: C++ has none');
    }
    return { kind: 'array', element, range: rangeOf(node) };
  }

  #function(node: SyntaxPart): BridgeType | null {
    if (partOfKind(node, 'for_lifetimes'))
      return this.#no(rangeOf(node), 'a function pointer in a bridge has no lifetime parameters');
    const list = node.childForFieldName('parameters')?.namedChildren ?? [];
    if (list.some(({ type }) => type === 'variadic_parameter'))
      return this.#no(rangeOf(node), 'a function pointer in a bridge cannot be variadic');
    const parameters = [];
    for (const each of list) {
      if (each.type === 'attribute_item') continue;
      const named = each.type === 'parameter' ? each.childForFieldName('type') : null;
      const type = this.read(named ?? each);
      if (!type) return null;
      parameters.push({ type, range: rangeOf(each) });
    }
    const result = this.readResult(node.childForFieldName('return_type'));
    if (!result) return null;
    const modifiers = partOfKind(node, 'function_modifiers');
    const unsafe = modifiers?.children.some(({ type }) => type === 'unsafe') ?? false;
    return {
      kind: 'function',
      unsafe,
      fallible: result.fallible,
      parameters,
      result: result.type,
      range: rangeOf(node),
    };
  }

  #unsupported(node: SyntaxPart): null {
    const written = textOf(node, this.#text);
    const qualified = /^cxx\s*::\s*([^:]*)$/.exec(written)?.[1];
    return this.#no(
      rangeOf(node),
      qualified === undefined
        ? `\`${written}\` cannot cross: a bridge knows its own types, primitive types and cxx's, each by its plain name`
        : `\`${written}\` is \`${qualified}\` in a bridge, without \`cxx::\``,
      qualified === undefined
        ? undefined
        : { title: `Write \`${qualified}\``, range: rangeOf(node), newText: qualified },
    );
  }

  #no(range: Range, message: string, correction?: BridgeViolation['correction']): null {
    this.#reject({ range, message, ...(correction && { correction }) });
    return null;
  }

  #lifetime(node: SyntaxPart): BridgeLifetime {
    return { name: textOf(node, this.#text), range: rangeOf(node) };
  }
}

/** The lifetime parameters of an item, and what else is among its parameters. */
export function readLifetimes(
  list: SyntaxPart | null,
  text: string,
): { readonly lifetimes: readonly BridgeLifetime[]; readonly unsupported: SyntaxPart | null } {
  const parameters = (list?.namedChildren ?? []).filter(({ type }) => type !== 'attribute_item');
  const isPlain = (part: SyntaxPart): boolean =>
    part.type === 'lifetime_parameter' && part.childForFieldName('bounds') === null;
  return {
    lifetimes: parameters.flatMap((part) => {
      const name = part.type === 'lifetime_parameter' ? part.childForFieldName('name') : null;
      return name ? [{ name: textOf(name, text), range: rangeOf(name) }] : [];
    }),
    unsupported: parameters.find((part) => !isPlain(part)) ?? null,
  };
}

const argumentsOf = (node: SyntaxPart): readonly SyntaxPart[] =>
  node.childForFieldName('type_arguments')?.namedChildren ?? [];

const isType = ({ type }: SyntaxPart): boolean =>
  !['lifetime', 'type_binding', 'trait_bounds', 'block'].includes(type) && !type.endsWith('_literal');

const isMutable = (node: SyntaxPart): boolean => partOfKind(node, 'mutable_specifier') !== undefined;

/** From the first part to the last. */
export const rangeOfParts = (parts: readonly SyntaxPart[]): Range | null => {
  const [first] = parts;
  const last = parts.at(-1);
  return first && last ? rangeAcross(first, last) : null;
};
