import { platformWidths } from '../boundary/platform-widths.js';
import { defineHazard } from './hazard.js';
import page from './platform-width.md';
import { reportValue } from './value-findings.js';

export const platformWidth = defineHazard({
  id: 'platform-width',
  title: 'Rust writes a fixed width for a type of C that has another one elsewhere',
  severity: 'warning',
  preview: true,
  concerns: 'function',
  page,
  check(crossing, view, report) {
    for (const { place, text } of platformWidths(crossing, view))
      reportValue(place, text, crossing, view, report);
  },
});
