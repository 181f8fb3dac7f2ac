import { defineHazard } from './hazard.js';
import page from './improper-type.md';
import { reportValues } from './value-findings.js';

export const improperType = defineHazard({
  id: 'improper-type',
  title: 'A Rust type that has no form in C crosses',
  severity: 'warning',
  concerns: 'function',
  page,
  check: (crossing, view, report) => reportValues('improper', crossing, view, report),
});
