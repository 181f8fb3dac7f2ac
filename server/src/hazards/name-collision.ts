import { baseName } from '../base/uri.js';
import { defineHazard } from './hazard.js';
import page from './name-collision.md';

export const nameCollision = defineHazard({
  id: 'name-collision',
  title: 'Two bridges of one crate make one symbol of two functions',
  severity: 'warning',
  concerns: 'shared-symbol',
  page,
  check({ uri, nameRange, name, cppName, first }, _view, report) {
    const where = first.uri === uri ? `\`${first.bridge}\`` : `\`${first.bridge}\` of ${baseName(first.uri)}`;
    const meant =
      first.cppName === cppName
        ? ': the linker finds it twice'
        : `, which means \`${first.cppName}\` there and \`${cppName}\` here: the linker finds it twice, or takes one of the two for both`;
    report({
      at: { uri, range: nameRange },
      message: `cxx gives \`${name}\` the symbol that \`${first.name}\` of the bridge ${where} has${meant}. It is made of the C++ namespace, the class and the Rust name: change one of them`,
      evidence: [
        {
          location: { uri: first.uri, range: first.nameRange },
          message: `\`${first.name}\` has the same symbol`,
        },
      ],
      remedies: [],
    });
  },
});
