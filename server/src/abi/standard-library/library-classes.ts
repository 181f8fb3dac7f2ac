/**
 * The classes of the standard library that Ferrule knows, how each is spelled where it is measured, and
 * what no compiler says of it: whether its bytes may be moved, and why.
 *
 * Relocation in libstdc++ and libc++ was tested: objects in several states were copied with memcpy, the
 * old storage scribbled on and freed, the copy used and destroyed under AddressSanitizer. Microsoft's
 * verdicts come from its headers. All else is measured; see `measured.ts`.
 */
export interface LibraryClasses {
  /** Type expressions, `std::vector<int>`; the first with a name stands for all arguments that no other fits. */
  readonly specimens: readonly string[];
  readonly relocation: RelocationByLibrary;
}

/** `contents`: depends on the value it holds at run time. */
export type RelocationForm = 'yes' | 'no' | 'contents';

export interface RelocationNote {
  readonly form: RelocationForm;
  /** Completes "whose libstdc++ form …". */
  readonly why: string;
}

/** Modes that are not named are like `release`. Classes that can be neither copied nor moved need no note. */
export interface RelocationByLibrary {
  readonly 'libstdc++': { readonly release: RelocationNote } & Partial<
    Record<'old-abi' | 'debug', RelocationNote>
  >;
  readonly 'libc++': { readonly release: RelocationNote };
  readonly msvc: { readonly release: RelocationNote; readonly debug?: RelocationNote };
}

/** The name of a specimen's class: its arguments left out, `std::vector::iterator`. */
export const nameOfSpecimen = (specimen: string): string => {
  let depth = 0;
  let name = '';
  for (const character of specimen) {
    if (character === '<') depth += 1;
    if (depth === 0) name += character;
    if (character === '>') depth -= 1;
  }
  return name;
};

const yes = (why: string): RelocationNote => ({ form: 'yes', why });
const no = (why: string): RelocationNote => ({ form: 'no', why });
const contents = (why: string): RelocationNote => ({ form: 'contents', why });

const DEBUG_LIST = 'is on a list with its iterators, which point back at it';
const PROXY = 'has a proxy on the heap that points back at it';

const alike = (note: RelocationNote): RelocationByLibrary => ({
  'libstdc++': { release: note },
  'libc++': { release: note },
  msvc: { release: note },
});
const each = (gnu: RelocationNote, llvm: RelocationNote, msvc: RelocationNote): RelocationByLibrary => ({
  'libstdc++': { release: gnu },
  'libc++': { release: llvm },
  msvc: { release: msvc },
});
/** Containers keep track of their iterators in the debug modes. */
const container = (gnu: RelocationNote, llvm: RelocationNote, msvc: RelocationNote): RelocationByLibrary => ({
  'libstdc++': { release: gnu, debug: no(DEBUG_LIST) },
  'libc++': { release: llvm },
  msvc: { release: msvc, debug: no(PROXY) },
});
/** What is a string or holds one; `holds` leads up to that. */
const string = (holds: '' | 'holds a string that ' | 'holds a path that '): RelocationByLibrary => ({
  'libstdc++': {
    release: no(`${holds}points into itself while ${holds === '' ? 'the string' : 'it'} is short`),
    'old-abi': yes(`${holds}is one pointer to the heap`),
  },
  'libc++': { release: yes(`${holds}holds no pointer into itself`) },
  msvc: {
    release: yes(`${holds}holds no pointer into itself`),
    debug: no(`${holds}has a proxy on the heap that points back at it`),
  },
});

const HEAP = yes('points to the heap only');
const SENTINEL = no('has the sentinel node inside the object, and the nodes point at it');
const BUCKET = no('has a bucket that points back at the object');
const HEAP_NODE = yes('keeps its head node on the heap');
const STREAM = no('has buffers that point into itself');
const POLYMORPHIC = yes(
  'has a pointer to a table of virtual functions (which arm64e signs with its address)',
);
const COUNTED = yes('is a counted pointer');
const SHARED_STATE = yes('points to a shared state that is counted');
const VALUES = yes('holds plain values only');
const NO_STATE = yes('has no data');
const PINNED = no('has neither copy nor move operations');

const known = (relocation: RelocationByLibrary, specimens: readonly string[]): LibraryClasses => ({
  specimens,
  relocation,
});

