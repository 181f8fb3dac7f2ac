import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { uriFromPath } from '../../base/uri.js';
import type { InspectedFile } from '../../service/answers.js';
import { NO_PARTS } from '../../service/layout-report.js';
import { ferrule, span } from '../testing/cli.js';

const SCHEMA = new URL('../../../../docs/schema/inspect.schema.json', import.meta.url);
const holds = new Ajv2020({
  allErrors: true,
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
}).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);

const FILE: InspectedFile = {
  uri: uriFromPath('/project/include/a.hpp'),
  language: 'cpp',
  problems: [{ range: span(12, 0, 4), message: 'Nested too deeply to be read.' }],
  types: [
    {
      name: 'ns::Widget',
      kind: 'class',
      range: span(3, 0, 20),
      layout: {
        ...NO_PARTS,
        status: 'exact',
        reason: null,
        size: 16,
        align: 8,
        dataSize: 13,
        nonVirtualSize: 13,
        fields: [
          { name: 'id', type: 'int', offset: 8, offsetBits: 64, size: 4, bitWidth: null },
          { name: '', type: 'unsigned', offset: 12, offsetBits: 99, size: 4, bitWidth: 5 },
        ],
        bases: [{ name: 'Base', offset: 0, size: 8, virtual: false }],
        tablePointers: [{ kind: 'vtable', offset: 0, size: 8 }],
        padding: [{ offset: 13, size: 3 }],
        reusableTail: { offset: 13, size: 3 },
        reusedTails: [
          { offset: 7, size: 1, of: { kind: 'base', name: 'Base' }, by: { kind: 'member', name: 'id' } },
        ],
      },
      relocation: { status: 'exact', trivial: false, because: ['it has a destructor'] },
      definitions: { triviallyCopyable: false, clang: false, p2786: null, p1144: true },
      calls: { status: 'assumed', trivial: true, because: [] },
    },
    {
      name: 'Strange',
      kind: 'struct',
      range: span(9, 0, 5),
      layout: {
        ...NO_PARTS,
        status: 'unknown',
        reason: 'the type of `rest` is declared nowhere',
        size: null,
        align: null,
        dataSize: null,
        nonVirtualSize: null,
      },
      relocation: { status: 'unknown', trivial: null, because: [] },
      definitions: null,
      calls: { status: 'unknown', trivial: null, because: [] },
    },
  ],
  functions: [
    {
      name: 'ns::Widget::Widget',
      range: span(5, 2, 12),
      signature: 'Widget ()',
      linkage: 'cpp',
      symbol: '_ZN2ns6WidgetC1Ev',
      reason: null,
      variants: { C2: '_ZN2ns6WidgetC2Ev' },
    },
  ],
};

const AROUND = { files: { '/project/include/a.hpp': '', '/project/b.rs': '' } };

test('the JSON form is the one that the schema publishes', async () => {
  const { stdout, status, opened } = await ferrule(
    ['inspect', 'include/a.hpp', '--format', 'json', '--target', 'x86_64-pc-windows-msvc'],
    { ...AROUND, inspect: [FILE] },
  );
  const document: unknown = JSON.parse(stdout);
  const { problems, types, functions } = FILE;

  expect(document).toEqual({
    version: 1,
    target: 'x86_64-pc-windows-msvc',
    files: [{ path: 'include/a.hpp', language: 'cpp', problems, types, functions }],
  });
  expect(holds(document), JSON.stringify(holds.errors)).toBe(true);
  expect(opened?.targets).toEqual(['x86_64-pc-windows-msvc']);
  expect(status).toBe(0);
});

test('files come in the order in which they were asked for', async () => {
  const rust: InspectedFile = {
    uri: uriFromPath('/project/b.rs'),
    language: 'rust',
    problems: [],
    types: [
      {
        name: 'Shape',
        kind: 'enum',
        range: span(0, 0, 4),
        layout: {
          ...NO_PARTS,
          status: 'exact',
          reason: null,
          size: 8,
          align: 4,
          dataSize: 8,
          nonVirtualSize: 8,
          underlying: 'u8',
          variants: [
            { name: 'A', fields: [{ name: '0', type: 'u32', offset: 4, size: 4, align: 4 }] },
            { name: 'B', fields: [] },
          ],
          tag: { kind: 'direct', offset: 0, size: 1 },
          niche: { offset: 0, size: 1 },
        },
        relocation: { status: 'exact', trivial: true, because: [] },
        definitions: null,
        calls: { status: 'exact', trivial: true, because: [] },
      },
    ],
    functions: [
      {
        name: 'f',
        range: span(1, 0, 1),
        signature: 'fn()',
        linkage: 'rust',
        symbol: null,
        reason: 'cxx names it',
        variants: {},
      },
    ],
  };
  const { stdout } = await ferrule(['inspect', 'include/a.hpp', 'b.rs', '--format', 'json'], {
    ...AROUND,
    inspect: [rust, FILE],
  });

  expect(holds(JSON.parse(stdout)), JSON.stringify(holds.errors)).toBe(true);
  expect(JSON.parse(stdout)).toMatchObject({ files: [{ path: 'include/a.hpp' }, { path: 'b.rs' }] });
});

test.each([
  ['numbers with an unknown layout', { status: 'unknown', reason: 'why not' }],
  ['no numbers with an exact one', { size: null }],
  ['a key of its own', { holes: [] }],
])('the schema refuses %s', (_, wrong) => {
  const [type] = FILE.types;
  const types = [{ ...type, layout: { ...type?.layout, ...wrong } }];
  const document = { version: 1, target: 't', files: [{ path: 'a', language: 'cpp', types, functions: [] }] };

  expect(holds(document)).toBe(false);
});

test('what was written before the schema grew still holds to it', () => {
  const layout = {
    status: 'exact',
    reason: null,
    size: 8,
    align: 8,
    dataSize: 8,
    nonVirtualSize: 8,
    fields: [],
    bases: [{ name: 'Base', offset: 0, virtual: false }],
  };
  const verdict = { status: 'exact', trivial: true, because: [] };
  const type = {
    name: 'W',
    kind: 'class',
    range: span(0, 0, 1),
    layout,
    relocation: verdict,
    calls: verdict,
  };
  const declared = { name: 'f', range: span(0, 0, 1), signature: 'int ()', linkage: 'cpp', symbol: null };
  const functions = [{ ...declared, variants: {} }];
  const document = {
    version: 1,
    target: 't',
    files: [{ path: 'a', language: 'cpp', types: [type], functions }],
  };

  expect(holds(document), JSON.stringify(holds.errors)).toBe(true);
});
