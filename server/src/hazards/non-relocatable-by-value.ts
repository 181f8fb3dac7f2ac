import type { CppAbiRecord } from '../abi/model.js';
import type { Evidence } from '../base/known.js';
import type { Range } from '../base/range.js';
import { editOf } from '../base/source-edit.js';
import {
  isBridgeType,
  passesAsC,
  passesAsCxx,
  type TypeCrossing,
  type TypeUse,
} from '../boundary/crossing.js';
import { nontrivialRecord } from '../boundary/hidden-references.js';
import type { TargetView } from '../boundary/target-view.js';
import { defineHazard, type Remedy } from './hazard.js';
import page from './non-relocatable-by-value.md';
import { lastReason, located, mirroredHere } from './wording.js';

export const nonRelocatableByValue = defineHazard({
  id: 'non-relocatable-by-value',
  title: 'Rust holds a C++ value that must not be moved by copying its bytes',
  severity: 'warning',
  concerns: 'type',
  page,
  check(crossing, view, report) {
    const uses = crossing.uses.filter(({ how }) => how === 'by value');
    const first = uses[0];
    if (!first || !crossing.cpp.item.definition) return;
    const record = view.cpp.record(crossing.cpp.uri, crossing.cpp.item);
    const reason =
      brokenByMoving(record, view) ?? (passesAsCxx(crossing.mechanism) ? refusedByCxx(record, view) : null);
    if (!reason) return;
    // Raw calls already pass such a class in the wrong way: that finding says more.
    if (passesAsC(crossing.mechanism) && nontrivialRecord({ kind: 'record', record }, view) !== null) return;
    report({
      at: { uri: crossing.rust.uri, range: crossing.rust.item.nameRange },
      message: `Rust holds \`${crossing.name}\` by value (${first.what}) and moves it by copying its bytes, which ${reason.consequence}: ${lastReason(reason.because)}`,
      evidence: [
        mirroredHere(crossing),
        ...located(reason.because),
        ...uses.slice(0, 3).map(({ rust, what }) => ({ location: rust, message: what })),
      ],
      remedies: crossOwned(crossing, uses),
    });
  },
});

interface Reason {
  /** What the move does, as a predicate. */
  readonly consequence: string;
  readonly because: readonly Evidence[];
}

function brokenByMoving(record: CppAbiRecord, view: TargetView): Reason | null {
  const relocation = view.cppAbi.relocationOf({ kind: 'record', record });
  if (relocation.status === 'unknown' || relocation.value.trivial) return null;
  return { consequence: 'breaks it', because: relocation.because };
}

/**
 * A move constructor or destructor of its own may or may not care about the object's address, but cxx does not
 * take the risk: the C++ that it generates asserts that both are trivial, unless the class is declared to be
 * relocatable, which `relocationOf` knows.
 *
 * @see cxx: include/cxx.h, IsRelocatable
 */
function refusedByCxx(record: CppAbiRecord, view: TargetView): Reason | null {
  if (view.cppAbi.relocationOf({ kind: 'record', record }).status !== 'unknown') return null;
  const { specialMembers } = view.cppAbi;
  const move = specialMembers.fateOf(record, 'moveConstructor');
  // A class without a move constructor is moved by its copy constructor.
  const copies = move.status === 'exact' && move.value.state === 'absent';
  const moves = copies ? specialMembers.fateOf(record, 'copyConstructor') : move;
  for (const fate of [moves, specialMembers.fateOf(record, 'destructor')]) {
    if (fate.status === 'unknown') continue;
    if (fate.value.state === 'user-provided' || fate.value.state === 'non-trivial') {
      return { consequence: 'cxx refuses in the C++ that it generates', because: fate.value.because };
    }
  }
  return null;
}

/** Under cxx: the type becomes opaque, and its owner passes a `UniquePtr`. C++ has to return one, too. */
function crossOwned({ rust: { uri, item } }: TypeCrossing, uses: readonly TypeUse[]): Remedy[] {
  if (!isBridgeType(item) || item.alias === null) return [];
  const name = item.rustName ?? item.name;
  const results = uses.filter(({ what, rust }) => what.startsWith('returned by') && rust.uri === uri);
  if (results.length !== uses.length) return [];
  return [
    {
      title: `Make \`${name}\` opaque and pass it as \`UniquePtr<${name}>\``,
      edit: (read) => {
        const lines = read(uri)?.split('\n');
        const changes = results.map(({ rust: { range } }) => ({
          range,
          newText: owned(textOf(lines, range), name),
        }));
        if (changes.some(({ newText }) => newText === null)) return null;
        return editOf(
          uri,
          { range: { start: item.nameRange.end, end: item.range.end }, newText: ';' },
          ...changes.map(({ range, newText }) => ({ range, newText: newText ?? '' })),
        );
      },
    },
  ];
}

/** The text of a result, which stands on one line. */
const textOf = (lines: readonly string[] | undefined, { start, end }: Range): string =>
  start.line === end.line ? (lines?.[start.line]?.slice(start.character, end.character) ?? '') : '';

/** `T` and `Result<T>` can be owned; cxx has no vectors or arrays of `UniquePtr`. */
function owned(result: string, name: string): string | null {
  const pointer = `UniquePtr<${name}>`;
  if (result === name) return pointer;
  return result === `Result<${name}>` ? `Result<${pointer}>` : null;
}
