import { defineHazard } from './hazard.js';
import page from './const-mismatch.md';
import { reportValues } from './value-findings.js';

export const constMismatch = defineHazard({
  id: 'const-mismatch',
  title: 'A reference of Rust and a pointer of C++ disagree on who may write',
  severity: 'warning',
  concerns: 'function',
  drift: true,
  page,
  check: (crossing, view, report) => reportValues('const', crossing, view, report),
});
