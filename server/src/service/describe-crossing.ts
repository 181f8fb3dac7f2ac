import type { Location } from '../base/range.js';
import type { Crossing } from '../boundary/crossing.js';
import { declarationsOf, type SubjectDeclaration } from '../boundary/subject.js';
import type { CrossingAnswer } from './answers.js';

/** A crossing as it is listed: the names on both sides. */
export function describeCrossing(crossing: Crossing): CrossingAnswer {
  const { name, mechanism, direction, kind } = crossing;
  const [rust, cpp] = declarationsOf(crossing);
  return { name, mechanism, direction, kind, rust: placeOf(rust), cpp: placeOf(cpp) };
}

const placeOf = ({ uri, nameRange }: SubjectDeclaration): Location => ({ uri, range: nameRange });
