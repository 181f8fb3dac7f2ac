import { exact } from '../../server/src/base/known.js';
import { formatRustType } from '../../server/src/abi/layout/rust-format.js';
import {
  NO_REPR,
  type RustAbiField,
  type RustAbiRepr,
  type RustAbiType,
  type RustInteger,
  type RustLibraryType,
  type RustPrimitive,
} from '../../server/src/abi/model.js';
import type { Random } from './random.js';

/** A Rust type twice: as the engine's model and as source text. */
export interface SampleType {
  readonly name: string;
  readonly type: RustAbiType;
  readonly text: string;
  /** Paths of its fields as `offset_of!` takes them: `f0`, for an enum `V1.f0`. */
  readonly paths: readonly string[];
  /** True where only `repr(C)`, integers and the like decide: no default representation inside. */
  readonly guaranteed: boolean;
}

const INTEGERS: readonly RustInteger[] = [
  'u8',
  'i8',
  'u16',
  'i16',
  'u32',
  'i32',
  'u64',
  'i64',
  'u128',
  'usize',
  'isize',
];
const PRIMITIVES: readonly RustPrimitive[] = [...INTEGERS, 'bool', 'char', 'f32', 'f64'];
const primitive = (name: RustPrimitive): RustAbiType => ({ kind: 'primitive', name });
const library = (name: RustLibraryType, ...args: RustAbiType[]): RustAbiType => ({
  kind: 'library',
  name,
  arguments: args,
});

/** What the samples need in scope. */
export const PRELUDE = [
  '#![feature(offset_of_enum)]',
  '#![allow(warnings)]',
  'use std::{cell::*, cmp::Ordering, marker::PhantomData, mem::*, num::*, ptr::NonNull, rc::Rc, sync::{Arc, atomic::*}, time::Duration};',
].join('\n');

/** Random structs, unions and enums, each made of those before it. */
export function sampleTypes(random: Random, count: number): SampleType[] {
  const made: SampleType[] = [];
  for (let index = 0; index < count; index++) made.push(new Sampler(random, made, `T${index}`).sample());
  return made;
}

interface SampleFields {
  readonly fields: readonly RustAbiField[];
  readonly guaranteed: boolean;
}

class Sampler {
  readonly #random: Random;
  readonly #made: readonly SampleType[];
  readonly #name: string;

  constructor(random: Random, made: readonly SampleType[], name: string) {
    this.#random = random;
    this.#made = made;
    this.#name = name;
  }

  sample(): SampleType {
    const roll = this.#random.next();
    if (roll < 0.45) return this.#struct();
    return roll < 0.55 ? this.#union() : this.#enum();
  }

  #struct(): SampleType {
    const random = this.#random;
    const transparent = random.chance(0.08);
    const packed = !transparent && random.chance(0.12) ? random.pick([1, 2, 4]) : null;
    const repr: RustAbiRepr = {
      ...NO_REPR,
      c: !transparent && random.chance(0.5),
      transparent,
      packed,
      align: !transparent && packed === null && random.chance(0.12) ? random.pick([2, 8, 16, 64]) : null,
    };
    // A packed type must not contain an aligned one, so that it is made of scalars.
    const { fields, guaranteed } = this.#fields(transparent ? 1 : random.integer(0, 6), packed !== null);
    const known = exact({ repr, fields, maybeUnsized: false });
    const body = fields.map((field) => `${field.name}: ${spell(field.type)}`).join(', ');
    return {
      name: this.#name,
      type: {
        kind: 'record',
        record: { name: this.#name, kind: 'struct', location: null, define: () => known },
      },
      text: `${spellRepr(repr)}pub struct ${this.#name} { ${body} }`,
      paths: fields.map((field) => field.name),
      guaranteed: guaranteed && (repr.c || repr.transparent),
    };
  }

