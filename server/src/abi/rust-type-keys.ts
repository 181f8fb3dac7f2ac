import type { RustAbiType } from './model.js';

/**
 * Keys that are equal for equal types of Rust: how they are built, which structs and enums are meant (those of two
 * modules may have one name), and what they rest on. A key is a number for each type that differs, so that it is
 * as short for `(((…), (…)), ((…), (…)))` as for `u8`.
 */
export class RustTypeKeys {
  readonly #identities = new WeakMap<object, number>();
  readonly #known = new WeakMap<RustAbiType, string>();
  readonly #byShape = new Map<string, string>();
  #next = 0;

  of(type: RustAbiType): string {
    const known = this.#known.get(type);
    if (known !== undefined) return known;
    const grounds = type.assumption === undefined ? '' : JSON.stringify(type.assumption);
    const shape = `${this.#shapeOf(type)} ${grounds}`;
    let key = this.#byShape.get(shape);
    if (key === undefined) this.#byShape.set(shape, (key = `${++this.#next}`));
    this.#known.set(type, key);
    return key;
  }

  /** What it is made of, by key. */
  #shapeOf(type: RustAbiType): string {
    const list = (types: readonly RustAbiType[]): string => types.map((each) => this.of(each)).join(',');
    switch (type.kind) {
      case 'primitive':
        return type.name;
      case 'pointer':
        return `${type.form} ${type.mutable} ${this.of(type.pointee)}`;
      case 'function-pointer':
        return `fn ${JSON.stringify(type.abi)}`;
      case 'array':
        return `[${type.count}] ${this.of(type.element)}`;
      case 'tuple':
        return `(${list(type.elements)})`;
      case 'slice':
        return `[] ${this.of(type.element)}`;
      case 'str':
      case 'trait-object':
        return type.kind;
      case 'record':
        return `record ${this.#identityOf(type.record)}`;
      case 'enum':
        return `enum ${this.#identityOf(type.enum)}`;
      case 'library':
        return `library ${type.name}<${list(type.arguments)}>`;
      case 'unknown':
        return `unknown ${JSON.stringify([type.text, type.reason])}`;
      default:
        return type satisfies never;
    }
  }

  #identityOf(object: object): number {
    let identity = this.#identities.get(object);
    if (identity === undefined) this.#identities.set(object, (identity = ++this.#next));
    return identity;
  }
}
