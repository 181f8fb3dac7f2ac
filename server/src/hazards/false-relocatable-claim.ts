import type { RelocationClaim } from '../abi/model.js';
import type { Location } from '../base/range.js';
import { editOf, type SourceEdit } from '../base/source-edit.js';
import { isBridgeType, type TypeCrossing } from '../boundary/crossing.js';
import { relocationClaimsOf } from '../boundary/lowering/relocation-claims.js';
import { hasAttribute } from '../facts/cpp/attributes.js';
import type { TargetView } from '../boundary/target-view.js';
import { rewriteHead, textIn } from './declaration-head.js';
import page from './false-relocatable-claim.md';
import { defineHazard, type RelatedPlace, type Remedy, type SourceReader } from './hazard.js';
import { lastReason, located, mirroredHere } from './wording.js';

export const falseRelocatableClaim = defineHazard({
  id: 'false-relocatable-claim',
  title: 'A class is declared to be relocatable, and its members say otherwise',
  severity: 'error',
  concerns: 'type',
  page,
  check(crossing, view, report) {
    const claims = [...claimsInCpp(crossing, view), ...claimsInRust(crossing, view)];
    if (claims.length === 0) return;
    const { uri, item } = crossing.cpp;
    const verdict = view.cppAbi.relocationWithoutClaims(view.cpp.record(uri, item));
    if (verdict.status === 'unknown' || verdict.value.trivial) return;
    for (const claim of claims) {
      report({
        at: claim.location,
        message: `${claim.message}, but moving its bytes breaks it: ${lastReason(verdict.because)}`,
        evidence: [mirroredHere(crossing), ...located(verdict.because), namedInRust(crossing)],
        remedies: claim.remedies,
        ground: verdict,
      });
    }
  },
});

const namedInRust = ({ rust: { uri, item } }: TypeCrossing): RelatedPlace => ({
  location: { uri, range: item.nameRange },
  message: `Rust declares \`${item.name}\``,
});

interface Claim {
  readonly message: string;
  readonly location: Location;
  readonly remedies: readonly Remedy[];
}

/** P2786's keyword is none: it says nothing of a class that is not eligible. */
function claimsInCpp({ cpp }: TypeCrossing, { program }: TargetView): Claim[] {
  const here: Location = { uri: cpp.uri, range: cpp.item.nameRange };
  const mark = `\`${cpp.item.name}\` is marked \`[[clang::trivial_abi]]\``;
  return [
    ...relocationClaimsOf(program, cpp.uri, cpp.item)
      .filter(({ form }) => form !== 'keyword')
      .map((claim) => ({
        message: claim.message,
        location: claim.location ?? here,
        remedies: [withdraw(claim, cpp)],
      })),
    ...(hasAttribute(cpp.item.attributes, 'trivial_abi', 'clang')
      ? [{ message: mark, location: here, remedies: [unmark(cpp)] }]
      : []),
  ];
}

/** Where a bridge makes use of the promise, `non-relocatable-by-value` says what comes of it. */
function claimsInRust({ rust: { uri, item }, uses }: TypeCrossing, view: TargetView): Claim[] {
  if (uses.some(({ how }) => how === 'by value')) return [];
  const alias = isBridgeType(item) ? item.alias : null;
  const name = alias?.kind === 'path' ? (alias.path.at(-1) ?? item.name) : item.name;
  return view.program.rust.implementations('ExternType', name, uri).flatMap((implementation) => {
    const kind = implementation.item.associatedTypes.find((type) => type.name === 'Kind')?.type;
    if (kind?.kind !== 'path' || kind.path.at(-1) !== 'Trivial') return [];
    const location: Location = { uri: implementation.uri, range: implementation.item.range };
    const message = `\`ExternType\` for \`${name}\` says \`Kind = Trivial\``;
    return [{ message, location, remedies: [makeOpaque(location)] }];
  });
}

const withdraw = ({ declaration }: RelocationClaim, cpp: TypeCrossing['cpp']): Remedy =>
  declaration === null
    ? unmark(cpp)
    : { title: 'Withdraw the claim', edit: (read) => withoutDeclaration(declaration, read) };

const MARKS =
  /(?:\[\[\s*(?:clang::)?(?:trivial_abi|trivially_relocatable)\s*\]\]|__attribute__\(\(trivial_abi\)\))\s*/g;

const unmark = ({ uri, item }: TypeCrossing['cpp']): Remedy => ({
  title: 'Withdraw the claim',
  edit: (read) => rewriteHead(uri, item, (head) => head.replace(MARKS, ''), read),
});

const makeOpaque = ({ uri, range }: Location): Remedy => ({
  title: 'Change the kind to `Opaque`',
  edit: (read) => {
    const text = textIn(read(uri), range);
    const newText = text?.replace(/(\btype\s+Kind\s*=[^;]*\b)Trivial\b/, '$1Opaque');
    return newText === undefined || newText === text ? null : editOf(uri, { range, newText });
  },
});

/** Deletes it, with its line where it stands alone. */
function withoutDeclaration({ uri, range: { start, end } }: Location, read: SourceReader): SourceEdit | null {
  const lines = read(uri)?.split('\n');
  const last = lines?.[end.line];
  if (!lines || last === undefined) return null;
  const rest = /^[\s;]*/.exec(last.slice(end.character))?.[0] ?? '';
  const isAlone =
    lines[start.line]?.slice(0, start.character).trim() === '' &&
    end.character + rest.length === last.length &&
    end.line + 1 < lines.length;
  const range = isAlone
    ? { start: { line: start.line, character: 0 }, end: { line: end.line + 1, character: 0 } }
    : { start, end: { line: end.line, character: end.character + rest.length } };
  return editOf(uri, { range, newText: '' });
}
