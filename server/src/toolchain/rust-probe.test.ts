import { expect, test } from 'vitest';
import { readRust } from '../facts/rust/testing/read-rust.js';
import { readRustProbe, rustProbe } from './rust-probe.js';
import type { RustcMessage } from './rustc-output.js';

const SOURCE = `mod inner {
    #[repr(C)] struct Pair(u8, u32); // the first
    #[cfg(all(unix, // not elsewhere
        target_pointer_width = "64"))]
    struct Wide { r#type: u8 }
}
enum Kind { A, B }
struct Generic<T> { value: T }`;

const probe = async () => rustProbe(SOURCE, await readRust(SOURCE));

/** What rustc says of the question with that mark. */
function message(text: string, mark: string, said: { readonly message?: string; readonly length?: number }) {
  const lines = text.split('\n');
  const line = lines.findIndex((each) => each.includes(`probe ${mark}*/`));
  const at = (lines[line] ?? '').indexOf(`probe ${mark}*/`);
  const value = (lines[line] ?? '').indexOf('[0; ', at);
  return {
    level: 'error',
    message: said.message ?? 'mismatched types',
    spans: [
      {
        file_name: 'src/a.rs',
        line_start: line + 1,
        is_primary: true,
        label:
          said.length === undefined
            ? null
            : `expected an array with a size of 0, found one with a size of ${said.length}`,
        text: [{ text: lines[line] ?? '', highlight_start: value + 1 }],
        expansion: null,
      },
    ],
  } satisfies RustcMessage;
}

test('the questions follow their declarations and add no line', async () => {
  const { text } = await probe();
  const lines = text.split('\n');
  expect(
    lines
      .slice(0, -2)
      .map((line) => line.replaceAll(/ (?:#\[cfg.*?\)\] )?\/\*ferrule-probe.*? \+ 1\];/g, '')),
  ).toEqual(SOURCE.split('\n'));
  expect(lines[1]).toContain('offset_of!(r#Pair, 1) + 1]; // the first');
  expect(lines[4]).toContain(
    '#[cfg(all(unix, target_pointer_width = "64"))] /*ferrule-probe 1 .type*/ const _: [u8; 0] = [0; core::mem::offset_of!(r#Wide, r#type) + 1];',
  );
  expect(lines[6]).toContain('core::mem::align_of::<r#Kind>()');
  expect(text).not.toContain('r#Generic');
});

test('a length is one more than the answer; offsets are in bits', async () => {
  const asked = await probe();
  const lengths = { '0 size': 9, '0 align': 5, '0 .0': 1, '0 .1': 5, '2 size': 2, '2 align': 2, end: 1 };
  const messages = Object.entries(lengths).map(([mark, length]) => message(asked.text, mark, { length }));
  const { compiled, firstError, types } = readRustProbe(asked, messages);
  expect({ compiled, firstError }).toEqual({ compiled: true, firstError: null });
  expect(types.get('inner::Pair')).toMatchObject({
    layout: {
      size: 8,
      align: 4,
      dataSize: null,
      fields: new Map([
        ['0', 0],
        ['1', 32],
      ]),
    },
  });
  expect(types.get('inner::Wide')).toEqual({
    kind: 'refused',
    reason: expect.stringMatching(/^cfg\(all\(unix, .*\) leaves it out$/s),
  });
  expect(types.get('Kind')).toMatchObject({ layout: { size: 1, align: 1 } });
});

test('an error at a question is its refusal, another one is the first error', async () => {
  const asked = await probe();
  const elsewhere: RustcMessage = {
    level: 'error',
    message: 'cannot find type `Nope` in this scope',
    spans: [
      {
        file_name: 'src/b.rs',
        line_start: 3,
        is_primary: true,
        label: 'not found in this scope',
        text: [{ text: 'struct B(Nope);', highlight_start: 10 }],
        expansion: null,
      },
    ],
  };
  const refusal = message(asked.text, '2 size', { message: 'the size cannot be known' });
  const { compiled, firstError, types } = readRustProbe(asked, [
    { ...elsewhere, level: 'warning', message: 'a warning' },
    refusal,
    elsewhere,
  ]);
  expect(compiled).toBe(false);
  expect(firstError).toBe('src/b.rs:3: cannot find type `Nope` in this scope');
  expect(types.get('Kind')).toEqual({ kind: 'refused', reason: 'the size cannot be known' });
  expect(types.get('inner::Pair')).toEqual({
    kind: 'refused',
    reason:
      'something that it is made of does not compile (src/b.rs:3: cannot find type `Nope` in this scope)',
  });
});

test('an error inside of a macro belongs to the question that invoked it', async () => {
  const asked = await probe();
  const { spans, ...rest } = message(asked.text, '2 size', { message: 'no such field' });
  const [span] = spans;
  const library = { ...span!, file_name: 'core/mem.rs', text: [{ text: 'macro', highlight_start: 1 }] };
  const { types } = readRustProbe(asked, [{ ...rest, spans: [{ ...library, expansion: { span: span! } }] }]);
  expect(types.get('Kind')).toEqual({ kind: 'refused', reason: 'no such field' });
});
