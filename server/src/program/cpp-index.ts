import type { Uri } from '../base/range.js';
import type { CppFacts, CppNamespaceAlias, CppRelocationMark, CppUsing } from '../facts/cpp/cpp-facts.js';
import {
  constantsOf,
  declarationsOf,
  partsOf,
  type CppConstantDeclaration,
  type CppDeclaration,
  type CppDeclarationOf,
} from './cpp-declarations.js';
import { addInOrder, removeOf } from './file-order.js';

/** Something of a file that is no declaration of an entity of its own. */
export interface Placed<T> {
  readonly uri: Uri;
  readonly item: T;
}

/** What files say of names, by unqualified name. Every question is told to the observer. */
export class CppIndex {
  readonly #onLookup: (name: string) => void;
  readonly #declarations = new Map<string, CppDeclaration[]>();
  readonly #constants = new Map<string, CppConstantDeclaration[]>();
  /** `using a::b;` by `b`. */
  readonly #usings = new Map<string, Placed<CppUsing>[]>();
  readonly #aliases = new Map<string, Placed<CppNamespaceAlias>[]>();
  readonly #marks = new Map<string, Placed<CppRelocationMark>[]>();
  /** Classes by the names of their bases and of what shares their room. */
  readonly #embedders = new Map<string, CppDeclarationOf<'record'>[]>();
  /** Functions that call one of this name with a null pointer. */
  readonly #nullGivers = new Map<string, CppDeclarationOf<'function'>[]>();
  readonly #byFile = new Map<Uri, readonly CppDeclaration[]>();
  readonly #directives = new Map<Uri, readonly Placed<CppUsing>[]>();
  readonly #enumUsings = new Map<Uri, readonly Placed<CppUsing>[]>();
  readonly #facts = new Map<Uri, CppFacts>();

  constructor(onLookup: (name: string) => void) {
    this.#onLookup = onLookup;
  }

  /** @param changed told what questions may have other answers now */
  setFile(uri: Uri, facts: CppFacts | null, changed: (name: string) => void): void {
    const before = this.#facts.get(uri);
    for (const kind of ['namespace', 'enum'] as const)
      if (directivesIn(before, kind) !== directivesIn(facts, kind)) changed(`using ${kind}`);
    if (before) this.#remove(uri, before, changed);
    if (facts) this.#add(uri, facts, changed);
  }

  /** Whether any file declares a type of this unqualified name, defined or not; no question of anybody's. */
  declaresType(name: string): boolean {
    return (this.#declarations.get(name) ?? []).some(
      ({ kind }) => kind === 'record' || kind === 'enum' || kind === 'alias',
    );
  }

  declarationsIn(uri: Uri): readonly CppDeclaration[] {
    return this.#byFile.get(uri) ?? [];
  }

  declarationsNamed(name: string): readonly CppDeclaration[] {
    this.#onLookup(name);
    return this.#declarations.get(name) ?? [];
  }

  constantsNamed(name: string): readonly CppConstantDeclaration[] {
    this.#onLookup(name);
    return this.#constants.get(name) ?? [];
  }

  /** The declarations `using a::name;` */
  usingsOf(name: string): readonly Placed<CppUsing>[] {
    this.#onLookup(name);
    return this.#usings.get(name) ?? [];
  }

  namespaceAliasesNamed(name: string): readonly Placed<CppNamespaceAlias>[] {
    this.#onLookup(name);
    return this.#aliases.get(name) ?? [];
  }

  /** The directives `using namespace a;` of a file. */
  directivesOf(uri: Uri): readonly Placed<CppUsing>[] {
    this.#onLookup(DIRECTIVES);
    return this.#directives.get(uri) ?? [];
  }

  /** The files that have directives. */
  filesWithDirectives(): Iterable<Uri> {
    this.#onLookup(DIRECTIVES);
    return this.#directives.keys();
  }

