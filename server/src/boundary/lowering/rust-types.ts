import { exact, unknown, type Known } from '../../base/known.js';
import { nameTable } from '../../base/name-table.js';
import type { Uri } from '../../base/range.js';
import { formatRustType as formatAbiType } from '../../abi/layout/rust-format.js';
import {
  lazily,
  NO_REPR,
  type RustAbiEnum,
  type RustAbiField,
  type RustAbiRecord,
  type RustAbiRepr,
  type RustAbiType,
  type RustEnumDefinition,
  type RustInteger,
  type RustLibraryType,
  type RustPrimitive,
  type RustRecordDefinition,
} from '../../abi/model.js';
import type { Target } from '../../abi/target.js';
import type { CppBuiltin } from '../../facts/cpp/cpp-facts.js';
import type { ConstantExpression } from '../../facts/facts.js';
import { formatRustType } from '../../facts/rust/format-rust.js';
import type {
  RustEnum,
  RustField,
  RustPathType,
  RustRecord,
  RustRepr,
  RustType,
} from '../../facts/rust/rust-facts.js';
import { evaluate } from '../../program/constants.js';
import type { Program } from '../../program/program.js';
import { BUILTIN_OF_C_NAME, RUST_OF_C_TYPEDEF } from '../c-types.js';
import type { RustPlace, RustTypeDeclaration } from '../../program/rust-names.js';

/** Where a Rust type is written, and what its generic parameters stand for there. */
export interface RustContext extends RustPlace {
  readonly bindings: ReadonlyMap<string, RustAbiType>;
  readonly depth: number;
}

const NO_BINDINGS: ReadonlyMap<string, RustAbiType> = new Map();
const MAXIMUM_DEPTH = 48;

export const rustContext = (uri: Uri, modulePath: readonly string[]): RustContext => ({
  uri,
  modulePath,
  bindings: NO_BINDINGS,
  depth: 0,
});

/** Turns Rust types as written into the resolved model of `abi`, for one target. */
export class RustLowering {
  readonly program: Program;
  readonly target: Target;
  readonly #records = new Map<RustRecord, Map<string, RustAbiRecord>>();
  readonly #enums = new Map<RustEnum, Map<string, RustAbiEnum>>();
  readonly #sources = new WeakMap<RustAbiRecord, { readonly uri: Uri; readonly item: RustRecord }>();

  constructor(program: Program, target: Target) {
    this.program = program;
    this.target = target;
  }

  type(type: RustType, context: RustContext): RustAbiType {
    switch (type.kind) {
      case 'path':
        return this.#path(type, context);
      case 'pointer':
        return {
          kind: 'pointer',
          form: 'raw',
          mutable: type.mutable,
          pointee: this.type(type.pointee, context),
        };
      case 'reference':
        return {
          kind: 'pointer',
          form: 'reference',
          mutable: type.mutable,
          pointee: this.type(type.referent, context),
        };
      case 'slice':
        return { kind: 'slice', element: this.type(type.element, context) };
      case 'array': {
        const count = this.constant(type.length, context);
        if (count.status === 'unknown') return unknownRust(formatRustType(type), count.reason);
        if (count.value < 0n || count.value > BigInt(Number.MAX_SAFE_INTEGER))
          return unknownRust(formatRustType(type), `${count.value} is no array length`);
        return { kind: 'array', element: this.type(type.element, context), count: Number(count.value) };
      }
      case 'tuple':
        return { kind: 'tuple', elements: type.elements.map((element) => this.type(element, context)) };
      case 'never':
        return { kind: 'primitive', name: 'never' };
      case 'function':
        return { kind: 'function-pointer', abi: type.abi };
      case 'trait-object':
        return { kind: 'trait-object' };
      case 'unreadable':
        return unknownRust(type.text, `the type \`${type.text}\` is not understood`);
      default:
        return type satisfies never;
    }
  }

