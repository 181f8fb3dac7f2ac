import { describe, it } from 'vitest';
import page from './unused-suppression.md';
import { checkPage } from './testing/check.js';

describe('unused-suppression', () => {
  it('is what its page says', () => checkPage(page, 'unused-suppression'));
});
