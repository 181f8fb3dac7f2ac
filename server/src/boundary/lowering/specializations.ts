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
import { formatCppType, formatTemplateArgument } from '../../facts/cpp/format-cpp.js';
import type { CppDeclarationOf } from '../../program/cpp-names.js';
import type { ClassInstance, CppBinding, CppContext, CppLowering } from './cpp-lowering.js';
import { isNoType } from './library-traits.js';
import { expandedArguments, namesIn } from './pack-expansion.js';
import { every, sameArgument, sameQualifiers, sameType, type Answer } from './type-sameness.js';

/** A specialisation and what its parameters stand for. */
export interface Specialization {
  readonly declaration: CppDeclarationOf<'record'>;
  readonly bindings: ReadonlyMap<string, CppBinding>;
}

/** The specialisations of a template. */
export interface Specializations {
  readonly candidates: readonly CppDeclarationOf<'record'>[];
  /** All arguments where the first ones are given, by the primary template's defaults; null where they do not say all. */
  readonly complete: (first: readonly CppAbiArgument[]) => readonly CppAbiArgument[] | null;
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
  { candidates, complete }: Specializations,
  args: readonly CppAbiArgument[],
  context: CppContext,
): Specialization | null | 'unknown' {
  const matching: Specialization[] = [];
  for (const declaration of candidates) {
    const match = new Match(lowering, declaration, context);
    const answer = match.of(args, complete);
    if (answer === 'unknown') return 'unknown';
    if (answer === 'yes') matching.push({ declaration, bindings: match.bindings });
  }
  const [first, ...others] = matching;
  if (!first) return null;
  if (others.length === 0) return first;
  const best = matching.filter((one) =>
    matching.every((other) => one === other || isMoreSpecialized(lowering, one, other, complete, context)),
  );
  return best.length === 1 && best[0] ? best[0] : 'unknown';
}

/** Where the first matches the second's arguments in general, and not the other way round. */
function isMoreSpecialized(
  lowering: CppLowering,
  one: Specialization,
  other: Specialization,
  complete: Specializations['complete'],
  context: CppContext,
): boolean {
  const fits = (special: Specialization, general: Specialization): Answer => {
    const list = argumentsInGeneral(lowering, special, complete, context);
    return list ? new Match(lowering, general.declaration, context).of(list, complete) : 'unknown';
  };
  return fits(one, other) === 'yes' && fits(other, one) === 'no';
}

/** No argument is this large, so that it stands for one that is like no other. */
const LIKE_NO_OTHER = 1n << 128n;
/** Numbers from here on are those of packs: they stand for any number of arguments. */
const PACKS_FROM = 1_000_000;

const standsForMany = (argument: CppAbiArgument): boolean =>
  argument.kind === 'constant'
    ? argument.value >= LIKE_NO_OTHER + BigInt(PACKS_FROM)
    : argument.type.kind === 'template-parameter' && argument.type.index >= PACKS_FROM;

function argumentsInGeneral(
  lowering: CppLowering,
  { declaration: { uri, item } }: Specialization,
  complete: Specializations['complete'],
  context: CppContext,
): readonly CppAbiArgument[] | null {
  const bindings = new Map<string, CppBinding>();
  for (const [i, { name, kind, pack }] of (item.template?.parameters ?? []).entries()) {
    const index = pack ? PACKS_FROM + i : i;
    const general: CppAbiArgument =
      kind === 'value'
        ? { kind: 'constant', value: LIKE_NO_OTHER + BigInt(index), type: { kind: 'builtin', name: 'int' } }
        : { kind: 'type', type: { kind: 'template-parameter', index } };
    bindings.set(name, pack ? { kind: 'pack', elements: [general] } : general);
  }
  const inner: CppContext = { ...context, uri, scope: item.scope, bindings, depth: context.depth + 1 };
  const first = expandedArguments(item.template?.specialization ?? [], inner)?.map((placed) =>
    lowering.argument(placed.argument, placed.context),
  );
  // What stands behind a pack is none of the defaults.
  return first && !first.some(standsForMany) ? complete(first) : (first ?? null);
}

