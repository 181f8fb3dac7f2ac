import type { CppRecordDefinition, CppSpecialMember } from '../model.js';
import type { Target } from '../target.js';
import {
  isUnnamedBitField,
  type ClassShape,
  type LaidOutClass,
  type ShapeBase,
  type ShapeField,
} from './class-shape.js';
import { holdsEmpties } from './empty-subobjects.js';

type Parts = Pick<ClassShape, 'record' | 'definition' | 'bases' | 'fields'>;

/** The shape of a class from its complete parts: all that follows from them without any offset. */
export function shapeOf(parts: Parts, target: Target): ClassShape {
  const { record, definition, bases, fields } = parts;
  const virtualBases = virtualBasesOf(bases);
  const polymorphic = declaresVirtual(definition) || bases.some(({ class: base }) => base.polymorphic);
  const dynamic = polymorphic || virtualBases.length > 0;
  const simple = bases.length === 0 && !polymorphic;
  const pod03 = simple && (target.compiler === 'gcc' ? isPodForGcc(parts, target) : isPod03(parts, target));
  const trivial = !dynamic && isTrivial(parts);
  const standardLayout = !dynamic && isStandardLayout(parts);
  return {
    record,
    definition,
    bases,
    fields,
    virtualBases,
    polymorphic,
    dynamic,
    empty: !dynamic && hasNoData(parts, target),
    pod03,
    podForLayout:
      target.itanium.pod === 'c++03' ? pod03 : trivial && standardLayout && !isLaidOutEarly(parts),
    trivial,
    standardLayout,
    mayVary: target.hasGcc && (virtualBases.length > 0 || mayVary(parts, target)),
    subobjects: subobjectsIn(parts),
    opaque: null,
  };
}

function subobjectsIn({ bases, fields }: Parts): number {
  let count = 1;
  for (const { class: base } of bases) count += base.subobjects;
  for (const { type } of fields) {
    if (type.element !== null)
      count += type.element.subobjects * (holdsEmpties(type.element) ? type.elements : 1);
  }
  return count;
}

/**
 * All that is known to make gcc's layout another than clang's where bases and members are alike. It only has
 * to be complete: what has it is laid out as both do it, and most of that comes out equal.
 */
function mayVary({ definition, bases, fields }: Parts, target: Target): boolean {
  const { special, packed, pragmaPack, alignment, microsoftStruct } = definition;
  const constructors = [special.defaultConstructor, special.copyConstructor, special.moveConstructor];
  if (packed || pragmaPack !== null || microsoftStruct !== null) return true;
  if (constructors.some(({ state }) => state === 'defaulted' || state === 'deleted')) return true;
  if (bases.some(({ class: base }) => base.empty && base.layout.align > 1)) return true;
  return fields.some(({ declaration, type }) => {
    const { bitWidth, access } = declaration;
    if (declaration.noUniqueAddress !== null || declaration.packed) return true;
    if (target.itanium.microsoftBitFields && (bitWidth !== null || type.builtinSize > type.align))
      return true;
    if (bitWidth === null) return false;
    const unusual = declaration.alignment > 0 || type.requiredAlign > 0 || bitWidth > 8 * type.size;
    return (
      unusual || (isUnnamedBitField(declaration) && (access !== 'public' || alignment > 0 || bitWidth === 0))
    );
  });
}

/** True where the class itself declares a virtual function or a virtual destructor. */
export const declaresVirtual = (definition: CppRecordDefinition): boolean =>
  definition.special.destructor.virtual || definition.functions.some((fn) => fn.virtual);

/**
 * Whether the attribute that lets a member share its address is in force: only on members of class
 * type, and each ABI knows only its own spelling.
 */
export const sharesAddress = (field: ShapeField, target: Target): boolean =>
  field.type.class !== null &&
  field.declaration.noUniqueAddress === (target.cppAbi === 'microsoft' ? 'microsoft' : 'standard');

function virtualBasesOf(bases: readonly ShapeBase[]): LaidOutClass[] {
  const found = new Set<LaidOutClass>();
  for (const base of bases) {
    for (const inherited of base.class.virtualBases) found.add(inherited);
    if (base.virtual) found.add(base.class);
  }
  return [...found];
}

function hasNoData({ bases, fields }: Parts, target: Target): boolean {
  if (!bases.every(({ class: base }) => base.empty)) return false;
  return fields.every(
    (field) =>
      (isUnnamedBitField(field.declaration) && field.declaration.bitWidth === 0) ||
      (sharesAddress(field, target) && field.type.class?.empty === true),
  );
}

/**
 * C++03 knows no move assignment, so that one of its own keeps a class POD; on Darwin every declared
 * special member ends that.
 *
 * @see Itanium C++ ABI 1.1, "POD for the purpose of layout"; C++03 [class]/4
 */