const CHARACTERS = ['', 'w', 'u8', 'u16', 'u32'];
const withPrefixes = (prefixes: readonly string[], name: string): string[] =>
  prefixes.map((prefix) => `std::${prefix}${name}`);
const members = (owners: readonly string[], names: readonly string[]): string[] =>
  owners.flatMap((owner) => names.map((name) => `${owner}::${name}`));

const ITERATORS = ['iterator', 'const_iterator', 'reverse_iterator', 'const_reverse_iterator'];
const FORWARD = ['iterator', 'const_iterator'];
const DEBUG_ITERATOR = no('is on the list of its container, whose neighbours point at it');
const ITERATOR: RelocationByLibrary = {
  'libstdc++': { release: yes('points into its container'), debug: DEBUG_ITERATOR },
  'libc++': { release: yes('points into its container') },
  msvc: { release: yes('points into its container'), debug: DEBUG_ITERATOR },
};

export const LIBRARY_CLASSES: readonly LibraryClasses[] = [
  known(string(''), [...withPrefixes(CHARACTERS, 'string'), 'std::basic_string<char>']),
  known(alike(yes('is a pointer and a length')), [
    ...withPrefixes(CHARACTERS, 'string_view'),
    'std::basic_string_view<char>',
    'std::span<int>',
  ]),
  known(alike(yes('is a pointer')), ['std::span<int, 4>', 'std::reference_wrapper<int>']),
  known(alike(yes('does not own its array')), ['std::initializer_list<int>']),
  known(
    container(
      yes('is three pointers to the heap'),
      yes('is three pointers to the heap'),
      yes('is three pointers to the heap'),
    ),
    ['std::vector<int>', 'std::priority_queue<int>'],
  ),
  known(container(HEAP, HEAP, HEAP), ['std::vector<bool>']),
  known(container(HEAP, HEAP, no(PROXY)), ['std::deque<int>', 'std::stack<int>', 'std::queue<int>']),
  known(container(SENTINEL, SENTINEL, HEAP_NODE), ['std::list<int>']),
  known(
    container(yes('ends in a null pointer'), yes('ends in a null pointer'), yes('ends in a null pointer')),
    ['std::forward_list<int>'],
  ),
  known(container(SENTINEL, SENTINEL, HEAP_NODE), [
    'std::map<int, int>',
    'std::multimap<int, int>',
    'std::set<int>',
    'std::multiset<int>',
  ]),
  known(container(BUCKET, BUCKET, yes('keeps its nodes and buckets on the heap')), [
    'std::unordered_map<int, int>',
    'std::unordered_multimap<int, int>',
    'std::unordered_set<int>',
    'std::unordered_multiset<int>',
  ]),
  known(ITERATOR, [
    ...members(
      [
        'std::vector<int>',
        'std::vector<bool>',
        'std::deque<int>',
        'std::list<int>',
        'std::map<int, int>',
        'std::multimap<int, int>',
        'std::set<int>',
        'std::multiset<int>',
      ],
      ITERATORS,
    ),
    ...members(
      [
        'std::forward_list<int>',
        'std::unordered_map<int, int>',
        'std::unordered_multimap<int, int>',
        'std::unordered_set<int>',
        'std::unordered_multiset<int>',
      ],
      FORWARD,
    ),
  ]),
  known(
    {
      'libstdc++': { release: yes('points into its string') },
      'libc++': { release: yes('points into its string') },
      msvc: { release: yes('points into its string'), debug: DEBUG_ITERATOR },
    },
    members(['std::string', 'std::wstring'], ITERATORS),
  ),
  known(string('holds a string that '), ['std::pmr::string', 'std::pmr::wstring']),
  known(container(HEAP, HEAP, HEAP), ['std::pmr::vector<int>']),
  known(container(HEAP, HEAP, no(PROXY)), ['std::pmr::deque<int>']),
  known(container(SENTINEL, SENTINEL, HEAP_NODE), [
    'std::pmr::list<int>',
    'std::pmr::map<int, int>',
    'std::pmr::set<int>',
  ]),
  known(container(BUCKET, BUCKET, yes('keeps its nodes and buckets on the heap')), [
    'std::pmr::unordered_map<int, int>',
    'std::pmr::unordered_set<int>',
  ]),
  known(alike(yes('is a pointer to a memory resource')), [
    'std::pmr::polymorphic_allocator<int>',
    'std::pmr::pool_options',
  ]),
  known(alike(POLYMORPHIC), ['std::pmr::memory_resource']),
  known(alike(PINNED), ['std::pmr::monotonic_buffer_resource', 'std::pmr::unsynchronized_pool_resource']),
  known(alike(yes('is a pointer with a deleter that has no state')), ['std::unique_ptr<int>']),
  known(alike(yes('is a pointer and a pointer to its deleter')), ['std::unique_ptr<int, void (*)(int *)>']),
  known(alike(yes('is two pointers, and the control block never points back')), [
    'std::shared_ptr<int>',
    'std::weak_ptr<int>',
  ]),
  known(alike(yes('holds a weak_ptr; the object itself mostly lives inside a control block')), [
    'std::enable_shared_from_this<int>',
  ]),
  known(
    each(
      contents('keeps small values inside itself'),
      contents('keeps small values inside itself'),
      contents('keeps small values inside itself'),
    ),
    ['std::any'],
  ),
  known(
    each(
      yes('keeps only trivially copyable functors inside itself'),
      no('points at the buffer inside itself'),
      no('points at the buffer inside itself'),
    ),
    ['std::function<void()>'],
  ),
  known(alike(contents('keeps small functors inside itself')), ['std::move_only_function<void()>']),
  known(alike(PINNED), [
    'std::mutex',
    'std::recursive_mutex',
    'std::timed_mutex',
    'std::recursive_timed_mutex',
    'std::shared_mutex',
    'std::shared_timed_mutex',
    'std::condition_variable',
    'std::condition_variable_any',
    'std::lock_guard<std::mutex>',
    'std::scoped_lock<std::mutex>',
  ]),
  known(alike(PINNED), ['std::once_flag', 'std::atomic_flag', 'std::ios_base', 'std::ios', 'std::wios']),
  known(alike(PINNED), [
    'std::latch',
    'std::barrier<>',
    'std::counting_semaphore<>',
    'std::binary_semaphore',
  ]),
  known(alike(PINNED), ['std::atomic<std::shared_ptr<int>>', 'std::atomic<std::weak_ptr<int>>']),
  known(alike(yes('is a pointer and a flag')), [
    'std::unique_lock<std::mutex>',
    'std::shared_lock<std::shared_mutex>',
  ]),
  known(alike(yes('is a handle')), ['std::thread', 'std::thread::id']),
  known(alike(yes('is a handle with a counted stop state')), [
    'std::jthread',
    'std::stop_token',
    'std::stop_source',
  ]),
  known(alike(SHARED_STATE), ['std::future<int>', 'std::shared_future<int>', 'std::promise<int>']),
  known(each(SHARED_STATE, no('holds a function that points at the buffer inside itself'), SHARED_STATE), [
    'std::packaged_task<void()>',
  ]),
  known(string('holds a string that '), ['std::filesystem::path']),
  known(string('holds a path that '), ['std::filesystem::directory_entry']),
  known(alike(yes('points to a counted state')), [
    'std::filesystem::directory_iterator',
    'std::filesystem::recursive_directory_iterator',
  ]),
  known(alike(VALUES), [
    'std::filesystem::file_status',
    'std::filesystem::space_info',
    'std::filesystem::file_time_type',
  ]),
  known(alike(POLYMORPHIC), ['std::filesystem::filesystem_error']),
  known(alike(POLYMORPHIC), [
    'std::exception',
    'std::bad_exception',
    'std::bad_alloc',
    'std::bad_array_new_length',
    'std::bad_cast',
    'std::bad_typeid',
    'std::bad_function_call',
    'std::bad_weak_ptr',
    'std::logic_error',
    'std::domain_error',
    'std::invalid_argument',
    'std::length_error',
    'std::out_of_range',
    'std::runtime_error',
    'std::range_error',
    'std::overflow_error',
    'std::underflow_error',
    'std::system_error',
    'std::regex_error',
    'std::nested_exception',
    'std::ios_base::failure',
  ]),
  known(alike(POLYMORPHIC), ['std::future_error']),
  known(alike(POLYMORPHIC), ['std::bad_optional_access']),
  known(alike(POLYMORPHIC), ['std::bad_variant_access']),
  known(alike(POLYMORPHIC), ['std::bad_any_cast']),
  known(alike(PINNED), ['std::error_category', 'std::type_info']),
  known(alike(COUNTED), ['std::exception_ptr', 'std::locale']),
  known(alike(yes('is a number and a pointer')), ['std::error_code', 'std::error_condition']),
  known(alike(yes('is a pointer')), ['std::type_index']),
  known(alike(STREAM), [
    'std::streambuf',
    'std::wstreambuf',
    'std::stringbuf',
    'std::filebuf',
    'std::istream',
    'std::ostream',
    'std::iostream',
    'std::wistream',
    'std::wostream',
    'std::istringstream',
    'std::ostringstream',
    'std::stringstream',
    'std::wstringstream',
    'std::ifstream',
    'std::ofstream',
    'std::fstream',
  ]),
  known(alike(VALUES), ['std::streampos']),
  known(container(HEAP, HEAP, HEAP), ['std::regex', 'std::wregex', 'std::smatch', 'std::cmatch']),
  known(alike(VALUES), [
    'std::mt19937',
    'std::mt19937_64',
    'std::minstd_rand',
    'std::default_random_engine',
    'std::uniform_int_distribution<int>',
    'std::uniform_real_distribution<double>',
    'std::normal_distribution<double>',
    'std::bernoulli_distribution',
  ]),
  known(alike(HEAP), ['std::valarray<double>']),
  known(alike(VALUES), ['std::slice']),
  known(alike(VALUES), [
    'std::chrono::nanoseconds',
    'std::chrono::microseconds',
    'std::chrono::milliseconds',
    'std::chrono::seconds',
    'std::chrono::minutes',
    'std::chrono::hours',
    'std::chrono::system_clock::time_point',
    'std::chrono::steady_clock::time_point',
    'std::chrono::high_resolution_clock::time_point',
    'std::chrono::system_clock::duration',
    'std::chrono::steady_clock::duration',
  ]),
  known(alike(VALUES), [
    'std::chrono::days',
    'std::chrono::weeks',
    'std::chrono::months',
    'std::chrono::years',
    'std::chrono::day',
    'std::chrono::month',
    'std::chrono::year',
    'std::chrono::weekday',
    'std::chrono::year_month_day',
    'std::chrono::sys_days',
    'std::chrono::sys_seconds',
  ]),
  known(alike(NO_STATE), [
    'std::allocator<int>',
    'std::default_delete<int>',
    'std::char_traits<char>',
    'std::less<int>',
    'std::less<void>',
    'std::less_equal<int>',
    'std::greater<int>',
    'std::greater_equal<int>',
    'std::equal_to<int>',
    'std::not_equal_to<int>',
    'std::plus<int>',
    'std::minus<int>',
    'std::hash<int>',
    'std::owner_less<std::shared_ptr<int>>',
    'std::true_type',
    'std::false_type',
    'std::integral_constant<int, 1>',
    'std::ratio<1, 2>',
    'std::piecewise_construct_t',
    'std::allocator_arg_t',
    'std::nothrow_t',
    'std::defer_lock_t',
    'std::adopt_lock_t',
    'std::try_to_lock_t',
    'std::numeric_limits<int>',
    'std::input_iterator_tag',
    'std::forward_iterator_tag',
    'std::random_access_iterator_tag',
    'std::integer_sequence<int>',
    'std::chrono::system_clock',
    'std::chrono::steady_clock',
    'std::iterator<std::input_iterator_tag, int>',
    'std::tuple<>',
  ]),
  known(alike(NO_STATE), ['std::monostate']),
  known(alike(NO_STATE), ['std::nullopt_t', 'std::in_place_t']),
  known(alike(NO_STATE), ['std::unary_function<int, int>', 'std::binary_function<int, int, int>']),
  known(alike(VALUES), ['std::strong_ordering', 'std::weak_ordering', 'std::partial_ordering']),
  known(alike(VALUES), ['std::source_location']),
  known(alike(yes('is a pointer')), ['std::coroutine_handle<>']),
  known(alike(VALUES), ['std::from_chars_result', 'std::to_chars_result']),
  known(alike(VALUES), [
    'std::div_t',
    'std::ldiv_t',
    'std::lldiv_t',
    'std::tm',
    'std::max_align_t',
    'std::mbstate_t',
  ]),
];
