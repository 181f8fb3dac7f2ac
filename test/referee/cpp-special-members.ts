import { exact } from '../../server/src/base/known.js';
import type { Access } from '../../server/src/facts/cpp/cpp-facts.js';
import {
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
import type { Random } from './random.js';

/** A class twice: as the engine's model and as source text. */
export interface SampleClass {
  readonly name: string;
  readonly record: CppAbiRecord;
  readonly text: string;
  /** Levels of classes in classes, which must not grow without bound: arrays of arrays would fill the memory. */
  readonly depth: number;
  /** It and what it holds can be destroyed by anybody: a class with a virtual destructor may hold it. */
  readonly destructible: boolean;
}

/**
 * Random classes, each made of those before it, that differ in what decides how an object is copied, moved and
 * destroyed: special members of every state and access, const and reference members, unions, virtual bases and
 * functions, `[[clang::trivial_abi]]`. Their layouts are plain; those of `cpp-records.ts` are not.
 */
export function sampleClasses(random: Random, count: number): SampleClass[] {
  const made: SampleClass[] = [];
  for (let index = 0; index < count; index++) made.push(new Sampler(random, made, `R${index}`).class());
  return made;
}

/**
 * The same, of which many have several special members of one kind, and templates that are none of any. They are
 * in the text only: the model has what is read from it.
 */
export function sampleClassesWithMore(random: Random, count: number): SampleClass[] {
  const made: SampleClass[] = [];
  for (let index = 0; index < count; index++) {
    const sample = new Sampler(random, made, `R${index}`).class();
    const more = moreMembers(random, sample.name);
    made.push({
      ...sample,
      text: sample.text.replace(/\};$/, `${more.map((line) => `  ${line}\n`).join('')}};`),
    });
  }
  return made;
}

function moreMembers(random: Random, name: string): string[] {
  const states: readonly State[] = random.chance(0.5) ? STATES : ['user-provided', 'deleted'];
  const end = (): string => ENDS[random.pick(states)];
  const own = (): string => ENDS[random.pick(['user-provided', 'deleted'] as const)];
  const choices: readonly (readonly [number, () => string])[] = [
    [0.15, () => `${name}(${name} &)${end()}`],
    [0.05, () => `${name}(volatile ${name} &)${own()}`],
    [0.05, () => `${name}(const ${name} &&)${own()}`],
    [0.1, () => `${name} &operator=(${name} &)${end()}`],
    [0.05, () => `${name} &operator=(const volatile ${name} &)${own()}`],
    [0.1, () => `template <class T> ${name}(const T &)${own()}`],
    [0.1, () => `template <class T> ${name}(const ${name} &, T *)${own()}`],
    [0.1, () => `template <class T> ${name} &operator=(const T &)${own()}`],
    [0.05, () => `${name}(const ${name} &, int)${own()}`],
  ];
  return choices.flatMap(([probability, line]) => (random.chance(probability) ? [line()] : []));
}

/** The classes that a failure is about, those that it is made of first. */
export function withParts(sample: SampleClass, samples: readonly SampleClass[]): string {
  const mentioned = new Set<SampleClass>([sample]);
  for (const { text } of mentioned) {
    for (const [name] of text.matchAll(/\bR\d+\b/g)) {
      const part = samples.find((other) => other.name === name);
      if (part) mentioned.add(part);
    }
  }
  return samples
    .filter((other) => mentioned.has(other))
    .map(({ text }) => text)
    .join('\n');
}

type Kind = CppAbiRecord['kind'];
type State = Exclude<CppSpecialMember['state'], 'not-declared'>;

const ENDS: Readonly<Record<State, string>> = {
  'user-provided': ';',
  defaulted: ' = default;',
  deleted: ' = delete;',
};

const STATES = Object.keys(ENDS) as State[];
const ACCESSES: readonly Access[] = ['public', 'public', 'public', 'protected', 'private'];

const MAX_DEPTH = 6;

class Sampler {
  readonly #random: Random;
  readonly #made: readonly SampleClass[];
  readonly #name: string;
  readonly #body: string[] = [];
  #members = 0;

  constructor(random: Random, made: readonly SampleClass[], name: string) {
    this.#random = random;
    this.#made = made;
    this.#name = name;
  }

