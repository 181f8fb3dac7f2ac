import { describe, it } from 'vitest';
import page from './nontrivial-by-value.md';
import { checkPage } from './testing/check.js';

describe('nontrivial-by-value', () => {
  it('is what its page says', () => checkPage(page, 'nontrivial-by-value'));
});
