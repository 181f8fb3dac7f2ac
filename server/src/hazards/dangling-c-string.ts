import { editOf } from '../base/source-edit.js';
import type { RustBodySide } from '../boundary/rust-bodies.js';
import type { DanglingPointer } from '../facts/rust/function-bodies/rust-body.js';
import page from './dangling-c-string.md';
import { textIn } from './declaration-head.js';
import { defineHazard, type RelatedPlace, type Remedy } from './hazard.js';
import { declaredHere } from './wording.js';

export const danglingCString = defineHazard({
  id: 'dangling-c-string',
  title: 'C++ is given a pointer into a temporary that is dropped before',
  severity: 'warning',
  concerns: 'rust-body',
  page,
  check(subject, _view, report) {
    const { uri, body, called, exported } = subject;
    for (const pointer of body.danglingPointers) {
      const taken = pointer.given.flatMap(({ name, range }) => {
        const crossing = called.find(({ rust }) => rust.name === name);
        return crossing ? [{ crossing, range }] : [];
      });
      const [first] = taken;
      const returns = pointer.returned ? exported : null;
      if (!first && !returns) continue;
      const user = first ? `\`${first.crossing.rust.name}\` is given it` : 'C++ gets it';
      report({
        at: { uri, range: pointer.range },
        message: `this points into a \`${pointer.owner}\` that is dropped at the end of ${END[pointer.until]}, before ${user}: ${adviceFor(pointer)}`,
        evidence: [
          ...(first ? [declaredHere(first.crossing.cpp)] : []),
          ...(returns ? [declaredHere(returns.cpp)] : []),
          ...taken.map(({ crossing, range }): RelatedPlace => ({
            location: { uri, range },
            message: `given to \`${crossing.rust.name}\``,
          })),
        ],
        remedies: bindOwner(subject, pointer),
      });
    }
  },
});

const END: Readonly<Record<DanglingPointer['until'], string>> = {
  statement: 'this statement',
  branch: 'this branch',
  closure: 'this closure',
};

const adviceFor = ({ owner, returned, until }: DanglingPointer): string => {
  if (returned)
    return owner === 'CString'
      ? 'return `into_raw()` and take it back with a function of its own, or point to a `static`'
      : 'return what lives longer';
  return until === 'statement'
    ? `bind the \`${owner}\` to a variable`
    : `keep the \`${owner}\` in a variable outside`;
};

/** What is made in front of the `let` is made with the same values, and lives as long as the pointer. */
function bindOwner({ uri }: RustBodySide, { holder, statement, ownerRange }: DanglingPointer): Remedy[] {
  if (holder === null || statement === null) return [];
  const name = `${holder.replace(/^_+/, '')}_owner`;
  return [
    {
      title: `Bind it to \`${name}\``,
      edit: (read) => {
        const text = read(uri);
        const owner = textIn(text, ownerRange);
        const indentation = /^\s*/.exec(text?.split('\n')[statement.line] ?? '')?.[0] ?? '';
        if (text === null || owner === null || new RegExp(`\\b${name}\\b`).test(text)) return null;
        return editOf(
          uri,
          {
            range: { start: statement, end: statement },
            newText: `let ${name} = ${owner};\n${indentation}`,
          },
          { range: ownerRange, newText: name },
        );
      },
    },
  ];
}
