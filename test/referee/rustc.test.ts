import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { NEVER_CANCELLED, type CancellationToken } from '../../server/src/base/cancellation.js';
import { uriFromPath } from '../../server/src/base/uri.js';
import { createFerrule } from '../../server/src/service/create-ferrule.js';
import { createInlineReader } from '../../server/src/service/read-facts.js';
import type { Referee, RefereeReply } from '../../server/src/service/referee.js';
import type { Verification } from '../../server/src/service/verification.js';
import { testGrammars } from '../../server/src/syntax/testing/grammars.js';
import { createRustcMemory } from '../../server/src/toolchain/rustc-memory.js';
import { createRustcJudge, type RustcOptions } from '../../server/src/toolchain/rustc.js';
import { DiskSources } from '../../server/src/workspace/disk-sources.js';
import { Documents } from '../../server/src/workspace/documents.js';
import { TemporaryFolder } from '../../server/src/workspace/testing/temporary-folder.js';

const HOST = 'x86_64-unknown-linux-gnu';

/** One for all, so that what they depend on is built once. */
const cache = new TemporaryFolder({}, 'ferrule-cache-');
afterAll(() => cache.remove());

let workspace: TemporaryFolder;
afterEach(() => workspace.remove());

interface Asked {
  readonly reply: RefereeReply;
  readonly verification: Verification;
}

interface Circumstances extends Partial<RustcOptions> {
  readonly target?: string;
  readonly token?: CancellationToken;
  /** What the judge is told about the reply before it is compared. */
  readonly falsify?: (reply: RefereeReply) => RefereeReply;
}

/** What rustc says of one file of a workspace, and how that compares with Ferrule. */
async function ask(
  files: Readonly<Record<string, string>>,
  path: string,
  { target = HOST, token = NEVER_CANCELLED, falsify = (reply) => reply, ...options }: Circumstances = {},
): Promise<Asked> {
  workspace = new TemporaryFolder(files);
  const judge = createRustcJudge({ cacheFolder: cache.path, ...options });
  let replies: readonly RefereeReply[] = [];
  const referee: Referee = {
    ask: async (question) => (replies = (await judge.ask(question, token)).map(falsify)),
  };
  const sources = new DiskSources(new Documents(), []);
  const uri = uriFromPath(workspace.path);
  sources.setFolders([{ uri, name: 'workspace', overrides: { targets: [target] } }]);
  const reader = createInlineReader(await testGrammars());
  const ferrule = createFerrule({ reader, sources, hostTarget: HOST, referee: () => referee });
  const { verification } = await ferrule.verify(uriFromPath(workspace.at(path)), null, NEVER_CANCELLED);
  const [reply] = replies;
  if (!reply) throw new Error('rustc was not asked');
  return { reply, verification };
}

const figures = ({ reply }: Asked) =>
  Object.fromEntries(
    [...reply.types].map(([name, answer]) => [
      name,
      answer.kind === 'refused'
        ? answer.reason
        : [answer.layout.size, answer.layout.align, Object.fromEntries(answer.layout.fields)],
    ]),
  );

const TYPES = `
//! Every kind of type, public and not.
#[repr(C)] pub struct Header { pub tag: u8, length: u32, r#type: u16 }
struct Chosen(u8, u32, u8);
#[repr(C, packed(2))] struct Packed { a: u8, b: u64 }
#[repr(C, align(32))] struct Aligned { a: u8 }
#[repr(transparent)] struct Handle(*mut u8);
struct Nothing;
#[repr(C)] union Either { a: u8, b: [u16; 3] }
#[repr(u8)] enum Small { A, B = 9 }
#[repr(C, u8)] enum Tagged { A(u32), B { x: u8 } }
enum Payload { One(Box<u8>), Two }
enum Never {}
struct Borrowed<'a> { text: &'a str, next: Option<&'a Borrowed<'a>> }
struct Generic<T> { value: T }
mod inner {
    use super::Header;
    mod deeper { #[repr(C)] struct Private { header: super::Header, last: u8 } }
    struct Header2 { header: Header }
}
#[cfg(any())] struct Absent { a: u8 }
#[cfg(unix)] struct Present { a: u8, b: u16 }
fn function() -> usize {
    #[repr(C)] struct Local { a: u8, b: u64 }
    core::mem::size_of::<Local>()
}
`;

