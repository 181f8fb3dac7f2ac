import type { Remembered } from '../../base/recursive-memory.js';
import type { Uri } from '../../base/range.js';
import type { CppAbiArgument, CppAbiType } from '../../abi/model.js';
import type {
  CppExpression,
  CppItem,
  CppRecord,
  CppTemplate,
  CppTemplateArgument,
  CppTemplateParameter,
  CppType,
} from '../../facts/cpp/cpp-facts.js';
import { formatTemplateArgument } from '../../facts/cpp/format-cpp.js';
import type { CppDeclarationOf } from '../../program/cpp-names.js';
import { isIncludedIn } from '../known-macros.js';
import type { ClassInstance, CppBinding, CppContext, CppLowering } from './cpp-lowering.js';
import { bindingsOf, classesAround } from './enclosing-classes.js';
import { chooseSpecialization, type Specialization } from './specializations.js';
import { deadEnd } from './dead-ends.js';
import { grounded, unknownType } from './lowered-types.js';
import { expandedArguments } from './pack-expansion.js';
import { inclusionOf } from './project-macros.js';

/** Where a template is declared. */
interface Placed {
  readonly uri: Uri;
  readonly item: Pick<CppItem, 'scope' | 'condition'>;
}

/** A class template with its arguments. */
export interface TemplateInstance {
  /** By the parameters' names. */
  readonly bindings: ReadonlyMap<string, CppBinding>;
  /** In the order of the parameters, defaults filled in and packs expanded. */
  readonly arguments: readonly CppAbiArgument[];
  /** Where the pack begins, if there is one. */
  readonly packFrom?: number;
}

/** @param type of the value parameter that it is for */
type GivenArgument = (type: CppAbiType | undefined) => CppAbiArgument;

/** The specialisation for some arguments, null for the primary template, and what the choice rests on. */
interface Choice {
  readonly chosen: Specialization | null | 'unknown';
  readonly assumptions: readonly string[];
}

const UNDECIDED: Choice = { chosen: 'unknown', assumptions: [] };

/** Class and alias templates with the arguments that are written for them. */
export class TemplateInstances {
  readonly #lowering: CppLowering;
  /** By the primary template and the arguments; `open` while it is being made. */
  readonly #choices = new Map<CppRecord, Map<string, Choice | 'open'>>();
  /** How often a choice was needed to make itself. */
  #cuts = 0;
  readonly #defaults = new Map<CppTemplateParameter, Map<string, Remembered<CppAbiArgument>>>();

  constructor(lowering: CppLowering) {
    this.#lowering = lowering;
  }

  /** The arguments of an alias template by parameter name; empty for what is no template, null where it cannot be said. */
  bind(
    template: CppTemplate | null,
    written: readonly CppTemplateArgument[] | null,
    declaration: Placed,
    within: readonly ClassInstance[],
    context: CppContext,
  ): ReadonlyMap<string, CppBinding> | null {
    const outer = bindingsOf(within);
    if (!template) return outer;
    const instance = written && this.#instantiate(template, written, declaration, within, context);
    return instance && new Map([...outer, ...instance.bindings]);
  }

  /** A class with the arguments that are written for it, from the specialisation that they choose; null where it cannot be said. */
  instance(
    declaration: CppDeclarationOf<'record'>,
    written: readonly CppTemplateArgument[] | null,
    context: CppContext,
  ): ClassInstance | null {
    const within = classesAround(declaration, context);
    if (within === 'elsewhere') return null;
    const { uri, item } = declaration;
    const outer = bindingsOf(within);
    if (!item.template) return { uri, item, bindings: outer, arguments: null, within };
    // Inside the template its own name stands for the current instantiation.
    if (written === null) return this.#current(declaration, context);
    const all = this.#lowering.program.cpp.specializationsOf(item.name);
    const primary = item.template.specialization === null ? declaration : this.#primary(declaration);
    if (!primary?.item.template) return null;
    const instance = this.#instantiate(primary.item.template, written, primary, within, context);
    if (!instance) return null;
    // A constraint chooses among several templates of one list of parameters.
    if (all.length > 0 && isConstrained(primary.item.template)) return null;
    const args = instance.arguments;
    const bindings = new Map([...outer, ...instance.bindings]);
    const pack = instance.packFrom !== undefined && { packFrom: instance.packFrom };
    const usual = { uri: primary.uri, item: primary.item, bindings, arguments: args, ...pack, within };
    if (all.length === 0) return usual;
    const { chosen, assumptions } = this.#chosenOnce(primary, all, args, within, context);
    if (chosen === 'unknown') return null;
    const ground = assumptions.length > 0 && { assumption: assumptions.join('; ') };
    if (chosen === null) return { ...usual, ...ground };
    return {
      uri: chosen.declaration.uri,
      item: chosen.declaration.item,
      bindings: new Map([...outer, ...chosen.bindings]),
      arguments: args,
      ...pack,
      within,
      ...ground,
    };
  }

