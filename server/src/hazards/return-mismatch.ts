import { defineHazard } from './hazard.js';
import page from './return-mismatch.md';
import { reportResult } from './value-findings.js';

export const returnMismatch = defineHazard({
  id: 'return-mismatch',
  title: 'The two declarations of a function return different things',
  severity: 'error',
  concerns: 'function',
  drift: true,
  page,
  check: (crossing, view, report) => reportResult('form', crossing, view, report),
});
