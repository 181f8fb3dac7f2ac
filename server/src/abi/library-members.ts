import {
  combine,
  derive,
  exact,
  unknown,
  withAssumptions,
  type Evidence,
  type Known,
} from '../base/known.js';
import type { CppAbiLibraryType, CppAbiType } from './model.js';
import { formatType } from './names.js';
import { firstObstacle, FREE, ledTo, type Obstacle } from './obstacle.js';
import {
  isAccessible,
  isAssignment,
  SPECIAL_MEMBER_NAMES,
  type SpecialMemberKind,
} from './special-member-kinds.js';
import { heldBy, libraryTraits } from './standard-library/library-form.js';
import type { SpecialMembers } from './special-members.js';
import type { Copies } from './standard-library/library-structures.js';
import type { Target } from './target.js';

/**
 * `deleted`: why it cannot be used. `non-trivial`: why it does more than copy bytes; `non-trivial for calls`: the
 * same where `[[clang::trivial_abi]]` counts.
 */
export type MemberQuestion = 'deleted' | 'non-trivial' | 'non-trivial for calls';

/**
 * What the tables say of a special member of a library class.
 *
 * @param isBase the class is a base, so that protected members can be used
 * @param question what is asked
 * @param ofArgument answers for what the class holds: `optional<T>`, `pair<T, U>` …
 */
export function libraryMember(
  { type, isBase }: { readonly type: CppAbiLibraryType; readonly isBase: boolean },
  kind: SpecialMemberKind,
  target: Target,
  question: MemberQuestion,
  ofArgument: (type: CppAbiType, question: MemberQuestion) => Known<Obstacle>,
): Known<Obstacle> {
  const traits = libraryTraits(type, target);
  if (traits.status === 'unknown') return traits;
  const { relocation, operations, trivialAbi } = traits.value;
  const settle = (answer: Known<Obstacle>): Known<Obstacle> => withAssumptions(answer, [traits]);
  const because = (what: string): Known<Obstacle> =>
    settle(exact([{ message: `\`${formatType(type)}\` ${what}` }]));
  const name = SPECIAL_MEMBER_NAMES[kind];
  const held = (asked: MemberQuestion): Known<Obstacle> => {
    const evidence = (): Evidence => ({ message: `\`${formatType(type)}\` has a ${name} of its own` });
    return settle(firstObstacle(heldBy(type).map((each) => ledTo(evidence, ofArgument(each, asked)))));
  };
  const unlessDeleted = (answer: Known<Obstacle>, otherwise: Known<Obstacle>): Known<Obstacle> =>
    derive(held('deleted'), (deleted) => (deleted === null ? answer : otherwise));
  const countedIfDeleted = (): Known<Obstacle> =>
    derive(held('non-trivial'), (obstacle) =>
      obstacle === null
        ? FREE
        : unknown(
            `whether compilers count the deleted ${name} of ${formatType(type)} as trivial is not known`,
          ),
    );
  if (trivialAbi && question === 'non-trivial for calls') return held(question);
  const operation = operations[kind];
  switch (operation) {
    case 'trivial':
      return settle(FREE);
    case 'non-trivial':
      return question === 'deleted' ? settle(FREE) : because(`has a non-trivial ${name}`);
    case 'deleted':
      if (question !== 'deleted') return settle(FREE);
      return because(relocation === 'immovable' ? 'can be neither copied nor moved' : 'can only be moved');
    case 'protected':
      if (question !== 'deleted') return because(`has a non-trivial ${name}`);
      return isBase ? settle(FREE) : because(`has a protected ${name}`);
    case 'written': {
      if (question === 'deleted') return held(question);
      const written = because(`has a non-trivial ${name}`);
      // Where a member's is deleted, so is that of these, but it is counted by their members.
      return isAssignment(kind) && COUNTED_IF_DELETED.has(type.name)
        ? unlessDeleted(written, held(question))
        : written;
    }
    case 'members': {
      const selection = SELECTION[target.standardLibrary][type.name];
      if (question === 'deleted') return held(question);
      // What is trivial for calls only is written by the library.
      if (selection === 'deletes') return unlessDeleted(held('non-trivial'), countedIfDeleted());
      if (selection === 'hides') return firstObstacle([held('non-trivial'), held('deleted')]);
      const counted = held(selection === 'keeps' ? 'non-trivial' : question);
      // A defaulted move that is deleted is as if it were not declared.
      return isMove(kind) ? unlessDeleted(counted, FREE) : counted;
    }
    default:
      return operation satisfies never;
  }
}

/**
 * Classes that choose between a defaulted and a written function, and what they have where those of a member are
 * deleted: a deleted function (`deletes`), a deleted one below which a base class has a written one (`hides`), or a
 * defaulted one that is deleted (`keeps`).
 */