  #current({ item }: CppDeclarationOf<'record'>, context: CppContext): ClassInstance | null {
    const at = context.within.findLastIndex(
      (enclosing) => enclosing.item.name === item.name && enclosing.item.scope.length === item.scope.length,
    );
    return context.within[at] ?? null;
  }

  /** The one definition of the primary template in reach of its specialisations. */
  #primary(declaration: CppDeclarationOf<'record'>): CppDeclarationOf<'record'> | null {
    const all = this.#lowering.program.cpp
      .declarationsOfTemplate(declaration)
      .filter(({ uri, item }) => this.#mayBe(item, uri) && item.template?.specialization === null);
    const [only, ...others] = all.filter(({ item }) => item.definition);
    const declared = only ?? all[0];
    return others.length === 0 && declared ? declared : null;
  }

  /**
   * The choice for the same arguments is made once. Patterns may need it in turn, by an instance within an instance:
   * then nothing can be said there.
   */
  #chosenOnce(
    primary: CppDeclarationOf<'record'>,
    all: readonly CppDeclarationOf<'record'>[],
    args: readonly CppAbiArgument[],
    within: readonly ClassInstance[],
    context: CppContext,
  ): Choice {
    const key = this.#lowering.keyOf([...within.flatMap((each) => each.arguments ?? []), ...args]);
    const choices = this.#choices.get(primary.item) ?? new Map<string, Choice | 'open'>();
    this.#choices.set(primary.item, choices);
    const known = choices.get(key);
    if (known === 'open') {
      this.#cuts++;
      return UNDECIDED;
    }
    if (known) return known;
    choices.set(key, 'open');
    const cuts = this.#cuts;
    const choice = this.#specialization(primary, all, args, within, context);
    // What was left open only because something around it was is decided anew from elsewhere.
    if (choice.chosen === 'unknown' && this.#cuts !== cuts) choices.delete(key);
    else choices.set(key, choice);
    return choice;
  }

  /** A specialisation elsewhere, or under an `#if` that nobody decides, may be the one that is meant. */
  #specialization(
    primary: CppDeclarationOf<'record'>,
    all: readonly CppDeclarationOf<'record'>[],
    args: readonly CppAbiArgument[],
    within: readonly ClassInstance[],
    context: CppContext,
  ): Choice {
    const { program, target } = this.#lowering;
    const own = new Set(program.cpp.declarationsOfTemplate(primary).map(({ item }) => item));
    // Arguments that are assumed choose on that assumption.
    const assumptions = new Set(args.flatMap(({ type }) => type.assumption ?? []));
    const possible: CppDeclarationOf<'record'>[] = [];
    for (const candidate of all) {
      const { item, uri } = candidate;
      const inclusion = inclusionOf(item.condition, uri, program, target);
      for (const assumption of inclusion.assumptions) assumptions.add(assumption);
      if (inclusion.included === false) continue;
      const isClear = own.has(item) && item.definition && !isConstrained(item.template);
      if (!isClear || inclusion.included === null) return UNDECIDED;
      possible.push(candidate);
    }
    const { template } = primary.item;
    const complete = (first: readonly CppAbiArgument[]): readonly CppAbiArgument[] | null => {
      const given = first.map(
        (argument): GivenArgument =>
          () =>
            argument,
      );
      return (
        template && (this.#filled(template, given, primary, within, context.depth + 1)?.arguments ?? null)
      );
    };
    const place = { ...context, within };
    const chosen = chooseSpecialization(this.#lowering, { candidates: possible, complete }, args, place);
    return { chosen, assumptions: [...assumptions] };
  }

  #mayBe(item: CppRecord, uri: Uri): boolean {
    return isIncludedIn(item.condition, uri, this.#lowering) !== false;
  }

  /**
   * An instance of a class template of which only the name is known: a specialisation may say what is in it, or it
   * has a pack. Null where not even that is.
   */
  byName(
    declaration: CppDeclarationOf<'record'>,
    written: readonly CppTemplateArgument[] | null,
    context: CppContext,
  ): { readonly declaration: CppDeclarationOf<'record'>; readonly instance: TemplateInstance } | null {
    if (written === null || !declaration.item.template) return null;
    const all = this.#lowering.program.cpp.declarationsOfTemplate(declaration);
    // Microsoft's names say the class-key, and a specialisation may have another one.
    if (all.some(({ item }) => item.kind !== declaration.item.kind)) return null;
    for (const candidate of all) {
      const { template } = candidate.item;
      if (!template || template.specialization) continue;
      const instance = this.#instantiate(template, written, candidate, [], context);
      if (instance) return { declaration: candidate, instance };
    }
    return null;
  }

  /** Matches the arguments that are written in `context` with the template's parameters; null where they do not say all. */
  #instantiate(
    template: CppTemplate,
    written: readonly CppTemplateArgument[],
    declaration: Placed,
    within: readonly ClassInstance[],
    context: CppContext,
  ): TemplateInstance | null {
    const given = expandedArguments(written, context)?.map(
      ({ argument, context: place }): GivenArgument =>
        (type) =>
          this.#lowering.argument(argument, place, type),
    );
    return given ? this.#filled(template, given, declaration, within, context.depth + 1) : null;
  }

  /** Arguments for all parameters, by their defaults where none is given; null where they do not say all. */
  #filled(
    { parameters }: CppTemplate,
    given: readonly GivenArgument[],
    { uri, item }: Placed,
    within: readonly ClassInstance[],
    depth: number,
  ): TemplateInstance | null {
    const bindings = new Map<string, CppBinding>();
    const args: CppAbiArgument[] = [];
    const outer = bindingsOf(within);
    const { program, target } = this.#lowering;
    const scope = item.scope;
    const known = (): CppContext => {
      return { uri, scope, bindings: new Map([...outer, ...bindings]), owner: null, within, depth };
    };
    for (const [i, parameter] of parameters.entries()) {
      if (parameter.kind === 'template') return null;
      const type = parameter.valueType ? this.#lowering.type(parameter.valueType, known()) : undefined;
      if (parameter.pack) {
        // Microsoft's names spell an empty pack of values in another way than one of types.
        const isOddlySpelled = type && given.length === i && target.cppAbi === 'microsoft';
        if (i !== parameters.length - 1 || isOddlySpelled) return null;
        const elements = given.slice(i).map((argument) => argument(type));
        bindings.set(parameter.name || `${i}`, { kind: 'pack', elements });
        return { bindings, arguments: [...args, ...elements], packFrom: i };
      }
      const argument = given[i];
      // The branch of an `#if` that was kept of a head that is written in several says what another compiler sees.
      if (!argument && inclusionOf(item.condition, uri, program, target).included === false) return null;
      const value = argument ? argument(type) : this.#default(parameter, known(), type);
      if (!value) return null;
      // Parameters without a name are told apart all the same.
      bindings.set(parameter.name || `${i}`, value);
      args.push(value);
    }
    return given.length <= parameters.length ? { bindings, arguments: args } : null;
  }

  /** The argument of a parameter where none is written; null where it has none. Parameters before it are bound. */
  #default(
    parameter: CppTemplateParameter,
    context: CppContext,
    type: CppAbiType | undefined,
  ): CppAbiArgument | null {
    const { defaultType, defaultValue } = parameter;
    const written: CppTemplateArgument | null = defaultType
      ? { kind: 'type', type: defaultType }
      : defaultValue && { kind: 'constant', value: defaultValue };
    if (!written) return null;
    const known = this.#defaults.get(parameter) ?? new Map<string, Remembered<CppAbiArgument>>();
    this.#defaults.set(parameter, known);
    return this.#lowering.memory.answer(
      known,
      this.#lowering.keyOf(context.bindings.values()),
      () =>
        written.kind === 'type'
          ? { kind: 'type', type: this.#lowering.type(written.type, context) }
          : this.#lowering.argument(written, context, type),
      (why) => {
        const text = `the default of \`${parameter.name}\``;
        return { kind: 'type', type: unknownType(text, { reason: deadEnd(text, why), because: [] }) };
      },
    );
  }
}

