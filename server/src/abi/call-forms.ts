import { combine, derive, exact, type Known } from '../base/known.js';
import type { Location } from '../base/range.js';
import type { CppAbiRecord, CppAbiType } from './model.js';
import { formatName, formatType } from './names.js';
import { firstObstacle, type Obstacle } from './obstacle.js';
import type { SpecialMembers } from './special-members.js';
import type { SizeAlign, Target } from './target.js';

/**
 * How a value goes from one function to another. `as-c`: as C does it with a struct of the same fields, and
 * so Rust's `extern "C"`; `hidden-reference`: by its address, whatever its size; `on-stack`: a copy that the
 * caller makes among the arguments (32-bit Windows).
 */
export type CallForm = 'as-c' | 'hidden-reference' | 'on-stack';

/** Where a form is not that of C, the evidence says what it is about the class. */
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
      // Every class that is not trivial has constructors of its own.
      return exact({
        passed: trivial ? 'as-c' : byCopy(context.target),
        returned: trivial ? null : 'hidden-reference',
      });
    default:
      return exact({ passed: form, returned: form });
  }
}

/**
 * On 32 bits a class with an alignment of its own goes by reference, and so does a struct of C with one above the
 * stack's.
 */
function byCopy({ pointerSize }: Target, alignment = 0): CallForm {
  if (pointerSize === 8) return 'hidden-reference';
  if (alignment === 0) return 'on-stack';
  return alignment > 4 ? 'as-c' : 'hidden-reference';
}

/**
 * On 64 bits they look at the copy constructor alone, not at the move constructor, and pass small classes in
 * registers in spite of their destructor.
 */
function microsoftForms(
  record: CppAbiRecord,
  trivial: boolean,
  { size }: SizeAlign,
  { target, members }: CallContext,
): Known<CallForms> {
  const fates = combine([members.fateOf(record, 'copyConstructor'), members.fateOf(record, 'destructor')]);
  const obstacle = registerObstacle(record, members);
  return derive(record.define(), ({ alignment }) =>
    derive(withoutEvidence(fates), ([copy, destructor]) =>
      derive(withoutEvidence(obstacle), (hindrance) => {
        const onArm64 = target.triple.startsWith('aarch64');
        const small = size <= (onArm64 ? 16 : 8);
        const copies = copy?.state === 'trivial' && (destructor?.state === 'trivial' || small);
        const direct = target.pointerSize === 4 ? trivial : copies || (trivial && copy?.state !== 'deleted');
        const passed = direct ? 'as-c' : byCopy(target, alignment);
        if (direct && hindrance === null) return exact({ passed, returned: 'as-c' });
        // C's own structs of these sizes have a hidden reference, too; on arm64 in a register of its own.
        const likewise = direct && !onArm64 && !REGISTER_SIZES.includes(size);
        return exact({ passed, returned: likewise ? 'as-c' : 'hidden-reference' }, hindrance ?? []);
      }),
    ),
  );
}

/** Bytes that Windows returns in registers, but for arm64. */
const REGISTER_SIZES: readonly number[] = [1, 2, 4, 8];

/**
 * What keeps a class from being returned in registers although it is passed in them: it has to be an aggregate by
 * C++14, without any constructor of its own and with trivial copy assignment and destructor.
 *
 * @see clang's `isTrivialForMSVC`; Microsoft, "x64 calling convention", Return values
 */
function registerObstacle(record: CppAbiRecord, members: SpecialMembers): Known<Obstacle> {
  return derive(record.define(), ({ bases, fields, functions, special }) => {
    const name = `\`${formatName(record.name)}\``;
    const step = (message: string, location: Location | null): Known<Obstacle> =>
      exact([{ message, location: location ?? record.location ?? undefined }]);
    const constructor = [special.defaultConstructor, special.copyConstructor, special.moveConstructor].find(
      ({ state }) => state === 'user-provided',
    );
    const own = constructor?.location ?? special.otherConstructor;
    if (constructor || special.otherConstructor) return step(`${name} has a constructor of its own`, own);
    const [base] = bases;
    if (base) return step(`${name} has the base \`${formatType(base.type)}\``, base.location);
    // An unnamed bit-field is no member.
    const hidden = fields.find(
      ({ access, bitWidth, name }) => access !== 'public' && !(bitWidth !== null && name === ''),
    );
    if (hidden) {
      const member = hidden.name === '' ? 'an unnamed member' : `\`${hidden.name}\``;
      return step(`${member} of ${name} is ${hidden.access}`, hidden.location);
    }
    if (special.destructor.virtual || functions.some((fn) => fn.virtual))
      return step(`${name} has virtual functions`, null);
    return firstObstacle(
      (['copyAssignment', 'destructor'] as const).map((kind) =>
        derive(members.fateOf(record, kind), ({ state, because }) =>
          exact(state === 'trivial' ? null : because),
        ),
      ),
    );
  });
}

const withoutEvidence = <T>(known: Known<T>): Known<T> =>
  known.status === 'unknown' ? known : { ...known, because: [] };
