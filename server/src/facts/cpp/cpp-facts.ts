import type { Range } from '../../base/range.js';
import type { CppBody } from './function-body.js';
import type { CommonFacts, Condition, Declared } from '../facts.js';

/** Facts of a C++ or C file. C is read as the C++ that it nearly is; `.c` files have C linkage throughout. */
export interface CppFacts extends CommonFacts {
  readonly language: 'cpp';
  /** True for a `.c` file: every function has C linkage, and `()` means "unspecified parameters". */
  readonly isC: boolean;
  readonly includes: readonly CppInclude[];
  readonly functions: readonly CppFunction[];
  readonly records: readonly CppRecord[];
  readonly enums: readonly CppEnum[];
  /** `typedef` and `using A = B`. */
  readonly aliases: readonly CppAlias[];
  /** `constexpr`, `const` and `inline const` variables with a readable initialiser. */
  readonly constants: readonly CppConstant[];
  readonly variables: readonly CppVariable[];
  readonly namespaces: readonly CppNamespace[];
  /** `using ns::name;` and `using namespace ns;` */
  readonly usings: readonly CppUsing[];
  /** `namespace fs = std::filesystem;` */
  readonly namespaceAliases: readonly CppNamespaceAlias[];
  readonly macros: readonly CppMacro[];
  readonly undefinitions: readonly CppUndefinition[];
  /** Macros between declarations: their definitions, maybe in other files, may make declarations of them. */
  readonly macroUses: readonly CppMacroUse[];
  readonly relocationMarks: readonly CppRelocationMark[];
  readonly layoutAssertions: readonly CppLayoutAssertion[];
}

/** What a build fails without: `static_assert(sizeof(T) == 16)`. */
export interface CppLayoutAssertion {
  /** The last part of the type's name. */
  readonly type: string;
  readonly measure: 'size' | 'align';
}

/** A macro outside of any class, with what it takes to read its text there. */
export interface CppMacroUse {
  readonly macro: string;
  /** With its arguments, as written, and with the `;` or the body, as `{}`, that follows. */
  readonly text: string;
  readonly scope: readonly CppScope[];
  readonly condition: Condition;
  readonly linkage: 'c' | 'cpp';
  readonly range: Range;
}

/** A macro by which a library is told that a class may be moved by copying its bytes. */
export interface CppRelocationMark {
  readonly macro: string;
  /** As written between the commas: `app::Widget`, `Q_RELOCATABLE_TYPE`. */
  readonly arguments: readonly string[];
  readonly scope: readonly CppScope[];
  /** With the semicolon behind it, where there is one. */
  readonly range: Range;
}

export interface CppInclude {
  readonly path: string;
  readonly system: boolean;
  readonly range: Range;
}

/** Namespaces and classes around a declaration, outermost first. */
export interface CppScope {
  readonly kind: 'namespace' | 'record';
  /** Empty for an anonymous namespace. */
  readonly name: string;
  readonly inline: boolean;
  /** `[[gnu::abi_tag("…")]]` of a namespace, where it has any. */
  readonly abiTags?: readonly string[];
  /** The macro that opens what this stands for: its definition, maybe in another file, says which namespaces. */
  readonly macro?: string;
}

export interface CppItem extends Declared {
  readonly name: string;
  readonly scope: readonly CppScope[];
  readonly condition: Condition;
}

export type Access = 'public' | 'protected' | 'private';

export interface CppFunction extends CppItem {
  readonly kind: 'function' | 'method' | 'constructor' | 'destructor' | 'conversion' | 'operator';
  /** `c` inside `extern "C"` (also behind `#ifdef __cplusplus` or a macro that opens it) and in C files. */
  readonly linkage: 'c' | 'cpp';
  readonly signature: CppSignature;
  readonly access: Access;
  readonly static: boolean;
  readonly inline: boolean;
  readonly virtual: boolean;
  /** `override` or `final`: virtual, whether it says so or not. */
  readonly overrides: boolean;
  readonly pure: boolean;
  readonly explicit: boolean;
  readonly constexpr: boolean;
  /** What a `constexpr` function returns whose body is one `return`; absent for all others. */
  readonly returns?: CppExpression;
  readonly deleted: boolean;
  readonly defaulted: boolean;
  readonly friend: boolean;
  /** A body follows: a definition. */
  readonly definition: boolean;
  /** What of the body matters to callers; absent where nothing does. */
  readonly body?: CppBody;
  /** `asm("name")` label, null without. */
  readonly asmLabel: string | null;
  /** Names of its own template parameters, null where it is no template. */
  readonly template: CppTemplate | null;
  readonly attributes: readonly string[];
  /** `__stdcall`, `__vectorcall` …, null without. */
  readonly callingConvention: string | null;
  /** Macros among its specifiers: their definitions may say `static`, `extern "C"` or a calling convention. */
  readonly macros: readonly string[];
}

