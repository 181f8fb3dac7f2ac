import type { Uri } from '../base/range.js';
import { joinUri, parentUri } from '../base/uri.js';
import { textsOf, type BuildCall, type BuildStatement, type BuildValue } from './call-language.js';
import { isRustSource, macroNames, type DeclaredTarget } from './declared-targets.js';

/**
 * The targets of the `meson.build` files of a workspace. One file runs after the other, in the order of its `subdir`s,
 * with the variables of those before it.
 *
 * @see Meson, "Reference manual", functions; "Rust module"
 */
export function targetsOfMeson(files: ReadonlyMap<Uri, readonly BuildStatement[]>): DeclaredTarget[] {
  const found: DeclaredTarget[] = [];
  const read = new Set<Uri>();
  for (const uri of [...files.keys()].sort((a, b) => a.length - b.length)) {
    if (!read.has(uri)) found.push(...new Project(files, read).run(uri));
  }
  return found;
}

const MAKES_TARGET =
  /^(?:library|static_library|shared_library|both_libraries|shared_module|executable|declare_dependency|(?:rust|rustmod)\.(?:bindgen|proc_macro|test))$/;

class Project {
  readonly #files: ReadonlyMap<Uri, readonly BuildStatement[]>;
  readonly #read: Set<Uri>;
  readonly #variables = new Map<string, BuildValue>();
  /** Folders that `include_directories` of a variable means. */
  readonly #folders = new Map<string, readonly Uri[]>();
  readonly #targets: DeclaredTarget[] = [];
  readonly #macros: string[] = [];

  constructor(files: ReadonlyMap<Uri, readonly BuildStatement[]>, read: Set<Uri>) {
    this.#files = files;
    this.#read = read;
  }

  run(uri: Uri): DeclaredTarget[] {
    this.#run(uri);
    return this.#targets.map((target) => ({ ...target, macros: [...target.macros, ...this.#macros] }));
  }

  #run(uri: Uri): void {
    if (this.#read.has(uri)) return;
    this.#read.add(uri);
    const folder = parentUri(uri);
    for (const statement of this.#files.get(uri) ?? []) this.#statement(statement, folder, uri);
  }

  #statement(statement: BuildStatement, folder: Uri, uri: Uri): void {
    const { assigned, adds, value, conditional } = statement;
    if (value.kind === 'call') this.#call(value.call, statement, folder, uri);
    if (assigned === null) return;
    const isFolders = value.kind === 'call' && value.call.name === 'include_directories';
    if (isFolders && !conditional) this.#folders.set(assigned, this.#include(value, folder));
    const known = adds ? this.#variables.get(assigned) : undefined;
    const list: BuildValue[] = [...(known ? [known] : []), this.#resolved(value)];
    // What a branch adds may be missing; what is there without it stays.
    if (!conditional)
      this.#variables.set(assigned, adds ? { kind: 'list', elements: list } : this.#resolved(value));
    else if (!adds) this.#variables.delete(assigned);
  }

  #call(call: BuildCall, { assigned, conditional }: BuildStatement, folder: Uri, uri: Uri): void {
    const texts = (value: BuildValue | undefined): readonly string[] => textsOf(this.#resolved(value)).texts;
    if (call.name === 'subdir') {
      const [path] = texts(call.positional[0]);
      if (path !== undefined) this.#run(`${joinUri(folder, path)}/meson.build`);
    } else if (/^add_(?:project|global)_arguments$/.test(call.name))
      this.#macros.push(...macroNames(call.positional.flatMap(texts).filter((each) => /^[-/]D/.test(each))));
    else if (MAKES_TARGET.test(call.name)) {
      const [first, ...rest] = call.positional;
      const isNamed = !/^declare_dependency$|\./.test(call.name);
      const files = [
        ...(isNamed ? rest : call.positional),
        call.named.get('sources'),
        call.named.get('input'),
      ]
        .flatMap(texts)
        .filter((each) => /\.\w+$/.test(each))
        .map((each) => joinUri(folder, each));
      // One of several branches would be taken at random.
      const includes = conditional ? [] : this.#include(call.named.get('include_directories'), folder);
      this.#targets.push({
        ...{ tool: 'meson', file: uri, line: call.line, rule: call.name },
        name: assigned ?? (isNamed ? (texts(first)[0] ?? '') : ''),
        sources: files.filter((each) => !isRustSource(each)),
        rust: files.filter(isRustSource),
        includes: [...includes, ...(isNamed ? [folder] : [])],
        root: null,
        bridges: false,
        exported: call.name === 'declare_dependency' ? includes : [],
        macros: macroNames(
          ['c_args', 'cpp_args', 'compile_args']
            .flatMap((each) => texts(call.named.get(each)))
            .filter((each) => /^[-/]D/.test(each)),
        ),
        links: ['dependencies', 'link_with'].flatMap((each) => namesIn(call.named.get(each))),
      });
    }
  }

  /** A value with the variables in it replaced by theirs. */
  #resolved(value: BuildValue | undefined): BuildValue {
    if (value === undefined) return { kind: 'list', elements: [] };
    switch (value.kind) {
      case 'variable':
        return this.#variables.get(value.name) ?? { kind: 'computed' };
      case 'list':
        return { kind: 'list', elements: value.elements.map((each) => this.#resolved(each)) };
      case 'call':
        return value.call.name === 'files'
          ? { kind: 'list', elements: value.call.positional.map((each) => this.#resolved(each)) }
          : { kind: 'computed' };
      case 'text':
      case 'computed':
        return value;
      default:
        return value satisfies never;
    }
  }

  #include(value: BuildValue | undefined, folder: Uri): readonly Uri[] {
    if (value === undefined) return [];
    switch (value.kind) {
      case 'text':
        return [joinUri(folder, value.text)];
      case 'variable':
        return this.#folders.get(value.name) ?? [];
      case 'list':
        return value.elements.flatMap((each) => this.#include(each, folder));
      case 'call':
        return value.call.name === 'include_directories'
          ? value.call.positional.flatMap((each) => this.#include(this.#text(each), folder))
          : [];
      case 'computed':
        return [];
      default:
        return value satisfies never;
    }
  }

  #text(value: BuildValue): BuildValue {
    const resolved = this.#resolved(value);
    return resolved.kind === 'text' || resolved.kind === 'list' ? resolved : { kind: 'computed' };
  }
}

const namesIn = (value: BuildValue | undefined): string[] =>
  value === undefined
    ? []
    : value.kind === 'variable'
      ? [value.name]
      : value.kind === 'list'
        ? value.elements.flatMap(namesIn)
        : [];
