import { editOf } from '../base/source-edit.js';
import { aliasViolations } from '../boundary/bridge-aliases.js';
import { violationsOf } from '../boundary/cxx-rules/bridge-rules.js';
import page from './bridge-invalid.md';
import { defineHazard } from './hazard.js';
import { insertAttribute } from './insert-attribute.js';

export const bridgeInvalid = defineHazard({
  id: 'bridge-invalid',
  title: 'A `#[cxx::bridge]` has what cxx does not accept',
  severity: 'error',
  concerns: 'bridge',
  page,
  check(subject, view, report) {
    const { uri, bridge, ownRules } = subject;
    if (ownRules) return;
    for (const { range, message, aliased, attribute } of aliasViolations(subject, view)) {
      report({
        at: { uri, range },
        message,
        evidence: [
          { location: aliased.location, message: `\`${aliased.cppPath.join('::')}\` in its bridge` },
        ],
        remedies: attribute
          ? [
              {
                title: `Add \`${attribute.text}\``,
                edit: (read) => insertAttribute(uri, attribute.at.start, attribute.text, read),
              },
            ]
          : [],
      });
    }
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
