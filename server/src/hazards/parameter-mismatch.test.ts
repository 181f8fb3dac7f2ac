import { describe, it } from 'vitest';
import page from './parameter-mismatch.md';
import { checkPage } from './testing/check.js';

describe('parameter-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'parameter-mismatch'));
});