const SELECTION: Readonly<
  Record<Target['standardLibrary'], Readonly<Record<string, 'deletes' | 'hides' | 'keeps'>>>
> = {
  'libstdc++': { 'std::optional': 'hides', 'std::variant': 'hides', 'std::expected': 'keeps' },
  'libc++': { 'std::optional': 'hides', 'std::variant': 'deletes', 'std::expected': 'deletes' },
  msvc: { 'std::optional': 'deletes', 'std::variant': 'deletes', 'std::expected': 'deletes' },
};

const COUNTED_IF_DELETED: ReadonlySet<string> = new Set(['std::pair', 'std::expected']);

const isMove = (kind: SpecialMemberKind): kind is 'moveConstructor' | 'moveAssignment' =>
  kind === 'moveConstructor' || kind === 'moveAssignment';

const COPIES = ['copyConstructor', 'moveConstructor', 'copyAssignment', 'moveAssignment'] as const;

/** Why a call does not pass the library class as C passes a struct; immovable ones are the caller's to see. */
export function passingObstacle(
  type: CppAbiLibraryType,
  members: SpecialMembers,
  target: Target,
): Known<Obstacle> {
  const ask = (kind: SpecialMemberKind): Known<Obstacle> =>
    libraryMember({ type, isBase: false }, kind, target, 'non-trivial for calls', (held, asked) =>
      obstacleIn(held, kind, asked, members, target),
    );
  return firstObstacle((['copyConstructor', 'moveConstructor', 'destructor'] as const).map(ask));
}

function obstacleIn(
  type: CppAbiType,
  kind: SpecialMemberKind,
  question: MemberQuestion,
  members: SpecialMembers,
  target: Target,
): Known<Obstacle> {
  switch (type.kind) {
    case 'array':
      return obstacleIn(type.element, kind, question, members, target);
    case 'aligned':
      return obstacleIn(type.type, kind, question, members, target);
    case 'record': {
      if (question === 'non-trivial for calls') {
        const passed = members.isTrivialForCalls(type.record);
        return derive(passed, (trivial) => exact(trivial ? null : passed.because));
      }
      const fate = isMove(kind) ? members.selectedFor(type.record, kind) : members.fateOf(type.record, kind);
      const states = question === 'deleted' ? ['deleted'] : ['non-trivial', 'user-provided'];
      return derive(fate, ({ state, because }) => exact(states.includes(state) ? because : null));
    }
    case 'library':
      return libraryMember({ type, isBase: false }, kind, target, question, (held, asked) =>
        obstacleIn(held, kind, asked, members, target),
      );
    case 'unknown':
      return unknown(type.reason, type.because);
    default:
      return FREE;
  }
}

/** What can be copied and moved from outside, as `std::is_copy_constructible` and its like say. */
export function copiesOf(type: CppAbiType, members: SpecialMembers, target: Target): Known<Copies> {
  const possible = COPIES.map((kind) => isPossible(type, kind, members, target));
  return derive(combine(possible), ([copyConstructor, moveConstructor, copyAssignment, moveAssignment]) =>
    exact({
      copyConstructor: copyConstructor === true,
      moveConstructor: moveConstructor === true,
      copyAssignment: copyAssignment === true,
      moveAssignment: moveAssignment === true,
    }),
  );
}

function isPossible(
  type: CppAbiType,
  kind: (typeof COPIES)[number],
  members: SpecialMembers,
  target: Target,
): Known<boolean> {
  if (isAssignment(kind) && (type.const === true || type.kind === 'reference')) return exact(false);
  switch (type.kind) {
    case 'record': {
      const used = isMove(kind) ? members.selectedFor(type.record, kind) : members.fateOf(type.record, kind);
      const destroyed = members.fateOf(type.record, 'destructor');
      return derive(combine([used, destroyed]), (fates) =>
        derive(type.record.define(), ({ special }) =>
          exact(
            fates.every(({ state }) => state !== 'deleted') &&
              isAccessible(special[kind], false) &&
              isAccessible(special.destructor, false),
          ),
        ),
      );
    }
    case 'library': {
      const answer = libraryMember({ type, isBase: false }, kind, target, 'deleted', (held) =>
        derive(isPossible(held, kind, members, target), (possible) =>
          possible ? FREE : exact([{ message: `\`${formatType(held)}\`` }]),
        ),
      );
      return derive(answer, (hindrance) => exact(hindrance === null));
    }
    case 'unknown':
      return unknown(type.reason, type.because);
    case 'aligned':
      return isPossible(type.type, kind, members, target);
    default:
      return exact(true);
  }
}
