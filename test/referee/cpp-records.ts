import { exact } from '../../server/src/base/known.js';
import type { CppBuiltin } from '../../server/src/facts/cpp/cpp-facts.js';
import {
  NO_SPECIAL_MEMBERS,
  NOT_DECLARED,
  type CppAbiBase,
  type CppAbiField,
  type CppAbiRecord,
  type CppAbiType,
  type CppRecordDefinition,
  type CppSpecialMember,
  type CppSpecialMembers,
} from '../../server/src/abi/model.js';
import { formatType } from '../../server/src/abi/names.js';
import type { Target } from '../../server/src/abi/target.js';
import type { Random } from './random.js';

/** A record twice: as the engine's model and as source text. */
export interface SampleRecord {
  readonly name: string;
  readonly record: CppAbiRecord;
  readonly definition: CppRecordDefinition;
  readonly text: string;
  /** No packing, alignment, inheritance or special member inside: fit for arrays and unions. */
  readonly plain: boolean;
  /** Levels of classes in classes: clang prints all of them, so that they must not grow without bound. */
  readonly depth: number;
}

const MAX_DEPTH = 6;

const SCALARS: readonly CppBuiltin[] = [
  'bool',
  'char',
  'signed char',
  'unsigned char',
  'short',
  'unsigned short',
  'int',
  'unsigned int',
  'long',
  'unsigned long',
  'long long',
  'unsigned long long',
  'float',
  'double',
  'long double',
  'wchar_t',
  'char8_t',
  'char16_t',
  'char32_t',
];
const BIT_FIELD_TYPES: readonly CppBuiltin[] = [
  'bool',
  'char',
  'unsigned char',
  'short',
  'int',
  'unsigned int',
  'long',
  'long long',
];

/** Random records, each made of those before it. */
export function sampleRecords(random: Random, count: number, target: Target): SampleRecord[] {
  const made: SampleRecord[] = [];
  for (let index = 0; index < count; index++)
    made.push(new Sampler(random, made, target, `R${index}`).record());
  return made;
}

class Sampler {
  readonly #random: Random;
  readonly #made: readonly SampleRecord[];
  readonly #target: Target;
  readonly #name: string;
  readonly #body: string[] = [];
  readonly #microsoft: boolean;
  #members = 0;

  constructor(random: Random, made: readonly SampleRecord[], target: Target, name: string) {
    this.#random = random;
    this.#made = made;
    this.#target = target;
    this.#name = name;
    this.#microsoft = target.cppAbi === 'microsoft';
  }

