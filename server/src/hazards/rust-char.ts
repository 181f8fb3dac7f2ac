import { defineHazard } from './hazard.js';
import page from './rust-char.md';
import { reportValues } from './value-findings.js';

export const rustChar = defineHazard({
  id: 'rust-char',
  title: 'A Rust `char` meets a character of C++',
  severity: 'warning',
  concerns: 'function',
  page,
  check: (crossing, view, report) => reportValues('char', crossing, view, report),
});
