import { exact, withAssumptions, type Known } from '../base/known.js';
import type { CppAbiLibraryType, CppAbiType } from './model.js';
import { formatType } from './names.js';
import { firstObstacle, FREE, ledTo, type Obstacle } from './obstacle.js';
import { SPECIAL_MEMBER_NAMES, type SpecialMemberKind } from './special-member-kinds.js';
import { libraryCell, MOVE_ONLY_LIBRARY_TYPES } from './standard-library/library-form.js';
import type { Target } from './target.js';

/**
 * What the tables say of a special member of a library class.
 *
 * @param question `deleted`: why it cannot be used; `non-trivial`: why it does more than copy bytes
 * @param ofArgument the same of what the class holds, for `optional<T>`, `pair<T, U>` …
 */
export function libraryMember(
  type: CppAbiLibraryType,
  kind: SpecialMemberKind,
  target: Target,
  question: 'deleted' | 'non-trivial',
  ofArgument: (type: CppAbiType) => Known<Obstacle>,
): Known<Obstacle> {
  const cell = libraryCell(type, target);
  if (cell.status === 'unknown') return cell;
  const { relocation, triviallyCopyable, trivialForCalls } = cell.value;
  const settle = (answer: Known<Obstacle>): Known<Obstacle> => withAssumptions(answer, [cell]);
  const because = (what: string): Known<Obstacle> =>
    settle(exact([{ message: `\`${formatType(type)}\` ${what}` }]));
  const moves = kind === 'moveConstructor' || kind === 'moveAssignment';
  const assigns = kind === 'copyAssignment' || kind === 'moveAssignment';
  const trivial = assigns || relocation === 'immovable' ? triviallyCopyable : trivialForCalls;
  if (question === 'deleted') {
    if (kind === 'destructor') return settle(FREE);
    if (relocation === 'immovable') return because('can be neither copied nor moved');
    if (!moves && MOVE_ONLY_LIBRARY_TYPES.has(type.name)) return because('can only be moved');
  } else if (trivial === false) return because(`has a non-trivial ${SPECIAL_MEMBER_NAMES[kind]}`);
  if (trivial !== 'members') return settle(FREE);
  const evidence = { message: `\`${formatType(type)}\` has a ${SPECIAL_MEMBER_NAMES[kind]} of its own` };
  const answers = type.arguments.flatMap((argument) =>
    argument.kind === 'type' ? [ledTo(evidence, ofArgument(argument.type))] : [],
  );
  return settle(firstObstacle(answers));
}
