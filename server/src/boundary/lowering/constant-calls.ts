import { assumed, derive, exact, unknown, withAssumptions, type Known } from '../../base/known.js';
import type { Remembered } from '../../base/recursive-memory.js';
import { isOneOperand, readConstantExpression } from '../../facts/cpp/constant-expression.js';
import type { CppExpression, CppFunction, CppType } from '../../facts/cpp/cpp-facts.js';
import { nearestTo } from '../../base/uri.js';
import { formatCppName, formatCppSignature } from '../../facts/cpp/format-cpp.js';
import type { CppDeclarationOf } from '../../program/cpp-names.js';
import { castTo, type CppCall, type CppInteger } from './cpp-constants.js';
import { MAXIMUM_DEPTH, type CppBinding, type CppContext, type CppLowering } from './cpp-lowering.js';
import { bindingsOf, classesAround } from './enclosing-classes.js';
import { deadEnd } from './dead-ends.js';
import { integerTypeOf } from './integer-types.js';
import { limitOf, STANDARD_FUNCTIONS } from './library-constants.js';
import { readingsOf } from './macro-readings.js';
import type { NamedConstants } from './named-constants.js';

/** The values of calls in constant expressions: macros, the library's functions, `constexpr` functions. */
export class ConstantCalls {
  readonly #lowering: CppLowering;
  readonly #constants: NamedConstants;
  readonly #calls = new Map<CppFunction, Map<string, Remembered<Known<CppInteger>>>>();

  constructor(lowering: CppLowering, constants: NamedConstants) {
    this.#lowering = lowering;
    this.#constants = constants;
  }

  /**
   * @param isWhole whether the call is all of the expression, so that a macro need not be in parentheses
   * @param valueOf the value of an argument where it is written
   */
  value(
    call: CppCall,
    context: CppContext,
    isWhole: boolean,
    valueOf: (argument: CppExpression) => Known<CppInteger>,
  ): Known<CppInteger> {
    const path = call.callee.segments.map(({ name }) => name);
    const plain = call.callee.segments.every((segment) => segment.arguments === null);
    if (path[0] === 'std') {
      const limit = limitOf(this.#lowering, call.callee, context, 'function');
      if (limit && call.arguments.length === 0) return limit;
      const compute = plain ? STANDARD_FUNCTIONS[path.join('::')] : undefined;
      if (compute) return compute(call.arguments.map(valueOf));
    }
    const [name = ''] = path;
    if (plain && path.length === 1 && this.#lowering.program.cpp.definesMacro(name)) {
      return this.#macro(call, context, isWhole);
    }
    const found = plain ? this.#functions(call, path, context) : [];
    // Which of several overloads is called is not decided here.
    const isOverloaded = new Set(found.map(({ item }) => formatCppSignature(item))).size > 1;
    const defined = found.filter(({ item }) => item.returns !== undefined);
    const here = defined.filter(({ uri }) => uri === context.uri);
    const [only, ...others] = here.length > 0 ? here : nearestTo(defined, context.uri);
    if (!only || isOverloaded || others.length > 0) return notUnderstood(call);
    return this.#returned(only, call, context, valueOf);
  }

  #macro(call: CppCall, context: CppContext, isWhole: boolean): Known<CppInteger> {
    const { program, target } = this.#lowering;
    if (context.depth > MAXIMUM_DEPTH) return notUnderstood(call);
    for (const by of ['possibility', 'assumption'] as const) {
      const readings = readingsOf(
        /^\w*/.exec(call.text)?.[0] ?? '',
        call.text,
        context.uri,
        program,
        target,
        by,
      );
      const [text, ...others] = readings?.texts ?? [];
      if (!readings || text === undefined || others.length > 0) continue;
      const expression = readConstantExpression(text);
      const isOne = isWhole || isOneOperand(expression, text);
      if (!isOne || expression.kind === 'unreadable' || text === call.text) break;
      return withAssumptions(
        this.#constants.integer(expression, { ...context, depth: context.depth + 1 }),
        readings.assumptions.map((assumption) => assumed(null, assumption)),
      );
    }
    return notUnderstood(call);
  }

  /** The functions of the name in the innermost scope that has any. */
  #functions(
    { callee }: CppCall,
    path: readonly string[],
    context: CppContext,
  ): readonly CppDeclarationOf<'function'>[] {
    const { cpp } = this.#lowering.program;
    const scopes = callee.global ? [] : cpp.expandedScope(context.scope).map((scope) => scope.name);
    for (let depth = scopes.length; depth >= 0; depth--) {
      const found = cpp.functionsNamed([...scopes.slice(0, depth), ...path]);
      // A base class may have one that goes before those outside.
      const isHidden = depth < scopes.length && (context.owner?.bases.length ?? 0) > 0;
      if (found.length > 0) return isHidden ? [] : found;
    }
    return [];
  }

  /** What a `constexpr` function returns for these arguments. @see C++ [expr.const] */
  #returned(
    { uri, item }: CppDeclarationOf<'function'>,
    call: CppCall,
    context: CppContext,
    valueOf: (argument: CppExpression) => Known<CppInteger>,
  ): Known<CppInteger> {
    const { parameters, variadic, result } = item.signature;
    const { returns } = item;
    const isPlain = !variadic && item.template === null && item.condition.length === 0;
    if (!returns || !isPlain || parameters.length !== call.arguments.length) return notUnderstood(call);
    const within = classesAround({ uri, item }, context);
    if (within === 'elsewhere') return notUnderstood(call);
    const bindings = new Map<string, CppBinding>(bindingsOf(within));
    const depth = context.depth + 1;
    const inner: CppContext = { uri, scope: item.scope, bindings, owner: null, within, depth };
    if (inner.depth > MAXIMUM_DEPTH) return notUnderstood(call);
    const grounds: Known<unknown>[] = [];
    for (const [i, { name, type: written }] of parameters.entries()) {
      const type = this.#lowering.type(referent(written), inner);
      const argument = valueOf(call.arguments[i] as CppExpression);
      const value = derive(integerTypeOf(this.#lowering, type), (integer) =>
        derive(argument, (given) => exact(castTo(given.value, integer))),
      );
      if (value.status === 'unknown') return value;
      grounds.push(value);
      bindings.set(name || `${i}`, { kind: 'constant', value: value.value.value, type });
    }
    const memory = this.#calls.get(item) ?? new Map<string, Remembered<Known<CppInteger>>>();
    this.#calls.set(item, memory);
    const value = this.#lowering.memory.answer(
      memory,
      this.#lowering.keyOf(bindings.values()),
      () => this.#constants.integer({ kind: 'cast', type: result, operand: returns }, inner),
      (why) => unknown(deadEnd(`the call \`${call.text}\``, why)),
    );
    return withAssumptions(value, grounds);
  }
}

const referent = (type: CppType): CppType => (type.kind === 'reference' ? type.referent : type);

const notUnderstood = (call: CppCall): Known<never> =>
  unknown(`the call of \`${formatCppName(call.callee)}\` in a constant expression is not understood`);
