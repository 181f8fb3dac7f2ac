import { describe, expect, it } from 'vitest';
import { NO_BUILDS, type BuildKnowledge } from '../builds/build-knowledge.js';
import { readCompileCommands } from '../builds/compile-commands.js';
import { DEFAULT_SETTINGS, type Settings } from './settings.js';
import { targetsOf } from './targets.js';

const LINUX = 'x86_64-unknown-linux-gnu';

const built = (builds: BuildKnowledge, ...settings: Partial<Settings>[]) =>
  targetsOf(
    settings.map((own, index) => ({
      uri: `file:///${index}`,
      base: `file:///${index}`,
      name: `${index}`,
      settings: { ...DEFAULT_SETTINGS, ...own },
    })),
    LINUX,
    builds,
  );

const targets = (...settings: Partial<Settings>[]) => built(NO_BUILDS, ...settings);

describe('the targets of a workspace', () => {
  it('are the machine’s own without any', () => {
    expect(targets({})).toMatchObject([{ triple: LINUX, compiler: null, standard: null }]);
  });

  it('have the compiler and the standard of the first folder that sets them', () => {
    expect(targets({}, { compiler: 'gcc' }, { compiler: 'clang', standard: 'c++23' })).toMatchObject([
      { triple: LINUX, compiler: 'gcc', standard: 'c++20' },
    ]);
    expect(targets({ standard: 'c++14' })).toMatchObject([{ compiler: null, standard: 'c++17' }]);
  });

  it('keep their only compiler', () => {
    expect(targets({ targets: ['aarch64-apple-darwin'], compiler: 'gcc' })).toMatchObject([
      { compiler: 'clang', standard: null },
    ]);
  });

  describe('with commands of a build', () => {
    const uri = 'file:///0/build/compile_commands.json';
    const commands = (...list: string[]): BuildKnowledge => {
      const json = JSON.stringify(list.map((command) => ({ directory: '/0', file: 'a.cpp', command })));
      return {
        ...NO_BUILDS,
        databases: [{ uri, units: readCompileCommands(json, uri).units, toolchains: [] }],
      };
    };

    it('take what all of them say, where the settings say nothing', () => {
      const builds = commands('g++ -std=c++20 a.cpp', 'g++ -std=gnu++23 a.cpp');
      expect(built(builds, {})).toMatchObject([{ compiler: 'gcc', standard: 'c++20' }]);
      expect(built(builds, { compiler: 'clang', standard: 'c++11' })).toMatchObject([
        { compiler: 'clang', standard: 'c++17' },
      ]);
    });

    it('are each built by their own commands', () => {
      const builds = commands('g++ -std=c++17 a.cpp', 'clang++ -m32 a.cpp', 'aarch64-linux-gnu-g++ a.cpp');
      const triples = [LINUX, 'i686-unknown-linux-gnu', 'aarch64-unknown-linux-gnu', 'x86_64-pc-windows-gnu'];
      expect(
        built(builds, { targets: triples }).map(({ compiler, standard }) => [compiler, standard]),
      ).toEqual([
        ['gcc', 'c++17'],
        ['clang', null],
        ['gcc', null],
        [null, null],
      ]);
    });
  });
});
