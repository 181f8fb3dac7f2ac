import { editOf } from '../base/source-edit.js';
import { passedParameters, type FunctionCrossing } from '../boundary/crossing.js';
import { type CxxDrift, driftOf } from '../boundary/cxx-drift.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import page from './bridge-drift.md';
import { defineHazard, type Remedy } from './hazard.js';
import { declaredHere } from './wording.js';

export const bridgeDrift = defineHazard({
  id: 'bridge-drift',
  title: 'A bridge binds a C++ function as something else than its header declares',
  severity: 'error',
  concerns: 'function',
  page,
  check(crossing, view, report) {
    const drift = driftOf(crossing, view);
    if (!drift) return;
    const { rust, cpp, name } = crossing;
    const evidence = [declaredHere(cpp)];
    if (drift.member)
      report({
        at: { uri: rust.uri, range: rust.bridged?.receiver?.range ?? rust.nameRange },
        message: memberMessage(crossing, drift.member),
        evidence,
        remedies: changeReceiver(crossing, drift.member),
      });
    if (drift.result !== null)
      report({
        at: { uri: rust.uri, range: rust.signature.resultRange ?? rust.nameRange },
        message: `C++ returns \`${formatCppType(cpp.item.signature.result)}\`, the bridge binds a function that returns \`${drift.result}\`: cxx takes the address of \`${name}\`, and no conversion comes between`,
        evidence,
        remedies: [],
      });
    for (const { index, wanted } of drift.parameters) {
      const parameter = rust.signature.parameters[index];
      const other = passedParameters(cpp)[index];
      if (!parameter || !other) continue;
      report({
        at: { uri: rust.uri, range: parameter.range },
        message: `C++ takes \`${formatCppType(other.type)}\` for \`${parameter.name}\`, the bridge binds a function that takes \`${wanted}\`: cxx takes the address of \`${name}\`, and no conversion comes between`,
        evidence,
        remedies: [],
      });
    }
  },
});

function memberMessage({ name, rust }: FunctionCrossing, drift: NonNullable<CxxDrift['member']>): string {
  switch (drift) {
    case 'const':
      return `\`${name}\` is \`const\` in C++, the bridge binds one that is not: take \`&self\``;
    case 'not const':
      return `\`${name}\` is not \`const\` in C++, the bridge binds one that is: take \`self: Pin<&mut ${rust.bridged?.owner ?? 'T'}>\``;
    case 'static':
      return `\`${name}\` is \`static\` in C++, the bridge binds a method: write \`#[Self = "${rust.bridged?.owner ?? 'T'}"]\` and no \`self\``;
    case 'not static':
      return `\`${name}\` is not \`static\` in C++, the bridge binds it without an object: take \`self\``;
    default:
      return drift satisfies never;
  }
}

/** The receiver that the C++ function has. */
function changeReceiver({ rust }: FunctionCrossing, drift: NonNullable<CxxDrift['member']>): Remedy[] {
  const { receiver = null, owner = null } = rust.bridged ?? {};
  if (!receiver || !owner || drift === 'static') return [];
  const newText = drift === 'const' ? `self: &${owner}` : `self: Pin<&mut ${owner}>`;
  return [
    {
      title: `Change the receiver to \`${newText}\``,
      edit: () => editOf(rust.uri, { range: receiver.range, newText }),
    },
  ];
}
