import type { Range } from '../../base/range.js';

/**
 * What cxx reads of a `#[cxx::bridge]` module: the items in their order, with every place that its checks can
 * speak about.
 *
 * @see cxx: syntax/mod.rs, whose `Api` and `Type` these follow
 */
export interface BridgeSyntax {
  readonly items: readonly BridgeItem[];
  /** What cxx already rejects while it reads. Where there is any it checks nothing further. */
  readonly violations: readonly BridgeViolation[];
  /** False where Rust's own syntax is broken, so that items may be missing. */
  readonly complete: boolean;
}

/** One thing that cxx does not accept. */
export interface BridgeViolation {
  readonly range: Range;
  /** What is wrong, and what to do. */
  readonly message: string;
  /** What to write there, where one thing is sure to be right. */
  readonly correction?: BridgeCorrection;
}

export interface BridgeCorrection {
  readonly title: string;
  readonly range: Range;
  readonly newText: string;
}

export type BridgeSide = 'C++' | 'Rust';

export type BridgeItem =
  BridgeStruct | BridgeEnum | BridgeExternType | BridgeAlias | BridgeFunction | BridgeImplementation;

/** The names of an item on both sides. */
export interface BridgeName {
  readonly rust: string;
  readonly cpp: string;
  /** Also of the block and the bridge around it. */
  readonly namespace: readonly string[];
  readonly range: Range;
}

interface Named {
  readonly name: BridgeName;
  /** The whole item without its attributes. */
  readonly range: Range;
}

export interface BridgeDerive {
  readonly trait: string;
  readonly range: Range;
}

/** With its `'`. */
export interface BridgeLifetime {
  readonly name: string;
  readonly range: Range;
}

export interface BridgeStruct extends Named {
  readonly kind: 'struct';
  readonly derives: readonly BridgeDerive[];
  readonly lifetimes: readonly BridgeLifetime[];
  readonly fields: readonly BridgeVariable[];
}

export interface BridgeEnum extends Named {
  readonly kind: 'enum';
  readonly derives: readonly BridgeDerive[];
  readonly variants: readonly BridgeName[];
  /** How many variants are marked `#[default]`. */
  readonly defaults: number;
  /** The integer of `#[repr(…)]`; null without. */
  readonly integer: string | null;
}

/** `type T;` in an extern block. */
export interface BridgeExternType extends Named {
  readonly kind: 'type';
  readonly side: BridgeSide;
  readonly derives: readonly BridgeDerive[];
  /** From the first to the last of `type T: A + B;`; null without. */
  readonly boundsRange: Range | null;
  readonly lifetimes: readonly BridgeLifetime[];
  /** In an `unsafe extern` block, or an `unsafe` bridge. */
  readonly trusted: boolean;
}

/** `type T = path::T;` in a block of C++. */
export interface BridgeAlias extends Named {
  readonly kind: 'alias';
  readonly derives: readonly BridgeDerive[];
  readonly lifetimes: readonly BridgeLifetime[];
}

export interface BridgeFunction extends Named {
  readonly kind: 'function';
  readonly side: BridgeSide;
  /** In a block of `extern "C++-unwind"`. */
  readonly unwinds: boolean;
  readonly trusted: boolean;
  readonly unsafe: boolean;
  /** Lifetime parameters. */
  readonly lifetimes: readonly BridgeLifetime[];
  /** From `unsafe` or `fn` to the end of the lifetime parameters. */
  readonly headRange: Range;
  readonly receiver: BridgeReceiver | null;
  /** `#[Self = "T"]`; null without. */
  readonly selfType: { readonly name: string; readonly range: Range } | null;
  readonly parameters: readonly BridgeVariable[];
  /** Without `Result`; null for none. */
  readonly result: BridgeType | null;
}

export interface BridgeReceiver {
  /** `Self` where nothing names it. */
  readonly type: string;
  readonly lifetimes: readonly BridgeLifetime[];
  readonly lifetime: BridgeLifetime | null;
  readonly mutable: boolean;
  readonly pinned: boolean;
  readonly range: Range;
}

/** `impl UniquePtr<T> {}` */
export interface BridgeImplementation {
  readonly kind: 'implementation';
  readonly type: BridgeType;
  readonly lifetimes: readonly BridgeLifetime[];
  readonly range: Range;
}

/** A field or a parameter. */
export interface BridgeVariable {
  readonly name: BridgeName;
  readonly type: BridgeType;
  /** Name and type. */
  readonly range: Range;
}

/** The generic bindings of one type argument. */
export type BridgeTemplate = 'Box' | 'Vec' | 'UniquePtr' | 'SharedPtr' | 'WeakPtr' | 'CxxVector';

export type BridgeType = BridgeTypeForm & { readonly range: Range };

type BridgeTypeForm =
  | { readonly kind: 'name'; readonly name: string; readonly lifetimes: readonly BridgeLifetime[] }
  | { readonly kind: 'generic'; readonly template: BridgeTemplate; readonly argument: BridgeType }
  | {
      readonly kind: 'reference';
      /** `Pin<&mut T>` */
      readonly pinned: boolean;
      readonly mutable: boolean;
      readonly lifetime: BridgeLifetime | null;
      readonly referent: BridgeType;
    }
  | { readonly kind: 'str'; readonly lifetime: BridgeLifetime | null }
  | {
      readonly kind: 'slice';
      readonly mutable: boolean;
      readonly lifetime: BridgeLifetime | null;
      readonly element: BridgeType;
    }
  | { readonly kind: 'pointer'; readonly mutable: boolean; readonly pointee: BridgeType }
  | { readonly kind: 'array'; readonly element: BridgeType }
  | {
      readonly kind: 'function';
      readonly unsafe: boolean;
      /** Returns a `Result`. */
      readonly fallible: boolean;
      readonly parameters: readonly { readonly type: BridgeType; readonly range: Range }[];
      readonly result: BridgeType | null;
    }
  | { readonly kind: 'void' };
