import type { StandardLibrary } from '../target.js';

/**
 * What is known of a standard-library class in one library. Sizes were measured with libstdc++ 12
 * (`-std=c++23`, new ABI), libc++ 19 (ABI v1) and the Microsoft STL of Visual Studio 2022 17.14 (release).
 * Relocation was tested for the first two: objects in several states were copied with memcpy, the old
 * storage scribbled on and freed, the copy used and destroyed under AddressSanitizer. Microsoft's
 * verdicts come from its headers.
 */
export interface LibraryCell {
  readonly size: SizeForm;
  readonly relocation: RelocationForm;
  /** `std::is_trivially_copyable`. */
  readonly triviallyCopyable: boolean | 'members';
  /** Passed in registers; see the Itanium C++ ABI's "non-trivial for the purposes of calls". */
  readonly trivialForCalls: boolean | 'members';
  /** Completes "whose libstdc++ form …". */
  readonly why: string;
}

export type SizeForm =
  /** `count` pointers and then `bytes`, aligned as a pointer, on every target. */
  | { readonly kind: 'words'; readonly count: number; readonly bytes: number }
  /** Bytes on 64-bit targets only. */
  | { readonly kind: 'sixty-four'; readonly size: number; readonly align: number }
  /** Bytes, known only where they were measured: x86_64 Linux, for Microsoft x86_64 Windows. */
  | { readonly kind: 'measured'; readonly size: number; readonly align: number }
  /** Computed from the template arguments. */
  | { readonly kind: 'members' }
  | { readonly kind: 'unmeasured' };

/** `members`: where all members are. `contents`: depends on the value it holds at run time. */
export type RelocationForm = 'yes' | 'no' | 'members' | 'contents' | 'immovable';

export interface LibraryRow {
  readonly names: readonly string[];
  /** Null where the library has no such class. */
  readonly cells: Readonly<Record<StandardLibrary, LibraryCell | null>>;
}

const words = (count: number, bytes = 0): SizeForm => ({ kind: 'words', count, bytes });
const sixtyFour = (size: number, align = 8): SizeForm => ({ kind: 'sixty-four', size, align });
const measured = (size: number, align = 8): SizeForm => ({ kind: 'measured', size, align });
const MEMBERS: SizeForm = { kind: 'members' };
const UNMEASURED: SizeForm = { kind: 'unmeasured' };

type CellForm = readonly [size: SizeForm, relocation: RelocationForm, why: string];

/** A class that is not trivially copyable and goes by reference. */
const nontrivial = ([size, relocation, why]: CellForm): LibraryCell => ({
  size,
  relocation,
  triviallyCopyable: false,
  trivialForCalls: false,
  why,
});
const trivial = ([size, relocation, why]: CellForm): LibraryCell => ({
  size,
  relocation,
  triviallyCopyable: true,
  trivialForCalls: true,
  why,
});
/** All copy and move operations are deleted, which compilers call trivially copyable all the same. */
const immovable = (size: SizeForm, triviallyCopyable = true): LibraryCell => ({
  size,
  relocation: 'immovable',
  triviallyCopyable,
  trivialForCalls: false,
  why: 'has neither copy nor move operations',
});

type Cells = LibraryRow['cells'];
const everywhere = (make: (form: CellForm) => LibraryCell, form: CellForm): Cells => ({
  'libstdc++': make(form),
  'libc++': make(form),
  msvc: make(form),
});
const each = (gnu: LibraryCell | null, llvm: LibraryCell | null, msvc: LibraryCell | null): Cells => ({
  'libstdc++': gnu,
  'libc++': llvm,
  msvc,
});
const row = (names: string | readonly string[], cells: Cells): LibraryRow => ({
  names: typeof names === 'string' ? [names] : names,
  cells,
});
const handle = (count: number, why: string): Cells => everywhere(nontrivial, [words(count), 'yes', why]);

const memberwise = (triviallyCopyable: boolean | 'members', calls: boolean | 'members'): LibraryCell => ({
  size: MEMBERS,
  relocation: 'members',
  triviallyCopyable,
  trivialForCalls: calls,
  why: 'is relocatable where all its members are',
});

