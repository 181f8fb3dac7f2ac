import { expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../base/cancellation.js';
import type { FileQuestion, RefereeReply, TypeAnswer } from './referee.js';
import { MemoryWorkspace } from './testing/memory-workspace.js';

const SOURCE = `struct Chosen { a: u8, b: u32 }
#[repr(C)] struct Fixed { a: u8, b: u32 }
struct Opaque { a: elsewhere::Thing }
mod inner { struct Chosen { a: u8 } }
fn one() { struct Twice(u8); }
fn two() { struct Twice(u16); }
`;

const laidOut = (size: number, align: number, fields: Record<string, number>): TypeAnswer => ({
  kind: 'laid-out',
  layout: {
    size,
    align,
    dataSize: null,
    nonVirtualSize: null,
    bases: new Map(),
    fields: new Map(Object.entries(fields)),
  },
});

/** Hovers over a name of `SOURCE`, with what rustc is said to have said. */
async function hovers(types: Record<string, TypeAnswer>, rustc = true) {
  const questions: FileQuestion[] = [];
  const reply: RefereeReply = {
    compiler: 'rustc 1.95.0',
    problem: null,
    types: new Map(Object.entries(types)),
    symbols: null,
  };
  const rustcMemory = () => ({
    recall: (question: FileQuestion) => (questions.push(question), Promise.resolve(reply)),
  });
  const workspace = await MemoryWorkspace.of(
    { 'src/a.rs': SOURCE, 'src/b.rs': '' },
    { rustc },
    { rustcMemory },
  );
  const over = async (name: string): Promise<string> => {
    const before = SOURCE.slice(0, SOURCE.indexOf(`struct ${name}`) + 'struct '.length).split('\n');
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    return (
      (await workspace.ferrule.hover(workspace.uri('src/a.rs'), position, NEVER_CANCELLED))?.markdown ?? ''
    );
  };
  return { over, questions };
}

test('rustc is quoted below what it agrees with', async () => {
  const { over, questions } = await hovers({ Chosen: laidOut(8, 4, { a: 32, b: 0 }) });
  const shown = await over('Chosen');
  expect(shown).toMatch(/^\*\*struct `Chosen`\*\*: size 8, align 4, assumed/);
  expect(shown).toMatch(/\*\*rustc 1\.95\.0 says 8 bytes, align 4\*\*$/);
  expect(questions[0]).toMatchObject({ text: SOURCE, target: 'x86_64-unknown-linux-gnu' });
});

test('rustc comes first where it says otherwise, and where nothing else is known', async () => {
  const { over } = await hovers({
    Chosen: laidOut(12, 4, { a: 0, b: 32 }),
    Opaque: laidOut(1, 1, { a: 0 }),
  });
  expect(await over('Chosen')).toMatch(
    /^\*\*rustc 1\.95\.0 says 12 bytes, align 4: `a` at 0, `b` at 4\*\*\n\n\*\*struct `Chosen`\*\*: size 8/,
  );
  expect(await over('Opaque')).toMatch(/^\*\*rustc 1\.95\.0 says 1 byte, align 1: `a` at 0\*\*\n\n.*unknown/);
});

test('an offset alone is news', async () => {
  const { over } = await hovers({ Chosen: laidOut(8, 4, { a: 0, b: 32 }) });
  expect(await over('Chosen')).toMatch(/^\*\*rustc 1\.95\.0 says 8 bytes, align 4: `a` at 0, `b` at 4/);
});

test('rustc is not asked about what is guaranteed, nor where it is not switched on', async () => {
  const { over, questions } = await hovers({ Fixed: laidOut(8, 4, {}) });
  expect(await over('Fixed')).not.toContain('rustc 1.95.0 says');
  expect(questions).toEqual([]);
  const off = await hovers({ Chosen: laidOut(12, 4, {}) }, false);
  expect(await off.over('Chosen')).not.toContain('rustc 1.95.0 says');
  expect(off.questions).toEqual([]);
});

test('a refusal says nothing, nor does an answer that may be about another type', async () => {
  const { over } = await hovers({
    Chosen: { kind: 'refused', reason: 'no' },
    Twice: laidOut(1, 1, {}),
  });
  expect(await over('Chosen')).not.toContain('says');
  expect(await over('Twice')).not.toContain('says');
});
