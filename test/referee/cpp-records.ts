import { exact } from '../../server/src/base/known.js';
import type { Access, CppBuiltin } from '../../server/src/facts/cpp/cpp-facts.js';
import {
  NO_SPECIAL_MEMBERS,
  NOT_DECLARED,
  type CppAbiBase,
  type CppAbiField,
  type CppAbiMemberFunction,
  type CppAbiRecord,
  type CppAbiType,
  type CppRecordDefinition,
  type CppSpecialMember,
  type CppSpecialMembers,
} from '../../server/src/abi/model.js';
import { formatName, formatType } from '../../server/src/abi/names.js';
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
  'nullptr_t',
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

/** What the records are rich in. `plain` ones resemble those of ordinary projects, `mix` has oddities on purpose. */
export const FOCUSES = ['mix', 'plain', 'inherit', 'bit-fields'] as const;
export type Focus = (typeof FOCUSES)[number];

/** How much likelier than in a mix each thing is. */
const WEIGHTS: Readonly<Record<Focus, Partial<Record<Feature, number>>>> = {
  mix: {},
  plain: { packed: 0, pragma: 0, aligned: 0, overWide: 0, zeroArray: 0, msStruct: 0, virtualBase: 0.2 },
  inherit: { base: 1.8, virtualBase: 2, virtual: 2, empty: 2, shares: 1.5, bitField: 0.2 },
  'bit-fields': { bitField: 2.5, packed: 2, pragma: 2, aligned: 2, overWide: 2, base: 0.3 },
};

type Feature =
  | 'packed'
  | 'pragma'
  | 'aligned'
  | 'overWide'
  | 'zeroArray'
  | 'msStruct'
  | 'base'
  | 'virtualBase'
  | 'virtual'
  | 'empty'
  | 'shares'
  | 'bitField';

export interface SampleOptions {
  readonly focus?: Focus;
  /** The judge is gcc, which has no `_BitInt` in C++. */
  readonly gcc?: boolean;
}

/** What the records' text needs before it. */
export const PRELUDE = 'namespace std { typedef decltype(nullptr) nullptr_t; }';

/** Random records, each made of those before it. */
export function sampleRecords(
  random: Random,
  count: number,
  target: Target,
  options: SampleOptions = {},
): SampleRecord[] {
  const made: SampleRecord[] = [];
  for (let index = 0; index < count; index++)
    made.push(new Sampler(random, made, target, `R${index}`, options).record());
  return made;
}

class Sampler {
  readonly #random: Random;
  readonly #made: readonly SampleRecord[];
  readonly #target: Target;
  readonly #name: string;
  readonly #body: string[] = [];
  readonly #microsoft: boolean;
  readonly #options: SampleOptions;
  /** Enums and typedefs that the record's members need. */
  readonly #before: string[] = [];
  /** Those in force where the next member is written. */
  #access: Access = 'public';
  #members = 0;

  constructor(
    random: Random,
    made: readonly SampleRecord[],
    target: Target,
    name: string,
    options: SampleOptions,
  ) {
    this.#options = options;
    this.#random = random;
    this.#made = made;
    this.#target = target;
    this.#name = name;
    this.#microsoft = target.cppAbi === 'microsoft';
  }

