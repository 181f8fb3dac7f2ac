import type { CppAbiType, RustAbiRecord, RustAbiRepr, RustAbiType } from '../abi/model.js';
import { lazily } from '../abi/model.js';
import { exact } from '../base/known.js';
import { bytes, compareFields } from './compare-fields.js';
import type {
  FieldDifference,
  LaidOutMirror,
  PackingDifference,
  PlaceDifference,
} from './compare-layouts.js';
import type { TargetView } from './target-view.js';

type Packing = Pick<RustAbiRepr, 'packed' | 'align'>;

/**
 * Whether `packed`, `#pragma pack` or an alignment that one side lacks is all that keeps two layouts apart:
 * the Rust record is laid out once more with what C++ says, and has to agree then.
 */
export function packingThatExplains(
  mirror: LaidOutMirror,
  difference: FieldDifference | PlaceDifference,
  view: TargetView,
): PackingDifference | null {
  const { rust } = mirror;
  const wanted = packingsOf(mirror).find((packing) => {
    const layout = view.rustLayouts.layOut({ kind: 'record', record: repacked(mirror, packing) });
    if (layout.status !== 'exact') return false;
    const other = { ...mirror, rust: { ...rust, layout: layout.value } };
    return compareFields(other, view, () => false) === null;
  });
  if (!wanted) return null;
  const refusal = refusalOf(wanted, mirror);
  return {
    cause: 'packing',
    message: `${saidBy(mirror)}, so that ${difference.message}${refusal === null ? '' : `; ${refusal}`}`,
    because: difference.because,
    wanted: refusal === null ? wanted : null,
  };
}

/** What a Rust record could say to lie as C++ does; what it says now left out. */
function packingsOf({ rust, cpp }: LaidOutMirror): Packing[] {
  const { packed, pragmaPack } = cpp.definition;
  const packs = packed ? [1] : pragmaPack !== null ? [pragmaPack] : [];
  // `packed` in C++ leaves an inner class its alignment, and `#pragma pack` may be wider than every field.
  const candidates: Packing[] = [
    ...packs.map((pack) => ({ packed: pack, align: null })),
    { packed: null, align: null },
    { packed: null, align: cpp.layout.align },
    ...packs.map((pack) => ({ packed: pack, align: cpp.layout.align })),
  ];
  const { repr } = rust.definition;
  const said = (packing: Packing): boolean => packing.packed === repr.packed && packing.align === repr.align;
  const causes = packs.length > 0 || isAligned(cpp.definition) || repr.packed !== null || repr.align !== null;
  return causes ? candidates.filter((packing) => !said(packing)) : [];
}

const isAligned = ({ alignment, fields }: LaidOutMirror['cpp']['definition']): boolean =>
  alignment > 0 || fields.some((field) => field.alignment > 0 || isAlignedType(field.type));

const isAlignedType = (type: CppAbiType): boolean =>
  type.kind === 'aligned' || (type.kind === 'array' && isAlignedType(type.element));

function repacked({ rust }: LaidOutMirror, packing: Packing): RustAbiRecord {
  const definition = exact({ ...rust.definition, repr: { ...rust.definition.repr, ...packing } });
  return {
    name: rust.item.name,
    kind: rust.item.kind,
    location: null,
    define: lazily(() => definition),
  };
}

/** Why rustc would not have it. @see rustc --explain E0587, E0588 */
function refusalOf({ packed, align }: Packing, { rust }: LaidOutMirror): string | null {
  if (packed === null) return null;
  if (align !== null) return 'rustc refuses `packed` and `align` on one type (E0587)';
  const aligned = rust.definition.fields.map(({ type }) => alignedIn(type)).find((name) => name !== null);
  return aligned
    ? `rustc refuses \`packed\` here, for \`${aligned}\` has an alignment of its own (E0588)`
    : null;
}

/** The type with `align(n)` that a value of `type` has in it. */
function alignedIn(type: RustAbiType): string | null {
  if (type.kind === 'array') return alignedIn(type.element);
  if (type.kind !== 'record') return null;
  const definition = type.record.define();
  if (definition.status === 'unknown') return null;
  if (definition.value.repr.align !== null) return type.record.name;
  return definition.value.fields.map((field) => alignedIn(field.type)).find((name) => name !== null) ?? null;
}

/** Which side packs or aligns, and how. */
function saidBy({ rust, cpp }: LaidOutMirror): string {
  const { repr } = rust.definition;
  const { packed, pragmaPack, alignment } = cpp.definition;
  const inCpp = [
    ...(packed ? ['`packed`'] : pragmaPack === null ? [] : [`packed to ${bytes(pragmaPack)}`]),
    ...(alignment > 0
      ? [`aligned to ${bytes(alignment)}`]
      : isAligned(cpp.definition)
        ? ['aligned by a member']
        : []),
  ];
  const inRust = [
    ...(repr.packed === null ? [] : [repr.packed === 1 ? '`packed`' : `packed to ${bytes(repr.packed)}`]),
    ...(repr.align === null ? [] : [`aligned to ${bytes(repr.align)}`]),
  ];
  if (inRust.length === 0) return `it is ${inCpp.join(' and ')} in C++ and not in Rust`;
  if (inCpp.length === 0) return `it is ${inRust.join(' and ')} in Rust and not in C++`;
  return `it is ${inCpp.join(' and ')} in C++ and ${inRust.join(' and ')} in Rust`;
}
