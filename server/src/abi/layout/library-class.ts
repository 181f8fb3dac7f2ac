import { unknown } from '../../base/known.js';
import {
  NO_SPECIAL_MEMBERS,
  type CppAbiLibraryType,
  type CppAbiRecord,
  type CppAbiType,
  type CppRecordDefinition,
} from '../model.js';
import { formatName, formatType } from '../names.js';
import type { MeasuredClass } from '../standard-library/measured-class.js';
import type { Target } from '../target.js';
import type { LaidOutClass } from './class-shape.js';
import { emptiesOf, offsetIn } from './empty-subobjects.js';
import { bitsOf, type Bytes } from './units.js';

/** A class of the standard library as the tables have it: nothing of its inside is known but what it takes up. */
export function measuredClassShape(
  type: CppAbiLibraryType,
  measured: MeasuredClass,
  target: Target,
): LaidOutClass {
  const { size, align, dataSize, empty, polymorphic } = measured;
  const text = formatType(type);
  const record: CppAbiRecord = {
    name: [{ kind: 'record', name: text, arguments: null, abiTags: [] }],
    kind: 'class',
    anonymous: false,
    location: null,
    define: () => unknown(`the members of ${text} are not known`),
  };
  return {
    record,
    definition: { ...WITHOUT_MEMBERS, final: measured.final },
    bases: [],
    fields: [],
    virtualBases: [],
    polymorphic,
    dynamic: polymorphic,
    empty,
    podForLayout: measured.pod,
    mayVary: false,
    subobjects: 1,
    pod03: measured.pod && target.itanium.pod === 'c++03',
    trivial: measured.trivial,
    standardLayout: measured.standardLayout,
    opaque: type,
    layout: {
      size,
      align,
      dataSize,
      nonVirtualSize: dataSize,
      nonVirtualAlign: align,
      fieldOffsets: [],
      bases: new Map(),
      virtualBases: new Map(),
      primary: null,
      primaryIsVirtual: false,
      ownVtablePointer: polymorphic,
      contestedPrimary: false,
      largestEmpty: 0,
      microsoft:
        target.cppAbi === 'microsoft'
          ? {
              requiredAlign: measured.requiredAlign,
              vbtablePointer: null,
              ownVbtablePointer: false,
              extendableVftable: polymorphic,
              leadsWithZeroSized: measured.leadsWithZeroSized,
              endsWithZeroSized: measured.endsWithZeroSized,
            }
          : null,
    },
  };
}

const WITHOUT_MEMBERS: CppRecordDefinition = {
  bases: [],
  fields: [],
  special: NO_SPECIAL_MEMBERS,
  functions: [],
  alignment: 0,
  alignas: false,
  packed: false,
  pragmaPack: null,
  trivialAbi: false,
  emptyBases: false,
  final: false,
  microsoftStruct: null,
  relocationClaims: [],
};

/**
 * Why the places of empty subobjects are not sure: inside of a library class there may be another object of
 * the same empty class (an allocator, a comparison), and two of those never share an address. Null where
 * nothing of the kind is possible.
 */
export function sharedAddress(laidOut: LaidOutClass): string | null {
  const opaque = [...opaqueParts(laidOut, 0)];
  if (opaque.length === 0) return null;
  for (const [empty, offset] of emptiesOf(laidOut, 0)) {
    const name = formatName(empty.record.name);
    for (const { part, type, start } of opaque) {
      const end = start + part.layout.size;
      if (offset < start || offset >= end || empty === part || part === laidOut) continue;
      const isHeld = empty.opaque ? PARTS.test(name) : isArgument(empty.record, type);
      if (!isHeld) continue;
      return `whether ${formatType(type)} holds a ${name}, which then needs an address of its own, is not known`;
    }
  }
  return null;
}

/** The empty classes that libraries derive their own from; tags, clocks and the like are nobody's part. */
const PARTS =
  /^std::(?:allocator|default_delete|hash|less|greater|equal_to|not_equal_to|plus|minus|\w+_function|iterator|true_type|false_type|integral_constant|monostate|tuple|owner_less|less_equal|greater_equal)\b(?!_)/;

/** The class is an argument of the library's, or a base of one: of a comparison, a hash, an allocator, a deleter. */
function isArgument(record: CppAbiRecord, { arguments: args }: CppAbiLibraryType): boolean {
  const seen = new Set<CppAbiType>();
  const reaches = (type: CppAbiType): boolean => {
    if (seen.has(type)) return false;
    seen.add(type);
    if (type.kind === 'library') return isArgument(record, type);
    if (type.kind !== 'record') return false;
    if (type.record === record) return true;
    const definition = type.record.define();
    return definition.status !== 'unknown' && definition.value.bases.some((base) => reaches(base.type));
  };
  return args.some((argument) => argument.kind === 'type' && reaches(argument.type));
}

interface OpaquePart {
  readonly part: LaidOutClass;
  readonly type: CppAbiLibraryType;
  readonly start: Bytes;
}

/** The library classes of which only the size is known, wherever they stand in an object. */
function* opaqueParts(laidOut: LaidOutClass, start: Bytes): Generator<OpaquePart> {
  const { layout } = laidOut;
  if (laidOut.opaque !== null) yield { part: laidOut, type: laidOut.opaque, start };
  for (const base of laidOut.bases) {
    const offset = base.virtual
      ? (layout.virtualBases.get(base.class)?.offset ?? 0)
      : offsetIn(layout.bases, base.class);
    yield* opaqueParts(base.class, start + offset);
  }
  for (const [index, { type }] of laidOut.fields.entries()) {
    if (type.element === null) continue;
    const offset = start + (layout.fieldOffsets[index] ?? 0) / bitsOf(1);
    // The first element stands for all: empties are not placed among the others.
    yield* opaqueParts(type.element, offset);
  }
}
