import type { Uri } from '../base/range.js';
import type { CppAbiType } from '../abi/model.js';
import type { CppField, CppRecord } from '../facts/cpp/cpp-facts.js';
import type { RustField, RustRecord } from '../facts/rust/rust-facts.js';
import { FILLER } from './compare-fields.js';
import type { PlaceDifference } from './compare-layouts.js';
import { fieldSourcesOf } from './lowering/cpp-records.js';
import type { TargetView } from './target-view.js';

/**
 * A field that one of two records has beside all those of the other, in their order. That needs no layout: it holds
 * where the size of some field is not known, too.
 *
 * @returns null where they have the same fields, or which of them is which cannot be told by their names
 */
export function missingByName(
  rustUri: Uri,
  rustItem: RustRecord,
  cppSource: { readonly uri: Uri; readonly item: CppRecord },
  view: TargetView,
): PlaceDifference | null {
  const rust = namedRustFields(rustUri, rustItem, view);
  const cpp = namedCppFields(cppSource, view);
  if (!rust || !cpp || Math.min(rust.length, cpp.length) < FEWEST_SHARED) return null;
  const surplus = beyond(cpp, rust) ?? beyond(rust, cpp);
  if (!surplus || surplus.some(({ name }) => FILLER.test(name))) return null;
  const missing = surplus[0];
  if (!missing) return null;
  const isOfCpp = cpp.length > rust.length;
  return {
    cause: 'place',
    message: isOfCpp
      ? `C++ has a field \`${missing.name}\` that Rust lacks`
      : `C++ has no field \`${missing.name}\``,
    because: [
      {
        location: { uri: isOfCpp ? cppSource.uri : rustUri, range: missing.field.nameRange },
        message: `\`${missing.name}\` is declared here`,
      },
    ],
  };
}

/** Records that share fewer names by chance would be said to mirror each other. */
const FEWEST_SHARED = 2;

interface Named<F> {
  readonly name: string;
  readonly field: F;
}

/** Null where a field has no name, or may take no room. */
function namedRustFields(uri: Uri, item: RustRecord, view: TargetView): readonly Named<RustField>[] | null {
  const fields = view.rust.fieldsOf(uri, item);
  if (item.kind !== 'struct' || item.shape !== 'named' || !item.repr.c || fields.status !== 'exact')
    return null;
  const record = view.rust.record(uri, item);
  const definition = record.define();
  if (definition.status !== 'exact') return null;
  const sizes = definition.value.fields.map(({ type }) => view.rustLayouts.layOut(type));
  if (sizes.some((size) => size.status !== 'exact' || size.value.size === 0)) return null;
  return fields.value.map((field) => ({ name: field.name.replace(/^r#/, ''), field }));
}

/** Null where there is more to the record than fields with names, or one of them may take no room. */
function namedCppFields(
  { uri, item }: { readonly uri: Uri; readonly item: CppRecord },
  view: TargetView,
): readonly Named<CppField>[] | null {
  const definition = view.cpp.record(uri, item).define();
  if (definition.status !== 'exact' || item.kind === 'union') return null;
  const { bases, fields, functions } = definition.value;
  const sources = fieldSourcesOf(definition.value);
  const isPlain =
    bases.length === 0 &&
    functions.every((each) => !each.virtual) &&
    sources.length === fields.length &&
    sources.every(({ name }) => name !== '') &&
    fields.every(
      (each) => each.bitWidth === null && each.noUniqueAddress === null && takesRoom(each.type, view),
    );
  return isPlain ? sources.map((field) => ({ name: field.name, field })) : null;
}

/** Whatever its size is: a record has at least a byte, and only an array may have none. */
function takesRoom(type: CppAbiType, view: TargetView): boolean {
  if (type.kind !== 'array') return true;
  const size = view.cppAbi.sizeOf(type);
  return size.status === 'exact' && size.value.size > 0;
}

/** What a list has beyond another one, whose names it has in their order; null where it has not, or no more. */
function beyond<A, B>(longer: readonly Named<A>[], shorter: readonly Named<B>[]): readonly Named<A>[] | null {
  if (longer.length <= shorter.length) return null;
  let next = 0;
  const surplus = longer.filter(({ name }) => {
    const isShared = name === shorter[next]?.name;
    if (isShared) next++;
    return !isShared;
  });
  return next === shorter.length ? surplus : null;
}
