import {
  assumed,
  derive,
  exact,
  unknown,
  withAssumptions,
  type Evidence,
  type Known,
} from '../../base/known.js';
import type { Location, Uri } from '../../base/range.js';
import {
  lazily,
  type CppAbiArgument,
  type CppAbiEnum,
  type CppAbiRecord,
  type CppAbiType,
} from '../../abi/model.js';
import { createCppAbi, type CppAbi } from '../../abi/cpp-abi.js';
import { isLibraryName } from '../../abi/standard-library/library-form.js';
import { libraryName } from '../../abi/standard-library/library-names.js';
import type { SizeAlign, Target } from '../../abi/target.js';
import { TypeKeys } from '../../abi/type-keys.js';
import { nameTable } from '../../base/name-table.js';
import { readConstantExpression } from '../../facts/cpp/constant-expression.js';
import { abiTagsOf } from '../../facts/cpp/attributes.js';
import type {
  CppBuiltin,
  CppEnum,
  CppExpression,
  CppName,
  CppRecord,
  CppScope,
  CppTemplateArgument,
  CppType,
} from '../../facts/cpp/cpp-facts.js';
import { formatCppName, formatCppType } from '../../facts/cpp/format-cpp.js';
import {
  isFallback,
  type CppConstantDeclaration,
  type CppDeclarationOf,
  type CppMacroDefinition,
  type CppPlace,
  type CppTypeLookup,
} from '../../program/cpp-names.js';
import { looksLikeMacro } from '../../syntax/mask/token-reader.js';
import { readNameText, readTypeText } from '../../facts/cpp/type-text.js';
import { inclusionOf } from './project-macros.js';
import type { Program } from '../../program/program.js';
import { isIncludedOn } from '../cpp-conditions.js';
import { callingConventionOf } from './calling-convention.js';
import {
  builtinInteger,
  evaluateCpp,
  naturalInteger,
  type ConstantScope,
  type CppInteger,
  type IntegerType,
} from './cpp-constants.js';
import { defineRecord } from './cpp-records.js';
import { scopeNames } from './entity-names.js';
import { instantiate, type TemplateInstance } from './template-instances.js';
import { C_LIBRARY, INLINE_NAMESPACES, KNOWN_THROUGH_USING, STRINGS } from './library-names.js';

/** Where a C++ type is written, and what its template parameters stand for there. */
export interface CppContext extends CppPlace {
  readonly bindings: ReadonlyMap<string, CppAbiArgument>;
  /** The record whose member is lowered: unnamed records of its members are found in it. */
  readonly owner: CppRecord | null;
  /** Names followed so far; a chain this long is an error in the code. */
  readonly depth: number;
}

const NO_BINDINGS: ReadonlyMap<string, CppAbiArgument> = new Map();
const MAXIMUM_DEPTH = 48;

export const cppContext = (uri: Uri, scope: readonly CppScope[]): CppContext => ({
  uri,
  scope,
  bindings: NO_BINDINGS,
  owner: null,
  depth: 0,
});

/**
 * Turns C++ types as written into the resolved model of `abi`, for one target: names looked up, aliases
 * followed, constants computed, class templates instantiated with the arguments at hand. One object for
 * each record, so that `abi` may compare by identity.
 */
export class CppLowering {
  readonly program: Program;
  readonly target: Target;
  readonly #records = new Map<CppRecord, Map<string, CppAbiRecord>>();
  readonly #keys = new TypeKeys();
  readonly #enums = new Map<CppEnum, CppAbiEnum>();
  readonly #enumerators = new Map<CppEnum, Known<ReadonlyMap<string, bigint>>>();
  readonly #abi: CppAbi;
  /** `sizeof` within `sizeof`; an array as long as its own record is an error in the code. */
  #sizing = 0;
  readonly #sources = new WeakMap<CppAbiRecord, { readonly uri: Uri; readonly item: CppRecord }>();

  constructor(program: Program, target: Target, abi: CppAbi = createCppAbi(target)) {
    this.program = program;
    this.target = target;
    this.#abi = abi;
  }

