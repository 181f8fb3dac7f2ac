import type { CppAbiArgument, CppAbiType } from './model.js';
import { formatType } from './names.js';

/**
 * Keys that are equal for equal types: what people write, which classes and enums are meant by it (those of
 * two anonymous namespaces have one name), and what that rests on.
 */
export class TypeKeys {
  readonly #numbers = new WeakMap<object, number>();
  #next = 0;

  of(type: CppAbiType): string {
    return `${formatType(type)} ${[...this.#named(type)].join(' ')}`;
  }

  ofArgument(argument: CppAbiArgument): string {
    const key = this.of(argument.type);
    return argument.kind === 'constant' ? `${argument.value} as ${key}` : key;
  }

  *#named(type: CppAbiType): Generator<number | string> {
    if (type.assumption !== undefined) yield JSON.stringify(type.assumption);
    switch (type.kind) {
      case 'pointer':
        return yield* this.#named(type.pointee);
      case 'reference':
        return yield* this.#named(type.referent);
      case 'array':
        return yield* this.#named(type.element);
      case 'aligned':
        yield type.alignment;
        return yield* this.#named(type.type);
      case 'function':
        yield type.callingConvention ?? '';
        for (const part of [type.result, ...type.parameters]) yield* this.#named(part);
        return;
      case 'member-pointer':
        yield this.#numberOf(type.class);
        return yield* this.#named(type.member);
      case 'record':
        yield this.#numberOf(type.record);
        return;
      case 'enum':
        yield this.#numberOf(type.enum);
        return;
      case 'library':
        for (const argument of type.arguments) yield* this.#argument(argument);
        return;
      case 'unknown':
        yield this.#numberOf(type);
        return;
      case 'builtin':
      case 'bit-int':
      case 'template-parameter':
        return;
      default:
        return type satisfies never;
    }
  }

  *#argument(argument: CppAbiArgument): Generator<number | string> {
    if (argument.kind === 'type') yield* this.#named(argument.type);
  }

  #numberOf(identity: object): number {
    let number = this.#numbers.get(identity);
    if (number === undefined) this.#numbers.set(identity, (number = ++this.#next));
    return number;
  }
}
