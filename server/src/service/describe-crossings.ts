import type { Location } from '../base/range.js';
import type { Boundary } from '../boundary/crossing.js';
import { declarationsOf, type SubjectDeclaration } from '../boundary/subject.js';
import type { TargetView } from '../boundary/target-view.js';
import { declaredInRust } from '../boundary/zngur-layouts.js';
import type { CrossingAnswer } from './answers.js';

/**
 * All crossings as they are listed: the names on both sides. What zngur gives to C++ has its declaration for C++ in the
 * `.zng`; types of Rust's library cross there too, and have no place in Rust.
 */
export function describeCrossings(boundary: Boundary, view: TargetView): CrossingAnswer[] {
  const paired = boundary.crossings.map((crossing): CrossingAnswer => {
    const { name, mechanism, direction, kind } = crossing;
    const [rust, cpp] = declarationsOf(crossing);
    const listed = kind === 'enum' ? 'type' : kind;
    return { name, mechanism, direction, kind: listed, rust: placeOf(rust), cpp: placeOf(cpp) };
  });
  const given = boundary.zngurTypes.flatMap((type): CrossingAnswer[] => {
    const declared = declaredInRust(type, view);
    if (!declared) return [];
    const { name, location } = declared;
    const { uri, item } = type;
    const cpp = { uri, range: item.nameRange };
    return [{ name, mechanism: 'zngur', direction: 'cpp-calls-rust', kind: 'type', rust: location, cpp }];
  });
  return [...paired, ...given];
}

const placeOf = ({ uri, nameRange }: SubjectDeclaration): Location => ({ uri, range: nameRange });