  record(): SampleRecord {
    const random = this.#random;
    const kind = random.chance(0.1) ? 'union' : 'struct';
    const bases = kind === 'union' ? [] : this.#bases();
    const special = kind === 'union' ? NO_SPECIAL_MEMBERS : this.#specialMembers();
    const virtual = kind === 'struct' && random.chance(0.15);
    if (virtual) this.#body.push(`virtual void f_${this.#name}();`);
    const packed = random.chance(0.1);
    const pragmaPack = random.chance(0.08) ? random.pick([1, 2, 4, 8]) : null;
    const alignment = random.chance(0.08) ? random.pick([2, 4, 16, 32]) : 0;
    const fields = random.chance(0.15) ? [] : this.#fields(kind === 'union');
    const definition: CppRecordDefinition = {
      bases,
      fields,
      special,
      functions: virtual ? [{ signature: `f_${this.#name}()`, virtual: true, pure: false }] : [],
      alignment,
      alignas: false,
      packed,
      pragmaPack,
      trivialAbi: false,
      emptyBases: false,
      relocationClaims: [],
    };
    const known = exact(definition);
    const record: CppAbiRecord = {
      name: [{ kind: 'record', name: this.#name, arguments: null, abiTags: [] }],
      kind,
      anonymous: false,
      location: null,
      define: () => known,
    };
    const plain =
      kind === 'struct' &&
      bases.length === 0 &&
      special === NO_SPECIAL_MEMBERS &&
      !virtual &&
      !packed &&
      pragmaPack === null &&
      alignment === 0 &&
      fields.every((field) => isPlain(field, this.#made));
    return {
      name: this.#name,
      record,
      definition,
      text: this.#text(kind, definition),
      plain,
      depth: this.#depth(definition),
    };
  }

  #fit(): SampleRecord[] {
    return this.#made.filter((sample) => sample.depth < MAX_DEPTH);
  }

  #depth({ bases, fields }: CppRecordDefinition): number {
    const parts = [...bases, ...fields].map(({ type }) => (type.kind === 'array' ? type.element : type));
    const depths = parts.map(
      (type) => this.#made.find(({ record }) => type.kind === 'record' && type.record === record)?.depth ?? 0,
    );
    return 1 + Math.max(0, ...depths);
  }

  #text(kind: string, { bases, packed, pragmaPack, alignment }: CppRecordDefinition): string {
    const attributes = [packed ? 'packed' : '', alignment > 0 ? `aligned(${alignment})` : ''].filter(Boolean);
    const attribute = attributes.length > 0 ? ` __attribute__((${attributes.join(', ')}))` : '';
    const list = bases
      .map((base) => `${base.virtual ? 'virtual ' : ''}public ${formatType(base.type)}`)
      .join(', ');
    const text = `${kind}${attribute} ${this.#name}${list === '' ? '' : ` : ${list}`} {\n  ${this.#body.join('\n  ')}\n};`;
    return pragmaPack === null ? text : `#pragma pack(push, ${pragmaPack})\n${text}\n#pragma pack(pop)`;
  }

  #bases(): CppAbiBase[] {
    const bases: CppAbiBase[] = [];
    const candidates = this.#fit()
      .filter((sample) => sample.record.kind !== 'union')
      .slice(-25);
    if (candidates.length === 0 || !this.#random.chance(0.5)) return bases;
    for (let count = this.#random.integer(1, 3); count > 0; count--) {
      const { record } = this.#random.pick(candidates);
      if (bases.some((base) => base.type.kind === 'record' && base.type.record === record)) continue;
      bases.push({
        type: { kind: 'record', record },
        virtual: this.#random.chance(0.25),
        access: 'public',
        location: null,
      });
    }
    return bases;
  }

  #specialMembers(): CppSpecialMembers {
    const random = this.#random;
    if (!random.chance(0.3)) return NO_SPECIAL_MEMBERS;
    const name = this.#name;
    const member = (
      declaration: string,
      probability: number,
      states: readonly CppSpecialMember['state'][],
    ): CppSpecialMember => {
      if (!random.chance(probability)) return NOT_DECLARED;
      const state = random.pick(states);
      const end = {
        'user-provided': ';',
        defaulted: ' = default;',
        deleted: ' = delete;',
        'not-declared': '',
      }[state];
      this.#body.push(declaration + end);
      return { state, access: 'public', location: null };
    };
    const any = ['user-provided', 'defaulted', 'deleted'] as const;
    const virtual = random.chance(0.2);
    const destructor = member(`${virtual ? 'virtual ' : ''}~${name}()`, virtual ? 1 : 0.3, [
      'user-provided',
      'defaulted',
    ]);
    return {
      defaultConstructor: member(`${name}()`, 0.3, ['user-provided', 'defaulted']),
      copyConstructor: member(`${name}(const ${name} &)`, 0.3, any),
      moveConstructor: member(`${name}(${name} &&)`, 0.2, any),
      copyAssignment: member(`${name} &operator=(const ${name} &)`, 0.2, any),
      moveAssignment: member(`${name} &operator=(${name} &&)`, 0.2, any),
      destructor: { ...destructor, virtual },
      otherConstructor: null,
    };
  }

  #fields(union: boolean): CppAbiField[] {
    const fields: CppAbiField[] = [];
    for (let count = this.#random.integer(1, 6); count > 0; count--) {
      const bitFields = !this.#target.itanium.microsoftBitFields && this.#random.chance(0.25);
      fields.push(bitFields ? this.#bitField() : this.#member(union));
    }
    return fields;
  }

