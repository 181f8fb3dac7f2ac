import { assumed, derive, exact, unknown, withAssumptions, type Known } from '../../base/known.js';
import type { CppAbiType } from '../../abi/model.js';
import type { SizeAlign } from '../../abi/target.js';
import { isOneOperand, readConstantExpression } from '../../facts/cpp/constant-expression.js';
import type { CppConstant, CppExpression, CppName, CppType } from '../../facts/cpp/cpp-facts.js';
import { formatCppName } from '../../facts/cpp/format-cpp.js';
import type { Uri } from '../../base/range.js';
import type { CppConstantDeclaration, CppDeclarationOf } from '../../program/cpp-names.js';
import { assumedOfBuilds, knownMacro } from '../known-macros.js';
import { ConstantCalls } from './constant-calls.js';
import { castTo, evaluateCpp, naturalInteger, type CppInteger } from './cpp-constants.js';
import { integerTypeOf } from './integer-types.js';
import { limitOf } from './library-constants.js';
import { traitNamed, traitValue } from './library-traits.js';
import type { Remembered } from '../../base/recursive-memory.js';
import {
  cppContext,
  PlaceKeys,
  MAXIMUM_DEPTH,
  type ClassInstance,
  type CppContext,
  type CppLowering,
} from './cpp-lowering.js';
import { bindingsOf, classesAround } from './enclosing-classes.js';
import { assumedOn, seenOn } from './cpp-views.js';
import { deadEnd } from './dead-ends.js';
import { contextIn } from './instance-members.js';
import { decidedDefinitions } from './macro-definitions.js';
import { possibleDefinitions } from './project-macros.js';

/** The enumerators before the one whose value is computed. */
export interface OwnEnumerators {
  readonly enumeration: string;
  readonly values: ReadonlyMap<string, CppInteger>;
}

/** The values of constant expressions where they are written, their names looked up, each name's value once. */
export class NamedConstants {
  readonly #lowering: CppLowering;
  readonly #calls: ConstantCalls;
  readonly #constants = new Map<CppConstant, Map<string, Remembered<Known<CppInteger>>>>();
  readonly #macros = new Map<string, Remembered<Known<CppInteger>>>();
  readonly #places = new PlaceKeys();

  constructor(lowering: CppLowering) {
    this.#lowering = lowering;
    this.#calls = new ConstantCalls(lowering, this);
  }

