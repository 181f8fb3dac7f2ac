import type { Range } from '../../base/range.js';
import type { CommonFacts, Declared } from '../facts.js';

/**
 * Facts of a `.zng` file: its items in the order and the nesting of the file, so that nothing of the
 * grammar is lost. Names are not resolved: `use … as` and `mod` are applied in `program`.
 *
 * @see zngur-parser of zngur 0.9.0 (`item`, `inner_type_item`) and of its main branch after it
 */
export interface ZngurFacts extends CommonFacts {
  readonly language: 'zng';
  readonly items: readonly ZngurItem[];
  /** Which versions of zngur read every item of the file; `none` where two items exclude each other. */
  readonly versions: ZngurVersions | 'none';
  /** The whole text. */
  readonly range: Range;
}

/**
 * Which versions of zngur have a form: 0.9.0 and before, the grammar that follows it (since
 * 2026-04-27: `safe` and `unsafe` in `extern "C++"`, `#cpp_stack_owned`), or every one.
 */
export type ZngurVersions = 'all' | 'until-0.9.0' | 'after-0.9.0';

export type ZngurItem =
  | ZngurModule
  | ZngurType
  | ZngurTrait
  | ZngurFunction
  | ZngurExternCpp
  | ZngurAlias
  | ZngurMerge
  | ZngurImport
  | ZngurAdditionalIncludes
  | ZngurConvertPanicToException
  | ZngurUnstableFeature
  | ZngurIf<ZngurItem>
  | ZngurMatch<ZngurItem>;

/** `mod ::std::vec { … }` */
export interface ZngurModule extends Declared {
  readonly kind: 'module';
  readonly path: ZngurPath;
  readonly items: readonly ZngurItem[];
  /** The content between the braces. */
  readonly bodyRange: Range;
}

/** `type crate::Widget { … }`; `nameRange` is the whole Rust type. */
export interface ZngurType extends Declared {
  readonly kind: 'type';
  readonly type: ZngurRustType;
  readonly members: readonly ZngurTypeMember[];
  /** The content between the braces, where a remedy may add members. */
  readonly bodyRange: Range;
}

/** `trait crate::Visitor { fn visit(&mut self, i32); }` */
export interface ZngurTrait extends Declared {
  readonly kind: 'trait';
  readonly trait: ZngurTraitReference;
  readonly methods: readonly ZngurFunction[];
  readonly bodyRange: Range;
}

/** `fn parse(&str) -> i32;` of the module or the trait around it. */
export interface ZngurFunction extends Declared {
  readonly kind: 'function';
  readonly signature: ZngurSignature;
}

/** `extern "C++" { … }`: what C++ implements for Rust. */
export interface ZngurExternCpp {
  readonly kind: 'extern-cpp';
  readonly members: readonly (ZngurExternFunction | ZngurExternImpl)[];
  readonly range: Range;
  readonly bodyRange: Range;
}

/** `safe fn f(i32);`, and `fn f(i32);` until 0.9.0. */
export interface ZngurExternFunction extends Declared {
  readonly kind: 'function';
  /** Null where neither is written: zngur 0.9.0 and before generate a safe function for it. */
  readonly safety: 'safe' | 'unsafe' | null;
  readonly versions: ZngurVersions;
  readonly signature: ZngurSignature;
}

/** `impl Trait for Type { … }` or `impl Type { … }`; `nameRange` is the type. */
export interface ZngurExternImpl extends Declared {
  readonly kind: 'impl';
  /** Null for an inherent `impl`. */
  readonly trait: ZngurTraitReference | null;
  readonly type: ZngurRustType;
  readonly methods: readonly ZngurExternFunction[];
}

/** `use ::std::string::String as Text;` */
export interface ZngurAlias extends Declared {
  readonly kind: 'alias';
  readonly name: string;
  readonly path: ZngurPath;
}

/** `merge "./types.zng";`: the items of that file belong to this specification. */
export interface ZngurMerge {
  readonly kind: 'merge';
  readonly path: ZngurString;
  readonly range: Range;
}

/** `import "other.zng";`: the other file is generated on its own and its header is included. */
export interface ZngurImport {
  readonly kind: 'import';
  readonly path: ZngurString;
  readonly range: Range;
}

/** `#cpp_additional_includes "…"`: C++ text for the head of the generated header. */
export interface ZngurAdditionalIncludes {
  readonly kind: 'additional-includes';
  readonly text: ZngurString;
  readonly includes: readonly ZngurInclude[];
  readonly range: Range;
}

/** `#include <…>`: the form with quotes cannot stand in a string that has no escapes. */
export interface ZngurInclude {
  /** Without angle brackets. */
  readonly path: string;
  /** The path alone. */
  readonly range: Range;
}

