import type { Evidence, Known } from '../base/known.js';
import type { Location } from '../base/range.js';
import type { Access, CppBuiltin, Qualified } from '../facts/cpp/cpp-facts.js';

/**
 * The resolved types that `abi` computes with: every name is looked up, every alias followed, every
 * array length a number, every template argument in its place. Whoever lowers facts to this model
 * answers for that; where he cannot, he writes the `unknown` type with the reason, and every result
 * that depends on it is unknown with the same reason.
 *
 * Definitions are lazy (`define`), so that a type that is only pointed at is never asked for its
 * members. Identity is the object: one class (with one set of template arguments) is one
 * `CppAbiRecord`, and `define` gives the same definition each time (see `lazily`).
 */
export type CppAbiType = Qualified &
  Grounded &
  (
    | { readonly kind: 'builtin'; readonly name: CppBuiltin }
    /** `_BitInt(width)` */
    | { readonly kind: 'bit-int'; readonly signed: boolean; readonly width: number }
    | { readonly kind: 'pointer'; readonly pointee: CppAbiType }
    | { readonly kind: 'reference'; readonly rvalue: boolean; readonly referent: CppAbiType }
    /** `count` is null for a flexible array member and for `T (&)[]`. */
    | { readonly kind: 'array'; readonly element: CppAbiType; readonly count: number | null }
    | CppAbiFunctionType
    | { readonly kind: 'member-pointer'; readonly class: CppAbiRecord; readonly member: CppAbiType }
    | { readonly kind: 'enum'; readonly enum: CppAbiEnum }
    | { readonly kind: 'record'; readonly record: CppAbiRecord }
    /** A type of the standard library; its layout and its relocation come from `standard-library/`. */
    | CppAbiLibraryType
    /** A typedef with `__attribute__((aligned(n)))`, which replaces (also lowers) the alignment. Bytes. */
    | { readonly kind: 'aligned'; readonly type: CppAbiType; readonly alignment: number }
    /** Parameter `index` of the function template that is mangled. */
    | { readonly kind: 'template-parameter'; readonly index: number }
    | CppAbiUnknownType
  );

/** Where a type was resolved on an assumption, every result that uses it becomes `assumed` with this text. */
export interface Grounded {
  readonly assumption?: string;
}

export interface CppAbiFunctionType {
  readonly kind: 'function';
  readonly parameters: readonly CppAbiType[];
  readonly variadic: boolean;
  readonly result: CppAbiType;
  /** Qualifiers of a member function's type, as in `void (S::*)() const &`. */
  readonly constFunction: boolean;
  readonly volatileFunction: boolean;
  readonly referenceQualifier: '' | '&' | '&&';
  readonly noexcept: boolean;
  /** As written; null for the default one. */
  readonly callingConvention: CallingConvention | null;
}

/** Conventions that a declaration can name. Only Microsoft's mangling tells them apart. */
export type CallingConvention = 'cdecl' | 'stdcall' | 'fastcall' | 'thiscall' | 'vectorcall' | 'regcall';

/**
 * A class or class template of the standard library by its public name, inline namespaces left out:
 * `std::vector`, `std::filesystem::path`, `std::string` (not `std::basic_string`). Arguments as written;
 * those left out have their defaults.
 */
export interface CppAbiLibraryType {
  readonly kind: 'library';
  readonly name: string;
  readonly arguments: readonly CppAbiArgument[];
}

export interface CppAbiUnknownType {
  readonly kind: 'unknown';
  /** How the type is written, for messages. */
  readonly text: string;
  readonly reason: string;
  readonly because: readonly Evidence[];
}

export type CppAbiArgument =
  | { readonly kind: 'type'; readonly type: CppAbiType }
  /** `type` is the parameter's type: `bool`, `int`, an enum. */
  | { readonly kind: 'constant'; readonly value: bigint; readonly type: CppAbiType };

/** A qualified name, outermost component first; the last component is the entity itself. */
export type CppAbiName = readonly CppAbiNameComponent[];

export interface CppAbiNameComponent {
  readonly kind: 'namespace' | 'record' | 'enum' | 'function';
  /** Empty for an anonymous namespace and for unnamed types. */
  readonly name: string;
  /** Null where it is no template specialisation. Default arguments are filled in. */
  readonly arguments: readonly CppAbiArgument[] | null;
  /** Index of the first argument that belongs to a parameter pack, where there is one. */
  readonly packFrom?: number;
  /** On a tagged inline namespace the tag is never printed, but counts as mentioned. `[[gnu::abi_tag("…")]]` */
  readonly abiTags: readonly string[];
  /** Why it cannot be mangled: a macro opens it, or nothing says which instance of a template it is. */
  readonly unknown?: string;
}

