import { describe, it } from 'vitest';
import page from './const-mismatch.md';
import { checkPage } from './testing/check.js';

describe('const-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'const-mismatch'));
});
