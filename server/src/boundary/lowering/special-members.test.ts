import { describe, expect, test } from 'vitest';
import type { CppSpecialMembers } from '../../abi/model.js';
import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { readCpp } from '../../facts/cpp/read-cpp.js';
import { Program } from '../../program/program.js';
import { testGrammars } from '../../syntax/testing/grammars.js';
import { specialMembersOf } from './special-members.js';

/** The special members of the last class `A` that is defined. */
async function declaredIn(text: string): Promise<CppSpecialMembers> {
  const program = new Program();
  const facts = await readCpp(await testGrammars(), text, { isC: false, token: NEVER_CANCELLED });
  program.setFile('file:///a.hpp', facts);
  const item = facts.records.filter(({ name, definition }) => name === 'A' && definition).at(-1);
  if (!item) throw new Error('no class `A`');
  return specialMembersOf(program, 'file:///a.hpp', item);
}

describe('a copy constructor', () => {
  test.each([
    ['of the class itself', 'struct A { A(const A &); };'],
    ['under its qualified name', 'namespace n { struct A { A(const n::A &); }; }'],
    ['under its name from outside', 'namespace n { struct A { A(const ::n::A &); }; }'],
    ['without the inline namespace', 'namespace n { inline namespace v1 { struct A { A(n::A &); }; } }'],
    ['under the name that the class gives itself', 'struct A { typedef A Self; A(Self const &); };'],
    ['of a template', 'template <class T> struct A { A(const A<T> &); };'],
    ['of a specialisation', 'template <class T> struct A; template <> struct A<int> { A(const A<int> &); };'],
    ['with further parameters that have defaults', 'struct A { A(const A &, int = 0); };'],
  ])('%s', async (_, text) => {
    expect(await declaredIn(text)).toMatchObject({
      copyConstructor: { state: 'user-provided' },
      otherConstructor: null,
    });
  });

  test.each([
    [
      'takes a class of another namespace',
      'namespace other { struct A; } struct A { A(const other::A &); };',
    ],
    ['takes another instance of the template', 'template <class T> struct A { A(const A<int> &); };'],
    [
      'takes what another class calls itself',
      'struct B { using Self = B; }; struct A { A(const B::Self &); };',
    ],
    ['is a template', 'struct A { template <class T> A(const A &, T = {}); };'],
    ['needs more than one argument', 'struct A { A(const A &, int); };'],
  ])('is none that %s', async (_, text) => {
    expect(await declaredIn(text)).toMatchObject({
      copyConstructor: { state: 'not-declared' },
      otherConstructor: expect.anything() as unknown,
    });
  });
});

describe('several of one kind', () => {
  test.each([
    ['A(A &); A(const A &);', { state: 'user-provided' }],
    ['A(A &); A(const A &) = default;', { state: 'user-provided', restricted: true }],
    ['A(volatile A &) = delete;', { state: 'deleted', restricted: true }],
    ['A(A &) = default; A(const A &) = default;', { state: 'defaulted' }],
    ['A(A &) = delete; A(const A &) = delete;', { state: 'deleted' }],
    ['A(A &) = default; A(const A &) = delete;', { state: 'defaulted', restricted: true }],
    ['A(const A &) = delete; A(A &);', { state: 'user-provided', restricted: true }],
    ['A(A &) = default;', { state: 'defaulted', restricted: true }],
    ['A(volatile A &);', { state: 'user-provided', restricted: true }],
  ])('%s', async (members, expected) => {
    const { copyConstructor } = await declaredIn(`struct A { ${members} };`);
    expect({ restricted: undefined, ...copyConstructor }).toMatchObject({
      restricted: undefined,
      ...expected,
    });
  });

  test('assignments for values of one kind each', async () => {
    const { copyAssignment } = await declaredIn(
      'struct A { A &operator=(const A &) & = default; A &operator=(const A &) && = delete; };',
    );
    expect(copyAssignment).toMatchObject({ state: 'defaulted', restricted: true });
  });
});
