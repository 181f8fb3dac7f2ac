import type { CppAbiType } from '../abi/model.js';
import type { Location, Range, Uri } from '../base/range.js';
import { closest } from '../base/spelling.js';
import type { CppItem, CppRecord } from '../facts/cpp/cpp-facts.js';
import type { CppInclusion, InclusionDirective } from '../facts/rust/rust-facts.js';
import { functionsOf, headersOf, isPlainNamespace, namingDirectives, qualified, typeOf } from './autocxx.js';
import type { CppFunctionSide, InclusionSide } from './crossing.js';
import { cppContext } from './lowering/cpp-lowering.js';
import type { TargetView } from './target-view.js';

/** A directive that autocxx does not obey. */
export interface Refusal {
  readonly directive: InclusionDirective;
  readonly message: string;
  readonly evidence: readonly { readonly location: Location; readonly message: string }[];
  /** What to write instead of part of the directive, where that is sure. */
  readonly correction: { readonly title: string; readonly range: Range; readonly newText: string } | null;
}

/** What autocxx will refuse of an inclusion, as far as headers that were read prove it. */
export function* refusalsOf(side: InclusionSide, view: TargetView): Generator<Refusal> {
  const declared = new DeclaredNames(side, view);
  const excepted = (name: string): Set<string> =>
    new Set(side.inclusion.directives.flatMap((each) => (each.name === name ? (each.value ?? []) : [])));
  const pods = new Pods(excepted('block'), excepted('opaque'), view);
  for (const directive of side.inclusion.directives) {
    const refusal = misspelt(directive) ?? conflicting(directive, side.inclusion);
    if (refusal) yield { correction: null, ...refusal, directive };
  }
  for (const directive of namingDirectives(side.inclusion)) {
    const { name, value } = directive;
    if (name !== 'generate' && name !== 'generate_pod') continue;
    const path = value.split('::');
    const type = typeOf(value, side.uri, view);
    const functions = functionsOf(path, view);
    const refusal =
      functions.length > 0
        ? refusedFunction(functions, view)
        : type.kind === 'unknown'
          ? misnamed(directive, declared)
          : (misnamedMember(directive, type, view) ??
            (name === 'generate_pod' ? refusedPod(directive, type, pods, view) : null));
    if (refusal) yield { correction: null, ...refusal, directive };
  }
}

type NamingDirective = InclusionDirective & { readonly value: string };

/** @see autocxx: parser/src/directives.rs, get_directives */
const DIRECTIVES = [
  'include',
  'generate',
  'generate_pod',
  'generate_ns',
  'generate_all',
  'safety',
  'pod',
  'block',
  'opaque',
  'block_constructors',
  'instantiable',
  'parse_only',
  'exclude_impls',
  'exclude_utilities',
  'name',
  'concrete',
  'rust_type',
  'extern_rust_type',
  'subclass',
  'extern_rust_function',
  'extern_cpp_type',
  'extern_cpp_opaque_type',
];

/** A directive that is none, but nearly one: a later version may know others. */
function misspelt({ name, range: { start } }: InclusionDirective): Reason | null {
  if (DIRECTIVES.includes(name)) return null;
  const [meant] = closest(name, DIRECTIVES, 1);
  if (meant === undefined || meant === 'include') return null;
  const end = { line: start.line, character: start.character + name.length };
  return {
    message: `autocxx knows no directive \`${name}!\`, and stops there: \`${meant}!\` is the one that is written like it`,
    evidence: [],
    correction: { title: `Write \`${meant}!\``, range: { start, end }, newText: meant },
  };
}

const LISTS: ReadonlySet<string> = new Set(['generate', 'generate_pod', 'generate_ns']);

/**
 * A directive that asks for all beside one that asks for some, or the other way round: the later one is refused.
 *
 * @see autocxx: parser/src/config.rs, AllowlistErr
 */
function conflicting(directive: InclusionDirective, { directives }: CppInclusion): Reason | null {
  const isAll = directive.name === 'generate_all';
  if (!isAll && !LISTS.has(directive.name)) return null;
  const earlier = directives
    .slice(0, directives.indexOf(directive))
    .find(({ name }) => (isAll ? LISTS.has(name) : name === 'generate_all'));
  if (!earlier) return null;
  return {
    message: `\`${directive.name}!\` stands beside \`${earlier.name}!\`, and autocxx takes either all or a list: leave one of them out`,
    evidence: [],
  };
}

