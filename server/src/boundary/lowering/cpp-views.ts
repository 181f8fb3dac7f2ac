import type { Target } from '../../abi/target.js';
import type { CppPlace } from '../../program/cpp-names.js';
import type { Program } from '../../program/program.js';
import { isIncludedIn, type Reader } from '../known-macros.js';
import { inclusionOf } from './project-macros.js';

/** The place as the target sees it: without what an `#if` leaves out there. */
export const seenOn = (reader: Reader, place: CppPlace): CppPlace => ({
  ...placeOf(place),
  isExcluded: (condition, at) => isIncludedIn(condition, at, reader) === false,
});

/** The same, where the files that were read are all there is. @param assumptions what that comes down to */
export const assumedOn = (
  target: Target,
  place: CppPlace,
  program: Program,
  assumptions: Set<string>,
): CppPlace => ({
  ...placeOf(place),
  isExcluded: (condition, at) => {
    const inclusion = inclusionOf(condition, at, program, target);
    for (const assumption of inclusion.assumptions) assumptions.add(assumption);
    return inclusion.included === false;
  },
});

const placeOf = ({ uri, scope, end }: CppPlace): CppPlace => ({ uri, scope, ...(end && { end }) });
