import { assumed, exact, unknown, withAssumptions, type Evidence, type Known } from '../../base/known.js';
import type { Uri } from '../../base/range.js';
import type { CppAbiArgument, CppAbiField, CppRecordDefinition } from '../../abi/model.js';
import type { CppField, CppFunction, CppRecord, CppType, CppExpression } from '../../facts/cpp/cpp-facts.js';
import { formatCppType } from '../../facts/cpp/format-cpp.js';
import { conditionWithin, inclusionOf } from './project-macros.js';
import { relocationClaimsOf } from './relocation-claims.js';
import { specialMembersOf } from './special-members.js';
import { attributesOfText, hasAttribute } from '../../facts/cpp/attributes.js';
import type { CppContext, CppLowering } from './cpp-lowering.js';

/** The definition of a class for one target, its members lowered. */
export function defineRecord(
  lowering: CppLowering,
  uri: Uri,
  item: CppRecord,
  bindings: ReadonlyMap<string, CppAbiArgument>,
  depth: number,
): Known<CppRecordDefinition> {
  const declared: Evidence = {
    message: `\`${item.name}\` is declared here`,
    location: { uri, range: item.nameRange },
  };
  if (!item.definition) return unknown(`\`${item.name}\` is only declared`, [declared]);
  if (item.unread !== null) return unknown(`\`${item.name}\` is not all known: ${item.unread}`, [declared]);
  const settled = settleDoubts(lowering, uri, item);
  if (settled.status === 'unknown') return { ...settled, because: [declared] };
  const context: CppContext = {
    uri,
    scope: [...item.scope, { kind: 'record', name: item.name, inline: item.anonymous }],
    bindings,
    owner: item,
    depth: depth + 1,
  };
  const fields: CppAbiField[] = [];
  const grounds: Known<unknown>[] = [];
  for (const field of item.fields) {
    // The conditions around the record hold wherever there is a record to ask about.
    const own = conditionWithin(item.condition, field.condition);
    const { included, assumptions } = inclusionOf(own, uri, lowering.program, lowering.target);
    for (const assumption of assumptions) grounds.push(assumed(null, assumption));
    if (included === false) continue;
    if (included === null) return dependsOnBuild(uri, item, field);
    const lowered = lowerField(lowering, field, context);
    if (lowered.status === 'unknown') return lowered;
    grounds.push(lowered);
    fields.push(lowered.value);
  }
  const alignment = greatest(lowering, [...item.alignments, ...settled.value.alignments], context);
  if (alignment.status === 'unknown') return alignment;
  const special = specialMembersOf(lowering.program, uri, item);
  if (special.status === 'unknown') return special;
  const definition: CppRecordDefinition = {
    bases: item.bases.map((base) => ({
      type: lowering.type(base.type, context),
      virtual: base.virtual,
      access: base.access,
      location: { uri, range: base.range },
    })),
    fields,
    special: special.value,
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
    packed: item.packed || settled.value.packed,
    pragmaPack: item.pragmaPack,
    trivialAbi: hasAttribute(item.attributes, 'trivial_abi', 'clang'),
    emptyBases: hasAttribute(item.attributes, 'empty_bases'),
    microsoftStruct: microsoftStruct(item.attributes),
    relocationClaims: relocationClaimsOf(lowering.program, uri, item),
  };
  return withAssumptions(exact(definition), [...grounds, alignment]);
}

function microsoftStruct(attributes: readonly string[]): boolean | null {
  if (hasAttribute(attributes, 'ms_struct', 'gnu')) return true;
  return hasAttribute(attributes, 'gcc_struct', 'gnu') ? false : null;
}

/** What the macros in a record that might change it do, from their definitions. */
function settleDoubts(
  lowering: CppLowering,
  uri: Uri,
  item: CppRecord,
): Known<{ readonly packed: boolean; readonly alignments: readonly CppExpression[] }> {
  const result = { packed: false, alignments: [] as CppExpression[] };
  for (const { macro, message, place } of item.doubts) {
    const texts = lowering.macroTexts(macro, uri);
    // What is defined nowhere is a function as it seems to be, or a macro from elsewhere.
    if (texts.length === 0 && (place === 'function' || place === 'decoration')) continue;
    // A decoration says what it likes, as long as it declares and arranges nothing.
    if (place === 'decoration' && !texts.some((text) => /[;{}]|\bpacked\b|\balign/.test(text))) continue;
    const [attributes, ...others] = texts.map(attributesOfText);
    const isOne = others.every((other) => JSON.stringify(other) === JSON.stringify(attributes));
    const changes = attributes && (attributes.packed || attributes.alignments.length > 0);
    if (!attributes || !isOne || (changes && place !== 'record')) {
      return unknown(`\`${item.name}\` is not all known: ${message}`);
    }
    result.packed ||= attributes.packed;
    result.alignments.push(...attributes.alignments);
  }
  return exact(result);
}

const dependsOnBuild = (uri: Uri, item: CppRecord, field: CppField): Known<never> =>
  unknown(`members of \`${item.name}\` depend on \`#if ${field.condition.join(' && ')}\``, [
    { message: `\`${field.name}\` is conditional`, location: { uri, range: field.nameRange } },
  ]);

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
