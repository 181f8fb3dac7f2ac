import type { Uri } from '../../base/range.js';
import type { CppAbiArgument } from '../../abi/model.js';
import type { CppScope, CppTemplate, CppTemplateArgument } from '../../facts/cpp/cpp-facts.js';
import type { CppContext, CppLowering } from './cpp-types.js';

/** A class template with its arguments. */
export interface TemplateInstance {
  /** By the parameters' names, those of a pack left out. */
  readonly bindings: ReadonlyMap<string, CppAbiArgument>;
  /** In the order of the parameters, defaults filled in. */
  readonly arguments: readonly CppAbiArgument[];
  /** Where the pack begins, if there is one. */
  readonly packFrom?: number;
}

/** Matches the arguments that are written in `context` with the template's parameters; null where they do not say all. */
export function instantiate(
  lowering: CppLowering,
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
    const type = parameter.valueType ? lowering.type(parameter.valueType, inner) : undefined;
    if (parameter.pack) {
      // An empty pack of values is spelled in another way than one of types.
      if (i !== parameters.length - 1 || (type && written.length === i)) return null;
      const rest = written.slice(i).map((argument) => lowering.argument(argument, context, type));
      return { bindings, arguments: [...bindings.values(), ...rest], packFrom: i };
    }
    const argument = written[i];
    // Parameters without a name are told apart all the same.
    const key = parameter.name || `${i}`;
    if (argument) bindings.set(key, lowering.argument(argument, context, type));
    else if (parameter.defaultType) {
      bindings.set(key, { kind: 'type', type: lowering.type(parameter.defaultType, inner) });
    } else if (parameter.defaultValue) {
      bindings.set(key, lowering.argument({ kind: 'constant', value: parameter.defaultValue }, inner, type));
    } else return null;
  }
  return written.length <= parameters.length ? { bindings, arguments: [...bindings.values()] } : null;
}
