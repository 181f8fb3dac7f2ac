import type { Location, Range, Uri } from '../base/range.js';
import type { LockedPackage } from '../builds/cargo-lock.js';
import type { CppEnum, CppFunction, CppParameter, CppRecord, CppVariable } from '../facts/cpp/cpp-facts.js';
import type {
  CppInclusion,
  CxxBridge,
  CxxReceiver,
  CxxType,
  LinkName,
  RustEnum,
  RustRecord,
  RustSignature,
  RustStatic,
  RustType,
} from '../facts/rust/rust-facts.js';
import type { Condition } from '../facts/facts.js';
import type { ZngurFacts, ZngurType, ZngurTypeMember } from '../facts/zngur/zngur-facts.js';
import type { RustPlace } from '../program/rust-names.js';
import type { SharedSymbol } from './bridge-symbols.js';
import type { NumberedUse } from './numbered-overloads.js';
import type { Redeclaration } from './redeclarations.js';
import type { RustBodySide } from './rust-bodies.js';
import type { StaleItem } from './stale-items.js';
import type { SurfaceItem } from './surface.js';
import type { ThreadClaim } from './thread-claims.js';
import type { UnreleasedHandle } from './unreleased-handles.js';

/** How something crosses. */
export type Mechanism =
  'extern-c' | 'cxx' | 'cxx-qt' | 'zngur' | 'bindgen' | 'cbindgen' | 'autocxx' | 'crubit' | 'diplomat';

/** Whether values are passed as C passes them: whoever writes the declarations, the linker joins them by name alone. */
export const passesAsC = (mechanism: Mechanism): boolean => AS_C.has(mechanism);

const AS_C: ReadonlySet<Mechanism> = new Set(['extern-c', 'bindgen', 'cbindgen', 'crubit', 'diplomat']);

/**
 * Whether a tool writes one side whole from the other, in forms of its own: nothing of it is compared. Of zngur these
 * are functions; the classes that a `.zng` names are C++'s own.
 */
export const isWrittenByTool = ({ mechanism, kind }: Pick<Crossing, 'mechanism' | 'kind'>): boolean =>
  mechanism === 'autocxx' || mechanism === 'diplomat' || (mechanism === 'zngur' && kind === 'function');

/** Whether values are passed as the C++ that cxx generates passes them. */
export const passesAsCxx = (mechanism: Mechanism): boolean => mechanism === 'cxx' || mechanism === 'cxx-qt';

/**
 * A function by which C++ that Crubit generated calls Rust, or the other way round. Its types have the layouts that
 * rustc told it, and assertions that hold them to it on both sides: no type needs a representation for that.
 *
 * @see Crubit, cc_bindings_from_rs/generate_bindings, rs_bindings_from_cc/generate_bindings
 */
export const isCrubitThunk = ({ name }: Pick<FunctionCrossing, 'name'>): boolean =>
  /^__(?:crubit|rust)_thunk_/.test(name);

export type Direction = 'rust-calls-cpp' | 'cpp-calls-rust';

/** Who is given a value: a parameter goes to who is called, a result to who calls. */
export type Flow = 'to-rust' | 'to-cpp';

/** One function, variable or type that both sides rely on. */
export type Crossing = FunctionCrossing | VariableCrossing | TypeCrossing | EnumCrossing;

export interface FunctionCrossing {
  readonly kind: 'function';
  /** The link name under raw `extern "C"`, the qualified C++ name under cxx. */
  readonly name: string;
  readonly mechanism: Mechanism;
  readonly direction: Direction;
  readonly rust: RustFunctionSide;
  readonly cpp: CppFunctionSide;
  /** Other C++ functions of the same qualified name; the binding says which one it means, or not. */
  readonly overloads: readonly CppFunctionSide[];
  /** True where the C++ function is known to be the one that is meant. */
  readonly resolved: boolean;
  /** What Rust binds by where that is a mangled name: it says which overload is meant. */
  readonly mangledNames?: readonly LinkName[];
}

export interface RustFunctionSide {
  readonly uri: Uri;
  /** The calling convention as written: `C`, `system` …; absent where the mechanism chooses it. */
  readonly abi?: string;
  readonly name: string;
  readonly nameRange: Range;
  readonly range: Range;
  readonly modulePath: readonly string[];
  readonly signature: RustSignature;
  readonly condition: Condition;
  /** What a cxx bridge says besides. */
  readonly bridged?: BridgedFunction;
}

export interface BridgedFunction {
  readonly receiver: CxxReceiver | null;
  /** The class that it is a member of, by its name in the bridge; null for a free function. */
  readonly owner: string | null;
  /** As of `BridgeModule`. */
  readonly ownRules: boolean;
}

export interface CppFunctionSide {
  readonly uri: Uri;
  readonly item: CppFunction;
  /** The object of a member function, where Rust passes it as the first parameter. */
  readonly object?: CppParameter;
}

