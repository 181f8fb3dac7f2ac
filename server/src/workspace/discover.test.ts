import { mkdirSync, symlinkSync } from 'node:fs';
import { relative } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { CancelledError, NEVER_CANCELLED } from '../base/cancellation.js';
import { discover } from './discover.js';
import { TemporaryFolder } from './testing/temporary-folder.js';

const folders: TemporaryFolder[] = [];
const folderWith = (files: Readonly<Record<string, string>>): TemporaryFolder => {
  const folder = new TemporaryFolder(files);
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

async function found(
  folder: TemporaryFolder,
  exclude: readonly string[] = [],
  root = '.',
): Promise<string[]> {
  const { files } = await discover(folder.at(root), exclude, NEVER_CANCELLED);
  return files.map(({ path }) => relative(folder.path, path).replaceAll('\\', '/'));
}

it('finds the files of all three languages by their extensions, in order', async () => {
  const folder = folderWith({
    'src/lib.rs': '',
    'b.HPP': '',
    'a.h++': '',
    'x.zng': '',
    'README.md': '',
    Makefile: '',
    'k.cu': '',
  });
  const { files } = await discover(folder.path, [], NEVER_CANCELLED);
  expect(files.map(({ path, language }) => [relative(folder.path, path), language])).toEqual([
    ['a.h++', 'cpp'],
    ['b.HPP', 'cpp'],
    ['src/lib.rs', 'rust'],
    ['x.zng', 'zng'],
  ]);
});

it('leaves out what is fetched or generated', async () => {
  const folder = folderWith({
    'a.rs': '',
    'target/b.rs': '',
    'c/node_modules/d.h': '',
    'cmake-build-debug/e.h': '',
    'targets/f.rs': '',
  });
  expect(await found(folder)).toEqual(['a.rs', 'targets/f.rs']);
});

it('honours ignore files, the deeper one winning', async () => {
  const folder = folderWith({
    '.gitignore': 'gen/\n*.inl\n/only-here.h\n',
    'sub/.gitignore': '!kept.inl\n',
    'sub/.ignore': 'tool.h\n',
    'gen/a.h': '',
    'a.inl': '',
    'only-here.h': '',
    'sub/only-here.h': '',
    'sub/kept.inl': '',
    'sub/tool.h': '',
  });
  expect(await found(folder)).toEqual(['sub/kept.inl', 'sub/only-here.h']);
});

it('honours the ignore files of the repository around, up to its root', async () => {
  const outer = folderWith({
    '.gitignore': 'b.h\n',
    'repo/.git/HEAD': '',
    'repo/.gitignore': 'a.h\n',
    'repo/sub/a.h': '',
    'repo/sub/b.h': '',
  });
  expect(await found(outer, [], 'repo/sub')).toEqual(['repo/sub/b.h']);
});

it('reads a folder that its repository ignores where the user opened it', async () => {
  const folder = folderWith({ '.git/HEAD': '', '.gitignore': 'scratch/\n*.inl\n', 'scratch/a.h': '' });
  expect(await found(folder, [], 'scratch')).toEqual(['scratch/a.h']);
});

it('excludes by the settings, which no ignore file takes back', async () => {
  const folder = folderWith({
    '.gitignore': '!third_party\n',
    'third_party/a.h': '',
    'src/b.h': '',
    'src/c_test.h': '',
  });
  expect(await found(folder, ['third_party/**', '*_test.h'])).toEqual(['src/b.h']);
});

it('is not caught by a loop of symbolic links', async () => {
  const folder = folderWith({ 'a/b.h': '' });
  symlinkSync(folder.path, folder.at('a/loop'), 'dir');
  symlinkSync(folder.at('nowhere'), folder.at('nowhere'), 'dir');
  expect(await found(folder)).toEqual(['a/b.h']);
});

it('follows a link where it is the folder itself, and keeps its name', async () => {
  const folder = folderWith({ 'real/a.h': '' });
  symlinkSync(folder.at('real'), folder.at('link'), 'dir');
  expect(await found(folder, [], 'link')).toEqual(['link/a.h']);
});

it('takes a single file whatever is excluded', async () => {
  const folder = folderWith({ 'target/a.rs': '' });
  expect(await found(folder, ['*.rs'], 'target/a.rs')).toEqual(['target/a.rs']);
});

it('says what does not exist or is of no known kind', async () => {
  const folder = folderWith({ 'a.txt': '' });
  expect((await discover(folder.at('gone'), [], NEVER_CANCELLED)).problems).toEqual([
    { path: folder.at('gone'), message: 'does not exist' },
  ]);
  expect((await discover(folder.at('a.txt'), [], NEVER_CANCELLED)).problems).toEqual([
    { path: folder.at('a.txt'), message: 'is neither a Rust, C, C++ nor .zng file by its extension' },
  ]);
});

it('stops where it is cancelled', async () => {
  const folder = folderWith({ 'a.rs': '' });
  mkdirSync(folder.at('b'));
  await expect(discover(folder.path, [], { isCancellationRequested: true })).rejects.toThrow(CancelledError);
});

it('finds build files, and databases in the folders of builds that are left out otherwise', async () => {
  const folder = folderWith({
    '.gitignore': 'build/\nout*/\nother/\n',
    'Cargo.toml': '',
    '.cargo/config.toml': '',
    'sub/CMakeLists.txt': '',
    'build/compile_commands.json': '',
    'build/CMakeFiles/3.9.1/CMakeCXXCompiler.cmake': '',
    'build/CMakeFiles/3.25.1/CMakeCXXCompiler.cmake': '',
    'build/CMakeFiles/3.25.1/CMakeCCompiler.cmake': '',
    'build/a.cpp': '',
    'out/debug/compile_commands.json': '',
    'out/debug/deep/compile_commands.json': '',
    'cmake-build-release/compile_commands.json': '',
    'other/compile_commands.json': '',
    'target/debug/compile_commands.json': '',
    'elsewhere.json': '',
  });
  symlinkSync(folder.at('build/compile_commands.json'), folder.at('compile_commands.json'));
  const { files, buildFiles } = await discover(folder.path, [], NEVER_CANCELLED);
  expect(files).toEqual([]);
  expect(buildFiles.map((path) => relative(folder.path, path).replaceAll('\\', '/'))).toEqual([
    '.cargo/config.toml',
    'Cargo.toml',
    'build/CMakeFiles/3.25.1/CMakeCCompiler.cmake',
    'build/CMakeFiles/3.25.1/CMakeCXXCompiler.cmake',
    'build/compile_commands.json',
    'cmake-build-release/compile_commands.json',
    'out/debug/compile_commands.json',
    'sub/CMakeLists.txt',
  ]);
});
