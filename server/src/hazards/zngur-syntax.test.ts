import { describe, it } from 'vitest';
import { checkPage } from './testing/check.js';
import page from './zngur-syntax.md';

describe('zngur-syntax', () => {
  it('is what its page says', () => checkPage(page, 'zngur-syntax'));
});
