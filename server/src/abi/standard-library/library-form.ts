import { exact, unknown, type Known } from '../../base/known.js';
import type { CppAbiLibraryType, CppAbiRecord, CppAbiType } from '../model.js';
import { formatType } from '../names.js';
import type { Target } from '../target.js';
import { choiceOf, choicesFor, onLibraryOf, type LibraryChoice } from './library-choice.js';
import type { LibraryClasses, RelocationForm, RelocationNote } from './library-classes.js';
import { isAlikeEverywhere, structureOf, type StructureContext } from './library-structures.js';
import { measuredClass, operationsOf, type MeasuredClass, type Operations } from './measured-class.js';
import { specimenOf } from './specimen.js';

export { libraryAssumption } from './library-choice.js';
export { isLibraryName } from './specimen.js';

/** How a library class is laid out: as it was measured, or as a record that is made of its arguments. */
export type LibraryForm =
  | { readonly kind: 'measured'; readonly measured: MeasuredClass }
  | { readonly kind: 'record'; readonly record: CppAbiRecord };

/**
 * Size and bases, or members, of a library class on the target. Exact where every library and mode that
 * exists for the target has it the same, or where the user named the library.
 */
export function libraryForm(type: CppAbiLibraryType, context: StructureContext): Known<LibraryForm> {
  const { target } = context;
  const structure = structureOf(type, context);
  if (structure !== null) {
    if (structure.status === 'unknown') return structure;
    const ground = isAlikeEverywhere(type.name) ? exact(null) : onLibraryOf(target, null);
    return onGrounds({ kind: 'record', record: structure.value }, structure, ground);
  }
  const measured = measuredFor(type, target);
  if (measured.status === 'unknown') return measured;
  return { ...measured, value: { kind: 'measured', measured: measured.value } };
}

/** What is known of a library class besides its layout. */
export interface LibraryTraits {
  /**
   * `members`: as all the members that the template's arguments stand for. `written`: a function of the library's,
   * which is deleted where that of a member is.
   */
  readonly operations: { readonly [kind in keyof Operations]: Operations[kind] | 'members' | 'written' };
  readonly trivialAbi: boolean;
  readonly relocation: RelocationForm | 'members' | 'immovable';
  /** Completes "whose libstdc++ form …"; after `immovable` "which …". */
  readonly why: string;
}

/** How a library class is copied, moved and destroyed, and whether its bytes may be moved. */
export const libraryTraits = (type: CppAbiLibraryType, target: Target): Known<LibraryTraits> =>
  traitsFor(type, target, sameTraits);

/** Whether its bytes may be moved: exact where all libraries agree in that alone. */
export const libraryRelocation = (
  type: CppAbiLibraryType,
  target: Target,
): Known<Pick<LibraryTraits, 'relocation' | 'why'>> =>
  traitsFor(type, target, (a, b) => a.relocation === b.relocation);

function traitsFor(
  type: CppAbiLibraryType,
  target: Target,
  isSame: (a: LibraryTraits, b: LibraryTraits) => boolean,
): Known<LibraryTraits> {
  const rule = MEMBERWISE[type.name]?.(type);
  if (rule !== undefined && rule !== null) {
    const { library, mode } = choiceOf(target);
    const trivialAbi = mode === 'trivial-abi' && type.name === 'std::unique_ptr';
    const traits = { ...memberwise(rule[library]), trivialAbi };
    return isAlikeEverywhere(type.name) ? exact(traits) : onLibraryOf(target, traits);
  }
  const specimen = specimenOf(type);
  const measured = measuredFor(type, target);
  if (measured.status === 'unknown') return measured;
  if (specimen === null) return unknown(`${formatType(type)} is not in the tables`);
  const traits = traitsOf(measured.value, noteOf(specimen.classes, choiceOf(target)));
  const alike = choicesFor(target).every((other) => {
    const cell = measuredClass(specimen.spelling, target, other);
    return cell === null || isSame(traitsOf(cell, noteOf(specimen.classes, other)), traits);
  });
  return alike ? exact(traits) : onLibraryOf(target, traits);
}

/** The arguments that a class with `members` holds: what `libraryTraits` leaves to them. */
export function heldBy(type: CppAbiLibraryType): CppAbiType[] {
  const types = type.arguments.flatMap((argument) => (argument.kind === 'type' ? [argument.type] : []));
  switch (type.name) {
    case 'std::shared_ptr':
    case 'std::weak_ptr':
      return [];
    case 'std::unique_ptr':
    case 'std::stack':
    case 'std::queue':
    case 'std::chrono::time_point':
      return types.slice(1);
    case 'std::array':
    case 'std::chrono::duration':
      return types.slice(0, 1);
    default:
      return types.filter((each) => each.kind !== 'builtin' || each.name !== 'void');
  }
}