/** Of a Rust side that has none in its own words: a tool makes it. */
export const noSignature = (range: Range): RustSignature => ({
  parameters: [],
  parameterListRange: range,
  variadic: false,
  result: { kind: 'tuple', elements: [] },
  resultRange: null,
  unsafe: false,
});

/** What a C++ function takes as the mechanism passes it. */
export const passedParameters = ({ item, object }: CppFunctionSide): readonly CppParameter[] =>
  object ? [object, ...item.signature.parameters] : item.signature.parameters;

/** A variable that one side defines and the other one names. */
export interface VariableCrossing {
  readonly kind: 'variable';
  /** The link name. */
  readonly name: string;
  readonly mechanism: Mechanism;
  /** Who is called is who defines it. */
  readonly direction: Direction;
  readonly rust: { readonly uri: Uri; readonly item: RustStatic };
  readonly cpp: { readonly uri: Uri; readonly item: CppVariable };
}

/** A record that both sides lay out, or that Rust holds by value. */
export interface TypeCrossing {
  readonly kind: 'type';
  readonly name: string;
  readonly mechanism: Mechanism;
  readonly direction: Direction;
  readonly rust: { readonly uri: Uri; readonly item: RustRecord | CxxType };
  readonly cpp: { readonly uri: Uri; readonly item: CppRecord };
  /** How the type is used across: each place where it is passed, returned or held. At least one. */
  readonly uses: readonly TypeUse[];
}

export interface TypeUse {
  /** `in a record`: held by value in one that crosses behind a pointer. */
  readonly how: 'by value' | 'behind a pointer' | 'in a record';
  /** Rust has a pointer or reference that it may write through. */
  readonly mutable?: true;
  /** It is a `&mut`: safe code may swap what it refers to with another. */
  readonly swappable?: true;
  /** `returned by \`f\``, `the parameter \`w\` of \`f\``. */
  readonly what: string;
  readonly rust: Location;
  readonly cpp: Location | null;
}

/** An enumeration of which both sides have values. */
export interface EnumCrossing {
  readonly kind: 'enum';
  readonly name: string;
  readonly mechanism: Mechanism;
  readonly direction: Direction;
  readonly rust: { readonly uri: Uri; readonly item: RustEnum };
  readonly cpp: { readonly uri: Uri; readonly item: CppEnum };
  /** At least one. */
  readonly uses: readonly EnumUse[];
}

export interface EnumUse extends TypeUse {
  /** Who may be given a value there: both, behind a pointer that both may write through. */
  readonly flows: readonly Flow[];
}

/** A name of one side that found no partner. */
export interface Unpaired {
  readonly kind: 'unpaired';
  readonly name: string;
  readonly mechanism: Mechanism;
  readonly location: Location;
  readonly reason: string;
  /** What both sides plainly mean, and what keeps it from being a crossing. */
  readonly obstructed?: ObstructedCrossing;
  /** What it would be with each of several C++ declarations that are not written alike. */
  readonly ways?: readonly FunctionCrossing[];
}

/** Two declarations that are meant for each other, and that the linker will not join. */
export interface ObstructedCrossing {
  readonly kind: 'obstructed';
  readonly obstacle:
    /** The C++ function has C++ linkage: its symbol is a mangled name. */
    | 'cpp-linkage'
    /** It has no symbol that another file could use: `static`, deleted, a template. */
    | 'static'
    | 'deleted'
    | 'template'
    /** Only a class declares it, as a friend: no qualified name leads to it, and no lookup but by its arguments. */
    | 'hidden-friend'
    /** It is a template, and cxx cannot name an instance by the types of the bridge. */
    | 'no-instance'
    /** The Rust function is exported with Rust's own calling convention. */
    | 'rust-abi';
  /** What it would be. */
  readonly crossing: FunctionCrossing;
}

/** What a mechanism makes of one declaration. */
export type Pairing = Crossing | Unpaired;

/** One `#[cxx::bridge]` or `#[cxx_qt::bridge]` module, as what cxx itself makes of it. */
export interface BridgeModule {
  readonly kind: 'bridge';
  readonly uri: Uri;
  readonly bridge: CxxBridge;
  /** The workspace has the source of the macro itself: cxx, or a fork of it that may accept more. */
  readonly ownRules: boolean;
}

/** One `include_cpp!`, as what autocxx makes of it. */
export interface InclusionSide {
  readonly kind: 'inclusion';
  readonly uri: Uri;
  readonly inclusion: CppInclusion;
}

/** One `.zng`, as what zngur's generator makes of it. */
export interface ZngurFile {
  readonly kind: 'zngur-file';
  readonly uri: Uri;
  readonly facts: ZngurFacts;
}