  /** @param own the enumeration in which the expression stands */
  integer(expression: CppExpression, context: CppContext, own?: OwnEnumerators): Known<CppInteger> {
    const lowering = this.#lowering;
    return evaluateCpp(expression, {
      target: lowering.target,
      name: (path, nesting) => this.#named(path, context, own, expression.kind === 'name', nesting),
      instanceName: (name, nesting) =>
        limitOf(lowering, name, context, 'member') ??
        traitNamed(lowering, name, context) ??
        this.#ofInstance(name, context, nesting),
      call: (call) =>
        this.#calls.value(call, context, expression === call, (argument) =>
          this.integer(argument, context, own),
        ),
      packSize: (pack) => {
        const bound = context.bindings.get(pack);
        return bound?.kind === 'pack'
          ? exact(bound.elements.length)
          : unknown(`how many arguments the pack \`${pack}\` has is not known`);
      },
      sizeOf: (type) => this.#sizeOf(type, context),
      integerType: (type) => integerTypeOf(lowering, lowering.type(type, context)),
    });
  }

  /** @param isWhole whether the name is all of the expression, so that a macro need not be in parentheses */
  #named(
    path: readonly string[],
    context: CppContext,
    own: OwnEnumerators | undefined,
    isWhole: boolean,
    nesting: number,
  ): Known<CppInteger> {
    const { program, target } = this.#lowering;
    const [name = '', second] = path;
    const isOwn = path.length === 1 || (path.length === 2 && name === own?.enumeration);
    const enumerator = isOwn ? own?.values.get(second ?? name) : undefined;
    if (enumerator !== undefined) return exact(enumerator);
    const bound = context.bindings.get(name);
    if (bound?.kind === 'type' && path.length > 1) {
      const segments = path.map((segment) => ({ name: segment, arguments: null }));
      return this.#ofInstance({ global: false, segments }, context, nesting);
    }
    if (bound?.kind === 'constant' && path.length === 1) {
      const { value } = bound;
      const { assumption } = bound.type;
      return withAssumptions(
        derive(integerTypeOf(this.#lowering, bound.type), (type) => exact({ value, type })),
        assumption === undefined ? [] : [assumed(null, assumption)],
      );
    }
    if (bound?.kind === 'pack') return unknown(`the pack \`${name}\` stands for more than one value`);
    if (this.#lowering.openParameters.has(name, context)) {
      return unknown(`what the template parameter \`${name}\` stands for is not known`);
    }
    const assumptions = new Set<string>();
    const found =
      program.cpp.lookUpConstant(path, seenOn({ program, target }, context)) ??
      program.cpp.lookUpConstant(path, assumedOn(target, context, program, assumptions));
    if (found && assumptions.size > 0) {
      const ground = assumed(null, [...assumptions].join('; '));
      return withAssumptions(this.#declared(found, context, isWhole, nesting), [ground]);
    }
    if (found) return this.#declared(found, context, isWhole, nesting);
    const macro = path.length === 1 ? this.#macro(name, context, isWhole, nesting) : null;
    return macro ?? unknown(`the constant \`${path.join('::')}\` was not found`);
  }

  /** @param isWhole whether nothing is computed with it, so that its type is no matter */
  #declared(
    found: CppConstantDeclaration,
    context: CppContext,
    isWhole: boolean,
    nesting: number,
  ): Known<CppInteger> {
    const lowering = this.#lowering;
    if (found.kind === 'enumerator') {
      return derive(lowering.enumerator(found.uri, found.item, found.name, nesting), (value) => {
        if (isWhole) return exact(naturalInteger(value));
        const enumeration = lowering.enum(found.uri, found.item);
        return derive(integerTypeOf(lowering, { kind: 'enum', enum: enumeration }), (type) =>
          exact(castTo(value, type)),
        );
      });
    }
    const within = classesAround(found, context);
    return within === 'elsewhere'
      ? unknown(`the constant \`${found.item.name}\` is one of another specialisation`)
      : this.#variable(found, within, nesting);
  }

  #variable(
    { uri, item }: CppDeclarationOf<'constant'>,
    within: readonly ClassInstance[],
    nesting: number,
  ): Known<CppInteger> {
    const { memory } = this.#lowering;
    const bindings = bindingsOf(within);
    const values = this.#constants.get(item) ?? new Map<string, Remembered<Known<CppInteger>>>();
    this.#constants.set(item, values);
    const inner = { ...cppContext(uri, item.scope, item.range.end), bindings, within };
    return memory.answer(
      values,
      this.#lowering.keyOf(bindings.values()),
      () => this.integer({ kind: 'cast', type: item.type, operand: item.value }, inner),
      (why) => unknown(deadEnd(`the constant \`${item.name}\``, why)),
      nesting,
    );
  }

  /** `traits<T>::value` */
  #ofInstance({ global, segments }: CppName, context: CppContext, nesting: number): Known<CppInteger> {
    const [last] = segments.slice(-1);
    const text = formatCppName({ global, segments });
    if (!last || last.arguments !== null || segments.length < 2)
      return unknown(`the constant \`${text}\` was not found`);
    const name = { global, segments: segments.slice(0, -1) };
    const owner = this.#lowering.type({ kind: 'named', name, elaborated: null }, context);
    if (owner.kind === 'unknown') return unknown(owner.reason, owner.because);
    return (
      this.#member(owner, last.name, context, nesting) ?? unknown(`the constant \`${text}\` was not found`)
    );
  }

  /** Of the class itself, else of the one base that has it; null where none has. */
  #member(owner: CppAbiType, name: string, context: CppContext, nesting: number): Known<CppInteger> | null {
    const value = this.#ownOrInherited(owner, name, context, nesting);
    return value && owner.assumption !== undefined
      ? withAssumptions(value, [assumed(null, owner.assumption)])
      : value;
  }

  #ownOrInherited(
    owner: CppAbiType,
    name: string,
    context: CppContext,
    nesting: number,
  ): Known<CppInteger> | null {
    if (owner.kind === 'unknown') return unknown(owner.reason, owner.because);
    if (owner.kind === 'library') {
      const value = traitValue(this.#lowering, owner);
      // The others of a trait's members are types and functions.
      if (value && name !== 'value' && !name.startsWith('_')) return null;
      return value ?? unknown(`the constant \`${owner.name}::${name}\` was not found`);
    }
    const source = owner.kind === 'record' ? this.#lowering.sourceOf(owner.record) : undefined;
    if (!source) return null;
    if (context.depth > MAXIMUM_DEPTH) {
      this.#lowering.memory.giveUp();
      return unknown(`the constant \`${name}\` refers to itself`);
    }
    const found = this.#lowering.constantMember(source, name);
    if (found.status === 'unknown') return found;
    const { value } = found;
    if (value) return this.#variable(value, [...source.within, source], nesting);
    const inside = contextIn(source, context.depth + 1);
    const inherited = source.item.bases.flatMap(({ type, expanded }) => {
      if (expanded) return [unknown(`the bases of \`${source.item.name}\` are not known`)];
      return this.#member(this.#lowering.type(type, inside), name, inside, nesting) ?? [];
    });
    return inherited.length > 1
      ? unknown(`which constant \`${name}\` is meant is not known`)
      : (inherited[0] ?? null);
  }

  /** The value of a macro; null where none of that name was read. */
  #macro(name: string, context: CppContext, isWhole: boolean, nesting: number): Known<CppInteger> | null {
    const { program, target, memory } = this.#lowering;
    const possible = possibleDefinitions(name, context.uri, program, target);
    const defined = decidedDefinitions(
      possible.filter(({ item }) => item.parameters === null),
      program,
      target,
    );
    const texts = defined.definitions.map(({ item }) => item.text);
    const { text, assumptions } =
      texts[0] === undefined
        ? this.#ofBuild(name, context.uri)
        : { text: texts[0], assumptions: defined.assumptions };
    if (text === null) return null;
    if (texts.some((other) => other !== text)) {
      return unknown(`the macro \`${name}\` is defined in ${texts.length} ways`);
    }
    const expression = readConstantExpression(text);
    if (!isWhole && !isOneOperand(expression, text))
      return unknown(`the macro \`${name}\` is not one operand`);
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

  /** `-DNAME=4`, where nothing that was read defines the macro otherwise; an assumption for a file that no command names. */
  #ofBuild(
    name: string,
    uri: Uri,
  ): { readonly text: string | null; readonly assumptions: readonly string[] } {
    const certain = knownMacro(name, uri, this.#lowering);
    const { meaning } = certain ?? assumedOfBuilds(name, uri, this.#lowering) ?? { meaning: null };
    if (!meaning || !('text' in meaning) || meaning.parameters !== null)
      return { text: null, assumptions: [] };
    return { text: meaning.text, assumptions: certain ? [] : [`\`${name}\` is ${meaning.text}`] };
  }

  /** What reads like a type may be a member or a variable: `sizeof(buffer_)`. */
  #sizeOf(type: CppType, context: CppContext): Known<SizeAlign> {
    if (type.kind === 'reference') return this.#sizeOf(type.referent, context);
    const path = type.kind === 'named' ? type.name.segments.map(({ name }) => name) : [];
    const member = path.length === 1 && context.owner?.fields.find(({ name }) => name === path[0]);
    if (member && !member.bitWidth) return this.#sizeOf(member.type, context);
    const size = this.#lowering.sizeOf(type, context);
    if (size.status !== 'unknown' || path.length === 0) return size;
    const found = this.#lowering.program.cpp.lookUpConstant(path, seenOn(this.#lowering, context));
    if (found?.kind !== 'constant') return size;
    return this.#lowering.sizeOf(
      found.item.type,
      cppContext(found.uri, found.item.scope, found.item.range.end),
    );
  }
}