  class(): SampleClass {
    const random = this.#random;
    const kind: Kind = random.chance(0.12) ? 'union' : 'struct';
    const bases = kind === 'union' ? [] : this.#bases();
    const virtualDestructor = bases.some(({ type }) => this.#hasVirtualDestructor(type));
    const overrides = virtualDestructor || (kind !== 'union' && random.chance(0.06));
    const fields = this.#fields(kind, overrides);
    const special = this.#specialMembers(overrides);
    const virtual = kind === 'struct' && random.chance(0.1);
    if (virtual) this.#body.push(`virtual void f_${this.#name}();`);
    const trivialAbi = random.chance(0.12);
    const definition = define({
      bases,
      fields,
      special,
      functions: virtual ? [{ signature: `f_${this.#name}()`, virtual: true, pure: false }] : [],
      trivialAbi,
    });
    const list = bases.map(baseText).join(', ');
    return {
      name: this.#name,
      record: recordOf(this.#name, kind, definition),
      text: `${kind} ${trivialAbi ? '[[clang::trivial_abi]] ' : ''}${this.#name}${list === '' ? '' : ` : ${list}`} {\n  ${this.#body.join('\n  ')}\n};`,
      depth: 1 + Math.max(0, ...[...bases, ...fields].map(({ type }) => this.#find(type)?.depth ?? 0)),
      destructible: this.#isDestructible(kind, definition),
    };
  }

  #find(type: CppAbiType): SampleClass | undefined {
    if (type.kind === 'array') return this.#find(type.element);
    return type.kind === 'record' ? this.#made.find(({ record }) => record === type.record) : undefined;
  }

  #hasVirtualDestructor(type: CppAbiType): boolean {
    if (type.kind !== 'record') return false;
    const known = type.record.define();
    if (known.status === 'unknown') return false;
    const { special, bases } = known.value;
    return special.destructor.virtual || bases.some((base) => this.#hasVirtualDestructor(base.type));
  }

  /** A deleted destructor must not override one that is not: where one may, all parts can be destroyed. */
  #isDestructible(kind: Kind, { bases, fields, special }: CppRecordDefinition): boolean {
    const { state, access } = special.destructor;
    if (state === 'deleted' || (state !== 'not-declared' && access !== 'public')) return false;
    if (kind === 'union' && fields.some(({ type }) => type.kind !== 'builtin')) return false;
    return [...bases, ...fields].every(
      ({ type }) =>
        !(type.kind === 'record' && type.record.anonymous) && (this.#find(type)?.destructible ?? true),
    );
  }

  #candidates(): SampleClass[] {
    return this.#made.filter(({ depth }) => depth < MAX_DEPTH).slice(-30);
  }

  #bases(): CppAbiBase[] {
    const random = this.#random;
    const bases: CppAbiBase[] = [];
    const candidates = this.#candidates().filter(({ record }) => record.kind !== 'union');
    if (candidates.length === 0 || !random.chance(0.4)) return bases;
    for (let count = random.integer(1, 2); count > 0; count--) {
      const { record, destructible } = random.pick(candidates);
      const type: CppAbiType = { kind: 'record', record };
      if (bases.some((base) => base.type.kind === 'record' && base.type.record === record)) continue;
      const others = [...bases.map((base) => base.type), type];
      const virtualDestructor = others.some((other) => this.#hasVirtualDestructor(other));
      if (virtualDestructor && !(destructible && others.every((other) => this.#find(other)?.destructible)))
        continue;
      bases.push({
        type,
        virtual: random.chance(0.2),
        access: 'public',
        location: null,
      });
    }
    return bases;
  }

  #fields(kind: Kind, onlyDestructible: boolean): CppAbiField[] {
    const fields: CppAbiField[] = [];
    for (let count = this.#random.integer(0, 3); count > 0; count--) {
      const type = this.#type(kind, onlyDestructible);
      const name = `m${this.#members++}`;
      fields.push(fieldOf(name, type));
      this.#body.push(`${formatType(type, name)};`);
    }
    if (kind === 'struct' && !onlyDestructible && this.#random.chance(0.06)) fields.push(this.#anonymous());
    return fields;
  }

  /** `union { … };` as a member, without const members, which clang forgets there. */
  #anonymous(): CppAbiField {
    const members = [0, 1].map(() => fieldOf(`m${this.#members++}`, this.#type('union', false, false)));
    const text = members.map(({ name, type }) => `${formatType(type, name)};`).join(' ');
    this.#body.push(`union { ${text} };`);
    const definition = define({ fields: members });
    const record = { ...recordOf('', 'union', definition), anonymous: true };
    return fieldOf('', { kind: 'record', record });
  }

  #type(kind: Kind, onlyDestructible: boolean, mayBeConst = true): CppAbiType {
    const random = this.#random;
    const roll = random.next();
    if (roll < 0.25) return { kind: 'builtin', name: random.pick(['char', 'int', 'double']) };
    if (roll < 0.32 && mayBeConst) return { kind: 'builtin', name: 'int', const: true };
    if (roll < 0.38) return { kind: 'pointer', pointee: { kind: 'builtin', name: 'char', const: true } };
    if (roll < 0.46 && kind !== 'union')
      return { kind: 'reference', rvalue: random.chance(0.3), referent: { kind: 'builtin', name: 'int' } };
    const candidates = this.#candidates().filter((sample) => sample.destructible || !onlyDestructible);
    if (candidates.length === 0) return { kind: 'builtin', name: 'int' };
    const { record } = random.pick(candidates);
    const isConst = mayBeConst && random.chance(0.12);
    const type: CppAbiType = { kind: 'record', record, ...(isConst && { const: true }) };
    if (this.#holdsReference(record) && kind === 'union') return { kind: 'builtin', name: 'int' };
    return random.chance(0.2) ? { kind: 'array', element: type, count: 2 } : type;
  }

  /** A union may not hold a reference, nor may what it holds be a class with one in all compilers' view. */
  #holdsReference(record: CppAbiRecord): boolean {
    const known = record.define();
    return known.status !== 'unknown' && known.value.fields.some(({ type }) => type.kind === 'reference');
  }

  #specialMembers(virtualDestructor: boolean): CppSpecialMembers {
    const name = this.#name;
    const destructor = this.#member(
      `${virtualDestructor ? 'virtual ' : ''}~${name}()`,
      virtualDestructor ? 1 : 0.15,
      virtualDestructor ? ['user-provided', 'defaulted'] : STATES,
      virtualDestructor,
    );
    const byValue = this.#random.chance(0.1);
    const copyAssignment = this.#member(
      `${name} &operator=(${byValue ? name : `const ${name} &`})`,
      0.15,
      // Only the usual form can be defaulted, and clang counts a deleted one by value as not trivial.
      byValue ? ['user-provided'] : STATES,
    );
    // Beside one by value, a move assignment would be ambiguous.
    const isByValue = byValue && copyAssignment.state !== 'not-declared';
    return {
      defaultConstructor: this.#member(`${name}()`, 0.2, ['user-provided', 'defaulted']),
      copyConstructor: this.#member(`${name}(const ${name} &)`, 0.2),
      moveConstructor: this.#member(`${name}(${name} &&)`, 0.2),
      copyAssignment,
      moveAssignment: isByValue ? NOT_DECLARED : this.#member(`${name} &operator=(${name} &&)`, 0.15),
      destructor: { ...destructor, virtual: virtualDestructor },
      otherConstructor: null,
    };
  }

  #member(
    declaration: string,
    probability: number,
    states: readonly State[] = STATES,
    isPublic = false,
  ): CppSpecialMember {
    const random = this.#random;
    if (!random.chance(probability)) return NOT_DECLARED;
    const state = random.pick(states);
    const access = isPublic ? 'public' : random.pick(ACCESSES);
    this.#body.push(
      access === 'public'
        ? `${declaration}${ENDS[state]}`
        : `${access}: ${declaration}${ENDS[state]} public:`,
    );
    return { state, access, location: null };
  }
}

const baseText = ({ virtual, type }: CppAbiBase): string =>
  `${virtual ? 'virtual ' : ''}public ${formatType(type)}`;

const recordOf = (name: string, kind: Kind, definition: CppRecordDefinition): CppAbiRecord => {
  const known = exact(definition);
  return {
    name: [{ kind: 'record', name, arguments: null, abiTags: [] }],
    kind,
    anonymous: false,
    location: null,
    define: () => known,
  };
};

const NONE: CppSpecialMembers = {
  defaultConstructor: NOT_DECLARED,
  copyConstructor: NOT_DECLARED,
  moveConstructor: NOT_DECLARED,
  copyAssignment: NOT_DECLARED,
  moveAssignment: NOT_DECLARED,
  destructor: { ...NOT_DECLARED, virtual: false },
  otherConstructor: null,
};

const define = (given: Partial<CppRecordDefinition>): CppRecordDefinition => ({
  bases: [],
  fields: [],
  special: NONE,
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
  ...given,
});

const fieldOf = (name: string, type: CppAbiType): CppAbiField => ({
  name,
  type,
  bitWidth: null,
  alignment: 0,
  packed: false,
  noUniqueAddress: null,
  access: 'public',
  hasInitializer: false,
  location: null,
});
