import { describe, it } from 'vitest';
import { checkPage } from './testing/check.js';
import page from './rust-abi-export.md';

describe('rust-abi-export', () => {
  it('is what its page says', () => checkPage(page, 'rust-abi-export'));
});
