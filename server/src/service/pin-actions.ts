import { compareRanges, overlaps, type Range, type Uri } from '../base/range.js';
import { isBridgeType, isMirror, type Crossing, type TypeCrossing } from '../boundary/crossing.js';
import { cppPins, rustPins } from '../boundary/layout-pins.js';
import type { TargetView } from '../boundary/target-view.js';
import type { FileFacts } from '../facts/facts.js';
import type { CppRecord } from '../facts/cpp/cpp-facts.js';
import type { RustRecord } from '../facts/rust/rust-facts.js';
import type { Remedy, SourceReader } from '../hazards/hazard.js';
import { assertInCpp, assertInRust } from '../hazards/layout-assertions.js';
import { qualifiedName } from '../program/cpp-names.js';
import { qualifiedRustName } from '../program/rust-names.js';
import type { OfferedAction, RemedyKey, SourceEdit } from './answers.js';

const KIND = 'pin-layout';

/** What a file and its crossings say, as far as it matters for its records. */
export interface PinnedFile {
  readonly uri: Uri;
  readonly facts: FileFacts;
  readonly crossings: readonly Crossing[];
  readonly view: TargetView;
}

/**
 * "Pin the layout of `X`" for the record at a place: assertions by which its compiler holds it to the computed layout,
 * and the other side's compiler its mirror.
 */
export const pinActions = (file: PinnedFile, range: Range): OfferedAction[] =>
  recordsOf(file)
    .filter(({ place }) => overlaps(place, range))
    .flatMap((record) => pinsOf(record, file))
    .map(({ title, subject }) => ({
      title,
      key: { uri: file.uri, kind: KIND, subject },
      kind: 'refactor',
      preferred: false,
      finding: null,
    }));

export const isPinKey = ({ kind }: RemedyKey): boolean => kind === KIND;

/**
 * What a key of `pinActions` stands for.
 *
 * @returns the files that it edits, and the edit by their texts; null where it does not apply any more
 */
export function resolvePin(
  { subject }: RemedyKey,
  file: PinnedFile,
): { readonly files: readonly Uri[]; readonly edit: (read: SourceReader) => SourceEdit | null } | null {
  const pin = recordsOf(file)
    .filter(({ name }) => subject.startsWith(`${name} `))
    .flatMap((record) => pinsOf(record, file))
    .find((each) => each.subject === subject);
  if (!pin) return null;
  return {
    files: pin.files,
    edit: (read) => {
      const edits = pin.assertions.map(({ edit }) => edit(read));
      const changes = edits.flatMap((edit) => edit?.changes ?? []);
      return edits.includes(null) ? null : { changes, creates: [] };
    },
  };
}

interface RustSide {
  readonly uri: Uri;
  readonly item: RustRecord;
}

interface CppSide {
  readonly uri: Uri;
  readonly item: CppRecord;
}

/** A record of the file, and the one of the other side that has the same bytes. */
interface MirroredRecord {
  readonly name: string;
  /** Of its name. */
  readonly place: Range;
  readonly own: 'rust' | 'cpp';
  readonly rust: RustSide | null;
  readonly cpp: CppSide | null;
}

function recordsOf({ uri, facts, crossings }: PinnedFile): readonly MirroredRecord[] {
  const mirrorOf = (side: 'rust' | 'cpp', { nameRange }: RustRecord | CppRecord): TypeCrossing | undefined =>
    crossings.find(
      (crossing): crossing is TypeCrossing =>
        crossing.kind === 'type' &&
        crossing[side].uri === uri &&
        compareRanges(crossing[side].item.nameRange, nameRange) === 0 &&
        isMirror(crossing),
    );
  switch (facts.language) {
    case 'rust':
      return facts.records.map((item) => ({
        name: qualifiedRustName(item),
        place: item.nameRange,
        own: 'rust',
        rust: { uri, item },
        cpp: mirrorOf('rust', item)?.cpp ?? null,
      }));
    case 'cpp':
      return facts.records.map((item) => {
        const rust = mirrorOf('cpp', item)?.rust;
        const isRecord = rust && !isBridgeType(rust.item);
        return {
          name: qualifiedName(item),
          place: item.nameRange,
          own: 'cpp',
          rust: isRecord ? { uri: rust.uri, item: rust.item } : null,
          cpp: { uri, item },
        };
      });
    case 'zng':
      return [];
    default:
      return facts satisfies never;
  }
}

interface Pin {
  readonly title: string;
  readonly subject: string;
  readonly files: readonly Uri[];
  readonly assertions: readonly Remedy[];
}

/** On the record's own side, and on both; on neither where something pins it already or its layout is not exact. */
function pinsOf({ name, own, rust, cpp }: MirroredRecord, { view }: PinnedFile): readonly Pin[] {
  const inRust = rust && canPinRust(rust, view) ? assertInRust({ rust }, view) : null;
  const told = rust ? undefined : `the layout of ${cpp?.item.name ?? name} is pinned`;
  const inCpp = cpp && canPinCpp(cpp, view) ? assertInCpp({ cpp }, view, told) : null;
  const pin = (
    where: string,
    subject: string,
    sides: readonly (CppSide | RustSide | null)[],
    assertions: readonly Remedy[],
  ): Pin => ({
    title: `Pin the layout of \`${name}\` ${where}`,
    subject: `${name} ${subject}`,
    files: sides.flatMap((side) => side?.uri ?? []),
    assertions,
  });
  const ownSide = own === 'rust' ? inRust : inCpp;
  if (!ownSide) return [];
  return [
    own === 'rust' ? pin('in Rust', own, [rust], [ownSide]) : pin('in C++', own, [cpp], [ownSide]),
    ...(inRust && inCpp ? [pin('on both sides', 'both', [rust, cpp], [inRust, inCpp])] : []),
  ];
}

/** Where the layout is one to rely on, an assertion behind the record can name it, and there is none yet. */
function canPinRust({ uri, item }: RustSide, view: TargetView): boolean {
  const { repr, generics, local } = item;
  if (!repr.c || repr.conditional || generics.length > 0 || local) return false;
  return !isPinned(uri, item.name, view) && rustPins({ rust: { uri, item } }, view) !== null;
}

function canPinCpp({ uri, item }: CppSide, view: TargetView): boolean {
  const { name, definition, template, scope } = item;
  const facts = view.program.facts(uri);
  const isCpp = facts?.language === 'cpp' && !facts.isC;
  const isNamed = /^\w+$/.test(name) && template === null && scope.every(({ kind }) => kind === 'namespace');
  if (!isCpp || !definition || !isNamed) return false;
  return !isPinned(uri, name, view) && cppPins({ cpp: { uri, item } }, view) !== null;
}

function isPinned(uri: Uri, name: string, view: TargetView): boolean {
  const facts = view.program.facts(uri);
  return (
    facts !== undefined &&
    'layoutAssertions' in facts &&
    facts.layoutAssertions.some(({ type, measure }) => type === name && measure === 'size')
  );
}
