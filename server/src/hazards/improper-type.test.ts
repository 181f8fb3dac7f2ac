import { describe, it } from 'vitest';
import page from './improper-type.md';
import { checkPage } from './testing/check.js';

describe('improper-type', () => {
  it('is what its page says', () => checkPage(page, 'improper-type'));
});
