import { expect, test } from 'vitest';
import { readDirective } from '../../syntax/mask/conditions.js';
import { followMacros } from './macro-flow.js';

/** What is decided of the `#if` in each line that has one; `?` where nothing is. */
function decisions(...lines: readonly string[]): string {
  const flow = followMacros(lines.map((line, at) => ({ ...readDirective(line), at })));
  return lines
    .flatMap((line, at) => (/^#(?:el)?if/.test(line) ? String(flow.decided.get(at) ?? '?') : []))
    .join(' ');
}

test('a macro holds from its definition to its end', () => {
  expect(decisions('#ifdef A', '#endif', '#define A 1', '#if A', '#endif')).toBe('? true');
  expect(decisions('#define A 1', '#undef A', '#ifdef A', '#endif')).toBe('false');
  expect(decisions('#undef A', '#define A 2', '#if A > 1', '#elif B', '#endif')).toBe('true ?');
});

test('a branch that may be left out says nothing of what follows it', () => {
  expect(
    decisions('#define A 1', '#ifdef B', '#undef A', '#ifdef A', '#endif', '#endif', '#if A', '#endif'),
  ).toBe('? false ?');
  expect(
    decisions('#if 0', '#define A', '#endif', '#undef B', '#ifdef B', '#endif', '#ifdef A', '#endif'),
  ).toBe('? false ?');
  expect(decisions('#undef B', '#ifndef B', '#define A 1', '#endif', '#if A', '#endif')).toBe('true true');
});

test('an included file may define or undefine anything', () => {
  expect(decisions('#define A 1', '#include "a.h"', '#if A', '#endif')).toBe('?');
  expect(decisions('#undef A', '#pragma pop_macro("A")', '#if A', '#endif')).toBe('?');
});

test('a definition behind a question is late, unless the question is for the sake of the definition', () => {
  const late = (...lines: readonly string[]): number =>
    followMacros(lines.map((line, at) => ({ ...readDirective(line), at }))).late.size;
  expect(late('#ifdef A', '#endif', '#define A')).toBe(1);
  expect(late('#ifndef A', '#define A', '#endif')).toBe(0);
  expect(late('#if !defined(A) && B', '#define A 1', '#endif', '#ifndef A', '#define A 0', '#endif')).toBe(0);
});
