import { describe, it } from 'vitest';
import page from './cross-allocator-free.md';
import { checkPage } from './testing/check.js';

describe('cross-allocator-free', () => {
  it('is what its page says', () => checkPage(page, 'cross-allocator-free'));
});
