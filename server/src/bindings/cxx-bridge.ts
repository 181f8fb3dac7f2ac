import { START_OF_FILE, compareRanges, type Range, type Uri } from '../base/range.js';
import { closest } from '../base/spelling.js';
import type { TargetView } from '../boundary/target-view.js';
import type { CppEnum, CppFacts, CppFunction, CppRecord } from '../facts/cpp/cpp-facts.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import { qualifiedName, type CppPlace } from '../program/cpp-names.js';
import { formatBridge } from './bridge-text.js';
import { commonNamespace, nameTypes } from './bridge-types.js';
import { sharedEnum, type SharedEnum } from './cxx-enums.js';
import { bridgeFunction, signatureKey, type BridgeFunction } from './cxx-functions.js';
import { typesIn, type BridgeType, type CxxShape } from './cxx-shapes.js';
import { CxxTypes } from './cxx-types.js';
import {
  Selection,
  basesNotSearched,
  copiesOrMoves,
  freeFunctions,
  publicConstructors,
  publicMethods,
} from './header-items.js';
import { nameFunctions } from './overload-names.js';
import { snakeCase } from './rust-names.js';

export interface CxxBridgeOptions {
  readonly view: TargetView;
  readonly header: { readonly uri: Uri; readonly facts: CppFacts };
  /** What `include!` says: under cargo `crate-name/path/of/header.hpp`. */
  readonly includePath: string;
  /** Names, qualified or not, of classes, enums and functions; a class brings its methods and its factories. Empty: everything. */
  readonly only: readonly string[];
  /** Name of the Rust module, `ffi` where it is left out. */
  readonly moduleName?: string;
}

export interface GeneratedBinding {
  /** Rust source as rustfmt lays it out; empty where nothing could be bound. */
  readonly text: string;
  readonly items: readonly BoundItem[];
  /** What Rust will not see, each with its reason and what to write instead, in the order of the header. */
  readonly refused: readonly RefusedItem[];
}

export interface BoundItem {
  /** Qualified C++ name: `telemetry::Panel::window`. */
  readonly cpp: string;
  /** Path in Rust from the module on: `ffi::Panel::window_mut`. */
  readonly rust: string;
}

export interface RefusedItem {
  readonly name: string;
  readonly reason: string;
  readonly range: Range;
}

/**
 * A `#[cxx::bridge]` module for what a C++ header declares: its classes as opaque types with their public
 * methods, its enums as shared enums whose values cxx checks, its functions, an own Rust name for each
 * overload. What cxx cannot express is refused with a reason, so that nothing is left out silently;
 * only what Rust has no use for by name stays unsaid: destructors, copies and moves, deleted functions,
 * what is not public, and constructors of a class that a bound function makes.
 *
 * Two bridges of one program must not bind the same function: cxx gives both the same symbol.
 *
 * @see cxx book, "extern C++" and "Attributes"
 */
export function generateCxxBridge(options: CxxBridgeOptions): GeneratedBinding {
  return new BridgeGenerator(options).generate();
}

class BridgeGenerator {
  readonly #options: CxxBridgeOptions;
  readonly #cxxTypes: CxxTypes;
  readonly #selection: Selection;
  readonly #types = new Set<BridgeType>();
  readonly #enums = new Map<BridgeType, SharedEnum>();
  readonly #functions: BridgeFunction[] = [];
  readonly #factories = new Map<BridgeFunction, BridgeType>();
  readonly #refused: RefusedItem[] = [];
  readonly #seen = new Set<string>();

  constructor(options: CxxBridgeOptions) {
    this.#options = options;
    this.#cxxTypes = new CxxTypes(options.view, options.header.uri, options.header.facts);
    this.#selection = new Selection(options.only);
  }

