import { describe, expect, it } from 'vitest';
import type { Demangler } from '../abi/mangling/demangler.js';
import { testDemangler } from '../abi/testing/demangler.js';
import { CancelledError, NEVER_CANCELLED } from '../base/cancellation.js';
import type { Position, Range } from '../base/range.js';
import { applyEdit } from '../hazards/testing/check.js';
import { MemoryWorkspace } from './testing/memory-workspace.js';

const HEADER = `#pragma once
#include <cstdint>
struct Point {
  int32_t x;
  int32_t y;
};
extern "C" void point_move(Point *p, int32_t dx, int32_t dy);
`;
const RUST = `#[repr(C)]
pub struct Point {
    pub x: i32,
    pub y: i32,
}
extern "C" {
    fn point_move(p: *mut Point, dx: i32, dy: i32);
}
`;
const FILES = { 'src/ffi.rs': RUST, 'include/point.h': HEADER };

/** The position of the \`occurrence\`-th \`word\` in a file of the workspace. */
function find(workspace: MemoryWorkspace, path: string, word: string, occurrence = 1): Position {
  const lines = workspace.text(path).split('\n');
  let seen = 0;
  for (const [line, text] of lines.entries()) {
    const character = text.indexOf(word);
    if (character >= 0 && ++seen === occurrence) return { line, character };
  }
  throw new Error(`${path} has no ${word}`);
}

const messages = async (workspace: MemoryWorkspace): Promise<string[]> =>
  (await workspace.check()).findings.map(({ hazard, message }) => `${hazard}: ${message}`);

describe('findings follow the files', () => {
  it('finds nothing where both sides agree, then what an edit of the header breaks, then nothing again', async () => {
    const workspace = await MemoryWorkspace.of(FILES);
    expect(await messages(workspace)).toEqual([]);
    workspace.write('include/point.h', HEADER.replace('int32_t dy', 'int32_t dy, bool fast'));
    expect(await messages(workspace)).toEqual([
      'arity-mismatch: C++ takes 4 parameters, Rust declares 3: `fast` is missing after `dy`',
    ]);
    workspace.write('include/point.h', HEADER);
    expect(await messages(workspace)).toEqual([]);
  });

  it('notices a type that a third file changes', async () => {
    const workspace = await MemoryWorkspace.of({
      'src/ffi.rs': RUST,
      'include/point.h': HEADER.replaceAll('int32_t x', 'coordinate x'),
      'include/coordinate.h': 'typedef int coordinate;\n',
    });
    expect(await messages(workspace)).toEqual([]);
    workspace.write('include/coordinate.h', 'typedef long long coordinate;\n');
    expect(await messages(workspace)).toEqual([
      'field-mismatch: `x` at offset 0 is 4 bytes in Rust (`i32`), 8 bytes in C++ (`coordinate`)',
    ]);
  });

  it('pairs what a new file declares, and unpairs what a removed one did', async () => {
    const workspace = await MemoryWorkspace.of({ 'src/ffi.rs': RUST });
    expect((await workspace.check()).unpaired.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      'point_move: no C++ declaration of this name was found',
    ]);
    workspace.write('include/point.h', HEADER);
    expect((await workspace.check()).crossings.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'function point_move',
      'type Point',
    ]);
    workspace.remove('include/point.h');
    expect((await workspace.check()).unpaired).toHaveLength(1);
    // As a stash does it: the file comes back as it was.
    workspace.write('include/point.h', HEADER);
    expect((await workspace.check()).crossings).toHaveLength(2);
  });

  it('looks in sources where headers only seem to know a name', async () => {
    const workspace = await MemoryWorkspace.of({
      'src/ffi.rs': RUST,
      'include/other.h': '/* point_move is explained elsewhere */ extern "C" int other(void);\n',
      'src/point.cc': HEADER.replaceAll('int32_t dy', 'int64_t dy'),
    });
    expect(await messages(workspace)).toEqual([
      'parameter-mismatch: C++ takes `int64_t` for `dy`, Rust declares `i32`: an integer of 8 bytes in C++, an integer of 4 bytes in Rust',
    ]);
  });

  it('says the same of an open document, whose tree is kept, as of a closed one', async () => {
    const open = await MemoryWorkspace.of(FILES);
    open.open('src/ffi.rs');
    open.open('include/point.h');
    const closed = await MemoryWorkspace.of(FILES);
    for (const type of ['i32', 'i3', 'i', 'i6', 'i64', 'i64;']) {
      const text = RUST.replace('dx: i32', `dx: ${type}`);
      open.write('src/ffi.rs', text);
      closed.write('src/ffi.rs', text);
      expect(await messages(open)).toEqual(await messages(closed));
    }
  });

  it('reads only what can matter', async () => {
    const bystanders = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [
        `lib/unrelated${i}.hpp`,
        `namespace n${i} { class C${i} {}; }\n`,
      ]),
    );
    const workspace = await MemoryWorkspace.of({ ...FILES, ...bystanders, 'src/pure.rs': 'fn main() {}\n' });
    expect((await workspace.check()).files).toEqual({ seen: 53, parsed: 2 });
  });
});

