import { linkNameOn } from '../boundary/link-name.js';
import { formatCppDeclaration } from '../facts/cpp/format-declaration.js';
import { defineHazard } from './hazard.js';
import page from './overload-by-ordinal.md';
import { count, declaredHere } from './wording.js';

export const overloadByOrdinal = defineHazard({
  id: 'overload-by-ordinal',
  title: 'Rust calls an overload by the number that a generator gave it',
  severity: 'warning',
  concerns: 'numbered-use',
  page,
  check({ uri, range, crossing }, view, report) {
    const { rust, cpp, overloads, mangledNames = [] } = crossing;
    const symbol = linkNameOn(mangledNames, view.target, view.program.rustOptions(rust.uri));
    if (!symbol) return;
    report({
      at: { uri, range },
      message: `\`${rust.name}\` is bindgen's number for \`${formatCppDeclaration(cpp.item)}\`, one of ${count(overloads.length + 1, 'overload')}: it follows their order in the header, and another overload moves it to another function. Bind \`${symbol.name}\` by \`#[link_name]\` under a name of your own`,
      evidence: [
        declaredHere(cpp),
        { location: { uri: rust.uri, range: rust.nameRange }, message: 'bindgen wrote it here' },
        ...overloads.map(({ uri: other, item }) => ({
          location: { uri: other, range: item.nameRange },
          message: `\`${formatCppDeclaration(item)}\` is another overload`,
        })),
      ],
      remedies: [],
    });
  },
});