  record(uri: Uri, item: RustRecord, args: readonly RustAbiType[] = [], depth = 0): RustAbiRecord {
    const record = instance(this.#records, item, args, () => ({
      name: nameWith(item.name, args),
      kind: item.kind,
      location: { uri, range: item.nameRange },
      define: lazily(() => this.#defineRecord(uri, item, args, depth)),
    }));
    this.#sources.set(record, { uri, item });
    return record;
  }

  /** The declaration that `record` was lowered from. */
  sourceOf(record: RustAbiRecord): { readonly uri: Uri; readonly item: RustRecord } | undefined {
    return this.#sources.get(record);
  }

  enum(uri: Uri, item: RustEnum, args: readonly RustAbiType[] = [], depth = 0): RustAbiEnum {
    return instance(this.#enums, item, args, () => ({
      name: nameWith(item.name, args),
      location: { uri, range: item.nameRange },
      define: lazily(() => this.#defineEnum(uri, item, args, depth)),
    }));
  }

  constant(expression: ConstantExpression, place: RustPlace): Known<bigint> {
    return evaluate(expression, (path) => this.program.rust.lookUpConstant(path, place)?.item.value ?? null);
  }

  #path(type: RustPathType, context: RustContext): RustAbiType {
    const text = formatRustType(type);
    if (context.depth > MAXIMUM_DEPTH) return unknownRust(text, `\`${text}\` refers to itself`);
    const name = type.path[type.path.length - 1] ?? '';
    const bound = type.path.length === 1 ? context.bindings.get(name) : undefined;
    if (bound) return bound;
    if (type.path.length === 1 && PRIMITIVES.has(name))
      return { kind: 'primitive', name: name as RustPrimitive };
    if (type.path.length === 1 && name === 'str') return { kind: 'str' };
    const lookup = this.program.rust.lookUpType(type.path, context);
    switch (lookup.kind) {
      case 'found':
        return this.#declared(lookup.declaration, type, context);
      case 'ambiguous':
        return unknownRust(text, `\`${text}\` is declared in ${lookup.candidates.length} ways`);
      case 'missing':
        return this.#library(lookup.path.length > 0 ? lookup.path : type.path, type, context);
      default:
        return lookup satisfies never;
    }
  }

  #declared(declaration: RustTypeDeclaration, type: RustPathType, context: RustContext): RustAbiType {
    const depth = context.depth + 1;
    switch (declaration.kind) {
      case 'record': {
        const args = this.#arguments(type, declaration.item.generics, context);
        if (!args) return this.#uninstantiated(type);
        return { kind: 'record', record: this.record(declaration.uri, declaration.item, args, depth) };
      }
      case 'enum': {
        const args = this.#arguments(type, declaration.item.generics, context);
        if (!args) return this.#uninstantiated(type);
        return { kind: 'enum', enum: this.enum(declaration.uri, declaration.item, args, depth) };
      }
      case 'alias': {
        const { uri, item } = declaration;
        const args = this.#arguments(type, item.generics, context);
        if (!args) return this.#uninstantiated(type);
        const bindings = new Map(item.generics.map((generic, i) => [generic, args[i] as RustAbiType]));
        return this.type(item.type, { uri, modulePath: item.modulePath, bindings, depth });
      }
      case 'bridge-type':
        if (declaration.item.alias) {
          return this.type(declaration.item.alias, {
            uri: declaration.uri,
            modulePath: [...declaration.bridge.modulePath, declaration.bridge.name],
            bindings: NO_BINDINGS,
            depth,
          });
        }
        return unknownRust(type.path.join('::'), `\`${declaration.item.name}\` is opaque`);
      case 'shared-struct':
      case 'shared-enum':
        return unknownRust(type.path.join('::'), `\`${declaration.item.name}\` is laid out by cxx`);
      default:
        return declaration satisfies never;
    }
  }

  #uninstantiated(type: RustPathType): RustAbiType {
    return unknownRust(
      formatRustType(type),
      `the arguments of \`${formatRustType(type)}\` are not all known`,
    );
  }

  #arguments(
    type: RustPathType,
    generics: readonly string[],
    context: RustContext,
  ): readonly RustAbiType[] | null {
    if (generics.length === 0) return [];
    const types = type.arguments.flatMap((argument) =>
      argument.kind === 'type' ? [this.type(argument.type, context)] : [],
    );
    return types.length === generics.length ? types : null;
  }

  /** Types of std, core, alloc, libc and cxx by their last name; nothing in the workspace declares them. */
  #library(path: readonly string[], type: RustPathType, context: RustContext): RustAbiType {
    const name = path[path.length - 1] ?? '';
    const text = formatRustType(type);
    const args = type.arguments.flatMap((argument) =>
      argument.kind === 'type' ? [this.type(argument.type, context)] : [],
    );
    const first = args[0];
    const primitive = this.#cType(name) ?? RUST_OF_C_TYPEDEF[name];
    if (primitive) return { kind: 'primitive', name: primitive };
    if (name === 'c_void') return C_VOID;
    if (!isStandard(path)) return unknownRust(text, `the definition of \`${text}\` was not found`);
    const form = POINTERS[name];
    if (form && first) return { kind: 'pointer', form, mutable: true, pointee: first };
    const nonZero = /^NonZero([UI](?:8|16|32|64|128|size))$/.exec(name)?.[1]?.toLowerCase();
    if (nonZero) {
      return {
        kind: 'library',
        name: 'NonZero',
        arguments: [{ kind: 'primitive', name: nonZero as RustInteger }],
      };
    }
    if (LIBRARY.has(name)) return { kind: 'library', name: name as RustLibraryType, arguments: args };
    if (path.length === 1 && PRIMITIVES.has(name)) return { kind: 'primitive', name: name as RustPrimitive };
    return unknownRust(text, `the definition of \`${text}\` was not found`);
  }

  /** `c_int` and its family: what the target's C compiler calls `int`. @see core::ffi */
  #cType(name: string): RustPrimitive | null {
    const builtin = BUILTIN_OF_C_NAME[name];
    if (name === 'wchar_t') return this.#wideCharacter();
    if (!builtin) return null;
    if (builtin === 'char') return this.target.charSigned ? 'i8' : 'u8';
    if (builtin === 'float') return 'f32';
    if (builtin === 'double') return 'f64';
    const size = this.target.fundamental[builtin]?.size;
    if (size === undefined) return null;
    return `${UNSIGNED.has(builtin) ? 'u' : 'i'}${size * 8}` as RustPrimitive;
  }

  /** 16 unsigned bits on Windows; elsewhere 32, signed where plain `char` is. */
  #wideCharacter(): RustPrimitive {
    if (this.target.fundamental.wchar_t?.size === 2) return 'u16';
    return this.target.charSigned ? 'i32' : 'u32';
  }

  #defineRecord(
    uri: Uri,
    item: RustRecord,
    args: readonly RustAbiType[],
    depth: number,
  ): Known<RustRecordDefinition> {
    if (item.repr.conditional) {
      return unknown(`the representation of \`${item.name}\` depends on \`cfg_attr\``);
    }
    const conditional = item.fields.find((field) => field.condition.length > 0);
    if (conditional) {
      return unknown(`fields of \`${item.name}\` depend on \`cfg(${conditional.condition.join(', ')})\``);
    }
    const context = this.#inner(uri, item, args, depth);
    return exact({
      repr: reprOf(item.repr),
      fields: item.fields.map((field) => this.#field(field, context)),
      maybeUnsized: false,
    });
  }

  #defineEnum(
    uri: Uri,
    item: RustEnum,
    args: readonly RustAbiType[],
    depth: number,
  ): Known<RustEnumDefinition> {
    if (item.repr.conditional || item.variants.some((variant) => variant.condition.length > 0)) {
      return unknown(`\`${item.name}\` depends on the configuration`);
    }
    const context = this.#inner(uri, item, args, depth);
    const variants: RustEnumDefinition['variants'][number][] = [];
    for (const variant of item.variants) {
      const discriminant = variant.discriminant ? this.constant(variant.discriminant, context) : null;
      if (discriminant?.status === 'unknown') return discriminant;
      variants.push({
        name: variant.name,
        discriminant: discriminant ? discriminant.value : null,
        fields: variant.fields.map((field) => this.#field(field, context)),
        location: { uri, range: variant.nameRange },
      });
    }
    return exact({ repr: reprOf(item.repr), variants });
  }

  #field(field: RustField, context: RustContext): RustAbiField {
    return {
      name: field.name,
      type: this.type(field.type, context),
      location: { uri: context.uri, range: field.nameRange },
    };
  }

  #inner(
    uri: Uri,
    item: { readonly modulePath: readonly string[]; readonly generics: readonly string[] },
    args: readonly RustAbiType[],
    depth: number,
  ): RustContext {
    const bindings = new Map(
      item.generics.map((generic, i) => [
        generic,
        args[i] ?? unknownRust(generic, `\`${generic}\` is a type parameter`),
      ]),
    );
    return { uri, modulePath: item.modulePath, bindings, depth: depth + 1 };
  }
}

