import type { CppAbiType } from '../abi/model.js';
import { derive, exact, unknown, type Known } from '../base/known.js';
import type { Location, Range, Uri } from '../base/range.js';
import type { TextChange } from '../base/source-edit.js';
import type {
  CxxBridge,
  CxxItem,
  CxxSharedEnum,
  CxxSharedStruct,
  CxxVariant,
} from '../facts/rust/rust-facts.js';
import { bytes, compareFields } from './compare-fields.js';
import type { LaidOutMirror, LocatedEvidence } from './compare-layouts.js';
import type { BridgeModule } from './crossing.js';
import { typeNamed } from './cxx.js';
import { rustContext } from './lowering/rust-types.js';
import { fieldSourcesOf } from './lowering/cpp-records.js';
import { neutralOfCpp, neutralOfRust } from './neutral.js';
import type { TargetView } from './target-view.js';

/** How a struct or enum that a bridge restates differs from what the header defines. */
export interface SharedDrift {
  /** Of the type, in the bridge. */
  readonly name: string;
  readonly at: Range;
  /** The difference, with names and numbers. */
  readonly message: string;
  /** The C++ side first. */
  readonly because: readonly LocatedEvidence[];
  /** Takes the value of C++ where it is sure to be meant; null without. */
  readonly correction: { readonly title: string; readonly change: TextChange } | null;
}

/**
 * Compares the shared structs and enums of a bridge that are C++'s own: those of which the bridge also says
 * `extern "C++" { type T; }`, so that cxx takes the header's definition and writes none. Of a struct it checks nothing,
 * which is why the block has to be `unsafe`; of an enum it asserts the size and the value of each variant.
 *
 * @see cxx: gen/src/write.rs, `write_data_structures` and `check_enum`; syntax/check.rs, `check_api_struct`
 */
export function* sharedDriftsOf({ uri, bridge }: BridgeModule, view: TargetView): Generator<SharedDrift> {
  for (const item of bridge.structs) {
    const drift = isRestated(item, bridge) ? structDrift(uri, item, bridge, view) : null;
    if (drift) yield { name: rustName(item), ...drift };
  }
  for (const item of bridge.enums)
    if (isRestated(item, bridge))
      for (const drift of enumDrifts(uri, item, bridge, view)) yield { name: rustName(item), ...drift };
}

type Drift = Omit<SharedDrift, 'name'>;

const rustName = (item: CxxItem): string => item.rustName ?? item.name;

const isRestated = (item: CxxItem, { blocks }: CxxBridge): boolean =>
  blocks.some(
    ({ side, types }) =>
      side === 'C++' && types.some((type) => type.alias === null && rustName(type) === rustName(item)),
  );

/** What C++ has of the name under which cxx writes the type. */
function typeInCpp(uri: Uri, item: CxxItem, bridge: CxxBridge, view: TargetView): CppAbiType {
  return typeNamed(view, uri, [...(item.namespace ?? bridge.namespace), item.cxxName ?? item.name]);
}

function structDrift(uri: Uri, item: CxxSharedStruct, bridge: CxxBridge, view: TargetView): Drift | null {
  const type = typeInCpp(uri, item, bridge, view);
  const source = type.kind === 'record' ? view.cpp.sourceOf(type.record) : undefined;
  const mirror =
    source && type.kind === 'record'
      ? layOut(uri, item, bridge, { uri: source.uri, item: source.item, record: type.record }, view)
      : null;
  if (!mirror) return null;
  const { cpp } = mirror;
  const defined: LocatedEvidence = {
    message: `C++ defines \`${cpp.item.name}\` here`,
    location: { uri: cpp.uri, range: cpp.item.nameRange },
  };
  const difference = compareFields(mirror, view, () => false);
  if (difference?.cause === 'field') {
    const [field] = difference.fields;
    const at = field?.rust.typeRange ?? item.nameRange;
    return { at, message: difference.message, because: [...difference.because, defined], correction: null };
  }
  if (difference) {
    const { message, because } = difference;
    return { at: item.nameRange, message, because: [...because, defined], correction: null };
  }
  return signDrift(mirror, defined, view);
}

/** Both sides as the target lays them out, the fields of Rust by the names that cxx gives them in C++. */
function layOut(
  uri: Uri,
  item: CxxSharedStruct,
  bridge: CxxBridge,
  cpp: Pick<LaidOutMirror['cpp'], 'uri' | 'item'> & {
    readonly record: Parameters<TargetView['cppAbi']['layOut']>[0];
  },
  view: TargetView,
): LaidOutMirror | null {
  const record = view.rust.shared({ kind: 'shared-struct', uri, item, bridge });
  const rust = view.rustLayouts.layOut({ kind: 'record', record });
  const rustDefinition = record.define();
  const asRecord = { ...item, kind: 'struct', shape: 'named' } as const;
  const fields = view.rust.fieldsOf(uri, asRecord);
  const cppLayout = view.cppAbi.layOut(cpp.record);
  const cppDefinition = cpp.record.define();
  if (rust.status !== 'exact' || rustDefinition.status !== 'exact' || fields.status !== 'exact') return null;
  if (cppLayout.status !== 'exact' || cppDefinition.status !== 'exact') return null;
  const names = new Map(
    item.fields.flatMap(({ name, cxxName }) => (cxxName === null ? [] : [[name, cxxName]])),
  );
  return {
    rust: {
      uri,
      item: asRecord,
      fields: fields.value,
      definition: rustDefinition.value,
      layout: {
        ...rust.value,
        fields: rust.value.fields.map((field) => ({ ...field, name: names.get(field.name) ?? field.name })),
      },
    },
    cpp: {
      uri: cpp.uri,
      item: cpp.item,
      fields: fieldSourcesOf(cppDefinition.value),
      definition: cppDefinition.value,
      layout: cppLayout.value,
    },
  };
}

