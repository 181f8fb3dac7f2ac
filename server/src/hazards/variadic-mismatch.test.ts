import { describe, it } from 'vitest';
import page from './variadic-mismatch.md';
import { checkPage } from './testing/check.js';

describe('variadic-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'variadic-mismatch'));
});
