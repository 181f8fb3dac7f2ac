import { describe, expect, it } from 'vitest';
import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { MemoryWorkspace } from '../../service/testing/memory-workspace.js';

/** `text(1)` to `text(count)`, a line each. */
const lines = (count: number, text: (n: number, before: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i + 1, i)).join('\n');

/** What is said of the record `X`: status and size, or the reason why nothing is known. */
async function layoutOfX(source: string): Promise<string> {
  const workspace = await MemoryWorkspace.of({ 'x.hpp': source });
  const { types } = await workspace.ferrule.inspect(workspace.uri('x.hpp'), null, NEVER_CANCELLED);
  const layout = types.find(({ name }) => name === 'X')?.layout;
  if (!layout) throw new Error('no record X');
  return layout.status === 'unknown' ? `unknown: ${layout.reason}` : `${layout.status} ${layout.size}`;
}

/** The type of the first member of `X` as people read it. */
async function memberOfX(source: string): Promise<string> {
  const workspace = await MemoryWorkspace.of({ 'x.hpp': source });
  const { types } = await workspace.ferrule.inspect(workspace.uri('x.hpp'), null, NEVER_CANCELLED);
  return types.find(({ name }) => name === 'X')?.layout.fields?.[0]?.type ?? '';
}

const PAIR = 'template <class T, class U = T> struct Pair { T *a; U *b; };\n';

describe('a definition that is used twice by the next one is looked into once', () => {
  it('where they are macros', async () => {
    const macros = `#define M0 3\n${lines(60, (n, before) => `#define M${n} (M${before} | M${before})`)}`;
    expect(await layoutOfX(`${macros}\nstruct X { int a[M60]; };`)).toBe('exact 12');
  });

  it('where they are constants', async () => {
    const constants = `constexpr int c0 = 3;\n${lines(60, (n, before) => `constexpr int c${n} = c${before} | c${before};`)}`;
    expect(await layoutOfX(`${constants}\nstruct X { int a[c60]; };`)).toBe('exact 12');
  });

  it('where they are enumerators of an enumeration each', async () => {
    const enums = `enum E0 { e0 = 3 };\n${lines(60, (n, before) => `enum E${n} { e${n} = e${before} | e${before} };`)}`;
    expect(await layoutOfX(`${enums}\nstruct X { int a[e60]; };`)).toBe('exact 12');
  });

  it('where they are macros with arguments, which are not computed', async () => {
    const macros = `#define F0(x) x\n${lines(60, (n, before) => `#define F${n}(x) (F${before}(x) | F${before}(x))`)}`;
    expect(await layoutOfX(`${macros}\nstruct X { int a[F60(3)]; };`)).toMatch(/^unknown: /);
  });

  it('where they are aliases', async () => {
    const aliases = `${PAIR}using A0 = int;\n${lines(40, (n, before) => `using A${n} = Pair<A${before}, A${before}>;`)}`;
    expect(await layoutOfX(`${aliases}\nstruct X { A40 a; };`)).toBe('exact 16');
  });

  it('where they are alias templates', async () => {
    const aliases = `${PAIR}template <class T> using A0 = T;\n${lines(
      40,
      (n, before) => `template <class T> using A${n} = Pair<A${before}<T>, A${before}<T>>;`,
    )}`;
    expect(await layoutOfX(`${aliases}\nstruct X { A40<int> a; };`)).toBe('exact 16');
  });

  it('where they are macros that stand for types', async () => {
    const macros = `${PAIR}#define T0 int\n${lines(40, (n, before) => `#define T${n} Pair<T${before}, T${before} >`)}`;
    expect(await layoutOfX(`${macros}\nstruct X { T40 a; };`)).toBe('exact 16');
  });

  it('where they are default arguments', async () => {
    const templates = `template <class T = int, class U = int> struct P0 { T *a; U *b; };\n${lines(
      40,
      (n, before) =>
        `template <class T = P${before}<>, class U = P${before}<>> struct P${n} { T *a; U *b; };`,
    )}`;
    expect(await layoutOfX(`${templates}\nstruct X { P40<> a; };`)).toBe('exact 16');
  });

  it('where parentheses may hold a type or a value', async () => {
    const nested = (inner: string, close: string): string => `${'(A<'.repeat(32)}${inner}${close.repeat(32)}`;
    for (const text of [nested('1', ')'), nested('1', '>)'), nested('1', '>)1')])
      expect(await layoutOfX(`struct X { _BitInt(${text}) a; };`)).toMatch(/^unknown: /);
  });

  it('where they are types of functions', async () => {
    const types = `typedef int F0;\n${lines(40, (n, before) => `typedef F${before} (*F${n})(F${before}, F${before});`)}`;
    expect(await layoutOfX(`${types}\nstruct X { F40 a; };`)).toBe('exact 8');
  });
});

