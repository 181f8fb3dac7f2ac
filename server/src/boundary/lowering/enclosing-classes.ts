import type { Range, Uri } from '../../base/range.js';
import { comparePositions } from '../../base/range.js';
import type { CppScope } from '../../facts/cpp/cpp-facts.js';
import type { CppContext, ClassInstance } from './cpp-lowering.js';

/** A declaration as far as its place goes. */
interface Placed {
  readonly uri: Uri;
  readonly item: { readonly scope: readonly CppScope[]; readonly range: Range };
}

/**
 * The classes around a declaration, with what their parameters stand for where it is named: of the classes around
 * that place those that hold the declaration.
 *
 * @returns `elsewhere` where the declaration is in another definition of such a class, such as a specialisation
 */
export function classesAround(
  declaration: Placed,
  { within }: CppContext,
): readonly ClassInstance[] | 'elsewhere' {
  const holds = within.findLastIndex((enclosing) => isIn(declaration, enclosing));
  if (holds >= 0) return within.slice(0, holds + 1);
  return within.some((enclosing) => isMemberOfNamesake(declaration, enclosing)) ? 'elsewhere' : [];
}

/** Whether a declaration stands in the body of a class. */
export const isIn = ({ uri, item }: Placed, enclosing: ClassInstance): boolean =>
  uri === enclosing.uri &&
  item.scope.length > enclosing.item.scope.length &&
  comparePositions(enclosing.item.range.start, item.range.start) <= 0 &&
  comparePositions(item.range.end, enclosing.item.range.end) <= 0;

function isMemberOfNamesake({ item }: Placed, enclosing: ClassInstance): boolean {
  if (enclosing.item.name === '') return false;
  const path = [...enclosing.item.scope.map(({ name }) => name), enclosing.item.name];
  return item.scope.length >= path.length && path.every((name, i) => item.scope[i]?.name === name);
}

/** What the parameters of all of them stand for. */
export const bindingsOf = (classes: readonly ClassInstance[]): ClassInstance['bindings'] =>
  classes.at(-1)?.bindings ?? new Map();