export interface CppAbiEnum {
  readonly name: CppAbiName;
  readonly scoped: boolean;
  /** Fixed underlying type; null without. `enum class` without one is `int`. */
  readonly underlying: CppAbiType | null;
  /** Least and greatest enumerator, needed only without a fixed underlying type. */
  readonly values: Known<{ readonly least: bigint; readonly greatest: bigint }>;
  readonly packed: boolean;
  readonly location: Location | null;
}

/** A class, struct or union. */
export interface CppAbiRecord {
  readonly name: CppAbiName;
  readonly kind: 'struct' | 'class' | 'union';
  /** An anonymous struct or union as a member: its fields are its owner's. */
  readonly anonymous: boolean;
  readonly location: Location | null;
  /** Unknown for a record that is only declared, or whose members cannot be read. */
  readonly define: () => Known<CppRecordDefinition>;
}

export interface CppRecordDefinition {
  readonly bases: readonly CppAbiBase[];
  /** Non-static data members in order, unnamed bit-fields and anonymous members included. */
  readonly fields: readonly CppAbiField[];
  readonly special: CppSpecialMembers;
  /** Non-static, non-template member functions other than constructors and the destructor. */
  readonly functions: readonly CppAbiMemberFunction[];
  /** No class may derive from it, so that libraries that would save the room of an empty one cannot. */
  readonly final: boolean;
  /** Greatest `alignas(n)` or `__attribute__((aligned(n)))` on the record, bytes; 0 without. */
  readonly alignment: number;
  /** True where `alignment` was written as `alignas`. */
  readonly alignas: boolean;
  readonly packed: boolean;
  /** `#pragma pack(n)` in force at the `{`, bytes; null without. */
  readonly pragmaPack: number | null;
  /** `[[clang::trivial_abi]]` */
  readonly trivialAbi: boolean;
  /** `__declspec(empty_bases)` */
  readonly emptyBases: boolean;
  /** True for `__attribute__((ms_struct))`, false for `gcc_struct`, null where the target's default holds. */
  readonly microsoftStruct: boolean | null;
  /** What says that the class is bitwise relocatable, other than `trivial_abi`. */
  readonly relocationClaims: readonly RelocationClaim[];
}

/** A promise that a class may be moved by copying its bytes, and its place. */
export interface RelocationClaim extends Evidence {
  /**
   * `attribute`: P1144's `[[trivially_relocatable]]`; `keyword`: P2786's `trivially_relocatable_if_eligible`, which
   * promises nothing of a class that is not eligible; `trait`: what a library asks for, such as a specialisation of
   * `rust::IsRelocatable` or `folly::IsRelocatable`, or `Q_DECLARE_TYPEINFO`.
   */
  readonly form: 'attribute' | 'keyword' | 'trait';
  /** The whole declaration that makes the promise and no other; null for a mark within the class's own. */
  readonly declaration: Location | null;
}

export interface CppAbiBase {
  /** A record or library type for every base that is known. */
  readonly type: CppAbiType;
  readonly virtual: boolean;
  readonly access: Access;
  readonly location: Location | null;
}

export interface CppAbiField {
  /** Empty for unnamed bit-fields and anonymous members. */
  readonly name: string;
  readonly type: CppAbiType;
  /** Bits; null for a member that is no bit-field. */
  readonly bitWidth: number | null;
  /** Greatest `alignas` or `aligned` on the member, bytes; 0 without. */
  readonly alignment: number;
  readonly packed: boolean;
  /** `[[no_unique_address]]`, which the Microsoft ABI ignores, or `[[msvc::no_unique_address]]`, which the others ignore. */
  readonly noUniqueAddress: 'standard' | 'microsoft' | null;
  readonly access: Access;
  readonly hasInitializer: boolean;
  readonly location: Location | null;
}

export interface CppSpecialMembers {
  readonly defaultConstructor: CppSpecialMember;
  readonly copyConstructor: CppSpecialMember;
  readonly moveConstructor: CppSpecialMember;
  readonly copyAssignment: CppSpecialMember;
  readonly moveAssignment: CppSpecialMember;
  readonly destructor: CppSpecialMember & { readonly virtual: boolean };
  /** A user-provided constructor that is none of the above, constructor templates included; null without. */
  readonly otherConstructor: Location | null;
}

