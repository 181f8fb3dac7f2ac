import { assumed, combine, derive, exact, unknown, weaken, type Known } from '../../base/known.js';
import type {
  RustAbiEnum,
  RustAbiField,
  RustAbiRecord,
  RustAbiType,
  RustEnumDefinition,
  RustRecordDefinition,
} from '../model.js';
import type { Target } from '../target.js';
import { layOutEnum } from './rust-enum.js';
import type { Span } from './record-layout.js';
import { placeFields, type RustForm } from './rust-fields.js';
import { formatRustType } from './rust-format.js';
import { LAST_FIELD_UNSIZED, UNSIZED } from './rust-library-types.js';
import { libraryForm } from './rust-library.js';
import { byDefault, fieldLayouts, partsOf, type RustFieldLayout, type RustParts } from './rust-parts.js';
import { integerRules, pointerForm, primitiveForm } from './rust-scalars.js';
import { roundUp, type Bytes } from './units.js';

/** Layout of a Rust type; all in bytes. */
export interface RustLayout {
  readonly size: Bytes;
  readonly align: Bytes;
  /** Fields of a struct, union or tuple in declaration order; empty for others. */
  readonly fields: readonly RustFieldLayout[];
  /** Variants of an enum with the offsets of their fields from its start; empty for others. */
  readonly variants: RustParts['variants'];
  /** Where an enum keeps its variant; null for others and where there is nothing to tell. */
  readonly tag: RustParts['tag'];
  /** A scalar with invalid values, in which an enum around the type may keep its variant; null without. */
  readonly niche: Span | null;
  /** Bytes of a struct or tuple that belong to no field. */
  readonly padding: readonly Span[];
  /** Has no values. */
  readonly uninhabited: boolean;
}

/** Layouts of Rust types for one target, remembered by the identity of records and enums. */
export interface RustLayouts {
  readonly target: Target;
  /**
   * Exact where the language guarantees it (primitives, `repr(C)`, `repr(u8)`, `transparent`, arrays, thin
   * pointers, the guaranteed null-pointer optimisation), assumed where it is what rustc 1.95 does, unknown
   * for unsized types and where a part is unknown.
   *
   * @see the Rust reference, "Type layout"; `std::option`, "Representation"
   */
  layOut(type: RustAbiType): Known<RustLayout>;
}

export type { RustFieldLayout } from './rust-parts.js';

export const createRustLayouts = (target: Target): RustLayouts => new Layouts(target);

class Layouts implements RustLayouts {
  readonly target: Target;
  readonly #known = new WeakMap<RustAbiRecord | RustAbiEnum, Known<RustParts>>();
  readonly #open = new Set<RustAbiRecord | RustAbiEnum>();
  /** Types without a declaration, which others may be made of many times. */
  readonly #built = new WeakMap<RustAbiType, Known<RustParts>>();

  constructor(target: Target) {
    this.target = target;
  }

  layOut(type: RustAbiType): Known<RustLayout> {
    return derive(this.partsOf(type), (parts) => exact(report(parts)));
  }

  partsOf(type: RustAbiType): Known<RustParts> {
    const known = this.#built.get(type);
    if (known) return known;
    const parts = derive(this.#partsOf(type), (own) =>
      own.size > Number.MAX_SAFE_INTEGER ? unknown('it is larger than any memory') : exact(own),
    );
    const grounded = type.assumption === undefined ? parts : weaken(parts, assumed(null, type.assumption));
    this.#built.set(type, grounded);
    return grounded;
  }

