import { rmSync } from 'node:fs';
import { DEFAULT_SETTINGS } from '../service/settings.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CancelledError, NEVER_CANCELLED } from '../base/cancellation.js';
import { relativePath, uriFromPath } from '../base/uri.js';
import { NO_PROGRESS } from '../service/sources.js';
import { DiskSources } from './disk-sources.js';
import { Documents } from './documents.js';
import { TemporaryFolder } from './testing/temporary-folder.js';

let folder: TemporaryFolder;
let documents: Documents;
let sources: DiskSources;

function workspace(
  files: Readonly<Record<string, string | Uint8Array>>,
  roots: readonly string[] = ['.'],
): void {
  folder = new TemporaryFolder(files);
  sources.setFolders(roots.map((root) => ({ uri: uri(root), name: root })));
}
const uri = (path: string): string => uriFromPath(folder.at(path));
const refresh = () => sources.refresh(NEVER_CANCELLED, NO_PROGRESS);
const names = (): string[] => sources.files().map((file) => relativePath(file.uri, uriFromPath(folder.path)));

beforeEach(() => {
  documents = new Documents();
  sources = new DiskSources(documents, ['overload-set']);
});
afterEach(() => {
  documents.dispose();
  folder.remove();
});

describe('files on disk', () => {
  it('are found, skimmed and read', async () => {
    workspace({ 'src/ffi.rs': 'extern "C" { fn widget_new(); }', 'include/widget.h': 'struct Widget {};' });
    expect(await refresh()).toEqual([]);
    expect(names()).toEqual(['include/widget.h', 'src/ffi.rs']);
    expect(sources.file(uri('src/ffi.rs'))).toMatchObject({
      language: 'rust',
      folder: uri('.'),
      skim: { boundary: true },
    });
    expect(sources.file(uri('include/widget.h'))?.skim.declaresType('Widget')).toBe(true);
    expect((await sources.read(uri('include/widget.h')))?.text).toBe('struct Widget {};');
  });

  it('are skimmed again only where they changed', async () => {
    workspace({ 'a.h': 'int a;', 'b.h': 'int b;' });
    await refresh();
    const before = sources.files();
    folder.write('b.h', 'int c;');
    sources.invalidate(null);
    await refresh();
    expect(sources.file(uri('a.h'))).toBe(before[0]);
    expect(sources.file(uri('b.h'))?.skim.mentions('c')).toBe(true);
  });

  it('come and go as they are named, one by one or with their folder', async () => {
    workspace({ 'a.h': '', 'sub/b.h': '', 'sub/c.h': '' });
    await refresh();
    folder.write('new.rs', '');
    rmSync(folder.at('a.h'));
    sources.invalidate([uri('new.rs'), uri('a.h')]);
    await refresh();
    expect(names()).toEqual(['new.rs', 'sub/b.h', 'sub/c.h']);
    folder.remove('sub');
    sources.invalidate([uri('sub')]);
    await refresh();
    expect(names()).toEqual(['new.rs']);
  });

  it('that are new count only where a walk would find them', async () => {
    workspace({ '.gitignore': '*.gen.h\n', 'a.h': '', 'sub/.gitignore': '/b.h\n' });
    await refresh();
    const before = sources.file(uri('a.h'));
    const added = ['sub/b.h', 'sub/c.h', 'sub/d.gen.h', 'target/e.rs', 'notes.txt'];
    for (const path of added) folder.write(path, '');
    sources.invalidate(added.map(uri));
    await refresh();
    expect(names()).toEqual(['a.h', 'sub/c.h']);
    expect(sources.file(uri('a.h'))).toBe(before);
    expect(sources.file(uri('sub/c.h'))?.folder).toBe(uri('.'));
  });

  it('have a version that is the stamp of the skim', async () => {
    workspace({ 'a.h': 'int a;' });
    await refresh();
    expect((await sources.read(uri('a.h')))?.version).toBe(sources.file(uri('a.h'))?.skim.stamp);
  });
});

describe('bad input', () => {
  it('is skipped with a line each, the rest unharmed', async () => {
    workspace({
      'good.rs': 'fn f() {}',
      'binary.h': Uint8Array.of(35, 0, 1),
      'latin1.cpp': Uint8Array.of(0x2f, 0x2f, 0xe9, 0x0a),
    });
    const problems = await refresh();
    expect(problems).toEqual([
      { uri: uri('binary.h'), message: `${folder.at('binary.h')}: is no text: it holds NUL bytes` },
    ]);
    expect(names()).toEqual(['good.rs', 'latin1.cpp']);
    expect((await sources.read(uri('latin1.cpp')))?.text).toBe('//\ufffd\n');
  });

  it('may be a missing folder, or one that holds nothing of ours', async () => {
    workspace({ 'empty/notes.txt': '' }, ['empty', 'gone']);
    expect((await refresh()).map(({ message }) => message)).toEqual([
      `${folder.at('empty')}: holds no Rust, C, C++ or .zng file`,
      `${folder.at('gone')}: does not exist`,
    ]);
  });

  it('may disappear between being found and being read', async () => {
    workspace({ 'a.h': '' });
    await refresh();
    rmSync(folder.at('a.h'));
    expect(await sources.read(uri('a.h'))).toBeNull();
  });

  it('says that a file is too large, and takes one of 50 MB', async () => {
    workspace({
      'large.h': new Uint8Array(65 * 1024 * 1024).fill(0x20),
      'generated.h': Buffer.alloc(50_000_000, 'int generated_name;\n'),
    });
    expect((await refresh()).map(({ message }) => message)).toEqual([
      `${folder.at('large.h')}: is 65 MB large, more than the 64 MB that are read`,
    ]);
    expect(sources.file(uri('generated.h'))?.skim.mentions('generated_name')).toBe(true);
  });

  it('leaves everything stale where a refresh is cancelled', async () => {
    workspace({ 'a.h': '' });
    await expect(sources.refresh({ isCancellationRequested: true }, NO_PROGRESS)).rejects.toThrow(
      CancelledError,
    );
    await refresh();
    expect(names()).toEqual(['a.h']);
  });
});

