import type { Uri } from '../base/range.js';
import { NO_CRATES, type RustCrates } from '../builds/rust-crates.js';
import type { Condition } from '../facts/facts.js';
import type { RustFacts, RustModule, RustUse } from '../facts/rust/rust-facts.js';
import { filesOf, parentsOf, type RustModules } from './rust-modules.js';
import type { RustPlace, RustTypeDeclaration } from './rust-names.js';

/** Everything that a path may stand for among types and modules. */
export interface Meaning {
  readonly types: readonly RustTypeDeclaration[];
  readonly modules: readonly RustPlace[];
  /** Full paths into crates that are not of the workspace. */
  readonly outside: readonly (readonly string[])[];
  /** What was not read and may say more. */
  readonly gaps: readonly Gap[];
}

export type Gap =
  /** Items of a crate that is not read are in scope. */
  | { readonly kind: 'foreign-glob'; readonly path: readonly string[] }
  /** A build script leaves a file of this name, and no build has. */
  | { readonly kind: 'unbuilt'; readonly file: string }
  /** A file that is there is yet to be read. */
  | { readonly kind: 'pending' }
  /** A macro, a file that is not there, a crate that no manifest names, or more than is followed. */
  | { readonly kind: 'unseen' };

/** Whether something in a file is there: null where that is open. */
export type Presence = (uri: Uri, condition: Condition) => boolean | null;

/** What the files that were read say, and which others there are. */
export interface PathSources {
  readonly modules: RustModules;
  readonly facts: (uri: Uri) => RustFacts | undefined;
  readonly declarations: (uri: Uri) => readonly RustTypeDeclaration[];
  /** Records that the answer depends on the file, and asks for it where it was not read. */
  readonly onFile: (uri: Uri) => void;
}

const NOTHING: Meaning = { types: [], modules: [], outside: [], gaps: [] };
const UNSEEN: Meaning = { ...NOTHING, gaps: [{ kind: 'unseen' }] };
const PENDING: Meaning = { ...NOTHING, gaps: [{ kind: 'pending' }] };

/** Steps that one path is followed for: code that is being written may import itself in many ways. */
const MOST_STEPS = 2000;

/** Segments in paths, and imports that lead to imports. */
const MOST_LEVELS = 64;

/**
 * Follows paths from module to module through the files and crates of a workspace.
 *
 * @see Rust reference, "Paths", "Use declarations", "Name resolution", "Preludes", Extern prelude
 */
export class RustPaths {
  /** The crates of the packages; whoever knows the builds sets it. */
  crates: RustCrates = NO_CRATES;
  /** Whether the workspace has a file; whoever knows the files sets it. */
  exists: (uri: Uri) => boolean = () => false;
  readonly #sources: PathSources;
  readonly #scopes = new WeakMap<RustFacts, ReadonlyMap<string, Scope>>();

  constructor(sources: PathSources) {
    this.#sources = sources;
  }