export interface ZngurConvertPanicToException {
  readonly kind: 'convert-panic-to-exception';
  readonly range: Range;
}

/** `#unstable(cfg_if)` */
export interface ZngurUnstableFeature {
  readonly kind: 'unstable-feature';
  readonly feature: ZngurFeature;
  readonly range: Range;
}

export type ZngurFeature = 'cfg_if' | 'cfg_match';

/** `#if … { } #else if … { } #else { }` or `#match … { pattern => … }`: the first arm that holds. */
export type ZngurConditional<Content> = ZngurIf<Content> | ZngurMatch<Content>;

export interface ZngurIf<Content> {
  readonly kind: 'if';
  readonly arms: readonly ZngurIfArm<Content>[];
  readonly range: Range;
}

export interface ZngurIfArm<Content> {
  /** Null for `#else`. */
  readonly guard: ZngurGuard | null;
  readonly items: readonly Content[];
  readonly range: Range;
}

export interface ZngurMatch<Content> {
  readonly kind: 'match';
  /** One for `cfg!(…)`, several for `(cfg!(…), cfg!(…))`. */
  readonly scrutinees: readonly ZngurCfg[];
  readonly arms: readonly ZngurMatchArm<Content>[];
  readonly range: Range;
}

export interface ZngurMatchArm<Content> {
  readonly pattern: ZngurPattern;
  readonly items: readonly Content[];
  readonly range: Range;
}

export type ZngurGuard =
  /** `cfg!(key)` asks for any value: its pattern is null, which means `Some`. */
  | {
      readonly kind: 'cfg';
      readonly cfg: ZngurCfg;
      readonly pattern: ZngurPattern | null;
      readonly range: Range;
    }
  | { readonly kind: 'not'; readonly operand: ZngurGuard; readonly range: Range }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly ZngurGuard[]; readonly range: Range }
  | ZngurUnreadable;

/** What `cfg!(…)` asks for: `feature`, `feature.simd`, `target_feature."sse4.2"`. */
export interface ZngurCfg {
  readonly key: string;
  /** Null: all values of the key. */
  readonly value: string | null;
  readonly range: Range;
}

export type ZngurPattern =
  | { readonly kind: 'any' | 'some' | 'none'; readonly range: Range }
  | { readonly kind: 'string'; readonly value: string; readonly range: Range }
  | { readonly kind: 'number'; readonly value: number; readonly range: Range }
  | { readonly kind: 'not'; readonly operand: ZngurPattern; readonly range: Range }
  | {
      readonly kind: 'and' | 'or' | 'tuple';
      readonly operands: readonly ZngurPattern[];
      readonly range: Range;
    }
  | ZngurUnreadable;

/** What stands between the braces of a `type`. */
export type ZngurTypeMember =
  | ZngurLayout
  | { readonly kind: 'heap-allocated' | 'only-by-ref'; readonly range: Range }
  | ZngurWellknownTraits
  | ZngurConstructor
  | ZngurField
  | ZngurMethod
  | ZngurCppValue
  | ZngurCppRef
  | ZngurCppStackOwned
  | ZngurIf<ZngurTypeMember>
  | ZngurMatch<ZngurTypeMember>;

/** Bytes; null where the property is missing, which is then a problem of its own. */
export interface ZngurSizeAndAlign {
  readonly size: ZngurNumber | null;
  readonly align: ZngurNumber | null;
}

/** `#layout(size = 24, align = 8);`, or `#layout_conservative(…);` whose numbers are upper bounds. */
export interface ZngurLayout extends ZngurSizeAndAlign {
  readonly kind: 'layout';
  readonly policy: 'exact' | 'conservative';
  readonly range: Range;
}

/** `wellknown_traits(Debug, ?Sized);` */
export interface ZngurWellknownTraits {
  readonly kind: 'wellknown-traits';
  readonly traits: readonly { readonly name: ZngurWellknownTrait; readonly range: Range }[];
  readonly range: Range;
}

export type ZngurWellknownTrait = 'Debug' | 'Copy' | '?Sized';

/** `constructor(i32);`, `constructor Some(i32);`, `constructor { x: f32 };`, `constructor None;` */
export interface ZngurConstructor extends Declared {
  readonly kind: 'constructor';
  /** The variant of an enum, null for a struct. Without a name `nameRange` is the word `constructor`. */
  readonly name: string | null;
  readonly shape: 'unit' | 'tuple' | 'named';
  /** `0`, `1` … where the shape is `tuple`. */
  readonly parameters: readonly {
    readonly name: string;
    readonly type: ZngurRustType;
    readonly range: Range;
  }[];
}

/** `field name (offset = 0, type = i32);` */
export interface ZngurField extends Declared {
  readonly kind: 'field';
  /** `0`, `1` … in tuples. */
  readonly name: string;
  /** Bytes; `auto` leaves it to the compiler. */
  readonly offset: ZngurNumber | 'auto';
  readonly type: ZngurRustType;
}

