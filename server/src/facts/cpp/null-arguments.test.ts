import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../base/line-index.js';
import { readBody } from './function-body.js';

/** The null pointers that a body gives away. */
function given(body: string): string[] {
  const facts = readBody({
    ...{ text: body, lines: new LineIndex(body), start: 0, end: body.length, parameters: [] },
    ...{ returnsPointer: false, throws: false, wantsCalls: false, handlerMacros: new Set<string>() },
  });
  return (facts?.givesNull ?? []).map(({ called, argument }) => `${called} ${argument}`);
}

describe('the null pointers that a body gives', () => {
  it.each([
    ['{ f(nullptr); }', 'f 0'],
    ['{ return f(a, g(b, c), NULL); }', 'f 2'],
    ['{ if (f((struct T *)NULL)) return; }', 'f 0'],
    ['{ ::f({1, 2}, nullptr); }', 'f 1'],
    ['{ f(1, nullptr); f(2, nullptr); }', 'f 1'],
    ['{ auto run = [] { f(nullptr); }; }', 'f 0'],
  ])('%s', (body, what) => expect(given(body)).toEqual([what]));

  it.each([
    ['{ x.f(nullptr); x->f(nullptr); X::f(nullptr); }'],
    ['{ T f(nullptr); }'],
    ['{ auto f = other; f(nullptr); }'],
    ['{ f(p == nullptr); f(p ? p : NULL); }'],
    ['{ f(a < b, c > nullptr, NULL); }'],
    ['{\n#ifdef STUB\n f(nullptr);\n#endif\n}'],
    ['{ f(0); f("NULL"); }'],
  ])('%s: none', (body) => expect(given(body)).toEqual([]));
});
