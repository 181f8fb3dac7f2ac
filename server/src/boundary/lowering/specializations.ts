import type { CppAbiArgument, CppAbiType } from '../../abi/model.js';
import { isLibraryName } from '../../abi/standard-library/library-form.js';
import type {
  CppExpression,
  CppName,
  CppScope,
  CppTemplate,
  CppTemplateArgument,
  CppTemplateParameter,
  CppType,
} from '../../facts/cpp/cpp-facts.js';
import { formatCppType } from '../../facts/cpp/format-cpp.js';
import type { CppDeclarationOf } from '../../program/cpp-names.js';
import type { CppContext, CppLowering } from './cpp-lowering.js';
import { every, sameArgument, sameQualifiers, sameType, type Answer } from './type-sameness.js';

/** A specialisation and what its parameters stand for. */
export interface Specialization {
  readonly declaration: CppDeclarationOf<'record'>;
  readonly bindings: ReadonlyMap<string, CppAbiArgument>;
}

/**
 * The specialisation that some arguments choose: of those that they match the most specialised one.
 *
 * @param args of the primary template, defaults filled in
 * @returns null where the primary template is meant, `unknown` where it cannot be said
 * @see C++ [temp.spec.partial.match], [temp.spec.partial.order]
 */
export function chooseSpecialization(
  lowering: CppLowering,
  candidates: readonly CppDeclarationOf<'record'>[],
  args: readonly CppAbiArgument[],
  context: CppContext,
): Specialization | null | 'unknown' {
  const matching: Specialization[] = [];
  for (const declaration of candidates) {
    const match = new Match(lowering, declaration, context);
    const answer = match.of(args);
    if (answer === 'unknown') return 'unknown';
    if (answer === 'yes') matching.push({ declaration, bindings: match.bindings });
  }
  const [first, ...others] = matching;
  if (!first) return null;
  if (others.length === 0) return first;
  const best = matching.filter((one) =>
    matching.every((other) => one === other || isMoreSpecialized(lowering, one, other, context)),
  );
  return best.length === 1 && best[0] ? best[0] : 'unknown';
}

/** Where the first matches the second's arguments in general, and not the other way round. */
function isMoreSpecialized(
  lowering: CppLowering,
  one: Specialization,
  other: Specialization,
  context: CppContext,
): boolean {
  const fits = (special: Specialization, general: Specialization): Answer => {
    const list = argumentsInGeneral(lowering, special, context);
    return list ? new Match(lowering, general.declaration, context).of(list) : 'unknown';
  };
  return fits(one, other) === 'yes' && fits(other, one) === 'no';
}

/** No argument is this large, so that it stands for one that is like no other. */
const LIKE_NO_OTHER = 1n << 128n;

function argumentsInGeneral(
  lowering: CppLowering,
  { declaration: { uri, item }, bindings: given }: Specialization,
  context: CppContext,
): readonly CppAbiArgument[] | null {
  const bindings = new Map<string, CppAbiArgument>();
  for (const [i, { name }] of (item.template?.parameters ?? []).entries()) {
    const value = given.get(name);
    if (!value) return null;
    bindings.set(
      name,
      value.kind === 'constant'
        ? { ...value, value: LIKE_NO_OTHER + BigInt(i) }
        : { kind: 'type', type: { kind: 'template-parameter', index: i } },
    );
  }
  const inner: CppContext = { ...context, uri, scope: item.scope, bindings, depth: context.depth + 1 };
  return (item.template?.specialization ?? []).map((argument) => lowering.argument(argument, inner));
}

/** One try to match a specialisation's arguments, as they are written, with others. */
class Match {
  readonly bindings = new Map<string, CppAbiArgument>();
  readonly #lowering: CppLowering;
  readonly #template: CppTemplate;
  readonly #context: CppContext;
  readonly #parameters: ReadonlyMap<string, CppTemplateParameter>;
  /** What is compared when all parameters are known: nothing is deduced from it. */
  readonly #later: (() => Answer)[] = [];

  constructor(lowering: CppLowering, { uri, item }: CppDeclarationOf<'record'>, context: CppContext) {
    this.#lowering = lowering;
    this.#template = item.template ?? { parameters: [], specialization: null };
    this.#parameters = new Map(this.#template.parameters.map((parameter) => [parameter.name, parameter]));
    const { bindings } = this;
    this.#context = { ...context, uri, scope: item.scope, bindings, owner: null, depth: context.depth + 1 };
  }

