import type { RecordLayout } from '../abi/layout/record-layout.js';
import type { Location, Range, Uri } from '../base/range.js';
import type { CppRecord } from '../facts/cpp/cpp-facts.js';
import type { RustRecord } from '../facts/rust/rust-facts.js';
import type { TargetView } from './target-view.js';

/** The first difference of two layouts, in words, and the members that show it. */
export interface LayoutDifference {
  readonly message: string;
  readonly rust: Location | null;
  readonly rustMessage: string;
  readonly cpp: Location | null;
  readonly cppMessage: string;
}

/**
 * Compares a Rust record with the C++ record that it mirrors: number of fields, offsets and sizes in
 * order, then size and alignment. Both layouts have to be exact: a layout that rustc may change, or that
 * rests on a choice of standard library, proves nothing.
 *
 * @returns null where they agree or one is not exact
 */
export function compareLayouts(
  rustUri: Uri,
  rustItem: RustRecord,
  cppSource: { readonly uri: Uri; readonly item: CppRecord },
  view: TargetView,
): LayoutDifference | null {
  const rust = view.rustLayouts.layOut({ kind: 'record', record: view.rust.record(rustUri, rustItem) });
  const cpp = view.cppAbi.layOut(view.cpp.record(cppSource.uri, cppSource.item));
  if (rust.status !== 'exact' || cpp.status !== 'exact') return null;
  return (
    compareFields(rustUri, rustItem, rust.value, cppSource, cpp.value) ?? compareWhole(rust.value, cpp.value)
  );
}

type FieldPlace = Pick<RecordLayout['fields'][number], 'name' | 'offset' | 'size'>;

function compareFields(
  rustUri: Uri,
  rustItem: RustRecord,
  { fields: rustFields, size: rustSize }: { readonly fields: readonly FieldPlace[]; readonly size: number },
  { uri: cppUri, item: cppItem }: { readonly uri: Uri; readonly item: CppRecord },
  cpp: RecordLayout,
): LayoutDifference | null {
  // Bases, tables, bit-fields and anonymous members have no counterpart, and a member whose padding the next
  // one uses has one of fewer bytes: only the whole is compared.
  const plain =
    cpp.bases.length === 0 &&
    cpp.tablePointers.length === 0 &&
    cpp.fields.length === cppItem.fields.length &&
    cpp.fields.every(({ bitWidth }) => bitWidth === null) &&
    !cppItem.fields.some(({ attributes }) => attributes.some((name) => /\bno_unique_address$/.test(name))) &&
    rustFields.length === rustItem.fields.length &&
    rustItem.kind === 'struct' &&
    cppItem.kind !== 'union';
  if (!plain) return null;
  const places = rustFields.map((field, i) => ({
    field,
    range: rustItem.fields[i]?.nameRange ?? rustItem.nameRange,
  }));
  // `PhantomData` and the like mirror nothing.
  const sized = places.filter(({ field }) => field.size > 0);
  // Neither does a flexible array member (`data[]`, `data[0]`): the other side may leave it out.
  const cppSized = cpp.fields.flatMap((field, i) => {
    const item = cppItem.fields[i];
    return field.size > 0 && item ? [{ field, item }] : [];
  });
  const partners = partnersOf(
    sized.map(({ field }) => field),
    cppSized.map(({ field }) => field),
  );
  if (!partners) return null;
  for (const [i, { field, range }] of sized.entries()) {
    const partner = cppSized[partners[i] ?? -1];
    const other = partner?.field;
    if (!other || (field.offset === other.offset && field.size === other.size)) continue;
    const subject =
      field.name === other.name ? `\`${field.name}\`` : `\`${field.name}\` (\`${other.name}\` in C++)`;
    return {
      message:
        field.offset === other.offset
          ? `${subject} at offset ${field.offset} takes ${bytes(field.size)} in Rust, ${bytes(other.size)} in C++`
          : `${subject} is at offset ${field.offset} in Rust, ${other.offset} in C++`,
      rust: { uri: rustUri, range },
      rustMessage: `\`${field.name}\`: ${bytes(field.size)} at offset ${field.offset}`,
      cpp: { uri: cppUri, range: partner.item.nameRange },
      cppMessage: `\`${other.name}\`: ${bytes(other.size)} at offset ${other.offset}`,
    };
  }
  const cppFields = cppSized.map(({ item }) => item);
  return missingField(sized, rustUri, { uri: cppUri, fields: cppFields }, rustSize === cpp.size);
}

/**
 * For each Rust field the C++ field (by index) that it mirrors: its namesake where the names of the shorter
 * record are all in the longer one, else the one at the same place where both have as many.
 *
 * @returns null where nothing says which field is which: a blob of bytes mirrors a whole, not its parts
 */
function partnersOf(
  rust: readonly FieldPlace[],
  cpp: readonly FieldPlace[],
): readonly (number | undefined)[] | null {
  const indices = rust.map(({ name }) => cpp.findIndex((other) => other.name === name));
  const found = indices.filter((index) => index >= 0);
  if (found.length === Math.min(rust.length, cpp.length)) {
    return indices.map((index) => (index >= 0 ? index : undefined));
  }
  return rust.length === cpp.length ? rust.map((_, i) => i) : null;
}

/**
 * A field that one side has and the other lacks, though all others agree. Where the sizes agree too it lies in
 * the other's padding: one that is there to fill it is no difference.
 */
function missingField(
  rust: readonly { readonly field: FieldPlace; readonly range: Range }[],
  rustUri: Uri,
  cpp: { readonly uri: Uri; readonly fields: CppRecord['fields'] },
  sameSize: boolean,
): LayoutDifference | null {
  const names = new Set(rust.map(({ field }) => field.name));
  const fills = (name: string): boolean => sameSize && FILLER.test(name);
  const missing = cpp.fields.find(({ name }) => !names.has(name) && !fills(name));
  if (rust.length < cpp.fields.length && missing) {
    const what = missing.name === '' ? 'an unnamed member' : `a field \`${missing.name}\``;
    return {
      ...NO_MEMBERS,
      message: `C++ has ${what} that Rust lacks`,
      cpp: { uri: cpp.uri, range: missing.name === '' ? missing.range : missing.nameRange },
      cppMessage: missing.name === '' ? 'it is declared here' : `\`${missing.name}\` is declared here`,
    };
  }
  const surplus = rust.find(
    ({ field }) => cpp.fields.every(({ name }) => name !== field.name) && !fills(field.name),
  );
  if (rust.length <= cpp.fields.length || !surplus) return null;
  return {
    ...NO_MEMBERS,
    message: `C++ has no field \`${surplus.field.name}\``,
    rust: { uri: rustUri, range: surplus.range },
    rustMessage: `\`${surplus.field.name}\` is declared here`,
  };
}

/** Names of fields that spell padding out. */
const FILLER = /^_|pad(?:ding)?\d*$|^(?:padding|reserved|unused|dummy|filler|spare)/i;

const NO_MEMBERS = { rust: null, rustMessage: '', cpp: null, cppMessage: '' };

function compareWhole(rust: { size: number; align: number }, cpp: RecordLayout): LayoutDifference | null {
  if (rust.size !== cpp.size) {
    return { ...NO_MEMBERS, message: `it takes ${bytes(rust.size)} in Rust, ${bytes(cpp.size)} in C++` };
  }
  if (rust.align !== cpp.align) {
    return { ...NO_MEMBERS, message: `its alignment is ${rust.align} in Rust, ${cpp.align} in C++` };
  }
  return null;
}

const bytes = (size: number): string => (size === 1 ? '1 byte' : `${size} bytes`);
