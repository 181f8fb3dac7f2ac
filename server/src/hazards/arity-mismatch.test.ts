import { describe, it } from 'vitest';
import page from './arity-mismatch.md';
import { checkPage } from './testing/check.js';

describe('arity-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'arity-mismatch'));
});
