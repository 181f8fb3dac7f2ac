import page from './bindgen-output-stale.md';
import type { HazardPage } from './hazard.js';

/** What hazards marked `drift` find in output of bindgen, told once for the file. */
export const bindgenOutputStale: HazardPage = {
  id: 'bindgen-output-stale',
  title: 'Checked-in output of bindgen is not what its headers declare',
  severity: 'warning',
  page,
};