/** An enum of one byte: nothing is ever made of it, but a pointer to it is a plain one. @see core::ffi::c_void */
const C_VOID: RustAbiType = {
  kind: 'enum',
  enum: {
    name: 'c_void',
    location: null,
    define: lazily(() =>
      exact({
        repr: { ...NO_REPR, integer: 'u8' as const },
        variants: ['__variant1', '__variant2'].map((name) => ({
          name,
          discriminant: null,
          fields: [],
          location: null,
        })),
      }),
    ),
  },
};

/** `Duration` and `std::time::Duration`, but not another crate's `time::Duration`. */
const isStandard = (path: readonly string[]): boolean => {
  const [first] = path.filter((segment) => segment !== '');
  return path.length === 1 || ['std', 'core', 'alloc'].includes(first ?? '');
};

const unknownRust = (text: string, reason: string): RustAbiType => ({
  kind: 'unknown',
  text,
  reason,
  because: [],
});

function reprOf(repr: RustRepr): RustAbiRepr {
  return {
    c: repr.c,
    transparent: repr.transparent,
    integer: repr.integer as RustInteger | null,
    packed: repr.packed,
    align: repr.align,
  };
}

function instance<Item extends object, Instance>(
  index: Map<Item, Map<string, Instance>>,
  item: Item,
  args: readonly RustAbiType[],
  create: () => Instance,
): Instance {
  const instances = index.get(item) ?? new Map<string, Instance>();
  index.set(item, instances);
  const key = args.map(formatAbiType).join(',');
  const known = instances.get(key);
  if (known) return known;
  const created = create();
  instances.set(key, created);
  return created;
}

