import { describe, it } from 'vitest';
import page from './calling-convention-mismatch.md';
import { checkPage } from './testing/check.js';

describe('calling-convention-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'calling-convention-mismatch'));
});