export interface CppSpecialMember {
  /**
   * `defaulted` and `deleted`: on the first declaration; `= default` outside the class is user-provided.
   * Whether an undeclared one is implicitly deleted is worked out by `special-members.ts`.
   */
  readonly state: 'not-declared' | 'defaulted' | 'deleted' | 'user-provided';
  readonly access: Access;
  /** Null where it is not declared or its place is not known. */
  readonly location: Location | null;
  /**
   * Several of its kind of which not all are user-provided, defaulted or deleted, or none that takes a constant:
   * what is copied decides which is used. `state` is then the first of these words that one of them deserves.
   */
  readonly restricted?: true;
}

export interface CppAbiMemberFunction {
  /** Name, parameter types and qualifiers in one canonical spelling: equal where one overrides the other. */
  readonly signature: string;
  /** Written `virtual`, `override` or `final`. A function that overrides without saying so is found by its signature. */
  readonly virtual: boolean;
  readonly pure: boolean;
}

/** A function or variable to be mangled. */
export interface CppAbiFunction {
  readonly kind:
    | 'function'
    | 'method'
    | 'static-method'
    | 'constructor'
    | 'destructor'
    | 'conversion'
    | 'operator'
    | 'literal-operator'
    | 'variable';
  /** Namespaces and classes around it, outermost first; empty at global scope. */
  readonly scope: CppAbiName;
  /**
   * The plain name; for operators what follows `operator` (`+`, `()`, `new[]`), for a literal operator
   * its suffix (`_km`), unused for constructors, destructors and conversions.
   */
  readonly name: string;
  readonly linkage: 'c' | 'cpp';
  readonly parameters: readonly CppAbiType[];
  readonly variadic: boolean;
  /** Result of a function, target of a conversion, type of a variable. */
  readonly result: CppAbiType;
  readonly constFunction: boolean;
  readonly volatileFunction: boolean;
  readonly referenceQualifier: '' | '&' | '&&';
  /** Also where it overrides without saying so. Itanium needs it only for destructors, which then have a deleting variant. */
  readonly virtual: boolean;
  /** Of a member; Microsoft's names say it. */
  readonly access: Access;
  /** As written; null for the default one. */
  readonly callingConvention: CallingConvention | null;
  readonly abiTags: readonly string[];
  /** Arguments of a function template's specialisation; null otherwise. Parameters then use `template-parameter`. */
  readonly templateArguments: readonly CppAbiArgument[] | null;
  /** `asm("name")`: the symbol as it stands; null without. */
  readonly asmLabel: string | null;
}

/** Rust types, resolved in the same way: aliases followed, `c_*` types replaced by primitives. */
export type RustAbiType = Grounded &
  (
    | { readonly kind: 'primitive'; readonly name: RustPrimitive }
    | {
        readonly kind: 'pointer';
        readonly form: RustPointerForm;
        readonly mutable: boolean;
        readonly pointee: RustAbiType;
      }
    | RustAbiFunctionPointer
    | { readonly kind: 'array'; readonly element: RustAbiType; readonly count: number }
    | { readonly kind: 'tuple'; readonly elements: readonly RustAbiType[] }
    /** Unsized: only behind pointers and as the last field of a struct. */
    | { readonly kind: 'slice'; readonly element: RustAbiType }
    | { readonly kind: 'str' }
    | { readonly kind: 'trait-object' }
    | { readonly kind: 'record'; readonly record: RustAbiRecord }
    | { readonly kind: 'enum'; readonly enum: RustAbiEnum }
    | { readonly kind: 'library'; readonly name: RustLibraryType; readonly arguments: readonly RustAbiType[] }
    | {
        readonly kind: 'unknown';
        readonly text: string;
        readonly reason: string;
        readonly because: readonly Evidence[];
      }
  );

export interface RustAbiFunctionPointer {
  readonly kind: 'function-pointer';
  /** `Rust` without `extern`. */
  readonly abi: string;
  readonly parameters: readonly RustAbiType[];
  readonly variadic: boolean;
  readonly result: RustAbiType;
}

export type RustInteger =
  'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'u64' | 'i64' | 'u128' | 'i128' | 'usize' | 'isize';

/** `never` is `!`. */
export type RustPrimitive = RustInteger | 'f32' | 'f64' | 'bool' | 'char' | 'never';