/** `fn get(&self, usize) -> Option<&T> use ::std::ops::Index deref [T];` */
export interface ZngurMethod extends Declared {
  readonly kind: 'method';
  readonly signature: ZngurSignature;
  /** The trait that must be in scope for the call. */
  readonly use: ZngurPath | null;
  /** The type that the receiver is dereferenced to first. */
  readonly deref: ZngurRustType | null;
}

/** `#cpp_value "0" "::ns::Widget";`: the Rust struct owns a C++ object on the C++ heap. */
export interface ZngurCppValue {
  readonly kind: 'cpp-value';
  /** The field of the Rust struct that holds it. */
  readonly field: ZngurString;
  readonly cppType: ZngurString;
  readonly range: Range;
}

/** `#cpp_ref "::ns::Widget";`: references to the Rust type are references to the C++ type. */
export interface ZngurCppRef {
  readonly kind: 'cpp-ref';
  readonly cppType: ZngurString;
  readonly range: Range;
}

/** `#cpp_stack_owned "::ns::Widget" (size = 8, align = 4);`: the C++ object lives inside the Rust value. */
export interface ZngurCppStackOwned extends ZngurSizeAndAlign {
  readonly kind: 'cpp-stack-owned';
  readonly cppType: ZngurString;
  readonly versions: ZngurVersions;
  readonly range: Range;
}

export interface ZngurSignature {
  readonly name: string;
  readonly async: boolean;
  /** Type arguments of the call: `fn parse<i32>(…)`. */
  readonly generics: readonly ZngurRustType[];
  readonly receiver: ZngurReceiver | null;
  /** Without the receiver. */
  readonly parameters: readonly ZngurRustType[];
  /** From `(` to `)` inclusive. */
  readonly parameterListRange: Range;
  /** Null where nothing is written: `()`. With `async` it is what the future gives. */
  readonly result: ZngurRustType | null;
}

export interface ZngurReceiver {
  readonly kind: 'value' | 'shared' | 'mutable';
  readonly range: Range;
}

/** A Rust type as zngur has them: no lifetimes, arrays, function pointers or `!`. */
export type ZngurRustType =
  | ZngurPathType
  | {
      readonly kind: 'pointer';
      readonly mutable: boolean;
      readonly pointee: ZngurRustType;
      readonly range: Range;
    }
  | {
      readonly kind: 'reference';
      readonly mutable: boolean;
      readonly referent: ZngurRustType;
      readonly range: Range;
    }
  | { readonly kind: 'slice'; readonly element: ZngurRustType; readonly range: Range }
  /** `()` is the empty tuple, and `(T)` is a tuple of one as zngur reads it. */
  | { readonly kind: 'tuple'; readonly elements: readonly ZngurRustType[]; readonly range: Range }
  | {
      readonly kind: 'dyn' | 'impl';
      readonly trait: ZngurTraitReference;
      /** What follows by `+`: `Send`, `Sync` … */
      readonly bounds: readonly string[];
      readonly range: Range;
    }
  | ZngurUnreadable;

/** Something else stood here; a problem says what. */
export interface ZngurUnreadable {
  readonly kind: 'unreadable';
  readonly text: string;
  readonly range: Range;
}

/**
 * A named type; primitives are paths of one segment (`i32`, `str`). `ZngurCppOpaqueOwnedObject` is one
 * of them until 0.9.0 and a path like any other after it.
 */
export interface ZngurPathType {
  readonly kind: 'path';
  readonly path: ZngurPath;
  readonly arguments: readonly ZngurRustType[];
  /** `Output = i32` */
  readonly bindings: readonly { readonly name: string; readonly type: ZngurRustType }[];
  readonly range: Range;
}

export type ZngurTraitReference =
  | ZngurPathType
  /** `Fn(i32) -> bool`; the result is null where nothing is written. */
  | {
      readonly kind: 'fn-trait';
      readonly name: string;
      readonly parameters: readonly ZngurRustType[];
      readonly result: ZngurRustType | null;
      readonly range: Range;
    }
  | ZngurUnreadable;

export interface ZngurPath {
  /** `::a` is absolute, `crate::a` begins at the crate, `a` at the module around it or at an alias. */
  readonly start: 'absolute' | 'crate' | 'relative';
  /** Without `crate`; empty for `crate` alone and where a problem says that no path could be read. */
  readonly segments: readonly string[];
  readonly range: Range;
}

/** A string without its quotes; the range is the content, also without them. zngur has no escapes. */
export interface ZngurString {
  readonly value: string;
  readonly range: Range;
}

export interface ZngurNumber {
  readonly value: number;
  readonly range: Range;
}
