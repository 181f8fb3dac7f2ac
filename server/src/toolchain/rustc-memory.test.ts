import { readdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FileQuestion, RefereeReply } from '../service/referee.js';
import { readRust } from '../facts/rust/testing/read-rust.js';
import { uriFromPath } from '../base/uri.js';
import { TemporaryFolder } from '../workspace/testing/temporary-folder.js';
import { createRustcMemory } from './rustc-memory.js';
import type { RustcJudge } from './rustc.js';

let folder: TemporaryFolder;
let clock: number;
let asked: FileQuestion[];
let identity: string | null;
let problem: string | null;
/** Answers wait for it. */
let release: Promise<void>;
let memories: ReturnType<typeof createRustcMemory>[];

beforeEach(() => {
  folder = new TemporaryFolder({ 'p/Cargo.toml': '[package]', 'p/src/a.rs': '' });
  clock = 0;
  asked = [];
  identity = 'rustc 1.95.0';
  problem = null;
  release = Promise.resolve();
  memories = [];
});
afterEach(async () => {
  await Promise.all(memories.map((memory) => memory.dispose()));
  folder.remove();
});

const REPLY: RefereeReply = {
  compiler: 'rustc 1.95.0',
  problem: null,
  types: new Map([
    [
      'm::A',
      {
        kind: 'laid-out',
        layout: {
          size: 8,
          align: 4,
          dataSize: null,
          nonVirtualSize: null,
          bases: new Map(),
          fields: new Map([['b', 32]]),
        },
      },
    ],
  ]),
  symbols: null,
};

const judge: RustcJudge = {
  identify: () => Promise.resolve(identity),
  async ask(question) {
    asked.push(question);
    const reply = { ...REPLY, problem };
    await release;
    return [reply];
  },
};

function memoryOf() {
  const memory = createRustcMemory(judge, folder.at('answers'), () => clock);
  memories.push(memory);
  return memory;
}

async function question(text = 'struct A;', target = 'x86_64-unknown-linux-gnu'): Promise<FileQuestion> {
  const uri = uriFromPath(folder.at('p/src/a.rs'));
  return {
    uri,
    text,
    facts: await readRust(text),
    open: new Map(),
    target,
    folder: uriFromPath(folder.path),
  };
}

const stored = (): string[] => {
  try {
    return readdirSync(folder.at('answers')).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
};
const PATIENCE = { timeout: 10_000 };
const untilStored = (count: number) => vi.waitFor(() => expect(stored()).toHaveLength(count), PATIENCE);

test('nothing is waited for, and what was asked once is known, also to the next session', async () => {
  const memory = memoryOf();
  expect(await memory.recall(await question(), 'b 1')).toBeNull();
  await untilStored(1);
  expect(await memory.recall(await question(), 'b 1')).toEqual(REPLY);
  const later = memoryOf();
  expect(await later.recall(await question(), 'b 1')).toBeNull();
  await vi.waitFor(async () => expect(await later.recall(await question(), 'b 1')).toEqual(REPLY), PATIENCE);
  expect(asked).toHaveLength(1);
});

test.each([
  ['the text', () => question('struct A(u8);'), 'b 1', () => undefined],
  ['the target', () => question('struct A;', 'i686-unknown-linux-gnu'), 'b 1', () => undefined],
  ['another file', () => question(), 'b 2', () => undefined],
  ['a manifest', () => question(), 'b 1', () => folder.write('p/Cargo.lock', 'version = 4')],
  [
    'the configuration of cargo',
    () => question(),
    'b 1',
    () => folder.write('.cargo/config.toml', '[build]'),
  ],
])('%s is part of the question', async (_what, other, surroundings, change) => {
  const memory = memoryOf();
  await memory.recall(await question(), 'b 1');
  await untilStored(1);
  change();
  expect(await memory.recall(await other(), surroundings)).toBeNull();
  await untilStored(2);
});

test('another toolchain is asked again, within a minute', async () => {
  const memory = memoryOf();
  await memory.recall(await question(), '');
  await untilStored(1);
  identity = 'rustc 1.96.0';
  expect(await memory.recall(await question(), '')).toEqual(REPLY);
  clock = 61_000;
  await memory.recall(await question(), '');
  await vi.waitFor(async () => {
    await memory.recall(await question(), '');
    expect(stored()).toHaveLength(2);
  }, PATIENCE);
});

test('what could not be answered is not asked again', async () => {
  problem = 'does not build';
  const memory = memoryOf();
  await memory.recall(await question(), '');
  await vi.waitFor(() => expect(asked).toHaveLength(1), PATIENCE);
  await memory.recall(await question(), '');
  // A question that can be answered comes behind one that was put again.
  problem = null;
  await memory.recall(await question('struct A(u8);'), '');
  await untilStored(1);
  expect(asked.map(({ text }) => text)).toEqual(['struct A;', 'struct A(u8);']);
});

test('of what is typed meanwhile only the last state is asked about', async () => {
  let open = (): void => undefined;
  release = new Promise((resolve) => (open = resolve));
  const memory = memoryOf();
  await memory.recall(await question('struct A;'), '');
  await vi.waitFor(() => expect(asked).toHaveLength(1), PATIENCE);
  for (const text of ['struct A(u8', 'struct A(u8)', 'struct A(u8);'])
    await memory.recall(await question(text), '');
  open();
  await untilStored(2);
  expect(asked.map(({ text }) => text)).toEqual(['struct A;', 'struct A(u8);']);
});

test('a folder that cannot be written to is no harm', async () => {
  folder.write('answers', 'a file');
  const memory = memoryOf();
  await memory.recall(await question(), '');
  await vi.waitFor(() => expect(asked).toHaveLength(1), PATIENCE);
  expect(await memory.recall(await question(), '')).toBeNull();
  await memory.recall(await question('struct A(u8);'), '');
  await vi.waitFor(() => expect(asked).toHaveLength(2), PATIENCE);
});

test('without rustc, or once it is disposed, nothing is asked; what is broken is asked anew', async () => {
  identity = null;
  const without = memoryOf();
  await without.recall(await question(), '');
  await without.recall(await question(), '');
  expect(asked).toEqual([]);
  identity = 'rustc 1.95.0';
  const memory = memoryOf();
  await memory.recall(await question(), '');
  await untilStored(1);
  writeFileSync(folder.at(`answers/${stored()[0]}`), '{ "types": ');
  expect(await memory.recall(await question(), '')).toBeNull();
  await vi.waitFor(async () => expect(await memory.recall(await question(), '')).toEqual(REPLY), PATIENCE);
  await memory.dispose();
  await memory.recall(await question('struct B;'), '');
  expect(asked).toHaveLength(2);
});
