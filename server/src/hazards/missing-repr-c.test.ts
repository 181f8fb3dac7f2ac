import { describe, it } from 'vitest';
import page from './missing-repr-c.md';
import { checkPage } from './testing/check.js';

describe('missing-repr-c', () => {
  it('is what its page says', () => checkPage(page, 'missing-repr-c'));
});
