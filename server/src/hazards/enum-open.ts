import { compareEnums } from '../boundary/compare-enums.js';
import { areFlags, combinationWithout } from '../boundary/flag-enums.js';
import page from './enum-open.md';
import { defineHazard } from './hazard.js';

export const enumOpen = defineHazard({
  id: 'enum-open',
  title: 'C++ may give a Rust enum a combination of flags',
  severity: 'warning',
  concerns: 'enum',
  preview: true,
  page,
  check(crossing, view, report) {
    const given = crossing.uses.filter(({ flows }) => flows.includes('to-rust'));
    const compared = given.length > 0 ? compareEnums(crossing, view) : null;
    if (
      !compared ||
      !areFlags(
        crossing.cpp.item.name,
        compared.cpp.map(({ value }) => value),
      )
    )
      return;
    const combination = combinationWithout(compared);
    if (!combination) return;
    const [one, other, value] = combination;
    const { rust, cpp } = crossing;
    report({
      at: { uri: rust.uri, range: rust.item.nameRange },
      message: `C++ may give \`${one} | ${other}\` (${value}), which is no \`${rust.item.name}\` and undefined behaviour as one: flags want a struct around the integer`,
      evidence: [
        {
          location: { uri: cpp.uri, range: cpp.item.nameRange },
          message: `the enumerators of \`${cpp.item.name}\` are single bits`,
        },
        ...given.slice(0, 3).map(({ what, rust: location }) => ({ location, message: what })),
      ],
      remedies: [],
    });
  },
});