  of(args: readonly CppAbiArgument[]): Answer {
    const patterns = this.#template.specialization ?? [];
    const isPlain = this.#template.parameters.every(({ kind, pack }) => kind !== 'template' && !pack);
    if (!isPlain || patterns.length !== args.length) return 'unknown';
    const deduced = every(args.map((argument, i) => this.#argument(patterns[i], argument)));
    if (deduced !== 'yes') return deduced;
    if (this.#template.parameters.some(({ name }) => !this.bindings.has(name))) return 'unknown';
    return every(this.#later.map((compare) => compare()));
  }

  #argument(pattern: CppTemplateArgument | undefined, given: CppAbiArgument): Answer {
    if (!pattern) return 'unknown';
    const parameter = this.#parameterOf(pattern);
    if (parameter) return this.#bind(parameter, given);
    if (given.kind === 'constant') {
      const { type } = given;
      this.#later.push(() => sameArgument(this.#lowering.argument(pattern, this.#context, type), given));
      return 'yes';
    }
    return pattern.kind === 'type' ? this.#type(pattern.type, given.type) : 'unknown';
  }

  /** The parameter that an argument is, be it a type or a value: one name alone does not say which. */
  #parameterOf(pattern: CppTemplateArgument): CppTemplateParameter | undefined {
    if (pattern.kind === 'type') {
      const { type } = pattern;
      return type.const || type.volatile ? undefined : this.#parameterAlone(type);
    }
    const { value } = pattern;
    return value.kind === 'name' && value.path.length === 1
      ? this.#parameters.get(value.path[0] ?? '')
      : undefined;
  }

  #parameterAlone(type: CppType): CppTemplateParameter | undefined {
    if (type.kind !== 'named') return undefined;
    const [segment, ...others] = type.name.segments;
    return segment && others.length === 0 && segment.arguments === null && !type.name.global
      ? this.#parameters.get(segment.name)
      : undefined;
  }

  #bind({ name, kind }: CppTemplateParameter, given: CppAbiArgument): Answer {
    if (given.kind === 'type' && given.type.kind === 'unknown') return 'unknown';
    if ((kind === 'value') !== (given.kind === 'constant')) return 'unknown';
    const before = this.bindings.get(name);
    if (before) return sameArgument(before, given);
    this.bindings.set(name, given);
    return 'yes';
  }

