import { describe, it } from 'vitest';
import page from './bool-mismatch.md';
import { checkPage } from './testing/check.js';

describe('bool-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'bool-mismatch'));
});
