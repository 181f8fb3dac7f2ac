import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parentUri, pathFromUri } from '../base/uri.js';
import type { Uri } from '../base/range.js';
import type { FileQuestion, RefereeReply, RustcMemory, TypeAnswer } from '../service/referee.js';
import type { RustcJudge } from './rustc.js';

/** How long a toolchain is taken for the one that it was. */
const IDENTITY_FRESH_MS = 60_000;
/** A file's answers take a few kilobytes; beyond the bound the oldest are forgotten. */
const MAX_FILES = 400;
const KEPT_FILES = 300;
/** What could not be answered, of which so many are kept in mind. */
const MAX_FAILED = 200;

interface Identity {
  /** `rustc -vV` */
  readonly text: string | null;
  readonly since: number;
}

interface Waiting {
  readonly key: string;
  readonly question: FileQuestion;
}

interface DisposableMemory extends RustcMemory {
  /** Stops what is being asked; nothing is written any more once it settles. */
  dispose(): Promise<void>;
}

/**
 * Answers of rustc on disk, each under all that it rests on: the compiler's version, the target, the
 * file's text, the other Rust files of its folder and the manifests above it. One question at a time is
 * put, the latest first, and none a second time.
 */
export function createRustcMemory(
  judge: RustcJudge,
  folder: string,
  now: () => number = Date.now,
): DisposableMemory {
  const token = { isCancellationRequested: false };
  /** By folder: rustup has a toolchain for each. */
  const identities = new Map<Uri, Identity>();
  const failed = new Set<string>();
  let waiting: Waiting | null = null;
  let asking: string | null = null;
  let work = Promise.resolve();

  async function identify(uri: Uri): Promise<void> {
    identities.set(parentUri(uri), { text: await judge.identify(uri, token), since: now() });
  }

  /** What cannot be kept is as if it had not been answered: nobody would find it. */
  const answered = (key: string, question: FileQuestion): Promise<boolean> =>
    judge.ask(question, token).then(
      async ([reply]) => {
        if (reply?.problem !== null) return false;
        return keep(join(folder, `${key}.json`), reply).then(
          () => true,
          () => false,
        );
      },
      () => false,
    );

  function askLater(entry: Waiting): void {
    if (token.isCancellationRequested || failed.has(entry.key) || asking === entry.key) return;
    waiting = entry;
    if (asking === null) work = askAll();
  }

  async function askAll(): Promise<void> {
    while (waiting !== null && !token.isCancellationRequested) {
      const { key, question }: Waiting = waiting;
      waiting = null;
      asking = key;
      if (!(await answered(key, question))) {
        if (failed.size >= MAX_FAILED) failed.clear();
        failed.add(key);
      }
      asking = null;
    }
  }

  const memory = {
    async recall(question: FileQuestion, surroundings: string): Promise<RefereeReply | null> {
      const known = identities.get(parentUri(question.uri));
      if (!known) {
        void identify(question.uri).then(() => memory.recall(question, surroundings));
        return null;
      }
      if (now() - known.since > IDENTITY_FRESH_MS) void identify(question.uri);
      if (known.text === null) return null;
      const key = await keyOf(known.text, question, surroundings);
      const reply = await read(join(folder, `${key}.json`));
      if (!reply) askLater({ key, question });
      return reply;
    },
    dispose(): Promise<void> {
      token.isCancellationRequested = true;
      waiting = null;
      return work;
    },
  };
  return memory;
}

async function keyOf(identity: string, question: FileQuestion, surroundings: string): Promise<string> {
  const { uri, target, text } = question;
  const hash = createHash('sha256');
  const parts = [
    FORM,
    identity,
    uri,
    target,
    text,
    surroundings,
    ...(await manifestsAbove(pathFromUri(uri))),
  ];
  // Lengths keep apart what runs together.
  for (const part of parts) hash.update(`${part.length} ${part}`);
  return hash.digest('hex').slice(0, 40);
}

/** Changes with the form of what is stored, or of what is asked. */
const FORM = 'types 1';

async function manifestsAbove(path: string): Promise<string[]> {
  const folder = dirname(path);
  if (folder === path) return [];
  const own = ['Cargo.toml', 'Cargo.lock', join('.cargo', 'config.toml')].map((name) =>
    readFile(join(folder, name), 'utf8').catch(() => ''),
  );
  return [...(await Promise.all(own)), ...(await manifestsAbove(folder))];
}

/** As it is stored: name, size and alignment in bytes, offsets in bits by the name of the field. */
type StoredType = readonly [string, number, number, readonly (readonly [string, number])[]];

async function keep(path: string, { compiler, types }: RefereeReply): Promise<void> {
  const stored = [...types].flatMap(([name, answer]): StoredType[] =>
    answer.kind === 'laid-out'
      ? [[name, answer.layout.size, answer.layout.align, [...answer.layout.fields]]]
      : [],
  );
  await mkdir(dirname(path), { recursive: true });
  // Whole or not at all: another process may read it.
  await writeFile(`${path}.${process.pid}`, JSON.stringify({ compiler, types: stored }));
  await rename(`${path}.${process.pid}`, path);
  await prune(dirname(path));
}

async function read(path: string): Promise<RefereeReply | null> {
  try {
    const { compiler, types } = JSON.parse(await readFile(path, 'utf8')) as {
      readonly compiler: string;
      readonly types: readonly StoredType[];
    };
    const answers = types.map(([name, size, align, fields]): [string, TypeAnswer] => {
      const layout = {
        size,
        align,
        dataSize: null,
        nonVirtualSize: null,
        bases: new Map(),
        fields: new Map(fields),
      };
      return [name, { kind: 'laid-out', layout }];
    });
    return { compiler, problem: null, types: new Map(answers), symbols: null };
  } catch {
    // Not there, or written by nobody of ours.
    return null;
  }
}

async function prune(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= MAX_FILES) return;
  const files = await Promise.all(
    names.map(async (name) => ({
      name,
      time: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0,
    })),
  );
  files.sort((a, b) => b.time - a.time);
  await Promise.all(files.slice(KEPT_FILES).map(({ name }) => rm(join(folder, name), { force: true })));
}
