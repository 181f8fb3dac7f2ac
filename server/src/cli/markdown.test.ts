import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import { renderMarkdown } from './markdown.js';
import { ferrule, withoutColour } from './testing/cli.js';

const PAGE = `# arity-mismatch

The two sides of a crossing declare different numbers of \`parameters\`, so that
the callee reads **registers** that nobody set.

## Example

\`\`\`hazard
//- src/ffi.rs
extern "C" { fn widget_resize(w: *mut Widget); }
//                           ^^^^^^^^^^^^^^^^ error: Rust declares 1
\`\`\`

- a first point which is long enough
  to be continued
- a second one

See [the reference](https://doc.rust-lang.org/).
`;

const EXPECTED = `\
arity-mismatch

The two sides of a crossing declare different
numbers of parameters, so that the callee reads
registers that nobody set.

Example

    //- src/ffi.rs
    extern "C" { fn widget_resize(w: *mut Widget); }
    //                           ^^^^^^^^^^^^^^^^ error: Rust declares 1

- a first point which is long enough to be
  continued
- a second one

See the reference (https://doc.rust-lang.org/).
`;

test('a page is set for a terminal: text is wrapped, code is indented and left as it is', () => {
  const look = { colors: picocolors.createColors(false), width: 50, terminal: true };

  // Marks that colour replaces count as columns: a line may end up a little short, never too long.
  expect(renderMarkdown(PAGE, look)).toBe(EXPECTED);
});

test('colour changes nothing else', () => {
  const look = { colors: picocolors.createColors(true), width: 50, terminal: true };
  const rendered = renderMarkdown(PAGE, look);

  expect(rendered).toContain('\u001B[36mparameters\u001B[39m');
  expect(rendered).toContain('\u001B[1mregisters\u001B[22m');
  expect(withoutColour(rendered)).toBe(EXPECTED);
});

test('explain gives a pipe the page itself', async () => {
  const { status, stdout } = await ferrule(['explain', 'arity-mismatch']);

  expect(stdout).toBe('# arity-mismatch\n\nThe two sides declare different numbers of parameters.\n');
  expect(status).toBe(0);
});

test('explain lists the hazards where none is named', async () => {
  const { status, stdout } = await ferrule(['explain']);

  expect(stdout.split('\n')[0]).toMatch(/^arity-mismatch +error +\S/);
  expect(stdout.trimEnd().split('\n')).toHaveLength(2);
  expect(status).toBe(0);
});

test('and a terminal the page as it is set', async () => {
  const { stdout } = await ferrule(['explain', 'arity-mismatch'], { terminal: 80 });

  expect(withoutColour(stdout)).toBe(
    'arity-mismatch\n\nThe two sides declare different numbers of parameters.\n',
  );
});