describe('a file by itself', () => {
  test('has all its types compared', async () => {
    const asked = await ask({ 'types.rs': TYPES }, 'types.rs');
    expect(asked.reply).toMatchObject({
      compiler: expect.stringMatching(/^rustc \d+\.\d+\.\d+$/),
      problem: null,
    });
    expect(figures(asked)).toMatchObject({
      Header: [12, 4, { tag: 0, length: 32, type: 64 }],
      Packed: [10, 2, { a: 0, b: 16 }],
      Nothing: [0, 1, {}],
      Never: [0, 1, {}],
      Either: [6, 2, { a: 0, b: 0 }],
      Borrowed: [24, 8, {}],
      'inner::deeper::Private': [16, 4, { header: 0, last: 96 }],
      Local: [16, 8, { a: 0, b: 64 }],
      Present: [4, 2, {}],
      Absent: 'cfg(any()) leaves it out',
    });
    const { disagreements, notCompared, compilers } = asked.verification;
    expect(disagreements).toEqual([]);
    expect(notCompared.map(({ subject }) => subject)).toEqual(['Generic', 'Absent']);
    expect(compilers).toMatchObject([{ types: 16 }]);
  });

  test('is left as it was, and so is the folder for temporary files', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('ferrule-rustc-'));
    await ask({ 'types.rs': TYPES }, 'types.rs');
    expect(readFileSync(workspace.at('types.rs'), 'utf8')).toBe(TYPES);
    expect(readdirSync(workspace.path)).toEqual(['types.rs']);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('ferrule-rustc-'))).toEqual(before);
  });

  test('is judged in spite of errors elsewhere', async () => {
    const source = `
use nowhere::Thing;
mod missing;
fn wrong() -> u32 { "text" }
struct Holds { thing: Thing, n: u8 }
struct Good { n: u16 }
`;
    expect(figures(await ask({ 'a.rs': source }, 'a.rs'))).toEqual({
      Holds: expect.stringMatching(/does not compile|Thing/),
      Good: [2, 2, { n: 0 }],
    });
  });

  test('that is no Rust is one line', async () => {
    const { reply } = await ask({ 'a.rs': 'struct Good { n: u16 }\nfn f( {\n' }, 'a.rs');
    expect(reply.problem).toMatch(/^\/.*\/a\.rs:\d+: this file contains an unclosed delimiter$/);
    expect(reply.problem).not.toContain('ferrule-rustc');
  });

  test('is compared on another target whose core library is installed, else that is the problem', async () => {
    const { reply } = await ask({ 'a.rs': 'struct P(*const u8);' }, 'a.rs', {
      target: 'i686-unknown-linux-gnu',
    });
    if (reply.problem === null) expect(reply.types.get('P')).toMatchObject({ layout: { size: 4 } });
    else
      expect(reply.problem).toBe(
        'has no core library for i686-unknown-linux-gnu; `rustup target add i686-unknown-linux-gnu` installs it',
      );
  });

  test('a wrong number is seen', async () => {
    const source = '#[repr(C)] struct Header { tag: u8, length: u32 }';
    const falsify = (reply: RefereeReply): RefereeReply => {
      const answer = reply.types.get('Header');
      if (answer?.kind !== 'laid-out') throw new Error('no answer');
      const layout = { ...answer.layout, size: 9, fields: new Map([...answer.layout.fields, ['length', 8]]) };
      return { ...reply, types: new Map([['Header', { kind: 'laid-out', layout }]]) };
    };
    const { verification } = await ask({ 'a.rs': source }, 'a.rs', { falsify });
    expect(verification.disagreements).toMatchObject([
      { subject: 'Header', quantity: 'size', ferrule: '8', judged: '9', assumption: null },
      { subject: 'Header', quantity: 'offset of length', ferrule: '4', judged: '1' },
    ]);
  });
});

const manifest = (name: string, more = ''): string =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${more}`;

const WORKSPACE = {
  'rust/Cargo.toml': '[workspace]\nmembers = ["app", "wire"]\nresolver = "2"\n',
  'rust/app/Cargo.toml': manifest(
    'app',
    '[dependencies]\nwire = { path = "../wire" }\nfar = { path = "../../far" }\n',
  ),
  'rust/app/build.rs': `