  /** What a path of a type stands for where it is written. */
  meaningOf(path: readonly string[], place: RustPlace, presence: Presence): Meaning {
    const walk = new Walk(this, this.#sources, presence);
    return walk.from(path, place);
  }

  /** The scope of a module; null where it is not read, undefined where its file has none of the name. */
  scopeOf(module: RustPlace): Scope | null | undefined {
    this.#sources.onFile(module.uri);
    const facts = this.#sources.facts(module.uri);
    if (!facts) return null;
    let scopes = this.#scopes.get(facts);
    if (!scopes) {
      scopes = scopesOf(facts, this.#sources.declarations(module.uri));
      this.#scopes.set(facts, scopes);
    }
    return scopes.get(keyOf(module.modulePath));
  }
}

/** What one module declares by itself. */
interface Scope {
  readonly types: ReadonlyMap<string, readonly RustTypeDeclaration[]>;
  readonly modules: ReadonlyMap<string, readonly RustModule[]>;
  /** By the name that they bring in; globs under `*`. */
  readonly uses: ReadonlyMap<string, readonly RustUse[]>;
  /** It may have items that its facts do not show. */
  readonly open: boolean;
}

/** Macros whose invocations declare nothing that a path of a type could name. */
const SILENT = /(?:^|::)(?:thread_local|(?:const_|static_)?assert\w*|compile_error|global_asm)$/;

function scopesOf(
  facts: RustFacts,
  declarations: readonly RustTypeDeclaration[],
): ReadonlyMap<string, Scope> {
  const open = facts.problems.length > 0 || facts.macros.some(({ name }) => !SILENT.test(name));
  const make = (): Scope & Lists => ({ types: new Map(), modules: new Map(), uses: new Map(), open });
  const scopes = new Map<string, Scope & Lists>([['', make()]]);
  const at = (path: readonly string[]): Scope & Lists => {
    const key = keyOf(path);
    const scope = scopes.get(key) ?? make();
    scopes.set(key, scope);
    return scope;
  };
  for (const item of facts.modules) {
    push(at(item.modulePath).modules, item.name, item);
    if (item.inline) at([...item.modulePath, item.name]);
  }
  for (const declaration of declarations)
    if (!declaration.item.local)
      push(at(declaration.item.modulePath).types, declaration.item.name, declaration);
  for (const use of facts.uses) push(at(use.modulePath).uses, use.name, use);
  return scopes;
}

interface Lists {
  readonly types: Map<string, RustTypeDeclaration[]>;
  readonly modules: Map<string, RustModule[]>;
  readonly uses: Map<string, RustUse[]>;
}

function push<T>(map: Map<string, T[]>, name: string, element: T): void {
  const list = map.get(name);
  if (list) list.push(element);
  else map.set(name, [element]);
}

const keyOf = (modulePath: readonly string[]): string => modulePath.join('::');

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

/** One question. */
class Walk {
  readonly #paths: RustPaths;
  readonly #sources: PathSources;
  readonly #presence: Presence;
  /** Null while it is being found out. */
  readonly #known = new Map<string, Meaning | null>();
  /** How often something was left out because it leads back to itself. */
  #cuts = 0;
  #steps = 0;
  #level = 0;

  constructor(paths: RustPaths, sources: PathSources, presence: Presence) {
    this.#paths = paths;
    this.#sources = sources;
    this.#presence = presence;
  }

  /** What a path means where it is written: in a file that is included, that is the module that includes it. */
  from(path: readonly string[], { uri, modulePath }: RustPlace): Meaning {
    return merged(this.#homes({ uri, modulePath }).map((module) => this.path(path, module, false)));
  }

  /** @param inUse whether it is the path of a `use`, which starts at the crate in the edition of 2015 */
  path(path: readonly string[], module: RustPlace, inUse: boolean): Meaning {
    if (++this.#level > MOST_LEVELS || ++this.#steps > MOST_STEPS) {
      this.#level--;
      return UNSEEN;
    }
    const { meaning, rest } = this.#start(path, module, inUse);
    const found = rest.reduce<Meaning>((before, name) => this.#inside(before, name, module), meaning);
    this.#level--;
    return found;
  }

  #start(
    path: readonly string[],
    module: RustPlace,
    inUse: boolean,
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
    const of2015 = this.#paths.crates.isOf2015(module.uri);
    const rooted = first === '';
    const name = rooted ? (rest.shift() ?? '') : first;
    if (rooted && name === '') return { meaning: this.#roots(module), rest };
    const local =
      rooted && !of2015
        ? NOTHING
        : of2015 && (inUse || rooted)
          ? this.#inside(this.#roots(module), name, module)
          : this.#named(name, module, [module]);
    const isUnanswered = local.types.length + local.modules.length + local.outside.length === 0;
    // What a glob may bring does not keep a crate's name from meaning the crate.
    if (isUnanswered && (rooted || inUse || rest.length > 0)) {
      const crate = this.#externCrate(name, module);
      return { meaning: isNothing(crate) ? local : crate, rest };
    }
    return { meaning: local, rest };
  }

  /** What a name means in what a path led to before it. */
  #inside(before: Meaning, name: string, from: RustPlace): Meaning {
    if (name === 'super') return merged(before.modules.map((module) => this.#parents(module)));
    if (name === 'self') return before;
    return merged([
      ...before.modules.map((module) => this.#named(name, module, [from])),
      { ...NOTHING, outside: before.outside.map((path) => [...path, name]), gaps: before.gaps },
      // An associated type, or a variant.
      ...(before.types.length > 0 ? [UNSEEN] : []),
    ]);
  }

  /**
   * What a name means in a module: its items and imports, and only without these what its globs bring.
   *
   * @param from the modules that ask: through globs, one for the next, and all of them have to see the item
   */
  #named(name: string, module: RustPlace, from: readonly RustPlace[]): Meaning {
    const key = [name, ...[module, ...from].map(({ uri, modulePath }) => `${keyOf(modulePath)} ${uri}`)].join(
      ' ',
    );
    const known = this.#known.get(key);
    if (known !== undefined) {
      if (known === null) this.#cuts++;
      return known ?? NOTHING;
    }
    if (++this.#steps > MOST_STEPS) return UNSEEN;
    this.#known.set(key, null);
    const cuts = this.#cuts;
    const meaning = this.#computeNamed(name, module, from);
    if (this.#cuts === cuts) this.#known.set(key, meaning);
    else this.#known.delete(key);
    return meaning;
  }

  #computeNamed(name: string, module: RustPlace, from: readonly RustPlace[]): Meaning {
    const { parts, gaps } = this.#partsOf(module);
    const read = parts.map((part) => this.#ownIn(part, name, module, from));
    const own = merged(read.map((each) => each.own));
    if (read.some(({ hides }) => hides)) return own;
    const globs = read.flatMap((each) => each.globs.map((item) => this.#globbed(name, item, module, from)));
    return merged([own, ...globs, ...read.map(({ open }) => open), { ...NOTHING, gaps }]);
  }

  /** What one part of a module's text says of a name. */
  #ownIn(
    { place, condition, around }: ModulePart,
    name: string,
    module: RustPlace,
    from: readonly RustPlace[],
  ): Own {
    const scope = this.#paths.scopeOf(place);
    const nothing = { own: NOTHING, hides: false, globs: [] };
    if (scope === null) return { ...nothing, open: this.#paths.exists(place.uri) ? PENDING : UNSEEN };
    if (scope === undefined) return { ...nothing, open: UNSEEN };
    const { uri } = place;
    const isPartThere = this.#isThere(around, condition);
    const here = <T extends { readonly condition: Condition; readonly public: boolean }>(
      all: readonly T[] | undefined,
    ): T[] =>
      (all ?? []).filter(
        (item) =>
          this.#isThere(uri, item.condition) !== false &&
          from.every((each) => this.#sees(each, item, module)),
      );
    const types = (scope.types.get(name) ?? []).filter(({ item }) => here([item]).length > 0);
    const modules = here(scope.modules.get(name));
    const uses = here(scope.uses.get(name)).map(({ path }) => this.path(path, module, true));
    const own = merged([
      { ...NOTHING, types },
      ...types.map((declaration) => this.#restated(declaration, place)),
      ...modules.map((item) => this.#child(uri, item)),
      ...uses,
    ]);
    // What is not seen from elsewhere still keeps globs from bringing another of its name.
    const hides = [
      ...(scope.types.get(name) ?? []).map(({ item }) => item),
      ...(scope.modules.get(name) ?? []),
      ...(scope.uses.get(name) ?? []).filter(({ path }) => !isNothing(this.path(path, module, true))),
    ].some((item) => isPartThere === true && this.#isThere(uri, item.condition) === true);
    return { own, hides, globs: here(scope.uses.get('*')), open: scope.open ? UNSEEN : NOTHING };
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
      for (const { include, file } of this.#sources.modules.includesOf(uri)) {
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
    const includers = this.#sources.modules
      .declarationsOf(place.uri)
      .filter(({ included, parent }) => included && !seen.has(parent));
    if (includers.length === 0) return [place];
    return includers.flatMap(({ parent, modulePath }) => this.#homes({ uri: parent, modulePath }, seen));
  }

  #globbed(name: string, use: RustUse, module: RustPlace, from: readonly RustPlace[]): Meaning {
    const all = from.some((each) => isSame(each, module)) ? from : [...from, module];
    const of = this.path(use.path, module, true);
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
    return isRust ? this.#named(item.name, above, [above]) : NOTHING;
  }

  #isThere(uri: Uri, condition: Condition): boolean | null {
    return condition.length === 0 ? true : this.#presence(uri, condition);
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
      this.#sources.onFile(file);
      return this.#paths.exists(file) || this.#sources.facts(file) !== undefined;
    });
    return there.length === 0 ? UNSEEN : ofModules(there.map(({ file }) => ({ uri: file, modulePath: [] })));
  }

  #parents({ uri, modulePath }: RustPlace): Meaning {
    if (modulePath.length > 0) return ofModules(this.#homes({ uri, modulePath: modulePath.slice(0, -1) }));
    if (this.#paths.crates.isRoot(uri)) return NOTHING;
    let pending = false;
    for (const parent of parentsOf(uri, (candidate) => this.#paths.exists(candidate))) {
      this.#sources.onFile(parent);
      if (!this.#sources.facts(parent)) pending = true;
    }
    if (pending) return PENDING;
    const declared = this.#sources.modules
      .declarationsOf(uri)
      .filter(({ parent, condition }) => this.#isThere(parent, condition) !== false)
      .map(({ parent, modulePath: inside }) => ({ uri: parent, modulePath: inside }));
    return declared.length === 0 ? UNSEEN : ofModules(declared);
  }

  #roots(module: RustPlace, level = 0): Meaning {
    const { uri, modulePath } = module;
    if (level > MOST_LEVELS) return UNSEEN;
    if (modulePath.length > 0) return this.#roots({ uri, modulePath: [] }, level);
    if (this.#paths.crates.isRoot(uri)) return ofModules([module]);
    const above = this.#parents(module);
    // Without a manifest, the usual names tell.
    if (above.modules.length === 0 && /\/(?:lib|main)\.rs$/.test(uri)) return ofModules([module]);
    return merged([
      { ...NOTHING, gaps: above.gaps },
      ...above.modules.map((parent) => this.#roots(parent, level + 1)),
    ]);
  }

  #externCrate(name: string, module: RustPlace): Meaning {
    const crate = this.#paths.crates.externCrate(name, module.uri);
    const declared = this.#roots(module).modules.flatMap((root) => {
      const uses = this.#paths.scopeOf(root)?.uses.get(name) ?? [];
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

const ofModules = (modules: readonly RustPlace[]): Meaning => ({ ...NOTHING, modules });

const isSame = (a: RustPlace, b: RustPlace): boolean =>
  a.uri === b.uri && keyOf(a.modulePath) === keyOf(b.modulePath);

const isNothing = ({ types, modules, outside, gaps }: Meaning): boolean =>
  types.length + modules.length + outside.length + gaps.length === 0;

function merged(all: readonly Meaning[]): Meaning {
  const [first = NOTHING, ...others] = all.filter((each) => !isNothing(each));
  if (others.length === 0) return first;
  const each = [first, ...others];
  const modules: RustPlace[] = [];
  for (const module of each.flatMap((one) => one.modules))
    if (!modules.some((other) => isSame(other, module))) modules.push(module);
  return {
    types: [...new Set(each.flatMap(({ types }) => types))],
    modules,
    outside: each.flatMap(({ outside }) => outside),
    gaps: each.flatMap(({ gaps }) => gaps),
  };
}
