import type { CppAbiMemberFunction } from '../model.js';
import type { ClassShape } from './class-shape.js';

/** Whether the class declares a virtual function that overrides none: its vftable grows. */
export function introducesSlot(shape: ClassShape): boolean {
  const { functions, special } = shape.definition;
  if (functions.some((fn) => fn.virtual && originsOf(fn, shape).length === 0)) return true;
  return special.destructor.virtual && !shape.bases.some(({ class: base }) => hasVirtualDestructor(base));
}

const hasVirtualDestructor = (shape: ClassShape): boolean =>
  shape.definition.special.destructor.virtual ||
  shape.bases.some(({ class: base }) => hasVirtualDestructor(base));

/** The classes below `shape` that first declare the virtual function which `fn` overrides. */
function originsOf(fn: CppAbiMemberFunction, shape: ClassShape): ClassShape[] {
  return shape.bases.flatMap(({ class: base }) => {
    const own = base.definition.functions.find((candidate) => candidate.signature === fn.signature);
    const deeper = originsOf(fn, base);
    return deeper.length === 0 && own?.virtual ? [base] : deeper;
  });
}

/**
 * Virtual bases that four bytes of `vtordisp` precede: the class overrides one of their functions and
 * has a constructor or destructor during which the base's place may differ, or a base needed it already.
 */
export function displacedBases(shape: ClassShape): Set<ClassShape> {
  const displaced = new Set<ClassShape>();
  for (const { class: base } of shape.bases) {
    for (const [inherited, place] of base.layout.virtualBases) if (place.displaced) displaced.add(inherited);
  }
  const { special, functions } = shape.definition;
  const declares =
    special.otherConstructor !== null ||
    [special.defaultConstructor, special.copyConstructor, special.moveConstructor, special.destructor].some(
      (member) => member.state !== 'not-declared',
    ) ||
    special.destructor.virtual;
  if (!declares) return displaced;
  const owners = new Set(functions.filter((fn) => !fn.pure).flatMap((fn) => originsOf(fn, shape)));
  const isOverridden = (base: ClassShape): boolean =>
    owners.has(base) || base.bases.some((inner) => !inner.virtual && isOverridden(inner.class));
  for (const base of shape.virtualBases) if (isOverridden(base)) displaced.add(base);
  return displaced;
}