fn main() {
    assert!(std::path::Path::new("../../include/shape.h").exists());
    println!("cargo:rustc-cfg=built");
}
`,
  'rust/app/src/lib.rs': 'mod model;\n#[path = "../../shared.rs"] mod shared;\npub struct Nothing;\n',
  'rust/app/src/model.rs': `
#[repr(C)] pub struct Model { frame: wire::Frame, far: far::Far, last: u8 }
#[cfg(built)] struct Built { a: u8 }
`,
  'rust/app/src/main.rs': 'mod program;\nfn main() {}\n',
  'rust/app/src/program.rs': 'struct OfProgram { a: u8, b: app::Nothing }\n',
  'rust/app/examples/show.rs': '#[repr(C)] struct Shown(u8, u16);\nfn main() {}\n',
  'rust/app/src/unused.rs': 'struct Unused;\n',
  'rust/wire/Cargo.toml': manifest('wire'),
  'rust/wire/src/lib.rs': '#[repr(C)] pub struct Frame { kind: u8, length: u32 }\n',
  'rust/shared.rs': 'struct Shared { n: u64 }\n',
  'far/Cargo.toml': manifest('far'),
  'far/src/lib.rs': '#[repr(C)] pub struct Far(u16);\n',
  'include/shape.h': '\n',
};

describe('a file of a package', () => {
  test('is judged with what it depends on, its build script and its conditions', async () => {
    const asked = await ask(WORKSPACE, 'rust/app/src/model.rs');
    expect(asked.reply.problem).toBeNull();
    expect(figures(asked)).toEqual({
      Model: [12, 4, { frame: 0, far: 64, last: 80 }],
      Built: [1, 1, { a: 0 }],
    });
    expect(asked.verification.disagreements).toEqual([]);
  });

  test('leaves the package as it was', async () => {
    const build = workspaceFiles(WORKSPACE);
    await ask(WORKSPACE, 'rust/app/src/model.rs');
    expect(readdirSync(workspace.path, { recursive: true }).sort()).toEqual(build);
    expect(
      readdirSync(cache.at('builds')).flatMap((name) => readdirSync(cache.at(`builds/${name}`))),
    ).not.toContain('tree');
  });

  test.each([
    ['rust/app/examples/show.rs', { Shown: [4, 2, { 0: 0, 1: 16 }] }],
    ['rust/wire/src/lib.rs', { Frame: [8, 4, { kind: 0, length: 32 }] }],
    ['rust/shared.rs', { Shared: [8, 8, { n: 0 }] }],
  ])('may be %s', async (path, expected) => {
    expect(figures(await ask(WORKSPACE, path))).toEqual(expected);
  });

  test('may be of a program beside the library', async () => {
    expect(figures(await ask(WORKSPACE, 'rust/app/src/program.rs'))).toEqual({
      OfProgram: [1, 1, { a: 0, b: expect.any(Number) }],
    });
  });

  test('that no crate compiles is one line', async () => {
    const { reply } = await ask(WORKSPACE, 'rust/app/src/unused.rs');
    expect(reply.problem).toBe('no crate of the package app compiles this file as it is built by default');
  });

  test('whose dependency is missing is one line', async () => {
    const { reply } = await ask(
      {
        'Cargo.toml': manifest('app', '[dependencies]\nnot-there-at-all = "1"\n'),
        'src/lib.rs': 'struct A;',
      },
      'src/lib.rs',
    );
    expect(reply.problem).toMatch(
      /^no matching package named `not-there-at-all` found[^\n]*cargo runs offline/,
    );
    expect(readdirSync(workspace.path).sort()).toEqual(['Cargo.toml', 'src']);
  });

  test('whose dependency does not compile is one line that names the place', async () => {
    const files = { ...WORKSPACE, 'rust/wire/src/lib.rs': 'pub struct Frame { a: Nowhere }\n' };
    const { reply } = await ask(files, 'rust/app/src/model.rs');
    expect(reply.problem).toBe('wire/src/lib.rs:1: cannot find type `Nowhere` in this scope');
  });

  test('whose build script fails is one line', async () => {
    const files = { ...WORKSPACE, 'rust/app/build.rs': 'fn main() { panic!("no"); }' };
    const { reply } = await ask(files, 'rust/app/src/model.rs');
    expect(reply.problem).toMatch(/^failed to run custom build command for `app[^\n]*$/);
    expect(reply.problem).not.toContain(cache.path);
  });

  test('keeps its Cargo.lock, current or not', async () => {
    const lock = 'version = 4\n';
    await ask({ ...WORKSPACE, 'rust/Cargo.lock': lock }, 'rust/app/src/model.rs');
    expect(readFileSync(workspace.at('rust/Cargo.lock'), 'utf8')).toBe(lock);
  });
});

