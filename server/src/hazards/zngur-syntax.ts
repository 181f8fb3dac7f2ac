import { defineHazard } from './hazard.js';
import page from './zngur-syntax.md';

export const zngurSyntax = defineHazard({
  id: 'zngur-syntax',
  title: 'A `.zng` is no zngur',
  severity: 'error',
  concerns: 'zngur-file',
  page,
  check({ uri, facts }, _view, report) {
    for (const { range, message } of facts.problems)
      report({ at: { uri, range }, message: sentence(message), evidence: [], remedies: [] });
  },
});

/** As a finding begins: with a capital, unless it begins with code. */
const sentence = (message: string): string => message.charAt(0).toUpperCase() + message.slice(1);
