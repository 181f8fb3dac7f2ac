import { TARGETS, type Target } from '../abi/target.js';
import { isBridgeType, type TypeCrossing } from './crossing.js';
import { createTargetView, type TargetView } from './target-view.js';

/** The numbers that a layout can be held to. Bytes. */
export interface LayoutPins {
  readonly size: number;
  readonly align: number;
  /** Of the fields that have an offset in bytes. */
  readonly offsets: readonly { readonly name: string; readonly offset: number }[];
}

/** Size, alignment and offsets of the Rust record; null where they are not exact. */
export function rustPins(
  { rust: { uri, item } }: Pick<TypeCrossing, 'rust'>,
  view: TargetView,
): LayoutPins | null {
  if (isBridgeType(item)) return null;
  const layout = view.rustLayouts.layOut({ kind: 'record', record: view.rust.record(uri, item) });
  const fields = view.rust.fieldsOf(uri, item);
  if (layout.status !== 'exact' || fields.status !== 'exact') return null;
  const { size, align } = layout.value;
  return { size, align, offsets: layout.value.fields.map(({ name, offset }) => ({ name, offset })) };
}

/** Size, alignment and offsets of the C++ record, bit-fields left out; null where they are not exact. */
export function cppPins(
  { cpp: { uri, item } }: Pick<TypeCrossing, 'cpp'>,
  view: TargetView,
): LayoutPins | null {
  const layout = view.cppAbi.layOut(view.cpp.record(uri, item));
  if (layout.status !== 'exact') return null;
  const { size, align } = layout.value;
  const offsets = layout.value.fields
    .filter(({ name, bitWidth }) => name !== '' && bitWidth === null)
    .map(({ name, offset }) => ({ name, offset }));
  return { size, align, offsets };
}

/** Targets on which some numbers hold: all, those with pointers of a width, and of these Windows or all but it. */
export type PinnedTargets =
  | { readonly kind: 'all' }
  | { readonly kind: 'width'; readonly pointerSize: 4 | 8; readonly windows: boolean | null };

/**
 * The most targets among the well-known ones, the view's own with them, on which the numbers are what they are there.
 *
 * @returns null where they differ even between targets of one pointer width that are Windows, or are not
 */
export function targetsWith(
  pinsOn: (view: TargetView) => LayoutPins | null,
  view: TargetView,
): PinnedTargets | null {
  const { target, program } = view;
  const own = JSON.stringify(pinsOn(view));
  const others = TARGETS.filter(
    (each) =>
      each.triple !== target.triple && JSON.stringify(pinsOn(createTargetView(program, each))) !== own,
  );
  const { pointerSize } = target;
  const windows = isWindows(target);
  if (others.length === 0) return { kind: 'all' };
  const ofWidth = others.filter((each) => each.pointerSize === pointerSize);
  if (ofWidth.length === 0) return { kind: 'width', pointerSize, windows: null };
  return ofWidth.every((each) => isWindows(each) !== windows)
    ? { kind: 'width', pointerSize, windows }
    : null;
}

const isWindows = ({ triple }: Target): boolean => triple.includes('-windows-');
