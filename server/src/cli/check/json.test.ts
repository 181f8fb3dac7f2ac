import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { uriFromPath } from '../../base/uri.js';
import { at, ferrule, finding, HOST_TARGET, span } from '../testing/cli.js';

const SCHEMA = new URL('../../../../docs/schema/check.schema.json', import.meta.url);
const holds = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
);

const SIDES = { rust: at('/project/src/ffi.rs', span(3, 7, 20)), cpp: at('/project/api.h', span(2, 16, 29)) };
const ANSWER = {
  findings: [
    finding({
      range: span(3, 20, 48),
      mechanism: 'extern-c',
      related: [{ location: at('/project/api.h', span(2, 16, 29)), message: 'declared here' }],
      remedies: [
        { title: 'Take the C++ parameter list', key: { uri: '', kind: '', subject: '' }, preferred: true },
      ],
    }),
  ],
  crossings: [
    {
      name: 'widget_resize',
      mechanism: 'extern-c',
      direction: 'rust-calls-cpp' as const,
      kind: 'function' as const,
      ...SIDES,
    },
  ],
  unpaired: [
    {
      name: 'puts',
      mechanism: 'extern-c',
      location: at('/project/src/ffi.rs', span(4, 7, 11)),
      reason: 'declared in no file of the workspace',
    },
  ],
  files: { seen: 12, parsed: 2 },
};

const plain = { optional: false, features: ['default'], target: null };

test('the JSON form is the one that the schema publishes', async () => {
  const { stdout, status } = await ferrule(['check', '--format', 'json'], { check: ANSWER });
  const document: unknown = JSON.parse(stdout);

  expect(document).toEqual({
    version: 1,
    target: HOST_TARGET,
    findings: [
      {
        hazard: 'arity-mismatch',
        severity: 'error',
        path: 'src/ffi.rs',
        range: { start: { line: 3, character: 20 }, end: { line: 3, character: 48 } },
        message: 'C++ passes 3 parameters, Rust declares 2: `height` is missing',
        mechanism: 'extern-c',
        targets: [HOST_TARGET],
        related: [
          {
            path: 'api.h',
            range: { start: { line: 2, character: 16 }, end: { line: 2, character: 29 } },
            message: 'declared here',
          },
        ],
        remedies: ['Take the C++ parameter list'],
      },
    ],
    crossings: [
      {
        name: 'widget_resize',
        mechanism: 'extern-c',
        direction: 'rust-calls-cpp',
        kind: 'function',
        rust: { path: 'src/ffi.rs', range: span(3, 7, 20) },
        cpp: { path: 'api.h', range: span(2, 16, 29) },
      },
    ],
    unpaired: [
      {
        name: 'puts',
        mechanism: 'extern-c',
        path: 'src/ffi.rs',
        range: span(4, 7, 11),
        reason: 'declared in no file of the workspace',
      },
    ],
    summary: { files: { seen: 12, parsed: 2 }, durationMs: 400 },
  });
  expect(holds(document), JSON.stringify(holds.errors)).toBe(true);
  expect(status).toBe(1);
});

test('a workspace with nothing in it holds to the schema, too', async () => {
  const { stdout, stderr, status } = await ferrule(['check', '--format', 'json'], {
    check: { files: { seen: 0, parsed: 0 } },
  });

  expect(holds(JSON.parse(stdout)), JSON.stringify(holds.errors)).toBe(true);
  expect(stderr).toBe('ferrule: no Rust, C++ or .zng file found in .\n');
  expect(status, 'most likely the wrong folder was named').toBe(2);
});

test.each([
  ['an unknown key', { extra: true }],
  ['an unknown severity', { findings: [{ severity: 'fatal' }] }],
  ['a missing key', { summary: undefined }],
])('the schema is strict: it refuses %s', async (_, wrong) => {
  const { stdout } = await ferrule(['check', '--format', 'json'], { check: ANSWER });
  const document = { ...(JSON.parse(stdout) as object), ...wrong };

  expect(holds(JSON.parse(JSON.stringify(document)))).toBe(false);
});

test.each([
  ['the current folder, where what is checked lies in it', '/project', ['sub'], 'sub/src/ffi.rs'],
  ['the folder given, where it lies elsewhere', '/elsewhere', ['/project/sub'], 'src/ffi.rs'],
  [
    'nothing, where several lie elsewhere',
    '/elsewhere',
    ['/project/sub', '/project/other'],
    '/project/sub/src/ffi.rs',
  ],
])('paths are relative to %s', async (_, cwd, paths, shown) => {
  const { stdout } = await ferrule(['check', ...paths, '--format', 'json'], {
    cwd,
    files: { '/project/sub/src/ffi.rs': '', '/project/other/a.h': '' },
    check: { findings: [finding({ uri: uriFromPath('/project/sub/src/ffi.rs') })] },
  });

  expect(JSON.parse(stdout)).toMatchObject({ findings: [{ path: shown }] });
});

