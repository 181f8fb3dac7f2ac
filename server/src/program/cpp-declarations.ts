import type { Position, Uri } from '../base/range.js';
import { hasAttribute } from '../facts/cpp/attributes.js';
import type {
  CppAlias,
  CppConstant,
  CppEnum,
  CppFacts,
  CppFunction,
  CppItem,
  CppRecord,
  CppScope,
  CppVariable,
} from '../facts/cpp/cpp-facts.js';
import type { Condition } from '../facts/facts.js';

/** A C++ declaration and the file that holds it. */
export type CppDeclaration =
  | { readonly kind: 'function'; readonly uri: Uri; readonly item: CppFunction }
  | { readonly kind: 'record'; readonly uri: Uri; readonly item: CppRecord }
  | { readonly kind: 'enum'; readonly uri: Uri; readonly item: CppEnum }
  | { readonly kind: 'alias'; readonly uri: Uri; readonly item: CppAlias }
  | { readonly kind: 'constant'; readonly uri: Uri; readonly item: CppConstant }
  | { readonly kind: 'variable'; readonly uri: Uri; readonly item: CppVariable };

export type CppDeclarationOf<K extends CppDeclaration['kind']> = Extract<CppDeclaration, { kind: K }>;
export type CppTypeDeclaration = CppDeclarationOf<'record' | 'enum' | 'alias'>;

/** What a name in a constant expression may stand for. */
export type CppConstantDeclaration =
  | CppDeclarationOf<'constant'>
  | { readonly kind: 'enumerator'; readonly uri: Uri; readonly item: CppEnum; readonly name: string };

/** Where a name is written: the file and the scopes around it. */
export interface CppPlace {
  readonly uri: Uri;
  readonly scope: readonly CppScope[];
  /** Where the declaration ends in which it is written: what the file declares behind it is not seen there. */
  readonly end?: Position;
  /** Whether an `#if` leaves a declaration out there; without it nothing is left out. */
  readonly isExcluded?: (condition: Condition, uri: Uri) => boolean;
}

/** Qualified name as written in C++, anonymous namespaces left out. */
export const qualifiedName = (item: Pick<CppItem, 'name' | 'scope'>): string =>
  [...item.scope.filter((scope) => scope.name !== '').map((scope) => scope.name), item.name].join('::');

export const isType = (declaration: CppDeclaration): declaration is CppTypeDeclaration =>
  declaration.kind === 'record' || declaration.kind === 'enum' || declaration.kind === 'alias';

/** All that a file declares under a name. */
export function* declarationsOf(uri: Uri, facts: CppFacts): Iterable<CppDeclaration> {
  for (const item of facts.functions) yield { kind: 'function', uri, item };
  for (const item of facts.records) if (item.name) yield { kind: 'record', uri, item };
  for (const item of facts.enums) if (item.name) yield { kind: 'enum', uri, item };
  for (const item of facts.aliases) yield { kind: 'alias', uri, item };
  for (const item of facts.constants) yield { kind: 'constant', uri, item };
  for (const item of facts.variables) yield { kind: 'variable', uri, item };
}

/** The constants of a file by their unqualified names. */
export function* constantsOf(uri: Uri, facts: CppFacts): Iterable<[string, CppConstantDeclaration]> {
  for (const item of facts.constants) yield [item.name, { kind: 'constant', uri, item }];
  for (const item of facts.enums) {
    for (const { name } of item.enumerators) yield [name, { kind: 'enumerator', uri, item, name }];
  }
}

/** The unqualified names of a class's bases and of the types of its `[[no_unique_address]]` members. */
export function partsOf(declaration: CppDeclaration): ReadonlySet<string> {
  if (declaration.kind !== 'record') return NO_NAMES;
  const { bases, fields } = declaration.item;
  const sharing = fields.filter(({ attributes }) => hasAttribute(attributes, 'no_unique_address', 'msvc'));
  return new Set(
    [...bases, ...sharing].flatMap(({ type }) =>
      type.kind === 'named' ? (type.name.segments[type.name.segments.length - 1]?.name ?? []) : [],
    ),
  );
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** Whether declarations say the same wherever they stand: then they are one. */
export function saySame(declarations: readonly (CppTypeDeclaration | CppConstantDeclaration)[]): boolean {
  const [first, ...others] = declarations;
  if (!first || others.length === 0) return true;
  const shape = shapeOf(first);
  return others.every((other) => shapeOf(other) === shape);
}

/** A declaration's text of facts without its ranges; computed once, for namesakes are compared at every use. */
function shapeOf({ item }: CppTypeDeclaration | CppConstantDeclaration): string {
  let shape = shapes.get(item);
  if (shape === undefined) {
    // glibc declares `pid_t` in a dozen headers, each under an `#ifndef` against the others: it is one type.
    shape = JSON.stringify({ ...item, condition: undefined }, (key: string, value: unknown) => {
      if (key === 'range' || key.endsWith('Range')) return undefined;
      return typeof value === 'bigint' ? `${value}n` : value;
    });
    shapes.set(item, shape);
  }
  return shape;
}

const shapes = new WeakMap<CppItem, string>();
