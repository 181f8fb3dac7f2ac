import { combine, derive, exact, type Known } from '../../base/known.js';
import type { Uri } from '../../base/range.js';
import { isUnsized, type RustLayouts } from '../../abi/layout/rust.js';
import {
  lazily,
  type RustAbiEnum,
  type RustAbiField,
  type RustAbiRecord,
  type RustAbiType,
  type RustAbiVariant,
  type RustEnumDefinition,
  type RustRecordDefinition,
} from '../../abi/model.js';
import { RustTypeKeys } from '../../abi/rust-type-keys.js';
import type { Target } from '../../abi/target.js';
import { RecursiveMemory, type DeadEnd, type Remembered } from '../../base/recursive-memory.js';
import type { ConstantExpression } from '../../facts/facts.js';
import { formatRustType } from '../../facts/rust/format-rust.js';
import type {
  CxxSharedEnum,
  CxxSharedStruct,
  RustEnum,
  RustField,
  RustGeneric,
  RustGenericArgument,
  RustPathType,
  RustRecord,
  RustType,
  RustVariant,
} from '../../facts/rust/rust-facts.js';
import type { Program } from '../../program/program.js';
import { RustConstants } from './rust-constants.js';
import { bindingsOf, instance, nameWith } from './rust-instances.js';
import { RustConditions } from './rust-conditions.js';
import { deadEnd } from './dead-ends.js';
import { defineSharedEnum, defineSharedStruct } from './cxx-shared.js';
import { libraryType, primitiveNamed, unknownRust } from './rust-library.js';
import type { RustDeclarationOf, RustPlace, RustTypeDeclaration } from '../../program/rust-names.js';

/** Where a Rust type is written, and what its generic parameters stand for there. */
export interface RustContext extends RustPlace {
  readonly bindings: ReadonlyMap<string, RustArgument>;
  readonly depth: number;
}

/** What a generic parameter stands for; a const parameter for its value. */
export type RustArgument = RustAbiType | { readonly kind: 'constant'; readonly value: bigint };

