import { describe, it } from 'vitest';
import page from './unchecked-utf8.md';
import { checkPage } from './testing/check.js';

describe('unchecked-utf8', () => {
  it('is what its page says', () => checkPage(page, 'unchecked-utf8'));
});
