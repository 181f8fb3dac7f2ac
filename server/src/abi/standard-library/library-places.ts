import type { CppBuiltin } from '../../facts/cpp/cpp-facts.js';
import type { CppAbiArgument, CppAbiLibraryType } from '../model.js';
import type { StandardLibrary, Target } from '../target.js';

/** `std::string` and the like, and with `_view`, by their character. */
export const STRING_CHARACTERS: ReadonlyMap<string, CppBuiltin> = new Map([
  ['string', 'char'],
  ['wstring', 'wchar_t'],
  ['u8string', 'char8_t'],
  ['u16string', 'char16_t'],
  ['u32string', 'char32_t'],
]);

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));

/** Class templates whose arguments are all written by their users. */
export const WITHOUT_DEFAULTS =
  words(`array pair optional shared_ptr weak_ptr initializer_list reference_wrapper
  atomic complex function expected default_delete allocator future shared_future promise unique_lock lock_guard
  char_traits less greater hash equal_to enable_shared_from_this`);

/** Classes and enumerations that are no templates. */
const PLAIN = words(`any thread jthread mutex timed_mutex recursive_mutex recursive_timed_mutex shared_mutex
  shared_timed_mutex condition_variable once_flag atomic_flag error_code error_condition error_category system_error
  locale type_index nothrow_t byte errc filesystem::path filesystem::directory_entry chrono::system_clock
  chrono::steady_clock`);

/** Those that libc++ keeps outside its inline namespace, because they belong to its ABI library. @see libc++'s ABI guarantees */
const UNVERSIONED =
  words(`exception exception_ptr bad_alloc bad_cast bad_typeid bad_exception type_info nested_exception
  initializer_list logic_error runtime_error invalid_argument domain_error length_error out_of_range range_error
  overflow_error underflow_error bad_optional_access bad_variant_access nothrow_t byte align_val_t`);

export const isPlain = (name: string): boolean =>
  PLAIN.has(name) || (UNVERSIONED.has(name) && name !== 'initializer_list');

/** The classes behind `std::ostream` and the others; some have an allocator. */
export const STREAMS: ReadonlyMap<string, 'plain' | 'allocates'> = new Map([
  ...['ios', 'streambuf', 'istream', 'ostream', 'iostream', 'filebuf', 'ifstream', 'ofstream', 'fstream'].map(
    (name) => [`basic_${name}`, 'plain'] as const,
  ),
  ...['stringbuf', 'stringstream', 'istringstream', 'ostringstream'].map(
    (name) => [`basic_${name}`, 'allocates'] as const,
  ),
]);

/** Where libstdc++ keeps what stands elsewhere for its users; `__cxx11` is for what holds the new string. */
const LIBSTDCXX_PLACES: ReadonlyMap<string, readonly string[]> = new Map([
  ['exception_ptr', ['std', '__exception_ptr']],
  ['error_category', ['std', '_V2']],
  ['chrono::system_clock', ['std', 'chrono', '_V2']],
  ['chrono::steady_clock', ['std', 'chrono', '_V2']],
  ['filesystem::path', ['std', 'filesystem', '__cxx11']],
  ['filesystem::directory_entry', ['std', 'filesystem', '__cxx11']],
]);

/** The namespaces of a class that its users know as `std::<name>`, inline ones included. */
export function enclosingNamespaces(name: string, library: StandardLibrary): readonly string[] {
  const inner = name.split('::').slice(0, -1);
  switch (library) {
    case 'libstdc++':
      return LIBSTDCXX_PLACES.get(name) ?? ['std', ...inner];
    case 'libc++':
      if (UNVERSIONED.has(name)) return ['std', ...inner];
      return ['std', '__1', ...(inner[0] === 'filesystem' ? ['__fs'] : []), ...inner];
    case 'msvc':
      return ['std', ...inner];
    default:
      return library satisfies never;
  }
}

const STRUCTS =
  words(`char_traits less greater hash equal_to pair default_delete atomic atomic_flag ratio nothrow_t
  once_flag system_clock steady_clock`);
const ENUMS = words('byte errc align_val_t');

/** How Microsoft's library declares the class: its names say so. */
export const classKeyOf = (name: string): 'struct' | 'class' | 'enum' =>
  STRUCTS.has(name) ? 'struct' : ENUMS.has(name) ? 'enum' : 'class';

/** Numerator and denominator of each `std::chrono` duration that has a name, in seconds. */
const DURATIONS: ReadonlyMap<string, readonly [bigint, bigint]> = new Map([
  ['chrono::nanoseconds', [1n, 1_000_000_000n]],
  ['chrono::microseconds', [1n, 1_000_000n]],
  ['chrono::milliseconds', [1n, 1000n]],
  ['chrono::seconds', [1n, 1n]],
  ['chrono::minutes', [60n, 1n]],
  ['chrono::hours', [3600n, 1n]],
]);

/** The arguments of `std::ratio`. */
export const ratioOf = (numerator: bigint, target: Target, denominator = 1n): readonly CppAbiArgument[] =>
  [numerator, denominator].map((value) => ({
    kind: 'constant',
    value,
    type: { kind: 'builtin', name: target.spelling.int64_t },
  }));

/** What a name of the library is a typedef of; null where it names a class itself. */
export function libraryAlias(
  name: string,
  library: StandardLibrary,
  target: Target,
): CppAbiLibraryType | null {
  const wide = name.startsWith('w');
  const stream = `basic_${wide ? name.slice(1) : name}`;
  if (STREAMS.has(stream)) {
    const character: CppBuiltin = wide ? 'wchar_t' : 'char';
    return {
      kind: 'library',
      name: stream,
      arguments: [{ kind: 'type', type: { kind: 'builtin', name: character } }],
    };
  }
  const period = DURATIONS.get(name);
  if (!period) return null;
  const ratio: CppAbiLibraryType = {
    kind: 'library',
    name: 'std::ratio',
    arguments: ratioOf(period[0], target, period[1]),
  };
  return {
    kind: 'library',
    name: 'chrono::duration',
    arguments: [
      { kind: 'type', type: { kind: 'builtin', name: countType(name, library, target) } },
      { kind: 'type', type: ratio },
    ],
  };
}

function countType(name: string, library: StandardLibrary, target: Target): CppBuiltin {
  switch (library) {
    case 'libstdc++':
      return target.spelling.int64_t;
    case 'libc++':
      return name === 'chrono::minutes' || name === 'chrono::hours' ? 'long' : 'long long';
    case 'msvc':
      return name === 'chrono::minutes' || name === 'chrono::hours' ? 'int' : 'long long';
    default:
      return library satisfies never;
  }
}
