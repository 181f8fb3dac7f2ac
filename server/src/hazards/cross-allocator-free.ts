import { isMadeByCpp } from '../boundary/made-by-cpp.js';
import page from './cross-allocator-free.md';
import { defineHazard } from './hazard.js';
import { declaredHere } from './wording.js';

export const crossAllocatorFree = defineHazard({
  id: 'cross-allocator-free',
  title: 'Memory of one side is given back to the allocator of the other',
  severity: 'warning',
  concerns: 'rust-body',
  preview: true,
  page,
  check({ uri, body, called }, view, report) {
    for (const release of body.strayReleases) {
      const { range } = release;
      if (release.kind === 'freed') {
        report({
          at: { uri, range },
          message: `this gives memory of a \`${release.owner}\` to C's \`free\`: Rust's allocator made it, and has to take it back: \`drop(${release.owner}::from_raw(…))\``,
          evidence: [
            {
              location: { uri, range: release.given },
              message: `Rust gives up its \`${release.owner}\` here`,
            },
          ],
          remedies: [],
        });
        continue;
      }
      const { name, range: from } = release.origin;
      const crossing = called.find(({ rust }) => rust.name === name);
      if (!crossing || !isMadeByCpp(crossing, release.by === 'CString::from_raw', view)) continue;
      report({
        at: { uri, range },
        message: `\`${release.by}\` gives to Rust's allocator what \`${name}\` of C++ made: only what Rust itself gave up may come back that way. Copy it, and free it with the function that C++ has for that`,
        evidence: [
          declaredHere(crossing.cpp),
          { location: { uri, range: from }, message: `\`${name}\` returns it here` },
        ],
        remedies: [],
      });
    }
  },
});