describe('files that are only looked at', () => {
  it('answer for themselves and change nothing for the others', async () => {
    const stranger = 'struct Point { double x, y, z; };\nstruct Line { Point from, to; };\n';
    const workspace = await MemoryWorkspace.of({
      'src/ffi.rs': RUST.replace('pub y: i32', 'pub y: i64'),
      'include/point.h': HEADER,
      'lib/stranger.hpp': stranger,
    });
    const before = await messages(workspace);
    expect(before).toHaveLength(1);
    const uri = workspace.uri('lib/stranger.hpp');
    const hover = await workspace.ferrule.hover(uri, { line: 1, character: 8 }, NEVER_CANCELLED);
    expect(hover?.markdown).toContain('size 48');
    workspace.write('src/ffi.rs', RUST.replace('pub y: i32', 'pub y: i64') + '\n');
    expect(await messages(workspace)).toEqual(before);
    expect((await workspace.check()).files.parsed).toBe(2);
  });
});

describe('cancellation', () => {
  it('stops an index that is not wanted any more, and the next question gets its answer', async () => {
    const workspace = await MemoryWorkspace.of(FILES);
    const cancelled = { isCancellationRequested: true };
    await expect(workspace.ferrule.findings(workspace.uri('src/ffi.rs'), cancelled)).rejects.toThrow(
      CancelledError,
    );
    expect(await workspace.ferrule.findings(workspace.uri('src/ffi.rs'), NEVER_CANCELLED)).toEqual([]);
  });

  it('loses nothing where it is stopped half-way, wherever that is', async () => {
    const whole = await messages(
      await MemoryWorkspace.of({ ...FILES, 'include/point.h': HEADER.replace('dx', 'dx, int dz') }),
    );
    expect(whole).toHaveLength(1);
    for (let stopAt = 1; stopAt < 12; stopAt++) {
      const workspace = await MemoryWorkspace.of(FILES);
      await workspace.check();
      workspace.write('include/point.h', HEADER.replace('dx', 'dx, int dz'));
      let asked = 0;
      const token = {
        get isCancellationRequested() {
          return ++asked >= stopAt;
        },
      };
      await workspace.ferrule.findings(workspace.uri('src/ffi.rs'), token).catch(() => undefined);
      expect(await messages(workspace), `stopped at question ${stopAt}`).toEqual(whole);
    }
  });

  it('answers questions that come at once, each its own', async () => {
    const workspace = await MemoryWorkspace.of(FILES);
    const uri = workspace.uri('src/ffi.rs');
    const [check, findings, hover] = await Promise.all([
      workspace.check(),
      workspace.ferrule.findings(uri, NEVER_CANCELLED),
      workspace.ferrule.hover(uri, find(workspace, 'src/ffi.rs', 'Point'), NEVER_CANCELLED),
    ]);
    expect(check.crossings).toHaveLength(2);
    expect(findings).toEqual([]);
    expect(hover?.markdown).toContain('size 8');
  });
});

