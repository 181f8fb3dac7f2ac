import type { RustAbiType } from './model.js';
import { ShapeKeys } from './shape-keys.js';

/** Keys of Rust's types: how they are built, which structs and enums are meant, and what they rest on. */
export class RustTypeKeys extends ShapeKeys<RustAbiType> {
  protected shapeOf(type: RustAbiType): string {
    const list = (types: readonly RustAbiType[]): string => types.map((each) => this.of(each)).join(',');
    switch (type.kind) {
      case 'primitive':
        return type.name;
      case 'pointer':
        return `${type.form} ${type.mutable} ${this.of(type.pointee)}`;
      case 'function-pointer':
        return `fn ${JSON.stringify(type.abi)} (${list(type.parameters)} ${type.variadic}) ${this.of(type.result)}`;
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
        return `record ${this.identityOf(type.record)}`;
      case 'enum':
        return `enum ${this.identityOf(type.enum)}`;
      case 'library':
        return `library ${type.name}<${list(type.arguments)}>`;
      case 'unknown':
        return `unknown ${JSON.stringify([type.text, type.reason])}`;
      default:
        return type satisfies never;
    }
  }
}
