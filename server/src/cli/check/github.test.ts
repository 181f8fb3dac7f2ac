import { expect, test } from 'vitest';
import { uriFromPath } from '../../base/uri.js';
import { at, ferrule, finding, span } from '../testing/cli.js';

test('each finding is a workflow command at its line', async () => {
  const { stdout, status } = await ferrule(['check', '--format', 'github'], {
    check: {
      findings: [
        finding({
          range: span(3, 20, 48),
          related: [{ location: at('/project/api.h', span(2, 16, 29)), message: 'declared here' }],
          remedies: [{ title: 'Take it', key: { uri: '', kind: '', subject: '' }, preferred: true }],
        }),
        finding({
          severity: 'hint',
          uri: uriFromPath('/project/src/a,b:c.rs'),
          range: { start: { line: 0, character: 0 }, end: { line: 4, character: 1 } },
          mechanism: 'cxx',
          message: 'grows by 100 %\nand more',
        }),
      ],
    },
  });

  expect(stdout).toBe(`\
::notice file=src/a%2Cb%3Ac.rs,line=1,endLine=5,title=arity-mismatch::grows by 100 %25%0Aand more%0Anote: crosses through cxx
::error file=src/ffi.rs,line=4,endLine=4,col=21,endColumn=49,title=arity-mismatch::C++ passes 3 parameters, Rust declares 2: \`height\` is missing%0Aapi.h:3:17: declared here%0Ahelp: Take it
ferrule: 1 error, 1 hint in 2 files
`);
  expect(status).toBe(1);
});