describe('hover', () => {
  const hover = async (workspace: MemoryWorkspace, path: string, position: Position): Promise<string> =>
    (await workspace.ferrule.hover(workspace.uri(path), position, NEVER_CANCELLED))?.markdown ?? 'nothing';

  it('lays a record out in aligned text and names its counterpart', async () => {
    const workspace = await MemoryWorkspace.of({
      'src/ffi.rs': RUST.replace('pub y: i32', 'pub y: i64'),
      'include/point.h': HEADER,
    });
    expect(await hover(workspace, 'src/ffi.rs', find(workspace, 'src/ffi.rs', 'struct Point'))).toBe(
      'nothing',
    );
    const { line, character } = find(workspace, 'src/ffi.rs', 'Point');
    expect(await hover(workspace, 'src/ffi.rs', { line, character: character + 2 })).toBe(
      [
        '**struct `Point`**: size 16, align 8, exact for x86_64-unknown-linux-gnu',
        '',
        '```text',
        'offset  size  field      type',
        '     0     4  x          i32',
        '     4     4  (padding)',
        '     8     8  y          i64',
        '```',
        '',
        'Counterpart: C++ `Point`, **which differs**: `y` is at offset 8 in Rust, 4 in C++',
      ].join('\n'),
    );
  });

  it('follows the reason why a class may not be relocated to the member that decides', async () => {
    const workspace = await MemoryWorkspace.of({
      'a.hpp': '#include <string>\nstruct Name { std::string text; };\nstruct Tag { int id; Name name; };\n',
    });
    const text = await hover(workspace, 'a.hpp', find(workspace, 'a.hpp', 'Tag'));
    expect(text).toContain(
      [
        '**Relocatable by copying its bytes: no**',
        '- member `name` of `Tag` is `Name`',
        '- member `text` of `Name` is `std::string`, whose libstdc++ form points into itself while the string is short',
      ].join('\n'),
    );
  });

  it('shows both signatures and the link symbol of a function that crosses, from either side', async () => {
    const workspace = await MemoryWorkspace.of(FILES);
    const expected = [
      '```rust',
      'fn point_move(p: *mut Point, dx: i32, dy: i32)',
      '```',
      '',
      '```cpp',
      'void point_move(Point *p, int32_t dx, int32_t dy);',
      '```',
      '',
      'Crosses through raw `extern "C"`; Rust calls C++. Link symbol: `point_move`.',
    ].join('\n');
    expect(await hover(workspace, 'src/ffi.rs', find(workspace, 'src/ffi.rs', 'point_move'))).toBe(expected);
    expect(await hover(workspace, 'include/point.h', find(workspace, 'include/point.h', 'point_move'))).toBe(
      expected,
    );
  });

  it('lays out what an alias stands for, and what a bridge shares', async () => {
    const bridge =
      '#[cxx::bridge]\nmod ffi { struct Shared { color: Color, id: u64 } enum Color { Red, Green = 300 } }\n';
    const workspace = await MemoryWorkspace.of({
      'src/ffi.rs': `#[repr(C)] struct Pair<T>(T, u8);\ntype Wide = Pair<u64>;\n${bridge}`,
      'a.hpp': 'template <class T> struct Box { T value; };\nusing Wide = Box<long>;\n',
    });
    const shown = async (path: string, name: string) =>
      (await hover(workspace, path, find(workspace, path, name))).split('\n')[0];
    const exact = 'exact for x86_64-unknown-linux-gnu';
    expect(await shown('src/ffi.rs', 'Wide')).toBe(`**struct \`Pair<u64>\`**: size 16, align 8, ${exact}`);
    expect(await shown('src/ffi.rs', 'Shared')).toBe(
      `**shared struct \`Shared\`**: size 16, align 8, ${exact}`,
    );
    expect(await shown('src/ffi.rs', 'Color')).toBe(`**shared enum \`Color\`**: size 2, align 2, ${exact}`);
    expect(await shown('a.hpp', 'Wide')).toBe(`**struct \`Box<long>\`**: size 8, align 8, ${exact}`);
  });

  it('reads the mangled name that a declaration is bound by, and leads to what bears it', async () => {
    const workspace = await MemoryWorkspace.of({
      'src/ffi.rs': `extern "C" {\n    #[link_name = "\\u{1}_ZN2ns6Widget6resizeEj"]\n    fn resize(w: *mut u8, n: u32);\n    #[link_name = "?f@@YAXH@Z"]\n    fn f(n: i32);\n}\n`,
      'include/widget.hpp': 'namespace ns {\nclass Widget {\n  void resize(unsigned size);\n};\n}\n',
    });
    const expected = [
      '```cpp',
      'ns::Widget::resize(unsigned int)',
      '```',
      '',
      'The symbol `_ZN2ns6Widget6resizeEj`, declared in [widget.hpp:3](file:///workspace/include/widget.hpp#L3).',
    ].join('\n');
    expect(await hover(workspace, 'src/ffi.rs', find(workspace, 'src/ffi.rs', '6Widget6'))).toBe(expected);
    expect(await hover(workspace, 'src/ffi.rs', find(workspace, 'src/ffi.rs', 'resize(w'))).toContain(
      expected,
    );
    expect(await hover(workspace, 'src/ffi.rs', find(workspace, 'src/ffi.rs', 'f@@'))).toContain('f(int)');
    expect(await hover(workspace, 'src/ffi.rs', find(workspace, 'src/ffi.rs', 'link_name'))).toBe('nothing');
  });

  it('asks again for the reader of mangled names where it could not be loaded', async () => {
    let loads = 0;
    const loadDemangler = (): Promise<Demangler> =>
      ++loads === 1 ? Promise.reject(new Error('no such file')) : testDemangler();
    const files = { 'a.rs': 'extern "C" {\n    #[link_name = "_Z1fi"]\n    fn f(n: i32);\n}\n' };
    const workspace = await MemoryWorkspace.of(files, {}, { loadDemangler });
    const asked = () => hover(workspace, 'a.rs', find(workspace, 'a.rs', '_Z1fi'));
    await expect(asked()).rejects.toThrow('no such file');
    expect(await asked()).toContain('f(int)');
    await asked();
    expect(loads).toBe(2);
  });

  it('says why a layout is not known', async () => {
    const workspace = await MemoryWorkspace.of({ 'a.hpp': 'struct Holder { Elsewhere member; };\n' });
    expect(await hover(workspace, 'a.hpp', find(workspace, 'a.hpp', 'Holder'))).toContain(
      'the definition of `Elsewhere` was not found',
    );
  });

  it('shows both declarations of a variable, who defines it, and how they differ', async () => {
    const workspace = await MemoryWorkspace.of(VARIABLE);
    const text = await hover(workspace, 'src/ffi.rs', find(workspace, 'src/ffi.rs', 'limit'));
    expect(text).toContain('static mut limit: i32');
    expect(text).toContain('long limit;');
    expect(text).toContain('C++ defines it. Link symbol: `limit`.');
    expect(text).toContain('it is 8 bytes in C++ (`long`), 4 bytes in Rust (`i32`)');
    expect(await hover(workspace, 'limit.h', find(workspace, 'limit.h', 'limit'))).toBe(text);
  });

  it('is silent on words that are no type', async () => {
    const workspace = await MemoryWorkspace.of(FILES);
    expect(await hover(workspace, 'src/ffi.rs', find(workspace, 'src/ffi.rs', 'extern'))).toBe('nothing');
    expect(await hover(workspace, 'src/ffi.rs', { line: 900, character: 3 })).toBe('nothing');
  });
});