  #union(): SampleType {
    const repr: RustAbiRepr = { ...NO_REPR, c: this.#random.chance(0.7) };
    const { fields } = this.#fields(this.#random.integer(1, 4), true);
    const known = exact({ repr, fields, maybeUnsized: false });
    const body = fields.map((field) => `${field.name}: ${spell(field.type)}`).join(', ');
    return {
      name: this.#name,
      type: {
        kind: 'record',
        record: { name: this.#name, kind: 'union', location: null, define: () => known },
      },
      text: `${spellRepr(repr)}pub union ${this.#name} { ${body} }`,
      paths: fields.map((field) => field.name),
      guaranteed: repr.c,
    };
  }

  #enum(): SampleType {
    const random = this.#random;
    const fieldless = random.chance(0.3);
    const integer = random.chance(0.35) ? random.pick(INTEGERS.filter((name) => name !== 'u128')) : null;
    const repr: RustAbiRepr = {
      ...NO_REPR,
      integer,
      c: random.chance(integer === null ? 0.3 : fieldless ? 0 : 0.3),
    };
    const least = integer?.startsWith('i') === true && random.chance(0.4) ? -5n : null;
    const parts = Array.from({ length: random.integer(1, 5) }, () =>
      fieldless || random.chance(0.2)
        ? { fields: [], guaranteed: true }
        : this.#fields(random.integer(1, 4), false),
    );
    const variants = parts.map(({ fields }, index) => ({
      name: `V${index}`,
      discriminant: index === 0 ? least : null,
      fields,
      location: null,
    }));
    // E0566: on a field-less enum `C` and an integer exclude each other.
    const dataless = parts.every(({ fields }) => fields.length === 0);
    const actual = dataless && integer !== null ? { ...repr, c: false } : repr;
    const known = exact({ repr: actual, variants });
    const spelled = variants.map(({ name, discriminant, fields }) => {
      const body = fields.map((field) => `${field.name}: ${spell(field.type)}`).join(', ');
      return `${name}${fields.length > 0 ? ` { ${body} }` : ''}${discriminant === null ? '' : ` = ${discriminant}`}`;
    });
    return {
      name: this.#name,
      type: { kind: 'enum', enum: { name: this.#name, location: null, define: () => known } },
      text: `${spellRepr(actual)}pub enum ${this.#name} { ${spelled.join(', ')} }`,
      paths: variants.flatMap(({ name, fields }) => fields.map((field) => `${name}.${field.name}`)),
      guaranteed: parts.every((part) => part.guaranteed) && (actual.c || integer !== null),
    };
  }

  #fields(count: number, scalars: boolean): SampleFields {
    let guaranteed = true;
    const fields = Array.from({ length: count }, (_, index): RustAbiField => {
      const field = scalars
        ? { type: primitive(this.#random.pick(PRIMITIVES)), guaranteed: true }
        : this.#type(0);
      guaranteed &&= field.guaranteed;
      return { name: `f${index}`, type: field.type, location: null };
    });
    return { fields, guaranteed };
  }

  #type(depth: number): { type: RustAbiType; guaranteed: boolean } {
    const random = this.#random;
    const roll = random.next();
    const sure = (type: RustAbiType) => ({ type, guaranteed: true });
    const likely = (type: RustAbiType) => ({ type, guaranteed: false });
    if (roll < 0.4 || depth > 2) return sure(primitive(random.pick(PRIMITIVES)));
    if (roll < 0.48) return sure(random.pick(GUARANTEED));
    if (roll < 0.56) return likely(random.pick(ASSUMED));
    if (roll < 0.62) {
      const { type, guaranteed } = this.#type(depth + 1);
      return { type: { kind: 'array', element: type, count: random.pick([0, 1, 3]) }, guaranteed };
    }
    if (roll < 0.72) {
      const { type, guaranteed } = this.#type(depth + 1);
      const name = random.pick([
        'Option',
        'Cell',
        'MaybeUninit',
        'ManuallyDrop',
        'RefCell',
        'Wrapping',
      ] as const);
      return { type: library(name, type), guaranteed: guaranteed && name !== 'Option' && name !== 'RefCell' };
    }
    if (roll < 0.78) {
      const elements = Array.from({ length: random.integer(1, 4) }, () => this.#type(depth + 1).type);
      return likely({ kind: 'tuple', elements });
    }
    const other = this.#made.length > 0 ? random.pick(this.#made.slice(-12)) : null;
    return other === null ? sure(primitive('u32')) : { type: other.type, guaranteed: other.guaranteed };
  }
}

const U8 = primitive('u8');
const pointer = (
  form: 'raw' | 'reference' | 'box' | 'non-null' | 'rc' | 'arc',
  pointee: RustAbiType,
): RustAbiType => ({
  kind: 'pointer',
  form,
  mutable: false,
  pointee,
});

const GUARANTEED: readonly RustAbiType[] = [
  pointer('raw', U8),
  pointer('box', U8),
  pointer('non-null', U8),
  { kind: 'function-pointer', abi: 'C' },
  library('Option', pointer('box', U8)),
  library('Option', library('NonZero', primitive('u32'))),
  library('Option', { kind: 'function-pointer', abi: 'C' }),
  library('NonZero', primitive('i64')),
  library('AtomicU64'),
  library('AtomicBool'),
  library('PhantomData', primitive('u64')),
  { kind: 'tuple', elements: [] },
];
const ASSUMED: readonly RustAbiType[] = [
  pointer('box', { kind: 'slice', element: U8 }),
  pointer('raw', { kind: 'slice', element: U8 }),
  pointer('rc', U8),
  pointer('arc', U8),
  library('Vec', U8),
  library('String'),
  library('Ordering'),
  library('Duration'),
  library('Result', primitive('u32'), { kind: 'tuple', elements: [] }),
];

/** `repr` attributes in front of an item. */
function spellRepr({ c, transparent, integer, packed, align }: RustAbiRepr): string {
  const hints = [
    c ? 'C' : '',
    transparent ? 'transparent' : '',
    integer ?? '',
    packed === null ? '' : `packed(${packed})`,
    align === null ? '' : `align(${align})`,
  ].filter(Boolean);
  return hints.length === 0 ? '' : `#[repr(${hints.join(', ')})] `;
}

/** The type as the compiler takes it. */
export const spell = (type: RustAbiType): string => formatRustType(type).replace(/fn\(…\)/g, 'fn()');