test('paths are written for people, not as URIs', async () => {
  const { stdout } = await ferrule(['check', '--format', 'json'], {
    check: { findings: [finding({ uri: uriFromPath('/project/größe und 100%/ffi.rs') })] },
  });

  expect(JSON.parse(stdout)).toMatchObject({ findings: [{ path: 'größe und 100%/ffi.rs' }] });
});

test('who names a file gets what concerns it, on either side', async () => {
  const { stdout } = await ferrule(['check', 'api.h', '--format', 'json'], {
    files: { '/project/api.h': '', '/project/src/ffi.rs': '' },
    check: { ...ANSWER, findings: [...ANSWER.findings, finding({ message: 'has nothing to do with it' })] },
  });

  expect(JSON.parse(stdout)).toMatchObject({
    findings: [{ path: 'src/ffi.rs', related: [{ path: 'api.h' }] }],
    crossings: [{ name: 'widget_resize' }],
    unpaired: [],
  });
});

test('the targets and the settings file reach the workspace', async () => {
  const { opened } = await ferrule(
    [
      'check',
      'src',
      '--target',
      'x86_64-pc-windows-msvc',
      '--target',
      HOST_TARGET,
      '--config',
      'strict.toml',
    ],
    { files: { '/project/src/ffi.rs': '', '/project/strict.toml': '' } },
  );

  expect(opened).toEqual({
    paths: ['/project/src'],
    configFile: '/project/strict.toml',
    targets: ['x86_64-pc-windows-msvc', HOST_TARGET],
  });
});

test('the explanation has its place in the schema', async () => {
  const uri = uriFromPath('/project/build.rs');
  const range = span(2, 4, 9);
  const setting = <T>(value: T) => [{ value, range, conditions: ['cfg(windows)'] }];
  const choice = { value: 'gcc', why: 'it is', places: [{ message: 'here', location: { uri, range } }] };
  const { stdout } = await ferrule(['check', '--explain', '--format', 'json'], {
    explain: {
      folders: [],
      files: { seen: 2, parsed: 1 },
      packages: [
        {
          name: 'a',
          manifest: uriFromPath('/project/Cargo.toml'),
          line: 1,
          folder: uriFromPath('/project'),
          workspace: null,
          edition: '2021',
          links: null,
          crates: [{ kind: 'lib', name: 'a', root: uriFromPath('/project/src/lib.rs'), types: [] }],
          features: ['default'],
          allFeatures: ['default', 'b'],
          featureTable: new Map([
            ['default', ['b']],
            ['b', []],
          ]),
          dependencies: [
            { name: 'b', package: 'b', kind: 'normal', folder: uriFromPath('/project/b'), ...plain },
            { name: 'c', package: 'c', kind: 'build', folder: null, ...plain },
          ],
          buildScript: uri,
        },
      ],
      mechanisms: [{ name: 'cxx', functions: 1, types: 2, unpaired: 3, packages: ['a'] }],
      natives: [
        {
          tool: 'cc',
          script: uri,
          range,
          conditions: [],
          cpp: true,
          sources: setting(uriFromPath('/project/a.cc')),
          headers: setting(uriFromPath('/project/a.h')),
          includes: setting(uriFromPath('/project')),
          macros: setting({ name: 'A', value: null }),
          standards: setting({ language: 'c++', name: 'c++17', gnu: false }),
          compilers: [],
          filters: setting({ list: 'allow', of: 'type', pattern: 'a_.*' }),
          unreadable: [{ method: 'include', arguments: [], range, conditions: [] }],
        },
      ],
      declared: [
        {
          ...{ tool: 'bazel', file: uri, line: 3, name: '//:a', rule: 'rust_cxx_bridge', root: null },
          ...{ sources: [], includes: [], exported: [], macros: ['A'], links: [], bridges: false },
          rust: [uriFromPath('/project/src/lib.rs')],
        },
      ],
      buildFiles: [{ uri, kind: 'build-script', said: 'uses cc', problem: null }],
      targets: [{ triple: HOST_TARGET, by: 'machine', compiler: choice, standard: choice, library: choice }],
      skipped: [{ uri, reason: 'is too large' }],
      assumptions: ['nothing'],
    },
  });
  const document = JSON.parse(stdout) as { explanation: unknown };

  holds(document);
  expect(holds.errors).toBeNull();
  expect(document.explanation).toMatchObject({
    packages: [{ path: 'Cargo.toml', pathDependencies: [{ name: 'b', path: 'b' }], buildScript: 'build.rs' }],
    natives: [{ sources: [{ path: 'a.cc', range, conditions: ['cfg(windows)'] }] }],
    declared: [{ path: 'build.rs', line: 3, rust: ['src/lib.rs'] }],
    targets: [{ compiler: { value: 'gcc', places: [{ path: 'build.rs', range, message: 'here' }] } }],
  });
});
