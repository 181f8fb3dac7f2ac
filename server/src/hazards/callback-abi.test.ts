import { describe, it } from 'vitest';
import page from './callback-abi.md';
import { checkPage } from './testing/check.js';

describe('callback-abi', () => {
  it('is what its page says', () => checkPage(page, 'callback-abi'));
});
