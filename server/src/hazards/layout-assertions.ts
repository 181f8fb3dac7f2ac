import { editOf, type SourceEdit } from '../base/source-edit.js';
import { isSurelyCpp } from '../boundary/cpp-dialect.js';
import { isBridgeType, type TypeCrossing } from '../boundary/crossing.js';
import {
  cppPins,
  rustPins,
  targetsWith,
  type LayoutPins,
  type PinnedTargets,
} from '../boundary/layout-pins.js';
import type { TargetView } from '../boundary/target-view.js';
import type { Remedy } from './hazard.js';

/** Writes behind the Rust record what its layout is, as a constant that no build gets past where it is not. */
export const assertInRust = (crossing: Pick<TypeCrossing, 'rust'>, view: TargetView): Remedy => ({
  title: 'Assert the layout in Rust',
  edit: (read) => {
    const { uri, item } = crossing.rust;
    const pins = rustPins(crossing, view);
    const targets = targetsWith((other) => rustPins(crossing, other), view);
    if (!pins || !targets || isBridgeType(item)) return null;
    const lines = [
      ...(targets.kind === 'all' ? [] : [`#[cfg(${cfgOf(targets)})]`]),
      'const _: () = {',
      `    assert!(core::mem::size_of::<${item.name}>() == ${pins.size});`,
      `    assert!(core::mem::align_of::<${item.name}>() == ${pins.align});`,
      ...pins.offsets.map(
        ({ name, offset }) => `    assert!(core::mem::offset_of!(${item.name}, ${name}) == ${offset});`,
      ),
      '};',
    ];
    return behind(uri, item.range, lines, read(uri));
  },
});

function cfgOf(targets: Extract<PinnedTargets, { kind: 'width' }>): string {
  const width = `target_pointer_width = "${targets.pointerSize * 8}"`;
  if (targets.windows === null) return width;
  return `all(${width}, ${targets.windows ? 'windows' : 'not(windows)'})`;
}

/**
 * The same behind the C++ record. In a header that C may include as well, C does not see it.
 *
 * @param told what a compiler says of an assertion that fails
 */
export const assertInCpp = (
  crossing: Pick<TypeCrossing, 'cpp'>,
  view: TargetView,
  told = `Rust mirrors ${crossing.cpp.item.name}`,
): Remedy => ({
  title: 'Assert the layout in C++',
  edit: (read) => {
    const { uri, item } = crossing.cpp;
    const pins = cppPins(crossing, view);
    const targets = targetsWith((other) => cppPins(crossing, other), view);
    if (!pins || !targets) return null;
    const width = targets.kind === 'width' ? `sizeof(void *) != ${targets.pointerSize} || ` : '';
    const windows = targets.kind === 'width' ? targets.windows : null;
    const guards = [
      ...(isSurelyCpp(uri, view.program) ? [] : ['#ifdef __cplusplus']),
      ...(windows === null ? [] : [windows ? '#ifdef _WIN32' : '#ifndef _WIN32']),
    ];
    const lines = [
      ...guards,
      ...conditionsOf(crossing, pins, view).map((each) => `static_assert(${width}${each}, "${told}");`),
      ...guards.map(() => '#endif'),
    ];
    return behind(uri, item.range, lines, read(uri));
  },
});

/** `offsetof` where the file has it and the class allows it. @see C++ [support.types.layout] */
function conditionsOf(
  { cpp: { uri, item } }: Pick<TypeCrossing, 'cpp'>,
  pins: LayoutPins,
  view: TargetView,
): string[] {
  const facts = view.program.facts(uri);
  const hasOffsetof =
    facts?.language === 'cpp' &&
    facts.includes.some(({ path }) => path === 'cstddef' || path === 'stddef.h') &&
    item.bases.length === 0 &&
    item.methods.every(({ virtual }) => !virtual) &&
    item.fields.every(({ access }) => access === 'public');
  return [
    `sizeof(${item.name}) == ${pins.size}`,
    `alignof(${item.name}) == ${pins.align}`,
    ...(hasOffsetof
      ? pins.offsets.map(({ name, offset }) => `offsetof(${item.name}, ${name}) == ${offset}`)
      : []),
  ];
}

/** Lines of their own behind the line on which a declaration ends, indented as the one on which it begins. */
function behind(
  uri: string,
  { start, end }: { readonly start: { readonly line: number }; readonly end: { readonly line: number } },
  lines: readonly string[],
  text: string | null,
): SourceEdit | null {
  const all = text?.split('\n');
  const last = all?.[end.line];
  if (!all || last === undefined) return null;
  const indent = /^\s*/.exec(all[start.line] ?? '')?.[0] ?? '';
  const written = lines.map(
    (line) => `\n${line.startsWith('#if') || line === '#endif' ? '' : indent}${line}`,
  );
  const at = { line: end.line, character: last.replace(/\r$/, '').length };
  return editOf(uri, { range: { start: at, end: at }, newText: `\n${written.join('')}` });
}