  type(type: CppType, context: CppContext): CppAbiType {
    const lowered = this.#unqualified(type, context);
    // Qualifiers of a function type are a part of it, not of a value.
    return type.kind === 'function' ? lowered : withQualifiers(lowered, type);
  }

  /** The record of a declaration; `bindings` are the arguments of a class template. */
  record(
    uri: Uri,
    item: CppRecord,
    bindings: ReadonlyMap<string, CppAbiArgument> = NO_BINDINGS,
    depth = 0,
  ): CppAbiRecord {
    const instances = this.#records.get(item) ?? new Map<string, CppAbiRecord>();
    this.#records.set(item, instances);
    const key = [...bindings.values()].map((argument) => this.#keys.ofArgument(argument)).join(',');
    const known = instances.get(key);
    if (known) return known;
    const record: CppAbiRecord = {
      name: [
        ...scopeNames(this.program, item.scope, bindings),
        {
          kind: 'record',
          name: item.name,
          arguments: item.template !== null && bindings.size > 0 ? [...bindings.values()] : null,
          abiTags: abiTagsOf(item.attributes),
        },
      ],
      kind: item.kind,
      anonymous: item.anonymous && item.name === '',
      location: { uri, range: item.nameRange },
      define: lazily(() => defineRecord(this, uri, item, bindings, depth)),
    };
    instances.set(key, record);
    this.#sources.set(record, { uri, item });
    return record;
  }

  /** The declaration that `record` was lowered from. */
  sourceOf(record: CppAbiRecord): { readonly uri: Uri; readonly item: CppRecord } | undefined {
    return this.#sources.get(record);
  }

  enum(uri: Uri, item: CppEnum): CppAbiEnum {
    const known = this.#enums.get(item);
    if (known) return known;
    const context = cppContext(uri, item.scope);
    const lowered: CppAbiEnum = {
      name: [
        ...scopeNames(this.program, item.scope, NO_BINDINGS),
        { kind: 'enum', name: item.name, arguments: null, abiTags: [] },
      ],
      scoped: item.scoped,
      underlying: item.underlying ? this.type(item.underlying, context) : null,
      values: this.#enumRange(uri, item),
      // Microsoft's compiler has no such attribute, and clang does not heed it there.
      packed: item.packed && this.target.cppAbi === 'itanium',
      location: { uri, range: item.nameRange },
    };
    this.#enums.set(item, lowered);
    return lowered;
  }

  /** The value of a constant expression where it is written. */
  constant(expression: CppExpression, context: CppContext): Known<bigint> {
    return derive(this.#integer(expression, context), ({ value }) => exact(value));
  }

  /** The value of each enumerator, in order. Unknown with the first that is. */
  enumerators(uri: Uri, item: CppEnum): Known<ReadonlyMap<string, bigint>> {
    const known = this.#enumerators.get(item);
    if (known) return known;
    // Until it is known: an enumerator that leads to itself is an error in the code.
    this.#enumerators.set(item, unknown(`the enumeration \`${item.name}\` refers to itself`));
    const values = this.#computeEnumerators(uri, item);
    this.#enumerators.set(item, values);
    return values;
  }

  /**
   * What a macro stands for on the target, once for each definition that differs; empty where none was read, or
   * only one that anybody may overrule.
   */
  macroTexts(name: string, uri: Uri): readonly string[] {
    const definitions = this.program.cpp
      .macrosNamed(name, uri)
      .filter(({ item }) => !isFallback(item) && isIncludedOn(item.condition, this.target) !== false);
    return [...new Set(definitions.map(({ item }) => item.text))];
  }

  /** Bytes that `alignas(…)` asks for: a number, or the alignment of a type, whose name reads like a constant's. */
  alignment(expression: CppExpression, context: CppContext): Known<bigint> {
    if (expression.kind !== 'name') return this.constant(expression, context);
    const segments = expression.path.map((name) => ({ name, arguments: null }));
    const name = { global: false, segments };
    const bound = expression.path.length === 1 ? context.bindings.get(expression.path[0] ?? '') : undefined;
    const isType =
      bound?.kind === 'type' ||
      expression.path[0] === 'std' ||
      this.program.cpp.lookUpType(name, this.#seen(context)).kind === 'found';
    if (!isType) return this.constant(expression, context);
    const size = this.#sizeOf({ kind: 'named', name, elaborated: null }, context);
    return derive(size, ({ align }) => exact(BigInt(align)));
  }

  /** @param type of the value parameter that it is for, where one is known */
  argument(argument: CppTemplateArgument, context: CppContext, type?: CppAbiType): CppAbiArgument {
    const expression = argument.kind === 'constant' ? argument.value : type && constantNamed(argument.type);
    if (!expression) return { kind: 'type', type: this.type((argument as { type: CppType }).type, context) };
    const value = this.constant(expression, context);
    if (value.status === 'unknown') return { kind: 'type', type: unknownType('a template argument', value) };
    return {
      kind: 'constant',
      value: value.value,
      type: grounded(type ?? { kind: 'builtin', name: 'int' }, value),
    };
  }

  #unqualified(type: CppType, context: CppContext): CppAbiType {
    switch (type.kind) {
      case 'builtin':
        return { kind: 'builtin', name: type.name };
      case 'named':
        return this.#named(type.name, context);
      case 'bit-int':
        return this.#bitInt(type.signed, type.width, context);
      case 'atomic':
        return this.#atomic(type.value, context);
      case 'pointer':
        return { kind: 'pointer', pointee: this.type(type.pointee, context) };
      case 'reference':
        return { kind: 'reference', rvalue: type.rvalue, referent: this.type(type.referent, context) };
      case 'array':
        return this.#array(type.element, type.length, context);
      case 'function':
        return {
          kind: 'function',
          parameters: type.parameters.map((parameter) => this.type(parameter, context)),
          variadic: type.variadic,
          result: this.type(type.result, context),
          constFunction: type.const === true,
          volatileFunction: type.volatile === true,
          referenceQualifier: type.reference,
          noexcept: type.noexcept,
          callingConvention: callingConventionOf(type.callingConvention),
        };
      case 'member-pointer':
        return this.#memberPointer(type.class, type.member, context);
      case 'inline-record': {
        const item = context.owner?.inlineRecords[type.index];
        return item
          ? { kind: 'record', record: this.record(context.uri, item, context.bindings, context.depth) }
          : unknownType('an unnamed record', { reason: 'an unnamed record was not read', because: [] });
      }
      case 'unreadable':
        return unknownType(type.text, { reason: `the type \`${type.text}\` is not understood`, because: [] });
      default:
        return type satisfies never;
    }
  }

  #bitInt(signed: boolean, width: CppExpression, context: CppContext): CppAbiType {
    const bits = this.constant(width, context);
    if (bits.status === 'unknown') return unknownType('_BitInt', bits);
    return grounded({ kind: 'bit-int', signed, width: Number(bits.value) }, bits);
  }

  /** As wide as its value where that is a power of two up to 16 bytes, and aligned to its size. @see clang's ASTContext::getTypeInfoImpl */
  #atomic(value: CppType, context: CppContext): CppAbiType {
    const lowered = this.type(value, context);
    const size = this.#sizeOf(value, context);
    const text = `_Atomic(${formatCppType(value)})`;
    if (size.status === 'unknown') return unknownType(text, size);
    const bytes = size.value.size;
    if (bytes > 16) return lowered;
    return Number.isInteger(Math.log2(bytes))
      ? { kind: 'aligned', type: lowered, alignment: bytes }
      : unknownType(text, { reason: `\`${text}\` is padded to a power of two`, because: [] });
  }

