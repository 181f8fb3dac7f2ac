import type { Random } from './random.js';

/** One field as both languages write it; `values` is the class of values that it holds. */
interface FieldType {
  readonly rust: string;
  readonly cpp: (name: string) => string;
  readonly values: string;
}

const plain = (rust: string, cpp: string, values: string): FieldType => ({
  rust,
  cpp: (name) => `${cpp} ${name}`,
  values,
});

const array = (rust: string, cpp: string, values: string, count: number): FieldType => ({
  rust: `[${rust}; ${count}]`,
  cpp: (name) => `${cpp} ${name}[${count}]`,
  values: `${values}[${count}]`,
});

const FIELD_TYPES: readonly FieldType[] = [
  plain('u8', 'unsigned char', 'integer'),
  plain('bool', 'bool', 'integer'),
  plain('i16', 'short', 'integer'),
  plain('u32', 'unsigned', 'integer'),
  plain('i64', 'long long', 'integer'),
  plain('f32', 'float', 'float'),
  plain('f64', 'double', 'float'),
  plain('*mut u8', 'void *', 'pointer'),
  array('u16', 'unsigned short', 'integer', 3),
  array('f32', 'float', 'float', 2),
];

interface MirrorField {
  readonly name: string;
  readonly type: FieldType;
  /** The record that it holds, by its number. */
  readonly inner: number | null;
}

/** A record of each language under one name. Where nothing drifted, the fields are the same. */
export interface Mirror {
  readonly name: string;
  readonly repr: string;
  readonly rust: readonly MirrorField[];
  readonly cpp: readonly MirrorField[];
  /** What stands before, within and behind the C++ record's head. */
  readonly attribute: string;
  readonly pack: number | null;
  readonly virtual: boolean;
}

/** Records that mirror each other, about half of them not quite; some hold others of them. */
export function sampleMirrors(random: Random, count: number): Mirror[] {
  const mirrors: Mirror[] = [];
  for (let i = 0; i < count; i++) mirrors.push(mirrorOf(random, mirrors));
  return mirrors;
}

function mirrorOf(random: Random, others: readonly Mirror[]): Mirror {
  const rust = Array.from({ length: random.integer(1, 6) }, (_, i) => fieldOf(random, `m${i}`, others));
  const drifts = random.chance(0.5);
  const cpp = drifts ? drift(random, rust) : rust;
  const holds = rust.some(({ inner }) => inner !== null);
  const packing = random.chance(0.7) ? NO_PACKING : random.pick(PACKINGS);
  const own = random.chance(0.6) ? packing : random.pick([NO_PACKING, ...PACKINGS]);
  // rustc refuses to pack what holds an aligned record.
  const repr = holds && own.repr.includes('packed') ? NO_PACKING.repr : own.repr;
  return {
    name: `S${others.length}`,
    repr,
    rust,
    cpp,
    attribute: packing.attribute,
    pack: packing.pack,
    // A word in Rust that C++ has no field for may be the pointer to the table.
    virtual: !drifts && random.chance(0.1),
  };
}

interface Packing {
  readonly repr: string;
  readonly attribute: string;
  readonly pack: number | null;
}

const NO_PACKING: Packing = { repr: 'C', attribute: '', pack: null };

const PACKINGS: readonly Packing[] = [
  { repr: 'C, packed', attribute: '__attribute__((packed))', pack: null },
  { repr: 'C, align(16)', attribute: 'alignas(16)', pack: null },
  { repr: 'C, align(4)', attribute: '__attribute__((aligned(4)))', pack: null },
  ...[1, 2, 4].map((n) => ({ repr: n === 1 ? 'C, packed' : `C, packed(${n})`, attribute: '', pack: n })),
];

function fieldOf(random: Random, name: string, others: readonly Mirror[]): MirrorField {
  const inner = random.integer(0, others.length - 1);
  const record = others[inner];
  if (!record || random.chance(0.85)) return { name, type: random.pick(FIELD_TYPES), inner: null };
  return { name, type: plain(record.name, record.name, record.name), inner };
}

function drift(random: Random, fields: readonly MirrorField[]): readonly MirrorField[] {
  const at = random.integer(0, fields.length - 1);
  const before = fields.slice(0, at);
  const after = fields.slice(at + 1);
  const [field, next, ...rest] = fields.slice(at);
  if (!field) return fields;
  switch (random.pick(['retype', 'retype', 'drop', 'insert', 'swap'])) {
    case 'drop':
      return fields.length > 1 ? [...before, ...after] : fields;
    case 'insert':
      return [...before, { name: 'more', type: random.pick(FIELD_TYPES), inner: null }, field, ...after];
    case 'swap':
      return next ? [...before, next, field, ...rest] : fields;
    default:
      return [...before, { ...field, type: random.pick(FIELD_TYPES), inner: null }, ...after];
  }
}

/** The Rust side, one record to a line: the line of a finding is the number of its record. */
export const rustText = (mirrors: readonly Mirror[]): string =>
  mirrors
    .map(({ name, repr, rust }) => {
      const fields = rust.map((field) => `${field.name}: ${field.type.rust}`);
      return `#[repr(${repr})] #[derive(Clone, Copy)] pub struct ${name} { ${fields.join(', ')} }`;
    })
    .join('\n');

export const cppText = (mirrors: readonly Mirror[]): string =>
  mirrors
    .flatMap(({ name, cpp, attribute, pack, virtual }) => [
      ...(pack === null ? [] : [`#pragma pack(push, ${pack})`]),
      `struct ${attribute} ${name} {`,
      ...(virtual ? ['virtual void run();'] : []),
      ...cpp.map((field) => `${field.type.cpp(field.name)};`),
      '};',
      ...(pack === null ? [] : ['#pragma pack(pop)']),
    ])
    .join('\n');