function measuredFor(type: CppAbiLibraryType, target: Target): Known<MeasuredClass> {
  const specimen = specimenOf(type);
  if (specimen === null)
    return unknown(`${formatType(type)}: the tables do not cover these template arguments`);
  const measured = measuredClass(specimen.spelling, target);
  if (measured === null) {
    const { library } = choiceOf(target);
    const isMeasured = choicesFor(target).some((choice) => choice.library === library);
    return unknown(
      isMeasured
        ? `${library} has no ${type.name} on ${target.triple}`
        : `${library} was not measured on ${target.triple}`,
    );
  }
  const alike = choicesFor(target).every((choice) => {
    const other = measuredClass(specimen.spelling, target, choice);
    return other === null || sameLayout(other, measured);
  });
  return alike ? exact(measured) : onLibraryOf(target, measured);
}

const LAYOUT = [
  'size',
  'align',
  'dataSize',
  'empty',
  'polymorphic',
  'trivial',
  'standardLayout',
  'pod',
  'requiredAlign',
] as const satisfies readonly (keyof MeasuredClass)[];

const sameLayout = (a: MeasuredClass, b: MeasuredClass): boolean => LAYOUT.every((key) => a[key] === b[key]);

const OPERATIONS = [
  'copyConstructor',
  'moveConstructor',
  'copyAssignment',
  'moveAssignment',
  'destructor',
] as const satisfies readonly (keyof Operations)[];

const sameTraits = (a: LibraryTraits, b: LibraryTraits): boolean =>
  a.relocation === b.relocation &&
  a.trivialAbi === b.trivialAbi &&
  OPERATIONS.every((kind) => a.operations[kind] === b.operations[kind]);

function noteOf({ relocation }: LibraryClasses, { library, mode }: LibraryChoice): RelocationNote {
  const notes: Partial<Record<string, RelocationNote>> & { release: RelocationNote } = relocation[library];
  return notes[mode] ?? notes.release;
}

function traitsOf({ operations, trivialAbi }: MeasuredClass, note: RelocationNote): LibraryTraits {
  const isPinned = operations.copyConstructor === 'deleted' && operations.moveConstructor === 'deleted';
  return isPinned
    ? { operations, trivialAbi, relocation: 'immovable', why: 'has neither copy nor move operations' }
    : { operations, trivialAbi, relocation: note.form, why: note.why };
}

/** Five letters as in `measured.ts`, with `M` for what is as the members are and `W` for what is written. */
type Letters = Readonly<Record<LibraryChoice['library'], string>>;

const letters = (gnu: string, llvm = gnu, msvc = gnu): Letters => ({
  'libstdc++': gnu,
  'libc++': llvm,
  msvc,
});

/** The classes that hold their arguments; null for those with arguments that are measured. */
const MEMBERWISE: Readonly<Partial<Record<string, (type: CppAbiLibraryType) => Letters | null>>> = {
  'std::array': () => letters('MMMMM'),
  'std::pair': () => letters('MMWWM'),
  'std::optional': () => letters('MMMMM'),
  'std::variant': () => letters('MMMMM'),
  'std::expected': () => letters('MMWWM', 'MMWWM', 'MMMMM'),
  'std::tuple': ({ arguments: args }) => (args.length === 0 ? null : letters('MWWWM', 'MMWWM', 'WWWWM')),
  'std::complex': () => letters('TTTTT'),
  'std::bitset': () => letters('TTTTT'),
  'std::chrono::duration': () => letters('MMMMM'),
  'std::chrono::time_point': ({ arguments: args }) => (args.length > 1 ? letters('MMMMM') : null),
  'std::atomic': ({ arguments: [value] }) =>
    value?.kind === 'type' && value.type.kind === 'library' ? null : letters('DDDDT'),
  'std::stack': ({ arguments: args }) => (args.length > 1 ? letters('MMMMM') : null),
  'std::queue': ({ arguments: args }) => (args.length > 1 ? letters('MMMMM') : null),
  'std::unique_ptr': (type) => (specimenOf(type) === null ? letters('DNDNN') : null),
};

const HELD: Readonly<Record<string, 'members' | 'written'>> = { M: 'members', W: 'written' };

function memberwise(rule: string): LibraryTraits {
  const known = operationsOf(rule);
  const operations = Object.fromEntries(
    OPERATIONS.map((kind, index) => [kind, HELD[rule.charAt(index)] ?? known[kind]]),
  ) as LibraryTraits['operations'];
  return rule.startsWith('DD')
    ? { operations, trivialAbi: false, relocation: 'immovable', why: 'has neither copy nor move operations' }
    : {
        operations,
        trivialAbi: false,
        relocation: 'members',
        why: 'is relocatable where all its members are',
      };
}

function onGrounds(form: LibraryForm, ...grounds: readonly Known<unknown>[]): Known<LibraryForm> {
  const assumptions = grounds.flatMap((ground) => (ground.status === 'assumed' ? [ground.assumption] : []));
  return assumptions.length === 0
    ? exact(form)
    : { status: 'assumed', value: form, because: [], assumption: assumptions.join('; ') };
}
