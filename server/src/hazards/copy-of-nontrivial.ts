import type { CppAbiRecord } from '../abi/model.js';
import type { SpecialMemberFate } from '../abi/special-members.js';
import type { Known } from '../base/known.js';
import type { Uri } from '../base/range.js';
import { isBridgeType, isMirror, isOpaque, type TypeCrossing } from '../boundary/crossing.js';
import { rustContext } from '../boundary/lowering/rust-types.js';
import type { TargetView } from '../boundary/target-view.js';
import type { RustRecord } from '../facts/rust/rust-facts.js';
import page from './copy-of-nontrivial.md';
import { rewriteHead } from './declaration-head.js';
import { defineHazard, type Remedy } from './hazard.js';
import { lastReason, located, mirroredHere } from './wording.js';

export const copyOfNontrivial = defineHazard({
  id: 'copy-of-nontrivial',
  title: 'Rust copies the bytes of a C++ class that is not copied so',
  severity: 'error',
  concerns: 'type',
  page,
  check(crossing, view, report) {
    const rust = rustRecord(crossing, view);
    if (!rust || isOpaque(rust.item) || !isMirror(crossing)) return;
    const derived = rust.item.derives.filter((trait) => trait === 'Copy' || trait === 'Clone');
    if (derived.length === 0) return;
    const own = notTrivial(view.cpp.record(crossing.cpp.uri, crossing.cpp.item), view);
    if (!own) return;
    const traits = derived.map((trait) => `\`${trait}\``).join(' and ');
    report({
      at: { uri: rust.uri, range: rust.item.nameRange },
      message: `\`${rust.item.name}\` derives ${traits}, a copy of its bytes, which is not how C++ copies \`${crossing.cpp.item.name}\`: ${lastReason(own.because)}`,
      evidence: [mirroredHere(crossing), ...located(own.because)],
      remedies: [withdraw(rust, traits)],
      ground: own.ground,
    });
  },
});

interface RustSide {
  readonly uri: Uri;
  readonly item: RustRecord;
}

/** The record that Rust lays out: under cxx what the bridge's type is an alias of. */
function rustRecord({ rust: { uri, item } }: TypeCrossing, view: TargetView): RustSide | null {
  if (!isBridgeType(item)) return { uri, item };
  if (item.alias === null) return null;
  const type = view.rust.type(item.alias, rustContext(uri, []));
  return type.kind === 'record' ? (view.rust.sourceOf(type.record) ?? null) : null;
}

/** Why a copy of the bytes leaves an object that the class does not know of. */
function notTrivial(
  record: CppAbiRecord,
  view: TargetView,
): { readonly because: SpecialMemberFate['because']; readonly ground: Known<SpecialMemberFate> } | null {
  for (const kind of ['destructor', 'copyConstructor'] as const) {
    const fate = view.cppAbi.specialMembers.fateOf(record, kind);
    if (fate.status === 'unknown') continue;
    if (fate.value.state === 'user-provided' || fate.value.state === 'non-trivial')
      return { because: fate.value.because, ground: fate };
  }
  return null;
}

const withdraw = ({ uri, item }: RustSide, traits: string): Remedy => ({
  title: `Do not derive ${traits}`,
  edit: (read) => rewriteHead(uri, item, withoutCopies, read),
});

/** Takes both traits out of `#[derive(…)]`, and the attribute away where nothing is left in it. */
const withoutCopies = (head: string): string =>
  head.replace(/#\[derive\(([^)]*)\)\]\s*/g, (attribute, list: string) => {
    const all = list.split(',').map((name) => name.trim());
    const kept = all.filter((name) => name !== '' && !/(?:^|::)(?:Copy|Clone)$/.test(name));
    if (kept.length === all.length) return attribute;
    return kept.length === 0 ? '' : attribute.replace(`(${list})`, () => `(${kept.join(', ')})`);
  });
