import { describe, it } from 'vitest';
import page from './nullable-reference.md';
import { checkPage } from './testing/check.js';

describe('nullable-reference', () => {
  it('is what its page says', () => checkPage(page, 'nullable-reference'));
});
