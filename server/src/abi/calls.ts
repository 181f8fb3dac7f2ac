import {
  assumed,
  derive,
  exact,
  unknown,
  withAssumptions,
  type Evidence,
  type Known,
} from '../base/known.js';
import type { CppAbiType } from './model.js';
import { formatType } from './names.js';
import { SPECIAL_MEMBER_NAMES } from './special-member-kinds.js';
import type { SpecialMembers } from './special-members.js';
import { libraryCell } from './standard-library/library-form.js';
import type { Target } from './target.js';

/**
 * Whether a value is trivial for the purposes of calls: then a function takes and returns it as C does
 * with a struct of the same fields, which is what Rust's `extern "C"` does too. Otherwise the caller
 * passes the address of a copy (on 32-bit Windows: a copy on the stack), whatever its size.
 */
export interface CallVerdict {
  readonly trivial: boolean;
}

/**
 * Itanium C++ ABI 1.1: non-trivial where the copy constructor, the move constructor or the destructor is
 * non-trivial, or where all copy and move constructors are deleted. What Microsoft's compilers make of
 * that is in `call-forms.ts`.
 */
export function callsOf(type: CppAbiType, members: SpecialMembers, target: Target): Known<CallVerdict> {
  const verdict = callsOfResolved(type, members, target);
  return type.assumption === undefined ? verdict : withAssumptions(verdict, [assumed(null, type.assumption)]);
}

function callsOfResolved(type: CppAbiType, members: SpecialMembers, target: Target): Known<CallVerdict> {
  switch (type.kind) {
    case 'builtin':
    case 'bit-int':
    case 'pointer':
    case 'reference':
    case 'member-pointer':
    case 'enum':
      return TRIVIAL;
    case 'aligned':
      return callsOf(type.type, members, target);
    case 'array':
      return callsOf(type.element, members, target);
    case 'record':
      return derive(members.isTrivialForCalls(type.record), (trivial) => exact({ trivial }));
    case 'library':
      return callsOfLibraryType(type, members, target);
    case 'function':
      return unknown(`${formatType(type)} is a function type, not an object`);
    case 'template-parameter':
      return unknown('it depends on a template parameter');
    case 'unknown':
      return unknown(type.reason, type.because);
    default:
      return type satisfies never;
  }
}

const TRIVIAL: Known<CallVerdict> = exact({ trivial: true });

function callsOfLibraryType(
  type: Extract<CppAbiType, { kind: 'library' }>,
  members: SpecialMembers,
  target: Target,
): Known<CallVerdict> {
  const cell = libraryCell(type, target);
  if (cell.status !== 'assumed') return cell.status === 'unknown' ? cell : TRIVIAL;
  const { trivialForCalls } = cell.value;
  const verdict = (trivial: boolean, because: readonly Evidence[]): Known<CallVerdict> => ({
    status: 'assumed',
    value: { trivial },
    because,
    assumption: cell.assumption,
  });
  const operations = `${SPECIAL_MEMBER_NAMES.copyConstructor}, ${SPECIAL_MEMBER_NAMES.moveConstructor} or ${SPECIAL_MEMBER_NAMES.destructor}`;
  if (trivialForCalls === false) {
    const message =
      cell.value.relocation === 'immovable'
        ? `\`${formatType(type)}\` ${cell.value.why}`
        : `\`${formatType(type)}\` has a non-trivial ${operations}`;
    return verdict(false, [{ message }]);
  }
  if (trivialForCalls === true) return verdict(true, []);
  for (const argument of type.arguments) {
    if (argument.kind !== 'type') continue;
    const part = callsOf(argument.type, members, target);
    if (part.status === 'unknown') return part;
    if (!part.value.trivial)
      return verdict(false, [
        { message: `\`${formatType(type)}\` holds \`${formatType(argument.type)}\`` },
        ...part.because,
      ]);
  }
  return verdict(true, []);
}
