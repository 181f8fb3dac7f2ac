import { exact } from '../../server/src/base/known.js';
import type { CppBuiltin } from '../../server/src/facts/cpp/cpp-facts.js';
import {
  NO_SPECIAL_MEMBERS,
  NOT_DECLARED,
  type CppAbiArgument,
  type CppAbiBase,
  type CppAbiField,
  type CppAbiRecord,
  type CppAbiType,
  type CppRecordDefinition,
} from '../../server/src/abi/model.js';
import { LIBRARY_CLASSES, nameOfSpecimen } from '../../server/src/abi/standard-library/library-classes.js';
import { measuredClass } from '../../server/src/abi/standard-library/measured-class.js';
import type { Target } from '../../server/src/abi/target.js';
import type { Random } from './random.js';

/** A type twice: as the engine's model and as source text. */
export interface SampleType {
  readonly type: CppAbiType;
  readonly text: string;
}

/** A class made of library types. */
export interface LibrarySample {
  readonly name: string;
  readonly record: CppAbiRecord;
  readonly text: string;
}

export const HEADERS =
  'any array atomic barrier bitset charconv chrono compare complex condition_variable coroutine cstddef cstdlib ctime ' +
  'cwchar deque exception expected filesystem forward_list fstream functional future initializer_list ios iostream ' +
  'iterator latch limits list locale map memory memory_resource mutex new optional queue random ratio regex semaphore ' +
  'set shared_mutex source_location span sstream stack stdexcept stop_token streambuf string string_view system_error ' +
  'thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector';

const builtin = (name: CppBuiltin): SampleType => ({ type: { kind: 'builtin', name }, text: name });
const pointer = ({ type, text }: SampleType): SampleType => ({
  type: { kind: 'pointer', pointee: type },
  text: `${text} *`,
});

const SCALARS: readonly SampleType[] = [
  ...(['bool', 'char', 'short', 'int', 'unsigned int', 'long', 'long long', 'float', 'double'] as const).map(
    builtin,
  ),
  pointer(builtin('int')),
  pointer(builtin('void')),
];
const KEYS = SCALARS.slice(1, 7);

const EMPTY = user('Empty', '', []);

/** Classes of the user's that the library's are made of; with the model of each. */
const USERS: readonly { readonly name: string; readonly body: string; readonly record: CppAbiRecord }[] = [
  EMPTY,
  user('Hollow', '', []),
  user('Plain', 'int a; char b;', [field('a', 'int'), field('b', 'char')]),
  user('Wide', 'double a; char b; char c;', [field('a', 'double'), field('b', 'char'), field('c', 'char')]),
  user('Made', 'Made(); int a; char b;', [field('a', 'int'), field('b', 'char')], {
    defaultConstructor: { ...NOT_DECLARED, state: 'user-provided' },
  }),
  user('Copied', 'Copied(const Copied &); short a;', [field('a', 'short')], {
    copyConstructor: { ...NOT_DECLARED, state: 'user-provided' },
  }),
  user('Moved', 'Moved(Moved &&); int *a; bool b;', [field('a', 'long', true), field('b', 'bool')], {
    moveConstructor: { ...NOT_DECLARED, state: 'user-provided' },
  }),
  user('Ended', '~Ended(); char a;', [field('a', 'char')], {
    destructor: { ...NOT_DECLARED, state: 'user-provided', virtual: false },
  }),
  user('Virtual', 'virtual void f(); int a;', [field('a', 'int')], {}, true),
];

/** Function objects of the user's, that compare and hash: libraries derive from those that allow it. */
const FUNCTORS: readonly { readonly name: string; readonly head: string; readonly record: CppAbiRecord }[] = [
  { name: 'Ordered', head: 'Ordered {', record: recordOf('Ordered', {}) },
  {
    name: 'Ranked',
    head: 'Ranked : Empty {',
    record: recordOf('Ranked', { bases: [baseOf(userType(EMPTY).type)] }),
  },
  { name: 'Sealed', head: 'Sealed final {', record: recordOf('Sealed', { final: true }) },
  { name: 'Loaded', head: 'Loaded { int a;', record: recordOf('Loaded', { fields: [field('a', 'int')] }) },
];

/** What the sample's text begins with. */
export const USER_CLASSES = [
  ...USERS.map(({ name, body }) => `struct ${name} { ${body} };`),
  ...FUNCTORS.map(
    ({ head }) =>
      `struct ${head} template <class T> bool operator()(const T &, const T &) const; template <class T> std::size_t operator()(const T &) const; };`,
  ),
].join('\n');

/** Every specimen of the catalogue that the library has on the target. */
export const specimensFor = (target: Target): SampleType[] =>
  LIBRARY_CLASSES.flatMap(({ specimens }) => specimens)
    .filter((spelling) => measuredClass(spelling, target) !== null)
    .map((spelling) => ({ text: spelling, type: typeOf(spelling) }));

