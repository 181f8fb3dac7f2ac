import type { Position, Range } from '../../base/range.js';
import type { CommonFacts, Condition, ConstantExpression, Declared } from '../facts.js';
import type { BuildScript } from './build-script.js';
import type { BridgeSyntax } from './bridge-syntax.js';
import type { NumberedCall } from './function-bodies/numbered-calls.js';
import type { RustBody } from './function-bodies/rust-body.js';

export interface RustFacts extends CommonFacts {
  readonly language: 'rust';
  /** Functions and statics inside `extern "…" { }` blocks. */
  readonly foreignFunctions: readonly ForeignFunction[];
  readonly foreignStatics: readonly ForeignStatic[];
  /** `type Foo;` inside an extern block (unstable) is not read; opaque types are records without fields. */
  /** Functions with a body that have a non-Rust ABI or a fixed symbol name. */
  readonly exports: readonly ExportedFunction[];
  readonly exportedStatics: readonly ExportedStatic[];
  readonly records: readonly RustRecord[];
  readonly enums: readonly RustEnum[];
  readonly aliases: readonly RustAlias[];
  readonly constants: readonly RustConstant[];
  readonly constFunctions: readonly RustConstFunction[];
  readonly layoutAssertions: readonly RustLayoutAssertion[];
  /** Trait implementations by name: `Drop`, `Clone`, `Copy`, `Send`, `ExternType` … */
  readonly implementations: readonly RustImplementation[];
  readonly uses: readonly RustUse[];
  readonly modules: readonly RustModule[];
  readonly includes: readonly RustInclude[];
  readonly bridges: readonly CxxBridge[];
  readonly inclusions: readonly CppInclusion[];
  readonly diplomatFunctions: readonly DiplomatFunction[];
  /**
   * Macros at item level whose declarations we do not read: invocations (`cpp`,
   * an `include` of a computed path) and modules under another `bridge` attribute.
   */
  readonly macros: readonly RustMacroUse[];
  readonly macroDefinitions: readonly RustMacroDefinition[];
  /** Where macros stand whose declarations are among these facts; absent as long as none was expanded. */
  readonly expansions?: readonly Range[];
  /** Names of the functions that are `#[proc_macro]` or `#[proc_macro_attribute]`. */
  readonly proceduralMacros: readonly string[];
  /** Functions that do something at a boundary which no type shows; absent where there are none. */
  readonly bodies?: readonly RustBody[];
  /** Calls by names that end in a number; absent where there are none. */
  readonly numberedCalls?: readonly NumberedCall[];
  /** What its `main` builds, where the file may be a build script. */
  readonly buildScript?: BuildScript;
}

/**
 * What every Rust item has. `modulePath`: inline modules around it within the file. Names are without
 * `r#`, as symbols are; `nameRange` covers it.
 */
export interface RustItem extends Declared {
  readonly name: string;
  readonly modulePath: readonly string[];
  /** `pub` in any form but `pub(self)`: seen outside of its module. */
  readonly public: boolean;
  /** `pub(crate)` and its like: not seen outside of its crate. */
  readonly restricted?: true;
  /** Also of the inline modules, blocks and functions around it. */
  readonly condition: Condition;
  /** Declared inside a function's body, so that no path leads to it from elsewhere. */
  readonly local?: true;
}

export interface RustParameter {
  /** The pattern as written (`mut n`, `_`), `self` for a receiver; empty where only a type is written. */
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
  /** Some parameter stands under `#[cfg(…)]`: which there are depends on the configuration. */
  readonly conditional?: true;
  /** `()` where nothing is written. */
  readonly result: RustType;
  /** The type after `->`; null where nothing is written. */
  readonly resultRange: Range | null;
  /**
   * `unsafe` is written; for a function of a raw extern block: calling it needs `unsafe`, which is so
   * unless `safe` is written.
   */
  readonly unsafe: boolean;
}

