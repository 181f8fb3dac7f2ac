import { compareEnums, type ComparedEnums, type EnumDifference } from '../boundary/compare-enums.js';
import type { EnumCrossing } from '../boundary/crossing.js';
import page from './enum-drift.md';
import { defineHazard, type RelatedPlace } from './hazard.js';
import { takeEnumerators } from './enumerator-remedies.js';
import { inWordsUpTo } from './wording.js';

export const enumDrift = defineHazard({
  id: 'enum-drift',
  title: 'An enumeration has other values on the other side',
  severity: 'error',
  concerns: 'enum',
  drift: true,
  page,
  check(crossing, view, report) {
    const compared = compareEnums(crossing, view);
    const [first] = compared?.differences ?? [];
    if (!compared || !first) return;
    const { uri, item } = crossing.rust;
    report({
      at: { uri, range: 'rust' in first ? first.rust.item.nameRange : item.nameRange },
      message: messageFor(crossing, compared),
      evidence: [
        ...compared.differences.slice(0, 3).flatMap((difference) => placesOf(crossing, difference)),
        {
          location: { uri: crossing.cpp.uri, range: crossing.cpp.item.nameRange },
          message: `C++ defines \`${crossing.cpp.item.name}\` here`,
        },
        ...crossing.uses.slice(0, 2).map(({ what, rust: location }) => ({ location, message: what })),
      ],
      remedies: takeEnumerators(crossing, compared),
    });
  },
});

function messageFor({ rust: { item } }: EnumCrossing, { differences }: ComparedEnums): string {
  const values = differences.flatMap((each) => (each.kind === 'value' ? [each] : []));
  const unknownToRust = differences.flatMap((each) => (each.kind === 'missing-in-rust' ? [each.cpp] : []));
  const unknownToCpp = differences.flatMap((each) => (each.kind === 'missing-in-cpp' ? [each.rust] : []));
  const named = (
    all: readonly { readonly item: { readonly name: string }; readonly value: bigint }[],
  ): string =>
    inWordsUpTo(
      3,
      all.map((each) => `\`${each.item.name}\` (${each.value})`),
    );
  const parts = [
    ...(values.length === 0
      ? []
      : [
          inWordsUpTo(
            3,
            values.map(
              ({ rust, cpp }) =>
                `\`${rust.item.name}\` is ${rust.value} in Rust, ${cpp.value} in C++ (\`${cpp.item.name}\`)`,
            ),
            '; ',
          ),
        ]),
    ...(unknownToRust.length === 0
      ? []
      : [`C++ may give ${named(unknownToRust)}, which is undefined behaviour as a \`${item.name}\` of Rust`]),
    ...(unknownToCpp.length === 0 ? [] : [`Rust may give ${named(unknownToCpp)}, which C++ does not have`]),
  ];
  return `\`${item.name}\` differs from C++: ${parts.join('; ')}`;
}

function placesOf({ cpp }: EnumCrossing, difference: EnumDifference): RelatedPlace[] {
  if (difference.kind === 'missing-in-cpp') return [];
  const { item, value } = difference.cpp;
  return [{ location: { uri: cpp.uri, range: item.nameRange }, message: `\`${item.name}\` is ${value}` }];
}