function isPod03({ definition, fields }: Parts, target: Target): boolean {
  const { otherConstructor, moveAssignment, ...special } = definition.special;
  const { defaultedKeepsPod } = target.itanium;
  const keeps = ({ state }: CppSpecialMember): boolean =>
    state === 'not-declared' || (state !== 'user-provided' && defaultedKeepsPod);
  if (otherConstructor !== null || !Object.values(special).every(keeps)) return false;
  if (moveAssignment.state !== 'not-declared' && !defaultedKeepsPod) return false;
  return fields.every(({ declaration, type }) => {
    if (isUnnamedBitField(declaration)) return true;
    if (declaration.access !== 'public' || declaration.hasInitializer || type.reference) return false;
    return type.element?.pod03 ?? true;
  });
}

/**
 * gcc keeps the definition of C++03 but for what C++20 calls an aggregate: there any constructor that is
 * declared ends it. A member that shares its address ends it always, and an unnamed bit-field counts like
 * any other member.
 *
 * @see gcc's cp/class.cc, `check_bases_and_members` and `check_field_decls`; gcc 12 (-fabi-version=17)
 */
function isPodForGcc({ definition, fields }: Parts, target: Target): boolean {
  const { special } = definition;
  const constructors = [special.defaultConstructor, special.copyConstructor, special.moveConstructor];
  const ends = ({ state }: CppSpecialMember): boolean =>
    state === 'user-provided' || (target.standard === 'c++20' && state !== 'not-declared');
  if (special.otherConstructor !== null || constructors.some(ends)) return false;
  if (special.copyAssignment.state === 'user-provided' || special.destructor.state === 'user-provided')
    return false;
  return fields.every(
    ({ declaration, type }) =>
      declaration.access === 'public' &&
      declaration.noUniqueAddress !== 'standard' &&
      !declaration.hasInitializer &&
      !type.reference &&
      (type.element?.podForLayout ?? true),
  );
}

/** gcc takes `packed` away from a class with a member that is neither POD nor packed itself. */
export const isPackedByGcc = ({ definition, fields }: Pick<ClassShape, 'definition' | 'fields'>): boolean =>
  definition.packed &&
  fields.every(
    ({ type }) =>
      !type.reference && (type.element === null || type.element.podForLayout || isPackedByGcc(type.element)),
  );

/**
 * Clang lays out a class with `alignas` and a defaulted member before it knows that the member is
 * trivial, which shows where the C++11 rule holds.
 */
const isLaidOutEarly = ({ definition: { alignas, packed, special } }: Parts): boolean =>
  alignas &&
  !packed &&
  [
    special.defaultConstructor,
    special.copyConstructor,
    special.moveConstructor,
    special.copyAssignment,
    special.moveAssignment,
    special.destructor,
  ].some((member) => member.state === 'defaulted');

const isMember = (value: CppSpecialMember | object | null): value is CppSpecialMember =>
  value !== null && 'state' in value;

/** @see C++11 [class]/6; a deleted member counts as trivial */
function isTrivial({ definition, bases, fields }: Parts): boolean {
  const { special } = definition;
  for (const member of Object.values(special))
    if (isMember(member) && member.state === 'user-provided') return false;
  const declaresOther =
    special.otherConstructor !== null ||
    special.copyConstructor.state !== 'not-declared' ||
    special.moveConstructor.state !== 'not-declared';
  if (special.defaultConstructor.state === 'not-declared' && declaresOther) return false;
  if (!bases.every(({ class: base }) => base.trivial)) return false;
  return fields.every(
    ({ declaration, type }) =>
      !declaration.hasInitializer && !type.reference && (type.element?.trivial ?? true),
  );
}

const dataFields = (fields: readonly ShapeField[]): ShapeField[] =>
  fields.filter(({ declaration }) => !isUnnamedBitField(declaration));

const hasDataFields = (shape: ClassShape): boolean =>
  (shape.opaque !== null && !shape.empty) ||
  dataFields(shape.fields).length > 0 ||
  shape.bases.some(({ class: base }) => hasDataFields(base));

/** @see C++11 [class]/7 */
function isStandardLayout({ bases, fields }: Parts): boolean {
  if (!bases.every(({ class: base }) => base.standardLayout)) return false;
  const data = dataFields(fields);
  const permitted = ({ type }: ShapeField): boolean =>
    !type.reference && (type.element?.standardLayout ?? true);
  if (!data.every(permitted) || new Set(data.map(({ declaration }) => declaration.access)).size > 1)
    return false;
  const withData = bases.filter(({ class: base }) => hasDataFields(base)).length;
  if (withData > 1 || (withData === 1 && data.length > 0)) return false;
  const first = data[0]?.type.class ?? null;
  return first === null || !bases.some(({ class: base }) => base === first);
}