const isConstrained = (template: CppTemplate | null): boolean =>
  template?.parameters.some(({ constrained }) => constrained === true) ?? false;

/** @param type of the value parameter that the argument is for, where one is known */
export function templateArgument(
  lowering: CppLowering,
  argument: CppTemplateArgument,
  context: CppContext,
  type?: CppAbiType,
): CppAbiArgument {
  if (argument.expanded) {
    const text = formatTemplateArgument(argument);
    const reason = `how many arguments \`${text}\` stands for is not known`;
    return { kind: 'type', type: unknownType(text, { reason, because: [] }) };
  }
  const expression = argument.kind === 'constant' ? argument.value : type && constantNamed(argument.type);
  if (!expression)
    return { kind: 'type', type: lowering.type((argument as { type: CppType }).type, context) };
  const value = lowering.constant(expression, context);
  if (value.status === 'unknown') return { kind: 'type', type: unknownType('a template argument', value) };
  return {
    kind: 'constant',
    value: value.value,
    type: grounded(type ?? { kind: 'builtin', name: 'int' }, value),
  };
}

/** `N` in `array<int, N>`, and `size<T>::value`, which reads like a type where only its declaration says what it is. */
function constantNamed(type: CppType): CppExpression | null {
  if (type.kind !== 'named' || type.const || type.volatile) return null;
  const { segments } = type.name;
  return segments.some((segment) => segment.arguments !== null)
    ? { kind: 'instance-name', name: type.name }
    : { kind: 'name', path: segments.map(({ name }) => name) };
}