const VARIABLE = {
  'src/ffi.rs': 'extern "C" { static mut limit: i32; }\n',
  'limit.h': 'extern "C" long limit;\n',
};

describe('definition', () => {
  it('leads from a variable to its other declaration', async () => {
    const workspace = await MemoryWorkspace.of(VARIABLE);
    for (const [from, to] of [
      ['src/ffi.rs', 'limit.h'],
      ['limit.h', 'src/ffi.rs'],
    ] as const) {
      const position = find(workspace, from, 'limit');
      const found = await workspace.ferrule.definition(workspace.uri(from), position, NEVER_CANCELLED);
      expect(found.map(({ target }) => workspace.path(target.uri))).toEqual([to]);
    }
  });

  it('leads from a Rust declaration to the C++ one, and back', async () => {
    const workspace = await MemoryWorkspace.of(FILES);
    const targets = async (path: string, word: string): Promise<string[]> => {
      const found = await workspace.ferrule.definition(
        workspace.uri(path),
        find(workspace, path, word),
        NEVER_CANCELLED,
      );
      return found.map(
        ({ target, targetName }) => `${workspace.path(target.uri)}:${targetName.start.line + 1}`,
      );
    };
    expect(await targets('src/ffi.rs', 'point_move')).toEqual(['include/point.h:7']);
    expect(await targets('include/point.h', 'point_move')).toEqual(['src/ffi.rs:7']);
    expect(await targets('src/ffi.rs', 'Point')).toEqual(['include/point.h:3']);
    expect(await targets('include/point.h', 'Point')).toEqual(['src/ffi.rs:2']);
    expect(await targets('src/ffi.rs', 'extern')).toEqual([]);
  });
});

