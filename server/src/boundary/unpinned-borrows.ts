import type { CppAbiRecord, CppRecordDefinition } from '../abi/model.js';
import type { Evidence, Known } from '../base/known.js';
import { mirrorDifference } from './compare-layouts.js';
import { isBridgeType, isMirror, isOpaque, type TypeCrossing, type TypeUse } from './crossing.js';
import type { TargetView } from './target-view.js';

/** A C++ object of which safe Rust may exchange the bytes, which breaks it. */
export interface UnpinnedBorrow {
  /** Where Rust has a `&mut` to it. At least one. */
  readonly uses: readonly [TypeUse, ...TypeUse[]];
  /** What a swap does, as it goes on after "which". */
  readonly consequence: string;
  readonly because: readonly Evidence[];
  readonly ground: Known<unknown>;
}

/**
 * The `&mut`s of raw declarations to a record that stands for a C++ class: `mem::swap` and `mem::replace` exchange as
 * many bytes as the record has in Rust.
 *
 * @returns null where that does no harm, or it is not known: a record without room exchanges nothing, plain data may
 *   be exchanged; and where the bytes are told to differ, or Rust holds the value itself, for other findings say more
 */
export function unpinnedBorrow(crossing: TypeCrossing, view: TargetView): UnpinnedBorrow | null {
  const { mechanism, rust, cpp, uses } = crossing;
  const [first, ...others] = uses.filter(({ swappable }) => swappable);
  if (!first || mechanism !== 'extern-c' || uses.some(({ how }) => how === 'by value')) return null;
  if (isBridgeType(rust.item) || isOpaque(rust.item) || !isMirror(crossing)) return null;
  if (mirrorDifference(crossing, view)) return null;
  const broken = brokenBySwap(view.cpp.record(cpp.uri, cpp.item), view);
  return broken && { uses: [first, ...others], ...broken };
}

function brokenBySwap(record: CppAbiRecord, view: TargetView): Omit<UnpinnedBorrow, 'uses'> | null {
  const relocation = view.cppAbi.relocationOf({ kind: 'record', record });
  if (relocation.status !== 'unknown' && !relocation.value.trivial)
    return {
      consequence: 'moves it and breaks it',
      because: relocation.because,
      ground: relocation,
    };
  const definition = record.define();
  if (definition.status === 'unknown' || definition.value.final) return null;
  const dynamic = virtualMember(definition.value);
  return (
    dynamic && {
      consequence: 'cuts an object of a derived class in two',
      because: [dynamic],
      ground: definition,
    }
  );
}

/** What says that objects of derived classes are meant to stand behind a pointer to the class. */
function virtualMember({ special, functions }: CppRecordDefinition): Evidence | null {
  const { destructor } = special;
  if (destructor.virtual)
    return { message: 'its destructor is virtual', location: destructor.location ?? undefined };
  const found = functions.find((each) => each.virtual);
  return found ? { message: 'it has virtual functions' } : null;
}
