import { defineHazard } from './hazard.js';
import page from './bool-mismatch.md';
import { reportValues } from './value-findings.js';

export const boolMismatch = defineHazard({
  id: 'bool-mismatch',
  title: 'Rust takes a byte of C++ for a `bool`',
  severity: 'warning',
  concerns: 'function',
  drift: true,
  page,
  check: (crossing, view, report) => reportValues('bool', crossing, view, report),
});
