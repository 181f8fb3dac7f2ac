import { describe, it } from 'vitest';
import page from './rust-char.md';
import { checkPage } from './testing/check.js';

describe('rust-char', () => {
  it('is what its page says', () => checkPage(page, 'rust-char'));
});
