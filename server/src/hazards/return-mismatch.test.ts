import { describe, it } from 'vitest';
import page from './return-mismatch.md';
import { checkPage } from './testing/check.js';

describe('return-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'return-mismatch'));
});
