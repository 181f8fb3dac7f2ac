import { editOf, type TextChange } from '../base/source-edit.js';
import type { ComparedEnums, CppEnumeratorValue, RustEnumerator } from '../boundary/compare-enums.js';
import type { EnumCrossing } from '../boundary/crossing.js';
import { rustNameFor } from '../boundary/enumerator-names.js';
import type { Remedy } from './hazard.js';

/**
 * Gives the variants of a Rust enum the values of C++, and adds those that it lacks. Only where Rust imports (where it
 * exports, the header is the copy), and where the result is an enum: no value twice, each new name one that Rust can
 * have and has not yet.
 */
export function takeEnumerators(crossing: EnumCrossing, compared: ComparedEnums): Remedy[] {
  const { uri, item } = crossing.rust;
  if (crossing.mechanism === 'bindgen') return [];
  if (crossing.direction !== 'rust-calls-cpp' || item.variants.length !== compared.rust.length) return [];
  if (item.variants.some(({ condition }) => condition.length > 0)) return [];
  if (compared.differences.some(({ kind }) => kind === 'missing-in-cpp')) return [];
  const wanted = new Map(
    compared.differences.flatMap((each): [RustEnumerator, bigint][] =>
      each.kind === 'value' ? [[each.rust, each.cpp.value]] : [],
    ),
  );
  const added = newVariants(compared);
  if (!added) return [];
  const mended = compared.rust.map((each) => ({ ...each, value: wanted.get(each) ?? each.value }));
  const values = [...mended.map(({ value }) => value), ...added.map(({ value }) => value)];
  if (new Set(values).size !== values.length) return [];
  return [
    {
      title: 'Take the enumerators of C++',
      edit: (read) => {
        const lines = read(uri)?.split('\n');
        const last = compared.rust.at(-1)?.item;
        if (!lines || !last) return null;
        const indent = /^\s*/.exec(lines[last.range.start.line] ?? '')?.[0] ?? '';
        const separator = last.range.start.line === item.range.start.line ? ', ' : `,\n${indent}`;
        const addition = added.map(({ name, value }) => `${separator}${name} = ${value}`).join('');
        const edits = valueChanges(mended, compared.rust);
        const atLast = edits.find(({ range }) => range.end === last.range.end);
        if (atLast || addition === '')
          return editOf(
            uri,
            ...edits.map((edit) => (edit === atLast ? { ...edit, newText: edit.newText + addition } : edit)),
          );
        return editOf(uri, ...edits, {
          range: { start: last.range.end, end: last.range.end },
          newText: addition,
        });
      },
    },
  ];
}

/** Rust's names for what it lacks; null where one cannot be told, or is taken. */
function newVariants({
  rust,
  pairs,
  differences,
}: ComparedEnums): readonly { readonly name: string; readonly value: bigint }[] | null {
  const missing = new Map<bigint, CppEnumeratorValue>();
  for (const each of differences)
    if (each.kind === 'missing-in-rust' && !missing.has(each.cpp.value))
      missing.set(each.cpp.value, each.cpp);
  const names = new Set(rust.map(({ item }) => item.name));
  const added: { readonly name: string; readonly value: bigint }[] = [];
  for (const { item, value } of missing.values()) {
    const name = rustNameFor(item.name, pairs);
    if (name === null || names.has(name)) return null;
    names.add(name);
    added.push({ name, value });
  }
  return added;
}

/** What has to be written so that each variant has its value: also behind one whose value changes. */
function valueChanges(
  mended: readonly RustEnumerator[],
  before: readonly RustEnumerator[],
): readonly TextChange[] {
  let next = 0n;
  return mended.flatMap(({ item, value }, i): TextChange[] => {
    const follows = item.discriminant === null ? value === next : value === before[i]?.value;
    next = value + 1n;
    if (follows) return [];
    return [{ range: { start: item.nameRange.end, end: item.range.end }, newText: ` = ${value}` }];
  });
}
