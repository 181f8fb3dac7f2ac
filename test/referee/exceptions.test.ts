import { expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../../server/src/base/cancellation.js';
import type { CppFunction } from '../../server/src/facts/cpp/cpp-facts.js';
import { readCpp } from '../../server/src/facts/cpp/read-cpp.js';
import { testGrammars } from '../../server/src/syntax/testing/grammars.js';
import { compileCpp, gccAssembly, runCpp } from './compilers.js';
import { specifiedFunctions, throwingFunctions } from './exceptions.js';
import { Random, sampleSize, SEED } from './random.js';

async function functionsOf(source: string): Promise<ReadonlyMap<string, CppFunction>> {
  const { functions, records } = await readCpp(await testGrammars(), source, {
    isC: false,
    token: NEVER_CANCELLED,
  });
  const all = [...functions, ...records.flatMap(({ methods }) => methods)];
  return new Map(all.map((item) => [item.name, item]));
}

test('what is known of an exception specification is what clang and gcc make of it', async () => {
  const { source, calls } = specifiedFunctions(new Random(SEED), sampleSize(400));
  const known = await functionsOf(source);
  let claims = 0;
  const assertions = calls.flatMap((call, i) => {
    const read = known.get(`f${i}`);
    expect(read, call).toBeDefined();
    if (!read || read.signature.noexcept === null) return [];
    claims++;
    return [`static_assert(noexcept(${call}) == ${read.signature.noexcept}, "f${i}");`];
  });
  expect(claims).toBeGreaterThan(calls.length / 3);
  const whole = `${source}\n${assertions.join('\n')}\n`;
  compileCpp(whole, 'x86_64-unknown-linux-gnu');
  gccAssembly(whole);
});

test('an exception leaves the functions of which it is said, and no others', async () => {
  const count = sampleSize(150);
  const { source, values } = throwingFunctions(new Random(SEED), count);
  const known = await functionsOf(source);
  const names = Array.from({ length: count }, (_, i) => `f${i}`);
  const tried = names.map((name) => `std::puts(leaves(${name}) ? "${name} throws" : "${name}");`);
  const answer = runCpp(`#include <cstdio>
#include <exception>
#include <new>
#include <stdexcept>
#include <typeinfo>
${source}
static bool leaves(void (*f)(int, int)) {
  for (int n = 0; n < ${values}; n++)
    for (int m = 0; m < ${values}; m++)
      try { f(n, m); } catch (...) { return true; }
  return false;
}
int main() { ${tried.join('\n')} }
`);
  const said = names.map((name) => (known.get(name)?.body?.throws ? `${name} throws` : name));
  expect(said).toEqual(answer.trim().split('\n'));
});
