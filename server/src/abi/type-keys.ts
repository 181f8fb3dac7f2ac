import type { CppAbiArgument, CppAbiType } from './model.js';

/**
 * Keys that are equal for equal types: how they are built, which classes and enums are meant (those of two
 * anonymous namespaces have one name), and what they rest on. A key is a number for each type that differs,
 * so that it is as short for `P<P<P<…>>>` as for `int`.
 */
export class TypeKeys {
  readonly #identities = new WeakMap<object, number>();
  readonly #known = new WeakMap<CppAbiType, string>();
  readonly #byShape = new Map<string, string>();
  #next = 0;

  of(type: CppAbiType): string {
    const known = this.#known.get(type);
    if (known !== undefined) return known;
    const grounds = type.assumption === undefined ? '' : JSON.stringify(type.assumption);
    const qualifiers = [type.const, type.volatile, type.restrict].map((has) => (has ? 1 : 0)).join('');
    const shape = `${qualifiers} ${this.#shapeOf(type)} ${grounds}`;
    let key = this.#byShape.get(shape);
    if (key === undefined) this.#byShape.set(shape, (key = `${++this.#next}`));
    this.#known.set(type, key);
    return key;
  }

  ofArgument(argument: CppAbiArgument): string {
    const key = this.of(argument.type);
    return argument.kind === 'constant' ? `${argument.value} as ${key}` : key;
  }

  /** The type without its qualifiers, what it is made of by key. */
  #shapeOf(type: CppAbiType): string {
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
        return `${this.#identityOf(type.class)}::* ${this.of(type.member)}`;
      case 'record':
        return `record ${this.#identityOf(type.record)}`;
      case 'enum':
        return `enum ${this.#identityOf(type.enum)}`;
      case 'library':
        return `${type.name}<${type.arguments.map((argument) => this.ofArgument(argument)).join(',')}>`;
      case 'template-parameter':
        return `T${type.index}`;
      case 'unknown':
        return `unknown ${this.#identityOf(type)}`;
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
