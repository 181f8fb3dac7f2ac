import type { Evidence } from '../base/known.js';
import type { CppAbiBase, CppAbiField, CppAbiRecord, CppAbiType, CppRecordDefinition } from './model.js';
import { formatType } from './names.js';
import { definitionOf } from './nesting.js';

/** A base or non-static data member as the special members of its class see it. */
export interface Subobject {
  /** Of the object or of the elements of the array: neither `array` nor `aligned`. */
  readonly type: CppAbiType;
  readonly isConst: boolean;
  readonly isBase: boolean;
  /** A member of a union, also of an anonymous one. */
  readonly isVariant: boolean;
  /** Told only where it decides, which few do. */
  readonly evidence: () => Evidence;
}

/** Direct bases and members; those of anonymous structs and unions are the class's own. */
export const subobjectsOf = (
  record: CppAbiRecord,
  { bases, fields }: Pick<CppRecordDefinition, 'bases' | 'fields'>,
): Subobject[] => [
  ...bases.map(baseSubobject),
  ...fields.flatMap((field) => fieldSubobjects(field, record.kind === 'union')),
];

/** Direct bases and members as they stand: an anonymous struct or union is one of them. */
export const wholeSubobjectsOf = (
  record: CppAbiRecord,
  { bases, fields }: Pick<CppRecordDefinition, 'bases' | 'fields'>,
): Subobject[] => [
  ...bases.map(baseSubobject),
  ...fields.map((field) => fieldSubobject(field, record.kind === 'union')),
];

/** The virtual bases of the bases, of which the most derived class has one each. */
export function inheritedVirtualBasesOf(definition: CppRecordDefinition): Subobject[] {
  const found: Subobject[] = [];
  // Each class once: many paths lead to one, and code in the making may derive a class from itself.
  const seen = new Set<CppAbiRecord>();
  const visit = ({ bases }: CppRecordDefinition): void => {
    for (const { type } of bases) {
      if (type.kind !== 'record' || seen.has(type.record)) continue;
      seen.add(type.record);
      const base = definitionOf(type.record);
      if (base.status === 'unknown') continue;
      found.push(...base.value.bases.filter(({ virtual }) => virtual).map(baseSubobject));
      visit(base.value);
    }
  };
  visit(definition);
  return found;
}

/** A type by itself, as an argument of a template. */
export const subobjectOf = (type: CppAbiType): Subobject => ({
  ...leafOf(type),
  isBase: false,
  isVariant: false,
  evidence: () => ({ message: `\`${formatType(type)}\`` }),
});

const baseSubobject = ({ type, location }: CppAbiBase): Subobject => ({
  type,
  isConst: false,
  isBase: true,
  isVariant: false,
  evidence: () => ({ message: `base class \`${formatType(type)}\``, location: location ?? undefined }),
});

function fieldSubobjects(field: CppAbiField, isVariant: boolean): Subobject[] {
  const { type } = field;
  if (type.kind === 'record' && type.record.anonymous && field.name === '') {
    const known = definitionOf(type.record);
    if (known.status !== 'unknown') {
      const variant = isVariant || type.record.kind === 'union';
      return known.value.fields.flatMap((member) => fieldSubobjects(member, variant));
    }
  }
  return [fieldSubobject(field, isVariant)];
}

function fieldSubobject({ name, type, location }: CppAbiField, isVariant: boolean): Subobject {
  return {
    ...leafOf(type),
    isBase: false,
    isVariant,
    evidence: () => ({
      message:
        name === ''
          ? `an unnamed member of type \`${formatType(type)}\``
          : `member \`${name}\` is \`${formatType(type)}\``,
      location: location ?? undefined,
    }),
  };
}

/** What an array is made of; `const` stands on the array, on its elements or on the aligned type. */
function leafOf(type: CppAbiType): { type: CppAbiType; isConst: boolean } {
  const isConst = type.const === true;
  if (type.kind !== 'array' && type.kind !== 'aligned') return { type, isConst };
  const inner = leafOf(type.kind === 'array' ? type.element : type.type);
  const assumption = inner.type.assumption ?? type.assumption;
  return {
    type: assumption === undefined ? inner.type : { ...inner.type, assumption },
    isConst: isConst || inner.isConst,
  };
}
