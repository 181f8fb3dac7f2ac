import { editOf } from '../base/source-edit.js';
import { violationsOf } from '../boundary/cxx-rules/bridge-rules.js';
import page from './bridge-invalid.md';
import { defineHazard } from './hazard.js';

export const bridgeInvalid = defineHazard({
  id: 'bridge-invalid',
  title: 'A `#[cxx::bridge]` has what cxx does not accept',
  severity: 'error',
  concerns: 'bridge',
  page,
  check({ uri, bridge, ownRules }, _view, report) {
    if (ownRules) return;
    for (const { range, message, correction } of violationsOf(bridge.syntax)) {
      report({
        at: { uri, range },
        message,
        evidence: [],
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
