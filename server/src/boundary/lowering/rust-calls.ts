import type { RustAbiType } from '../../abi/model.js';
import type { RustExpression, RustExpressionPath } from '../../facts/rust/expressions/rust-expression.js';
import type { Evaluator, RustCallee, Scope } from './rust-evaluator.js';
import { RustLocals } from './rust-locals.js';
import { matches } from './rust-matching.js';
import { argumentTypeOf, integerMethod } from './rust-operators.js';
import type { RustArgument } from './rust-types.js';
import {
  andThen,
  boolean,
  integer,
  integerOf,
  limitOf,
  primitive,
  stuck,
  UNIT,
  value,
  type Outcome,
  type RustIntegerValue,
  type RustValue,
} from './rust-values.js';

/** Calls in constant expressions: of `const fn`s, of methods of integers, of `size_of` and `align_of`. */
export class RustCalls {
  readonly #evaluator: Evaluator;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  call(callee: RustExpressionPath, args: readonly RustExpression[], scope: Scope): Outcome {
    const name = callee.segments.at(-1)?.name ?? '';
    const found = this.#evaluator.names.constFunction(callee, scope.context);
    if (found) return this.#called(found, callee, args, scope);
    const own = this.#typeBefore(callee, scope);
    const integers = integerOf(own);
    if (integers) {
      if (args.length === 0 && (name === 'max_value' || name === 'min_value'))
        return this.#limit(integers, name === 'max_value' ? 'MAX' : 'MIN');
      const [receiver, ...others] = args;
      if (receiver)
        return andThen(this.#evaluator.typed(receiver, scope, own), (of) =>
          this.method(name, of, others, scope),
        );
    }
    if (args.length === 0 && (name === 'size_of' || name === 'align_of'))
      return this.#size(callee, name, scope);
    if (/^[A-Z]/.test(name) && !own) {
      return this.#evaluator.all(
        args,
        scope,
        () => null,
        (values) => value({ kind: 'struct', fields: new Map(values.map((each, i) => [String(i), each])) }),
      );
    }
    return stuck(`the call of \`${name}\` in a constant is not understood`);
  }

  #limit(type: NonNullable<ReturnType<typeof integerOf>>, which: 'MIN' | 'MAX'): Outcome {
    return integer(limitOf(type, which, this.#evaluator.target), type, this.#evaluator.target);
  }

  /** The type whose member a path names; null where it is no primitive. */
  #typeBefore({ of, segments }: RustExpressionPath, { context }: Scope): RustAbiType | null {
    const written = of?.trait ? null : of?.type;
    if (written) return this.#evaluator.names.type(written, context);
    const [name, ...others] = segments.slice(0, -1);
    if (!name || others.length > 0) return null;
    const type = this.#evaluator.names.type({ kind: 'path', path: [name.name], arguments: [] }, context);
    return type.kind === 'primitive' ? type : null;
  }

  /** @see core::mem */
  #size({ of, segments }: RustExpressionPath, which: 'size_of' | 'align_of', { context }: Scope): Outcome {
    const module = segments.slice(0, -1).map(({ name }) => name);
    const [argument, ...others] = segments.at(-1)?.arguments ?? [];
    if (
      of ||
      !/^(?:(?:(?:|std|core)::)*mem)?$/.test(module.join('::')) ||
      argument?.kind !== 'type' ||
      others.length > 0
    )
      return stuck(`the call of \`${which}\` in a constant is not understood`);
    const layout = this.#evaluator.names.sizeOf(this.#evaluator.names.type(argument.type, context));
    return this.#evaluator.known(layout, ({ size, align }) =>
      integer(BigInt(which === 'size_of' ? size : align), 'usize', this.#evaluator.target),
    );
  }

  #called(
    { parts, context }: RustCallee,
    callee: RustExpressionPath,
    args: readonly RustExpression[],
    scope: Scope,
  ): Outcome {
    const name = callee.segments.at(-1)?.name ?? '';
    if (parts.parameters.length !== args.length) return stuck(`\`${name}\` is called with other arguments`);
    const bindings = new Map(context.bindings);
    for (const [i, generic] of parts.generics.entries()) {
      const written = callee.segments.at(-1)?.arguments[i];
      bindings.set(generic, this.#argument(generic, written, scope));
    }
    const within = { ...context, bindings };
    const types = parts.parameters.map(({ type }) => this.#evaluator.names.type(type, within));
    const result = this.#evaluator.names.type(parts.result, within);
    const inner: Scope = { context: within, locals: new RustLocals(), result };
    return this.#evaluator.all(
      args,
      scope,
      (i) => types[i] ?? null,
      (values) => {
        for (const [i, { pattern }] of parts.parameters.entries())
          matches(pattern, values[i] ?? UNIT, types[i] ?? null, inner.locals);
        const outcome = this.#evaluator.evaluate(parts.body, inner, result);
        return outcome.flow === 'value' || outcome.flow === 'return'
          ? this.#evaluator.fit(outcome.value, result)
          : outcome;
      },
    );
  }

  #argument(
    name: string,
    written: RustExpressionPath['segments'][number]['arguments'][number] | undefined,
    scope: Scope,
  ): RustArgument {
    if (written?.kind === 'type') return this.#evaluator.names.type(written.type, scope.context);
    return { kind: 'unknown', text: name, reason: `\`${name}\` is a parameter of a function`, because: [] };
  }

  method(name: string, receiver: RustValue, args: readonly RustExpression[], scope: Scope): Outcome {
    if (receiver.kind === 'sequence' && args.length === 0) {
      if (name === 'len') return integer(receiver.length, 'usize', this.#evaluator.target);
      if (name === 'is_empty') return boolean(receiver.length === 0n);
      if (name === 'as_bytes' || name === 'as_slice') return value(receiver);
    }
    if (receiver.kind !== 'integer') return stuck(`the method \`${name}\` in a constant is not understood`);
    const type = argumentTypeOf(name, receiver.type);
    return this.#evaluator.all(
      args,
      scope,
      () => type && primitive(type),
      (values) => {
        const integers = values.filter((each): each is RustIntegerValue => each.kind === 'integer');
        if (integers.length < values.length) return stuck(`\`${name}\` is given no integer`);
        return integerMethod(name, receiver, integers, this.#evaluator.target);
      },
    );
  }
}
