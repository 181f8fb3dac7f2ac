import { boundType, ownOperators, type OperatorRole, type OwnOperator } from '../boundary/bound-types.js';
import { defineHazard } from './hazard.js';
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
    const roles = ROLES.filter((role) => operators.some((each) => each.role === role));
    report({
      at: { uri: crossing.rust.uri, range: crossing.rust.item.nameRange },
      message: `C++ overloads ${named(operators)} of \`${crossing.name}\`: ${roles.map((role) => CONSEQUENCES[role]).join('; ')}. Bind a function with a name for each that Rust needs`,
      evidence: [
        mirroredHere(crossing),
        ...operators.map(({ item }) => ({
          location: { uri: crossing.cpp.uri, range: item.nameRange },
          message: `\`${item.name}\` is declared here`,
        })),
      ],
      remedies: [],
    });
  },
});

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
