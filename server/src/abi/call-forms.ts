import { derive, exact, withAssumptions, type Known } from '../base/known.js';
import type { CppAbiRecord, CppAbiType } from './model.js';
import type { SpecialMemberKind } from './special-member-kinds.js';
import type { SpecialMembers } from './special-members.js';
import type { SizeAlign, Target } from './target.js';

/**
 * How a value goes from one function to another. `as-c`: as C does it with a struct of the same fields, and
 * so Rust's `extern "C"`; `hidden-reference`: by its address, whatever its size; `on-stack`: a copy that the
 * caller makes among the arguments (32-bit Windows).
 */
export type CallForm = 'as-c' | 'hidden-reference' | 'on-stack';

export interface CallForms {
  readonly passed: CallForm;
  /** From a function that is no member (members of Microsoft's classes never return one in registers); null where it is not known. */
  readonly returned: CallForm | null;
}

/** What the forms are computed from. */
export interface CallContext {
  readonly target: Target;
  readonly members: SpecialMembers;
  sizeOf(type: CppAbiType): Known<SizeAlign>;
}

/**
 * In the Itanium ABI triviality decides both ways. Microsoft's compilers have rules of their own for each.
 *
 * @param trivial for the purposes of calls, see `calls.ts`
 * @see clang's `canPassInRegisters` and `MicrosoftCXXABI::classifyReturnType`
 */
export function callFormsOf(type: CppAbiType, trivial: boolean, context: CallContext): Known<CallForms> {
  const form: CallForm = trivial ? 'as-c' : 'hidden-reference';
  if (context.target.cppAbi === 'itanium') return exact({ passed: form, returned: form });
  switch (type.kind) {
    case 'aligned':
      return callFormsOf(type.type, trivial, context);
    case 'array':
      return callFormsOf(type.element, trivial, context);
    case 'record':
      return derive(context.sizeOf(type), (size) => microsoftForms(type.record, trivial, size, context));
    case 'library':
      return exact({ passed: trivial ? 'as-c' : byCopy(context.target), returned: null });
    default:
      return exact({ passed: form, returned: form });
  }
}

const byCopy = ({ pointerSize }: Target): CallForm => (pointerSize === 4 ? 'on-stack' : 'hidden-reference');

/**
 * On 64 bits they look at the copy constructor alone, not at the move constructor, and pass small classes in
 * registers in spite of their destructor. What returns in a register has to be an aggregate besides, with
 * nothing but trivial operations.
 */
function microsoftForms(
  record: CppAbiRecord,
  trivial: boolean,
  { size }: SizeAlign,
  { target, members }: CallContext,
): Known<CallForms> {
  const isTrivial = (kind: SpecialMemberKind): Known<boolean> =>
    derive(members.fateOf(record, kind), ({ state }) => exact(state === 'trivial'));
  const [copy, assignment, destructor] = (['copyConstructor', 'copyAssignment', 'destructor'] as const).map(
    isTrivial,
  );
  const marked = members.heedsTrivialAbi(record);
  const definition = record.define();
  if (!copy || !assignment || !destructor) return exact({ passed: 'as-c', returned: null });
  for (const fact of [copy, assignment, destructor, marked]) if (fact.status === 'unknown') return fact;
  if (definition.status === 'unknown') return definition;
  const yes = (fact: Known<boolean>): boolean => fact.status !== 'unknown' && fact.value;
  const onArm64 = target.triple.startsWith('aarch64');
  const small = size <= (onArm64 ? 16 : 8);
  const on64Bits = yes(marked) || (yes(copy) && (yes(destructor) || small));
  const direct = target.pointerSize === 8 ? on64Bits : trivial;
  const { bases, fields, functions, special, alignment } = definition.value;
  const aggregate =
    bases.length === 0 &&
    fields.every(({ access }) => access === 'public') &&
    !functions.some((fn) => fn.virtual) &&
    !special.destructor.virtual &&
    special.otherConstructor === null &&
    [special.defaultConstructor, special.copyConstructor, special.moveConstructor].every(
      ({ state }) => state !== 'user-provided',
    );
  const inRegisters = direct && aggregate && yes(assignment) && yes(destructor);
  const forms: CallForms = {
    // Whatever has an alignment of its own goes by reference, as the stack is aligned to four bytes only.
    passed: direct ? 'as-c' : alignment > 0 ? 'hidden-reference' : byCopy(target),
    returned:
      inRegisters || (direct && !(onArm64 ? small : REGISTER_SIZES.includes(size)))
        ? 'as-c'
        : 'hidden-reference',
  };
  return withAssumptions(exact(forms), [copy, assignment, destructor, marked]);
}

/** Bytes that Windows returns in registers (arm64: up to 16); a struct of C of any other size has a hidden reference, too. */
const REGISTER_SIZES: readonly number[] = [1, 2, 4, 8];