export interface CppSignature {
  readonly parameters: readonly CppParameter[];
  /** From `(` to `)` inclusive. */
  readonly parameterListRange: Range;
  readonly variadic: boolean;
  /** Trailing return types are taken from behind; `void` builtin for constructors and destructors. */
  readonly result: CppType;
  readonly resultRange: Range | null;
  readonly const: boolean;
  readonly volatile: boolean;
  readonly reference: '' | '&' | '&&';
  /** `noexcept` and `noexcept(true)`; null where an expression or a macro decides. */
  readonly noexcept: boolean | null;
}

export interface CppParameter {
  /** Empty where unnamed. */
  readonly name: string;
  readonly type: CppType;
  readonly range: Range;
  readonly hasDefault: boolean;
  /** The default argument as written, null without. */
  readonly defaultText: string | null;
}

export interface CppTemplateParameter {
  readonly name: string;
  readonly kind: 'type' | 'value' | 'template';
  readonly pack: boolean;
  /** Of a value parameter; null for types and templates. */
  readonly valueType: CppType | null;
  readonly defaultType: CppType | null;
  readonly defaultValue: CppExpression | null;
  /** Whatever it is. */
  readonly hasDefault?: true;
  /** A `requires` behind the list says more of its arguments. */
  readonly constrained?: true;
  /**
   * What has to hold for the template's arguments: what `std::enable_if` asks in this parameter, and with the first one
   * what the `requires` behind the list says, as far as it could be read.
   */
  readonly conditions?: readonly CppExpression[];
}

export interface CppTemplate {
  readonly parameters: readonly CppTemplateParameter[];
  /** Arguments of a specialisation (`template<> struct A<int>`), null for the primary template. */
  readonly specialization: readonly CppTemplateArgument[] | null;
}

export interface CppRecord extends CppItem {
  readonly kind: 'struct' | 'class' | 'union';
  /** False for `struct A;`. */
  readonly definition: boolean;
  /**
   * True for `struct { … } member;`: `name` is then empty or the typedef's; `(struct at 3:9)` where only a
   * declarator leads to it, as in `typedef struct { … } *P;`. Enumerations have such names too.
   */
  readonly anonymous: boolean;
  readonly bases: readonly CppBase[];
  /** Non-static data members in order, unnamed bit-fields and anonymous members included. */
  readonly fields: readonly CppField[];
  /** Constructors, destructor, assignment operators and other member functions, as declared. */
  readonly methods: readonly CppFunction[];
  /** Member records that hold anonymous members' fields: `CppType` of kind `inline-record` points here. */
  readonly inlineRecords: readonly CppRecord[];
  /** What of its members could not be read; null where all was. */
  readonly unread: string | null;
  /** Macros in it that may add a member or change its layout, unless they are defined to do nothing of that. */
  readonly doubts: readonly CppDoubt[];
  readonly template: CppTemplate | null;
  readonly final: boolean;
  /** `alignas(n)` and `__attribute__((aligned(n)))` on the record. */
  readonly alignments: readonly CppExpression[];
  /** One of `alignments` is written as `alignas`, which not every ABI treats like the attribute. */
  readonly alignas: boolean;
  /** `__attribute__((packed))` on the record. */
  readonly packed: boolean;
  /** `#pragma pack(n)` in force at the `{`, bytes; null without. */
  readonly pragmaPack: number | null;
  /** `trivial_abi`, `no_unique_address` … as written, without arguments' spaces. */
  readonly attributes: readonly string[];
}

export interface CppDoubt {
  readonly macro: string;
  /** What the macro may do, with its name. */
  readonly message: string;
  /**
   * Around the record's name and body; at a member; what looks like a function, or like the decoration of a
   * declaration, unless the macro is more.
   */
  readonly place: 'record' | 'member' | 'function' | 'decoration';
  /** The use where its text may stand for members; null anywhere else. */
  readonly use: CppMemberMacro | null;
}

