import { editOf } from '../base/source-edit.js';
import { sharedDriftsOf } from '../boundary/shared-drift.js';
import { defineHazard } from './hazard.js';
import page from './shared-struct-drift.md';

export const sharedStructDrift = defineHazard({
  id: 'shared-struct-drift',
  title: 'A bridge restates a C++ struct or enum as something else than its header defines',
  severity: 'error',
  concerns: 'bridge',
  page,
  check(subject, view, report) {
    for (const { at, name, message, because, correction } of sharedDriftsOf(subject, view))
      report({
        at: { uri: subject.uri, range: at },
        message: `The bridge restates \`${name}\`, and its header differs: ${message}`,
        evidence: because,
        remedies: correction
          ? [{ title: correction.title, edit: () => editOf(subject.uri, correction.change) }]
          : [],
      });
  },
});
