import { assumed, type Evidence } from '../../base/known.js';
import type { Uri } from '../../base/range.js';
import { baseName } from '../../base/uri.js';
import type { Remembered } from '../../base/recursive-memory.js';
import type { CppAbiType } from '../../abi/model.js';
import { isLibraryName } from '../../abi/standard-library/library-form.js';
import { libraryName } from '../../abi/standard-library/library-names.js';
import type { CppAlias, CppName, CppTemplateArgument } from '../../facts/cpp/cpp-facts.js';
import { formatCppName } from '../../facts/cpp/format-cpp.js';
import { readNameText, readTypeText } from '../../facts/cpp/type-text.js';
import type { CppDeclarationOf, CppTypeDeclaration, CppTypeLookup } from '../../program/cpp-names.js';
import { looksLikeMacro } from '../../syntax/mask/token-reader.js';
import { alignedType } from './alignments.js';
import { cppContext, MAXIMUM_DEPTH, PlaceKeys, type CppContext, type CppLowering } from './cpp-lowering.js';
import { assumedOn, seenOn } from './cpp-views.js';
import { KNOWN_THROUGH_USING } from './library-names.js';
import { cLibraryType, standardType } from './library-types.js';
import { deadEnd } from './dead-ends.js';
import { classesAround } from './enclosing-classes.js';
import { candidatesOf } from './entity-names.js';
import { InstanceMembers } from './instance-members.js';
import { declaredAt, grounded, unknownType } from './lowered-types.js';
import { conditionWithin, inclusionOf } from './project-macros.js';
import type { RecordInstances } from './record-instances.js';
import { TemplateInstances } from './template-instances.js';

/** What type a name stands for: a template parameter, a type of the libraries, a declaration, a macro. */
export class NamedTypes {
  readonly #lowering: CppLowering;
  readonly #records: RecordInstances;
  readonly #templates: TemplateInstances;
  readonly members: InstanceMembers;
  readonly #aliases = new Map<CppAlias, Map<string, Remembered<CppAbiType>>>();
  readonly #macros = new Map<string, Remembered<CppAbiType>>();
  readonly #places = new PlaceKeys();

  constructor(lowering: CppLowering, records: RecordInstances) {
    this.#lowering = lowering;
    this.#records = records;
    this.#templates = new TemplateInstances(lowering);
    this.members = new InstanceMembers(lowering, this);
  }

  /** @param isTag written behind `struct` or `enum`: then it is no `typedef` of the C library */
  type(name: CppName, context: CppContext, isTag = false): CppAbiType {
    const path = name.segments.map((segment) => segment.name);
    if (context.depth > MAXIMUM_DEPTH) {
      this.#lowering.memory.giveUp();
      const text = formatCppName(name);
      return unknownType(text, { reason: `\`${text}\` refers to itself`, because: [] });
    }
    const bound = path.length === 1 && !name.global ? context.bindings.get(path[0] ?? '') : undefined;
    if (bound?.kind === 'type') return bound.type;
    if (bound?.kind === 'pack') return unknownType(path.join('::'), unexpanded(path.join('::')));
    if (!name.global && this.#lowering.openParameters.has(path[0] ?? '', context)) {
      return unknownType(path.join('::'), openParameter(path[0] ?? ''));
    }
    const fromCLibrary = isTag ? null : cLibraryType(path, this.#lowering.target);
    if (fromCLibrary) return fromCLibrary;
    if (path[0] === 'std') return this.#inStandardNamespace(name, context);
    const owner = ownerOf(name, isBound(name, context));
    if (owner > 0) return this.#memberOf(name, owner, context);
    const lookup = this.#lookUp(name, context, isTag);
    switch (lookup.kind) {
      case 'missing':
        return (
          this.#throughMacro(name, context) ??
          this.#throughAlias(name, context) ??
          this.#throughUsing(name, context)
        );
      case 'ambiguous':
        return this.#chosen(name, context) ?? this.#ambiguous(lookup, name, context);
      case 'unsure':
        return (
          this.#throughAlias(name, context) ??
          unknownType(formatCppName(name), { reason: lookup.reason, because: [] })
        );
      case 'found':
        return this.#found(lookup, name, context);
      default:
        return this.#declared(lookup, name, context);
    }
  }

  /** The class template of a name, whatever its arguments are; null where it is none, or not known. */
  templateNamed({ global, segments }: CppName, context: CppContext): CppDeclarationOf<'record'> | null {
    const plain = segments.map((segment) => ({ name: segment.name, arguments: null }));
    const lookup = this.#lookUp({ global, segments: plain }, context, false);
    const [declaration, ...others] = candidatesOf(lookup);
    if (declaration?.kind !== 'record' || !declaration.item.template) return null;
    if (others.length === 0) return declaration;
    const own = new Set(
      this.#lowering.program.cpp.declarationsOfTemplate(declaration).map(({ item }) => item),
    );
    return others.every((other) => other.kind === 'record' && own.has(other.item)) ? declaration : null;
  }

  /** `box<int>::type`, `T::type`: a member of a class with its arguments. @param count of the segments that name the class */
  #memberOf({ global, segments }: CppName, count: number, context: CppContext): CppAbiType {
    const owner = this.type({ global, segments: segments.slice(0, count) }, context);
    return segments
      .slice(count)
      .reduce<CppAbiType>((type, segment) => this.members.type(type, segment, context), owner);
  }

