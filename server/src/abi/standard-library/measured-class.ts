import type { Target } from '../target.js';
import { choiceOf, measuredLibrary, type LibraryChoice } from './library-choice.js';

/**
 * What compilers say of one class of the library: all that layout, relocation and calls need of a class
 * into which they do not look. Sizes in bytes.
 */
export interface MeasuredClass {
  readonly size: number;
  readonly align: number;
  /** Where a derived class may put its first member; 0 for an empty class. */
  readonly dataSize: number;
  readonly operations: Operations;
  readonly empty: boolean;
  readonly polymorphic: boolean;
  readonly final: boolean;
  /** `std::is_trivial`. */
  readonly trivial: boolean;
  readonly standardLayout: boolean;
  /** POD for the purpose of layout: keeps a class POD whose member it is. */
  readonly pod: boolean;
  /** Has a virtual base somewhere. */
  readonly virtualBase: boolean;
  /** Marked `[[clang::trivial_abi]]`. */
  readonly trivialAbi: boolean;
  /** Microsoft's ABI: the alignment that `#pragma pack` cannot lower; 1 without. */
  readonly requiredAlign: number;
  /** Microsoft's ABI: begins, ends with a zero-sized subobject. */
  readonly leadsWithZeroSized: boolean;
  readonly endsWithZeroSized: boolean;
}

/** `protected`: deleted for all but derived classes, and non-trivial for them. */
export type OperationState = 'trivial' | 'non-trivial' | 'deleted' | 'protected';

export interface Operations {
  readonly copyConstructor: OperationState;
  readonly moveConstructor: OperationState;
  readonly copyAssignment: OperationState;
  readonly moveAssignment: OperationState;
  readonly destructor: OperationState;
}

/** The class that is spelled so in the tables; null where it was not measured, or the library has no such class. */
export function measuredClass(
  specimen: string,
  target: Target,
  choice = choiceOf(target),
): MeasuredClass | null {
  const cell = cellOf(specimen, target, choice);
  if (cell === null) return null;
  let known = DECODED.get(cell);
  if (!known) DECODED.set(cell, (known = decode(cell)));
  return known;
}

function cellOf(specimen: string, { triple }: Target, choice: LibraryChoice): string | null {
  const table = measuredLibrary(choice);
  const row = table?.classes[specimen] ?? measuredLibrary({ ...choice, mode: 'release' })?.classes[specimen];
  const column = table?.targets.indexOf(triple) ?? -1;
  if (row === undefined || column < 0) return null;
  const cells = row.split(' | ');
  let at = column;
  while (cells[at] === '=') at -= 1;
  const cell = cells[at];
  return cell === undefined || cell === '-' ? null : cell;
}

/** Equal cells are one object, so that they compare with `===`. */
const DECODED = new Map<string, MeasuredClass>();

const STATES: Readonly<Record<string, OperationState>> = {
  T: 'trivial',
  N: 'non-trivial',
  D: 'deleted',
  P: 'protected',
};

/** Five letters: copy and move construction, copy and move assignment, destruction. */
export function operationsOf(letters: string): Operations {
  const state = (index: number): OperationState => STATES[letters.charAt(index)] ?? 'non-trivial';
  return {
    copyConstructor: state(0),
    moveConstructor: state(1),
    copyAssignment: state(2),
    moveAssignment: state(3),
    destructor: state(4),
  };
}

function decode(cell: string): MeasuredClass {
  const [sizes = '', letters = '', flags = ''] = cell.split(' ');
  const [size = 0, align = 1, dataSize = 0] = sizes.split('/').map(Number);
  return {
    size,
    align,
    dataSize,
    operations: operationsOf(letters),
    empty: flags.includes('e'),
    polymorphic: flags.includes('v'),
    final: flags.includes('f'),
    trivial: flags.includes('t'),
    standardLayout: flags.includes('s'),
    pod: flags.includes('p'),
    virtualBase: flags.includes('b'),
    trivialAbi: flags.includes('a'),
    requiredAlign: Number(/r(\d+)/.exec(flags)?.[1] ?? 1),
    leadsWithZeroSized: flags.includes('l'),
    endsWithZeroSized: flags.includes('z'),
  };
}