/** Random classes with library types as members and bases. */
export function sampleClasses(random: Random, count: number, target: Target): LibrarySample[] {
  const sampler = new Sampler(random, target);
  return Array.from({ length: count }, (_, index) => sampler.record(`S${index}`));
}

class Sampler {
  readonly #random: Random;
  readonly #target: Target;
  readonly #specimens: readonly SampleType[];
  readonly #bases: readonly SampleType[];

  constructor(random: Random, target: Target) {
    this.#random = random;
    this.#target = target;
    const specimens = specimensFor(target);
    const is = (text: string, flag: 'virtualBase' | 'final'): boolean =>
      measuredClass(text, target)?.[flag] === true;
    // What is abstract, or destroyed by derived classes only, is no member.
    this.#specimens = specimens.filter(({ text }) => !ONLY_BASES.has(text));
    this.#bases = specimens.filter(
      ({ text }) =>
        !is(text, 'virtualBase') &&
        !is(text, 'final') &&
        !/::(?:const_)?(?:reverse_)?iterator|mbstate_t|max_align_t/.test(text),
    );
  }

  record(name: string): LibrarySample {
    const random = this.#random;
    const bases = new Map<string, CppAbiBase>();
    for (let count = random.pick([0, 0, 1, 1, 2]); count > 0; count--) {
      const { type, text } = this.#baseType();
      if (type.kind === 'record' || type.kind === 'library') bases.set(text, baseOf(type));
    }
    const fields: CppAbiField[] = [];
    const lines: string[] = [];
    for (let count = random.integer(1, 4); count > 0; count--) {
      const { type, text } = random.chance(0.3) ? random.pick(SCALARS) : this.#type(3);
      const shares = random.chance(0.15) && this.#target.cppAbi === 'itanium' && type.kind !== 'array';
      const member = `m${fields.length}`;
      lines.push(`${shares ? '[[no_unique_address]] ' : ''}${text} ${member};`);
      fields.push({ ...fieldOf(member, type), noUniqueAddress: shares ? 'standard' : null });
    }
    const heads = [...bases.keys()].map((text) => `public ${text}`).join(', ');
    const record = recordOf(name, { bases: [...bases.values()], fields });
    return { name, record, text: `struct ${name}${heads && ` : ${heads}`} { ${lines.join(' ')} };` };
  }

  #baseType(): SampleType {
    const random = this.#random;
    if (random.chance(0.1)) return userType(EMPTY);
    return random.chance(0.6) ? random.pick(this.#bases) : this.#composite(2);
  }

  #type(depth: number): SampleType {
    const random = this.#random;
    const choice = random.next();
    if (depth === 0 || choice < 0.2) return random.pick(SCALARS);
    if (choice < 0.35) return userType(random.pick(USERS));
    return choice < 0.6 ? random.pick(this.#specimens) : this.#composite(depth);
  }

  #composite(depth: number): SampleType {
    const random = this.#random;
    const part = (): SampleType => this.#type(depth - 1);
    const parts = (least: number, most: number): SampleType[] =>
      Array.from({ length: random.integer(least, most) }, part);
    switch (random.integer(0, 16)) {
      case 0:
        return template('array', [part()], random.integer(1, 3));
      case 1:
      case 2:
        return template('pair', [part(), part()]);
      case 3:
      case 4:
        return template('optional', [part()]);
      case 5:
      case 6:
        return template('variant', parts(1, 3));
      case 7:
      case 8:
        return template('tuple', parts(1, 3));
      case 9:
        return this.#expected(part(), part());
      case 10:
        return template(
          random.pick(['vector', 'deque', 'list', 'forward_list', 'shared_ptr', 'weak_ptr', 'unique_ptr']),
          [part()],
        );
      case 11:
        return template(random.pick(['map', 'multimap', 'unordered_map']), [random.pick(KEYS), part()]);
      case 12:
        return this.#uniquePointer(part());
      case 13:
        return template('atomic', [random.pick(SCALARS)]);
      case 14:
        return template('bitset', [], random.integer(1, 200));
      case 15:
        return this.#sorted();
      default:
        return this.#small();
    }
  }

  #uniquePointer(pointee: SampleType): SampleType {
    const deleter = this.#random.pick(USERS.slice(0, 5));
    return template('unique_ptr', [pointee, userType(deleter)]);
  }

  /** Libraries cannot compile some without a value that hold `optional`, nor some that hold each other. */
  #expected(value: SampleType, error: SampleType): SampleType {
    const random = this.#random;
    const isNested = /std::expected/.test(value.text + error.text);
    if (isNested || random.chance(0.1)) return template('expected', [builtin('void'), random.pick(SCALARS)]);
    return template('expected', [value, error]);
  }

  /** A container with a function object of the user's. */
  #sorted(): SampleType {
    const random = this.#random;
    const key = random.pick(KEYS);
    const functor = userType(random.pick(FUNCTORS));
    return random.chance(0.5)
      ? template(random.pick(['set', 'unordered_set']), [key, functor])
      : template(random.pick(['map', 'unordered_map']), [key, this.#type(1), functor]);
  }

  #small(): SampleType {
    const random = this.#random;
    const number = random.pick(SCALARS.slice(2, 9));
    const containers = ['vector', 'list', 'deque'];
    switch (random.integer(0, 4)) {
      case 0:
        return template('complex', [
          random.pick([builtin('float'), builtin('double'), builtin('long double')]),
        ]);
      case 1:
        return template('chrono::duration', [number]);
      case 2:
        return template('set', [
          random.pick(KEYS),
          template(random.pick(['less', 'greater']), [random.pick(KEYS)]),
        ]);
      case 3:
        return template('queue', [number, template(random.pick(containers), [number])]);
      default:
        return template('span', [number], random.chance(0.5) ? random.integer(0, 9) : undefined);
    }
  }
}