const nameWith = (name: string, args: readonly RustAbiType[]): string =>
  args.length === 0 ? name : `${name}<${args.map(formatAbiType).join(', ')}>`;

const POINTERS = nameTable<'box' | 'non-null' | 'rc' | 'arc'>({
  Box: 'box',
  NonNull: 'non-null',
  Rc: 'rc',
  Arc: 'arc',
});

const PRIMITIVES: ReadonlySet<string> = new Set([
  ...['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'u64', 'i64', 'u128', 'i128', 'usize', 'isize'],
  ...['f32', 'f64', 'bool', 'char'],
]);

const LIBRARY: ReadonlySet<string> = new Set<RustLibraryType>([
  ...([
    'Option',
    'Result',
    'Vec',
    'String',
    'MaybeUninit',
    'ManuallyDrop',
    'PhantomData',
    'PhantomPinned',
  ] as const),
  ...(['Pin', 'Cell', 'UnsafeCell', 'RefCell', 'NonZero', 'Wrapping', 'Ordering', 'Duration'] as const),
  ...(['AtomicBool', 'AtomicU8', 'AtomicI8', 'AtomicU16', 'AtomicI16', 'AtomicU32', 'AtomicI32'] as const),
  ...(['AtomicU64', 'AtomicI64', 'AtomicUsize', 'AtomicIsize', 'AtomicPtr'] as const),
]);

const UNSIGNED: ReadonlySet<CppBuiltin> = new Set<CppBuiltin>([
  'unsigned char',
  'unsigned short',
  'unsigned int',
  'unsigned long',
  'unsigned long long',
]);