describe('a symbol in which every type names the one before twice', () => {
  const symbolOfF = async (
    source: string,
    target = 'x86_64-unknown-linux-gnu',
  ): Promise<string | null | undefined> => {
    const workspace = await MemoryWorkspace.of({ 'x.hpp': source });
    const { functions } = await workspace.ferrule.inspect(workspace.uri('x.hpp'), target, NEVER_CANCELLED);
    const found = functions.find(({ name }) => name === 'f');
    return found?.symbol ?? found?.reason;
  };
  /** `S_`, `S0_`, … in base 36. */
  const substitution = (n: number): string => (n === 0 ? 'S_' : `S${(n - 1).toString(36).toUpperCase()}_`);
  const substitutions = (count: number, text: (n: number) => string): string =>
    Array.from({ length: count }, (_, i) => text(i + 1)).join('');

  it('says it once, where they are classes', async () => {
    const aliases = `${PAIR}using A0 = int;\n${lines(40, (n, before) => `using A${n} = Pair<A${before}, A${before}>;`)}`;
    expect(await symbolOfF(`${aliases}\nvoid f(A40);`)).toBe(
      `_Z1f4Pair${'IS_'.repeat(39)}IiiE${substitutions(39, (n) => `${substitution(n)}E`)}`,
    );
  });

  it('says it once, where they are functions', async () => {
    const types = `typedef int F0;\n${lines(40, (n, before) => `typedef F${before} (*F${n})(F${before}, F${before});`)}`;
    expect(await symbolOfF(`${types}\nvoid f(F40);`)).toBe(
      `_Z1f${'PF'.repeat(40)}iiiE${substitutions(39, (n) => `${substitution(2 * n - 1)}${substitution(2 * n - 1)}E`)}`,
    );
  });

  it('is short or too long for Microsoft', async () => {
    const windows = 'x86_64-pc-windows-msvc';
    const aliases = `${PAIR}using A0 = int;\n${lines(40, (n, before) => `using A${n} = Pair<A${before}, A${before}>;`)}`;
    expect(await symbolOfF(`${aliases}\nvoid f(A40);`, windows)).toBe(
      `?f@@YAX${'U?$Pair@'.repeat(40)}HH${'@@U1@'.repeat(39)}@@@Z`,
    );
    const types = `typedef int F0;\n${lines(40, (n, before) => `typedef F${before} (*F${n})(F${before}, F${before});`)}`;
    expect(await symbolOfF(`${types}\nvoid f(F40);`, windows)).toMatch(/^the name has more than 4096 /);
    expect(await symbolOfF(`${types}\nvoid f(F3);`, windows)).toBe(
      '?f@@YAXP6AP6AP6AHHH@ZP6AHHH@Z0@ZP6AP6AHHH@Z00@Z1@Z@Z',
    );
  });
});

describe('a chain of definitions', () => {
  it('is followed for a long way', async () => {
    const macros = `#define M0 1\n${lines(150, (n, before) => `#define M${n} (M${before} + 1)`)}`;
    expect(await layoutOfX(`${macros}\nstruct X { char a[M150]; };`)).toBe('exact 151');
  });

  it('is given up in the end, and says so', async () => {
    const macros = `#define M0 1\n${lines(1000, (n, before) => `#define M${n} (M${before} + 1)`)}`;
    expect(await layoutOfX(`${macros}\nstruct X { char a[M1000]; };`)).toMatch(
      /^unknown: member `a`: the macro `M\d+` stands at the end of too many definitions that refer to one another$/,
    );
    const enums = `enum E0 { e0 = 1 };\n${lines(500, (n, before) => `enum E${n} { e${n} = e${before} + 1 };`)}`;
    expect(await layoutOfX(`${enums}\nstruct X { char a[e500]; };`)).toMatch(/^unknown: /);
  });

  it('may be of deep expressions too', async () => {
    const deep = '- '.repeat(190);
    const macros = `#define M0 1\n${lines(300, (n, before) => `#define M${n} (${deep}M${before})`)}`;
    expect(await layoutOfX(`${macros}\nstruct X { char a[M300]; };`)).toMatch(/^unknown: /);
  });

  it('of operators in one expression is no deeper than the stack', async () => {
    const sum = (count: number) => `#define M ${'1 + '.repeat(count)}1\nstruct X { char a[M]; };`;
    expect(await layoutOfX(sum(400))).toBe('exact 401');
    expect(await layoutOfX(sum(60_000))).toMatch(/^unknown: /);
  });

  it('that ends in itself is known nowhere, whoever asks first', async () => {
    const circle = `constexpr int a = b | b;\nconstexpr int b = c | c;\nconstexpr int c = a | a;\n`;
    for (const name of ['a', 'b', 'c'])
      expect(await layoutOfX(`${circle}struct X { char x[${name}]; };`)).toBe(
        `unknown: member \`x\`: the constant \`${name}\` refers to itself`,
      );
  });
});

describe('a type that is very long when it is written out', () => {
  it('is shown as far as there is room', async () => {
    const aliases = `${PAIR}using A0 = int;\n${lines(29, (n, before) => `using A${n} = Pair<A${before}, A${before}>;`)}`;
    const text = await memberOfX(`${aliases}\nstruct X { A29 a; };`);
    expect(text.length).toBeLessThan(1100);
    expect(text).toMatch(/^Pair<Pair<Pair<(?:Pair|<…>|[<>, ])*>>>$/);
  });

  it('is told apart from others that look the same so far', async () => {
    const aliases = (name: string, end: string) =>
      `using ${name}0 = ${end};\n${lines(29, (n, before) => `using ${name}${n} = Pair<${name}${before}, ${name}${before}>;`)}\n`;
    expect(
      await layoutOfX(
        `${PAIR}${aliases('A', 'char')}${aliases('B', 'long')}template <class T, int N> struct Tagged { char c[N]; };
struct X { Tagged<A29, 3> a; Tagged<B29, 5> b; };`,
      ),
    ).toBe('exact 8');
  });

  it('may be written so', async () => {
    const nested = `${'Box<'.repeat(150)}int${'> '.repeat(150)}`;
    expect(await layoutOfX(`template <class T> struct Box { T *t; };\nstruct X { ${nested} a; };`)).toMatch(
      /^(?:exact 8|unknown: .*)$/,
    );
  });
});
