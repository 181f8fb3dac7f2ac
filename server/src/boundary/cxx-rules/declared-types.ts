import type {
  BridgeAlias,
  BridgeEnum,
  BridgeExternType,
  BridgeItem,
  BridgeLifetime,
  BridgeStruct,
  BridgeType,
  BridgeViolation,
} from '../../facts/rust/bridge-syntax.js';
import { typesWithin } from './bridge-types.js';

/**
 * The types that a bridge declares, by their Rust names.
 *
 * @see cxx: syntax/types.rs, Types::collect
 */
export class DeclaredTypes {
  readonly structs = new Map<string, BridgeStruct>();
  readonly enums = new Map<string, BridgeEnum>();
  /** Opaque C++ types and aliases of C++ types. */
  readonly cpp = new Set<string>();
  readonly rust = new Set<string>();
  readonly aliases = new Map<string, BridgeAlias>();
  /** Opaque C++ types of blocks that are not `unsafe`. */
  readonly untrusted = new Map<string, BridgeExternType>();
  /** C++ types that are passed, returned or held by value. */
  readonly #values = new Set<string>();
  /** Names that are declared twice. */
  readonly violations: BridgeViolation[] = [];
  readonly #lifetimes = new Map<string, readonly BridgeLifetime[]>();

  constructor(items: readonly BridgeItem[]) {
    const functions = new Set<string>();
    for (const item of items) {
      switch (item.kind) {
        case 'struct':
        case 'enum': {
          // One of a C++ type of the same name repeats what the headers define.
          const { rust: name } = item.name;
          const { cpp, structs, enums } = this;
          if (this.#has(name) && (!cpp.has(name) || structs.has(name) || enums.has(name))) this.#twice(item);
          if (item.kind === 'struct') structs.set(name, item);
          else enums.set(name, item);
          this.#lifetimes.set(name, item.kind === 'struct' ? item.lifetimes : []);
          break;
        }
        case 'type':
        case 'alias':
          this.#declare(item);
          break;
        case 'function': {
          const owner = item.receiver?.type ?? item.selfType?.name ?? null;
          const key = `${owner ?? ''}::${item.name.rust}`;
          if (owner !== 'Self' && functions.has(key))
            this.violations.push({
              range: item.name.range,
              message: `the bridge declares \`${owner === null ? '' : `${owner}::`}${item.name.rust}\` twice: an overload takes a Rust name of its own, by \`#[rust_name = "…"]\``,
            });
          functions.add(key);
          break;
        }
        case 'implementation':
          break;
        default:
          item satisfies never;
      }
    }
    for (const item of items) this.#collectValues(item);
  }

  /** A C++ type that the bridge does not define itself, opaque or an alias. */
  isCpp(name: string): boolean {
    return this.cpp.has(name) && !this.structs.has(name) && !this.enums.has(name);
  }

  isOpaqueCpp(name: string): boolean {
    return this.isCpp(name) && !this.aliases.has(name);
  }

  isTrivialAlias(name: string): boolean {
    return this.aliases.has(name) && this.#values.has(name);
  }

  /** The lifetime parameters of a type; null for one that the bridge does not declare. */
  lifetimesOf(name: string): readonly BridgeLifetime[] | null {
    return this.#lifetimes.get(name) ?? null;
  }

  #has(name: string): boolean {
    return this.#lifetimes.has(name);
  }

  #declare(item: BridgeExternType | BridgeAlias): void {
    const { rust: name } = item.name;
    const restates =
      item.kind === 'type' &&
      item.side === 'C++' &&
      !this.cpp.has(name) &&
      (this.structs.has(name) || this.enums.has(name));
    if (this.#has(name) && !restates) this.#twice(item);
    if (item.kind === 'alias') this.aliases.set(name, item);
    if (item.kind === 'type' && item.side === 'Rust') this.rust.add(name);
    else this.cpp.add(name);
    if (item.kind === 'type' && item.side === 'C++' && !item.trusted) this.untrusted.set(name, item);
    this.#lifetimes.set(name, item.lifetimes);
  }

  #twice(item: BridgeStruct | BridgeEnum | BridgeExternType | BridgeAlias): void {
    const { range, rust } = item.name;
    this.violations.push({ range, message: `the bridge declares the type \`${rust}\` twice` });
  }

  /** @see cxx: syntax/trivial.rs, required_trivial_reasons */
  #collectValues(item: BridgeItem): void {
    const use = (type: BridgeType | null): void => {
      if (type?.kind === 'name' && this.isCpp(type.name)) this.#values.add(type.name);
    };
    const roots = rootTypesOf(item);
    if (item.kind !== 'implementation') roots.forEach(use);
    for (const root of roots)
      for (const type of typesWithin(root)) {
        if (type.kind === 'slice') use(type.element);
        if (type.kind === 'generic' && (type.template === 'Box' || type.template === 'Vec'))
          use(type.argument);
      }
  }
}

/** The types that an item mentions, as they are written there. */
export function rootTypesOf(item: BridgeItem): readonly BridgeType[] {
  switch (item.kind) {
    case 'struct':
      return item.fields.map(({ type }) => type);
    case 'function':
      return [...item.parameters.map(({ type }) => type), ...(item.result ? [item.result] : [])];
    case 'implementation':
      return [item.type];
    case 'enum':
    case 'type':
    case 'alias':
      return [];
    default:
      return item satisfies never;
  }
}
