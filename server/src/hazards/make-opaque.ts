import { editOf } from '../base/source-edit.js';
import { isBridgeType, type TypeCrossing } from '../boundary/crossing.js';
import type { Remedy } from './hazard.js';

/**
 * Makes the Rust record one that Rust neither looks into, nor moves, nor sends to other threads; offered
 * where it only ever crosses behind a pointer, and is not written by bindgen, which would undo it.
 *
 * @see the Rustonomicon, "Representing opaque structs"
 */
export function makeOpaque({ mechanism, rust: { uri, item }, uses }: TypeCrossing): Remedy[] {
  if (mechanism === 'bindgen') return [];
  if (isBridgeType(item) || item.kind !== 'struct' || item.generics.length > 0) return [];
  if (uses.some(({ how }) => how !== 'behind a pointer')) return [];
  return [
    {
      title: `Make \`${item.name}\` opaque`,
      edit: () =>
        editOf(uri, { range: { start: item.nameRange.end, end: item.range.end }, newText: OPAQUE_BODY }),
    },
  ];
}

const OPAQUE_BODY = ` {
    _opaque: [u8; 0],
    _marker: core::marker::PhantomData<(*mut u8, core::marker::PhantomPinned)>,
}`;
