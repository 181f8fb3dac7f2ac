import { defineHazard } from './hazard.js';
import page from './unsafe-send-sync.md';
import { declaredHere } from './wording.js';

export const unsafeSendSync = defineHazard({
  id: 'unsafe-send-sync',
  title: 'A handle to an object of C++ is given to other threads without a word why',
  severity: 'information',
  concerns: 'thread-claim',
  page,
  check({ uri, record, claims, field, pointee, used }, _view, report) {
    const traits = [...new Set(claims.flatMap(({ trait }) => trait ?? []))];
    const named = traits.map((trait) => `\`${trait}\``).join(' and ');
    const may = traits.includes('Sync')
      ? 'several threads may call C++ with one object at a time'
      : 'another thread may call C++ with the object';
    report({
      at: { uri, range: claims[0].range },
      message: `\`${record.name}\` is ${named} although \`${field.name}\` points to a \`${pointee}\` of C++, so that ${may}, and nothing says that C++ allows it: say why in a \`// SAFETY:\` comment, or leave it out`,
      evidence: [
        declaredHere(used.cpp),
        { location: { uri, range: field.range }, message: `\`${field.name}\` points to the object` },
      ],
      remedies: [],
    });
  },
});
