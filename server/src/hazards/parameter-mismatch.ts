import { defineHazard } from './hazard.js';
import page from './parameter-mismatch.md';
import { reportParameters } from './value-findings.js';

export const parameterMismatch = defineHazard({
  id: 'parameter-mismatch',
  title: 'The two declarations of a function disagree on a parameter',
  severity: 'error',
  concerns: 'function',
  drift: true,
  page,
  check: (crossing, view, report) => reportParameters('form', crossing, view, report),
});
