import { expect, test } from 'vitest';
import { uriFromPath } from '../../base/uri.js';
import type { CheckAnswer } from '../../service/answers.js';
import { at, ferrule, finding, span, withoutColour } from '../testing/cli.js';

const RUST = `use std::os::raw::c_char;

extern "C" {
    fn widget_resize(w: *mut Widget, width: u32);
}
`;
const HEADER = `#pragma once
struct Widget;
extern "C" void widget_resize(Widget *w, unsigned width, unsigned height);
`;
const FILES = { '/project/src/ffi.rs': RUST, '/project/include/widget.h': HEADER };

const ARITY = finding({
  range: span(3, 20, 48),
  related: [
    {
      location: at('/project/include/widget.h', span(2, 16, 29)),
      message: 'declared here with 3 parameters',
    },
  ],
  remedies: [
    { title: 'Take the C++ parameter list', key: { uri: '', kind: '', subject: '' }, preferred: true },
  ],
});

test('a finding shows both sides as a compiler would, and what was looked at', async () => {
  const { status, stdout, stderr } = await ferrule(['check'], { files: FILES, check: { findings: [ARITY] } });

  expect(stdout).toBe(`\
error[arity-mismatch]: C++ passes 3 parameters, Rust declares 2: \`height\` is missing
 --> src/ffi.rs:4:21
  |
4 |     fn widget_resize(w: *mut Widget, width: u32);
  |                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
 ::: include/widget.h:3:17
  |
3 | extern "C" void widget_resize(Widget *w, unsigned width, unsigned height);
  |                 ------------- declared here with 3 parameters
  |
  = help: Take the C++ parameter list

1 error in 1 file; 0 crossings, 0 unpaired; 2 files seen, 1 parsed
`);
  expect(stderr).toBe('');
  expect(status).toBe(1);
});

test('a finding names the mechanism where its declarations do not', async () => {
  const of = async (mechanism: 'extern-c' | 'bindgen') =>
    (await ferrule(['check'], { files: FILES, check: { findings: [{ ...ARITY, mechanism }] } })).stdout;

  expect(await of('bindgen')).toContain(`\
  |
  = note: crosses through bindgen
  = help: Take the C++ parameter list
`);
  expect(await of('extern-c')).not.toContain('note');
});

test('a workspace in order gets one line', async () => {
  const { status, stdout } = await ferrule(['check'], { files: FILES });

  expect(stdout).toBe('no findings; 0 crossings, 0 unpaired; 2 files seen, 1 parsed\n');
  expect(status).toBe(0);
});

test('names without a partner are counted by reason', async () => {
  const unpaired = (name: string, reason: string): CheckAnswer['unpaired'][number] => ({
    name,
    mechanism: 'extern-c',
    location: at('/project/src/ffi.rs', span(0, 0, 1)),
    reason,
  });
  const { stdout } = await ferrule(['check'], {
    files: FILES,
    check: {
      unpaired: [
        unpaired('puts', 'declared in no file of the workspace'),
        unpaired('init', 'declared as static in C++'),
        unpaired('qsort', 'declared in no file of the workspace'),
      ],
    },
  });

  expect(stdout).toBe(`\
no findings; 0 crossings, 3 unpaired; 2 files seen, 1 parsed
  nothing crosses in what was checked: does it hold both sides?
  2 unpaired: declared in no file of the workspace: puts, qsort
  1 unpaired: declared as static in C++: init
`);
});

test('findings are sorted by place, and severities are counted', async () => {
  const { stdout, status } = await ferrule(['check'], {
    files: FILES,
    check: {
      findings: [
        finding({ severity: 'hint', range: span(3, 7, 20), message: 'fourth' }),
        finding({ severity: 'information', range: span(2, 7, 10), message: 'third' }),
        finding({ severity: 'information', range: span(0, 4, 7), message: 'second' }),
        finding({ severity: 'hint', uri: uriFromPath('/project/include/widget.h'), message: 'first' }),
      ],
    },
  });

  expect(stdout).toBe(`\
hint[arity-mismatch]: first
 --> include/widget.h:1:1
  |
1 | #pragma once
  | ^

information[arity-mismatch]: second
 --> src/ffi.rs:1:5
  |
1 | use std::os::raw::c_char;
  |     ^^^

information[arity-mismatch]: third
 --> src/ffi.rs:3:8
  |
3 | extern "C" {
  |        ^^^

hint[arity-mismatch]: fourth
 --> src/ffi.rs:4:8
  |
4 |     fn widget_resize(w: *mut Widget, width: u32);
  |        ^^^^^^^^^^^^^

2 information, 2 hints in 2 files; 0 crossings, 0 unpaired; 2 files seen, 1 parsed
`);
  expect(status, 'information and hints are below the threshold').toBe(0);
});

