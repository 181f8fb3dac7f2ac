import type { CppRecordDefinition, CppSpecialMember } from '../abi/model.js';
import { boundType, isImplemented, isOwnedIn, type BoundType } from '../boundary/bound-types.js';
import { isBridgeType, type TypeCrossing } from '../boundary/crossing.js';
import { unpinnedBorrow } from '../boundary/unpinned-borrows.js';
import { defineHazard, type RelatedPlace } from './hazard.js';
import page from './move-constructor.md';
import { mirroredHere } from './wording.js';

export const moveConstructor = defineHazard({
  id: 'move-constructor',
  title: 'A bound class is moved by code of its own, which a Rust move never runs',
  severity: 'information',
  concerns: 'type',
  page,
  check(crossing, view, report) {
    // Whether a value may be moved at all is for `non-relocatable-by-value` and `nontrivial-by-value` to say.
    if (crossing.uses.some(({ how }) => how === 'by value')) return;
    const bound = boundType(crossing, view);
    if (!bound || bound.definition.status === 'unknown') return;
    const own = ownMoves(bound.definition.value);
    if (own.length === 0 || !isMovedByRust(crossing, bound)) return;
    if (MOVING_TRAITS.some((trait) => isImplemented(trait, crossing, view))) return;
    if (unpinnedBorrow(crossing, view)) return;
    if (isPromisedMovable(bound.definition.value)) return;
    const { name } = crossing;
    report({
      at: { uri: crossing.rust.uri, range: crossing.rust.item.nameRange },
      message: `\`${name}\` has a ${own.map(({ what }) => what).join(' and a ')} of its own, which no move in Rust runs: ${consequence(bound)}. Where Rust has to move one, bind a function that does it, such as \`void move_to(${name} &from, ${name} &to)\``,
      evidence: [mirroredHere(crossing), ...placesOf(own)],
      remedies: [],
      ground: bound.definition,
    });
  },
  surface: {
    record({ name, cpp: { uri, item } }, view, report) {
      const definition = view.cpp.record(uri, item).define();
      if (definition.status === 'unknown' || isPromisedMovable(definition.value)) return;
      const own = ownMoves(definition.value);
      if (own.length === 0) return;
      report({
        at: { uri, range: item.nameRange },
        message: `\`${name}\` has a ${own.map(({ what }) => what).join(' and a ')} of its own, which no move in Rust runs. Nothing binds it yet; a binding leaves its objects where C++ constructs them, behind a pointer such as \`std::unique_ptr\``,
        evidence: placesOf(own),
        remedies: [],
        ground: definition,
      });
    },
  },
});

interface OwnMove extends CppSpecialMember {
  readonly what: string;
}

function ownMoves({ special }: CppRecordDefinition): readonly OwnMove[] {
  const { moveConstructor: constructor, moveAssignment: assignment } = special;
  return [
    ...(isOwn(constructor) ? [{ ...constructor, what: 'move constructor' }] : []),
    ...(isOwn(assignment) ? [{ ...assignment, what: 'move assignment' }] : []),
  ];
}

const placesOf = (moves: readonly OwnMove[]): RelatedPlace[] =>
  moves.flatMap(({ location, what }) =>
    location ? [{ location, message: `the ${what} is declared here` }] : [],
  );

/** A promise that the bytes may be moved says that nothing is lost without the call. */
const isPromisedMovable = ({ trivialAbi, relocationClaims }: CppRecordDefinition): boolean =>
  trivialAbi || relocationClaims.length > 0;

/**
 * Whether Rust has one that it could want to move. autocxx has the move constructor behind `MoveNew`. A raw handle
 * without fields is a pointer and nothing else to Rust, what a bridge only borrows is moved by C++, and a type of which
 * Rust implements `ExternType` is promised to be movable there, or not to be.
 */
function isMovedByRust(
  { mechanism, rust: { item } }: TypeCrossing,
  { hasBytes, bridge }: BoundType,
): boolean {
  if (mechanism === 'autocxx') return false;
  if (!isBridgeType(item)) return hasBytes;
  return item.alias === null && bridge !== null && isOwnedIn(bridge, item.rustName ?? item.name);
}

/** By which autocxx and Crubit run move constructors. */
const MOVING_TRAITS = ['MoveNew', 'CtorNew'];

const isOwn = ({ state, access }: CppSpecialMember): boolean =>
  state === 'user-provided' && access === 'public';

const consequence = ({ hasBytes }: BoundType): string =>
  hasBytes
    ? '`ptr::read`, `mem::swap` and every assignment through `&mut` copy the bytes'
    : 'Rust moves the pointer to it, and the object stays where it is';