type Reason = Pick<Refusal, 'message' | 'evidence'> & Partial<Pick<Refusal, 'correction'>>;

/**
 * A name that lacks a namespace, or has another one.
 *
 * @see autocxx: conversion/parse/parse_bindgen.rs, confirm_all_generate_directives_obeyed
 */
function misnamed({ name, value, valueRange }: NamingDirective, declared: DeclaredNames): Reason | null {
  const found = declared.like(value);
  if (!found) return null;
  return {
    message: `\`${name}!\` names nothing: C++ declares \`${found.path}\` and no \`${value}\`, and autocxx takes a name with all of its namespaces`,
    evidence: [{ location: found.location, message: `C++ declares \`${found.path}\`` }],
    correction: {
      title: `Name \`${found.path}\``,
      range: valueRange,
      newText: `"${found.path}"`,
    },
  };
}

/** A class in a class, which has another name in bindgen. */
function misnamedMember(
  { name, value, valueRange }: NamingDirective,
  type: CppAbiType,
  view: TargetView,
): Reason | null {
  const source = type.kind === 'record' ? view.cpp.sourceOf(type.record) : undefined;
  if (!source || qualified(source.item) !== value || !isOfClass(source.item)) return null;
  const { uri, item } = source;
  const own = [...item.scope, { kind: 'record', name: item.name }]
    .map((each, i, all) => (i === 0 ? '' : all[i - 1]?.kind === 'record' ? '_' : '::') + each.name)
    .join('');
  return {
    message: `\`${name}!\` names nothing: for autocxx the class \`${item.name}\` in a class is \`${own}\``,
    evidence: [{ location: { uri, range: item.nameRange }, message: `C++ declares \`${value}\`` }],
    correction: { title: `Name \`${own}\``, range: valueRange, newText: `"${own}"` },
  };
}

const isOfClass = ({ scope }: CppItem): boolean =>
  scope.at(-1)?.kind === 'record' && scope.every((each) => each.kind === 'record' || isPlainNamespace(each));

/**
 * A function of which autocxx generates no overload.
 *
 * @see autocxx: conversion/analysis/fun/mod.rs; bindgen has no function templates
 */
function refusedFunction(functions: readonly CppFunctionSide[], view: TargetView): Reason | null {
  const reasons = functions.map((each) => unusable(each, view));
  const [first] = functions;
  const [reason] = reasons;
  if (!first || !reason || reasons.includes(null)) return null;
  return {
    message: `autocxx generates nothing for \`${first.item.name}\`: it ${reason}`,
    evidence: functions.map(({ uri, item }) => ({
      location: { uri, range: item.nameRange },
      message: `C++ declares \`${item.name}\``,
    })),
  };
}

function unusable({ uri, item }: CppFunctionSide, view: TargetView): string | null {
  if (item.template) return 'is a template, of which only instances are functions';
  if (item.deleted) return 'is deleted';
  if (item.signature.variadic) return 'takes `...`';
  const result = view.cpp.type(item.signature.result, cppContext(uri, item.scope, item.range.end));
  return result.kind === 'reference' && result.rvalue ? 'returns an rvalue reference' : null;
}

/** @see autocxx: conversion/analysis/pod/byvalue_checker.rs */
function refusedPod(
  { value, range }: NamingDirective,
  type: CppAbiType,
  pods: Pods,
  view: TargetView,
): Reason | null {
  const source = type.kind === 'record' ? view.cpp.sourceOf(type.record) : undefined;
  // Whether an alias is taken for what it stands for depends on autocxx's version.
  if (!source || !value.endsWith(source.item.name)) return null;
  const problem = pods.problemOf(source.uri, source.item);
  if (!problem) return null;
  const start = range.start;
  const end = { line: start.line, character: start.character + 'generate_pod'.length };
  return {
    message: `autocxx refuses to have \`${value}\` as plain data, because ${problem.text}: generate it without \`pod\`, and hold it in a \`UniquePtr\``,
    evidence: [{ location: problem.location, message: problem.text }],
    correction: { title: 'Write `generate!`', range: { start, end }, newText: 'generate' },
  };
}

interface Problem {
  readonly text: string;
  readonly location: Location;
}

