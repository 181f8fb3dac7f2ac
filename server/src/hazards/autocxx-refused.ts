import { editOf } from '../base/source-edit.js';
import { refusalsOf } from '../boundary/autocxx-rules.js';
import page from './autocxx-refused.md';
import { defineHazard } from './hazard.js';

export const autocxxRefused = defineHazard({
  id: 'autocxx-refused',
  title: 'A directive of `include_cpp!` asks for what autocxx does not generate',
  severity: 'warning',
  concerns: 'inclusion',
  page,
  check(side, view, report) {
    const { uri } = side;
    for (const { directive, message, evidence, correction } of refusalsOf(side, view)) {
      report({
        at: { uri, range: directive.range },
        message,
        evidence,
        remedies: correction
          ? [
              {
                title: correction.title,
                edit: () => editOf(uri, { range: correction.range, newText: correction.newText }),
              },
            ]
          : [],
      });
    }
  },
});
