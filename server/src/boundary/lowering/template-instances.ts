import type { Remembered } from '../../base/recursive-memory.js';
import type { Uri } from '../../base/range.js';
import type { CppAbiArgument, CppAbiType } from '../../abi/model.js';
import type {
  CppExpression,
  CppScope,
  CppTemplate,
  CppTemplateArgument,
  CppTemplateParameter,
  CppType,
} from '../../facts/cpp/cpp-facts.js';
import type { CppDeclarationOf } from '../../program/cpp-names.js';
import { NO_BINDINGS, type CppContext, type CppLowering } from './cpp-lowering.js';
import { deadEnd } from './dead-ends.js';
import { grounded, unknownType } from './lowered-types.js';

/** A class template with its arguments. */
export interface TemplateInstance {
  /** By the parameters' names, those of a pack left out. */
  readonly bindings: ReadonlyMap<string, CppAbiArgument>;
  /** In the order of the parameters, defaults filled in. */
  readonly arguments: readonly CppAbiArgument[];
  /** Where the pack begins, if there is one. */
  readonly packFrom?: number;
}

/** Class and alias templates with the arguments that are written for them. */
export class TemplateInstances {
  readonly #lowering: CppLowering;
  readonly #defaults = new Map<CppTemplateParameter, Map<string, Remembered<CppAbiArgument>>>();

  constructor(lowering: CppLowering) {
    this.#lowering = lowering;
  }

  /** The arguments of a template by parameter name; empty for what is no template, null where it cannot be said. */
  bind(
    template: CppTemplate | null,
    written: readonly CppTemplateArgument[] | null,
    declaration: {
      readonly uri: Uri;
      readonly item: { readonly scope: readonly CppScope[]; readonly name: string };
    },
    context: CppContext,
  ): ReadonlyMap<string, CppAbiArgument> | null {
    if (!template) return NO_BINDINGS;
    if (template.specialization) return null;
    // Inside the template its own name stands for the current instantiation.
    if (written === null) {
      const own = template.parameters.every(({ name }) => context.bindings.has(name));
      return own && template.parameters.length > 0 ? context.bindings : null;
    }
    if (this.#lowering.program.cpp.specializationsOf(declaration.item.name).length > 0) return null;
    const instance = this.#instantiate(template, written, declaration, context);
    return instance && instance.packFrom === undefined ? instance.bindings : null;
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
      const instance = this.#instantiate(template, written, candidate, context);
      if (instance) return { declaration: candidate, instance };
    }
    return null;
  }

  /** Matches the arguments that are written in `context` with the template's parameters; null where they do not say all. */
  #instantiate(
    { parameters }: CppTemplate,
    written: readonly CppTemplateArgument[],
    declaration: { readonly uri: Uri; readonly item: { readonly scope: readonly CppScope[] } },
    context: CppContext,
  ): TemplateInstance | null {
    const bindings = new Map<string, CppAbiArgument>();
    const { uri, item } = declaration;
    const inner: CppContext = { uri, scope: item.scope, bindings, owner: null, depth: context.depth + 1 };
    for (const [i, parameter] of parameters.entries()) {
      if (parameter.kind === 'template') return null;
      const type = parameter.valueType ? this.#lowering.type(parameter.valueType, inner) : undefined;
      if (parameter.pack) {
        // An empty pack of values is spelled in another way than one of types.
        if (i !== parameters.length - 1 || (type && written.length === i)) return null;
        const rest = written.slice(i).map((argument) => this.#lowering.argument(argument, context, type));
        return { bindings, arguments: [...bindings.values(), ...rest], packFrom: i };
      }
      const argument = written[i];
      // Parameters without a name are told apart all the same.
      const key = parameter.name || `${i}`;
      const value = argument
        ? this.#lowering.argument(argument, context, type)
        : this.#default(parameter, { ...inner, bindings: new Map(bindings) }, type);
      if (!value) return null;
      bindings.set(key, value);
    }
    return written.length <= parameters.length ? { bindings, arguments: [...bindings.values()] } : null;
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

/** @param type of the value parameter that the argument is for, where one is known */
export function templateArgument(
  lowering: CppLowering,
  argument: CppTemplateArgument,
  context: CppContext,
  type?: CppAbiType,
): CppAbiArgument {
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

/** `N` in `array<int, N>`, which reads like a type where only its declaration says what it is. */
function constantNamed(type: CppType): CppExpression | null {
  if (type.kind !== 'named' || type.const || type.volatile) return null;
  const { segments } = type.name;
  return segments.some((segment) => segment.arguments !== null)
    ? null
    : { kind: 'name', path: segments.map(({ name }) => name) };
}