/** One try to match a specialisation's arguments, as they are written, with others. */
class Match {
  readonly bindings = new Map<string, CppBinding>();
  readonly #lowering: CppLowering;
  readonly #template: CppTemplate;
  readonly #context: CppContext;
  readonly #parameters: ReadonlyMap<string, CppTemplateParameter>;
  /** What is compared when all parameters are known: nothing is deduced from it. */
  readonly #later: (() => Answer)[] = [];
  /** Whether the elements of a pack are matched, each for itself. */
  #isInExpansion = false;

  constructor(lowering: CppLowering, { uri, item }: CppDeclarationOf<'record'>, context: CppContext) {
    this.#lowering = lowering;
    this.#template = item.template ?? { parameters: [], specialization: null };
    this.#parameters = new Map(this.#template.parameters.map((parameter) => [parameter.name, parameter]));
    const { bindings } = this;
    this.#context = { ...context, uri, scope: item.scope, bindings, owner: null, depth: context.depth + 1 };
  }

  of(args: readonly CppAbiArgument[], complete: Specializations['complete']): Answer {
    const patterns = this.#template.specialization ?? [];
    if (this.#template.parameters.some(({ kind }) => kind === 'template')) return 'unknown';
    const isOpen = patterns.some(({ expanded }) => expanded);
    // Arguments that a specialisation leaves out have the primary template's defaults.
    const rest = isOpen ? [] : args.slice(patterns.length);
    const first = rest.length > 0 ? args.slice(0, patterns.length) : args;
    const deduced = patterns.length > first.length && !isOpen ? 'no' : this.#list(patterns, first);
    if (deduced !== 'yes') return deduced;
    if (this.#template.parameters.some(({ name }) => !this.bindings.has(name))) return 'unknown';
    const asked = every(this.#later.map((compare) => compare()));
    if (asked !== 'yes' || rest.length === 0) return asked;
    const all = complete(first);
    if (!all) return 'unknown';
    if (all.length !== args.length) return 'no';
    return every(rest.map((argument, i) => sameArgument(all[patterns.length + i] ?? argument, argument)));
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
    if (standsForMany(given) && !this.#isInExpansion) return 'no';
    const before = this.bindings.get(name);
    if (before) return before.kind === 'pack' ? 'unknown' : sameArgument(before, given);
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
      if (owner && source && isInstanceOf(source, owner)) {
        const isWhole = !leavesOut(last.arguments, source);
        const written = isWhole ? source.arguments : source.arguments.slice(0, last.arguments.length);
        const answer = every([this.#qualifiers(pattern, given), this.#list(last.arguments, written)]);
        // Where defaults are left out, what is written already tells most instances apart.
        if (isWhole || answer === 'no') return answer;
      }
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
    // All such names of the library are aliases of a member type.
    const isMember = name.segments[0]?.name === 'std' && last?.name.endsWith('_t') === true;
    if (
      !isDeduced ||
      isMember ||
      !last ||
      last.arguments === null ||
      this.#parameters.has(name.segments[0]?.name ?? '')
    ) {
      this.#later.push(() => {
        const type = this.#lowering.type(pattern, this.#context);
        return isNoType(type) ? 'no' : sameType(type, given);
      });
      return 'yes';
    }
    if (given.kind === 'library' && given.name === name.segments.map((segment) => segment.name).join('::')) {
      // Arguments that are left out have defaults, which a pack would stand for.
      const isWhole = ALL_OF_A_PACK.has(given.name) || last.arguments.every(({ expanded }) => !expanded);
      const isAsLong = ALL_OF_A_PACK.has(given.name) || last.arguments.length === given.arguments.length;
      if (!isWhole || !isAsLong) return 'unknown';
      return every([this.#qualifiers(pattern, given), this.#list(last.arguments, given.arguments)]);
    }
    const owner = this.#lowering.templateNamed(name, this.#context);
    if (!owner || given.kind === 'library') return 'unknown';
    if (given.kind !== 'record') return 'no';
    const source = this.#lowering.sourceOf(given.record);
    if (!source) return 'unknown';
    if (source.item.name !== owner.item.name) return 'no';
    return isInstanceOf(source, owner) && !leavesOut(last.arguments, source)
      ? every([this.#qualifiers(pattern, given), this.#list(last.arguments, source.arguments)])
      : 'unknown';
  }

  #list(patterns: readonly CppTemplateArgument[], given: readonly CppAbiArgument[]): Answer {
    const at = patterns.findIndex(({ expanded }) => expanded);
    // From an expansion that is not the last argument nothing is deduced.
    if (at >= 0 && at !== patterns.length - 1) return 'unknown';
    const count = at < 0 ? patterns.length : at;
    if (given.length < count || (at < 0 && given.length > count)) return 'no';
    const single = every(given.slice(0, count).map((argument, i) => this.#argument(patterns[i], argument)));
    const pattern = patterns[at];
    return pattern && single !== 'no' ? every([single, this.#expansion(pattern, given.slice(at))]) : single;
  }

  /** `Box<Ts>...`: each element for itself says one of `Ts`. @see C++ [temp.deduct.type] */
  #expansion({ expanded: _, ...pattern }: CppTemplateArgument, given: readonly CppAbiArgument[]): Answer {
    const names = namesIn(formatTemplateArgument(pattern));
    const packs = [...this.#parameters.values()].filter(({ name, pack }) => pack && names.has(name));
    const isNested =
      this.#isInExpansion || packs.length === 0 || packs.some(({ name }) => this.bindings.has(name));
    if (isNested) return 'unknown';
    const elements = packs.map((): CppAbiArgument[] => []);
    const asked = this.#later.length;
    const answers: Answer[] = [];
    for (const argument of given) {
      this.#isInExpansion = true;
      answers.push(this.#argument(pattern, argument));
      this.#isInExpansion = false;
      for (const [i, { name }] of packs.entries()) {
        const bound = this.bindings.get(name);
        this.bindings.delete(name);
        if (bound && bound.kind !== 'pack') elements[i]?.push(bound);
      }
    }
    for (const [i, { name }] of packs.entries())
      this.bindings.set(name, { kind: 'pack', elements: elements[i] ?? [] });
    const answer = every(answers);
    const isPartly = elements.some((list) => list.length !== given.length) || this.#later.length !== asked;
    return answer === 'yes' && isPartly ? 'unknown' : answer;
  }

  #mentions(type: CppType): boolean {
    return formatCppType(type)
      .split(/[^\w$]+/)
      .some((word) => this.#parameters.has(word));
  }
}

/** Classes of the library whose arguments are those of one pack. */
const ALL_OF_A_PACK: ReadonlySet<string> = new Set(['std::tuple', 'std::variant']);

const NO_TYPE: CppAbiType = { kind: 'builtin', name: 'void' };

const isInstanceOf = (
  source: ClassInstance,
  { item }: CppDeclarationOf<'record'>,
): source is ClassInstance & { readonly arguments: readonly CppAbiArgument[] } =>
  source.arguments !== null && source.item.name === item.name && isSameScope(source.item.scope, item.scope);

/** Whether arguments that are written are fewer than the parameters in front of the pack: the others have defaults. */
const leavesOut = (
  written: readonly CppTemplateArgument[],
  { arguments: args, packFrom }: ClassInstance,
): boolean => written.length < (packFrom ?? args?.length ?? 0) && written.every(({ expanded }) => !expanded);

const isSameScope = (a: readonly CppScope[], b: readonly CppScope[]): boolean =>
  a.length === b.length && a.every(({ name }, i) => name === b[i]?.name);
