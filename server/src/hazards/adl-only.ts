import { passesAsCxx, type ObstructedCrossing } from '../boundary/crossing.js';
import page from './adl-only.md';
import { defineHazard } from './hazard.js';
import { declaredHere } from './wording.js';

export const adlOnly = defineHazard({
  id: 'adl-only',
  title: 'A bound C++ name is found only by the types of its arguments',
  severity: 'information',
  concerns: 'obstructed',
  page,
  check({ obstacle, crossing }, _view, report) {
    if (obstacle !== 'hidden-friend') return;
    const { rust, cpp } = crossing;
    report({
      at: { uri: rust.uri, range: rust.nameRange },
      message: `C++ declares \`${crossing.name}\` only as a friend within a class, where ${consequence(crossing)}`,
      evidence: [declaredHere(cpp)],
      remedies: [],
    });
  },
  surface: {
    function({ name, cpp: { uri, item }, isHidden }, _view, report) {
      if (!isHidden) return;
      report({
        at: { uri, range: item.nameRange },
        message: `C++ declares \`${name}\` only as a friend within a class, where nothing but the types of its arguments finds it. Nothing binds it yet; a binding needs a declaration in the namespace, or a function that calls it`,
        evidence: [],
        remedies: [],
      });
    },
  },
});

const consequence = ({ mechanism, name }: ObstructedCrossing['crossing']): string =>
  passesAsCxx(mechanism)
    ? `no qualified name finds it: the \`::${name}\` that cxx generates does not compile. Declare it in its namespace as well, or bind a function that calls it`
    : 'nothing but the types of its arguments finds it, and no symbol has this name. Bind an `extern "C"` function that calls it';