export const NO_BINDINGS: ReadonlyMap<string, RustArgument> = new Map();
const MAXIMUM_DEPTH = 48;
const USIZE: RustAbiType = { kind: 'primitive', name: 'usize' };

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
  readonly #conditions: RustConditions;
  readonly #constants: RustConstants;
  readonly #records = new Map<RustRecord, Map<string, RustAbiRecord>>();
  readonly #enums = new Map<RustEnum, Map<string, RustAbiEnum>>();
  readonly #shared = new Map<CxxSharedStruct | CxxSharedEnum, Map<string, RustAbiRecord>>();
  readonly #keys = new RustTypeKeys();
  readonly #memory = new RecursiveMemory();
  readonly #aliases = new Map<object, Map<string, Remembered<RustAbiType>>>();
  readonly #defaults = new Map<object, Map<string, Remembered<RustArgument | null>>>();
  readonly #sources = new WeakMap<RustAbiRecord, { readonly uri: Uri; readonly item: RustRecord }>();
  readonly #enumSources = new WeakMap<RustAbiEnum, { readonly uri: Uri; readonly item: RustEnum }>();

  constructor(program: Program, target: Target, layouts: RustLayouts) {
    this.program = program;
    this.target = target;
    this.#conditions = new RustConditions(program, target);
    this.#constants = new RustConstants(this, layouts, this.#conditions, this.#memory);
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
        const count = this.constant(type.length, context, USIZE);
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
        return {
          kind: 'function-pointer',
          abi: type.abi,
          parameters: type.parameters.map((parameter) => this.type(parameter, context)),
          variadic: type.variadic,
          result: this.type(type.result, context),
        };
      case 'trait-object':
        return { kind: 'trait-object' };
      case 'unreadable':
        return unknownRust(type.text, `the type \`${type.text}\` is not understood`);
      default:
        return type satisfies never;
    }
  }

  record(uri: Uri, item: RustRecord, args: readonly RustArgument[] = [], depth = 0): RustAbiRecord {
    const record = instance(this.#records, item, this.#keyOf(args), () => ({
      name: nameWith(item.name, args),
      kind: item.kind,
      location: { uri, range: item.nameRange },
      define: lazily(() => this.#defineRecord(uri, item, args, depth)),
    }));
    this.#sources.set(record, { uri, item });
    return record;
  }

  /** A struct or enum that a cxx bridge declares for both sides. */
  shared(declaration: RustDeclarationOf<'shared-struct' | 'shared-enum'>): RustAbiRecord {
    const { uri, item, bridge } = declaration;
    const context = rustContext(uri, [...bridge.modulePath, bridge.name]);
    return instance(this.#shared, item, '', () => ({
      name: item.rustName ?? item.name,
      kind: 'struct' as const,
      location: { uri, range: item.nameRange },
      define: lazily(() =>
        declaration.kind === 'shared-struct'
          ? derive(this.#conditions.present(uri, declaration.item.fields), (fields) =>
              defineSharedStruct(declaration.item, fields, (field) => this.#field(field, context)),
            )
          : derive(this.#conditions.present(uri, declaration.item.variants), (variants) =>
              defineSharedEnum(declaration.item, variants, (value) => this.constant(value, context)),
            ),
      ),
    }));
  }

  /** The declaration that `record` was lowered from. */
  sourceOf(record: RustAbiRecord): { readonly uri: Uri; readonly item: RustRecord } | undefined {
    return this.#sources.get(record);
  }

  /** The declaration of the workspace that a type is of. */
  declarationOf(type: RustAbiType): { readonly uri: Uri; readonly item: RustRecord | RustEnum } | undefined {
    if (type.kind === 'enum') return this.#enumSources.get(type.enum);
    return type.kind === 'record' ? this.#sources.get(type.record) : undefined;
  }

  /** The fields that a record has on the target. */
  fieldsOf(uri: Uri, item: RustRecord): Known<readonly RustField[]> {
    return this.#conditions.fields(uri, item);
  }

  enum(uri: Uri, item: RustEnum, args: readonly RustArgument[] = [], depth = 0): RustAbiEnum {
    const lowered = instance(this.#enums, item, this.#keyOf(args), () => ({
      name: nameWith(item.name, args),
      location: { uri, range: item.nameRange },
      define: lazily(() => this.#defineEnum(uri, item, args, depth)),
    }));
    this.#enumSources.set(lowered, { uri, item });
    return lowered;
  }

  /** The declaration that an enum was lowered from; undefined for those of the standard library. */
  sourceOfEnum(lowered: RustAbiEnum): { readonly uri: Uri; readonly item: RustEnum } | undefined {
    return this.#enumSources.get(lowered);
  }

  /** @param expected its type, null where any integer will do */
  constant(
    expression: ConstantExpression,
    context: RustContext,
    expected: RustAbiType | null = null,
  ): Known<bigint> {
    return this.#constants.integer(expression, context, expected);
  }

  #path(type: RustPathType, context: RustContext): RustAbiType {
    const text = formatRustType(type);
    if (context.depth > MAXIMUM_DEPTH) {
      this.#memory.giveUp();
      return unknownRust(text, deadEnd(`\`${text}\``, 'depth'));
    }
    const name = type.path[type.path.length - 1] ?? '';
    const bound = type.path.length === 1 ? context.bindings.get(name) : undefined;
    if (bound) return bound.kind === 'constant' ? unknownRust(text, `\`${text}\` is no type`) : bound;
    const primitive = type.path.length === 1 ? primitiveNamed(name) : null;
    if (primitive) return primitive;
    const lookup = this.program.rust.lookUpType(type.path, context, this.#conditions);
    switch (lookup.kind) {
      case 'found':
        return this.#declared(lookup.declaration, type, context);
      case 'ambiguous': {
        const [only, ...others] = lookup.candidates.filter(
          ({ uri, item }) => !this.#conditions.isAbsent(uri, item.condition),
        );
        if (only && others.length === 0) return this.#declared(only, type, context);
        return unknownRust(text, `\`${text}\` is declared in ${lookup.candidates.length} ways`);
      }
      case 'missing':
        return libraryType(
          lookup.path.length > 0 ? lookup.path : type.path,
          formatRustType(type),
          () =>
            type.arguments.flatMap((each) => (each.kind === 'type' ? [this.type(each.type, context)] : [])),
          this.target,
        );
      case 'open':
        return unknownRust(text, lookup.reason);
      default:
        return lookup satisfies never;
    }
  }

  #declared(declaration: RustTypeDeclaration, type: RustPathType, context: RustContext): RustAbiType {
    const depth = context.depth + 1;
    switch (declaration.kind) {
      case 'record': {
        const args = this.#arguments(type, declaration, context);
        if (!args) return this.#uninstantiated(type);
        return { kind: 'record', record: this.record(declaration.uri, declaration.item, args, depth) };
      }
      case 'enum': {
        const args = this.#arguments(type, declaration, context);
        if (!args) return this.#uninstantiated(type);
        return { kind: 'enum', enum: this.enum(declaration.uri, declaration.item, args, depth) };
      }
      case 'alias': {
        const { uri, item } = declaration;
        const args = this.#arguments(type, declaration, context);
        if (!args) return this.#uninstantiated(type);
        const { modulePath } = item;
        const inner = { uri, modulePath, bindings: bindingsOf(item, args), depth: context.depth };
        const text = formatRustType(type);
        return this.#once(
          this.#aliases,
          item,
          args,
          () => this.type(item.type, inner),
          (why) => unknownRust(text, deadEnd(`\`${text}\``, why)),
        );
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
        return { kind: 'record', record: this.shared(declaration) };
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

  /**
   * What the parameters of a declaration stand for in a path; null where that is not known. Defaults may name
   * parameters before them.
   *
   * @see Rust reference, "Generic parameters"
   */
  #arguments(
    type: RustPathType,
    { uri, item }: RustTypeDeclaration,
    context: RustContext,
  ): readonly RustArgument[] | null {
    const generics = 'generics' in item ? item.generics : [];
    const args: RustArgument[] = [];
    for (const [index, generic] of generics.entries()) {
      const written = type.arguments[index];
      const argument = written
        ? this.#argument(written, generic, context)
        : this.#default(generic, args, {
            uri,
            modulePath: item.modulePath,
            bindings: new Map(args.map((arg, i) => [generics[i]?.name ?? '', arg])),
            depth: context.depth,
          });
      if (!argument) return null;
      args.push(argument);
    }
    return args;
  }

  /** @param before the arguments of the parameters before this one, which `context` binds */
  #default(generic: RustGeneric, before: readonly RustArgument[], context: RustContext): RustArgument | null {
    const written = generic.default;
    if (!written) return null;
    return this.#once(
      this.#defaults,
      generic,
      before,
      () => this.#argument(written, generic, context),
      (why) => unknownRust(generic.name, deadEnd(`the default of \`${generic.name}\``, why)),
    );
  }

  /** What `compute` gives for a declaration with its arguments, which many others may ask for. */
  #once<T>(
    index: Map<object, Map<string, Remembered<T>>>,
    declared: object,
    args: readonly RustArgument[],
    compute: () => T,
    stopgap: (why: DeadEnd) => T,
  ): T {
    const known = index.get(declared) ?? new Map<string, Remembered<T>>();
    index.set(declared, known);
    return this.#memory.answer(known, this.#keyOf(args), compute, stopgap);
  }

  #keyOf(args: readonly RustArgument[]): string {
    return args
      .map((each) => (each.kind === 'constant' ? `value ${each.value}` : this.#keys.of(each)))
      .join(',');
  }

  /** A constant that is a mere name is read as a type. */
  #argument(written: RustGenericArgument, { kind }: RustGeneric, context: RustContext): RustArgument | null {
    if (kind === 'type') return written.kind === 'type' ? this.type(written.type, context) : null;
    const expression =
      written.kind === 'constant'
        ? written.value
        : written.type.kind === 'path'
          ? ({ kind: 'name', path: written.type.path } as const)
          : null;
    const value = expression && this.constant(expression, context);
    return value && value.status === 'exact' ? { kind: 'constant', value: value.value } : null;
  }

  #defineRecord(
    uri: Uri,
    item: RustRecord,
    args: readonly RustArgument[],
    depth: number,
  ): Known<RustRecordDefinition> {
    const self: RustAbiType = { kind: 'record', record: this.record(uri, item, args, depth) };
    const context = this.#inner(uri, item, args, depth, self);
    return derive(this.#conditions.repr(uri, item.repr), (repr) =>
      derive(this.fieldsOf(uri, item), (fields) =>
        exact({
          repr,
          fields: fields.map((field) => this.#field(field, context)),
          maybeUnsized: this.#hasUnsizedTail(item, fields, context),
        }),
      ),
    );
  }

  #defineEnum(
    uri: Uri,
    item: RustEnum,
    args: readonly RustArgument[],
    depth: number,
  ): Known<RustEnumDefinition> {
    const self: RustAbiType = { kind: 'enum', enum: this.enum(uri, item, args, depth) };
    const context = this.#inner(uri, item, args, depth, self);
    return derive(this.#conditions.repr(uri, item.repr), (repr) =>
      derive(this.#conditions.present(uri, item.variants), (there) => {
        const integer = primitiveNamed(repr.integer ?? 'isize');
        const variants = combine(there.map((variant) => this.#variant(uri, variant, context, integer)));
        return derive(variants, (known) => exact({ repr, variants: known }));
      }),
    );
  }

  #variant(
    uri: Uri,
    variant: RustVariant,
    context: RustContext,
    integer: RustAbiType | null,
  ): Known<RustAbiVariant> {
    const { name, nameRange, discriminant } = variant;
    const value = discriminant ? this.constant(discriminant, context, integer) : exact(null);
    return derive<bigint | null, RustAbiVariant>(value, (known) =>
      derive(this.#conditions.fields(uri, variant), (fields) =>
        exact({
          name,
          discriminant: known,
          fields: fields.map((field) => this.#field(field, context)),
          location: { uri, range: nameRange },
        }),
      ),
    );
  }

  #field(field: RustField, context: RustContext): RustAbiField {
    return {
      name: field.name,
      type: this.type(field.type, context),
      location: { uri: context.uri, range: field.nameRange },
    };
  }

  /**
   * Whether the last field's type could be unsized for other arguments: with an unsized type in the place of
   * each `?Sized` parameter it is.
   *
   * @see `rustc_ty_utils::layout`, `maybe_unsized`
   */
  #hasUnsizedTail(
    { kind, generics }: RustRecord,
    fields: readonly RustField[],
    context: RustContext,
  ): boolean {
    const last = fields.at(-1);
    if (kind === 'union' || !last || !generics.some((generic) => generic.maybeUnsized)) return false;
    const bindings = new Map(context.bindings);
    for (const { name, maybeUnsized } of generics) if (maybeUnsized) bindings.set(name, { kind: 'str' });
    const unsized = isUnsized(this.type(last.type, { ...context, bindings }));
    return unsized.status !== 'unknown' && unsized.value;
  }

  #inner(
    uri: Uri,
    item: Pick<RustRecord, 'modulePath' | 'generics'>,
    args: readonly RustArgument[],
    depth: number,
    self: RustAbiType,
  ): RustContext {
    const bindings = new Map([...bindingsOf(item, args), ['Self', self] as const]);
    return { uri, modulePath: item.modulePath, bindings, depth: depth + 1 };
  }
}
