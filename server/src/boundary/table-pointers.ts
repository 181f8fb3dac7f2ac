import type { CppAbiRecord, RustAbiType } from '../abi/model.js';
import { declaresVirtual } from '../abi/layout/classify.js';
import { formatName } from '../abi/names.js';
import type { Bytes } from '../abi/layout/units.js';
import type { LaidOutMirror, LocatedEvidence, TablePointerDifference } from './compare-layouts.js';
import type { TargetView } from './target-view.js';

interface TablePointer {
  readonly kind: 'vtable' | 'vbtable';
  readonly offset: Bytes;
  /** What brings it into the class: a virtual function or base, in words, and where it is written. */
  readonly cause: string;
  readonly because: LocatedEvidence;
}

/**
 * A pointer to a table of virtual functions or bases that Rust has other fields in place of. A Rust record
 * with a pointer in that place knows of it, and a blob of bytes does not look into it.
 */
export function missedTablePointer(mirror: LaidOutMirror, view: TargetView): TablePointerDifference | null {
  const { rust, cpp } = mirror;
  const cppRecord = view.cpp.record(cpp.uri, cpp.item);
  const pointer = tablePointerOf(cppRecord, view, 0);
  if (!pointer || rust.item.kind === 'union' || isBlob(mirror)) return null;
  const record = { kind: 'record' as const, record: view.rust.record(rust.uri, rust.item) };
  if (hasPointerAt(record, pointer.offset, new Set(memberNames(cppRecord)), view)) return null;
  const table = pointer.kind === 'vtable' ? 'the table of virtual functions' : 'the table of virtual bases';
  const over = rust.layout.fields.find(({ offset, size }) => size > 0 && offset + size > pointer.offset);
  const instead = over ? `, where Rust has \`${over.name}\`` : '';
  return {
    cause: 'table-pointer',
    message: `at offset ${pointer.offset} C++ has a pointer of ${view.target.pointerSize} bytes to ${table}${instead}, because ${pointer.cause}`,
    because: [pointer.because],
  };
}

/** The first such pointer of a class, its own or a base's, `from` bytes into a larger one. */
function tablePointerOf(record: CppAbiRecord, view: TargetView, from: Bytes): TablePointer | null {
  const layout = view.cppAbi.layOut(record);
  const definition = record.define();
  const source = view.cpp.sourceOf(record);
  if (layout.status !== 'exact' || definition.status !== 'exact' || !source) return null;
  const { bases } = definition.value;
  const [own] = layout.value.tablePointers;
  if (own) {
    const location = { uri: source.uri, range: source.item.nameRange };
    const name = formatName(record.name);
    const place = { kind: own.kind, offset: from + own.offset };
    const virtual = declaresVirtual(definition.value)
      ? source.item.methods.find((method) => method.virtual)
      : undefined;
    if (virtual && own.kind === 'vtable') {
      const cause = `\`${name}::${virtual.name}\` is virtual`;
      return {
        ...place,
        cause,
        because: { message: cause, location: { uri: source.uri, range: virtual.nameRange } },
      };
    }
    const base = bases.find((candidate) => candidate.virtual);
    const cause = base ? `\`${name}\` has a virtual base` : `\`${name}\` has virtual functions or bases`;
    return { ...place, cause, because: { message: cause, location: base?.location ?? location } };
  }
  const places = layout.value.bases;
  for (const base of [...bases].sort((a, b) => Number(a.virtual) - Number(b.virtual))) {
    if (base.type.kind !== 'record') continue;
    const name = formatName(base.type.record.name);
    const place = places.find((candidate) => candidate.name === name && candidate.virtual === base.virtual);
    const inherited = place ? tablePointerOf(base.type.record, view, from + place.offset) : null;
    if (inherited) return inherited;
  }
  return null;
}

/** The names of a class's data members, inherited ones included. */
function* memberNames(record: CppAbiRecord): Generator<string> {
  const definition = record.define();
  if (definition.status === 'unknown') return;
  for (const { type } of definition.value.bases) if (type.kind === 'record') yield* memberNames(type.record);
  for (const { name } of definition.value.fields) yield name;
}

/** Nothing but arrays: Rust keeps room for the class and does not look inside. */
function isBlob({ rust }: LaidOutMirror): boolean {
  const sized = rust.definition.fields.filter((_, i) => (rust.layout.fields[i]?.size ?? 0) > 0);
  return sized.every(({ type }) => type.kind === 'array');
}

/** Whether a word or bytes lie there that may be the pointer: no field of C++ has their name. */
function hasPointerAt(
  type: RustAbiType,
  offset: Bytes,
  cppNames: ReadonlySet<string>,
  view: TargetView,
): boolean {
  if (type.kind !== 'record') return false;
  const layout = view.rustLayouts.layOut(type);
  const definition = type.record.define();
  if (layout.status !== 'exact' || definition.status !== 'exact') return false;
  const index = layout.value.fields.findIndex(
    (field) => field.size > 0 && field.offset <= offset && offset < field.offset + field.size,
  );
  const place = layout.value.fields[index];
  const field = definition.value.fields[index];
  if (!place || !field) return false;
  // What C++ calls a base, Rust holds as its first field.
  if (field.type.kind === 'record') return hasPointerAt(field.type, offset - place.offset, cppNames, view);
  if (cppNames.has(field.name)) return false;
  if (field.type.kind === 'array') return place.offset + place.size >= offset + view.target.pointerSize;
  if (field.type.kind === 'primitive' && /^f\d+$/.test(field.type.name)) return false;
  return place.offset === offset && place.size === view.target.pointerSize;
}
