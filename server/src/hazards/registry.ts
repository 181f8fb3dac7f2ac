import { arityMismatch } from './arity-mismatch.js';
import type { Hazard } from './hazard.js';
import { layoutMismatch } from './layout-mismatch.js';
import { missingReprC } from './missing-repr-c.js';
import { nonRelocatableByValue } from './non-relocatable-by-value.js';
import { nontrivialByValue } from './nontrivial-by-value.js';
import { overloadSet } from './overload-set.js';
import { parameterMismatch } from './parameter-mismatch.js';
import { returnMismatch } from './return-mismatch.js';

/** Every hazard, in the order of the catalogue. */
export const HAZARDS: readonly Hazard[] = [
  arityMismatch,
  returnMismatch,
  parameterMismatch,
  missingReprC,
  layoutMismatch,
  overloadSet,
  nonRelocatableByValue,
  nontrivialByValue,
];

/** The hazard of an id, as users write it. */
export const findHazard = (id: string): Hazard | undefined => HAZARDS.find((hazard) => hazard.id === id);