const ONLY_BASES: ReadonlySet<string> = new Set([
  // `optional` refuses them.
  'std::nullopt_t',
  'std::in_place_t',
  'std::pmr::memory_resource',
  'std::error_category',
  'std::enable_shared_from_this<int>',
  'std::unary_function<int, int>',
  'std::binary_function<int, int, int>',
  'std::streambuf',
  'std::wstreambuf',
  'std::ios_base',
]);

function template(short: string, args: readonly SampleType[], count?: number): SampleType {
  const name = `std::${short}`;
  const types = args.map(({ type }): CppAbiArgument => ({ kind: 'type', type }));
  const size: CppAbiType = { kind: 'builtin', name: 'unsigned long' };
  const constants: CppAbiArgument[] =
    count === undefined ? [] : [{ kind: 'constant', value: BigInt(count), type: size }];
  const texts = [...args.map(({ text }) => text), ...(count === undefined ? [] : [`${count}`])];
  return {
    type: { kind: 'library', name, arguments: [...types, ...constants] },
    text: `${name}<${texts.join(', ')}>`,
  };
}

function userType({ name, record }: { readonly name: string; readonly record: CppAbiRecord }): SampleType {
  return { type: { kind: 'record', record }, text: name };
}

function baseOf(type: CppAbiType): CppAbiBase {
  return { type, virtual: false, access: 'public', location: null };
}

function user(
  name: string,
  body: string,
  fields: readonly CppAbiField[],
  special: Partial<CppRecordDefinition['special']> = {},
  virtual = false,
): (typeof USERS)[number] {
  const record = recordOf(name, {
    fields,
    special: { ...NO_SPECIAL_MEMBERS, ...special },
    functions: virtual ? [{ signature: 'f()', virtual: true, pure: false }] : [],
  });
  return { name, body, record };
}

function field(name: string, type: CppBuiltin, toIt = false): CppAbiField {
  const pointee: CppAbiType = { kind: 'builtin', name: type };
  return fieldOf(name, toIt ? { kind: 'pointer', pointee } : pointee);
}

function fieldOf(name: string, type: CppAbiType): CppAbiField {
  return {
    name,
    type,
    bitWidth: null,
    alignment: 0,
    packed: false,
    noUniqueAddress: null,
    access: 'public',
    hasInitializer: false,
    location: null,
  };
}

function recordOf(name: string, given: Partial<CppRecordDefinition>): CppAbiRecord {
  const known = exact<CppRecordDefinition>({
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
    ...given,
  });
  return {
    name: [{ kind: 'record', name, arguments: null, abiTags: [] }],
    kind: 'struct',
    anonymous: false,
    location: null,
    define: () => known,
  };
}

/** The model of a specimen; its arguments are few and simple. */
function typeOf(spelling: string): CppAbiType {
  const open = spelling.indexOf('<');
  if (open < 0) return { kind: 'library', name: spelling, arguments: [] };
  const close = spelling.lastIndexOf('>');
  const texts = spelling.slice(open + 1, close).split(/, (?![^(]*\))/);
  return {
    kind: 'library',
    name: nameOfSpecimen(spelling),
    arguments: texts.filter((text) => text !== '').map(argumentOf),
  };
}

function argumentOf(text: string): CppAbiArgument {
  const int: CppAbiType = { kind: 'builtin', name: 'int' };
  const unit: CppAbiType = { kind: 'builtin', name: 'void' };
  if (/^\d+$/.test(text)) return { kind: 'constant', value: BigInt(text), type: int };
  if (text.startsWith('std::')) return { kind: 'type', type: typeOf(text) };
  const call = (parameters: CppAbiType[]): CppAbiType => ({
    kind: 'function',
    parameters,
    variadic: false,
    result: unit,
    constFunction: false,
    volatileFunction: false,
    referenceQualifier: '',
    noexcept: false,
    callingConvention: null,
  });
  if (text === 'void()') return { kind: 'type', type: call([]) };
  if (text === 'void (*)(int *)')
    return { kind: 'type', type: { kind: 'pointer', pointee: call([{ kind: 'pointer', pointee: int }]) } };
  return { kind: 'type', type: { kind: 'builtin', name: text as CppBuiltin } };
}
