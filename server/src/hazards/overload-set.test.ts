import { describe, it } from 'vitest';
import page from './overload-set.md';
import { checkPage } from './testing/check.js';

describe('overload-set', () => {
  it('is what its page says', () => checkPage(page, 'overload-set'));
});