test('steps of reasoning about one place stand under one excerpt of it', async () => {
  const name = at('/project/include/widget.h', span(2, 16, 29));
  const { stdout } = await ferrule(['check'], {
    files: FILES,
    check: {
      findings: [
        finding({
          range: span(3, 7, 20),
          related: [
            { location: name, message: 'declared here' },
            { location: at('/project/src/ffi.rs', span(3, 7, 20)), message: 'called from Rust' },
            { location: name, message: 'without a body' },
          ],
        }),
      ],
    },
  });

  expect(stdout).toContain(`\
 --> src/ffi.rs:4:8
  |
4 |     fn widget_resize(w: *mut Widget, width: u32);
  |        ^^^^^^^^^^^^^ called from Rust
  |
 ::: include/widget.h:3:17
  |
3 | extern "C" void widget_resize(Widget *w, unsigned width, unsigned height);
  |                 ------------- declared here
  |                               without a body

1 error`);
});

test('a file that is gone by now is named without an excerpt', async () => {
  const { stdout } = await ferrule(['check'], { check: { findings: [ARITY] } });

  expect(stdout).toBe(`\
error[arity-mismatch]: C++ passes 3 parameters, Rust declares 2: \`height\` is missing
 --> src/ffi.rs:4:21
  |
 ::: include/widget.h:3:17
  | declared here with 3 parameters
  |
  = help: Take the C++ parameter list

1 error in 1 file; 0 crossings, 0 unpaired; 2 files seen, 1 parsed
`);
});

test('a terminal gets the same text in colour, the time, and progress that goes away', async () => {
  const piped = await ferrule(['check'], { files: FILES, check: { findings: [ARITY] } });
  const terminal = await ferrule(['check'], { files: FILES, check: { findings: [ARITY] }, terminal: 100 });

  expect(terminal.stdout).toContain('\u001B[31merror[arity-mismatch]\u001B[39m');
  expect(withoutColour(terminal.stdout)).toBe(piped.stdout.replace('1 parsed\n', '1 parsed in 0.8 s\n'));
  expect(terminal.stderr).toBe('\r\u001B[2K\u001B[2m 50 % reading include/widget.h\u001B[22m\r\u001B[2K');
});

test.each([
  ['NO_COLOR takes colour from a terminal', { NO_COLOR: '1' }, 100, false],
  ['an empty NO_COLOR does not', { NO_COLOR: '' }, 100, true],
  ['FORCE_COLOR gives colour to a pipe', { FORCE_COLOR: '1' }, undefined, true],
  ['FORCE_COLOR=0 takes it from a terminal', { FORCE_COLOR: '0' }, 100, false],
  ['NO_COLOR wins over FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, undefined, false],
  ['a dumb terminal gets none', { TERM: 'dumb' }, 100, false],
])('%s', async (_, variables, columns, coloured) => {
  const terminal = columns === undefined ? {} : { terminal: columns };
  const { stdout } = await ferrule(['check'], { files: FILES, variables, ...terminal });

  expect(stdout.includes('\u001B[')).toBe(coloured);
});

test('--explain adds what was made of the workspace, as Markdown into pipes', async () => {
  const { stdout } = await ferrule(['check', '--explain']);
  expect(stdout).toContain('\n\n# This workspace, as Ferrule reads it\n\n2 files of Rust, C, C++ and zngur');
});

test('--explain has no place in the other forms', async () => {
  const { stderr, status } = await ferrule(['check', '--explain', '--format', 'sarif']);
  expect({ stderr, status }).toEqual({
    stderr: 'ferrule: --explain goes with --format text or json, not with sarif\n',
    status: 2,
  });
});
