import type { Evidence } from '../../base/known.js';
import type { Location, Uri } from '../../base/range.js';
import {
  lazily,
  type CppAbiArgument,
  type CppAbiEnum,
  type CppAbiName,
  type CppAbiRecord,
  type CppAbiType,
} from '../../abi/model.js';
import type { Target } from '../../abi/target.js';
import type {
  CppBuiltin,
  CppEnum,
  CppName,
  CppRecord,
  CppScope,
  CppTemplateArgument,
  CppType,
} from '../../facts/cpp/cpp-facts.js';
import { formatCppName } from '../../facts/cpp/format-cpp.js';
import type { ConstantExpression } from '../../facts/facts.js';
import { evaluate } from '../../program/constants.js';
import type { CppPlace, CppTypeLookup } from '../../program/cpp-names.js';
import type { Program } from '../../program/program.js';
import { argumentKey } from './argument-key.js';
import { callingConventionOf } from './calling-convention.js';
import { defineRecord } from './cpp-records.js';
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
  readonly #enums = new Map<CppEnum, CppAbiEnum>();
  readonly #sources = new WeakMap<CppAbiRecord, { readonly uri: Uri; readonly item: CppRecord }>();

  constructor(program: Program, target: Target) {
    this.program = program;
    this.target = target;
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
    const key = [...bindings.values()].map(argumentKey).join(',');
    const known = instances.get(key);
    if (known) return known;
    const record: CppAbiRecord = {
      name: nameOf(item.scope, item.name, 'record', bindings.size > 0 ? [...bindings.values()] : null),
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
      name: nameOf(item.scope, item.name, 'enum', null),
      scoped: item.scoped,
      underlying: item.underlying ? this.type(item.underlying, context) : null,
      values: this.#enumRange(item, context),
      packed: false,
      location: { uri, range: item.nameRange },
    };
    this.#enums.set(item, lowered);
    return lowered;
  }

  /** The value of a constant expression where it is written. */
  constant(expression: ConstantExpression, context: CppContext): ReturnType<typeof evaluate> {
    return evaluate(expression, (path) => {
      const bound = path.length === 1 ? context.bindings.get(path[0] ?? '') : undefined;
      if (bound?.kind === 'constant') return { kind: 'integer', value: bound.value };
      return this.program.cpp.lookUpConstant(path, context)?.item.value ?? null;
    });
  }

  argument(argument: CppTemplateArgument, context: CppContext): CppAbiArgument {
    if (argument.kind === 'type') return { kind: 'type', type: this.type(argument.type, context) };
    const value = this.constant(argument.value, context);
    if (value.status === 'unknown') return { kind: 'type', type: unknownType('a template argument', value) };
    return { kind: 'constant', value: value.value, type: { kind: 'builtin', name: 'int' } };
  }

  #unqualified(type: CppType, context: CppContext): CppAbiType {
    switch (type.kind) {
      case 'builtin':
        return { kind: 'builtin', name: type.name };
      case 'named':
        return this.#named(type.name, context);
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

  #array(element: CppType, length: ConstantExpression | null, context: CppContext): CppAbiType {
    const lowered = this.type(element, context);
    if (length === null) return { kind: 'array', element: lowered, count: null };
    const count = this.constant(length, context);
    if (count.status === 'unknown') return unknownType('an array', count);
    if (count.value < 0n || count.value > BigInt(Number.MAX_SAFE_INTEGER)) {
      return unknownType('an array', { reason: `${count.value} is no array length`, because: [] });
    }
    return { kind: 'array', element: lowered, count: Number(count.value) };
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
    if (path[0] === 'std') return this.#standardType(name, context);
    const lookup = this.program.cpp.lookUpType(name, context);
    if (lookup.kind === 'missing') return this.#throughUsing(name, context);
    return this.#declared(lookup, name, context);
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
    const bindings = new Map<string, CppAbiArgument>();
    for (const [i, parameter] of template.parameters.entries()) {
      if (parameter.pack || parameter.kind === 'template') return null;
      const argument = written[i];
      const inner = {
        ...cppContext(declaration.uri, declaration.item.scope),
        bindings,
        depth: context.depth + 1,
      };
      if (argument) bindings.set(parameter.name, this.argument(argument, context));
      else if (parameter.defaultType) {
        bindings.set(parameter.name, { kind: 'type', type: this.type(parameter.defaultType, inner) });
      } else if (parameter.defaultValue) {
        bindings.set(
          parameter.name,
          this.argument({ kind: 'constant', value: parameter.defaultValue }, inner),
        );
      } else return null;
    }
    return written.length <= template.parameters.length ? bindings : null;
  }

  #aligned(type: CppAbiType, alignments: readonly ConstantExpression[], context: CppContext): CppAbiType {
    let result = type;
    for (const expression of alignments) {
      const alignment = this.constant(expression, context);
      if (alignment.status === 'unknown') return unknownType('an aligned type', alignment);
      result = { kind: 'aligned', type: result, alignment: Number(alignment.value) };
    }
    return result;
  }

  #standardType(name: CppName, context: CppContext): CppAbiType {
    const last = name.segments[name.segments.length - 1];
    const args = (last?.arguments ?? []).map((argument) => this.argument(argument, context));
    const path = name.segments
      .map((segment) => segment.name)
      .filter((segment) => !INLINE_NAMESPACES.has(segment));
    const plain = path.join('::');
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

  #enumRange(item: CppEnum, context: CppContext): CppAbiEnum['values'] {
    let next = 0n;
    let least: bigint | null = null;
    let greatest = 0n;
    const earlier = new Map<string, bigint>();
    for (const enumerator of item.enumerators) {
      if (enumerator.value) {
        const value = evaluate(enumerator.value, (path) => {
          const own = earlier.get(path[path.length - 1] ?? '');
          if (own !== undefined) return { kind: 'integer', value: own };
          return this.program.cpp.lookUpConstant(path, context)?.item.value ?? null;
        });
        if (value.status === 'unknown') return value;
        next = value.value;
      }
      earlier.set(enumerator.name, next);
      if (least === null || next < least) least = next;
      if (next > greatest) greatest = next;
      next += 1n;
    }
    return { status: 'exact', value: { least: least ?? 0n, greatest }, because: [] };
  }
}

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

function withQualifiers(lowered: CppAbiType, written: CppType): CppAbiType {
  if (!written.const && !written.volatile) return lowered;
  return {
    ...lowered,
    ...(written.const ? { const: true as const } : {}),
    ...(written.volatile ? { volatile: true as const } : {}),
  };
}

/** The model's name of an entity, for mangling and messages. */
export function nameOf(
  scope: readonly CppScope[],
  name: string,
  kind: 'record' | 'enum' | 'function',
  args: readonly CppAbiArgument[] | null,
): CppAbiName {
  const outer = scope.map((component) => ({
    kind: component.kind,
    name: component.name,
    arguments: null,
    abiTags: [],
  }));
  return [...outer, { kind, name, arguments: args, abiTags: [] }];
}
