import { describe, it } from 'vitest';
import { checkPage } from './testing/check.js';
import page from './no-symbol.md';

describe('no-symbol', () => {
  it('is what its page says', () => checkPage(page, 'no-symbol'));
});
