import { expect, test } from 'vitest';
import { START_OF_FILE } from '../../base/range.js';
import { uriFromPath } from '../../base/uri.js';
import type { InspectedFile, InspectedLayout, InspectedType } from '../../service/answers.js';
import { NO_PARTS } from '../../service/layout-report.js';
import { ferrule, span, withoutColour } from '../testing/cli.js';

const TRIVIAL = { status: 'exact', trivial: true, because: [] } as const;

const layout = (parts: Partial<InspectedLayout>): InspectedLayout => ({
  ...NO_PARTS,
  status: 'exact',
  reason: null,
  size: null,
  align: null,
  dataSize: null,
  nonVirtualSize: null,
  ...parts,
});

const type = (parts: Partial<InspectedType>): InspectedType => ({
  name: 'Widget',
  kind: 'struct',
  range: span(0, 0, 6),
  layout: layout({}),
  relocation: TRIVIAL,
  definitions: null,
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
    inspect: [{ uri: uriFromPath('/project/a.hpp'), language: 'cpp', problems: [], types, functions }],
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
          tablePointers: [{ kind: 'vtable', offset: 0, size: 8 }],
          padding: [
            { offset: 12, size: 4 },
            { offset: 57, size: 7 },
          ],
          reusableTail: { offset: 57, size: 7 },
          tailVaries: 'gcc 12 keeps its tail padding',
        }),
        relocation: {
          status: 'exact',
          trivial: false,
          because: ['`name_` is std::string', 'in libstdc++ it points into itself'],
        },
        definitions: { triviallyCopyable: false, clang: false, p2786: null, p1144: true },
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
  tail padding: 7 bytes at 57, which a derived class or the neighbour of a [[no_unique_address]] member may fill
  another compiler: gcc 12 keeps its tail padding
  relocation: not trivial
    - \`name_\` is std::string
    - in libstdc++ it points into itself
    trivially copyable: no, clang 20: no, P2786: unknown, P1144: yes
  calls: not trivial (assumed)
`);
});