/** A macro among the members of a record, with what it takes to read its text there. */
export interface CppMemberMacro {
  /** With its arguments, as written, and with the `;` or the body, as `{}`, that follows. */
  readonly text: string;
  /** In force where it stands. */
  readonly access: Access;
  readonly condition: Condition;
  readonly range: Range;
  /** Members that stand before it. */
  readonly before: CppMemberCount;
  /** Members that stand before the next access specifier: those in between have the access that it leaves. */
  readonly until: CppMemberCount;
}

export interface CppMemberCount {
  readonly fields: number;
  readonly methods: number;
}

export interface CppBase {
  readonly type: CppType;
  /** A `...` follows: one base for each argument in the packs that it names. */
  readonly expanded?: true;
  readonly virtual: boolean;
  readonly access: Access;
  readonly range: Range;
}

export interface CppField {
  /** Empty for anonymous members and unnamed bit-fields. */
  readonly name: string;
  readonly type: CppType;
  readonly range: Range;
  readonly nameRange: Range;
  readonly access: Access;
  readonly bitWidth: CppExpression | null;
  readonly mutable: boolean;
  readonly hasInitializer: boolean;
  readonly alignments: readonly CppExpression[];
  readonly packed: boolean;
  readonly attributes: readonly string[];
  readonly condition: Condition;
  /** Branches of an `#if` inside the declaration that it was read with: with others it is another member. */
  readonly readWith: Condition;
}

export interface CppEnum extends CppItem {
  readonly scoped: boolean;
  readonly underlying: CppType | null;
  /** `__attribute__((packed))`: the smallest integer that holds all enumerators. */
  readonly packed: boolean;
  readonly definition: boolean;
  readonly enumerators: readonly CppEnumerator[];
  /** What may hold enumerators that are not listed: an `#include`, a macro; null without. */
  readonly unread: string | null;
}

export interface CppEnumerator extends Declared {
  readonly name: string;
  readonly value: CppExpression | null;
  /** With what holds around the enumeration. */
  readonly condition: Condition;
  /** What may hold further enumerators between the one before and this; null without. */
  readonly after: string | null;
}

export interface CppAlias extends CppItem {
  readonly type: CppType;
  readonly template: CppTemplate | null;
  readonly alignments: readonly CppExpression[];
}

export interface CppConstant extends CppItem {
  readonly type: CppType;
  readonly value: CppExpression;
}

/** A variable of a namespace, declared or defined. @see C++ [basic.link] */
export interface CppVariable extends CppItem {
  readonly type: CppType;
  /** As of a function. */
  readonly linkage: 'c' | 'cpp';
  readonly definition: boolean;
  /** It is `static`: no other file can name it. */
  readonly internal?: true;
}

/** A namespace with a name, or one that a macro opens, where a file has it first under a condition. */
export interface CppNamespace {
  /** Itself last. */
  readonly scope: readonly CppScope[];
  readonly condition: Condition;
  /** What opens it. */
  readonly range: Range;
}

export interface CppUsing {
  /** A class's too: `using Base::Type;` */
  readonly scope: readonly CppScope[];
  /** `using a::b`, `using namespace a::b`, `using enum a::B` */
  readonly kind: 'name' | 'namespace' | 'enum';
  /** Written with a leading `::`. */
  readonly global: boolean;
  /** As written, template arguments in it too: `Base<T>` of `using typename Base<T>::type;`. */
  readonly path: readonly string[];
  readonly condition: Condition;
  readonly range: Range;
}

export interface CppNamespaceAlias {
  readonly name: string;
  readonly scope: readonly CppScope[];
  /** The namespace that it stands for, as written, `global` with a leading `::`. */
  readonly global: boolean;
  readonly path: readonly string[];
  readonly condition: Condition;
  readonly range: Range;
}

export interface CppMacro extends Declared {
  readonly name: string;
  /** Parameter names; null for an object-like macro. */
  readonly parameters: readonly string[] | null;
  /** Replacement text, continuation lines joined. */
  readonly text: string;
  readonly condition: Condition;
  /** An `#if` in front of it in the file asks for the macro, and sees another definition or none. */
  readonly late?: true;
}

/** `#undef`, outside of branches that are left out for certain. */
export interface CppUndefinition {
  readonly name: string;
  /** An `#if` behind it in the file asks for the macro, and the file alone does not answer. */
  readonly felt: boolean;
}

/**
 * Qualifiers stand on the node they qualify: `char *const` is a pointer node with `const`, `int () const`
 * a function node with `const`.
 */
export interface Qualified {
  readonly const?: true;
  readonly volatile?: true;
  /** `__restrict`, on pointers and references. */
  readonly restrict?: true;
}

