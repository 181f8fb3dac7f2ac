import page from './cbindgen-header-stale.md';
import type { HazardPage } from './hazard.js';

/** What hazards marked `drift` find in a header that cbindgen wrote, told once for the file. */
export const cbindgenHeaderStale: HazardPage = {
  id: 'cbindgen-header-stale',
  title: 'A checked-in header of cbindgen is not what Rust exports',
  severity: 'warning',
  page,
};
