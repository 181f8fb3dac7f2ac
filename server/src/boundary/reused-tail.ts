import type { ReusedTail } from '../abi/layout/record-layout.js';
import type { CppAbiRecord } from '../abi/model.js';
import { formatName } from '../abi/names.js';
import type { Location } from '../base/range.js';
import type { CppDeclarationOf } from '../program/cpp-names.js';
import { isBridgeType, isMirror, isOpaque, type TypeCrossing, type TypeUse } from './crossing.js';
import type { TargetView } from './target-view.js';

/** A class that keeps data of its own in the tail padding of the crossing's class. */
export interface TailReuse {
  /** The class that has ours as a base or member. */
  readonly by: CppAbiRecord;
  readonly byLocation: Location;
  readonly tail: ReusedTail;
  /** Where Rust gets to write all bytes of ours. */
  readonly use: TypeUse;
  /** Size of our class on both sides, bytes: what Rust may write at once. */
  readonly size: number;
}

/**
 * The first class among those that were read which keeps data in the tail padding of the record that Rust
 * mirrors and may write to: a class derived from it, or one that holds it as a `[[no_unique_address]]` member.
 *
 * @returns null where there is none, where a layout is not exact, and where Rust cannot write to the record
 */
export function reusedTailOf(
  crossing: TypeCrossing,
  kind: 'base' | 'member',
  view: TargetView,
): TailReuse | null {
  const { rust, cpp } = crossing;
  const use = crossing.uses.find(({ mutable }) => mutable);
  if (!use || isBridgeType(rust.item) || isOpaque(rust.item) || !isMirror(crossing)) return null;
  const record = view.cpp.record(cpp.uri, cpp.item);
  const layout = view.cppAbi.layOut(record);
  if (layout.status !== 'exact' || layout.value.reusableTail === null) return null;
  const own = view.rustLayouts.layOut({ kind: 'record', record: view.rust.record(rust.uri, rust.item) });
  // A size that differs is for another finding, and says nothing of what Rust would write here.
  if (own.status !== 'exact' || own.value.size !== layout.value.size) return null;
  for (const { uri, item } of embedders(record, view, new Set())) {
    const by = view.cpp.record(uri, item);
    const inside = view.cppAbi.layOut(by);
    // Exact: all compilers that may build it put everything in one place, whatever else they do with its tail.
    if (inside.status !== 'exact') continue;
    const names = kind === 'base' ? [formatName(record.name)] : membersOf(by, record);
    const tail = inside.value.reusedTails.find(({ of }) => of.kind === kind && names.includes(of.name));
    if (!tail) continue;
    const byLocation = { uri, range: item.nameRange };
    return { by, byLocation, tail, use, size: layout.value.size };
  }
  return null;
}

/** Classes that have `record` as a base or member, and those derived from them. */
function* embedders(
  record: CppAbiRecord,
  view: TargetView,
  seen: Set<CppAbiRecord>,
): Generator<CppDeclarationOf<'record'>> {
  const name = record.name[record.name.length - 1]?.name ?? '';
  for (const declaration of view.program.cpp.embeddersOf(name)) {
    // A template has no layout of its own.
    if (!declaration.item.definition || declaration.item.template) continue;
    const by = view.cpp.record(declaration.uri, declaration.item);
    if (seen.has(by) || !hasPart(by, record)) continue;
    seen.add(by);
    yield declaration;
    yield* embedders(by, view, seen);
  }
}

function hasPart(whole: CppAbiRecord, part: CppAbiRecord): boolean {
  const definition = whole.define();
  if (definition.status === 'unknown') return false;
  return [...definition.value.bases, ...definition.value.fields].some(
    ({ type }) => type.kind === 'record' && type.record === part,
  );
}

/** The names of the members that are of the class. */
function membersOf(whole: CppAbiRecord, part: CppAbiRecord): string[] {
  const definition = whole.define();
  if (definition.status === 'unknown') return [];
  return definition.value.fields.flatMap(({ type, name }) =>
    type.kind === 'record' && type.record === part ? [name] : [],
  );
}