export type CppType = Qualified &
  (
    | {
        readonly kind: 'builtin';
        readonly name: CppBuiltin;
      }
    | {
        readonly kind: 'named';
        readonly name: CppName;
        /** `struct Foo`, `enum Foo` as written in the use. */
        readonly elaborated: 'struct' | 'class' | 'union' | 'enum' | null;
      }
    /** `_BitInt(width)` */
    | { readonly kind: 'bit-int'; readonly signed: boolean; readonly width: CppExpression }
    /** `_Atomic(T)` and `_Atomic T` of C; a `std::atomic` is a name like others. */
    | { readonly kind: 'atomic'; readonly value: CppType }
    | { readonly kind: 'pointer'; readonly pointee: CppType }
    | { readonly kind: 'reference'; readonly rvalue: boolean; readonly referent: CppType }
    | { readonly kind: 'array'; readonly element: CppType; readonly length: CppExpression | null }
    | {
        readonly kind: 'function';
        readonly parameters: readonly CppType[];
        readonly variadic: boolean;
        readonly result: CppType;
        readonly reference: '' | '&' | '&&';
        readonly noexcept: boolean;
        readonly callingConvention: string | null;
      }
    | { readonly kind: 'member-pointer'; readonly class: CppName; readonly member: CppType }
    /** The type of a member declared with its record or enum: index into the record's `inlineRecords`. */
    | { readonly kind: 'inline-record'; readonly index: number }
    /** `STACK_OF(X509)`, as written: the macro's definition says what it is. */
    | { readonly kind: 'macro'; readonly text: string }
    | { readonly kind: 'unreadable'; readonly text: string }
  );

/** Fundamental types in one canonical spelling each; `unsigned` is `unsigned int`. */
export type CppBuiltin =
  | 'void'
  | 'bool'
  | 'char'
  | 'signed char'
  | 'unsigned char'
  | 'wchar_t'
  | 'char8_t'
  | 'char16_t'
  | 'char32_t'
  | 'short'
  | 'unsigned short'
  | 'int'
  | 'unsigned int'
  | 'long'
  | 'unsigned long'
  | 'long long'
  | 'unsigned long long'
  | '__int128'
  | 'unsigned __int128'
  | 'float'
  | 'double'
  | 'long double'
  | '_Float16'
  | '__float128'
  | 'nullptr_t'
  | '__builtin_va_list';

/** An integer constant expression as far as one file can know it: names and types are resolved later. */
export type CppExpression =
  | { readonly kind: 'integer'; readonly value: bigint; readonly suffix?: CppIntegerSuffix }
  | { readonly kind: 'name'; readonly path: readonly string[] }
  | { readonly kind: 'unary'; readonly operator: '-' | '~' | '!' | '+'; readonly operand: CppExpression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: CppExpression;
      readonly right: CppExpression;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: CppExpression;
      readonly whenTrue: CppExpression;
      readonly whenFalse: CppExpression;
    }
  /** `(T)x`, `T(x)`, `static_cast<T>(x)` */
  | { readonly kind: 'cast'; readonly type: CppType; readonly operand: CppExpression }
  /** Of a type, or of a variable or member, whose name reads like a type's. */
  | { readonly kind: 'size-query'; readonly query: 'sizeof' | 'alignof'; readonly type: CppType }
  /** `sizeof...(Ts)` */
  | { readonly kind: 'pack-size'; readonly pack: string }
  /** `traits<T>::value`: a name with template arguments in it. */
  | { readonly kind: 'instance-name'; readonly name: CppName }
  | {
      readonly kind: 'call';
      readonly callee: CppName;
      readonly arguments: readonly CppExpression[];
      /** As written, for a macro is called like a function. */
      readonly text: string;
    }
  | { readonly kind: 'unreadable'; readonly text: string };

/** What a literal says about its type. */
export type CppIntegerSuffix = 'unsigned' | 'long' | 'unsigned long' | 'long long' | 'unsigned long long';

export interface CppName {
  /** Written with a leading `::`. */
  readonly global: boolean;
  readonly segments: readonly {
    readonly name: string;
    /** Null where no `<…>` is written. */
    readonly arguments: readonly CppTemplateArgument[] | null;
  }[];
}

/** `expanded` where a `...` follows: one argument for each of those in the packs that it names. */
export type CppTemplateArgument = { readonly expanded?: true } & (
  | { readonly kind: 'type'; readonly type: CppType }
  | { readonly kind: 'constant'; readonly value: CppExpression }
);
