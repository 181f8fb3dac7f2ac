import type { CppAbiArgument, CppAbiLibraryType, CppAbiType } from '../model.js';
import { formatType } from '../names.js';
import { LIBRARY_CLASSES, nameOfSpecimen, type LibraryClasses } from './library-classes.js';

/** True where the tables know a class by this qualified name. */
export const isLibraryName = (name: string): boolean => BY_NAME.has(name) || FORMS.has(name);

/** Classes that only `library-structures.ts` describes. */
const FORMS: ReadonlySet<string> = new Set([
  'std::array',
  'std::pair',
  'std::tuple',
  'std::optional',
  'std::variant',
  'std::expected',
  'std::complex',
  'std::bitset',
  'std::atomic',
  'std::chrono::duration',
  'std::chrono::time_point',
]);

/** What a class is measured as, and what the catalogue says of it. */
export interface Specimen {
  readonly spelling: string;
  readonly classes: LibraryClasses;
}

/** The specimen that stands for the class with these arguments; null where none does. */
export function specimenOf(type: CppAbiLibraryType): Specimen | null {
  const written = formatType(type);
  const spelling = BY_SPELLING.has(written) ? written : spellingOf(type);
  const classes = spelling === null ? undefined : BY_SPELLING.get(spelling);
  return spelling === null || classes === undefined ? null : { spelling, classes };
}

const ENTRIES = LIBRARY_CLASSES.flatMap((classes) =>
  classes.specimens.map((spelling) => ({ spelling, name: nameOfSpecimen(spelling), classes })),
);
const BY_SPELLING: ReadonlyMap<string, LibraryClasses> = new Map(
  ENTRIES.map(({ spelling, classes }) => [spelling, classes]),
);
/** The first specimen of each name. */
const BY_NAME: ReadonlyMap<string, string> = new Map(
  [...ENTRIES].reverse().map(({ name, spelling }) => [name, spelling]),
);

/**
 * How many arguments a container takes that do not matter to its layout; those that follow (comparison,
 * hash, allocator) have to be without data.
 */
const ELEMENTS: Readonly<Record<string, number>> = {
  vector: 1,
  deque: 1,
  list: 1,
  forward_list: 1,
  set: 1,
  multiset: 1,
  unordered_set: 1,
  unordered_multiset: 1,
  map: 2,
  multimap: 2,
  unordered_map: 2,
  unordered_multimap: 2,
};

/** Templates of which nothing is known but the specimen itself, for their arguments are their members. */
const AS_MEASURED: ReadonlySet<string> = new Set([
  'std::uniform_int_distribution',
  'std::uniform_real_distribution',
  'std::normal_distribution',
  'std::counting_semaphore',
  'std::barrier',
  'std::scoped_lock',
]);

function spellingOf({ name, arguments: args }: CppAbiLibraryType): string | null {
  const spelling = BY_NAME.get(name) ?? null;
  const [first, second] = args;
  const [, short = '', member] = /^std::(?:pmr::)?(\w+)(?:::(\w+))?$/.exec(name) ?? [];
  const elements = ELEMENTS[short];
  if (elements !== undefined) {
    if (member === undefined && !args.slice(elements).every(isStateless)) return null;
    if (short !== 'vector' || !isBool(first) || name.includes('pmr')) return spelling;
    return member === undefined ? 'std::vector<bool>' : `std::vector<bool>::${member}`;
  }
  switch (name) {
    case 'std::basic_string':
    case 'std::basic_string_view': {
      const prefix =
        first?.kind === 'type' && first.type.kind === 'builtin' ? CHARACTERS[first.type.name] : undefined;
      const plain = args.slice(1).every(isStateless);
      return prefix !== undefined && plain ? name.replace('basic_', prefix) : null;
    }
    case 'std::span':
      return second?.kind === 'constant' && !isDynamic(second.value) ? 'std::span<int, 4>' : spelling;
    case 'std::unique_ptr':
      return second === undefined || isStateless(second) ? spelling : null;
    case 'std::atomic':
      return first?.kind === 'type' && first.type.kind === 'library' && COUNTED.has(first.type.name)
        ? `std::atomic<${first.type.name}<int>>`
        : null;
    case 'std::chrono::time_point':
      return first?.kind === 'type' && first.type.kind === 'library'
        ? onlyIfKnown(`${first.type.name}::time_point`)
        : null;
    case 'std::priority_queue': {
      const isVector =
        second?.kind === 'type' && second.type.kind === 'library' && second.type.name === 'std::vector';
      return (second === undefined || isVector) && args.slice(2).every(isStateless) ? spelling : null;
    }
    case 'std::stack':
    case 'std::queue':
      return second === undefined ? spelling : null;
    case 'std::hash':
      return first?.kind === 'type' && first.type.kind !== 'record' ? spelling : null;
    default:
      return AS_MEASURED.has(name) && args.length > 0 ? null : spelling;
  }
}

const onlyIfKnown = (spelling: string): string | null => (BY_SPELLING.has(spelling) ? spelling : null);

const CHARACTERS: Readonly<Record<string, string>> = {
  char: '',
  wchar_t: 'w',
  char8_t: 'u8',
  char16_t: 'u16',
  char32_t: 'u32',
};

const COUNTED: ReadonlySet<string> = new Set(['std::shared_ptr', 'std::weak_ptr']);

const isBool = (argument: CppAbiArgument | undefined): boolean =>
  argument?.kind === 'type' && argument.type.kind === 'builtin' && argument.type.name === 'bool';

/** `std::dynamic_extent`, however wide. */
const isDynamic = (extent: bigint): boolean =>
  extent < 0n || extent === 0xffff_ffffn || extent === 0xffff_ffff_ffff_ffffn;

/** Function objects and allocators without data, in every library. */
const STATELESS: ReadonlySet<string> = new Set(
  ['allocator', 'char_traits', 'default_delete', 'hash', 'less', 'less_equal', 'greater', 'greater_equal']
    .concat(['equal_to', 'not_equal_to', 'owner_less'])
    .map((name) => `std::${name}`),
);

const isStateless = (argument: CppAbiArgument): boolean =>
  argument.kind === 'type' && hasNoState(argument.type);

/** A function object or allocator of the library, or a class of the user's that takes no room as a base. */
function hasNoState(type: CppAbiType): boolean {
  if (type.kind === 'library') return STATELESS.has(type.name);
  if (type.kind !== 'record') return false;
  const definition = type.record.define();
  if (definition.status === 'unknown' || type.record.kind === 'union') return false;
  const { fields, bases, functions, special, alignment, final } = definition.value;
  const dynamic = special.destructor.virtual || functions.some((fn) => fn.virtual);
  return (
    fields.length === 0 &&
    !dynamic &&
    !final &&
    alignment === 0 &&
    bases.every((base) => !base.virtual && hasNoState(base.type))
  );
}
