import { assumed, exact, unknown, withAssumptions, type Evidence, type Known } from '../../base/known.js';
import type { Uri } from '../../base/range.js';
import type { CppAbiField, CppRecordDefinition } from '../../abi/model.js';
import type { CppField, CppFunction, CppRecord, CppType, CppExpression } from '../../facts/cpp/cpp-facts.js';
import { formatCppType } from '../../facts/cpp/format-cpp.js';
import { conditionWithin, inclusionOf } from './project-macros.js';
import { withItsMacros } from './record-macros.js';
import { relocationClaimsOf } from './relocation-claims.js';
import { specialMembersOf } from './special-members.js';
import { hasAttribute } from '../../facts/cpp/attributes.js';
import type { ClassInstance, CppContext, CppLowering } from './cpp-lowering.js';
import { expansionsOf } from './pack-expansion.js';

const fieldSources = new WeakMap<CppRecordDefinition, readonly CppField[]>();

/** The fields of a class as they are written, each beside its own: those that are there, and those of macros at their use. */
export const fieldSourcesOf = (definition: CppRecordDefinition): readonly CppField[] =>
  fieldSources.get(definition) ?? [];

/** The definition of a class for one target, its members lowered. */
export function defineRecord(
  lowering: CppLowering,
  instance: ClassInstance,
  depth: number,
): Known<CppRecordDefinition> {
  const { uri, item: written, bindings } = instance;
  const declared: Evidence = {
    message: `\`${written.name}\` is declared here`,
    location: { uri, range: written.nameRange },
  };
  if (!written.definition) return unknown(`\`${written.name}\` is only declared`, [declared]);
  if (written.unread !== null)
    return unknown(`\`${written.name}\` is not all known: ${written.unread}`, [declared]);
  const whole = withItsMacros(lowering, uri, written);
  if (whole.status === 'unknown') return { ...whole, because: [declared] };
  const item = whole.value;
  const context: CppContext = {
    uri,
    scope: [...item.scope, { kind: 'record', name: item.name, inline: item.anonymous }],
    end: item.range.end,
    bindings,
    owner: item,
    within: [...instance.within, instance],
    depth: depth + 1,
  };
  const fields: CppAbiField[] = [];
  const sources: CppField[] = [];
  const grounds: Known<unknown>[] = [whole];
  for (const field of item.fields) {
    // The conditions around the record hold wherever there is a record to ask about.
    const own = conditionWithin(item.condition, field.condition);
    const { included, assumptions } = inclusionOf(own, uri, lowering.program, lowering.target);
    for (const assumption of assumptions) grounds.push(assumed(null, assumption));
    if (included === false) continue;
    const read = inclusionOf(field.readWith, uri, lowering.program, lowering.target);
    if (included === null || read.included !== true) return dependsOnBuild(uri, item, field);
    for (const assumption of read.assumptions) grounds.push(assumed(null, assumption));
    const lowered = lowerField(lowering, field, context);
    if (lowered.status === 'unknown') return lowered;
    grounds.push(lowered);
    fields.push(lowered.value);
    sources.push(field);
  }
  const alignment = greatest(lowering, item.alignments, context);
  if (alignment.status === 'unknown') return alignment;
  const bases = basesOf(lowering, item, context);
  if (bases.status === 'unknown') return bases;
  const definition: CppRecordDefinition = {
    bases: bases.value,
    fields,
    special: specialMembersOf(lowering.program, uri, item),
    functions: item.methods
      .filter((method) => isOverridable(method))
      .map((method) => ({
        signature: canonicalSignature(method),
        virtual: method.virtual,
        pure: method.pure,
      })),
    final: item.final,
    alignment: alignment.value,
    alignas: item.alignas,
    packed: item.packed,
    pragmaPack: item.pragmaPack,
    trivialAbi: hasAttribute(item.attributes, 'trivial_abi', 'clang'),
    emptyBases: hasAttribute(item.attributes, 'empty_bases'),
    microsoftStruct: microsoftStruct(item.attributes),
    relocationClaims: relocationClaimsOf(lowering.program, uri, item),
  };
  fieldSources.set(definition, sources);
  return withAssumptions(exact(definition), [...grounds, alignment]);
}