/** `raw`: `*const T` and `*mut T`; `rc` and `arc` as their standard library has them. */
export type RustPointerForm = 'raw' | 'reference' | 'box' | 'non-null' | 'rc' | 'arc';

/**
 * Types of `core`, `alloc` and `std` by name; `NonZero` has its integer as argument, atomics have none.
 * `Ordering` is that of `cmp`, `AtomicOrdering` that of `sync::atomic`.
 */
export type RustLibraryType = (typeof RUST_LIBRARY_TYPES)[number];

export const RUST_LIBRARY_TYPES = [
  ...(['Option', 'Result', 'Infallible', 'Cow', 'Poll', 'ControlFlow', 'Ordering'] as const),
  ...([
    'Vec',
    'String',
    'VecDeque',
    'BinaryHeap',
    'LinkedList',
    'HashMap',
    'HashSet',
    'BTreeMap',
    'BTreeSet',
    'RandomState',
  ] as const),
  ...(['CString', 'CStr', 'OsString', 'OsStr', 'PathBuf', 'Path'] as const),
  ...([
    'MaybeUninit',
    'ManuallyDrop',
    'PhantomData',
    'PhantomPinned',
    'Pin',
    'Weak',
    'NonZero',
    'Wrapping',
    'Saturating',
  ] as const),
  ...([
    'Cell',
    'UnsafeCell',
    'RefCell',
    'OnceCell',
    'Mutex',
    'RwLock',
    'Condvar',
    'Once',
    'OnceLock',
  ] as const),
  ...(['AtomicBool', 'AtomicU8', 'AtomicI8', 'AtomicU16', 'AtomicI16', 'AtomicU32', 'AtomicI32'] as const),
  ...(['AtomicU64', 'AtomicI64', 'AtomicUsize', 'AtomicIsize', 'AtomicPtr', 'AtomicOrdering'] as const),
  ...(['Range', 'RangeInclusive', 'RangeFrom', 'RangeTo', 'RangeToInclusive', 'RangeFull', 'Bound'] as const),
  ...(['Duration', 'SystemTime', 'Instant'] as const),
  ...(['Ipv4Addr', 'Ipv6Addr', 'IpAddr', 'SocketAddrV4', 'SocketAddrV6', 'SocketAddr'] as const),
  ...(['OwnedFd', 'BorrowedFd', 'File'] as const),
] as const;

export interface RustAbiRecord {
  /** Path with arguments as people read it. */
  readonly name: string;
  readonly kind: 'struct' | 'union';
  readonly location: Location | null;
  readonly define: () => Known<RustRecordDefinition>;
}

export interface RustRecordDefinition {
  readonly repr: RustAbiRepr;
  readonly fields: readonly RustAbiField[];
  /** True where the last field's type is a type parameter with `?Sized`: then it is never moved. */
  readonly maybeUnsized: boolean;
}

export interface RustAbiEnum {
  readonly name: string;
  readonly location: Location | null;
  readonly define: () => Known<RustEnumDefinition>;
}

export interface RustEnumDefinition {
  readonly repr: RustAbiRepr;
  readonly variants: readonly RustAbiVariant[];
}

export interface RustAbiVariant {
  readonly name: string;
  /** The discriminant as written; null where it follows from the variant before. */
  readonly discriminant: bigint | null;
  readonly fields: readonly RustAbiField[];
  readonly location: Location | null;
}

export interface RustAbiRepr {
  readonly c: boolean;
  readonly transparent: boolean;
  readonly integer: RustInteger | null;
  /** Bytes, null without. */
  readonly packed: number | null;
  readonly align: number | null;
}

export interface RustAbiField {
  readonly name: string;
  readonly type: RustAbiType;
  readonly location: Location | null;
}

/** A function that computes once and then always gives the same object: what `define` has to be. */
export function lazily<T extends object>(compute: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= compute());
}

export const NO_REPR: RustAbiRepr = {
  c: false,
  transparent: false,
  integer: null,
  packed: null,
  align: null,
};

export const NOT_DECLARED: CppSpecialMember = { state: 'not-declared', access: 'public', location: null };

/** What a class has that declares no constructor, destructor or assignment operator. */
export const NO_SPECIAL_MEMBERS: CppSpecialMembers = {
  defaultConstructor: NOT_DECLARED,
  copyConstructor: NOT_DECLARED,
  moveConstructor: NOT_DECLARED,
  copyAssignment: NOT_DECLARED,
  moveAssignment: NOT_DECLARED,
  destructor: { ...NOT_DECLARED, virtual: false },
  otherConstructor: null,
};
