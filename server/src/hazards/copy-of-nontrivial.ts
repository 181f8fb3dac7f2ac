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
    const wrong = wrongCopy(crossing, derived, view);
    if (!wrong) return;
    report({
      at: { uri: rust.uri, range: rust.item.nameRange },
      message: `\`${rust.item.name}\` derives ${inWords(wrong.traits)}, ${wrong.consequence}: ${lastReason(wrong.fate.value.because)}`,
      evidence: [mirroredHere(crossing), ...located(wrong.fate.value.because)],
      remedies: [withdraw(rust, wrong.traits)],
      ground: wrong.fate,
    });
  },
});

const inWords = (traits: readonly string[]): string => traits.map((trait) => `\`${trait}\``).join(' and ');

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

type Fate = Exclude<Known<SpecialMemberFate>, { readonly status: 'unknown' }>;

interface WrongCopy {
  readonly traits: readonly string[];
  /** What is wrong about it, as it goes on after the traits. */
  readonly consequence: string;
  /** Of the special member that decides. */
  readonly fate: Fate;
}

/**
 * A derived `Clone` copies the bytes, which is right where the copy constructor does that. What is `Copy` has no
 * `Drop`, too, so that nothing destroys it.
 */
function wrongCopy({ cpp }: TypeCrossing, derived: readonly string[], view: TargetView): WrongCopy | null {
  if (derived.length === 0) return null;
  const record = view.cpp.record(cpp.uri, cpp.item);
  const name = `\`${cpp.item.name}\``;
  const copy = view.cppAbi.specialMembers.fateOf(record, 'copyConstructor');
  const destructor = view.cppAbi.specialMembers.fateOf(record, 'destructor');
  const isDestroyed = destructor.status !== 'unknown' && isNotTrivial(destructor.value);
  if (copy.status !== 'unknown' && isNotTrivial(copy.value))
    return {
      traits: derived,
      consequence: `a copy of its bytes, which is not how C++ copies ${name}`,
      fate: copy,
    };
  if (!isDestroyed) return null;
  if (copy.status !== 'unknown' && copy.value.state === 'deleted')
    return {
      traits: derived,
      consequence: `a copy of its bytes, and in C++ ${name} has no copies`,
      fate: copy,
    };
  return derived.includes('Copy')
    ? {
        traits: ['Copy'],
        consequence: `so that nothing destroys it, and C++ destroys each ${name}`,
        fate: destructor,
      }
    : null;
}

const isNotTrivial = ({ state }: SpecialMemberFate): boolean =>
  state === 'user-provided' || state === 'non-trivial';

const withdraw = ({ uri, item }: RustSide, traits: readonly string[]): Remedy => ({
  title: `Do not derive ${inWords(traits)}`,
  edit: (read) => rewriteHead(uri, item, (head) => without(traits, head), read),
});

/** Takes the traits out of `#[derive(…)]`, and the attribute away where nothing is left in it. */
const without = (traits: readonly string[], head: string): string =>
  head.replace(/#\[derive\(([^)]*)\)\]\s*/g, (attribute, list: string) => {
    const all = list.split(',').map((name) => name.trim());
    const kept = all.filter((name) => name !== '' && !traits.includes(name.split('::').at(-1) ?? ''));
    if (kept.length === all.length) return attribute;
    return kept.length === 0 ? '' : attribute.replace(`(${list})`, () => `(${kept.join(', ')})`);
  });
