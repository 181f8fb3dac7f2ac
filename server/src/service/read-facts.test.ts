import { expect, it } from 'vitest';
import { CancelledError } from '../base/cancellation.js';
import type { Language } from '../facts/facts.js';
import { testGrammars } from '../syntax/testing/grammars.js';
import { readFacts } from './read-facts.js';

/** Cancelled when it is asked for the `n`th time. */
function cancelledAt(n: number) {
  let asked = 0;
  return {
    get isCancellationRequested(): boolean {
      return ++asked >= n;
    },
    asked: () => asked,
  };
}

const TEXTS: Readonly<Record<'cpp' | 'rust', string>> = {
  cpp: 'namespace n { struct S { int a; void f(int); }; } extern "C" { int g(n::S *); }\n'.repeat(200),
  rust: 'mod m { #[repr(C)] pub struct S { a: i32 } } extern "C" { fn g(s: *mut m::S) -> i32; }\n'.repeat(
    200,
  ),
};

it.each<Language & keyof typeof TEXTS>(['cpp', 'rust'])(
  'looks at the token all the way through %s',
  async (language) => {
    const grammars = await testGrammars();
    const source = { text: TEXTS[language], version: '1', live: undefined };
    const read = (token: ReturnType<typeof cancelledAt>) =>
      readFacts(grammars, { uri: 'file:///w/a', language }, source, token);
    const whole = cancelledAt(Infinity);
    await read(whole);
    expect(whole.asked()).toBeGreaterThan(200);
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      await expect(read(cancelledAt(Math.ceil(share * whole.asked())))).rejects.toThrow(CancelledError);
    }
  },
);