/** An integer that has a sign on one side only; plain `char` is either. */
function signDrift({ rust, cpp }: LaidOutMirror, defined: LocatedEvidence, view: TargetView): Drift | null {
  for (const [i, place] of rust.layout.fields.entries()) {
    const j = cpp.fields.findIndex(({ name }) => name === place.name);
    const [own, other] = [rust.definition.fields[i]?.type, cpp.definition.fields[j]?.type];
    const [field, member] = [rust.fields[i], cpp.fields[j]];
    if (
      !own ||
      !field ||
      !member ||
      other?.kind !== 'builtin' ||
      /^(?:char|bool|w?char\d*_t)$/.test(other.name)
    )
      continue;
    const [left, right] = [neutralOfRust(own, view), neutralOfCpp(other, view)];
    if (left.kind !== 'integer' || right.kind !== 'integer' || left.signed === right.signed) continue;
    return {
      at: field.typeRange,
      message: `\`${place.name}\` has ${right.signed ? 'a sign' : 'no sign'} in C++, where it is \`${other.name}\`, and ${left.signed ? 'a' : 'none'} in Rust`,
      because: [
        {
          message: `\`${member.name}\` is declared here`,
          location: { uri: cpp.uri, range: member.nameRange },
        },
        defined,
      ],
      correction: null,
    };
  }
  return null;
}

function* enumDrifts(uri: Uri, item: CxxSharedEnum, bridge: CxxBridge, view: TargetView): Generator<Drift> {
  const type = typeInCpp(uri, item, bridge, view);
  const source = type.kind === 'enum' ? view.cpp.sourceOfEnum(type.enum) : undefined;
  if (!source?.item.definition) return;
  const defined: LocatedEvidence = {
    message: `C++ defines \`${source.item.name}\` here`,
    location: { uri: source.uri, range: source.item.nameRange },
  };
  const record = view.rust.shared({ kind: 'shared-enum', uri, item, bridge });
  const own = view.rustLayouts.layOut({ kind: 'record', record });
  const other = view.cppAbi.sizeOf(type);
  if (own.status === 'exact' && other.status === 'exact' && own.value.size !== other.value.size)
    yield {
      at: item.nameRange,
      message: `it takes ${bytes(own.value.size)} in Rust, ${bytes(other.value.size)} in C++${item.integer === null ? ': without a `#[repr(…)]` cxx takes the smallest integer that holds all values' : ''}`,
      because: [defined],
      correction: null,
    };
  const values = view.cpp.enumerators(source.uri, source.item);
  const variants = valuesOf(uri, item, bridge, view);
  if (values.status !== 'exact' || variants.status !== 'exact' || source.item.unread !== null) return;
  for (const { variant, value } of variants.value) {
    const name = variant.cxxName ?? variant.name;
    const wanted = values.value.get(name);
    if (wanted === value) continue;
    const enumerator = source.item.enumerators.find((each) => each.name === name);
    const here: Location = { uri: source.uri, range: (enumerator ?? source.item).nameRange };
    yield wanted === undefined
      ? {
          at: variant.nameRange,
          message: `C++ has no enumerator \`${name}\``,
          because: [defined],
          correction: null,
        }
      : {
          at: variant.nameRange,
          message: `\`${name}\` is ${value} in Rust, ${wanted} in C++`,
          because: [{ message: `\`${name}\` is ${wanted}`, location: here }, defined],
          correction: {
            title: `Change the value to ${wanted}`,
            change: {
              range: { start: variant.nameRange.end, end: variant.range.end },
              newText: ` = ${wanted}`,
            },
          },
        };
  }
}

interface VariantValue {
  readonly variant: CxxVariant;
  readonly value: bigint;
}

/** Variants count on from the one before, the first from 0. */
function valuesOf(
  uri: Uri,
  item: CxxSharedEnum,
  bridge: CxxBridge,
  view: TargetView,
): Known<readonly VariantValue[]> {
  const context = rustContext(uri, [...bridge.modulePath, bridge.name]);
  let all: Known<readonly VariantValue[]> = exact([]);
  for (const variant of item.variants) {
    // Those under a condition may be there or not, and count on or not.
    if (variant.condition.length > item.condition.length)
      return unknown(`\`${variant.name}\` depends on \`cfg\``);
    all = derive(all, (before) =>
      derive(
        variant.discriminant
          ? view.rust.constant(variant.discriminant, context)
          : exact((before.at(-1)?.value ?? -1n) + 1n),
        (value) => exact([...before, { variant, value }]),
      ),
    );
  }
  return all;
}
