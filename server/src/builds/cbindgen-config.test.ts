import { describe, expect, it } from 'vitest';
import { readCbindgenConfig } from './cbindgen-config.js';

describe('a cbindgen.toml', () => {
  it('names the include guard of its header', () =>
    expect(readCbindgenConfig('language = "C"\ninclude_guard = "LAMP_H"\n')).toEqual({
      includeGuard: 'LAMP_H',
      problem: null,
    }));

  it.each(['', 'include_guard = 1', '[export]\ninclude_guard = "LAMP_H"'])('may name none: %j', (text) =>
    expect(readCbindgenConfig(text)).toEqual({ includeGuard: null, problem: null }),
  );

  it('may be unreadable, and says so', () =>
    expect(readCbindgenConfig('include_guard =')).toMatchObject({
      includeGuard: null,
      problem: expect.stringContaining('line 1') as string,
    }));
});