/** One `Cargo.lock` that names a tool for C++. */
export interface LockFile {
  readonly kind: 'lock-file';
  readonly uri: Uri;
  readonly packages: readonly LockedPackage[];
  /** Functions under `#[unsafe(no_mangle)]` in packages that cbindgen reads. */
  readonly unsafeExports: readonly Location[];
}

/** A Rust type that a `.zng` gives to C++, with what is said of it. */
export interface ZngurTypeSide {
  readonly kind: 'zngur-type';
  /** Of the `.zng`. */
  readonly uri: Uri;
  readonly item: ZngurType;
  /** As Rust would write it at the root of its crate. */
  readonly type: RustType;
  readonly place: RustPlace;
  /** `cfg` predicates. */
  readonly condition: Condition;
  readonly members: readonly ZngurMemberThere[];
}

export interface ZngurMemberThere {
  readonly member: Exclude<ZngurTypeMember, { kind: 'if' | 'match' }>;
  /** `cfg` predicates, without those around the type. */
  readonly condition: Condition;
  /** Of a field, as Rust would write it at the root of its crate. */
  readonly type: RustType | null;
}

/** All crossings of a workspace, and what else stands at the boundary. */
export interface Boundary {
  readonly crossings: readonly Crossing[];
  readonly unpaired: readonly Unpaired[];
  readonly rustBodies: readonly RustBodySide[];
  readonly numberedUses: readonly NumberedUse[];
  readonly threadClaims: readonly ThreadClaim[];
  readonly unreleasedHandles: readonly UnreleasedHandle[];
  readonly bridges: readonly BridgeModule[];
  readonly sharedSymbols: readonly SharedSymbol[];
  readonly redeclarations: readonly Redeclaration[];
  readonly staleItems: readonly StaleItem[];
  readonly inclusions: readonly InclusionSide[];
  readonly zngurFiles: readonly ZngurFile[];
  readonly lockFiles: readonly LockFile[];
  readonly zngurTypes: readonly ZngurTypeSide[];
  readonly surface: readonly SurfaceItem[];
}

/** True for the Rust side of a type that cxx declares and Rust does not lay out. */
export const isBridgeType = (item: RustRecord | CxxType): item is CxxType => 'alias' in item;

/**
 * True where the two records are meant to have the same bytes: one of them crosses by value, or both are
 * defined and have the same name or mostly the same fields. Behind a pointer two records may also meet that
 * have nothing to do with each other: a base and what is derived from it, a handle and what it hides.
 */
export function isMirror({ rust: { item }, cpp, uses }: TypeCrossing): boolean {
  if (!cpp.item.definition) return false;
  if (isBridgeType(item) || uses.some(({ how }) => how === 'by value')) return true;
  // C++ that gives a handle methods, or a body to say so, still never looks into it.
  const { fields, bases, doubts } = cpp.item;
  if (fields.length + bases.length === 0 && !doubts.some(({ use }) => use !== null)) return false;
  return mirrorByName(item, cpp.item);
}

/** True where two records have the same name or mostly the same fields. */
export function mirrorByName(rust: RustRecord, cpp: CppRecord): boolean {
  if (plainName(rust.name) === plainName(cpp.name)) return true;
  if (rust.fields.length === cpp.fields.length && isPrefixed(cpp.name, rust.name)) return true;
  const names = new Set(cpp.fields.map(({ name }) => plainName(name)));
  const shared = rust.fields.filter(({ name }) => names.has(plainName(name)));
  return shared.length * 2 > Math.max(rust.fields.length, cpp.fields.length);
}

/** True for `http_ring_buffer_t` and `RingBuffer`: C has a prefix where Rust has a path. */
function isPrefixed(cppName: string, rustName: string): boolean {
  const words = cppName.replace(/([a-z\d])([A-Z])/g, '$1_$2').split('_');
  const rust = plainName(rustName);
  return words.some((_, i) => plainName(words.slice(i).join('_')) === rust);
}

/** `ring_buffer_t`, `RingBuffer` and `_RingBuffer` are one name. */
const plainName = (name: string): string => name.replace(/_t$/, '').replaceAll('_', '').toLowerCase();

/**
 * True where a Rust record is a stand-in for a type that Rust never looks into: no fields, or only such as
 * take no room (`_private: [u8; 0]`, `PhantomData`) or have nothing in them (`c_void`).
 */
export const isOpaque = (item: RustRecord): boolean => item.fields.every(({ type }) => isPlaceholder(type));

/** Also `(PhantomData<…>, PhantomPinned)`, as the Nomicon has it. */
function isPlaceholder(type: RustType): boolean {
  if (type.kind === 'array') return type.length.kind === 'integer' && type.length.value === 0n;
  if (type.kind === 'tuple') return type.elements.every(isPlaceholder);
  return type.kind === 'path' && /^(?:Phantom.*|c_void)$/.test(type.path[type.path.length - 1] ?? '');
}
