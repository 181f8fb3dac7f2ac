import { expect, test } from 'vitest';
import { START_OF_FILE } from '../base/range.js';
import { uriFromPath } from '../base/uri.js';
import { ferrule, finding } from './testing/cli.js';

const FILES = { '/project/api.h': '', '/project/src/ffi.rs': '', '/project/ferrule.toml': '' };

test.each([
  [[], "no command given; see 'ferrule --help'"],
  [['chekc'], "unknown command 'chekc' (Did you mean check?)"],
  [['check', '--formt', 'json'], "unknown option '--formt' (Did you mean --format?)"],
  [
    ['check', '--format', 'xml'],
    "option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json, sarif, github.",
  ],
  [['check', '--format'], "option '--format <format>' argument missing"],
  [['check', 'src', 'gone'], 'no such file or folder: gone'],
  [['check', '--config', 'gone.toml'], 'no such file: gone.toml'],
  [['check', '--config', 'src'], 'src is a folder where a file is expected'],
  [
    ['check', '--target', 'x86_64-pc-window-msvc'],
    "unknown target 'x86_64-pc-window-msvc'; did you mean 'x86_64-pc-windows-msvc'?",
  ],
  [
    ['check', '--target', 'vax'],
    "unknown target 'vax'; known targets are: x86_64-unknown-linux-gnu, aarch64-apple-darwin, x86_64-pc-windows-msvc",
  ],
  [['inspect'], "missing required argument 'file'"],
  [['inspect', 'gone.h'], 'no such file: gone.h'],
  [['inspect', 'src'], 'src is a folder where a file is expected'],
  [['inspect', 'api.h'], 'file:///project/api.h is neither Rust nor C++'],
  [['bind', 'api.h'], "required option '--to <kind>' not specified"],
  [['bind', 'gone.h', '--to', 'cxx'], 'no such file: gone.h'],
  [['bind', 'api.h', '--to', 'zngur'], 'bind --to zngur is not available yet: this version generates cxx'],
  [['explain', 'arity-mismach'], "unknown hazard 'arity-mismach'; did you mean 'arity-mismatch'?"],
  [['explain', 'return'], "unknown hazard 'return'; did you mean 'return-mismatch'?"],
  [
    ['explain', 'everything'],
    "unknown hazard 'everything'; the hazards are: arity-mismatch, return-mismatch",
  ],
  [['lsp'], 'lsp needs --stdio: no other transport is served'],
])('wrong usage is one line and status 2: ferrule %j', async (args, message) => {
  const { status, stdout, stderr } = await ferrule(args, { files: FILES });

  expect(stderr).toBe(`ferrule: ${message}\n`);
  expect(stdout).toBe('');
  expect(status).toBe(2);
});

test('what could not be read is told on standard error, the rest is checked', async () => {
  const { status, stdout, stderr } = await ferrule(['check'], {
    files: FILES,
    check: {
      problems: [{ uri: uriFromPath('/project/big.h'), message: 'larger than 16 MB: not read', range: null }],
    },
  });

  expect(stderr).toBe('ferrule: big.h: larger than 16 MB: not read\n');
  expect(stdout).toBe('no findings; 0 crossings, 0 unpaired; 2 files seen, 1 parsed\n');
  expect(status, 'nobody named the file').toBe(0);
});

test.each([
  ['a settings file', [], '/project/ferrule.toml', 'ferrule.toml'],
  ['a file that was named', ['api.h'], '/project/api.h', 'api.h'],
])('%s that cannot be read is status 2, even with findings', async (_, names, path, shown) => {
  const { status, stderr } = await ferrule(['check', ...names], {
    files: FILES,
    check: {
      findings: [finding()],
      problems: [{ uri: uriFromPath(path), message: 'cannot be read', range: null }],
    },
  });

  expect(stderr).toBe(`ferrule: ${shown}: cannot be read\n`);
  expect(status).toBe(2);
});

test('a message that begins with the path of its file names it once', async () => {
  const { stderr } = await ferrule(['check'], {
    files: FILES,
    check: {
      problems: [
        {
          uri: uriFromPath('/project/ferrule.toml'),
          message: '/project/ferrule.toml:3:7: no valid TOML: incomplete key-value',
          range: null,
        },
        {
          uri: uriFromPath('/project'),
          message: '/project: holds no Rust, C, C++ or .zng file',
          range: null,
        },
      ],
    },
  });

  expect(stderr).toBe(`\
ferrule: .: holds no Rust, C, C++ or .zng file
ferrule: ferrule.toml:3:7: no valid TOML: incomplete key-value
`);
});

test.each([
  [
    'the repository that it lies in',
    '/project/sub/a.h',
    ['/project/.git/HEAD', '/project/sub/Cargo.toml'],
    '/project',
  ],
  ['else the package', '/project/sub/src/a.rs', ['/project/sub/Cargo.toml'], '/project/sub'],
  ['else its folder', '/project/sub/a.h', [], '/project/sub'],
  ['nothing where it lies among everything', '/home/me/a.h', [], null],
  ['nothing where only what it lies among is marked', '/home/me/a.h', ['/home/me/.git/HEAD'], null],
])('a file is seen together with %s', async (_, file, others, folder) => {
  const files = Object.fromEntries([file, ...others].map((path) => [path, '']));
  const { opened } = await ferrule(['check', file], { files });

  expect(opened?.paths).toEqual(folder === null ? [file] : [folder, file]);
});

test('of many places that cannot be read the first are named', async () => {
  const problems = Array.from({ length: 8 }, (_, line) => ({
    uri: uriFromPath(`/project/${line}.h`),
    message: 'cannot be read',
    range: START_OF_FILE,
  }));
  const { stderr } = await ferrule(['check'], { check: { problems } });

  expect(stderr).toBe(`\
ferrule: 0.h:1:1: cannot be read
ferrule: 1.h:1:1: cannot be read
ferrule: 2.h:1:1: cannot be read
ferrule: 3.h:1:1: cannot be read
ferrule: 4.h:1:1: cannot be read
ferrule: 3 more such places
`);
});

test('help is an answer, not a mistake', async () => {
  const { status, stdout, stderr } = await ferrule(['--help']);

  expect(stdout).toContain('Exit status: 0 no error or warning found');
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('the version is that of the package', async () => {
  expect(await ferrule(['--version'])).toMatchObject({ status: 0, stdout: '1.2.3\n' });
});
