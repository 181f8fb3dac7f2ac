import { defineHazard } from './hazard.js';
import page from './sign-mismatch.md';
import { reportValues } from './value-findings.js';

export const signMismatch = defineHazard({
  id: 'sign-mismatch',
  title: 'The two declarations of a function disagree on the sign of an integer',
  severity: 'warning',
  concerns: 'function',
  drift: true,
  page,
  check: (crossing, view, report) => reportValues('sign', crossing, view, report),
});