describe('a compiler', () => {
  test('that is missing is one line', async () => {
    const { reply } = await ask({ 'a.rs': 'struct A;' }, 'a.rs', { rustc: 'rustc-that-is-not-there' });
    expect(reply).toMatchObject({
      compiler: 'rustc',
      problem: 'rustc-that-is-not-there is not installed or not on the PATH',
    });
  });

  test('that takes too long is stopped, and so is cargo', async () => {
    const stub = new TemporaryFolder({
      rustc:
        '#!/bin/sh\n[ "$1" = -vV ] && printf "release: 1.0.0\\nhost: x86_64-unknown-linux-gnu\\n" || exec sleep 60\n',
    });
    chmodSync(stub.at('rustc'), 0o755);
    try {
      const { reply } = await ask({ 'a.rs': 'struct A;' }, 'a.rs', {
        rustc: stub.at('rustc'),
        timeLimitMs: 500,
      });
      expect(reply).toMatchObject({
        compiler: 'rustc 1.0.0',
        problem: `${stub.at('rustc')} took more than 0.5 s`,
      });
    } finally {
      stub.remove();
    }
    workspace.remove();
    const { reply } = await ask(WORKSPACE, 'rust/app/src/model.rs', { cargoTimeLimitMs: 1 });
    expect(reply.problem).toBe('cargo took more than 0.001 s; what it has built is kept for next time');
  });

  test('is not waited for once the question is cancelled', async () => {
    const { reply } = await ask(WORKSPACE, 'rust/app/src/model.rs', {
      token: { isCancellationRequested: true },
    });
    expect(reply.problem).toMatch(/was cancelled$/);
  });
});

describe('a hover', () => {
  test('shows what rustc says the next time, of what is open and not saved too', async () => {
    workspace = new TemporaryFolder({
      'a.rs': 'mod b;\nstruct Chosen { a: u8, b: b::Part }\n',
      'b.rs': 'pub struct Part(u8);\n',
    });
    const documents = new Documents();
    documents.open(uriFromPath(workspace.at('b.rs')), 'rust', 1, 'pub struct Part(u64, u8, u64);\n');
    const sources = new DiskSources(documents, []);
    const uri = uriFromPath(workspace.path);
    sources.setFolders([{ uri, name: 'workspace', overrides: { targets: [HOST], rustc: true } }]);
    const judge = createRustcJudge({ cacheFolder: cache.path });
    const memory = createRustcMemory(judge, cache.at('answers'));
    const ferrule = createFerrule({
      reader: createInlineReader(await testGrammars()),
      sources,
      hostTarget: HOST,
      rustcMemory: () => memory,
    });
    const hover = async (): Promise<string> => {
      const at = { line: 1, character: 8 };
      return (await ferrule.hover(uriFromPath(workspace.at('a.rs')), at, NEVER_CANCELLED))?.markdown ?? '';
    };
    expect(await hover()).not.toContain('says');
    await vi.waitFor(
      async () => expect(await hover()).toMatch(/rustc \d+\.\d+\.\d+ says 32 bytes, align 8/),
      {
        timeout: 60_000,
        interval: 100,
      },
    );
    memory.dispose();
    documents.dispose();
  });
});

/** Files and folders as `readdirSync` lists them. */
function workspaceFiles(files: Readonly<Record<string, string>>): string[] {
  const all = Object.keys(files).flatMap((path) =>
    path.split('/').map((_, i, names) => names.slice(0, i + 1).join('/')),
  );
  return [...new Set(all)].sort();
}