/** `#[link_name = "…"]`, also within `#[cfg_attr(…)]`. */
export interface LinkName {
  readonly name: string;
  /** The predicate of the `cfg_attr` around it, null without. */
  readonly under: string | null;
  /** The attribute from `#` to `]`. */
  readonly range: Range;
}

export interface ForeignFunction extends RustItem {
  /** `C`, `C-unwind`, `system` …; `C` for a bare `extern`. */
  readonly abi: string;
  readonly linkName: string | null;
  /** All of them; `linkName` is the one without a condition. */
  readonly linkNames: readonly LinkName[];
  /** `#[link(name = "…")]` of the block, null without. */
  readonly library: string | null;
  readonly signature: RustSignature;
}

/** `static NAME: T`, by which both sides know one variable. */
export interface RustStatic extends RustItem {
  /** `static mut` */
  readonly mutable: boolean;
  readonly type: RustType;
  readonly typeRange: Range;
}

/** One that another language defines. */
export interface ForeignStatic extends RustStatic {
  readonly abi: string;
  readonly linkName: string | null;
  /** As of `ForeignFunction`. */
  readonly linkNames: readonly LinkName[];
}

/** One with a fixed symbol name. @see Rust reference, "Application Binary Interface", no_mangle and export_name */
export interface ExportedStatic extends RustStatic {
  readonly exportName: string | null;
}

export interface ExportedFunction extends RustItem {
  /** `Rust` where no `extern` is written. */
  readonly abi: string;
  /** `#[no_mangle]`, also as `#[unsafe(no_mangle)]`. */
  readonly noMangle: boolean;
  /** In the latter form, which not every tool reads. */
  readonly unsafeNoMangle?: true;
  /** `#[export_name = "…"]` */
  readonly exportName: string | null;
  readonly signature: RustSignature;
  /** Type parameters, so that it is no symbol by itself. */
  readonly generic: boolean;
}

/** What `repr` attributes say. @see Rust reference, "Type layout", Representations */
export interface ReprHints {
  readonly c: boolean;
  readonly transparent: boolean;
  /** `u8` … `isize`, null without. */
  readonly integer: string | null;
  /** Bytes; 1 for a bare `packed`, null without. */
  readonly packed: number | null;
  /** Bytes, null without. */
  readonly align: number | null;
}

/** The `repr` attributes of one item together, without those under `#[cfg_attr(…)]`. */
export interface RustRepr extends ReprHints {
  /** The first repr attribute `#[…]`, null where the representation is Rust's own. */
  readonly range: Range | null;
  /** Those under `#[cfg_attr(…)]`, one by one. */
  readonly conditional?: readonly ConditionalRepr[];
}

export interface ConditionalRepr extends ReprHints {
  /** The predicate. */
  readonly under: string;
}

/** A type or const parameter. Lifetimes are left out, so that the arguments of a path fit to them in order. */
export interface RustGeneric {
  readonly name: string;
  readonly kind: 'type' | 'const';
  /** `?Sized`, as a bound or in the `where` clause. */
  readonly maybeUnsized?: true;
  readonly default: RustGenericArgument | null;
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
  readonly generics: readonly RustGeneric[];
  /** Last path segments of `#[derive(…)]`. */
  readonly derives: readonly string[];
  readonly fields: readonly RustField[];
}

export interface RustVariant extends Declared {
  readonly name: string;
  readonly shape: 'named' | 'tuple' | 'unit';
  readonly discriminant: ConstantExpression | null;
  readonly fields: readonly RustField[];
  readonly condition: Condition;
}

export interface RustEnum extends RustItem {
  readonly repr: RustRepr;
  readonly generics: readonly RustGeneric[];
  readonly derives: readonly string[];
  readonly variants: readonly RustVariant[];
}

export interface RustAlias extends RustItem {
  readonly generics: readonly RustGeneric[];
  readonly type: RustType;
}

/** A `const` item that numbers may be computed from. */
export interface RustConstant extends RustItem {
  readonly type: RustType;
  readonly value: ConstantExpression;
}

