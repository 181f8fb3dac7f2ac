import { describe, it } from 'vitest';
import { checkPage } from './testing/check.js';
import page from './missing-extern-c.md';

describe('missing-extern-c', () => {
  it('is what its page says', () => checkPage(page, 'missing-extern-c'));
});
