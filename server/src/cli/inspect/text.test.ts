import { expect, test } from 'vitest';
import { uriFromPath } from '../../base/uri.js';
import type { InspectedFile, InspectedLayout, InspectedType } from '../../service/answers.js';
import { ferrule, span, withoutColour } from '../testing/cli.js';

const TRIVIAL = { status: 'exact', trivial: true, because: [] } as const;

const layout = (parts: Partial<InspectedLayout>): InspectedLayout => ({
  status: 'exact',
  reason: null,
  size: null,
  align: null,
  dataSize: null,
  nonVirtualSize: null,
  fields: [],
  bases: [],
  ...parts,
});

const type = (parts: Partial<InspectedType>): InspectedType => ({
  name: 'Widget',
  kind: 'struct',
  range: span(0, 0, 6),
  layout: layout({}),
  relocation: TRIVIAL,
  calls: TRIVIAL,
  ...parts,
});

const field = (name: string, type: string, offset: number, size: number) => ({
  name,
  type,
  offset,
  offsetBits: offset * 8,
  size,
  bitWidth: null,
});

const bitField = (name: string, type: string, offsetBits: number, bitWidth: number) => ({
  ...field(name, type, Math.floor(offsetBits / 8), 4),
  offsetBits,
  bitWidth,
});

/** What `ferrule inspect a.hpp` prints for these types and functions, below its heading. */
async function inspected(types: readonly InspectedType[], functions: InspectedFile['functions'] = []) {
  const { stdout } = await ferrule(['inspect', 'a.hpp'], {
    files: { '/project/a.hpp': '' },
    inspect: [{ uri: uriFromPath('/project/a.hpp'), language: 'cpp', types, functions }],
  });
  const [heading, ...rest] = stdout.split('\n\n');
  expect(heading).toBe('a.hpp (C++, x86_64-unknown-linux-gnu)');
  return rest.join('\n\n');
}

test('a class with a virtual table, padding, and what forbids to move it', async () => {
  expect(
    await inspected([
      type({
        name: 'ns::Widget',
        kind: 'class',
        range: span(3, 0, 1),
        layout: layout({
          size: 64,
          align: 8,
          dataSize: 57,
          nonVirtualSize: 57,
          fields: [
            field('id', 'int', 8, 4),
            field('name_', 'std::string', 16, 32),
            field('weight', 'double', 48, 8),
            field('on', 'bool', 56, 1),
          ],
        }),
        relocation: {
          status: 'exact',
          trivial: false,
          because: ['`name_` is std::string', 'in libstdc++ it points into itself'],
        },
        calls: { status: 'assumed', trivial: false, because: [] },
      }),
    ]),
  ).toBe(`\
class ns::Widget: size 64, align 8, data size 57, size without virtual bases 57 (line 4)
  offset  size  field                    type
       0     8  (virtual table pointer)
       8     4  id                       int
      12     4  (padding)
      16    32  name_                    std::string
      48     8  weight                   double
      56     1  on                       bool
      57     7  (padding)
  relocation: not trivial
    - \`name_\` is std::string
    - in libstdc++ it points into itself
  calls: not trivial (assumed)
`);
});

test('bases stand at their offsets; what lies between them and the first field is not guessed', async () => {
  expect(
    await inspected([
      type({
        kind: 'class',
        layout: layout({
          size: 40,
          align: 8,
          dataSize: 40,
          nonVirtualSize: 24,
          fields: [field('id', 'int', 16, 4)],
          bases: [
            { name: 'Base', offset: 0, virtual: false },
            { name: 'Shared', offset: 24, virtual: true },
          ],
        }),
      }),
    ]),
  ).toBe(`\
class Widget: size 40, align 8, size without virtual bases 24 (line 1)
  offset  size  field           type
       0        (base)          Base
      16     4  id              int
      24        (virtual base)  Shared
  relocation: trivial
  calls: trivial
`);
});

