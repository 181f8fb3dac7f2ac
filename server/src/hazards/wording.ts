import type { Evidence } from '../base/known.js';
import type { Location } from '../base/range.js';
import type { RelatedPlace } from './hazard.js';
import type { CppFunctionSide, FunctionCrossing, TypeCrossing } from '../boundary/crossing.js';
import { formatCppDeclaration } from '../facts/cpp/format-declaration.js';

/** `1 parameter`, `2 parameters`. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** The first step of every function's evidence: the declaration on the other side. */
export const declaredHere = ({ uri, item }: CppFunctionSide): RelatedPlace => ({
  location: { uri, range: item.nameRange },
  message: `C++ declares \`${formatCppDeclaration(item)}\``,
});

/** The record on the other side. */
export const mirroredHere = ({ cpp }: Pick<TypeCrossing, 'cpp'>): RelatedPlace => ({
  location: { uri: cpp.uri, range: cpp.item.nameRange },
  message: `C++ defines \`${cpp.item.name}\` here`,
});

/** `takes` where Rust calls C++, `passes` where C++ calls Rust. */
export const gives = (crossing: FunctionCrossing): string =>
  crossing.direction === 'rust-calls-cpp' ? 'takes' : 'passes';

/** `byte 12`, `bytes 12 to 15`. */
export const bytesFrom = ({ offset, size }: { readonly offset: number; readonly size: number }): string =>
  size === 1 ? `byte ${offset}` : `bytes ${offset} to ${offset + size - 1}`;

/** The steps of a computed answer that have a place. */
export const located = (because: readonly Evidence[]): RelatedPlace[] =>
  because
    .filter((step): step is Evidence & { location: Location } => step.location !== undefined)
    .map(({ location, message }) => ({ location, message }));

/** The member that decides, or what it is about the class. */
export const lastReason = (because: readonly Evidence[]): string =>
  because[because.length - 1]?.message ?? 'it cannot be relocated';

/** The first of many, and how many more there are. */
export const inWordsUpTo = (most: number, all: readonly string[], separator = ', '): string =>
  all.length <= most
    ? all.join(separator)
    : `${all.slice(0, most).join(separator)} and ${all.length - most} more`;
