import type { CppRecordDefinition, CppSpecialMember } from './model.js';

/** The special members that decide how an object is copied, moved and destroyed. */
export type SpecialMemberKind =
  'copyConstructor' | 'moveConstructor' | 'copyAssignment' | 'moveAssignment' | 'destructor';

/** How one says which function is meant. */
export const SPECIAL_MEMBER_NAMES: Readonly<Record<SpecialMemberKind, string>> = {
  copyConstructor: 'copy constructor',
  moveConstructor: 'move constructor',
  copyAssignment: 'copy assignment operator',
  moveAssignment: 'move assignment operator',
  destructor: 'destructor',
};

export const SPECIAL_MEMBER_KINDS = Object.keys(SPECIAL_MEMBER_NAMES) as SpecialMemberKind[];

export const isMove = (kind: SpecialMemberKind): boolean =>
  kind === 'moveConstructor' || kind === 'moveAssignment';
export const isAssignment = (kind: SpecialMemberKind): boolean =>
  kind === 'copyAssignment' || kind === 'moveAssignment';
export const isConstructor = (kind: SpecialMemberKind): boolean =>
  kind === 'copyConstructor' || kind === 'moveConstructor';

/** Usable by a class that has it in a member, or as a base. */
export const isAccessible = ({ access, state }: CppSpecialMember, isBase: boolean): boolean =>
  state === 'not-declared' || access === 'public' || (isBase && access === 'protected');

/** The declared member that keeps `kind` from being implicitly defaulted; null where none does. */
export function suppressorOf(
  { special }: CppRecordDefinition,
  kind: SpecialMemberKind,
): { name: string; member: CppSpecialMember } | null {
  if (kind === 'destructor' || special[kind].state !== 'not-declared') return null;
  const suppressors: readonly SpecialMemberKind[] = isMove(kind)
    ? SPECIAL_MEMBER_KINDS.filter((other) => other !== kind)
    : ['moveConstructor', 'moveAssignment'];
  const found = suppressors.find((other) => special[other].state !== 'not-declared');
  return found === undefined ? null : { name: SPECIAL_MEMBER_NAMES[found], member: special[found] };
}