  #type(pattern: CppType, given: CppAbiType): Answer {
    if (given.kind === 'unknown' || given.kind === 'aligned') return 'unknown';
    const alone = this.#parameterAlone(pattern);
    if (alone) return this.#qualified(pattern, given, alone);
    if (!this.#mentions(pattern)) return this.#closed(pattern, given);
    switch (pattern.kind) {
      case 'pointer': {
        if (given.kind !== 'pointer') return this.#other(given);
        return every([this.#qualifiers(pattern, given), this.#type(pattern.pointee, given.pointee)]);
      }
      case 'reference':
        if (given.kind !== 'reference') return this.#other(given);
        return pattern.rvalue === given.rvalue ? this.#type(pattern.referent, given.referent) : 'no';
      case 'array':
        return given.kind === 'array' ? this.#array(pattern, given) : this.#other(given);
      case 'named':
        return this.#instance(pattern.name, pattern, given);
      case 'function':
      case 'member-pointer':
        return given.kind === pattern.kind ? 'unknown' : this.#other(given);
      default:
        return 'unknown';
    }
  }

  /**
   * A pattern without parameters. Instances are compared by their templates and arguments: to lower one is to choose
   * among the specialisations of its template, whose patterns may be instances in turn.
   */
  #closed(pattern: CppType, given: CppAbiType): Answer {
    if (pattern.kind === 'pointer' && given.kind === 'pointer')
      return every([this.#qualifiers(pattern, given), this.#closed(pattern.pointee, given.pointee)]);
    const last = pattern.kind === 'named' ? pattern.name.segments.at(-1) : undefined;
    if (pattern.kind === 'named' && last?.arguments && given.kind !== 'library' && given.kind !== 'unknown') {
      const isPlain = pattern.name.segments.slice(0, -1).every((segment) => segment.arguments === null);
      const owner = isPlain ? this.#lowering.templateNamed(pattern.name, this.#context) : null;
      if (owner && given.kind !== 'record') return this.#other(given);
      const source = given.kind === 'record' ? this.#lowering.sourceOf(given.record) : null;
      if (owner && source && source.item.name !== owner.item.name) return 'no';
      const isOne = owner && source?.arguments && isSameScope(source.item.scope, owner.item.scope);
      if (isOne && source.arguments.length === last.arguments.length)
        return every([this.#qualifiers(pattern, given), this.#list(last.arguments, source.arguments)]);
    }
    return sameType(this.#lowering.type(pattern, this.#context), given);
  }

  /** A type of another form than the pattern's; a member type of a library class may be any. */
  #other(given: CppAbiType): Answer {
    return given.kind === 'library' && !isLibraryName(given.name) ? 'unknown' : 'no';
  }

  /** `const T`: the parameter stands for the rest. */
  #qualified(pattern: CppType, given: CppAbiType, parameter: CppTemplateParameter): Answer {
    if (given.restrict || given.kind === 'array') return 'unknown';
    if ((pattern.const && !given.const) || (pattern.volatile && !given.volatile)) return this.#other(given);
    const { const: isConst, volatile: isVolatile, ...rest } = given;
    const type = {
      ...rest,
      ...(isConst && !pattern.const && { const: isConst }),
      ...(isVolatile && !pattern.volatile && { volatile: isVolatile }),
    } as CppAbiType;
    return this.#bind(parameter, { kind: 'type', type });
  }

  #qualifiers(pattern: CppType, given: CppAbiType): Answer {
    if (pattern.restrict) return 'unknown';
    const { const: isConst, volatile: isVolatile } = pattern;
    return sameQualifiers(given, {
      ...NO_TYPE,
      ...(isConst && { const: isConst }),
      ...(isVolatile && { volatile: isVolatile }),
    });
  }

  #array(
    pattern: Extract<CppType, { kind: 'array' }>,
    given: Extract<CppAbiType, { kind: 'array' }>,
  ): Answer {
    const element = this.#type(pattern.element, given.element);
    if ((pattern.length === null) !== (given.count === null)) return 'no';
    if (pattern.length === null || given.count === null) return element;
    const count = BigInt(given.count);
    const parameter = this.#parameterOf({ kind: 'constant', value: pattern.length });
    if (parameter) return every([element, this.#length(parameter, count)]);
    const { length } = pattern;
    this.#later.push(() => this.#isValue(length, count));
    return element;
  }

  #length(parameter: CppTemplateParameter, value: bigint): Answer {
    const type = parameter.valueType && this.#lowering.type(parameter.valueType, this.#context);
    return type ? this.#bind(parameter, { kind: 'constant', value, type }) : 'unknown';
  }

  #isValue(expression: CppExpression, value: bigint): Answer {
    const known = this.#lowering.constant(expression, this.#context);
    return known.status === 'unknown' ? 'unknown' : known.value === value ? 'yes' : 'no';
  }

  /** `box<T>` matches instances of `box`; from `traits<T>::type` nothing is deduced. */
  #instance(name: CppName, pattern: CppType, given: CppAbiType): Answer {
    const [last] = name.segments.slice(-1);
    const isDeduced = name.segments.slice(0, -1).every((segment) => segment.arguments === null);
    if (
      !isDeduced ||
      !last ||
      last.arguments === null ||
      this.#parameters.has(name.segments[0]?.name ?? '')
    ) {
      this.#later.push(() => sameType(this.#lowering.type(pattern, this.#context), given));
      return 'yes';
    }
    if (given.kind === 'library' && given.name === name.segments.map((segment) => segment.name).join('::')) {
      return every([this.#qualifiers(pattern, given), this.#list(last.arguments, given.arguments)]);
    }
    const owner = this.#lowering.templateNamed(name, this.#context);
    if (!owner || given.kind === 'library') return 'unknown';
    if (given.kind !== 'record') return 'no';
    const source = this.#lowering.sourceOf(given.record);
    if (!source) return 'unknown';
    if (source.item.name !== owner.item.name) return 'no';
    const isOne = source.arguments !== null && isSameScope(source.item.scope, owner.item.scope);
    return isOne
      ? every([this.#qualifiers(pattern, given), this.#list(last.arguments, source.arguments)])
      : 'unknown';
  }

  #list(patterns: readonly CppTemplateArgument[], given: readonly CppAbiArgument[]): Answer {
    if (patterns.length !== given.length) return 'unknown';
    return every(given.map((argument, i) => this.#argument(patterns[i], argument)));
  }

  #mentions(type: CppType): boolean {
    return formatCppType(type)
      .split(/[^\w$]+/)
      .some((word) => this.#parameters.has(word));
  }
}

const NO_TYPE: CppAbiType = { kind: 'builtin', name: 'void' };

const isSameScope = (a: readonly CppScope[], b: readonly CppScope[]): boolean =>
  a.length === b.length && a.every(({ name }, i) => name === b[i]?.name);