/** A `const fn` outside of implementations, but for long ones; its text is read where a constant calls it. */
export interface RustConstFunction extends RustItem {
  readonly text: string;
}

/** A constant of an implementation, or a `const fn` of it by its text. */
export interface RustAssociatedConstant {
  readonly name: string;
  readonly condition: Condition;
  readonly given:
    | { readonly kind: 'constant'; readonly type: RustType; readonly value: ConstantExpression }
    | { readonly kind: 'function'; readonly text: string };
}

/** What the build fails without: `const _: () = assert!(size_of::<T>() <= 64);`. */
export interface RustLayoutAssertion {
  /** As it is named in the module of the assertion. */
  readonly type: string;
  readonly measure: 'size' | 'align';
  readonly relation: 'equal' | 'at-most';
  readonly bytes: number;
  readonly modulePath: readonly string[];
  readonly condition: Condition;
}

/** `impl !Send for T` is none. */
export interface RustImplementation {
  /** Last segment of the trait's path; null for an inherent `impl`. */
  readonly trait: string | null;
  readonly type: RustType;
  readonly modulePath: readonly string[];
  readonly condition: Condition;
  readonly range: Range;
  /** Associated types, for `ExternType`: name to type. */
  readonly associatedTypes: readonly { readonly name: string; readonly type: RustType }[];
  readonly constants?: readonly RustAssociatedConstant[];
  /** `unsafe impl Send` or `Sync` without a comment that says why that is right. */
  readonly unexplained?: true;
  /** Names of its own type and const parameters, where it has constants. */
  readonly parameters?: readonly string[];
}

/**
 * One name that a `use` brings into a module: `use a::{b as c}` gives `c` for `a::b`; globs have name `*`.
 * `extern crate a as b` is read as `use ::a as b`. A leading `::` gives an empty first segment.
 */
export interface RustUse {
  readonly name: string;
  readonly path: readonly string[];
  readonly modulePath: readonly string[];
  readonly public: boolean;
  readonly restricted?: true;
  readonly condition: Condition;
}

/** `mod x;` or `mod x { }` */
export interface RustModule extends RustItem {
  readonly inline: boolean;
  /** `#[path = "…"]`, null without. */
  readonly path: string | null;
  /** The same within `#[cfg_attr(…)]`. */
  readonly conditionalPaths?: readonly { readonly path: string; readonly under: string }[];
}

/** `name!(…)` among items, or a module under an attribute that rewrites it. */
export interface RustMacroUse {
  /** As written, without blanks. */
  readonly name: string;
  readonly range: Range;
  readonly modulePath: readonly string[];
  readonly condition: Condition;
  /** What it is given, between its delimiters; null for a module, and for what is too long to be looked into. */
  readonly argument: { readonly text: string; readonly start: Position } | null;
  /** The head of the extern block that it stands in, with its attributes, up to the brace; null elsewhere. */
  readonly externHead: string | null;
}

/** `macro_rules! name { … }` of a module. @see Rust reference, "Macros By Example" */
export interface RustMacroDefinition {
  readonly name: string;
  readonly modulePath: readonly string[];
  readonly condition: Condition;
  readonly range: Range;
  /** `#[macro_export]` */
  readonly exported: boolean;
  /** Its rules, between the delimiters around them. */
  readonly rules: string;
}

/** `include!("x.rs")` among items: those of that file stand in its place. */
export interface RustInclude {
  /** From where the path leads: the file's own folder, its package's, or `OUT_DIR` of the package's build script. */
  readonly base: 'file' | 'package' | 'build-script';
  readonly path: string;
  readonly modulePath: readonly string[];
  readonly condition: Condition;
}

