import { describe, it } from 'vitest';
import page from './layout-mismatch.md';
import { checkPage } from './testing/check.js';

describe('layout-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'layout-mismatch'));
});
