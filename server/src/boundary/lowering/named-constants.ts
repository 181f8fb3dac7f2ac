import { assumed, derive, exact, unknown, withAssumptions, type Known } from '../../base/known.js';
import { readConstantExpression } from '../../facts/cpp/constant-expression.js';
import type { CppConstant, CppExpression, CppType } from '../../facts/cpp/cpp-facts.js';
import { formatCppType } from '../../facts/cpp/format-cpp.js';
import type { CppConstantDeclaration } from '../../program/cpp-names.js';
import {
  builtinInteger,
  evaluateCpp,
  naturalInteger,
  type CppInteger,
  type IntegerType,
} from './cpp-constants.js';
import type { Remembered } from '../../base/recursive-memory.js';
import { cppContext, PlaceKeys, type CppContext, type CppLowering } from './cpp-lowering.js';
import { assumedOn, seenOn } from './cpp-views.js';
import { deadEnd } from './dead-ends.js';
import { decidedDefinitions } from './macro-definitions.js';
import { possibleDefinitions } from './project-macros.js';

/** The values of constant expressions where they are written, their names looked up, each name's value once. */
export class NamedConstants {
  readonly #lowering: CppLowering;
  readonly #constants = new Map<CppConstant, Remembered<Known<CppInteger>>>();
  readonly #macros = new Map<string, Remembered<Known<CppInteger>>>();
  readonly #places = new PlaceKeys();

  constructor(lowering: CppLowering) {
    this.#lowering = lowering;
  }

  /** @param own enumerators of the enumeration in which the expression stands */
  integer(
    expression: CppExpression,
    context: CppContext,
    own?: ReadonlyMap<string, bigint>,
  ): Known<CppInteger> {
    return evaluateCpp(expression, {
      target: this.#lowering.target,
      name: (path, nesting) => this.#named(path, context, own, expression.kind === 'name', nesting),
      sizeOf: (type) => this.#lowering.sizeOf(type, context),
      integerType: (type) => this.#integerType(type, context),
    });
  }

  /** @param isWhole whether the name is all of the expression, so that a macro need not be in parentheses */
  #named(
    path: readonly string[],
    context: CppContext,
    own: ReadonlyMap<string, bigint> | undefined,
    isWhole: boolean,
    nesting: number,
  ): Known<CppInteger> {
    const { program, target } = this.#lowering;
    const [name = ''] = path;
    const enumerator = own?.get(path[path.length - 1] ?? '');
    if (enumerator !== undefined) return exact(naturalInteger(enumerator));
    const bound = path.length === 1 ? context.bindings.get(name) : undefined;
    if (bound?.kind === 'constant') return exact(naturalInteger(bound.value));
    const assumptions = new Set<string>();
    const found =
      program.cpp.lookUpConstant(path, seenOn({ program, target }, context)) ??
      program.cpp.lookUpConstant(path, assumedOn(target, context, program, assumptions));
    if (found && assumptions.size > 0) {
      const ground = assumed(null, [...assumptions].join('; '));
      return withAssumptions(this.#declared(found, nesting), [ground]);
    }
    if (found) return this.#declared(found, nesting);
    const macro = path.length === 1 ? this.#macro(name, context, isWhole, nesting) : null;
    return macro ?? unknown(`the constant \`${path.join('::')}\` was not found`);
  }

  #declared(found: CppConstantDeclaration, nesting: number): Known<CppInteger> {
    if (found.kind === 'enumerator') {
      return derive(this.#lowering.enumerator(found.uri, found.item, found.name, nesting), (value) =>
        exact(naturalInteger(value)),
      );
    }
    const { uri, item } = found;
    return this.#lowering.memory.answer(
      this.#constants,
      item,
      () => this.integer({ kind: 'cast', type: item.type, operand: item.value }, cppContext(uri, item.scope)),
      (why) => unknown(deadEnd(`the constant \`${item.name}\``, why)),
      nesting,
    );
  }

  /** The value of a macro; null where none of that name was read. */
  #macro(name: string, context: CppContext, isWhole: boolean, nesting: number): Known<CppInteger> | null {
    const { program, target, memory } = this.#lowering;
    const possible = possibleDefinitions(name, context.uri, program, target);
    const { definitions, assumptions } = decidedDefinitions(
      possible.filter(({ item }) => item.parameters === null),
      program,
      target,
    );
    const [first] = definitions;
    if (!first) return null;
    const { text } = first.item;
    if (definitions.some(({ item }) => item.text !== text)) {
      return unknown(`the macro \`${name}\` is defined in ${definitions.length} ways`);
    }
    const expression = readConstantExpression(text);
    const isOne =
      isWhole || expression.kind === 'integer' || expression.kind === 'name' || /^\(.*\)$/.test(text);
    if (!isOne) return unknown(`the macro \`${name}\` is not one operand`);
    const value = memory.answer(
      this.#macros,
      // Its names are looked up where it is used.
      `${this.#places.of(context)} ${name} ${text}`,
      () => this.integer(expression, context),
      (why) => unknown(deadEnd(`the macro \`${name}\``, why)),
      nesting,
    );
    return withAssumptions(
      value,
      assumptions.map((assumption) => assumed(null, assumption)),
    );
  }

  #integerType(type: CppType, context: CppContext): Known<IntegerType> {
    let lowered = this.#lowering.type(type, context);
    if (lowered.kind === 'aligned') lowered = lowered.type;
    if (lowered.kind === 'enum') {
      return derive(this.#lowering.sizeOf(type, context), ({ size }) =>
        exact({ bits: 8 * size, signed: true }),
      );
    }
    const integer = lowered.kind === 'builtin' ? builtinInteger(lowered.name, this.#lowering.target) : null;
    return integer
      ? exact(integer)
      : unknown(
          lowered.kind === 'unknown'
            ? lowered.reason
            : `\`${formatCppType(type)}\` is no integer type of a known width`,
        );
  }
}
