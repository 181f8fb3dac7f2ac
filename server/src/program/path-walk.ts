import { CircularAnswers } from '../base/circular-answers.js';
import type { Uri } from '../base/range.js';
import type { Condition } from '../facts/facts.js';
import type { RustModule, RustUse } from '../facts/rust/rust-facts.js';
import {
  isNothing,
  isSame,
  keyOf,
  merged,
  NOTHING,
  ofModules,
  PENDING,
  placeKey,
  UNSEEN,
  type Gap,
  type Meaning,
} from './path-meaning.js';
import type { PathView } from './path-view.js';
import { filesOf, parentsOf } from './rust-modules.js';
import type { RustPlace, RustTypeDeclaration } from './rust-names.js';

/** What stands under conditions. */
export interface Presence {
  /** What its answers rest on: they are the same for the same ones. */
  readonly grounds: readonly [object, object];
  /** Whether something in a file is there: null where that is open. */
  presence(uri: Uri, condition: Condition): boolean | null;
}

/** Steps that one path is followed for: code that is being written may import itself in many ways. */
const MOST_STEPS = 2000;

/** Segments in paths, and imports that lead to imports. */
const MOST_LEVELS = 64;

/** A text that is a part of a module. */
interface ModulePart {
  /** Where it stands by itself. */
  readonly place: RustPlace;
  /** Under which it is included, in the file `around`. */
  readonly condition: Condition;
  readonly around: Uri;
}

/** What a part of a module says of one name. */
interface Own {
  readonly own: Meaning;
  /** Whether it keeps globs from bringing another. */
  readonly hides: boolean;
  readonly globs: readonly RustUse[];
  readonly open: Meaning;
}

/** Who asks what a path leads to. */
interface Asker {
  /** The modules that all have to see it; none where it counts whether it is seen or not. */
  readonly from: readonly RustPlace[];
  /** What holds where they ask: an import is only there under its conditions. */
  readonly given: Condition;
}

const ANYONE: Asker = { from: [], given: [] };

/** Who asks for what a module imports: the module itself, whoever asks for it there. */
const importerOf = (module: RustPlace, { condition }: RustUse, { from }: Asker): Asker => ({
  from: from.length === 0 ? from : [module],
  given: condition,
});

const askerKey = ({ from, given }: Asker): string => [...from.map(placeKey), ...given].join(' ');

/** The way of one path from module to module. */
export class PathWalk {
  readonly #view: PathView;
  readonly #presence: Presence;
  readonly #circles = new CircularAnswers<Meaning>();
  /** By name and module: the question whether an import of the name leads somewhere, while it is asked. */
  readonly #imported = new Map<string, string>();
  readonly #ancestry = new Map<string, readonly RustPlace[]>();
  #steps = 0;
  #level = 0;

  constructor(view: PathView, presence: Presence) {
    this.#view = view;
    this.#presence = presence;
  }

