import type { RecordLayout } from '../abi/layout/record-layout.js';
import type { Location, Uri } from '../base/range.js';
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
    compareFields(rustUri, rustItem, rust.value.fields, cppSource, cpp.value) ??
    compareWhole(rust.value, cpp.value)
  );
}

type FieldPlace = Pick<RecordLayout['fields'][number], 'name' | 'offset' | 'size'>;

function compareFields(
  rustUri: Uri,
  rustItem: RustRecord,
  rustFields: readonly FieldPlace[],
  { uri: cppUri, item: cppItem }: { readonly uri: Uri; readonly item: CppRecord },
  cpp: RecordLayout,
): LayoutDifference | null {
  // Bases, tables, bit-fields and anonymous members have no counterpart by position: only the whole is compared.
  const plain =
    cpp.bases.length === 0 &&
    cpp.tablePointers.length === 0 &&
    cpp.fields.length === cppItem.fields.length &&
    cpp.fields.every(({ bitWidth }) => bitWidth === null);
  if (
    !plain ||
    rustFields.length !== rustItem.fields.length ||
    rustItem.kind !== 'struct' ||
    cppItem.kind === 'union'
  ) {
    return null;
  }
  const byName = sameNames(rustFields, cpp.fields);
  for (const [i, field] of rustFields.entries()) {
    const j = byName ? cpp.fields.findIndex(({ name }) => name === field.name) : i;
    const other = cpp.fields[j];
    if (!other) break;
    if (field.offset === other.offset && field.size === other.size) continue;
    const subject =
      field.name === other.name ? `\`${field.name}\`` : `\`${field.name}\` (\`${other.name}\` in C++)`;
    return {
      message:
        field.offset === other.offset
          ? `${subject} at offset ${field.offset} takes ${bytes(field.size)} in Rust, ${bytes(other.size)} in C++`
          : `${subject} is at offset ${field.offset} in Rust, ${other.offset} in C++`,
      rust: { uri: rustUri, range: rustItem.fields[i]?.nameRange ?? rustItem.nameRange },
      rustMessage: `\`${field.name}\`: ${bytes(field.size)} at offset ${field.offset}`,
      cpp: { uri: cppUri, range: cppItem.fields[j]?.nameRange ?? cppItem.nameRange },
      cppMessage: `\`${other.name}\`: ${bytes(other.size)} at offset ${other.offset}`,
    };
  }
  if (rustFields.length === cpp.fields.length) return null;
  const [more, fewer] = rustFields.length > cpp.fields.length ? ['Rust', 'C++'] : ['C++', 'Rust'];
  const extra = [...rustFields, ...cpp.fields.slice(rustFields.length)][
    Math.min(rustFields.length, cpp.fields.length)
  ];
  return {
    ...NO_MEMBERS,
    message: `${more} has ${Math.max(rustFields.length, cpp.fields.length)} fields, ${fewer} ${Math.min(rustFields.length, cpp.fields.length)}${extra ? `: \`${extra.name}\` is missing` : ''}`,
  };
}

/** Both records have the same fields, in whatever order: then a field is compared with its namesake. */
function sameNames(rust: readonly FieldPlace[], cpp: readonly FieldPlace[]): boolean {
  const names = new Set(rust.map(({ name }) => name));
  return names.size === rust.length && rust.length === cpp.length && cpp.every(({ name }) => names.has(name));
}

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