  #chance(probability: number, feature: Feature): boolean {
    return this.#random.chance(probability * (WEIGHTS[this.#options.focus ?? 'mix'][feature] ?? 1));
  }

  record(): SampleRecord {
    const random = this.#random;
    const kind = random.chance(0.1) ? 'union' : random.chance(0.2) ? 'class' : 'struct';
    if (kind === 'class') this.#body.push('public:');
    const bases = kind === 'union' ? [] : this.#bases();
    const special = kind === 'union' ? NO_SPECIAL_MEMBERS : this.#specialMembers();
    const functions = kind === 'union' ? [] : this.#functions(bases);
    const packed = this.#chance(0.1, 'packed');
    const pragmaPack = this.#chance(0.08, 'pragma') ? random.pick([1, 2, 4, 8]) : null;
    const alignment = this.#chance(0.08, 'aligned') ? random.pick([2, 4, 16, 32, 64]) : 0;
    const fields = this.#chance(0.15, 'empty') ? [] : this.#fields(kind, pragmaPack);
    const definition: CppRecordDefinition = {
      bases,
      fields,
      special,
      functions,
      alignment,
      // `alignas` must not be weaker than what is natural, and gcc does not take it beside an attribute.
      alignas: alignment === 64 && !packed,
      packed,
      pragmaPack,
      final: false,
      trivialAbi: false,
      emptyBases: this.#microsoft && bases.length > 0 && random.chance(0.2),
      microsoftStruct: this.#mayBeMicrosoftStruct(fields) && this.#chance(0.06, 'msStruct') ? true : null,
      relocationClaims: [],
    };
    const plain =
      kind === 'struct' &&
      bases.length === 0 &&
      special === NO_SPECIAL_MEMBERS &&
      functions.length === 0 &&
      !packed &&
      pragmaPack === null &&
      alignment === 0 &&
      fields.every((field) => isPlain(field, this.#made));
    return {
      name: this.#name,
      record: recordOf(this.#name, kind, definition),
      definition,
      text: this.#text(kind, definition),
      plain,
      depth: this.#depth(definition),
    };
  }

  /** No over-wide bit-fields, and no type whose size is no power of two. */
  #mayBeMicrosoftStruct(fields: readonly CppAbiField[]): boolean {
    if (this.#microsoft || this.#options.gcc === true) return false;
    return fields.every(({ type, bitWidth }) => {
      const inner = type.kind === 'array' ? type.element : type.kind === 'aligned' ? type.type : type;
      const size = inner.kind === 'builtin' ? (this.#target.fundamental[inner.name]?.size ?? 0) : 8;
      return size !== 12 && (bitWidth === null || bitWidth <= 8 * size);
    });
  }

  /** New virtual functions, and one that overrides what a base declares. */
  #functions(bases: readonly CppAbiBase[]): CppAbiMemberFunction[] {
    const functions: CppAbiMemberFunction[] = [];
    if (this.#chance(0.12, 'virtual'))
      functions.push({ signature: `f_${this.#name}()`, virtual: true, pure: false });
    for (const { type } of bases) {
      const definition = this.#made.find(
        ({ record }) => type.kind === 'record' && type.record === record,
      )?.definition;
      const own = definition?.functions.find(
        ({ signature }) => type.kind === 'record' && signature === `f_${formatType(type)}()`,
      );
      // Each function is overridden once at most, so that there is one final overrider everywhere.
      if (own && bases.length === 1 && !OVERRIDDEN.has(own) && this.#random.chance(0.5)) {
        OVERRIDDEN.add(own);
        functions.push({ signature: own.signature, virtual: true, pure: false });
      }
    }
    for (const { signature } of functions) this.#body.push(`virtual void ${signature};`);
    return functions;
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

  #text(
    kind: string,
    { bases, packed, pragmaPack, alignment, alignas, emptyBases, microsoftStruct }: CppRecordDefinition,
  ): string {
    const attributes = [
      packed ? 'packed' : '',
      microsoftStruct ? 'ms_struct' : '',
      alignment > 0 && !alignas ? `aligned(${alignment})` : '',
    ].filter(Boolean);
    const attribute = [
      emptyBases ? ' __declspec(empty_bases)' : '',
      alignas ? ` alignas(${alignment})` : '',
      attributes.length > 0 ? ` __attribute__((${attributes.join(', ')}))` : '',
    ].join('');
    const list = bases
      .map((base) => `${base.virtual ? 'virtual ' : ''}public ${formatType(base.type)}`)
      .join(', ');
    const text = `${kind}${attribute} ${this.#name}${list === '' ? '' : ` : ${list}`} {\n  ${this.#body.join('\n  ')}\n};`;
    const packedText =
      pragmaPack === null ? text : `#pragma pack(push, ${pragmaPack})\n${text}\n#pragma pack(pop)`;
    return [...this.#before, packedText].join('\n');
  }

  #bases(): CppAbiBase[] {
    const bases: CppAbiBase[] = [];
    const candidates = this.#fit()
      .filter((sample) => sample.record.kind !== 'union')
      .slice(-25);
    if (candidates.length === 0 || !this.#chance(0.5, 'base')) return bases;
    for (let count = this.#random.integer(1, 3); count > 0; count--) {
      const { record, definition } = this.#random.pick(candidates);
      if (bases.some((base) => base.type.kind === 'record' && base.type.record === record)) continue;
      bases.push({
        type: { kind: 'record', record },
        virtual: this.#chance(0.25, 'virtualBase') || overrides(definition, record),
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

  #fields(kind: CppAbiRecord['kind'], pragmaPack: number | null): CppAbiField[] {
    const fields: CppAbiField[] = [];
    for (let count = this.#random.integer(1, 6); count > 0; count--) {
      if (kind === 'class' && this.#random.chance(0.25)) {
        this.#access = this.#random.pick(['public', 'private', 'protected']);
        this.#body.push(`${this.#access}:`);
      }
      if (this.#chance(0.25, 'bitField')) fields.push(this.#bitField());
      else if (this.#random.chance(0.05) && this.#access === 'public')
        fields.push(this.#anonymous(pragmaPack));
      else fields.push(this.#member(kind === 'union'));
    }
    return fields;
  }

  /** An anonymous struct or union with scalar members and bit-fields. */
  #anonymous(pragmaPack: number | null): CppAbiField {
    const kind = this.#random.pick(['struct', 'union'] as const);
    this.#body.push(`${kind} {`);
    const fields: CppAbiField[] = [];
    for (let count = this.#random.integer(1, 3); count > 0; count--)
      fields.push(this.#random.chance(0.4) ? this.#bitField(false) : this.#scalarMember());
    this.#body.push('};');
    const definition = { ...EMPTY_DEFINITION, fields, pragmaPack };
    const record = { ...recordOf('', kind, definition), anonymous: true };
    return this.#field({ kind: 'record', record }, { access: 'public' });
  }

  #scalarMember(): CppAbiField {
    const field = this.#field(
      { kind: 'builtin', name: this.#random.pick(SCALARS) },
      { name: this.#memberName() },
    );
    this.#body.push(`${formatType(field.type, field.name)};`);
    return field;
  }

  #bitField(mayBeUnnamed = true): CppAbiField {
    const random = this.#random;
    const type = random.chance(0.08) ? this.#enum(true) : builtin(random.pick(BIT_FIELD_TYPES));
    const name = type.kind === 'builtin' ? type.name : 'unsigned char';
    const bits = name === 'bool' ? 1 : 8 * (this.#target.fundamental[name]?.size ?? 1);
    const unnamed = mayBeUnnamed && random.chance(0.15);
    const overWide =
      !unnamed &&
      !this.#microsoft &&
      !this.#target.itanium.microsoftBitFields &&
      type.kind === 'builtin' &&
      name !== 'bool' &&
      this.#chance(0.04, 'overWide');
    const bitWidth = overWide
      ? bits + random.pick([1, 8, 24, 40, 70, 88, 120])
      : random.integer(unnamed ? 0 : 1, random.chance(0.2) ? bits : Math.ceil(bits / 3));
    const packed = !unnamed && !this.#microsoft && this.#chance(0.04, 'packed');
    const alignment = !unnamed && !overWide && this.#chance(0.05, 'aligned') ? random.pick([2, 4, 8, 16]) : 0;
    const field = this.#field(type, {
      name: unnamed ? '' : this.#memberName(),
      bitWidth,
      packed,
      alignment,
    });
    this.#body.push(`${this.#spelled(type)} ${field.name} : ${bitWidth}${memberAttributes(field)};`);
    return field;
  }

  #member(union: boolean): CppAbiField {
    const random = this.#random;
    const type = this.#type(union);
    const shares = (type.kind === 'record' || random.chance(0.03)) && !union && this.#chance(0.35, 'shares');
    const alignment =
      !(shares && this.#microsoft) && this.#chance(0.05, 'aligned') ? random.pick([2, 8, 16]) : 0;
    const packed = !this.#microsoft && this.#chance(0.04, 'packed');
    const hasInitializer = type.kind === 'builtin' && !union && random.chance(0.05);
    const noUniqueAddress = shares ? (this.#microsoft ? 'microsoft' : 'standard') : null;
    const field = this.#field(type, {
      name: this.#memberName(),
      alignment,
      packed,
      hasInitializer,
      noUniqueAddress,
    });
    this.#body.push(
      [
        noUniqueAddress === null ? '' : `[[${this.#microsoft ? 'msvc::' : ''}no_unique_address]] `,
        this.#spelled(type, field.name),
        memberAttributes(field),
        hasInitializer ? '{}' : '',
        ';',
      ].join(''),
    );
    return field;
  }

  #type(union: boolean): CppAbiType {
    const random = this.#random;
    const roll = random.next();
    if (roll < 0.38) return builtin(random.pick(SCALARS));
    if (roll < 0.4 && this.#target.fundamental.__int128 !== null) return builtin('__int128');
    if (roll < 0.42 && this.#options.gcc !== true)
      return { kind: 'bit-int', signed: true, width: random.pick([4, 8, 17, 33, 65, 100]) };
    if (roll < 0.46) return this.#enum(false);
    if (roll < 0.49) {
      const inner = builtin(random.pick(['char', 'int', 'double'] as const));
      // Microsoft's rules know no lowered alignment but that of \#pragma pack.
      const alignment = random.pick(
        inner.name === 'char' ? [4, 16] : inner.name === 'int' ? [2, 16] : [4, 16],
      );
      if (this.#random.chance(WEIGHTS[this.#options.focus ?? 'mix'].aligned === 0 ? 0 : 1))
        return { kind: 'aligned', type: inner, alignment };
    }
    if (roll < 0.54) return { kind: 'pointer', pointee: { kind: 'builtin', name: 'char', const: true } };
    if (roll < 0.56 && !union)
      return { kind: 'reference', rvalue: false, referent: { kind: 'builtin', name: 'int' } };
    if (roll < 0.6) {
      const classes = this.#fit().filter(({ record }) => record.kind !== 'union');
      if (classes.length > 0) return memberPointer(random.pick(classes).record, random.chance(0.5));
    }
    const plain = this.#fit()
      .filter((sample) => sample.plain)
      .slice(-12);
    if (roll < 0.72) {
      const element: CppAbiType =
        plain.length > 0 && random.chance(0.4)
          ? { kind: 'record', record: random.pick(plain).record }
          : { kind: 'builtin', name: random.pick(SCALARS) };
      const none = !this.#microsoft && this.#chance(0.04, 'zeroArray');
      return { kind: 'array', element, count: none ? 0 : random.pick([1, 2, 3, 7]) };
    }
    const candidates = union ? plain : this.#fit().slice(-25);
    if (candidates.length === 0) return { kind: 'builtin', name: 'int' };
    return { kind: 'record', record: random.pick(candidates).record };
  }

  /** An enum of its own, written before the record. */
  #enum(fitsByte: boolean): CppAbiType {
    const random = this.#random;
    const name = `E${this.#before.length}_${this.#name}`;
    const scoped = random.chance(0.3);
    const base = fitsByte ? 'unsigned char' : random.pick([null, null, 'short', 'long long'] as const);
    const greatest = base === null && !scoped ? random.pick([5, 0x7fffffff, 0xffffffff, 0x1ffffffff]) : 5;
    const least = base === null && random.chance(0.3) ? -1 : 0;
    this.#before.push(
      `enum ${scoped ? 'class ' : ''}${name}${base === null ? '' : ` : ${base}`} { a_${name} = ${least}, b_${name} = ${greatest} };`,
    );
    return {
      kind: 'enum',
      enum: {
        name: [{ kind: 'enum', name, arguments: null, abiTags: [] }],
        scoped,
        underlying: base === null ? null : builtin(base),
        values: exact({ least: BigInt(least), greatest: BigInt(greatest) }),
        packed: false,
        location: null,
      },
    };
  }

  /** The type as the source has it: an aligned one by a typedef, written before the record. */
  #spelled(type: CppAbiType, declarator = ''): string {
    if (type.kind !== 'aligned') return formatType(type, declarator);
    const name = `T${this.#before.length}_${this.#name}`;
    this.#before.push(
      `typedef ${formatType(type.type)} ${name} __attribute__((aligned(${type.alignment})));`,
    );
    return `${name} ${declarator}`;
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
      access: this.#access,
      hasInitializer: false,
      location: null,
      ...given,
    };
  }
}

/** Such a class is a virtual base wherever it is a base: then its overrider is the final one. */
const overrides = ({ functions }: CppRecordDefinition, { name }: CppAbiRecord): boolean =>
  functions.some(({ signature }) => signature !== `f_${formatName(name)}()`);

/** Functions that some record overrides. */
const OVERRIDDEN = new WeakSet<CppAbiMemberFunction>();

const EMPTY_DEFINITION: CppRecordDefinition = {
  bases: [],
  fields: [],
  special: NO_SPECIAL_MEMBERS,
  functions: [],
  alignment: 0,
  alignas: false,
  packed: false,
  pragmaPack: null,
  trivialAbi: false,
  emptyBases: false,
  final: false,
  microsoftStruct: null,
  relocationClaims: [],
};

function recordOf(name: string, kind: CppAbiRecord['kind'], definition: CppRecordDefinition): CppAbiRecord {
  const known = exact(definition);
  return {
    name: [{ kind: 'record', name, arguments: null, abiTags: [] }],
    kind,
    anonymous: false,
    location: null,
    define: () => known,
  };
}

const builtin = <Name extends CppBuiltin>(name: Name): { kind: 'builtin'; name: Name } => ({
  kind: 'builtin',
  name,
});

const memberPointer = (record: CppAbiRecord, toFunction: boolean): CppAbiType => ({
  kind: 'member-pointer',
  class: record,
  member: toFunction
    ? {
        kind: 'function',
        parameters: [],
        variadic: false,
        result: builtin('void'),
        constFunction: false,
        volatileFunction: false,
        referenceQualifier: '',
        noexcept: false,
        callingConvention: null,
      }
    : builtin('int'),
});

function memberAttributes({ packed, alignment }: CppAbiField): string {
  const attributes = [packed ? 'packed' : '', alignment > 0 ? `aligned(${alignment})` : ''].filter(Boolean);
  return attributes.length > 0 ? ` __attribute__((${attributes.join(', ')}))` : '';
}

function isPlain(field: CppAbiField, made: readonly SampleRecord[]): boolean {
  const type = field.type.kind === 'array' ? field.type.element : field.type;
  if (field.alignment > 0 || field.packed || field.hasInitializer || type.kind === 'reference') return false;
  if (field.noUniqueAddress !== null || type.kind === 'aligned' || field.access !== 'public') return false;
  if (type.kind === 'record' && type.record.anonymous) return false;
  return type.kind !== 'record' || made.some((sample) => sample.record === type.record && sample.plain);
}
