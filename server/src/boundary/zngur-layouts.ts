import { TARGETS, type SizeAlign } from '../abi/target.js';
import { derive, exact, unknown, type Known } from '../base/known.js';
import type { Location, Range } from '../base/range.js';
import type { ZngurCppStackOwned, ZngurField, ZngurLayout } from '../facts/zngur/zngur-facts.js';
import { isThere } from './conditions.js';
import type { ZngurMemberThere, ZngurTypeSide } from './crossing.js';
import { rustContext } from './lowering/rust-types.js';
import { createTargetView, type TargetView } from './target-view.js';
import { cppTypeOf } from './zngur-cpp.js';

/** Something that a `.zng` says of a type and that does not hold on the target. Bytes. */
export type StaleStatement =
  /** Of the class of C++ that the Rust type holds. */
  | { readonly kind: 'cpp-layout'; readonly member: ZngurCppStackOwned; readonly actual: Computed<SizeAlign> }
  | { readonly kind: 'layout'; readonly member: ZngurLayout; readonly actual: Computed<SizeAlign> }
  | {
      readonly kind: 'offset';
      readonly member: ZngurField;
      readonly stated: number;
      /** The number alone. */
      readonly range: Range;
      readonly actual: Computed<number>;
    };

type Computed<T> = Exclude<Known<T>, { status: 'unknown' }>;

/**
 * What the `#layout` and the fields of a `.zng` type say and Rust does not: the generator turns each into an assertion
 * that the build fails by. Where exact numbers hold on a target with other pointers, that one is meant; a
 * conservative layout that is too small here has room enough on any smaller target, which says nothing.
 *
 * @see zngur-generator, `__zngur_assert_size` and its like
 */
export function staleStatements(subject: ZngurTypeSide, view: TargetView): readonly StaleStatement[] {
  const stale = [...differing(subject, view), ...differingInCpp(subject, view)];
  const isExact = ({ member }: StaleStatement): boolean =>
    member.kind !== 'layout' || member.policy === 'exact';
  if (!stale.some(isExact)) return stale;
  const other = TARGETS.find(({ pointerSize }) => pointerSize !== view.target.pointerSize);
  if (!other) return stale;
  const there = createTargetView(view.program, other);
  return differing(subject, there).length + differingInCpp(subject, there).length === 0 ? [] : stale;
}

/** The struct or enum of the crate that a `.zng` type names; null where it is not read, or the library's. */
export function declaredInRust(
  subject: ZngurTypeSide,
  view: TargetView,
): { readonly name: string; readonly location: Location } | null {
  const type = lowered(subject, view);
  const declared = type.kind === 'record' ? type.record : type.kind === 'enum' ? type.enum : null;
  return declared?.location ? { name: declared.name, location: declared.location } : null;
}

const lowered = ({ type, place }: ZngurTypeSide, view: TargetView): ReturnType<TargetView['rust']['type']> =>
  view.rust.type(type, rustContext(place.uri, place.modulePath));

function differing(subject: ZngurTypeSide, view: TargetView): readonly StaleStatement[] {
  const layout = view.rustLayouts.layOut(lowered(subject, view));
  if (layout.status === 'unknown') return [];
  return subject.members.flatMap((there): StaleStatement[] => {
    const { member } = there;
    if (!counts(there, subject, view)) return [];
    if (member.kind === 'layout')
      return agrees(member, layout.value) ? [] : [{ kind: 'layout', member, actual: layout }];
    if (member.kind !== 'field' || member.offset === 'auto') return [];
    const { value: stated, range } = member.offset;
    const actual = derive(layout, ({ fields }): Known<number> => {
      const field = fields.find(({ name }) => name === member.name);
      return field ? exact(field.offset) : unknown('it has no such field');
    });
    if (actual.status === 'unknown' || actual.value === stated) return [];
    return [{ kind: 'offset', member, stated, range, actual }];
  });
}

/** What `#cpp_stack_owned` says of a class of C++, whose size and alignment zngur asserts. */
function differingInCpp(subject: ZngurTypeSide, view: TargetView): readonly StaleStatement[] {
  return subject.members.flatMap((there): StaleStatement[] => {
    const { member } = there;
    if (member.kind !== 'cpp-stack-owned' || !counts(there, subject, view)) return [];
    const actual = view.cppAbi.sizeOf(cppTypeOf(member, subject.uri, view));
    if (actual.status === 'unknown' || agrees({ ...member, policy: 'exact' }, actual.value)) return [];
    return [{ kind: 'cpp-layout', member, actual }];
  });
}

/** Whether the generator surely sees the member where it builds for the target. */
const counts = ({ condition }: ZngurMemberThere, subject: ZngurTypeSide, view: TargetView): boolean =>
  isThere(view.program, subject.uri, [...subject.condition, ...condition], view.target) === true;

/** A conservative layout has room for the type. A number that is missing is a problem of the syntax. */
function agrees(
  { policy, size, align }: Pick<ZngurLayout, 'policy' | 'size' | 'align'>,
  actual: SizeAlign,
): boolean {
  const holds = (stated: number | undefined, real: number): boolean =>
    stated === undefined || (policy === 'exact' ? stated === real : stated >= real);
  return holds(size?.value, actual.size) && holds(align?.value, actual.align);
}
