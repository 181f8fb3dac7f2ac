import { derive, exact, withAssumptions, type Known } from '../base/known.js';
import type { CppAbiLibraryType, CppAbiType } from './model.js';
import { formatType } from './names.js';
import { askOf } from './object-types.js';
import type { SpecialMembers } from './special-members.js';
import { passingObstacle } from './library-members.js';
import { libraryTraits } from './standard-library/library-form.js';
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
export const callsOf = (type: CppAbiType, members: SpecialMembers, target: Target): Known<CallVerdict> =>
  askOf(type, {
    scalar: { trivial: true },
    ofReference: () => exact({ trivial: true }),
    ofRecord: (record) => derive(members.isTrivialForCalls(record), (trivial) => exact({ trivial })),
    ofLibraryType: (own) => callsOfLibraryType(own, members, target),
  });

function callsOfLibraryType(
  type: CppAbiLibraryType,
  members: SpecialMembers,
  target: Target,
): Known<CallVerdict> {
  const traits = libraryTraits(type, target);
  if (traits.status === 'unknown') return traits;
  const { relocation, trivialAbi, why } = traits.value;
  const name = `\`${formatType(type)}\``;
  if (relocation === 'immovable') {
    return withAssumptions(exact({ trivial: false }, [{ message: `${name} ${why}` }]), [traits]);
  }
  const mark = trivialAbi ? [{ message: `${name} is marked \`[[clang::trivial_abi]]\`` }] : [];
  const obstacle = passingObstacle(type, members, target);
  return derive(obstacle, (hindrance) =>
    exact({ trivial: hindrance === null }, [...mark, ...(hindrance ?? [])]),
  );
}
