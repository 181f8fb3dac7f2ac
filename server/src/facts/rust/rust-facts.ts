import type { Range } from '../../base/range.js';
import type { CommonFacts, Condition, ConstantExpression, Declared } from '../facts.js';

export interface RustFacts extends CommonFacts {
  readonly language: 'rust';
  /** Functions and statics inside `extern "…" { }` blocks. */
  readonly foreignFunctions: readonly ForeignFunction[];
  readonly foreignStatics: readonly ForeignStatic[];
  /** `type Foo;` inside an extern block (unstable) is not read; opaque types are records without fields. */
  /** Functions with a body that have a non-Rust ABI or a fixed symbol name. */
  readonly exports: readonly ExportedFunction[];
  readonly records: readonly RustRecord[];
  readonly enums: readonly RustEnum[];
  readonly aliases: readonly RustAlias[];
  readonly constants: readonly RustConstant[];
  /** Trait implementations by name: `Drop`, `Clone`, `Copy`, `Send`, `ExternType` … */
  readonly implementations: readonly RustImplementation[];
  readonly uses: readonly RustUse[];
  readonly modules: readonly RustModule[];
  readonly bridges: readonly CxxBridge[];
  /** Non-bridge macros that hold declarations we do not read (`include_cpp!`, `cpp!`): name and place. */
  readonly macros: readonly { readonly name: string; readonly range: Range }[];
}

/** What every Rust item has. `modulePath`: inline modules around it within the file. */
export interface RustItem extends Declared {
  readonly name: string;
  readonly modulePath: readonly string[];
  readonly public: boolean;
  readonly condition: Condition;
}

export interface RustParameter {
  /** The pattern as written (`mut n`, `_`), `self` for a receiver. */
  readonly name: string;
  readonly type: RustType;
  /** Pattern and type. */
  readonly range: Range;
  readonly typeRange: Range;
}

export interface RustSignature {
  readonly parameters: readonly RustParameter[];
  /** From `(` to `)` inclusive. */
  readonly parameterListRange: Range;
  readonly variadic: boolean;
  /** `()` where nothing is written. */
  readonly result: RustType;
  /** The type after `->`; null where nothing is written. */
  readonly resultRange: Range | null;
  readonly unsafe: boolean;
}

export interface ForeignFunction extends RustItem {
  /** `C`, `C-unwind`, `system` …; `C` for a bare `extern`. */
  readonly abi: string;
  readonly linkName: string | null;
  /** `#[link(name = "…")]` of the block, null without. */
  readonly library: string | null;
  readonly signature: RustSignature;
}

export interface ForeignStatic extends RustItem {
  readonly abi: string;
  readonly linkName: string | null;
  readonly mutable: boolean;
  readonly type: RustType;
  readonly typeRange: Range;
}

export interface ExportedFunction extends RustItem {
  /** `Rust` where no `extern` is written. */
  readonly abi: string;
  /** `#[no_mangle]`, also as `#[unsafe(no_mangle)]`. */
  readonly noMangle: boolean;
  /** `#[export_name = "…"]` */
  readonly exportName: string | null;
  readonly signature: RustSignature;
  /** Type parameters, so that it is no symbol by itself. */
  readonly generic: boolean;
}

/** The `repr` attributes of one item together. */
export interface RustRepr {
  readonly c: boolean;
  readonly transparent: boolean;
  /** `u8` … `isize`, null without. */
  readonly integer: string | null;
  /** Bytes; 1 for a bare `packed`, null without. */
  readonly packed: number | null;
  /** Bytes, null without. */
  readonly align: number | null;
  /** The first repr attribute `#[…]`, null where the representation is Rust's own. */
  readonly range: Range | null;
}

export interface RustField {
  /** `0`, `1` … in tuple structs. */
  readonly name: string;
  readonly type: RustType;
  readonly range: Range;
  readonly nameRange: Range;
  readonly typeRange: Range;
  readonly condition: Condition;
}

export interface RustRecord extends RustItem {
  readonly kind: 'struct' | 'union';
  readonly shape: 'named' | 'tuple' | 'unit';
  readonly repr: RustRepr;
  readonly generics: readonly string[];
  /** Last path segments of `#[derive(…)]`. */
  readonly derives: readonly string[];
  readonly fields: readonly RustField[];
}

export interface RustVariant extends Declared {
  readonly name: string;
  readonly shape: 'named' | 'tuple' | 'unit';
  readonly discriminant: ConstantExpression | null;
  readonly fields: readonly RustField[];
}

export interface RustEnum extends RustItem {
  readonly repr: RustRepr;
  readonly generics: readonly string[];
  readonly derives: readonly string[];
  readonly variants: readonly RustVariant[];
}

export interface RustAlias extends RustItem {
  readonly generics: readonly string[];
  readonly type: RustType;
}

