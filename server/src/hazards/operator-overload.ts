import type { Uri } from '../base/range.js';
import {
  boundType,
  operatorsOf,
  ownOperators,
  type OperatorRole,
  type OwnOperator,
} from '../boundary/bound-types.js';
import { defineHazard, type RelatedPlace } from './hazard.js';
import page from './operator-overload.md';
import { mirroredHere } from './wording.js';

export const operatorOverload = defineHazard({
  id: 'operator-overload',
  title: 'A bound class has operators that Rust never runs',
  severity: 'information',
  concerns: 'type',
  page,
  check(crossing, view, report) {
    const bound = boundType(crossing, view);
    const operators = bound ? ownOperators(crossing, bound, view) : [];
    if (operators.length === 0) return;
    report({
      at: { uri: crossing.rust.uri, range: crossing.rust.item.nameRange },
      message: `C++ overloads ${named(operators)} of \`${crossing.name}\`: ${consequences(operators)}. Bind a function with a name for each that Rust needs`,
      evidence: [mirroredHere(crossing), ...placesOf(crossing.cpp.uri, operators)],
      remedies: [],
    });
  },
  surface: {
    record(item, view, report) {
      const { uri, item: record } = item.cpp;
      const operators = operatorsOf(item, { definition: view.cpp.record(uri, record).define() });
      if (operators.length === 0) return;
      report({
        at: { uri, range: record.nameRange },
        message: `\`${item.name}\` overloads ${named(operators)}: ${consequences(operators)}. Nothing binds it yet; a binding needs a function with a name for each that Rust needs`,
        evidence: placesOf(uri, operators),
        remedies: [],
      });
    },
  },
});

const placesOf = (uri: Uri, operators: readonly OwnOperator[]): RelatedPlace[] =>
  operators.map(({ item }) => ({
    location: { uri, range: item.nameRange },
    message: `\`${item.name}\` is declared here`,
  }));

const consequences = (operators: readonly OwnOperator[]): string =>
  ROLES.filter((role) => operators.some((each) => each.role === role))
    .map((role) => CONSEQUENCES[role])
    .join('; ');

/** What is so in Rust, in the order in which it is told. */
const CONSEQUENCES: Readonly<Record<OperatorRole, string>> = {
  assignment: 'an assignment in Rust replaces a value or a pointer without it',
  dereference: '`*` in Rust never reaches what it gives',
  allocation: 'a `Box` or any other memory of Rust never comes from it, and must not be given to it',
  conversion: 'Rust converts nothing by itself',
  call: 'Rust cannot call the object',
  subscript: 'Rust cannot index the object',
};

const ROLES = Object.keys(CONSEQUENCES) as readonly OperatorRole[];

/** Each name once: overloads of one operator have one cause. */
function named(operators: readonly OwnOperator[]): string {
  const names = [...new Set(operators.map(({ item }) => `\`${item.name}\``))];
  return names.length === 1 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
