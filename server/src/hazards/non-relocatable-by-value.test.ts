import { describe, it } from 'vitest';
import page from './non-relocatable-by-value.md';
import { checkPage } from './testing/check.js';

describe('non-relocatable-by-value', () => {
  it('is what its page says', () => checkPage(page, 'non-relocatable-by-value'));
});
