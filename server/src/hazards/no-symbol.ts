import { isConstrained } from '../boundary/bound-templates.js';
import { defineHazard } from './hazard.js';
import page from './no-symbol.md';
import { declaredHere } from './wording.js';

/** Why there is nothing to link to. */
const REASONS = {
  static: 'is `static`: each file that includes it has its own, and no symbol leaves any of them',
  deleted: 'is deleted',
  template: 'is a template: only its instances have symbols, and those are mangled',
};

export const noSymbol = defineHazard({
  id: 'no-symbol',
  title: 'Rust links to a C++ function that has no symbol',
  severity: 'warning',
  concerns: 'obstructed',
  page,
  check({ obstacle, crossing: { rust, cpp, name } }, _view, report) {
    if (obstacle !== 'static' && obstacle !== 'deleted' && obstacle !== 'template') return;
    report({
      at: { uri: rust.uri, range: rust.nameRange },
      message: `Rust links to \`${name}\`, which ${REASONS[obstacle]}; bind a function of your own that calls it`,
      evidence: [declaredHere(cpp)],
      remedies: [],
    });
  },
  surface: {
    function({ name, cpp: { uri, item } }, _view, report) {
      // Of one that is constrained there is more to say.
      if (isConstrained(item)) return;
      const isStatic = item.static && item.kind === 'function';
      if (!isStatic && item.template === null) return;
      report({
        at: { uri, range: item.nameRange },
        message: `\`${name}\` ${REASONS[isStatic ? 'static' : 'template']}. Nothing binds it yet; a binding needs a function of its own that calls it`,
        evidence: [],
        remedies: [],
      });
    },
  },
});
