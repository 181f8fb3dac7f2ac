import type { CppAbiArgument, CppAbiName, CppAbiNameComponent } from '../../abi/model.js';
import { abiTagsOf } from '../../facts/cpp/attributes.js';
import type { CppRecord, CppScope } from '../../facts/cpp/cpp-facts.js';
import type { CppDeclarationOf, CppTypeLookup } from '../../program/cpp-names.js';
import type { Program } from '../../program/program.js';
import type { ClassInstance, CppBinding } from './cpp-lowering.js';

/**
 * The scopes around an entity as its name in a symbol has them: classes with their ABI tags and, where they
 * are templates, with their arguments.
 *
 * @param bindings what template parameters stand for at the entity
 * @param within the innermost classes around it, as far as their instances are known: of a specialisation the
 *   parameters do not say the arguments
 */
export function scopeNames(
  program: Program,
  scopes: readonly CppScope[],
  bindings: ReadonlyMap<string, CppBinding>,
  within: readonly ClassInstance[] = [],
): CppAbiName {
  const scope = program.cpp.expandedScope(scopes);
  return scope.map((component, index): CppAbiNameComponent => {
    const instance = within[index - (scope.length - within.length)];
    const { kind, name, abiTags = [], macro } = component;
    if (macro !== undefined) {
      const unknown = `which namespaces the macro \`${macro}\` opens is not known`;
      return { kind, name: macro, arguments: null, abiTags, unknown };
    }
    if (kind === 'namespace') return { kind, name, arguments: null, abiTags };
    const records = declarationsAt(program, scope.slice(0, index + 1)).map(({ item }) => item);
    const template = records.find((record) => record.template !== null)?.template ?? null;
    const ownTags = abiTagsOf(records.flatMap(({ attributes }) => attributes));
    const named = { kind, name, arguments: null, abiTags: ownTags };
    if (instance && instance.arguments !== null && instance.item.name === name)
      return {
        ...named,
        arguments: instance.arguments,
        ...(instance.packFrom !== undefined && { packFrom: instance.packFrom }),
      };
    if (template === null) return named;
    const args = argumentsOf(template, bindings);
    return args
      ? { ...named, arguments: args }
      : { ...named, unknown: `nothing says which instance of the template \`${name}\` it belongs to` };
  });
}

/** All classes that may be meant by this path. */
export function declarationsAt(
  program: Program,
  path: readonly CppScope[],
): readonly CppDeclarationOf<'record'>[] {
  const segments = path.filter(({ name }) => name !== '').map(({ name }) => ({ name, arguments: null }));
  const found = program.cpp.lookUpType({ global: true, segments }, { uri: '', scope: [] });
  return candidatesOf(found).filter((candidate) => candidate.kind === 'record');
}

/** All declarations that a name may stand for. */
export function candidatesOf(found: CppTypeLookup) {
  switch (found.kind) {
    case 'found':
    case 'incomplete':
      return [found.declaration];
    case 'ambiguous':
      return found.candidates;
    case 'unsure':
    case 'missing':
      return [];
    default:
      return found satisfies never;
  }
}

/** Of the instantiation that the entity stands in; null where nothing says which one that is. */
function argumentsOf(
  { parameters, specialization }: NonNullable<CppRecord['template']>,
  bindings: ReadonlyMap<string, CppBinding>,
): readonly CppAbiArgument[] | null {
  const bound = parameters.flatMap(({ name }) => {
    const binding = bindings.get(name);
    return binding && binding.kind !== 'pack' ? [binding] : [];
  });
  return specialization === null && bound.length === parameters.length && bound.length > 0 ? bound : null;
}