  #array(element: CppType, length: CppExpression | null, context: CppContext): CppAbiType {
    const lowered = this.type(element, context);
    if (length === null) return { kind: 'array', element: lowered, count: null };
    const count = this.constant(length, context);
    if (count.status === 'unknown') return unknownType('an array', count);
    if (count.value < 0n || count.value > BigInt(Number.MAX_SAFE_INTEGER)) {
      return unknownType('an array', { reason: `${count.value} is no array length`, because: [] });
    }
    return grounded({ kind: 'array', element: lowered, count: Number(count.value) }, count);
  }

  #memberPointer(className: CppName, member: CppType, context: CppContext): CppAbiType {
    const owner = this.#named(className, context);
    if (owner.kind !== 'record') {
      const text = `${formatCppName(className)}::*`;
      return unknownType(text, { reason: `the class of \`${text}\` was not found`, because: [] });
    }
    return { kind: 'member-pointer', class: owner.record, member: this.type(member, context) };
  }

  #named(name: CppName, context: CppContext): CppAbiType {
    const path = name.segments.map((segment) => segment.name);
    const text = formatCppName(name);
    if (context.depth > MAXIMUM_DEPTH) {
      return unknownType(text, { reason: `\`${text}\` refers to itself`, because: [] });
    }
    const bound = path.length === 1 && !name.global ? context.bindings.get(path[0] ?? '') : undefined;
    if (bound?.kind === 'type') return bound.type;
    const fromCLibrary = this.#cLibraryType(path);
    if (fromCLibrary) return fromCLibrary;
    if (path[0] === 'std') return this.#inStandardNamespace(name, context);
    const lookup = this.program.cpp.lookUpType(name, this.#seen(context));
    if (lookup.kind === 'missing')
      return this.#throughMacro(name, context) ?? this.#throughUsing(name, context);
    return lookup.kind === 'ambiguous'
      ? this.#chosen(lookup, name, context)
      : this.#declared(lookup, name, context);
  }

  /** What no table of the library knows may be defined in the workspace. */
  #inStandardNamespace(name: CppName, context: CppContext): CppAbiType {
    const type = this.#standardType(name, context);
    if (type.kind !== 'library' || isLibraryName(type.name)) return type;
    if (libraryName(type, this.target).status !== 'unknown') return type;
    const lookup = this.program.cpp.lookUpType({ ...name, global: true }, this.#seen(context));
    return lookup.kind === 'found' ? this.#declared(lookup, name, context) : type;
  }

  /** One of several definitions in branches of an `#if`, on the assumption that no other file has a say in it. */
  #chosen(
    lookup: Extract<CppTypeLookup, { kind: 'ambiguous' }>,
    name: CppName,
    context: CppContext,
  ): CppAbiType {
    const assumptions = new Set<string>();
    const again = this.program.cpp.lookUpType(name, this.#assumed(context, assumptions));
    if (again.kind !== 'found') return this.#declared(lookup, name, context);
    return grounded(this.#declared(again, name, context), assumed(null, [...assumptions].join('; ')));
  }

  /** A type or a namespace that goes by the name of a macro: `PROTOBUF_NAMESPACE_ID::Arena`. */
  #throughMacro(name: CppName, context: CppContext): CppAbiType | null {
    for (const [i, segment] of name.segments.entries()) {
      const { cpp } = this.program;
      if (segment.arguments !== null || !(looksLikeMacro(segment.name) || cpp.definesMacro(segment.name)))
        continue;
      const [text, ...others] = this.macroTexts(segment.name, context.uri);
      if (text === undefined || text === segment.name || others.length > 0) continue;
      const inner = { ...context, depth: context.depth + 1 };
      if (name.segments.length === 1) {
        const type = readTypeText(text);
        return type.kind === 'unreadable' ? null : this.type(type, inner);
      }
      const path = readNameText(text);
      if (!path) continue;
      const segments = [...name.segments.slice(0, i), ...path.segments, ...name.segments.slice(i + 1)];
      return this.#named({ global: name.global || path.global, segments }, inner);
    }
    return null;
  }

  /** `string` after `using std::string;`: nothing in the workspace declares it, the library does. */
  #throughUsing(name: CppName, context: CppContext): CppAbiType {
    const path = name.segments.map((segment) => segment.name);
    const standard = this.program.cpp
      .throughUsings(path, context)
      .find((target) => target[0] === 'std' && KNOWN_THROUGH_USING.has(target.join('::')));
    if (standard) {
      const last = name.segments[name.segments.length - 1];
      const segments = standard.map((segment, i) => ({
        name: segment,
        arguments: i === standard.length - 1 ? (last?.arguments ?? null) : null,
      }));
      return this.#standardType({ global: false, segments }, context);
    }
    const text = formatCppName(name);
    return unknownType(text, { reason: `the definition of \`${text}\` was not found`, because: [] });
  }

  #declared(
    lookup: Exclude<CppTypeLookup, { kind: 'missing' }>,
    name: CppName,
    context: CppContext,
  ): CppAbiType {
    const text = formatCppName(name);
    if (lookup.kind === 'ambiguous') {
      const [first] = lookup.candidates;
      const arguments_ = name.segments[name.segments.length - 1]?.arguments ?? null;
      const instance = first?.kind === 'record' ? this.#namedInstance(first, arguments_, context) : null;
      if (instance) return { kind: 'record', record: instance };
      return unknownType(text, {
        reason: `\`${text}\` is defined in ${lookup.candidates.length} ways`,
        because: lookup.candidates.map(({ uri, item }) => ({
          message: 'one definition is here',
          location: { uri, range: item.nameRange },
        })),
      });
    }
    const { declaration } = lookup;
    const written = name.segments[name.segments.length - 1]?.arguments ?? null;
    switch (declaration.kind) {
      case 'enum':
        if (lookup.kind === 'incomplete' && !declaration.item.underlying) {
          return unknownType(text, {
            reason: `\`${text}\` is only declared`,
            because: [declaredAt(declaration)],
          });
        }
        return { kind: 'enum', enum: this.enum(declaration.uri, declaration.item) };
      case 'record': {
        const bindings = this.#bind(declaration.item.template, written, declaration, context);
        if (bindings === null) {
          const instance = this.#namedInstance(declaration, written, context);
          if (instance) return { kind: 'record', record: instance };
          return unknownType(text, {
            reason: `the template \`${text}\` cannot be instantiated with these arguments yet`,
            because: [declaredAt(declaration)],
          });
        }
        return {
          kind: 'record',
          record: this.record(declaration.uri, declaration.item, bindings, context.depth + 1),
        };
      }
      case 'alias': {
        const { uri, item } = declaration;
        const bindings = this.#bind(item.template, written, declaration, context);
        if (bindings === null) {
          return unknownType(text, {
            reason: `the alias template \`${text}\` is not understood`,
            because: [],
          });
        }
        const inner = { ...cppContext(uri, item.scope), bindings, depth: context.depth + 1 };
        const aliased = this.type(item.type, inner);
        return this.#aligned(aliased, item.alignments, inner);
      }
      default:
        return declaration satisfies never;
    }
  }

  /** The arguments of a template by parameter name; empty for what is no template, null where it cannot be said. */
  #bind(
    template: CppRecord['template'],
    written: readonly CppTemplateArgument[] | null,
    declaration: {
      readonly uri: Uri;
      readonly item: { readonly scope: readonly CppScope[]; readonly name: string };
    },
    context: CppContext,
  ): ReadonlyMap<string, CppAbiArgument> | null {
    if (!template) return NO_BINDINGS;
    if (template.specialization) return null;
    // Inside the template its own name stands for the current instantiation.
    if (written === null) {
      const own = template.parameters.every(({ name }) => context.bindings.has(name));
      return own && template.parameters.length > 0 ? context.bindings : null;
    }
    if (this.program.cpp.specializationsOf(declaration.item.name).length > 0) return null;
    const instance = instantiate(this, template, written, declaration, context);
    return instance && instance.packFrom === undefined ? instance.bindings : null;
  }

  /** An instance of which only the name is known: a specialisation may say what is in it, or it has a pack. */
  #namedInstance(
    declaration: CppDeclarationOf<'record'>,
    written: readonly CppTemplateArgument[] | null,
    context: CppContext,
  ): CppAbiRecord | null {
    if (written === null || !declaration.item.template) return null;
    const all = this.program.cpp.declarationsOfTemplate(declaration);
    // Microsoft's names say the class-key, and a specialisation may have another one.
    if (all.some(({ item }) => item.kind !== declaration.item.kind)) return null;
    for (const { uri, item } of all) {
      if (!item.template || item.template.specialization) continue;
      const instance = instantiate(this, item.template, written, { uri, item }, context);
      if (instance) return this.#recordNamed({ uri, item }, instance);
    }
    return null;
  }

  #recordNamed(
    { uri, item }: { readonly uri: Uri; readonly item: CppRecord },
    instance: TemplateInstance,
  ): CppAbiRecord {
    const instances = this.#records.get(item) ?? new Map<string, CppAbiRecord>();
    this.#records.set(item, instances);
    const key = `only named: ${instance.arguments.map((argument) => this.#keys.ofArgument(argument)).join(',')}`;
    const known = instances.get(key);
    if (known) return known;
    const record: CppAbiRecord = {
      name: [
        ...scopeNames(this.program, item.scope, NO_BINDINGS),
        {
          kind: 'record',
          name: item.name,
          arguments: instance.arguments,
          ...(instance.packFrom !== undefined && { packFrom: instance.packFrom }),
          abiTags: abiTagsOf(item.attributes),
        },
      ],
      kind: item.kind,
      anonymous: false,
      location: { uri, range: item.nameRange },
      define: lazily(() =>
        unknown(`the template \`${item.name}\` cannot be instantiated with these arguments yet`, [
          declaredAt({ uri, item }),
        ]),
      ),
    };
    instances.set(key, record);
    return record;
  }

  #aligned(type: CppAbiType, alignments: readonly CppExpression[], context: CppContext): CppAbiType {
    let result = type;
    for (const expression of alignments) {
      const alignment = this.alignment(expression, context);
      if (alignment.status === 'unknown') return unknownType('an aligned type', alignment);
      result = grounded({ kind: 'aligned', type: result, alignment: Number(alignment.value) }, alignment);
    }
    return result;
  }

  #standardType(name: CppName, context: CppContext): CppAbiType {
    // Of a member type the arguments are its class's: `std::vector<int>::iterator`.
    const args = name.segments.flatMap((segment) =>
      (segment.arguments ?? []).map((argument) => this.argument(argument, context)),
    );
    const path = name.segments
      .map((segment) => segment.name)
      .filter((segment) => !INLINE_NAMESPACES.has(segment));
    const plain = path.join('::');
    const count = COUNTS[path.at(-1) ?? ''];
    if (count !== undefined && isLibraryName(path.slice(0, -1).join('::'))) {
      return { kind: 'builtin', name: this.target.spelling[count] };
    }
    const first = args[0];
    if (
      plain === 'std::basic_string' &&
      args.length === 1 &&
      first?.kind === 'type' &&
      first.type.kind === 'builtin'
    ) {
      const string = STRINGS[first.type.name];
      if (string) return { kind: 'library', name: string, arguments: [] };
    }
    return { kind: 'library', name: plain, arguments: args };
  }

  /** The C library's names are reserved: what a workspace may define under them means the same. */
  #cLibraryType(path: readonly string[]): CppAbiType | null {
    const name = path.length === 1 ? path[0] : path.length === 2 && path[0] === 'std' ? path[1] : undefined;
    if (name === undefined) return null;
    const builtin = C_LIBRARY[name] ?? this.#spelled(name);
    return builtin ? { kind: 'builtin', name: builtin } : null;
  }

  #spelled(name: string): CppBuiltin | undefined {
    const { spelling } = this.target;
    switch (name) {
      case 'size_t':
      case 'ptrdiff_t':
      case 'int64_t':
      case 'uint64_t':
      case 'intptr_t':
      case 'uintptr_t':
        return spelling[name];
      case 'ssize_t':
        return spelling.ptrdiff_t;
      case 'int_least64_t':
      case 'intmax_t':
        return spelling.int64_t;
      case 'uint_least64_t':
      case 'uintmax_t':
        return spelling.uint64_t;
      default:
        return undefined;
    }
  }

  #enumRange(uri: Uri, item: CppEnum): CppAbiEnum['values'] {
    return derive(this.enumerators(uri, item), (values) =>
      exact({
        least: least(values.values()),
        greatest: greatest(values.values()),
      }),
    );
  }

  #computeEnumerators(uri: Uri, item: CppEnum): Known<ReadonlyMap<string, bigint>> {
    const context = cppContext(uri, item.scope);
    const values = new Map<string, bigint>();
    let next: Known<CppInteger> = exact(naturalInteger(0n));
    for (const enumerator of item.enumerators) {
      const value = enumerator.value ? this.#integer(enumerator.value, context, values) : next;
      if (value.status === 'unknown') return value;
      values.set(enumerator.name, value.value.value);
      next = withAssumptions(exact(naturalInteger(value.value.value + 1n)), [value]);
    }
    return withAssumptions(exact(values), [next]);
  }

  /** @param own enumerators of the enumeration in which the expression stands */
  #integer(
    expression: CppExpression,
    context: CppContext,
    own?: ReadonlyMap<string, bigint>,
  ): Known<CppInteger> {
    const scope: ConstantScope = {
      target: this.target,
      name: (path) => this.#namedConstant(path, context, own, expression.kind === 'name'),
      sizeOf: (type) => this.#sizeOf(type, context),
      integerType: (type) => this.#integerType(type, context),
    };
    return evaluateCpp(expression, scope);
  }

  /** @param isWhole whether the name is all of the expression, so that a macro need not be in parentheses */
  #namedConstant(
    path: readonly string[],
    context: CppContext,
    own: ReadonlyMap<string, bigint> | undefined,
    isWhole: boolean,
  ): Known<CppInteger> {
    const [name = ''] = path;
    const enumerator = own?.get(path[path.length - 1] ?? '');
    if (enumerator !== undefined) return exact(naturalInteger(enumerator));
    const bound = path.length === 1 ? context.bindings.get(name) : undefined;
    if (bound?.kind === 'constant') return exact(naturalInteger(bound.value));
    if (context.depth > MAXIMUM_DEPTH) return unknown(`the constant \`${name}\` refers to itself`);
    const assumptions = new Set<string>();
    const found =
      this.program.cpp.lookUpConstant(path, this.#seen(context)) ??
      this.program.cpp.lookUpConstant(path, this.#assumed(context, assumptions));
    if (found && assumptions.size > 0) {
      const ground = assumed(null, [...assumptions].join('; '));
      return withAssumptions(this.#constantOf(found, context), [ground]);
    }
    if (found) return this.#constantOf(found, context);
    const macro = path.length === 1 ? this.#macro(name, context, isWhole) : null;
    return macro ?? unknown(`the constant \`${path.join('::')}\` was not found`);
  }

  #constantOf(found: CppConstantDeclaration, context: CppContext): Known<CppInteger> {
    if (found.kind === 'enumerator') {
      return derive(this.enumerators(found.uri, found.item), (values) =>
        exact(naturalInteger(values.get(found.name) ?? 0n)),
      );
    }
    const { uri, item } = found;
    const inner = { ...cppContext(uri, item.scope), depth: context.depth + 1 };
    return this.#integer({ kind: 'cast', type: item.type, operand: item.value }, inner);
  }

  /** The value of a macro; null where none of that name was read. */
  #macro(name: string, context: CppContext, isWhole: boolean): Known<CppInteger> | null {
    const all = this.program.cpp
      .macrosNamed(name, context.uri)
      .filter(({ item }) => item.parameters === null);
    const { definitions, assumptions } = this.#definitionsOf(all);
    const [first] = definitions;
    if (!first) return null;
    const { text } = first.item;
    if (definitions.some(({ item }) => item.text !== text)) {
      return unknown(`the macro \`${name}\` is defined in ${definitions.length} ways`);
    }
    const expression = readConstantExpression(text);
    const isOne =
      isWhole || expression.kind === 'integer' || expression.kind === 'name' || /^\(.*\)$/.test(text);
    if (!isOne) return unknown(`the macro \`${name}\` is not one operand`);
    const value = this.#integer(expression, { ...context, depth: context.depth + 1 });
    return withAssumptions(
      value,
      assumptions.map((assumption) => assumed(null, assumption)),
    );
  }

  /** Those definitions of a macro that an `#if` lets be; where that is open, by the files that were read. */
  #definitionsOf(all: readonly CppMacroDefinition[]): {
    readonly definitions: readonly CppMacroDefinition[];
    readonly assumptions: readonly string[];
  } {
    const possible = all.filter(({ item }) => isIncludedOn(item.condition, this.target) !== false);
    if (possible.some(({ item }) => isIncludedOn(item.condition, this.target) === true)) {
      return { definitions: possible, assumptions: [] };
    }
    const [first] = possible;
    if (first && possible.every(({ item }) => item.text === first.item.text)) {
      return {
        definitions: [first],
        assumptions: [`the macro \`${first.item.name}\` is \`${first.item.text}\``],
      };
    }
    const decided = possible.map((definition) => ({
      definition,
      ...inclusionOf(definition.item.condition, definition.uri, this.program, this.target),
    }));
    return {
      definitions: decided.flatMap(({ definition, included }) => (included === false ? [] : [definition])),
      assumptions: [...new Set(decided.flatMap(({ assumptions }) => assumptions))],
    };
  }

  #sizeOf(type: CppType, context: CppContext): Known<SizeAlign> {
    if (this.#sizing > MAXIMUM_DEPTH) return unknown(`\`sizeof(${formatCppType(type)})\` refers to itself`);
    this.#sizing++;
    try {
      return this.#abi.sizeOf(this.type(type, context));
    } finally {
      this.#sizing--;
    }
  }

  #integerType(type: CppType, context: CppContext): Known<IntegerType> {
    let lowered = this.type(type, context);
    if (lowered.kind === 'aligned') lowered = lowered.type;
    if (lowered.kind === 'enum') {
      return derive(this.#abi.sizeOf(lowered), ({ size }) => exact({ bits: 8 * size, signed: true }));
    }
    const integer = lowered.kind === 'builtin' ? builtinInteger(lowered.name, this.target) : null;
    return integer
      ? exact(integer)
      : unknown(
          lowered.kind === 'unknown'
            ? lowered.reason
            : `\`${formatCppType(type)}\` is no integer type of a known width`,
        );
  }

  /** The same, where the files that were read are all there is. @param assumptions what that comes down to */
  #assumed(context: CppContext, assumptions: Set<string>): CppPlace {
    return {
      uri: context.uri,
      scope: context.scope,
      isExcluded: (condition) => {
        const inclusion = inclusionOf(condition, context.uri, this.program, this.target);
        for (const assumption of inclusion.assumptions) assumptions.add(assumption);
        return inclusion.included === false;
      },
    };
  }

  /** The place as the target sees it: without what an `#if` leaves out there. */
  #seen(context: CppContext): CppPlace {
    return {
      uri: context.uri,
      scope: context.scope,
      isExcluded: (condition) => isIncludedOn(condition, this.target) === false,
    };
  }
}

