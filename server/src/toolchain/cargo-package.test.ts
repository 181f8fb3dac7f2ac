import { expect, test } from 'vitest';
import { crateOptions, readMetadata, type CargoPackage } from './cargo-package.js';

const target = (kind: string, name: string, path: string) => ({ kind: [kind], name, src_path: `/p/${path}` });

const PACKAGE: CargoPackage = {
  name: 'p',
  manifest_path: '/p/Cargo.toml',
  targets: [
    target('cdylib', 'p', 'src/lib.rs'),
    target('bin', 'p', 'src/main.rs'),
    target('bin', 'tool', 'src/bin/tool.rs'),
    target('example', 'show', 'examples/show.rs'),
    target('test', 'all', 'tests/all.rs'),
    target('custom-build', 'build-script-build', 'build.rs'),
  ],
};

test.each([
  ['/p/src/lib.rs', ['--lib']],
  ['/p/src/main.rs', ['--bin', 'p']],
  ['/p/src/a/b.rs', ['--lib', '--bin', 'p']],
  ['/p/src/bin/tool.rs', ['--bin', 'tool']],
  ['/p/src/bin/tool/part.rs', ['--bin', 'tool']],
  ['/p/examples/show.rs', ['--example', 'show']],
  ['/p/tests/common/mod.rs', ['--test', 'all']],
  ['/p/build.rs', []],
  ['/p/generated/a.rs', []],
  ['/elsewhere/a.rs', []],
])('%s is part of the crates %j', (file, options) => {
  expect(crateOptions(file, PACKAGE)).toEqual(options);
});

test.each(['', 'null', '[]', '{"packages": {}, "workspace_root": "/p"}', 'error: no such command'])(
  'metadata that %j would be is none',
  (output) => expect(readMetadata(output)).toBeNull(),
);