  #partsOf(type: RustAbiType): Known<RustParts> {
    const { target } = this;
    switch (type.kind) {
      case 'primitive':
        return exact(partsOf(primitiveForm(type.name, target)));
      case 'function-pointer':
        return exact(partsOf(pointerForm(target, { nullable: false, wide: false })));
      case 'pointer':
        return this.#pointer(type);
      case 'array':
        return derive(this.partsOf(type.element), (element) =>
          exact(
            partsOf({
              size: element.size * type.count,
              align: element.align,
              niche: type.count > 0 ? element.niche : null,
              uninhabited: element.uninhabited && type.count > 0,
            }),
          ),
        );
      case 'tuple':
        return this.#tuple(type.elements);
      case 'record':
        return this.#remembered(type.record, () =>
          derive(type.record.define(), (definition) => this.#record(type.record, definition)),
        );
      case 'enum':
        return this.#remembered(type.enum, () =>
          derive(type.enum.define(), (definition) => this.#enum(definition)),
        );
      case 'library':
        return libraryForm(type, this);
      case 'slice':
      case 'str':
      case 'trait-object':
        return unknown(`${formatRustType(type)} has no size of its own`);
      case 'unknown':
        return unknown(type.reason, type.because);
      default:
        return type satisfies never;
    }
  }

  #remembered(key: RustAbiRecord | RustAbiEnum, compute: () => Known<RustParts>): Known<RustParts> {
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#open.has(key)) return unknown(`${key.name} contains itself`);
    this.#open.add(key);
    try {
      const parts = compute();
      this.#known.set(key, parts);
      return parts;
    } finally {
      this.#open.delete(key);
    }
  }

  /** One word; two for an unsized pointee, which every rustc does and the reference does not promise. */
  #pointer(type: Extract<RustAbiType, { kind: 'pointer' }>): Known<RustParts> {
    const { form, pointee } = type;
    return derive(isUnsized(pointee), (wide) => {
      const parts = partsOf(pointerForm(this.target, { nullable: form === 'raw', wide }));
      if (wide) return assumed(parts, 'a pointer to an unsized type is two words, as rustc 1.95 has it');
      return form === 'rc' || form === 'arc' ? byDefault(parts) : exact(parts);
    });
  }

  #tuple(elements: readonly RustAbiType[]): Known<RustParts> {
    if (elements.length === 0) return exact(partsOf({ size: 0, align: 1, niche: null, uninhabited: false }));
    const fields = elements.map((type, index): RustAbiField => ({ name: `${index}`, type, location: null }));
    return derive(this.#fields(fields), (forms) => {
      const placed = placeFields(forms, {
        inOrder: false,
        packed: null,
        align: null,
        prefix: null,
        lastStays: true,
      });
      return byDefault({ ...partsOf(placed), fields: fieldLayouts(fields, forms, placed.offsets) });
    });
  }

  #record(record: RustAbiRecord, definition: RustRecordDefinition): Known<RustParts> {
    const { repr, fields } = definition;
    return derive(this.#fields(fields), (forms) => {
      const guaranteed = repr.c || repr.transparent;
      const parts = record.kind === 'union' ? unionOf(definition, forms) : structOf(definition, forms);
      return guaranteed ? exact(parts) : byDefault(parts);
    });
  }

  #enum({ repr, variants }: RustEnumDefinition): Known<RustParts> {
    const forms = combine(variants.map((variant) => this.#fields(variant.fields)));
    return derive(forms, (known) => {
      let next = 0n;
      const discriminants = variants.map((variant) => {
        const value = variant.discriminant ?? next;
        next = value + 1n;
        return value;
      });
      const rules = { ...repr, explicit: variants.some((variant) => variant.discriminant !== null) };
      const form = layOutEnum(known, discriminants, rules, integerRules(this.target));
      const parts: RustParts = {
        ...form,
        fields: [],
        variants: variants.map(({ name, fields }, index) => ({
          name,
          fields: fieldLayouts(fields, known[index] ?? [], form.variants[index] ?? []),
        })),
      };
      return repr.c || repr.integer !== null || repr.transparent ? exact(parts) : byDefault(parts);
    });
  }

  #fields(fields: readonly RustAbiField[]): Known<RustForm[]> {
    return combine(
      fields.map((field) => {
        const parts = this.partsOf(field.type);
        if (parts.status !== 'unknown') return parts;
        return unknown(`field \`${field.name}\`: ${parts.reason}`, parts.because);
      }),
    );
  }
}

/** Whether pointers to the type carry a length or a table. A type that is not known is taken to be sized. */
export function isUnsized(type: RustAbiType, open: readonly RustAbiRecord[] = []): Known<boolean> {
  switch (type.kind) {
    case 'slice':
    case 'str':
    case 'trait-object':
      return exact(true);
    case 'unknown':
      return assumed(false, `\`${type.text}\` is a sized type`);
    case 'record': {
      const definition = type.record.define();
      if (definition.status === 'unknown') return assumed(false, `\`${type.record.name}\` is a sized type`);
      const last = definition.value.fields.at(-1);
      if (!last || type.record.kind === 'union' || open.includes(type.record)) return exact(false);
      return isUnsized(last.type, [...open, type.record]);
    }
    case 'library': {
      if (UNSIZED.has(type.name)) return exact(true);
      const [argument] = type.arguments;
      return argument && LAST_FIELD_UNSIZED.has(type.name) ? isUnsized(argument, open) : exact(false);
    }
    default:
      return exact(false);
  }
}

function structOf(
  { repr, fields, maybeUnsized }: RustRecordDefinition,
  forms: readonly RustForm[],
): RustParts {
  const placed = placeFields(forms, {
    inOrder: repr.c,
    packed: repr.packed,
    align: repr.align,
    prefix: null,
    lastStays: maybeUnsized,
  });
  return { ...partsOf(placed), fields: fieldLayouts(fields, forms, placed.offsets) };
}

function unionOf({ repr, fields }: RustRecordDefinition, forms: readonly RustForm[]): RustParts {
  const align = Math.max(
    1,
    repr.align ?? 1,
    ...forms.map((form) => Math.min(form.align, repr.packed ?? form.align)),
  );
  const size = roundUp(Math.max(0, ...forms.map((form) => form.size)), align);
  const offsets = forms.map(() => 0);
  return {
    ...partsOf({ size, align, niche: null, uninhabited: false }),
    fields: fieldLayouts(fields, forms, offsets),
  };
}

function report({ size, align, fields, variants, tag, niche, uninhabited }: RustParts): RustLayout {
  return {
    size,
    align,
    fields,
    variants,
    tag,
    niche: niche && { offset: niche.offset, size: niche.size },
    padding: fields.length > 0 ? gaps(fields, size) : [],
    uninhabited,
  };
}

function gaps(fields: readonly RustFieldLayout[], size: Bytes): RustLayout['padding'] {
  const found: { offset: Bytes; size: Bytes }[] = [];
  let end = 0;
  for (const field of [...fields].sort((a, b) => a.offset - b.offset)) {
    if (field.offset > end) found.push({ offset: end, size: field.offset - end });
    end = Math.max(end, field.offset + field.size);
  }
  if (end < size) found.push({ offset: end, size: size - end });
  return found;
}
