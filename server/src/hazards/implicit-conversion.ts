import type { Uri } from '../base/range.js';
import {
  boundType,
  convertingConstructors,
  isGivenBy,
  isOwnedIn,
  type BoundType,
} from '../boundary/bound-types.js';
import { isBridgeType } from '../boundary/crossing.js';
import type { TargetView } from '../boundary/target-view.js';
import type { CppFunction } from '../facts/cpp/cpp-facts.js';
import { formatCppDeclaration } from '../facts/cpp/format-declaration.js';
import type { CxxBridge, CxxFunction, RustParameter, RustType } from '../facts/rust/rust-facts.js';
import { defineHazard, type RelatedPlace } from './hazard.js';
import page from './implicit-conversion.md';
import { declaredHere } from './wording.js';

export const implicitConversion = defineHazard({
  id: 'implicit-conversion',
  title: 'C++ makes an argument of another value by itself, and Rust cannot',
  severity: 'information',
  concerns: 'type',
  page,
  check(crossing, view, report) {
    const { uri, item } = crossing.rust;
    const bound = isBridgeType(item) && item.alias === null ? boundType(crossing, view) : null;
    if (!bound?.bridge || !isBridgeType(item) || bound.hasBytes) return;
    const name = item.rustName ?? item.name;
    const taken = borrowedBy(bound.bridge, name);
    if (!taken || isHad(bound.bridge, name) || isToldOfType(bound, view)) return;
    const constructors = convertingConstructors(crossing, bound);
    const [first] = constructors;
    if (!first) return;
    report({
      at: { uri, range: taken.parameter.range },
      message: `\`${taken.by.rustName ?? taken.by.name}\` takes ${article(name)} \`${name}\`, which C++ callers need not have: \`${formatCppDeclaration(first)}\` makes it of what they give. Nothing in the bridge \`${bound.bridge.name}\` gives Rust one: bind a function that takes what the constructor takes`,
      evidence: placesOf(crossing.cpp.uri, constructors),
      remedies: [],
    });
  },
  surface: {
    record(item, view, report) {
      const { taker } = item;
      if (!taker) return;
      const { uri, item: record } = item.cpp;
      const constructors = convertingConstructors(item, {
        definition: view.cpp.record(uri, record).define(),
      });
      const [first] = constructors;
      if (!first) return;
      report({
        at: { uri, range: record.nameRange },
        message: `Where C++ takes ${article(record.name)} \`${item.name}\`, as \`${taker.item.name}\` does, \`${formatCppDeclaration(first)}\` makes one of what callers give. Nothing binds it yet; Rust converts nothing by itself, so that a binding needs a function that makes one`,
        evidence: [...placesOf(uri, constructors), declaredHere(taker)],
        remedies: [],
      });
    },
  },
});

const placesOf = (uri: Uri, constructors: readonly CppFunction[]): RelatedPlace[] =>
  constructors.map((each) => ({
    location: { uri, range: each.nameRange },
    message: `C++ converts by \`${formatCppDeclaration(each)}\``,
  }));

const article = (name: string): string => (/^[AEIOU]/i.test(name) ? 'an' : 'a');

/** The first parameter of C++ that is a `&T`, for which C++ takes a temporary. */
function borrowedBy(
  { blocks }: CxxBridge,
  name: string,
): { readonly by: CxxFunction; readonly parameter: RustParameter } | null {
  for (const { side, functions } of blocks) {
    if (side !== 'C++') continue;
    for (const by of functions) {
      const parameter = by.signature.parameters.find(({ type }) => isBorrowed(type, name));
      if (parameter) return { by, parameter };
    }
  }
  return null;
}

const isBorrowed = (type: RustType, name: string): boolean =>
  type.kind === 'reference' &&
  !type.mutable &&
  type.referent.kind === 'path' &&
  type.referent.path.join('::') === name;

/** Whether Rust gets objects of the type, or owns some that it has from elsewhere. */
const isHad = (bridge: CxxBridge, name: string): boolean =>
  isGivenBy(bridge, name) || isOwnedIn(bridge, name);

/** `in-place-construction` says of a class that cannot be moved that Rust has none. */
function isToldOfType({ record }: BoundType, view: TargetView): boolean {
  const immovable = view.cppAbi.specialMembers.isImmovable(record);
  return immovable.status !== 'unknown' && immovable.value;
}
