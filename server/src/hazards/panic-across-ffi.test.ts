import { describe, it } from 'vitest';
import page from './panic-across-ffi.md';
import { checkPage } from './testing/check.js';

describe('panic-across-ffi', () => {
  it('is what its page says', () => checkPage(page, 'panic-across-ffi'));
});