const MOST_NESTED = 16;

/** What autocxx takes for plain data. */
class Pods {
  readonly #blocked: ReadonlySet<string>;
  readonly #opaque: ReadonlySet<string>;
  readonly #view: TargetView;

  constructor(blocked: ReadonlySet<string>, opaque: ReadonlySet<string>, view: TargetView) {
    this.#blocked = blocked;
    this.#opaque = opaque;
    this.#view = view;
  }

  /** Null where there is none, or none that is sure. */
  problemOf(uri: Uri, item: CppRecord, depth = 0): Problem | null {
    const { name, methods, fields, bases } = item;
    const at = (range: Range): Location => ({ uri, range });
    if (!item.definition || item.template || depth > MOST_NESTED || this.#opaque.has(qualified(item)))
      return null;
    if (this.#blocked.has(qualified(item)))
      return { text: `\`${name}\` is blocked`, location: at(item.nameRange) };
    if (item.kind === 'union') return { text: `\`${name}\` is a union`, location: at(item.nameRange) };
    const virtual = methods.find((method) => method.virtual || method.overrides);
    if (virtual)
      return { text: `\`${name}\` has the virtual \`${virtual.name}\``, location: at(virtual.nameRange) };
    for (const base of bases) {
      const problem = this.#inType(base.type, uri, item, depth);
      if (problem) return problem;
    }
    for (const field of fields) {
      if (field.condition.length > 0) continue;
      const member = `the member \`${field.name}\` of \`${name}\``;
      if (field.bitWidth !== null && field.name !== '')
        return { text: `${member} is a bit-field`, location: at(field.nameRange) };
      const type = this.#view.cpp.type(field.type, cppContext(uri, insideOf(item)));
      if (type.kind === 'library' && NEVER_BY_VALUE.has(type.name))
        return { text: `${member} is a \`${type.name}\``, location: at(field.nameRange) };
      if (type.kind === 'reference')
        return { text: `${member} is a reference`, location: at(field.nameRange) };
      const problem = this.#inType(field.type, uri, item, depth);
      if (problem) return problem;
    }
    return null;
  }

  #inType(
    written: CppRecord['bases'][number]['type'],
    uri: Uri,
    item: CppRecord,
    depth: number,
  ): Problem | null {
    const type = this.#view.cpp.type(written, cppContext(uri, insideOf(item)));
    const source = type.kind === 'record' ? this.#view.cpp.sourceOf(type.record) : undefined;
    return source ? this.problemOf(source.uri, source.item, depth + 1) : null;
  }
}

/** @see autocxx: known_types.rs, get_pod_safe_types */
const NEVER_BY_VALUE: ReadonlySet<string> = new Set(['std::string', 'std::vector']);

const insideOf = (item: CppRecord): CppRecord['scope'] => [
  ...item.scope,
  { kind: 'record', name: item.name, inline: false },
];

interface DeclaredName {
  readonly path: string;
  readonly location: Location;
}

/** What the headers of an inclusion declare in namespaces, by the last part of its name. */
class DeclaredNames {
  readonly #side: InclusionSide;
  readonly #view: TargetView;
  #byName: Map<string, DeclaredName[]> | null = null;

  constructor(side: InclusionSide, view: TargetView) {
    this.#side = side;
    this.#view = view;
  }

  /** The only declaration that has the name in another namespace, where none has it in this one. */
  like(name: string): DeclaredName | null {
    const last = name.slice(name.lastIndexOf(':') + 1);
    this.#byName ??= this.#collect();
    const found = this.#byName.get(last) ?? [];
    const [first] = found;
    if (!first || first.path === name || found.some(({ path }) => path !== first.path)) return null;
    return first;
  }

  #collect(): Map<string, DeclaredName[]> {
    const byName = new Map<string, DeclaredName[]>();
    for (const { uri, facts } of headersOf(this.#side.inclusion, this.#side.uri, this.#view)) {
      const { records, enums, aliases, functions, constants } = facts;
      for (const item of [...records, ...enums, ...aliases, ...functions, ...constants]) {
        if (!item.scope.every(isPlainNamespace)) continue;
        const known = byName.get(item.name) ?? [];
        known.push({ path: qualified(item), location: { uri, range: item.nameRange } });
        byName.set(item.name, known);
      }
    }
    return byName;
  }
}
