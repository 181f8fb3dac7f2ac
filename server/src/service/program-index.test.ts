import { expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../base/cancellation.js';
import type { Uri } from '../base/range.js';
import { testGrammars } from '../syntax/testing/grammars.js';
import { skim } from '../workspace/skim.js';
import { ProgramIndex } from './program-index.js';
import { createInlineReader } from './read-facts.js';
import { NO_PROGRESS, type SourceFile, type Sources } from './sources.js';

/** Rust files of one folder that are as they were. */
function sourcesOf(texts: Readonly<Record<Uri, string>>): Sources {
  const files = Object.entries(texts).map(([uri, text]): SourceFile => ({
    uri,
    language: 'rust',
    folder: 'file:///w',
    skim: skim(Buffer.from(text), 'rust'),
  }));
  return {
    folders: [],
    refresh: () => Promise.resolve([]),
    files: () => files,
    buildOutput: () => Promise.resolve(null),
    buildFiles: () => [],
    file: (uri) => files.find((file) => file.uri === uri),
    open: () => new Map(),
    read: (uri) => Promise.resolve({ text: texts[uri] ?? '', version: '' }),
  };
}

test('a file that the reader fails on is a problem, and the others are read', async () => {
  const reader = createInlineReader(await testGrammars());
  const sources = sourcesOf({
    'file:///w/a.rs': 'extern "C" { fn a(); }',
    'file:///w/b.rs': 'extern "C" { fn b(); }',
  });
  const index = new ProgramIndex(
    {
      concurrency: 1,
      read: (file, source, token) =>
        file.uri.endsWith('a.rs')
          ? Promise.reject(new Error('out of memory'))
          : reader.read(file, source, token),
    },
    sources,
  );
  await index.update(NEVER_CANCELLED, NO_PROGRESS);
  expect(index.problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/a\.rs: reading it failed, .*: out of memory$/),
  ]);
  const facts = index.program.facts('file:///w/b.rs');
  expect(facts?.language === 'rust' && facts.foreignFunctions.map(({ name }) => name)).toEqual(['b']);
});
