import type { CppFacts, CppFunction } from '../facts/cpp/cpp-facts.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import { isAnonymous } from '../facts/cpp/namespace-macros.js';
import type { CppDeclarationOf } from '../program/cpp-names.js';
import type { Program } from '../program/program.js';
import { isIncludedIn } from './known-macros.js';
import type { TargetView } from './target-view.js';

type Candidate = CppDeclarationOf<'function'>;

/** What an unnamed namespace holds is its file's own, with C linkage too. @see C++ [basic.link] */
const isLinkable = ({ item }: Candidate): boolean =>
  !item.static && !item.deleted && item.template === null && !item.scope.some(isAnonymous);

/** Those that are there on the target; all of them where none is. */
export function included(candidates: readonly Candidate[], view: TargetView): readonly Candidate[] {
  const here = candidates.filter(({ uri, item }) => isIncludedIn(item.condition, uri, view) !== false);
  return here.length > 0 ? here : candidates;
}

/** The C++ functions that link by their plain name: with C linkage, or from a header that C could read. */
export function declarationsOf(program: Program, name: string): readonly Candidate[] {
  const linkable = program.cpp.functionsWithCLinkage(name).filter(isLinkable);
  // What only C files define is declared by a header whose `extern "C"` may be a macro's.
  if (linkable.some(({ item }) => !item.definition)) return linkable;
  return [...linkable, ...plainDeclarations(program, name).filter(fromCHeader(program))];
}

/** Two or more functions of this name that C++ tells apart by their parameters; else none. */
export function overloadsNamed(view: TargetView, name: string): readonly Candidate[] {
  const plain = included(plainDeclarations(view.program, name), view);
  const overloads = distinct(plain, parametersOf);
  if (overloads.some(({ item }) => item.inline)) return [];
  return overloads.some(({ item: a }) => overloads.some(({ item: b }) => areOverloads(a, b)))
    ? overloads
    : [];
}

/** Functions at global scope without `extern "C"`. */
const plainDeclarations = (program: Program, name: string): Candidate[] =>
  program.cpp
    .functionsNamed([name])
    .filter(
      (candidate) => isLinkable(candidate) && candidate.item.scope.length === 0 && !candidate.item.friend,
    );

/** A header that a C compiler could read declares C functions, whatever C++ would make of it. */
const fromCHeader =
  (program: Program) =>
  ({ uri }: Candidate): boolean => {
    const facts = program.facts(uri);
    if (facts?.language !== 'cpp') return false;
    const known = C_HEADERS.get(facts) ?? looksLikeC(facts);
    C_HEADERS.set(facts, known);
    return known;
  };

/** Facts do not change, and a header is asked for each of its functions. */
const C_HEADERS = new WeakMap<CppFacts, boolean>();

/** No class, namespace, template or reference: the header may be included from C. */
function looksLikeC(facts: CppFacts): boolean {
  return (
    facts.functions.every(({ template, scope }) => template === null && scope.length === 0) &&
    facts.records.every(
      ({ kind, bases, methods, template }) =>
        kind !== 'class' && bases.length === 0 && methods.length === 0 && template === null,
    ) &&
    facts.usings.length === 0 &&
    !hasOverloads(facts.functions)
  );
}

function hasOverloads(functions: readonly CppFunction[]): boolean {
  const byName = new Map<string, CppFunction[]>();
  return functions.some((item) => {
    const known = byName.get(item.name) ?? [];
    byName.set(item.name, [...known, item]);
    return known.some((other) => areOverloads(item, other));
  });
}

/**
 * True for functions of one name that both are there. What `#if` and `#else` declare are two ways to declare
 * one function, of which a build has one.
 */
const areOverloads = (a: CppFunction, b: CppFunction): boolean =>
  parametersOf(a) !== parametersOf(b) &&
  a.condition.length === b.condition.length &&
  a.condition.every((expression, i) => expression === b.condition[i]);

/** The declaration that stands for all, a header's first; null where they differ. */
export function agreeing(candidates: readonly Candidate[]): Candidate | null {
  const declarations = candidates.filter(({ item }) => !item.definition);
  const pool = declarations.length > 0 ? declarations : candidates;
  return distinct(pool, signatureOf).length === 1 ? (pool[0] ?? null) : null;
}

/** The first of each that `shapeOf` tells apart. */
export function distinct(
  candidates: readonly Candidate[],
  shapeOf: (item: CppFunction) => string,
): Candidate[] {
  const byShape = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const shape = shapeOf(candidate.item);
    if (!byShape.has(shape)) byShape.set(shape, candidate);
  }
  return [...byShape.values()];
}

/** Parameter types as written, without names: what tells overloads apart. */
const parametersOf = ({ signature }: CppFunction): string =>
  `${signature.parameters.map(({ type }) => formatCppType(type)).join(',')}${signature.variadic ? ',...' : ''}`;

/** Equal for a redeclaration; `#if` and `#else` may give one name two results. */
export const signatureOf = (item: CppFunction): string =>
  `${formatCppType(item.signature.result)}(${parametersOf(item)})`;
