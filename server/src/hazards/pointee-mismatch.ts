import { defineHazard } from './hazard.js';
import page from './pointee-mismatch.md';
import { reportValues } from './value-findings.js';

export const pointeeMismatch = defineHazard({
  id: 'pointee-mismatch',
  title: 'The two sides point to things that do not correspond',
  severity: 'warning',
  concerns: 'function',
  drift: true,
  page,
  check: (crossing, view, report) => reportValues('pointee', crossing, view, report),
});
