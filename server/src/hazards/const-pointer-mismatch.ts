import { defineHazard } from './hazard.js';
import page from './const-pointer-mismatch.md';
import { reportValues } from './value-findings.js';

/** A preview: headers of C take many a pointer without `const` that they only read. */
export const constPointerMismatch = defineHazard({
  id: 'const-pointer-mismatch',
  title: 'A raw pointer of Rust and one of C++ disagree on who may write',
  severity: 'information',
  concerns: 'function',
  drift: true,
  preview: true,
  page,
  check: (crossing, view, report) => reportValues('raw-const', crossing, view, report),
});
