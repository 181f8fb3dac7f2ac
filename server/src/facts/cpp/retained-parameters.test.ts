import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../base/line-index.js';
import { bodyTokens } from './body-tokens.js';
import type { CppParameter, CppType } from './cpp-facts.js';
import { mayRetain, retainedParameters } from './retained-parameters.js';

const position = { line: 0, character: 0 };
const named: CppType = {
  kind: 'named',
  elaborated: null,
  name: { global: false, segments: [{ name: 'T', arguments: null }] },
};
const parameter = (name: string, type: CppType): CppParameter => ({
  ...{ name, type, hasDefault: false, defaultText: null },
  range: { start: position, end: position },
});

/** `T *p, T &r, T v`: what a body keeps of them. */
function kept(body: string): string[] {
  const parameters = [
    parameter('p', { kind: 'pointer', pointee: named }),
    parameter('r', { kind: 'reference', rvalue: false, referent: named }),
    parameter('v', named),
  ];
  const tokens = mayRetain(body, { parameters }) ? bodyTokens(body) : null;
  if (!tokens) return [];
  return retainedParameters(tokens, { lines: new LineIndex(body), start: 0, parameters }).map(
    ({ parameter: index, into, how }) => `${parameters[index]?.name ?? ''} ${how} ${into.join('.')}`,
  );
}

describe('what a body keeps of its parameters', () => {
  it.each([
    ['{ member_ = p; }', 'p assigned member_'],
    ['{ this->member_ = (T *)p; }', 'p assigned this.member_'],
    ['{ member_ = reinterpret_cast<void *>(const_cast<T *>(p)); }', 'p assigned member_'],
    ['{ member_ = &r; }', 'r assigned member_'],
    ['{ member_ = std::addressof(r); }', 'r assigned member_'],
    ['{ data_ = v.data(); }', 'v assigned data_'],
    ['{ if (p) a.b.c = p; }', 'p assigned a.b.c'],
    ['{ p->next = nullptr; r.head = p; }', 'p assigned r.head'],
    ['{ slots[f(1)] = p; }', 'p indexed slots'],
    ['{ all_.push_back(&r); }', 'r added all_'],
    ['{ static T *last; last = p; }', 'p assigned static.last'],
    ['{ static T *last = p; }', 'p assigned static.last'],
    ['{ if (a == p) return; member_ = p; }', 'p assigned member_'],
  ])('%s', (body, what) => expect(kept(body)).toEqual([what]));

  it.each([
    ['{ T *local = p; }'],
    ['{ Visit local; local.member = p; use(local); }'],
    ['{ v.member = p; }'],
    ['{ member_ = *p; }'],
    ['{ member_ = r; }'],
    ['{ member_ = &v; }'],
    ['{ member_ = p ? p : other; }'],
    ['{ p->self = p; }'],
    ['{ p = other; member_ = p; }'],
    ['{ member_ = p; run(); member_ = nullptr; }'],
    ['{ auto old = member_; member_ = p; run(); member_ = old; }'],
    ['{ p->AddRef(); member_ = p; }'],
    ['{ member_ = p; g_object_ref(p); }'],
    ['{ member_ == p; member_ += p; }'],
    ['{\n#if KEEP\n member_ = p;\n#endif\n}'],
    ['{ return call(p); }'],
    ['{ member_ = p }'],
    ['{ member_ = p; ( }'],
  ])('%s: nothing', (body) => expect(kept(body)).toEqual([]));
});
