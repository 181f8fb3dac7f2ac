import { describe, it } from 'vitest';
import page from './platform-width.md';
import { checkPage } from './testing/check.js';

describe('platform-width', () => {
  it('is what its page says', () => checkPage(page, 'platform-width'));
});
