import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { uriFromPath } from '../../base/uri.js';
import type { InspectedFile } from '../../service/answers.js';
import type { Verification } from '../../service/verification.js';
import { ferrule, span } from '../testing/cli.js';

const FILE: InspectedFile = {
  uri: uriFromPath('/project/a.hpp'),
  language: 'cpp',
  problems: [],
  types: [],
  functions: [],
};

const verified = (verification: Verification, ...args: string[]) =>
  ferrule(['inspect', 'a.hpp', '--verify', ...args], {
    files: { '/project/a.hpp': '' },
    inspect: [FILE],
    verification,
  });

const DISAGREEMENT: Verification = {
  compilers: [
    { name: 'clang 19.1.7', problem: null, types: 2, functions: 1 },
    { name: 'gcc 12.2.0', problem: null, types: 1, functions: 0 },
    { name: 'rustc 1.95.0', problem: 'took more than 30 s', types: 0, functions: 0 },
  ],
  disagreements: [
    {
      compiler: 'clang 19.1.7',
      subject: 'Widget',
      range: span(3, 7, 13),
      quantity: 'size',
      ferrule: '24',
      judged: '32',
      assumption: 'the library is libstdc++',
    },
  ],
  notCompared: [{ compiler: 'gcc 12.2.0', subject: 'Part', range: span(8, 7, 11), reason: 'it is refused' }],
};

test('each compiler says how much it judged, and both answers where it disagrees', async () => {
  const { stdout, status } = await verified(DISAGREEMENT);
  expect(stdout).toBe(`\
a.hpp
  clang 19.1.7: 1 disagreement on 2 types and 1 function
    a.hpp:4:8: Widget: size is 24 by Ferrule (assuming the library is libstdc++), 32 by clang 19.1.7
  gcc 12.2.0: agrees on 1 type and 0 functions
    not compared: 1
      line 9: Part: it is refused
  rustc 1.95.0: cannot judge: took more than 30 s
`);
  expect(status).toBe(1);
});

test('where all agree the status is 0', async () => {
  const { status } = await verified({ ...DISAGREEMENT, disagreements: [] });
  expect(status).toBe(0);
});

test('without a compiler the user is told', async () => {
  const { stdout, status } = await verified({ compilers: [], disagreements: [], notCompared: [] });
  expect(stdout).toBe('a.hpp\n  no compiler that could judge this file is installed\n');
  expect(status).toBe(0);
});

test('as JSON it is a part of the file, as the schema has it', async () => {
  const { stdout, status } = await verified(DISAGREEMENT, '--format', 'json');
  const schema = new URL('../../../../docs/schema/inspect.schema.json', import.meta.url);
  const holds = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(schema, 'utf8')) as object,
  );
  const document: unknown = JSON.parse(stdout);

  expect(document).toMatchObject({ files: [{ path: 'a.hpp', verification: DISAGREEMENT }] });
  expect(holds(document), JSON.stringify(holds.errors)).toBe(true);
  expect(status).toBe(1);
});