test('bases stand at their offsets, and whose tail padding holds what', async () => {
  expect(
    await inspected([
      type({
        kind: 'class',
        layout: layout({
          size: 40,
          align: 8,
          dataSize: 40,
          nonVirtualSize: 24,
          fields: [field('on', 'bool', 13, 1), field('id', 'int', 16, 4)],
          bases: [
            { name: 'Base', offset: 0, size: 13, virtual: false },
            { name: 'Shared', offset: 24, size: 16, virtual: true },
          ],
          padding: [{ offset: 20, size: 4 }],
          reusedTails: [
            { offset: 13, size: 1, of: { kind: 'base', name: 'Base' }, by: { kind: 'member', name: 'on' } },
          ],
        }),
      }),
    ]),
  ).toBe(`\
class Widget: size 40, align 8, size without virtual bases 24 (line 1)
  offset  size  field           type
       0    13  (base)          Base
      13     1  on              bool
      16     4  id              int
      20     4  (padding)
      24    16  (virtual base)  Shared
  reused tail padding: 1 byte at 13 of base Base, taken by member on
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
          padding: [{ offset: 2, size: 2 }],
        }),
      }),
    ]),
  ).toBe(`\
struct Widget: size 8, align 4 (line 1)
  offset     size  field      type
   0:0-2   3 bits  mode       unsigned
     0:3    1 bit  on         unsigned
   0:4-7   4 bits  (padding)
   1:0-1   2 bits  (unnamed)  unsigned
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
          padding: [{ offset: 5, size: 3 }],
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

test('a Rust enum has its tag, the fields of its variants and its niche', async () => {
  const shape = type({
    name: 'Shape',
    kind: 'enum',
    layout: layout({
      size: 16,
      align: 8,
      underlying: 'u8',
      tag: { kind: 'direct', offset: 0, size: 1 },
      variants: [
        { name: 'Empty', fields: [] },
        {
          name: 'Circle',
          fields: [
            { name: '0', type: 'f64', offset: 8, size: 8, align: 8 },
            { name: '1', type: 'u8', offset: 1, size: 1, align: 1 },
          ],
        },
      ],
      niche: { offset: 0, size: 1 },
    }),
  });
  const { stdout } = await ferrule(['inspect', 'a.rs'], {
    files: { '/project/a.rs': '' },
    inspect: [
      { uri: uriFromPath('/project/a.rs'), language: 'rust', problems: [], types: [shape], functions: [] },
    ],
  });

  expect(stdout).toBe(`\
a.rs (Rust, x86_64-unknown-linux-gnu)

enum Shape: size 16, align 8 (line 1)
  offset  size  field     type
       0     1  (tag)
       1     1  Circle.1  u8
       8     8  Circle.0  f64
  underlying integer: u8
  niche: 1 byte at 0, whose invalid values an Option around the type can use
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
  const none = { linkage: 'cpp', variants: {}, reason: null, range: span(7, 0, 1) } as const;
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
        { ...none, name: 'g', signature: 'void (Unknown)', symbol: null, reason: 'a type' },
        { ...none, name: 'h', signature: 'void ()', symbol: 'h', linkage: 'c' },
      ],
    ),
  ).toBe(`\
fn ns::f: int (const char *) (line 8)
  C++ symbol _ZN2ns1fEPKc
fn W::W: W () (line 8)
  C++ symbol _ZN1WC1Ev, C2 _ZN1WC2Ev
fn g: void (Unknown) (line 8)
  C++ symbol unknown: a type
fn h: void () (line 8)
  C symbol h
`);
});

test('a file without anything says so', async () => {
  const { stdout } = await ferrule(['inspect', 'a.zng'], {
    files: { '/project/a.zng': '' },
    inspect: [
      { uri: uriFromPath('/project/a.zng'), language: 'zng', problems: [], types: [], functions: [] },
    ],
  });

  expect(stdout).toBe('a.zng (zngur, x86_64-unknown-linux-gnu): no types, no functions\n');
});

test('a file that was given up says why, one with places that cannot be read where the first is', async () => {
  const inspect = async (problems: InspectedFile['problems']): Promise<string> => {
    const { stdout } = await ferrule(['inspect', 'a.h'], {
      files: { '/project/a.h': '' },
      inspect: [{ uri: uriFromPath('/project/a.h'), language: 'cpp', problems, types: [], functions: [] }],
    });
    return stdout;
  };
  const heading = 'a.h (C++, x86_64-unknown-linux-gnu)';
  const deep = { range: span(4, 0, 9), message: 'Nested too deeply to be read.' };
  const other = { range: span(8, 0, 9), message: 'Cannot read "int" as C++.' };

  expect(await inspect([{ range: START_OF_FILE, message: 'parsing took too long' }])).toBe(
    `${heading}: not read: parsing took too long\n`,
  );
  expect(await inspect([deep])).toBe(
    `${heading}: no types, no functions\n  not read: a place in line 5: Nested too deeply to be read.\n`,
  );
  expect(await inspect([deep, other])).toBe(
    `${heading}: no types, no functions\n  not read: 2 places, the first in line 5: Nested too deeply to be read.\n`,
  );
});

test('a terminal gets the same text in colour', async () => {
  const around = {
    files: { '/project/a.rs': '' },
    inspect: [
      { uri: uriFromPath('/project/a.rs'), language: 'rust', problems: [], types: [type({})], functions: [] },
    ] as const,
  };
  const piped = await ferrule(['inspect', 'a.rs'], around);
  const terminal = await ferrule(['inspect', 'a.rs'], { ...around, terminal: 80 });

  expect(terminal.stdout).not.toBe(piped.stdout);
  expect(withoutColour(terminal.stdout)).toBe(piped.stdout);
});
