import { describe, expect, it } from 'vitest';
import { testGrammars } from '../../syntax/testing/grammars.js';
import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { formatCppSignature, formatCppType } from './format-cpp.js';
import { readCpp } from './read-cpp.js';

const read = async (text: string) =>
  readCpp(await testGrammars(), text, { isC: false, token: NEVER_CANCELLED });

describe('formatCppType prints what was read', () => {
  it.each([
    'const char *',
    'void (*)(int)',
    'char *const *',
    'int (&)[3]',
    'int[3][4]',
    'const int (*)[N + 1]',
    'void (*(*)(int))(char)',
    'std::map<int, std::vector<T *>> &&',
    'int (Widget::*)(int) const',
    'unsigned long long',
    'struct Foo *',
    'std::function<void (int, ...)>',
    'void (__stdcall *)(int)',
  ])('%s', async (type) => {
    const facts = await read(`using A = ${type};`);
    expect(facts.problems).toEqual([]);
    expect(formatCppType(facts.aliases[0]!.type)).toBe(type);
  });

  it('puts the name where the declarator has it', async () => {
    const facts = await read('using A = void (*)(int); using B = int[3]; using C = char *const;');
    const names = facts.aliases.map(({ type }) => formatCppType(type, 'x'));
    expect(names).toEqual(['void (*x)(int)', 'int x[3]', 'char *const x']);
  });
});

describe('formatCppSignature', () => {
  it.each([
    ['int f(const char *s, ...);', 'int (const char *, ...)'],
    ['void (*signal(int, void (*)(int)))(int);', 'void (*(int, void (*)(int)))(int)'],
    ['char *f(void) noexcept;', 'char *() noexcept'],
  ])('%s', async (text, expected) => {
    const facts = await read(text);
    expect(formatCppSignature(facts.functions[0]!)).toBe(expected);
  });
});
