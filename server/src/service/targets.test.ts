import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from './settings.js';
import { targetsOf } from './targets.js';

const LINUX = 'x86_64-unknown-linux-gnu';

const targets = (...settings: Partial<Settings>[]) =>
  targetsOf(
    settings.map((own, index) => ({
      uri: `file:///${index}`,
      name: `${index}`,
      settings: { ...DEFAULT_SETTINGS, ...own },
    })),
    LINUX,
  );

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
});