const SELF_POINTER = 'points into itself while the string is short';
const SENTINEL = 'has the sentinel node inside the object, and the nodes point at it';
const HEAP_NODE = 'keeps its head node on the heap';
const THREE_POINTERS = 'is three pointers to the heap';
const STRING = each(
  nontrivial([words(2, 16), 'no', SELF_POINTER]),
  nontrivial([words(3), 'yes', 'holds no pointer into itself']),
  nontrivial([words(2, 16), 'yes', 'holds no pointer into itself']),
);
const TREE = each(
  nontrivial([words(6), 'no', SENTINEL]),
  nontrivial([words(3), 'no', SENTINEL]),
  nontrivial([words(2), 'yes', HEAP_NODE]),
);
const HASH_TABLE = each(
  nontrivial([words(7), 'no', 'has a bucket that points back at the object']),
  nontrivial([words(5), 'no', 'has a bucket that points back at the object']),
  nontrivial([words(8), 'yes', 'keeps its nodes and buckets on the heap']),
);
const DEQUE = each(
  nontrivial([words(10), 'yes', 'points to the heap only']),
  nontrivial([words(6), 'yes', 'points to the heap only']),
  nontrivial([words(5), 'no', 'has a proxy on the heap that points back at it']),
);
const STREAM = 'has a virtual base and buffers that point into itself';
const stream = (gnu: number, llvm: number, msvc: number): Cells =>
  each(
    nontrivial([measured(gnu), 'no', STREAM]),
    nontrivial([measured(llvm), 'no', STREAM]),
    nontrivial([measured(msvc), 'no', STREAM]),
  );
const lock = (gnu: number, llvm: number, msvc: number): Cells =>
  each(immovable(measured(gnu)), immovable(measured(llvm)), immovable(measured(msvc)));
const POLYMORPHIC = 'has a pointer to a table of virtual functions (which arm64e signs with its address)';

