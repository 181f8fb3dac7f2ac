import { describe, it } from 'vitest';
import page from './sign-mismatch.md';
import { checkPage } from './testing/check.js';

describe('sign-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'sign-mismatch'));
});