  /** What a path means where it is written: in a file that is included, that is the module that includes it. */
  from(path: readonly string[], { uri, modulePath }: RustPlace): Meaning {
    return merged(
      this.#homes({ uri, modulePath }).map((module) =>
        this.path(path, module, false, { from: [module], given: [] }),
      ),
    );
  }

  /**
   * @param inUse whether it is the path of a `use`, which starts at the crate in the edition of 2015
   */
  path(path: readonly string[], module: RustPlace, inUse: boolean, asker: Asker): Meaning {
    if (++this.#level > MOST_LEVELS || ++this.#steps > MOST_STEPS) {
      this.#level--;
      return UNSEEN;
    }
    const { meaning, rest } = this.#start(path, module, inUse, asker);
    const found = rest.reduce<Meaning>((before, name) => this.#inside(before, name, asker), meaning);
    this.#level--;
    return found;
  }

  #start(
    path: readonly string[],
    module: RustPlace,
    inUse: boolean,
    asker: Asker,
  ): { readonly meaning: Meaning; readonly rest: readonly string[] } {
    const [first = '', ...rest] = path;
    switch (first) {
      case 'crate':
        return { meaning: this.#roots(module), rest };
      case 'self':
        return { meaning: ofModules([module]), rest };
      case 'super':
        return { meaning: this.#parents(module), rest };
      case 'Self':
      case '$crate':
        return { meaning: UNSEEN, rest: [] };
      default:
    }
    const of2015 = this.#view.crates.isOf2015(module.uri);
    const rooted = first === '';
    const name = rooted ? (rest.shift() ?? '') : first;
    if (rooted && name === '') return { meaning: this.#roots(module), rest };
    const local =
      rooted && !of2015
        ? NOTHING
        : of2015 && (inUse || rooted)
          ? this.#inside(this.#roots(module), name, asker)
          : this.#named(name, module, asker);
    const isUnanswered = local.types.length + local.modules.length + local.outside.length === 0;
    // What a glob may bring does not keep a crate's name from meaning the crate.
    if (isUnanswered && (rooted || inUse || rest.length > 0)) {
      const crate = this.#externCrate(name, module);
      return { meaning: isNothing(crate) ? local : crate, rest };
    }
    return { meaning: local, rest };
  }

  /** What a name means in what a path led to before it. */
  #inside(before: Meaning, name: string, asker: Asker): Meaning {
    if (name === 'super') return merged(before.modules.map((module) => this.#parents(module)));
    if (name === 'self') return before;
    return merged([
      ...before.modules.map((module) => this.#named(name, module, asker)),
      { ...NOTHING, outside: before.outside.map((path) => [...path, name]), gaps: before.gaps },
      // An associated type, or a variant.
      ...(before.types.length > 0 ? [UNSEEN] : []),
    ]);
  }

  /**
   * What a name means in a module: its items and imports, and only without these what its globs bring.
   *
   * @param asker through globs one module asks for the next, and all of them have to see the item; see `#joined`
   */
  #named(name: string, module: RustPlace, asker: Asker): Meaning {
    const key = `${name} ${placeKey(module)}`;
    const imported = asker.from.length === 0 ? this.#imported.get(key) : undefined;
    return this.#circles.find(
      imported ?? `${key} ${askerKey(asker)}`,
      () => (++this.#steps > MOST_STEPS ? UNSEEN : this.#computeNamed(name, module, asker)),
      NOTHING,
    );
  }

  /**
   * The modules that ask, and one more. A module sees what a module has for itself and its own from within that, and
   * what a crate has for itself from within the crate: so what several modules of a crate all see is what the nearest
   * module sees that all of them are in.
   */
  #joined(from: readonly RustPlace[], module: RustPlace): readonly RustPlace[] {
    if (from.length === 0) return from;
    for (const [i, each] of from.entries()) {
      const common = this.#commonOf(each, module);
      if (common) return isSame(common, each) ? from : from.with(i, common);
    }
    return [...from, module];
  }

  /** The nearest module that two modules are in; null where they are in none together, as far as one can tell. */
  #commonOf(a: RustPlace, b: RustPlace): RustPlace | null {
    if (isSame(a, b)) return a;
    const around = new Set(this.#ancestors(a).map(placeKey));
    return this.#ancestors(b).find((each) => around.has(placeKey(each))) ?? null;
  }

  /** A module and those that it is in, up to where it is in several or nobody knows in which. */
  #ancestors(module: RustPlace): readonly RustPlace[] {
    const key = placeKey(module);
    const known = this.#ancestry.get(key);
    if (known) return known;
    const all = [module];
    for (let at = module; all.length < MOST_LEVELS;) {
      const { modules, gaps } = this.#parents(at);
      const [parent] = modules;
      if (!parent || modules.length > 1 || gaps.length > 0) break;
      all.push(parent);
      at = parent;
    }
    this.#ancestry.set(key, all);
    return all;
  }

  #computeNamed(name: string, module: RustPlace, asker: Asker): Meaning {
    const { parts, gaps } = this.#partsOf(module);
    const read = parts.map((part) => this.#ownIn(part, name, module, asker));
    const own = merged(read.map((each) => each.own));
    if (read.some(({ hides }) => hides)) return own;
    const globs = read.flatMap((each) => each.globs.map((item) => this.#globbed(name, item, module, asker)));
    return merged([own, ...globs, ...read.map(({ open }) => open), { ...NOTHING, gaps }]);
  }

  /** What one part of a module's text says of a name. */
  #ownIn({ place, condition, around }: ModulePart, name: string, module: RustPlace, asker: Asker): Own {
    const scope = this.#view.scopeOf(place);
    const nothing = { own: NOTHING, hides: false, globs: [] };
    if (scope === null) return { ...nothing, open: this.#view.exists(place.uri) ? PENDING : UNSEEN };
    if (scope === undefined) return { ...nothing, open: UNSEEN };
    const { uri } = place;
    const isPartThere = this.#isThere(around, condition);
    const here = <T extends { readonly condition: Condition; readonly public: boolean }>(
      all: readonly T[] | undefined,
    ): T[] =>
      (all ?? []).filter(
        (item) =>
          this.#isThere(uri, item.condition) !== false &&
          asker.from.every((each) => this.#sees(each, item, module)),
      );
    const types = (scope.types.get(name) ?? []).filter(({ item }) => here([item]).length > 0);
    const modules = here(scope.modules.get(name));
    const uses = here(scope.uses.get(name)).map((item) =>
      this.path(item.path, module, true, importerOf(module, item, asker)),
    );
    const own = merged([
      { ...NOTHING, types },
      ...types.map((declaration) => this.#restated(declaration, place)),
      ...modules.map((item) => this.#child(uri, item)),
      ...uses,
    ]);
    // What is not seen from elsewhere still keeps globs from bringing another of its name.
    const isSure = ({ condition: own }: { readonly condition: Condition }): boolean =>
      isPartThere === true &&
      (this.#isThere(uri, own) === true || own.every((predicate) => asker.given.includes(predicate)));
    const hides =
      (scope.types.get(name) ?? []).some(({ item }) => isSure(item)) ||
      (scope.modules.get(name) ?? []).some(isSure) ||
      this.#leadSomewhere((scope.uses.get(name) ?? []).filter(isSure), name, module);
    return { own, hides, globs: here(scope.uses.get('*')), open: scope.open ? UNSEEN : NOTHING };
  }

  /** Whether an import brings a name by itself: one that leads back to the name of its module does not. */
  #leadSomewhere(imports: readonly RustUse[], name: string, module: RustPlace): boolean {
    const key = `${name} ${placeKey(module)}`;
    const around = this.#imported.get(key);
    return imports.some((item) => {
      const question = `import ${key} ${keyOf(item.path)} ${item.condition.join(' ')}`;
      this.#imported.set(key, question);
      const meaning = this.#circles.find(question, () => this.path(item.path, module, true, ANYONE), NOTHING);
      if (around === undefined) this.#imported.delete(key);
      else this.#imported.set(key, around);
      return !isNothing(meaning);
    });
  }

  /** The texts that make up a module: its own, and those that it includes. */
  #partsOf(module: RustPlace): { readonly parts: readonly ModulePart[]; readonly gaps: readonly Gap[] } {
    const parts: ModulePart[] = [{ place: module, condition: [], around: module.uri }];
    const gaps: Gap[] = [];
    for (const part of parts) {
      if (parts.length > MOST_LEVELS) {
        gaps.push({ kind: 'unseen' });
        break;
      }
      const { uri, modulePath } = part.place;
      for (const { include, file } of this.#view.includesOf(uri)) {
        if (keyOf(include.modulePath) !== keyOf(modulePath)) continue;
        if (this.#isThere(uri, include.condition) === false) continue;
        if (file !== null && parts.some(({ place }) => place.uri === file)) continue;
        if (file !== null)
          parts.push({ place: { uri: file, modulePath: [] }, condition: include.condition, around: uri });
        else
          gaps.push(
            include.base === 'build-script' ? { kind: 'unbuilt', file: include.path } : { kind: 'unseen' },
          );
      }
    }
    return { parts, gaps };
  }

  /** The modules that a place is in: a file that is included has none of its own. */
  #homes(place: RustPlace, seen = new Set<Uri>()): readonly RustPlace[] {
    if (place.modulePath.length > 0) return [place];
    seen.add(place.uri);
    const includers = this.#view
      .declarationsOf(place.uri)
      .filter(({ included, parent }) => included && !seen.has(parent));
    if (includers.length === 0) return [place];
    return includers.flatMap(({ parent, modulePath }) => this.#homes({ uri: parent, modulePath }, seen));
  }

  #globbed(name: string, use: RustUse, module: RustPlace, asker: Asker): Meaning {
    const all: Asker = { from: this.#joined(asker.from, module), given: [] };
    const of = this.path(use.path, module, true, importerOf(module, use, asker));
    return merged([
      ...of.modules.map((each) => this.#named(name, each, all)),
      {
        ...NOTHING,
        gaps: [...of.gaps, ...of.outside.map((path) => ({ kind: 'foreign-glob', path }) as const)],
      },
    ]);
  }

  /** A bridge restates the types of Rust that its module has. */
  #restated({ kind, item, ...declaration }: RustTypeDeclaration, { uri, modulePath }: RustPlace): Meaning {
    if (kind !== 'bridge-type' || !('bridge' in declaration)) return NOTHING;
    const isRust = declaration.bridge.blocks.some(
      ({ side, types }) => side === 'Rust' && types.some((type) => type === item),
    );
    const above = { uri, modulePath: modulePath.slice(0, -1) };
    return isRust ? this.#named(item.name, above, { from: [above], given: [] }) : NOTHING;
  }

  #isThere(uri: Uri, condition: Condition): boolean | null {
    return condition.length === 0 ? true : this.#presence.presence(uri, condition);
  }

  /** @see Rust reference, "Visibility and privacy" */
  #sees(
    from: RustPlace,
    item: { readonly public: boolean; readonly restricted?: true },
    module: RustPlace,
  ): boolean {
    if (isSame(from, module)) return true;
    if (item.public) return item.restricted !== true || this.#shareRoot(from, module);
    return this.#isInside(from, module);
  }

  #shareRoot(a: RustPlace, b: RustPlace): boolean {
    const roots = this.#roots(a).modules;
    const others = this.#roots(b).modules;
    return (
      roots.length === 0 ||
      others.length === 0 ||
      roots.some((root) => others.some((other) => isSame(root, other)))
    );
  }

  /** Whether a module is within another one. */
  #isInside(inner: RustPlace, outer: RustPlace, level = 0): boolean {
    if (isSame(inner, outer)) return true;
    return (
      level < MOST_LEVELS &&
      this.#parents(inner).modules.some((parent) => this.#isInside(parent, outer, level + 1))
    );
  }

  #child(uri: Uri, item: RustModule): Meaning {
    if (item.inline) return ofModules([{ uri, modulePath: [...item.modulePath, item.name] }]);
    const files = [...filesOf(uri, item)].filter(({ condition }) => this.#isThere(uri, condition) !== false);
    const there = files.filter(({ file }) => {
      return this.#view.isRead(file) || this.#view.exists(file);
    });
    return there.length === 0 ? UNSEEN : ofModules(there.map(({ file }) => ({ uri: file, modulePath: [] })));
  }

  #parents({ uri, modulePath }: RustPlace): Meaning {
    if (modulePath.length > 0) return ofModules(this.#homes({ uri, modulePath: modulePath.slice(0, -1) }));
    if (this.#view.crates.isRoot(uri)) return NOTHING;
    const parents = [...parentsOf(uri, (candidate) => this.#view.exists(candidate))];
    // Each is asked for, also behind one that is not read.
    if (parents.filter((parent) => !this.#view.isRead(parent)).length > 0) return PENDING;
    const declared = this.#view
      .declarationsOf(uri)
      .filter(({ parent, condition }) => this.#isThere(parent, condition) !== false)
      .map(({ parent, modulePath: inside }) => ({ uri: parent, modulePath: inside }));
    return declared.length === 0 ? UNSEEN : ofModules(declared);
  }

  #roots(module: RustPlace, level = 0): Meaning {
    const { uri, modulePath } = module;
    if (level > MOST_LEVELS) return UNSEEN;
    if (modulePath.length > 0) return this.#roots({ uri, modulePath: [] }, level);
    if (this.#view.crates.isRoot(uri)) return ofModules([module]);
    const above = this.#parents(module);
    // Without a manifest, the usual names tell.
    if (above.modules.length === 0 && /\/(?:lib|main)\.rs$/.test(uri)) return ofModules([module]);
    return merged([
      { ...NOTHING, gaps: above.gaps },
      ...above.modules.map((parent) => this.#roots(parent, level + 1)),
    ]);
  }

  #externCrate(name: string, module: RustPlace): Meaning {
    const crate = this.#view.crates.externCrate(name, module.uri);
    const declared = this.#roots(module).modules.flatMap((root) => {
      const uses = this.#view.scopeOf(root)?.uses.get(name) ?? [];
      return uses.filter(({ path }) => path.length === 2 && path[0] === '' && path[1] !== name);
    });
    if (declared[0]?.path[1] !== undefined) return this.#externCrate(declared[0].path[1], module);
    if (crate === null) return ALWAYS_OUTSIDE.has(name) ? { ...NOTHING, outside: [[name]] } : UNSEEN;
    return merged([
      ofModules(crate.roots.map((uri) => ({ uri, modulePath: [] }))),
      { ...NOTHING, outside: crate.outside ? [[name]] : [] },
    ]);
  }
}

/** Crates that are taken for themselves where no manifest says more. */
const ALWAYS_OUTSIDE: ReadonlySet<string> = new Set(['std', 'core', 'alloc', 'libc', 'cxx']);