describe('open documents', () => {
  it('stand before what is on disk, until they close', async () => {
    workspace({ 'a.h': 'int disk;' });
    await refresh();
    documents.open(uri('a.h'), 'cpp', 1, 'int editor;');
    sources.invalidate([uri('a.h')]);
    await refresh();
    expect(sources.file(uri('a.h'))?.skim.mentions('editor')).toBe(true);
    expect(await sources.read(uri('a.h'))).toMatchObject({
      text: 'int editor;',
      live: documents.get(uri('a.h'))?.live,
    });
    documents.close(uri('a.h'));
    sources.invalidate([uri('a.h')]);
    await refresh();
    expect(sources.file(uri('a.h'))?.skim.mentions('disk')).toBe(true);
  });

  it('count where they lie outside of all folders, and before they are saved', async () => {
    workspace({ 'in/a.h': '', 'out/b.h': 'int b;' }, ['in']);
    await refresh();
    for (const path of ['in/unsaved.rs', 'out/b.h']) {
      documents.open(uri(path), 'cpp', 1, '');
      sources.invalidate([uri(path)]);
    }
    await refresh();
    expect(names()).toEqual(['in/a.h', 'in/unsaved.rs', 'out/b.h']);
    expect(sources.folders.map((source) => source.uri)).toEqual([uri('in'), uri('out')]);
    for (const path of ['in/unsaved.rs', 'out/b.h']) {
      documents.close(uri(path));
      sources.invalidate([uri(path)]);
    }
    await refresh();
    expect(names()).toEqual(['in/a.h']);
  });

  it('stay out where they are excluded', async () => {
    workspace({ 'target/a.h': '', 'b.h': '' });
    documents.open(uri('target/a.h'), 'cpp', 1, '');
    await refresh();
    documents.change(uri('target/a.h'), 2, [{ text: 'x' }]);
    sources.invalidate([uri('target/a.h')]);
    await refresh();
    expect(names()).toEqual(['b.h']);
  });
});

describe('settings', () => {
  it('come from ferrule.toml, which wins over the editor and changes with the file', async () => {
    workspace({ 'ferrule.toml': 'exclude = ["gen"]', 'gen/a.h': '', 'b.h': '' });
    sources.setFolders([
      {
        uri: uri('.'),
        name: 'x',
        editorSettings: { exclude: ['b.h'], severity: { 'overload-set': 'hint' } },
      },
    ]);
    await refresh();
    expect(sources.folders[0]?.settings).toEqual({
      ...DEFAULT_SETTINGS,
      exclude: ['gen'],
      severity: { 'overload-set': 'hint' },
    });
    expect(names()).toEqual(['b.h']);
    folder.write('ferrule.toml', 'exclud = []');
    sources.invalidate([uri('ferrule.toml')]);
    expect(await refresh()).toEqual([
      {
        uri: uri('ferrule.toml'),
        message: `${folder.at('ferrule.toml')}:1: unknown key \`exclud\`, did you mean \`exclude\`?`,
      },
    ]);
    expect(names()).toEqual(['gen/a.h']);
  });

  it('come from the nearest ferrule.toml of the repository, patterns relative to it', async () => {
    workspace(
      {
        '.git/HEAD': '',
        'ferrule.toml': 'exclude = ["/crates/a/gen"]',
        'crates/a/gen/x.h': '',
        'crates/a/y.h': '',
      },
      ['crates/a'],
    );
    await refresh();
    expect(names()).toEqual(['crates/a/y.h']);
  });
});

describe('settings of documents outside of all folders', () => {
  it('are the editor’s, below those of a ferrule.toml beside them', async () => {
    workspace({ 'in/a.h': '', 'out/b.h': '', 'out/ferrule.toml': 'targets = ["x86_64-pc-windows-msvc"]' });
    sources.setFolders([{ uri: uri('in'), name: 'in' }], { severity: { 'overload-set': 'hint' } });
    documents.open(uri('out/b.h'), 'cpp', 1, '');
    await refresh();
    expect(sources.folders[1]).toEqual({
      uri: uri('out'),
      name: 'out',
      base: uri('out'),
      settings: {
        ...DEFAULT_SETTINGS,
        targets: ['x86_64-pc-windows-msvc'],
        severity: { 'overload-set': 'hint' },
      },
    });
  });
});

describe('several roots', () => {
  it('give each file to the innermost, and what that leaves out is not let in by the one around', async () => {
    workspace(
      { 'a.h': '', 'inner/ferrule.toml': 'exclude = ["gen"]', 'inner/b.h': '', 'inner/gen/c.h': '' },
      ['.', 'inner'],
    );
    await refresh();
    expect(
      sources.files().map((file) => [relativePath(file.uri, uri('.')), relativePath(file.folder, uri('.'))]),
    ).toEqual([
      ['a.h', folder.path],
      ['inner/b.h', 'inner'],
    ]);
  });

  it('may be single files, beside or in a folder', async () => {
    workspace({ 'a/x.h': '', 'a/y.h': '', 'b/z.h': '' }, ['a/x.h', 'b', 'b/z.h']);
    await refresh();
    expect(names()).toEqual(['a/x.h', 'b/z.h']);
    expect(sources.folders.map((source) => source.uri)).toEqual([uri('a'), uri('b')]);
  });
});