  /** `Handler::Value` where `Handler` is another name of a class. */
  #throughAlias(name: CppName, context: CppContext): CppAbiType | null {
    const count = name.segments.length - 1;
    if (count === 0) return null;
    const owner = this.#lookUp(
      { global: name.global, segments: name.segments.slice(0, count) },
      context,
      false,
    );
    return owner.kind === 'found' && owner.declaration.kind === 'alias'
      ? this.#memberOf(name, count, context)
      : null;
  }

  /** The type that a declaration found for `name` stands for. */
  declared(declaration: CppTypeDeclaration, name: CppName, context: CppContext): CppAbiType {
    return this.#declared({ kind: 'found', declaration, assumption: null }, name, context);
  }

  #lookUp(name: CppName, context: CppContext, isTag: boolean): CppTypeLookup {
    const { program, target } = this.#lowering;
    return program.cpp.lookUpType(name, seenOn({ program, target }, context), isTag);
  }

  /** What no table of the library knows may be defined in the workspace. */
  #inStandardNamespace(name: CppName, context: CppContext): CppAbiType {
    const type = standardType(this.#lowering, name, context);
    if (type.kind !== 'library' || isLibraryName(type.name)) return type;
    if (libraryName(type, this.#lowering.target).status !== 'unknown') return type;
    const lookup = this.#lookUp({ ...name, global: true }, context, false);
    return lookup.kind === 'found' ? this.#declared(lookup, name, context) : type;
  }

  /**
   * A declaration in a branch of an `#if` that no file of the workspace takes stands for one that was not read,
   * unless the build takes the branch; a record in the same branch has nothing to ask.
   */
  #found(lookup: Extract<CppTypeLookup, { kind: 'found' }>, name: CppName, context: CppContext): CppAbiType {
    const { program, target } = this.#lowering;
    const { item, uri } = lookup.declaration;
    const own = context.owner === null ? [] : conditionWithin(context.owner.condition, item.condition);
    const declared = this.#declared(lookup, name, context);
    const type = lookup.assumption === null ? declared : grounded(declared, assumed(null, lookup.assumption));
    if (inclusionOf(own, uri, program, target).included !== false) return type;
    const assumption = `\`${own.join(' && ')}\` holds where \`${formatCppName(name)}\` is declared`;
    return this.#chosen(name, context) ?? grounded(type, assumed(null, assumption));
  }

  /** The definition that is left where no other file has a say in the branches of an `#if`. */
  #chosen(name: CppName, context: CppContext): CppAbiType | null {
    const { program, target } = this.#lowering;
    const assumptions = new Set<string>();
    const again = program.cpp.lookUpType(name, assumedOn(target, context, program, assumptions));
    if (again.kind !== 'found') return null;
    return grounded(this.#declared(again, name, context), assumed(null, [...assumptions].join('; ')));
  }

  #ambiguous(
    { candidates }: Extract<CppTypeLookup, { kind: 'ambiguous' }>,
    name: CppName,
    context: CppContext,
  ): CppAbiType {
    const [first] = candidates;
    // A template and its specialisations are one.
    const isOne = first?.kind === 'record' && this.templateNamed(name, context) === first;
    if (isOne && argumentsOf(name) !== null) return this.#record(first, name, context);
    const byName = first?.kind === 'record' ? this.#byNameOnly(first, argumentsOf(name), context) : null;
    if (byName) return byName;
    const text = formatCppName(name);
    return unknownType(text, {
      reason: `\`${text}\` is defined in ${candidates.length} ways: ${filesOf(candidates)}`,
      because: candidates.map(({ uri, item }) => ({
        message: 'one definition is here',
        location: { uri, range: item.nameRange },
      })),
    });
  }

  /** A type or a namespace that goes by the name of a macro: `PROTOBUF_NAMESPACE_ID::Arena`. */
  #throughMacro(name: CppName, context: CppContext): CppAbiType | null {
    const { cpp } = this.#lowering.program;
    for (const [i, segment] of name.segments.entries()) {
      if (segment.arguments !== null || !(looksLikeMacro(segment.name) || cpp.definesMacro(segment.name)))
        continue;
      const [text, ...others] = this.#lowering.macroTexts(segment.name, context.uri);
      if (text === undefined || text === segment.name || others.length > 0) continue;
      const inner = { ...context, depth: context.depth + 1 };
      if (name.segments.length === 1) {
        const type = readTypeText(text);
        if (type.kind === 'unreadable') return null;
        return this.#once(this.#macros, `${this.#places.of(context)} ${text}`, text, () =>
          this.#lowering.type(type, inner),
        );
      }
      const path = readNameText(text);
      if (!path) continue;
      const segments = [...name.segments.slice(0, i), ...path.segments, ...name.segments.slice(i + 1)];
      return this.type({ global: name.global || path.global, segments }, inner);
    }
    return null;
  }

  /** `string` after `using std::string;`: nothing in the workspace declares it, the library does. */
  #throughUsing(name: CppName, context: CppContext): CppAbiType {
    const path = name.segments.map((segment) => segment.name);
    const standard = this.#lowering.program.cpp
      .throughUsings(path, context)
      .find(
        (target) =>
          target.path[0] === 'std' && (target.certain || KNOWN_THROUGH_USING.has(target.path.join('::'))),
      );
    if (standard) {
      const segments = standard.path.map((segment, i) => ({
        name: segment,
        arguments: i === standard.path.length - 1 ? argumentsOf(name) : null,
      }));
      return standardType(this.#lowering, { global: false, segments }, context);
    }
    const text = formatCppName(name);
    return unknownType(text, { reason: `the definition of \`${text}\` was not found`, because: [] });
  }

  #declared(
    lookup: Extract<CppTypeLookup, { kind: 'found' | 'incomplete' }>,
    name: CppName,
    context: CppContext,
  ): CppAbiType {
    const { declaration } = lookup;
    switch (declaration.kind) {
      case 'enum':
        if (lookup.kind === 'incomplete' && !declaration.item.underlying) {
          const text = formatCppName(name);
          return unknownType(text, {
            reason: `\`${text}\` is only declared`,
            because: [declaredAt(declaration)],
          });
        }
        return { kind: 'enum', enum: this.#lowering.enum(declaration.uri, declaration.item) };
      case 'record':
        return this.#record(declaration, name, context);
      case 'alias':
        return this.#alias(declaration, name, context);
      default:
        return declaration satisfies never;
    }
  }

  #record(declaration: CppDeclarationOf<'record'>, name: CppName, context: CppContext): CppAbiType {
    const written = argumentsOf(name);
    const instance = this.#templates.instance(declaration, written, context);
    if (instance) {
      const { assumption } = instance;
      const record = this.#lowering.instance(instance, context.depth + 1);
      return { kind: 'record', record, ...(assumption !== undefined && { assumption }) };
    }
    const byName = this.#byNameOnly(declaration, written, context);
    if (byName) return byName;
    const text = formatCppName(name);
    return unknownType(text, {
      reason: `the template \`${text}\` cannot be instantiated with these arguments yet`,
      because: [declaredAt(declaration)],
    });
  }

  #byNameOnly(
    declaration: CppDeclarationOf<'record'>,
    written: readonly CppTemplateArgument[] | null,
    context: CppContext,
  ): CppAbiType | null {
    const found = this.#templates.byName(declaration, written, context);
    return found && { kind: 'record', record: this.#records.nameOnly(found.declaration, found.instance) };
  }

  #alias(declaration: CppDeclarationOf<'alias'>, name: CppName, context: CppContext): CppAbiType {
    const { uri, item } = declaration;
    const within = classesAround(declaration, context);
    const bindings =
      within === 'elsewhere'
        ? null
        : this.#templates.bind(item.template, argumentsOf(name), declaration, within, context);
    if (within === 'elsewhere' || bindings === null) {
      const text = formatCppName(name);
      return unknownType(text, { reason: `the alias template \`${text}\` is not understood`, because: [] });
    }
    const inner = {
      ...cppContext(uri, item.scope, item.range.start),
      bindings,
      within,
      depth: context.depth + 1,
    };
    const instances = this.#aliases.get(item) ?? new Map<string, Remembered<CppAbiType>>();
    this.#aliases.set(item, instances);
    return this.#once(instances, this.#lowering.keyOf(bindings.values()), formatCppName(name), () =>
      alignedType(this.#lowering, this.#lowering.type(item.type, inner), item.alignments, inner),
    );
  }

  #once(
    memory: Map<string, Remembered<CppAbiType>>,
    key: string,
    text: string,
    lower: () => CppAbiType,
  ): CppAbiType {
    return this.#lowering.memory.answer(memory, key, lower, (why) =>
      unknownType(text, { reason: deadEnd(`\`${text}\``, why), because: [] }),
    );
  }
}

