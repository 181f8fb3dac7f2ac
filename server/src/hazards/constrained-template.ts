import { isConstrained, refusalOf, type Refusal } from '../boundary/bound-templates.js';
import page from './constrained-template.md';
import { defineHazard } from './hazard.js';
import { declaredHere } from './wording.js';

export const constrainedTemplate = defineHazard({
  id: 'constrained-template',
  title: 'A bound C++ name is a template, and no instance of it is what the bridge declares',
  severity: 'information',
  concerns: 'obstructed',
  page,
  check({ obstacle, crossing: { name, rust, cpp } }, _view, report) {
    const refusal = obstacle === 'no-instance' ? refusalOf(rust, cpp) : null;
    if (!refusal) return;
    report({
      at: { uri: rust.uri, range: rust.nameRange },
      message: `\`${name}\` is a template, ${because(refusal)}. Bind a function that calls the instance that you mean`,
      evidence: [declaredHere(cpp)],
      remedies: [],
    });
  },
  surface: {
    function({ name, cpp: { uri, item } }, _view, report) {
      if (!isConstrained(item)) return;
      report({
        at: { uri, range: item.nameRange },
        message: `\`${name}\` is a template that has instances for some arguments only. Nothing binds it yet; a binding needs a function that calls the instance that is meant`,
        evidence: [],
        remedies: [],
      });
    },
  },
});

function because(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'not-deduced':
      return `and nothing in its parameters and its result says what \`${refusal.parameter}\` is: cxx takes its address without naming arguments, which does not compile`;
    case 'constraint':
      return `and the bridge binds it with \`${refusal.type}\` for \`${refusal.parameter}\`, for which \`${refusal.constraint}\` does not hold: cxx takes the address of an instance that does not exist`;
    default:
      return refusal satisfies never;
  }
}