export type RustType =
  | RustPathType
  | { readonly kind: 'pointer'; readonly mutable: boolean; readonly pointee: RustType }
  | {
      readonly kind: 'reference';
      readonly mutable: boolean;
      /** With its `'`. */
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

/** Whose macro reads a bridge: cxx's, or cxx-qt's, which hands on to cxx what is not its own. */
export type BridgeDialect = 'cxx' | 'cxx-qt';

/** One `#[cxx::bridge]` or `#[cxx_qt::bridge]` module, in full. */
export interface CxxBridge extends RustItem {
  readonly dialect: BridgeDialect;
  /** `#[cxx::bridge(namespace = "a::b")]`, empty without. */
  readonly namespace: readonly string[];
  /** The content between the braces, where a remedy may add items. */
  readonly bodyRange: Range;
  readonly blocks: readonly CxxExternBlock[];
  readonly structs: readonly CxxSharedStruct[];
  readonly enums: readonly CxxSharedEnum[];
  readonly includes: readonly CxxInclude[];
  readonly instantiations: readonly CxxInstantiation[];
  /** The same as cxx reads it, for its own checks. */
  readonly syntax: BridgeSyntax;
}

/** One `include_cpp! { … }`, by which autocxx makes bindings of headers. */
export interface CppInclusion extends Declared {
  /** The module that it makes: `ffi`, or what `name!(…)` says. */
  readonly module: string;
  readonly modulePath: readonly string[];
  readonly condition: Condition;
  /** As they stand there, those that autocxx does not know as well. */
  readonly directives: readonly InclusionDirective[];
}

/** `generate!("ns::Name")`, `#include "api.h"`, `subclass!("Base", Derived)` … */
export interface InclusionDirective {
  /** Without its `#` or `!`. */
  readonly name: string;
  /** The string that it is given, null without. */
  readonly value: string | null;
  /** The Rust name or path that it is given, null without. */
  readonly rust: string | null;
  readonly range: Range;
  /** Of the string with its quotes; of all of it, where there is none. */
  readonly valueRange: Range;
}

/** What diplomat exports of a `#[diplomat::bridge]`: a method, a function, or what destroys an opaque type. */
export interface DiplomatFunction extends RustItem {
  readonly linkName: string;
}

/** `impl UniquePtr<T> {}`: an instantiation of a generic binding asked for. */
export interface CxxInstantiation {
  readonly type: RustType;
  readonly range: Range;
}

export interface CxxInclude {
  readonly block: number;
  /** Without quotes or angle brackets. */
  readonly path: string;
  readonly system: boolean;
  readonly range: Range;
}

export interface CxxExternBlock {
  /** Who defines it; cxx-qt generates the classes that a block of `RustQt` declares. */
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
  /** `'a` … as declared. */
  readonly lifetimes: readonly string[];
}

export interface CxxFunction extends CxxItem {
  /** Without the receiver; `Result<T>` is the result as written. */
  readonly signature: RustSignature;
  /** The receiver: `self: Pin<&mut T>`, `&self`; null for a free function. */
  readonly receiver: CxxReceiver | null;
  /** `#[Self = "T"]` or `#[Self = T]`: a static member function of T. */
  readonly selfType: string | null;
}

export interface CxxReceiver {
  readonly kind: 'shared' | 'mutable' | 'pinned';
  /** The type's name as written after `self:`; null for the shorthand `&self` or `&mut self`, and for `Self`. */
  readonly type: string | null;
  readonly range: Range;
}

export interface CxxSharedStruct extends CxxItem {
  readonly derives: readonly string[];
  readonly generics: readonly RustGeneric[];
  readonly lifetimes: readonly string[];
  /** `#[repr(align(N))]` is what cxx allows here. */
  readonly repr: RustRepr;
  readonly fields: readonly CxxField[];
}

export interface CxxField extends RustField {
  readonly cxxName: string | null;
  readonly rustName: string | null;
}

export interface CxxSharedEnum extends CxxItem {
  readonly derives: readonly string[];
  /** `#[repr(u8)]` …, null without. */
  readonly integer: string | null;
  readonly variants: readonly CxxVariant[];
}

export interface CxxVariant extends RustVariant {
  readonly cxxName: string | null;
  readonly rustName: string | null;
}
