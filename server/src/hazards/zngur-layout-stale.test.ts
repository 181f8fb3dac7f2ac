import { describe, it } from 'vitest';
import { checkPage } from './testing/check.js';
import page from './zngur-layout-stale.md';

describe('zngur-layout-stale', () => {
  it('is what its page says', () => checkPage(page, 'zngur-layout-stale'));
});
