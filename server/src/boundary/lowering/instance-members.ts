import { assumed, exact, unknown, type Known } from '../../base/known.js';
import type { CppAbiType } from '../../abi/model.js';
import type { CppName, CppRecord } from '../../facts/cpp/cpp-facts.js';
import type { CppDeclaration, CppDeclarationOf, CppTypeDeclaration } from '../../program/cpp-names.js';
import type { ClassInstance, CppContext, CppLowering } from './cpp-lowering.js';
import { isIncludedIn } from '../known-macros.js';
import { isIn } from './enclosing-classes.js';
import { memberOfLibrary } from './library-types.js';
import { grounded, unknownType } from './lowered-types.js';
import type { NamedTypes } from './named-types.js';

/** What the names of members stand for in classes whose template arguments are known. */
export class InstanceMembers {
  readonly #lowering: CppLowering;
  readonly #names: NamedTypes;
  readonly #byName = new WeakMap<readonly CppDeclaration[], ReadonlyMap<string, readonly CppDeclaration[]>>();

  readonly #enumerators = new WeakMap<CppRecord, ReadonlySet<string>>();

  constructor(lowering: CppLowering, names: NamedTypes) {
    this.#lowering = lowering;
    this.#names = names;
  }

  /** @param context where the name is written: its own template arguments are */
  type(owner: CppAbiType, segment: CppName['segments'][number], context: CppContext): CppAbiType {
    if (owner.kind === 'unknown') return owner;
    if (owner.kind === 'library') return memberOfLibrary(this.#lowering, owner, segment, context);
    const source = owner.kind === 'record' ? this.#lowering.sourceOf(owner.record) : undefined;
    const found = source ? this.#memberType(source, segment, context) : null;
    if (found) return onGroundsOf(owner, found);
    return unknownType(segment.name, {
      reason: `the member \`${segment.name}\` of a template's instance was not found`,
      because: [],
    });
  }

  /** The one static constant of this name in a class with its arguments; null where nothing in it has the name. */
  constant(source: ClassInstance, name: string): Known<CppDeclarationOf<'constant'> | null> {
    const { item } = source;
    const [own, ...others] = this.#declarations(source, name);
    if (own?.kind === 'constant' && others.length === 0) return exact(own);
    const isElse =
      own !== undefined ||
      [...item.fields, ...item.methods].some((member) => member.name === name) ||
      this.#enumeratorsIn(source).has(name);
    const isWhole = item.definition && item.unread === null && item.doubts.length === 0;
    return isWhole && !isElse
      ? exact(null)
      : unknown(`the constant \`${name}\` of a template's instance was not found`);
  }

  /** The names of the enumerators in the class that are its members. */
  #enumeratorsIn(source: ClassInstance): ReadonlySet<string> {
    let names = this.#enumerators.get(source.item);
    if (!names) {
      const all = this.#lowering.program.cpp.declarationsIn(source.uri);
      names = new Set(
        all.flatMap((declaration) =>
          declaration.kind === 'enum' && !declaration.item.scoped && isIn(declaration, source)
            ? declaration.item.enumerators.map(({ name }) => name)
            : [],
        ),
      );
      this.#enumerators.set(source.item, names);
    }
    return names;
  }

  /** What the class itself declares under a name, as far as the target sees it. */
  #declarations(source: ClassInstance, name: string): readonly CppDeclaration[] {
    const { cpp } = this.#lowering.program;
    // Whoever asks again after a change has to hear of the name.
    cpp.definesMacro(name);
    const file = cpp.declarationsIn(source.uri);
    let byName = this.#byName.get(file);
    if (!byName) this.#byName.set(file, (byName = groupedByName(file)));
    const depth = source.item.scope.length + 1;
    return (byName.get(name) ?? []).filter(
      ({ item, uri, kind }) =>
        kind !== 'function' &&
        (isQualified(item.name) || (item.scope.length === depth && isIn({ item, uri }, source))) &&
        isIncludedIn(item.condition, uri, this.#lowering) !== false,
    );
  }

  /** Of the class itself, else of the one base that has it. @returns null where none has */
  #memberType(
    source: ClassInstance,
    segment: CppName['segments'][number],
    context: CppContext,
  ): CppAbiType | null {
    const inner = contextIn(source, context.depth + 1);
    const [own, ...others] = this.#declarations(source, segment.name).filter(isType);
    const isSpecialized =
      own?.kind === 'record' &&
      this.#lowering.program.cpp.declarationsOfTemplate(own).some(({ item }) => isMemberSpecialization(item));
    if (isSpecialized) return unclear(segment.name);
    if (own && others.length === 0) {
      const name = { global: false, segments: [segment] };
      return this.#names.declared(own, name, { ...context, within: inner.within, depth: inner.depth });
    }
    if (own || source.item.unread !== null || source.item.doubts.length > 0) return unclear(segment.name);
    const inherited = source.item.bases.flatMap(({ type }) => {
      const base = this.#lowering.type(type, inner);
      if (base.kind !== 'record') return unclear(segment.name);
      const instance = this.#lowering.sourceOf(base.record);
      if (!instance) return unclear(segment.name);
      const found = this.#memberType(instance, segment, context);
      return found ? onGroundsOf(base, found) : [];
    });
    return inherited.length > 1 ? unclear(segment.name) : (inherited[0] ?? null);
  }
}

/** A member on what the class itself rests on. */
const onGroundsOf = ({ assumption }: CppAbiType, member: CppAbiType): CppAbiType =>
  assumption === undefined
    ? member
    : grounded(member, assumed(null, [...assumptionsOf(member), assumption].join('; ')));

const assumptionsOf = ({ assumption }: CppAbiType): readonly string[] =>
  assumption === undefined ? [] : [assumption];

const isType = (declaration: CppDeclaration): declaration is CppTypeDeclaration =>
  declaration.kind === 'record' || declaration.kind === 'enum' || declaration.kind === 'alias';

/** `template <> struct box<int>::item {…}` */
const isMemberSpecialization = ({ template }: CppRecord): boolean =>
  template?.specialization === null && template.parameters.length === 0;

const unclear = (name: string): CppAbiType =>
  unknownType(name, { reason: `which member \`${name}\` is meant is not known`, because: [] });

/** Inside of a class. */
export const contextIn = (source: ClassInstance, depth: number): CppContext => ({
  uri: source.uri,
  scope: [...source.item.scope, { kind: 'record', name: source.item.name, inline: source.item.anonymous }],
  end: source.item.range.end,
  bindings: source.bindings,
  owner: source.item,
  within: [...source.within, source],
  depth,
});

/** `int box<int>::count = 3;`, of one instance and not of the others: beside it, no member is known. */
const isQualified = (name: string): boolean => name.includes('::');

/** By the name alone, what qualifies it left out. */
function groupedByName(file: readonly CppDeclaration[]): ReadonlyMap<string, readonly CppDeclaration[]> {
  const groups = new Map<string, CppDeclaration[]>();
  for (const declaration of file) {
    const name = declaration.item.name.slice(declaration.item.name.lastIndexOf(':') + 1);
    const group = groups.get(name);
    if (group) group.push(declaration);
    else groups.set(name, [declaration]);
  }
  return groups;
}