  generate(): GeneratedBinding {
    const { facts } = this.#options.header;
    const records = facts.records.filter(
      (item) => item.definition && item.name !== '' && !isSpecialization(item),
    );
    const classes = new Map<BridgeType, CppRecord>();
    for (const item of facts.enums) if (item.definition && item.name !== '') this.#addEnum(item);
    for (const item of records) {
      const type = this.#addRecord(item);
      if (type) classes.set(type, item);
    }
    for (const item of freeFunctions(facts)) this.#addFreeFunction(item, classes);
    for (const [type, item] of classes) this.#addMembersNotBound(type, item);
    for (const name of this.#selection.unmet) this.#refuseUnknown(name, facts);
    for (const { message, range } of facts.problems) {
      if (this.#selection.isEverything) this.#refuse('what could not be read', message, range);
    }
    return this.#result();
  }

  #result(): GeneratedBinding {
    const { includePath, moduleName = 'ffi' } = this.#options;
    const types = this.#orderedTypes();
    const typeNames = nameTypes(types);
    const functionNames = nameFunctions(this.#functions);
    const namespace = commonNamespace([
      ...types.map(({ path }) => path.slice(0, -1)),
      ...this.#functions.map((fn) => fn.namespace),
    ]);
    const items: BoundItem[] = [
      ...types.map((type) => ({
        cpp: type.path.join('::'),
        rust: `${moduleName}::${typeNames.get(type) ?? ''}`,
      })),
      ...this.#functions.map((fn) => ({
        cpp: fn.owner ? `${fn.owner.path.join('::')}::${fn.item.name}` : qualifiedName(fn.item),
        rust: [moduleName, ...(fn.owner ? [typeNames.get(fn.owner)] : []), functionNames.get(fn)].join('::'),
      })),
    ];
    const text =
      items.length === 0
        ? ''
        : formatBridge({
            moduleName,
            namespace,
            includePath,
            types,
            enums: this.#enums,
            functions: this.#functions,
            factories: this.#factories,
            typeNames,
            functionNames,
          });
    const refused = [...this.#refused].sort(
      (a, b) => compareRanges(a.range, b.range) || (a.name < b.name ? -1 : 1),
    );
    return { text, items, refused };
  }

  /** The header's own types in their order, before them those that only signatures name. */
  #orderedTypes(): readonly BridgeType[] {
    const { uri } = this.#options.header;
    const isOwn = (type: BridgeType): boolean =>
      type.declaration.uri === uri && type.declaration.item.definition;
    const byName = (a: BridgeType, b: BridgeType): number => (a.path.join('::') < b.path.join('::') ? -1 : 1);
    const all = [...this.#types];
    const own = all.filter(isOwn);
    own.sort((a, b) => compareRanges(a.declaration.item.range, b.declaration.item.range) || byName(a, b));
    return [...all.filter((type) => !isOwn(type)).sort(byName), ...own];
  }

  #addEnum(item: CppEnum): void {
    const name = qualifiedName(item);
    const { uri } = this.#options.header;
    const type = this.#cxxTypes.declared({ kind: 'enum', uri, item });
    if (!this.#wanted(item, type)) return;
    const bound = this.#bindable(item, type);
    if ('refused' in bound) this.#refuse(name, bound.refused, item.nameRange);
    else this.#types.add(bound);
  }

  /** Adds the class with its methods; null where it is refused or only some of its methods are asked for. */
  #addRecord(item: CppRecord): BridgeType | null {
    const { uri } = this.#options.header;
    const declared = this.#cxxTypes.declared({ kind: 'record', uri, item });
    const whole = this.#wanted(item, declared);
    const methods = publicMethods(this.#options.view, uri, item).filter(
      (method) => !copiesOrMoves(method.record, method.item),
    );
    const named = methods.filter((m) => this.#selection.names(`${qualifiedName(item)}::${m.item.name}`));
    const chosen = whole ? methods : named;
    if (!whole && chosen.length === 0) return null;
    const type = this.#bindable(item, declared);
    if ('refused' in type) {
      this.#refuse(qualifiedName(item), type.refused, item.nameRange);
      return null;
    }
    this.#types.add(type);
    for (const method of chosen) {
      const name = `${qualifiedName(item)}::${method.item.name}`;
      // An inherited method is shown where the header says that the class has it.
      const range = method.record === item ? method.item.nameRange : item.nameRange;
      if (method.ambiguous) {
        this.#refuse(
          name,
          'two base classes have a member of this name; declare one in the class itself',
          range,
        );
        continue;
      }
      const scope = [
        ...method.record.scope,
        { kind: 'record', name: method.record.name, inline: false } as const,
      ];
      this.#addFunction(name, method.item, type, { uri: method.uri, scope }, range);
    }
    return whole ? type : null;
  }

  #addFreeFunction(item: CppFunction, classes: ReadonlyMap<BridgeType, CppRecord>): void {
    const { uri } = this.#options.header;
    const name = qualifiedName(item);
    const place = { uri, scope: item.scope };
    if (!this.#selection.includes(name)) {
      // A factory of a class that is asked for is part of it.
      const candidate = bridgeFunction(item, null, place, this.#cxxTypes);
      const made = 'refused' in candidate ? null : madeBy(candidate);
      if (!made || !classes.has(made)) return;
    }
    this.#addFunction(name, item, null, place, item.nameRange);
  }

  #addFunction(
    name: string,
    item: CppFunction,
    owner: BridgeType | null,
    place: CppPlace,
    range: Range,
  ): void {
    const fn = bridgeFunction(item, owner, place, this.#cxxTypes);
    if ('refused' in fn) {
      this.#refuse(name, fn.refused, range);
      return;
    }
    const key = `${name}${signatureKey(fn)}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const used = [fn.result, ...fn.parameters.map(({ shape }) => shape)].flatMap((shape) => [
      ...typesIn(shape),
    ]);
    for (const type of used) {
      const problem = this.#problemOf(type);
      if (problem === null) continue;
      this.#refuse(name, problem, range);
      return;
    }
    for (const type of used) this.#types.add(type);
    this.#functions.push(fn);
    const made = madeBy(fn);
    if (made && fn.owner === null) this.#factories.set(fn, made);
  }

  #bindable(
    { condition }: CppRecord | CppEnum,
    type: BridgeType | { readonly refused: string },
  ): BridgeType | { readonly refused: string } {
    if (condition.length > 0)
      return { refused: `it is declared only under \`#if ${condition.join(' && ')}\`` };
    if ('refused' in type) return type;
    const problem = this.#problemOf(type);
    return problem === null ? type : { refused: problem };
  }

  /** Why a type cannot be declared in the bridge, known only of enums; null where it can. */
  #problemOf(type: BridgeType): string | null {
    const { declaration } = type;
    if (declaration.kind !== 'enum' || this.#enums.has(type)) return null;
    const shared = sharedEnum(declaration, type.complete, this.#cxxTypes, this.#options.view);
    if ('refused' in shared) return shared.refused;
    this.#enums.set(type, shared);
    return null;
  }

  /** Constructors where nothing makes the class, bases that cannot be looked into, and public fields. */
  #addMembersNotBound(type: BridgeType, item: CppRecord): void {
    const name = qualifiedName(item);
    const { view, header } = this.#options;
    for (const { base, reason } of basesNotSearched(view, header.uri, item)) {
      const text = formatCppType(base.type);
      this.#refuse(
        `${name}::${text}`,
        `what \`${item.name}\` inherits from \`${text}\` is not bound: ${reason}; declare in \`${item.name}\` what Rust needs`,
        base.range,
      );
    }
    const isMade = this.#functions.some((fn) => madeBy(fn) === type);
    const isAbstract = item.methods.some(({ pure }) => pure);
    const rustName = snakeCase(item.name);
    for (const constructor of isMade || isAbstract ? [] : publicConstructors(item)) {
      const parameters = constructor.signature.parameters
        .map((p) => formatCppType(p.type, p.name))
        .join(', ');
      this.#refuse(
        `${name}::${item.name}`,
        `cxx calls no constructors; declare a function that does: \`std::unique_ptr<${name}> new_${rustName}(${parameters})\``,
        constructor.nameRange,
      );
    }
    const fields = item.fields.filter((field) => field.access === 'public' && field.name !== '');
    const [first] = fields;
    if (!first) return;
    const names = fields.map((field) => field.name).join(', ');
    this.#refuse(
      `${name}::${fields.length === 1 ? names : `{${names}}`}`,
      'cxx reads no fields of a class that C++ defines; declare methods that return them',
      first.nameRange,
    );
  }

  /**
   * Nested types are taken where an alias makes them nameable, or where they are asked for: facts do not
   * say whether the others are public.
   */
  #wanted(item: CppRecord | CppEnum, type: BridgeType | { readonly refused: string }): boolean {
    const asked = this.#selection.names(qualifiedName(item));
    const nested = item.scope.some(({ kind }) => kind === 'record');
    if ('refused' in type) return asked || (this.#selection.isEverything && !nested);
    return this.#selection.includes(type.path.join('::')) || asked;
  }

  #refuse(name: string, reason: string, range: Range): void {
    this.#refused.push({ name, reason, range });
  }

  #refuseUnknown(name: string, { functions, records, enums }: CppFacts): void {
    const known = new Map<string, string>();
    for (const item of [...functions, ...records, ...enums]) {
      if (item.name === '') continue;
      known.set(item.name, qualifiedName(item));
      known.set(qualifiedName(item), qualifiedName(item));
    }
    const [nearest = ''] = closest(name, [...known.keys()], 1);
    const likely = known.get(nearest);
    const hint = likely === undefined ? '' : `; did you mean \`${likely}\`?`;
    this.#refuse(
      name,
      `the header declares no class, enum or public function of this name${hint}`,
      START_OF_FILE,
    );
  }
}

const isSpecialization = ({ template }: CppRecord): boolean => (template?.specialization ?? null) !== null;

/** The class of which a function hands out a new object, if it does: an owner that it was not handed itself. */
function madeBy({ result, receiver, parameters }: BridgeFunction): BridgeType | null {
  if (receiver) return null;
  const made = ownedClass(result);
  return parameters.some(({ shape }) => ownedClass(shape) === made) ? null : made;
}

function ownedClass(shape: CxxShape): BridgeType | null {
  if (shape.kind !== 'generic' || shape.of.kind !== 'type' || shape.of.type.kind !== 'class') return null;
  return shape.name === 'UniquePtr' || shape.name === 'SharedPtr' ? shape.of.type : null;
}