/** The names of the files in which declarations are, the first few. */
function filesOf(declarations: readonly { readonly uri: Uri }[]): string {
  const names = [...new Set(declarations.map(({ uri }) => `\`${baseName(uri)}\``))];
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return `in ${names.slice(0, 3).join(', ')}${more}`;
}

const argumentsOf = (name: CppName): readonly CppTemplateArgument[] | null =>
  name.segments[name.segments.length - 1]?.arguments ?? null;

const openParameter = (name: string): { readonly reason: string; readonly because: readonly Evidence[] } => ({
  reason: `what the template parameter \`${name}\` stands for is not known`,
  because: [],
});

const unexpanded = (name: string): { readonly reason: string; readonly because: readonly Evidence[] } => ({
  reason: `the pack \`${name}\` stands for more than one type`,
  because: [],
});

/** How many segments name a class whose arguments decide what the rest is: up to the last `<…>` before the end. */
function ownerOf({ segments }: CppName, isBound: boolean): number {
  const last = segments.slice(0, -1).findLastIndex((segment) => segment.arguments !== null);
  return last >= 0 ? last + 1 : isBound && segments.length > 1 ? 1 : 0;
}

const isBound = ({ global, segments }: CppName, { bindings }: CppContext): boolean =>
  !global && bindings.get(segments[0]?.name ?? '')?.kind === 'type';