test('bit-fields have offsets and sizes in bits', async () => {
  expect(
    await inspected([
      type({
        layout: layout({
          size: 8,
          align: 4,
          dataSize: 8,
          nonVirtualSize: 8,
          fields: [
            bitField('mode', 'unsigned', 0, 3),
            bitField('on', 'unsigned', 3, 1),
            bitField('', 'unsigned', 8, 2),
            field('id', 'int', 4, 4),
          ],
        }),
      }),
    ]),
  ).toBe(`\
struct Widget: size 8, align 4 (line 1)
  offset     size  field      type
     0:0   3 bits  mode       unsigned
     0:3    1 bit  on         unsigned
     0:4   4 bits  (padding)
     1:0   2 bits  (unnamed)  unsigned
     1:2  22 bits  (padding)
       4        4  id         int
  relocation: trivial
  calls: trivial
`);
});

test('the members of a union share their place', async () => {
  expect(
    await inspected([
      type({
        kind: 'union',
        layout: layout({
          size: 8,
          align: 4,
          fields: [field('bytes', 'char[5]', 0, 5), field('id', 'int', 0, 4)],
        }),
      }),
    ]),
  ).toBe(`\
union Widget: size 8, align 4 (line 1)
  offset  size  field      type
       0     5  bytes      char[5]
       0     4  id         int
       5     3  (padding)
  relocation: trivial
  calls: trivial
`);
});

test('what is unknown says why, what is assumed says what', async () => {
  expect(
    await inspected([
      type({
        layout: layout({ status: 'unknown', reason: 'the type of `rest` is declared nowhere' }),
        relocation: { status: 'unknown', trivial: null, because: ['the type of `rest` is declared nowhere'] },
        calls: { status: 'unknown', trivial: null, because: [] },
      }),
      type({
        name: 'Empty',
        layout: layout({
          status: 'assumed',
          reason: 'the attribute PACKED changes nothing',
          size: 1,
          align: 1,
        }),
      }),
    ]),
  ).toBe(`\
struct Widget: layout unknown (line 1)
  unknown: the type of \`rest\` is declared nowhere
  relocation: unknown
    - the type of \`rest\` is declared nowhere
  calls: unknown

struct Empty: size 1, align 1 (line 1)
  assumed: the attribute PACKED changes nothing
  relocation: trivial
  calls: trivial
`);
});

test('functions with their signatures and all their symbols', async () => {
  const none = { linkage: 'cpp', variants: {}, range: span(7, 0, 1) } as const;
  expect(
    await inspected(
      [],
      [
        { ...none, name: 'ns::f', signature: 'int (const char *)', symbol: '_ZN2ns1fEPKc' },
        {
          ...none,
          name: 'W::W',
          signature: 'W ()',
          symbol: '_ZN1WC1Ev',
          variants: { C2: '_ZN1WC2Ev' },
        },
        { ...none, name: 'g', signature: 'void (Unknown)', symbol: null },
        { ...none, name: 'h', signature: 'void ()', symbol: 'h', linkage: 'c' },
      ],
    ),
  ).toBe(`\
fn ns::f: int (const char *) (line 8)
  C++ symbol _ZN2ns1fEPKc
fn W::W: W () (line 8)
  C++ symbol _ZN1WC1Ev, C2 _ZN1WC2Ev
fn g: void (Unknown) (line 8)
  C++ symbol unknown
fn h: void () (line 8)
  C symbol h
`);
});

test('a file without anything says so', async () => {
  const { stdout } = await ferrule(['inspect', 'a.zng'], {
    files: { '/project/a.zng': '' },
    inspect: [{ uri: uriFromPath('/project/a.zng'), language: 'zng', types: [], functions: [] }],
  });

  expect(stdout).toBe('a.zng (zngur, x86_64-unknown-linux-gnu): no types, no functions\n');
});

test('a terminal gets the same text in colour', async () => {
  const around = {
    files: { '/project/a.rs': '' },
    inspect: [
      { uri: uriFromPath('/project/a.rs'), language: 'rust', types: [type({})], functions: [] },
    ] as const,
  };
  const piped = await ferrule(['inspect', 'a.rs'], around);
  const terminal = await ferrule(['inspect', 'a.rs'], { ...around, terminal: 80 });

  expect(terminal.stdout).not.toBe(piped.stdout);
  expect(withoutColour(terminal.stdout)).toBe(piped.stdout);
});