function basesOf(
  lowering: CppLowering,
  item: CppRecord,
  inside: CppContext,
): Known<CppRecordDefinition['bases']> {
  // In front of the `{` nothing of the class is in scope yet.
  const context = { ...inside, scope: item.scope };
  const bases: CppRecordDefinition['bases'][number][] = [];
  for (const { type, expanded, virtual, access, range } of item.bases) {
    const location = { uri: context.uri, range };
    const places = expanded ? expansionsOf(formatCppType(type), context) : [context];
    if (!places) {
      const text = `the bases \`${formatCppType(type)}...\` of \`${item.name}\` are not known`;
      return unknown(text, [{ message: 'they are expanded here', location }]);
    }
    for (const place of places) bases.push({ type: lowering.type(type, place), virtual, access, location });
  }
  return exact(bases);
}

function microsoftStruct(attributes: readonly string[]): boolean | null {
  if (hasAttribute(attributes, 'ms_struct', 'gnu')) return true;
  return hasAttribute(attributes, 'gcc_struct', 'gnu') ? false : null;
}

const dependsOnBuild = (uri: Uri, item: CppRecord, field: CppField): Known<never> =>
  unknown(
    `members of \`${item.name}\` depend on \`#if ${[...field.condition, ...field.readWith].join(' && ')}\``,
    [{ message: `\`${field.name}\` is conditional`, location: { uri, range: field.nameRange } }],
  );

function lowerField(lowering: CppLowering, field: CppField, context: CppContext): Known<CppAbiField> {
  const alignment = greatest(lowering, field.alignments, context);
  if (alignment.status === 'unknown') return alignment;
  const width = field.bitWidth ? lowering.constant(field.bitWidth, context) : null;
  if (width?.status === 'unknown') return width;
  const lowered: CppAbiField = {
    name: field.name,
    type: lowering.type(field.type, context),
    bitWidth: width ? Number(width.value) : null,
    alignment: alignment.value,
    packed: field.packed,
    noUniqueAddress: noUniqueAddress(field.attributes),
    access: field.access,
    hasInitializer: field.hasInitializer,
    location: { uri: context.uri, range: field.name === '' ? field.range : field.nameRange },
  };
  return withAssumptions(exact(lowered), width ? [alignment, width] : [alignment]);
}

function noUniqueAddress(attributes: readonly string[]): CppAbiField['noUniqueAddress'] {
  if (hasAttribute(attributes, 'no_unique_address')) return 'standard';
  return hasAttribute(attributes, 'no_unique_address', 'msvc') ? 'microsoft' : null;
}

function greatest(
  lowering: CppLowering,
  expressions: readonly CppExpression[],
  context: CppContext,
): Known<number> {
  let result = 0;
  const grounds: Known<unknown>[] = [];
  for (const expression of expressions) {
    const value = lowering.alignment(expression, context);
    if (value.status === 'unknown') return value;
    grounds.push(value);
    result = Math.max(result, Number(value.value));
  }
  return withAssumptions(exact(result), grounds);
}

const isOverridable = (method: CppFunction): boolean =>
  !method.static && method.template === null && method.kind !== 'constructor' && method.kind !== 'destructor';

/** Equal for a function and what overrides it, as far as the two write their types alike. */
export function canonicalSignature({ name, signature }: CppFunction): string {
  const parameters = signature.parameters.map(({ type }) => formatCppType(withoutTopLevel(type))).join(',');
  const qualifiers = `${signature.const ? ' const' : ''}${signature.volatile ? ' volatile' : ''}${signature.reference}`;
  return `${name}(${parameters}${signature.variadic ? ',...' : ''})${qualifiers}`;
}

/** Top-level qualifiers of a parameter are no part of the function's type. */
function withoutTopLevel(type: CppType): CppType {
  const { const: _const, volatile: _volatile, ...unqualified } = type;
  return unqualified as CppType;
}
