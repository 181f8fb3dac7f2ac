import type { CppAbiArgument, CppAbiType } from './model.js';
import { ShapeKeys } from './shape-keys.js';

/** Keys of C++ types: how they are built, which classes and enums are meant, and what they rest on. */
export class TypeKeys extends ShapeKeys<CppAbiType> {
  ofArgument(argument: CppAbiArgument): string {
    const key = this.of(argument.type);
    return argument.kind === 'constant' ? `${argument.value} as ${key}` : key;
  }

  protected shapeOf(type: CppAbiType): string {
    const qualifiers = [type.const, type.volatile, type.restrict].map((has) => (has ? 1 : 0)).join('');
    return `${qualifiers} ${this.#unqualified(type)}`;
  }

  #unqualified(type: CppAbiType): string {
    switch (type.kind) {
      case 'builtin':
        return type.name;
      case 'bit-int':
        return `bit-int ${type.signed} ${type.width}`;
      case 'pointer':
        return `* ${this.of(type.pointee)}`;
      case 'reference':
        return `${type.rvalue ? '&&' : '&'} ${this.of(type.referent)}`;
      case 'array':
        return `[${type.count}] ${this.of(type.element)}`;
      case 'aligned':
        return `aligned ${type.alignment} ${this.of(type.type)}`;
      case 'function': {
        const parameters = type.parameters.map((parameter) => this.of(parameter)).join(',');
        const qualifiers = [
          type.constFunction,
          type.volatileFunction,
          type.referenceQualifier,
          type.noexcept,
        ];
        return `${type.callingConvention} ${this.of(type.result)}(${parameters} ${type.variadic}) ${qualifiers.join(' ')}`;
      }
      case 'member-pointer':
        return `${this.identityOf(type.class)}::* ${this.of(type.member)}`;
      case 'record':
        return `record ${this.identityOf(type.record)}`;
      case 'enum':
        return `enum ${this.identityOf(type.enum)}`;
      case 'library':
        return `${type.name}<${type.arguments.map((argument) => this.ofArgument(argument)).join(',')}>`;
      case 'template-parameter':
        return `T${type.index}`;
      case 'unknown':
        return `unknown ${this.identityOf(type)}`;
      default:
        return type satisfies never;
    }
  }
}