/** A class that stands in two rows is described by the first whose arguments fit; see `library-form.ts`. */
export const LIBRARY_TABLE: readonly LibraryRow[] = [
  row(
    ['std::string', 'std::wstring', 'std::u8string', 'std::u16string', 'std::u32string', 'std::basic_string'],
    STRING,
  ),
  row(
    [
      'std::string_view',
      'std::wstring_view',
      'std::u8string_view',
      'std::u16string_view',
      'std::u32string_view',
      'std::basic_string_view',
    ],
    everywhere(trivial, [words(2), 'yes', 'is a pointer and a length']),
  ),
  row('std::vector', everywhere(nontrivial, [words(3), 'yes', THREE_POINTERS])),
  row(
    'std::vector<bool>',
    each(
      nontrivial([words(5), 'yes', 'points to the heap only']),
      nontrivial([words(3), 'yes', 'points to the heap only']),
      nontrivial([words(4), 'yes', 'points to the heap only']),
    ),
  ),
  row('std::deque', DEQUE),
  row(['std::stack', 'std::queue'], DEQUE),
  row('std::priority_queue', everywhere(nontrivial, [words(4), 'yes', 'is a vector and a comparison'])),
  row(
    'std::list',
    each(
      nontrivial([words(3), 'no', SENTINEL]),
      nontrivial([words(3), 'no', SENTINEL]),
      nontrivial([words(2), 'yes', HEAP_NODE]),
    ),
  ),
  row('std::forward_list', handle(1, 'ends in a null pointer')),
  row(['std::map', 'std::multimap', 'std::set', 'std::multiset'], TREE),
  row(
    ['std::unordered_map', 'std::unordered_multimap', 'std::unordered_set', 'std::unordered_multiset'],
    HASH_TABLE,
  ),
  row(
    'std::array',
    everywhere(() => memberwise('members', 'members'), [MEMBERS, 'members', '']),
  ),
  row('std::span', everywhere(trivial, [words(2), 'yes', 'is a pointer and a length'])),
  row('std::span<N>', everywhere(trivial, [words(1), 'yes', 'is a pointer'])),
  row('std::initializer_list', everywhere(trivial, [words(2), 'yes', 'does not own its array'])),
  row('std::unique_ptr', handle(1, 'is a pointer with a deleter that has no state')),
  row('std::unique_ptr<D*>', handle(2, 'is a pointer and a pointer to its deleter')),
  row(
    ['std::shared_ptr', 'std::weak_ptr'],
    handle(2, 'is two pointers, and the control block never points back'),
  ),
  row('std::reference_wrapper', everywhere(trivial, [words(1), 'yes', 'is a pointer'])),
  row(
    'std::optional',
    everywhere(() => memberwise('members', 'members'), [MEMBERS, 'members', '']),
  ),
  row(
    'std::variant',
    everywhere(() => memberwise('members', 'members'), [MEMBERS, 'members', '']),
  ),
  row(
    'std::expected',
    everywhere(() => memberwise(false, 'members'), [MEMBERS, 'members', '']),
  ),
  row(
    'std::pair',
    each(memberwise(false, 'members'), memberwise(false, 'members'), memberwise('members', 'members')),
  ),
  row('std::tuple', each(memberwise(false, false), memberwise(false, 'members'), memberwise(false, false))),
  row(
    'std::any',
    each(
      nontrivial([words(2), 'contents', 'keeps small values inside itself']),
      nontrivial([words(4), 'contents', 'keeps small values inside itself']),
      nontrivial([sixtyFour(64), 'contents', 'keeps small values inside itself']),
    ),
  ),
  row(
    'std::function',
    each(
      nontrivial([words(4), 'yes', 'keeps only trivially copyable functors inside itself']),
      nontrivial([sixtyFour(48, 16), 'no', 'points at the buffer inside itself']),
      nontrivial([sixtyFour(64), 'no', 'points at the buffer inside itself']),
    ),
  ),
  row(
    'std::move_only_function',
    each(
      nontrivial([sixtyFour(40), 'contents', 'keeps small functors inside itself']),
      null,
      nontrivial([sixtyFour(64), 'contents', 'keeps small functors inside itself']),
    ),
  ),
  row('std::mutex', lock(40, 40, 80)),
  row(
    'std::recursive_mutex',
    each(immovable(measured(40)), immovable(measured(40), false), immovable(measured(80))),
  ),
  row(
    'std::timed_mutex',
    each(immovable(measured(40)), immovable(measured(96), false), immovable(measured(160))),
  ),
  row(
    'std::shared_mutex',
    each(immovable(measured(56)), immovable(measured(144), false), immovable(measured(8))),
  ),
  row(
    'std::condition_variable',
    each(immovable(measured(48), false), immovable(measured(48), false), immovable(measured(72))),
  ),
  row('std::once_flag', each(immovable(measured(4, 4)), immovable(measured(8)), immovable(measured(8)))),
  row(
    'std::lock_guard',
    everywhere(() => immovable(words(1), false), [words(1), 'immovable', '']),
  ),
  row('std::unique_lock', handle(2, 'is a pointer and a flag')),
  row(
    'std::thread',
    each(
      nontrivial([words(1), 'yes', 'is a handle']),
      nontrivial([words(1), 'yes', 'is a handle']),
      nontrivial([words(2), 'yes', 'is a handle']),
    ),
  ),
  row(
    'std::jthread',
    each(
      nontrivial([words(2), 'yes', 'is a handle']),
      nontrivial([words(2), 'yes', 'is a handle']),
      nontrivial([words(3), 'yes', 'is a handle']),
    ),
  ),
  row(
    'std::atomic',
    everywhere(() => immovable(MEMBERS), [MEMBERS, 'immovable', '']),
  ),
  row(
    'std::atomic_flag',
    each(immovable(measured(1, 1)), immovable(measured(1, 1)), immovable(measured(4, 4))),
  ),
  row(
    'std::future',
    each(
      nontrivial([words(2), 'yes', 'points to a shared state that is counted']),
      nontrivial([words(1), 'yes', 'points to a shared state that is counted']),
      nontrivial([UNMEASURED, 'yes', 'points to a shared state that is counted']),
    ),
  ),
  row(
    'std::shared_future',
    each(
      nontrivial([words(2), 'yes', 'points to a shared state that is counted']),
      nontrivial([words(1), 'yes', 'points to a shared state that is counted']),
      nontrivial([UNMEASURED, 'yes', 'points to a shared state that is counted']),
    ),
  ),
  row(
    'std::promise',
    each(
      nontrivial([words(3), 'yes', 'points to a shared state that is counted']),
      nontrivial([words(1), 'yes', 'points to a shared state that is counted']),
      nontrivial([UNMEASURED, 'yes', 'points to a shared state that is counted']),
    ),
  ),
  row(
    [
      'std::chrono::nanoseconds',
      'std::chrono::microseconds',
      'std::chrono::milliseconds',
      'std::chrono::seconds',
      'std::chrono::time_point',
      'std::chrono::system_clock::time_point',
      'std::chrono::steady_clock::time_point',
      'std::chrono::high_resolution_clock::time_point',
    ],
    everywhere(trivial, [sixtyFour(8), 'yes', 'is one number']),
  ),
  row('std::chrono::duration', everywhere(trivial, [MEMBERS, 'yes', 'is one number'])),
  row(
    ['std::chrono::minutes', 'std::chrono::hours'],
    each(
      trivial([sixtyFour(8), 'yes', 'is one number']),
      trivial([sixtyFour(8), 'yes', 'is one number']),
      trivial([sixtyFour(4, 4), 'yes', 'is one number']),
    ),
  ),
  row('std::complex', everywhere(trivial, [MEMBERS, 'yes', 'is two numbers'])),
  row(
    'std::filesystem::path',
    each(
      nontrivial([measured(40), 'no', 'holds a string that points into itself']),
      nontrivial([words(3), 'yes', 'holds a string without pointers into itself']),
      nontrivial([words(2, 16), 'yes', 'holds a string without pointers into itself']),
    ),
  ),
  row(
    'std::filesystem::directory_entry',
    each(
      nontrivial([measured(48), 'no', 'holds a path']),
      nontrivial([measured(80, 16), 'yes', 'holds a path without pointers into itself']),
      nontrivial([measured(64), 'yes', 'holds a path without pointers into itself']),
    ),
  ),
  row(
    'std::exception',
    each(
      nontrivial([words(1), 'yes', POLYMORPHIC]),
      nontrivial([words(1), 'yes', POLYMORPHIC]),
      nontrivial([words(3), 'yes', POLYMORPHIC]),
    ),
  ),
  row(
    ['std::runtime_error', 'std::logic_error'],
    each(
      nontrivial([words(2), 'yes', POLYMORPHIC]),
      nontrivial([words(2), 'yes', POLYMORPHIC]),
      nontrivial([words(3), 'yes', POLYMORPHIC]),
    ),
  ),
  row(
    'std::system_error',
    each(
      nontrivial([measured(32), 'yes', POLYMORPHIC]),
      nontrivial([measured(32), 'yes', POLYMORPHIC]),
      nontrivial([measured(40), 'yes', POLYMORPHIC]),
    ),
  ),
  row(
    'std::exception_ptr',
    each(
      nontrivial([words(1), 'yes', 'is a counted pointer']),
      nontrivial([words(1), 'yes', 'is a counted pointer']),
      nontrivial([words(2), 'yes', 'is a counted pointer']),
    ),
  ),
  row(
    ['std::error_code', 'std::error_condition'],
    everywhere(trivial, [sixtyFour(16), 'yes', 'is a number and a pointer']),
  ),
  row(
    'std::locale',
    each(
      nontrivial([words(1), 'yes', 'is a counted pointer']),
      nontrivial([words(1), 'yes', 'is a counted pointer']),
      nontrivial([words(2), 'yes', 'is a counted pointer']),
    ),
  ),
  row(
    'std::enable_shared_from_this',
    handle(2, 'holds a weak_ptr; the object itself mostly lives inside a control block'),
  ),
  row(['std::stringstream'], stream(392, 280, 248)),
  row('std::ostringstream', stream(376, 264, 232)),
  row('std::ofstream', stream(512, 328, 264)),
  row('std::ifstream', stream(520, 336, 272)),
  row(
    'std::ostream',
    each(immovable(measured(272), false), immovable(measured(160), false), immovable(measured(112), false)),
  ),
  row(
    'std::regex',
    each(
      nontrivial([measured(32), 'yes', 'points to the heap only']),
      nontrivial([measured(64), 'yes', 'points to the heap only']),
      nontrivial([measured(40), 'yes', 'points to the heap only']),
    ),
  ),
  row(
    'std::mt19937',
    each(
      trivial([sixtyFour(5000), 'yes', 'is an array of numbers']),
      trivial([sixtyFour(5000), 'yes', 'is an array of numbers']),
      trivial([sixtyFour(5000, 4), 'yes', 'is an array of numbers']),
    ),
  ),
];
