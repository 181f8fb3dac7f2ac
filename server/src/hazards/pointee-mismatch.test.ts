import { describe, it } from 'vitest';
import page from './pointee-mismatch.md';
import { checkPage } from './testing/check.js';

describe('pointee-mismatch', () => {
  it('is what its page says', () => checkPage(page, 'pointee-mismatch'));
});