  /** The declarations `using enum a::B;` of all files. */
  *enumUsings(): Iterable<Placed<CppUsing>> {
    this.#onLookup('using enum');
    for (const usings of this.#enumUsings.values()) yield* usings;
  }

  marksOn(name: string): readonly Placed<CppRelocationMark>[] {
    this.#onLookup(name);
    return this.#marks.get(name) ?? [];
  }

  /** Classes with a base or a member without room of its own of this unqualified name. */
  embeddersOf(name: string): readonly CppDeclarationOf<'record'>[] {
    this.#onLookup(embedderKey(name));
    return this.#embedders.get(name) ?? [];
  }

  /** Functions whose bodies give a null pointer to a function that they call by this name. */
  nullGiversTo(name: string): readonly CppDeclarationOf<'function'>[] {
    this.#onLookup(nullGiverKey(name));
    return this.#nullGivers.get(name) ?? [];
  }

  #remove(uri: Uri, facts: CppFacts, changed: (name: string) => void): void {
    const remove = <T extends Placed<unknown>>(index: Map<string, T[]>, names: Iterable<string>): void => {
      for (const name of new Set(names)) {
        changed(name);
        removeOf(index, name, uri);
      }
    };
    const declarations = this.#byFile.get(uri) ?? [];
    remove(
      this.#declarations,
      declarations.map(({ item }) => item.name),
    );
    for (const part of new Set(declarations.flatMap((each) => [...partsOf(each)]))) {
      changed(embedderKey(part));
      removeOf(this.#embedders, part, uri);
    }
    for (const name of new Set(declarations.flatMap((each) => [...givenNullIn(each)]))) {
      changed(nullGiverKey(name));
      removeOf(this.#nullGivers, name, uri);
    }
    remove(
      this.#constants,
      [...constantsOf(uri, facts)].map(([name]) => name),
    );
    remove(this.#usings, facts.usings.map(lastOf));
    remove(
      this.#aliases,
      facts.namespaceAliases.map(({ name }) => name),
    );
    remove(this.#marks, facts.relocationMarks.map(markedBy));
    this.#byFile.delete(uri);
    this.#directives.delete(uri);
    this.#enumUsings.delete(uri);
    this.#facts.delete(uri);
  }

  #add(uri: Uri, facts: CppFacts, changed: (name: string) => void): void {
    const add = <T extends Placed<unknown>>(index: Map<string, T[]>, name: string, entry: T): void => {
      changed(name);
      addInOrder(index, name, entry);
    };
    this.#facts.set(uri, facts);
    const declarations = [...declarationsOf(uri, facts)];
    this.#byFile.set(uri, declarations);
    for (const declaration of declarations) {
      add(this.#declarations, declaration.item.name, declaration);
      if (declaration.kind === 'function')
        for (const name of new Set(givenNullIn(declaration))) {
          changed(nullGiverKey(name));
          addInOrder(this.#nullGivers, name, declaration);
        }
      if (declaration.kind !== 'record') continue;
      for (const part of partsOf(declaration)) {
        changed(embedderKey(part));
        addInOrder(this.#embedders, part, declaration);
      }
    }
    for (const [name, constant] of constantsOf(uri, facts)) add(this.#constants, name, constant);
    for (const item of facts.usings) if (item.kind === 'name') add(this.#usings, lastOf(item), { uri, item });
    for (const item of facts.namespaceAliases) add(this.#aliases, item.name, { uri, item });
    for (const item of facts.relocationMarks) add(this.#marks, markedBy(item), { uri, item });
    const ofKind = (kind: CppUsing['kind']): Placed<CppUsing>[] =>
      facts.usings.filter((item) => item.kind === kind).map((item) => ({ uri, item }));
    const [directives, enums] = [ofKind('namespace'), ofKind('enum')];
    if (directives.length > 0) this.#directives.set(uri, directives);
    if (enums.length > 0) this.#enumUsings.set(uri, enums);
  }
}

/** What an observer sees of questions that are about no single name: no identifiers, so that they are no others. */
const embedderKey = (name: string): string => `embeds ${name}`;
const nullGiverKey = (name: string): string => `gives null to ${name}`;
const DIRECTIVES = 'using namespace';

const directivesIn = (facts: CppFacts | null | undefined, kind: CppUsing['kind']): string =>
  JSON.stringify(
    (facts?.usings ?? [])
      .filter((item) => item.kind === kind)
      .map(({ scope, path, condition }) => [scope, path, condition]),
  );

const givenNullIn = (declaration: CppDeclaration): readonly string[] =>
  declaration.kind === 'function' ? (declaration.item.body?.givesNull ?? []).map(({ called }) => called) : [];

const lastOf = ({ path }: CppUsing): string => path[path.length - 1] ?? '';

const markedBy = ({ arguments: [first = ''] }: CppRelocationMark): string => first.split('::').at(-1) ?? '';