describe('actions', () => {
  const at = (position: Position): Range => ({ start: position, end: position });

  it('offers the remedies of the findings at the cursor, and computes the chosen one', async () => {
    const workspace = await MemoryWorkspace.of({
      'src/ffi.rs': RUST.replace('dy: i32', 'dy: i64'),
      'include/point.h': HEADER,
    });
    const uri = workspace.uri('src/ffi.rs');
    const offered = await workspace.ferrule.actions(
      uri,
      at(find(workspace, 'src/ffi.rs', 'dy')),
      NEVER_CANCELLED,
    );
    expect(offered.map(({ title, kind }) => `${kind}: ${title}`)).toEqual([
      'quickfix: Change the type to `i32`',
    ]);
    const key = offered[0]?.key;
    const edit = key && (await workspace.ferrule.resolve(key, NEVER_CANCELLED));
    expect(edit).toBeTruthy();
    if (edit) applyEdit(workspace, edit);
    expect(workspace.text('src/ffi.rs')).toBe(RUST);
    expect(await messages(workspace)).toEqual([]);
    // What was offered before the edit is stale now.
    expect(key && (await workspace.ferrule.resolve(key, NEVER_CANCELLED))).toBeNull();
  });

  it('generates a bridge for a class into each crate, as a new file beside the others', async () => {
    const workspace = await MemoryWorkspace.of({
      'engine/include/engine.hpp':
        'namespace engine {\nclass Motor {\npublic:\n  void start() noexcept;\n};\n}\n',
      'engine/src/lib.rs': '',
      'viewer/src/main.rs': '',
      'viewer/src/motor_bridge.rs': '',
    });
    const path = 'engine/include/engine.hpp';
    const offered = await workspace.ferrule.actions(
      workspace.uri(path),
      at(find(workspace, path, 'Motor')),
      NEVER_CANCELLED,
    );
    expect(offered.map(({ title }) => title)).toEqual([
      'Generate a cxx bridge for `Motor` in `engine`',
      'Generate a cxx bridge for `Motor` in `viewer`',
      'Generate a cxx bridge for `engine.hpp` in `engine`',
      'Generate a cxx bridge for `engine.hpp` in `viewer`',
      'Pin the layout of `engine::Motor` in C++',
    ]);
    const created = async (index: number): Promise<string[]> => {
      const key = offered[index]?.key;
      const edit = key && (await workspace.ferrule.resolve(key, NEVER_CANCELLED));
      return (
        edit?.creates.map(({ uri, text }) => `${workspace.path(uri)}: ${/include!\(.*\)/.exec(text)?.[0]}`) ??
        []
      );
    };
    expect(await created(0)).toEqual(['engine/src/motor_bridge.rs: include!("engine/include/engine.hpp")']);
    expect(await created(1)).toEqual(['viewer/src/motor_bridge_2.rs: include!("engine.hpp")']);
  });
});

describe('inspect', () => {
  it('lays out any type of any file, boundary or not, for the target asked for', async () => {
    const workspace = await MemoryWorkspace.of({
      'a.hpp': 'struct A { long l; char c; };\nint f(const char *);\n',
    });
    const sizes = async (target: string | null): Promise<(number | null)[]> =>
      (await workspace.ferrule.inspect(workspace.uri('a.hpp'), target, NEVER_CANCELLED)).types.map(
        ({ layout }) => layout.size,
      );
    expect(await sizes(null)).toEqual([16]);
    expect(await sizes('x86_64-pc-windows-msvc')).toEqual([8]);
    await expect(sizes('sparc-sun-solaris')).rejects.toThrow(
      "the target 'sparc-sun-solaris' is not known to Ferrule",
    );
    const { functions } = await workspace.ferrule.inspect(workspace.uri('a.hpp'), null, NEVER_CANCELLED);
    expect(functions.map(({ name, signature, symbol }) => `${name}: ${signature} ${symbol}`)).toEqual([
      'f: int (const char *) _Z1fPKc',
    ]);
  });

  it('tells instances of a template for namesakes in two anonymous namespaces apart', async () => {
    const side = (name: string, body: string): string =>
      `namespace { struct P { ${body} }; }\nstruct ${name} { W<P> w; };\n`;
    const workspace = await MemoryWorkspace.of({
      'w.hpp': 'template <class T> struct W { T t; };\n',
      'a.hpp': side('A', 'char c;'),
      'b.hpp': side('B', 'long a[4];'),
      'both.hpp': 'struct Both { A a; B b; };\n',
    });
    const { types } = await workspace.ferrule.inspect(workspace.uri('both.hpp'), null, NEVER_CANCELLED);
    expect(types.map(({ layout }) => layout.size)).toEqual([40]);
  });

  it('says what a symbol assumes', async () => {
    const workspace = await MemoryWorkspace.of({ 'a.hpp': 'Missing f(int);\nint g(int);\n' });
    const { functions } = await workspace.ferrule.inspect(workspace.uri('a.hpp'), null, NEVER_CANCELLED);
    expect(functions.map(({ symbol, reason }) => [symbol, reason])).toEqual([
      ['_Z1fi', 'its type has no ABI tags (Missing: the definition of `Missing` was not found)'],
      ['_Z1gi', null],
    ]);
  });
});