const least = (values: Iterable<bigint>): bigint => {
  let result: bigint | null = null;
  for (const value of values) if (result === null || value < result) result = value;
  return result ?? 0n;
};

const greatest = (values: Iterable<bigint>): bigint => {
  let result = 0n;
  for (const value of values) if (value > result) result = value;
  return result;
};

/** `N` in `array<int, N>`, which reads like a type where only its declaration says what it is. */
function constantNamed(type: CppType): CppExpression | null {
  if (type.kind !== 'named' || type.const || type.volatile) return null;
  const { segments } = type.name;
  return segments.some((segment) => segment.arguments !== null)
    ? null
    : { kind: 'name', path: segments.map(({ name }) => name) };
}

/** Member types that all containers have alike. */
const COUNTS = nameTable<'size_t' | 'ptrdiff_t'>({ size_type: 'size_t', difference_type: 'ptrdiff_t' });

const declaredAt = ({ uri, item }: { uri: Uri; item: { nameRange: Location['range'] } }): Evidence => ({
  message: 'declared here',
  location: { uri, range: item.nameRange },
});

function unknownType(
  text: string,
  why: { readonly reason: string; readonly because: readonly Evidence[] },
): CppAbiType {
  return { kind: 'unknown', text, reason: why.reason, because: why.because };
}

/** A type on the assumptions that a number in it rests on. */
function grounded(type: CppAbiType, ground: Known<unknown>): CppAbiType {
  return ground.status === 'assumed' ? { ...type, assumption: ground.assumption } : type;
}

function withQualifiers(lowered: CppAbiType, written: CppType): CppAbiType {
  if (!written.const && !written.volatile) return lowered;
  return {
    ...lowered,
    ...(written.const ? { const: true as const } : {}),
    ...(written.volatile ? { volatile: true as const } : {}),
  };
}