  #bitField(): CppAbiField {
    const random = this.#random;
    const name = random.pick(BIT_FIELD_TYPES);
    const bits = name === 'bool' ? 1 : 8 * (this.#target.fundamental[name]?.size ?? 1);
    const unnamed = random.chance(0.15);
    const overWide = !unnamed && !this.#microsoft && name !== 'bool' && random.chance(0.04);
    const bitWidth = overWide ? bits + random.pick([1, 8, 40]) : random.integer(unnamed ? 0 : 1, bits);
    const packed = !unnamed && !this.#microsoft && random.chance(0.04);
    const field = this.#field(
      { kind: 'builtin', name },
      { name: unnamed ? '' : this.#memberName(), bitWidth, packed },
    );
    this.#body.push(`${name} ${field.name} : ${bitWidth}${packed ? ' __attribute__((packed))' : ''};`);
    return field;
  }

  #member(union: boolean): CppAbiField {
    const random = this.#random;
    const type = this.#type(union);
    const isClass = type.kind === 'record';
    const shares = isClass && !union && random.chance(0.35);
    const alignment = !shares && random.chance(0.05) ? random.pick([2, 8, 16]) : 0;
    const packed = !this.#microsoft && random.chance(0.04);
    const hasInitializer = type.kind === 'builtin' && !union && random.chance(0.05);
    const noUniqueAddress = shares ? (this.#microsoft ? 'microsoft' : 'standard') : null;
    const field = this.#field(type, {
      name: this.#memberName(),
      alignment,
      packed,
      hasInitializer,
      noUniqueAddress,
    });
    const attributes = [packed ? 'packed' : '', alignment > 0 ? `aligned(${alignment})` : ''].filter(Boolean);
    this.#body.push(
      [
        noUniqueAddress === null ? '' : `[[${this.#microsoft ? 'msvc::' : ''}no_unique_address]] `,
        formatType(type, field.name),
        attributes.length > 0 ? ` __attribute__((${attributes.join(', ')}))` : '',
        hasInitializer ? '{}' : '',
        ';',
      ].join(''),
    );
    return field;
  }

  #type(union: boolean): CppAbiType {
    const random = this.#random;
    const roll = random.next();
    if (roll < 0.45) return { kind: 'builtin', name: random.pick(SCALARS) };
    if (roll < 0.55) return { kind: 'pointer', pointee: { kind: 'builtin', name: 'char', const: true } };
    if (roll < 0.58 && !union)
      return { kind: 'reference', rvalue: false, referent: { kind: 'builtin', name: 'int' } };
    const plain = this.#fit()
      .filter((sample) => sample.plain)
      .slice(-12);
    if (roll < 0.72) {
      const element: CppAbiType =
        plain.length > 0 && random.chance(0.4)
          ? { kind: 'record', record: random.pick(plain).record }
          : { kind: 'builtin', name: random.pick(SCALARS) };
      return { kind: 'array', element, count: random.pick([1, 2, 3, 7]) };
    }
    const candidates = union ? plain : this.#fit().slice(-25);
    if (candidates.length === 0) return { kind: 'builtin', name: 'int' };
    return { kind: 'record', record: random.pick(candidates).record };
  }

  #memberName(): string {
    return `m${this.#members++}`;
  }

  #field(type: CppAbiType, given: Partial<CppAbiField>): CppAbiField {
    return {
      name: '',
      type,
      bitWidth: null,
      alignment: 0,
      packed: false,
      noUniqueAddress: null,
      access: 'public',
      hasInitializer: false,
      location: null,
      ...given,
    };
  }
}

function isPlain(field: CppAbiField, made: readonly SampleRecord[]): boolean {
  const type = field.type.kind === 'array' ? field.type.element : field.type;
  if (field.alignment > 0 || field.packed || field.hasInitializer || type.kind === 'reference') return false;
  if (field.noUniqueAddress !== null) return false;
  return type.kind !== 'record' || made.some((sample) => sample.record === type.record && sample.plain);
}