export interface RustConstant extends RustItem {
  readonly type: RustType;
  readonly value: ConstantExpression;
}

export interface RustImplementation {
  /** Last segment of the trait's path; null for an inherent `impl`. */
  readonly trait: string | null;
  readonly type: RustType;
  readonly modulePath: readonly string[];
  readonly range: Range;
  /** Associated types, for `ExternType`: name to type. */
  readonly associatedTypes: readonly { readonly name: string; readonly type: RustType }[];
}

/** One name that a `use` brings into a module: `use a::{b as c}` gives `c` for `a::b`; globs have name `*`. */
export interface RustUse {
  readonly name: string;
  readonly path: readonly string[];
  readonly modulePath: readonly string[];
  readonly public: boolean;
}

/** `mod x;` or `mod x { }` */
export interface RustModule extends RustItem {
  readonly inline: boolean;
  /** `#[path = "…"]`, null without. */
  readonly path: string | null;
}

export type RustType =
  | RustPathType
  | { readonly kind: 'pointer'; readonly mutable: boolean; readonly pointee: RustType }
  | {
      readonly kind: 'reference';
      readonly mutable: boolean;
      readonly lifetime: string | null;
      readonly referent: RustType;
    }
  | { readonly kind: 'slice'; readonly element: RustType }
  | { readonly kind: 'array'; readonly element: RustType; readonly length: ConstantExpression }
  /** `()` is the empty tuple. */
  | { readonly kind: 'tuple'; readonly elements: readonly RustType[] }
  | { readonly kind: 'never' }
  | {
      readonly kind: 'function';
      /** `Rust` without `extern`. */
      readonly abi: string;
      readonly unsafe: boolean;
      readonly parameters: readonly RustType[];
      readonly variadic: boolean;
      readonly result: RustType;
    }
  | { readonly kind: 'trait-object'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly text: string };

export interface RustPathType {
  readonly kind: 'path';
  /** `['std', 'ffi', 'c_int']`; a leading `::` gives an empty first segment, `<T as X>::Y` is unreadable. */
  readonly path: readonly string[];
  /** Arguments of the last segment, lifetimes left out. */
  readonly arguments: readonly RustGenericArgument[];
}

export type RustGenericArgument =
  | { readonly kind: 'type'; readonly type: RustType }
  | { readonly kind: 'constant'; readonly value: ConstantExpression };

/** One `#[cxx::bridge]` module, in full. */
export interface CxxBridge extends RustItem {
  /** `#[cxx::bridge(namespace = "a::b")]`, empty without. */
  readonly namespace: readonly string[];
  /** The content between the braces, where a remedy may add items. */
  readonly bodyRange: Range;
  readonly blocks: readonly CxxExternBlock[];
  readonly structs: readonly CxxSharedStruct[];
  readonly enums: readonly CxxSharedEnum[];
  readonly includes: readonly CxxInclude[];
}

export interface CxxInclude {
  readonly block: number;
  /** Without quotes or angle brackets. */
  readonly path: string;
  readonly system: boolean;
  readonly range: Range;
}

export interface CxxExternBlock {
  readonly side: 'C++' | 'Rust';
  readonly unsafe: boolean;
  readonly namespace: readonly string[] | null;
  readonly range: Range;
  readonly types: readonly CxxType[];
  readonly functions: readonly CxxFunction[];
}

/** What a cxx item may carry: names on both sides and its namespace (null: inherited). */
export interface CxxItem extends RustItem {
  /** `#[namespace = "…"]` of the item itself. */
  readonly namespace: readonly string[] | null;
  /** `#[cxx_name = "…"]` */
  readonly cxxName: string | null;
  /** `#[rust_name = "…"]`: then `name` is the C++ name. */
  readonly rustName: string | null;
}

export interface CxxType extends CxxItem {
  /** `type A = crate::other::A;` (an `ExternType` alias); null for an opaque type. */
  readonly alias: RustType | null;
}

export interface CxxFunction extends CxxItem {
  readonly signature: RustSignature;
  /** The receiver: `self: Pin<&mut T>`, `&self` (type null where the block's single type is meant). */
  readonly receiver: CxxReceiver | null;
  /** `#[Self = "T"]` or `#[Self = T]`: a static member function of T. */
  readonly selfType: string | null;
}

export interface CxxReceiver {
  readonly kind: 'shared' | 'mutable' | 'pinned';
  /** The type's name as written after `self:`; null for the shorthand `&self` or `&mut self`. */
  readonly type: string | null;
  readonly range: Range;
}

export interface CxxSharedStruct extends CxxItem {
  readonly derives: readonly string[];
  readonly generics: readonly string[];
  readonly fields: readonly RustField[];
}

export interface CxxSharedEnum extends CxxItem {
  readonly derives: readonly string[];
  readonly integer: string | null;
  readonly variants: readonly RustVariant[];
}
