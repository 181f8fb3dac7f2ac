import { describe, expect, it } from 'vitest';
import { readCbindgenConfig } from './cbindgen-config.js';

describe('a cbindgen.toml', () => {
  it('names the include guard of its header', () =>
    expect(readCbindgenConfig('language = "C"\ninclude_guard = "LAMP_H"\n')).toEqual({
      includeGuard: 'LAMP_H',
      words: new Set(['language', 'C', 'include_guard', 'LAMP_H']),
      problem: null,
    }));

  it.each(['', 'include_guard = 1', '[export]\ninclude_guard = "LAMP_H"'])('may name none: %j', (text) =>
    expect(readCbindgenConfig(text)).toMatchObject({ includeGuard: null, problem: null }),
  );

  it('has words in lists and in texts, of which nothing says what they are for', () =>
    expect(
      readCbindgenConfig('trailer = "int lamp_test(void);"\n[export]\nexclude = ["lamp_off"]').words,
    ).toEqual(new Set('trailer int lamp_test void export exclude lamp_off'.split(' '))));

  it('may be unreadable, and says so', () =>
    expect(readCbindgenConfig('include_guard =')).toMatchObject({
      includeGuard: null,
      problem: expect.stringContaining('line 1') as string,
    }));
});
