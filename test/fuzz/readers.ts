import { isDeepStrictEqual } from 'node:util';
import { NEVER_CANCELLED } from '../../server/src/base/cancellation.js';
import { readCargoManifest } from '../../server/src/builds/cargo-manifest.js';
import { readCmakeCompiler } from '../../server/src/builds/cmake-compiler.js';
import { readCompileCommands } from '../../server/src/builds/compile-commands.js';
import type { Language } from '../../server/src/facts/facts.js';
import { maskRust } from '../../server/src/facts/rust/mask-rust.js';
import { readFacts } from '../../server/src/service/read-facts.js';
import { LiveTree } from '../../server/src/syntax/live-tree.js';
import { maskCpp } from '../../server/src/syntax/mask/mask-cpp.js';
import { testGrammars } from '../../server/src/syntax/testing/grammars.js';
import { readSettingsFile } from '../../server/src/workspace/settings-file.js';
import { skim } from '../../server/src/workspace/skim.js';
import { wrongRanges } from './ranges.js';

/** What of the reading of one text is not as it must be, one line each. */
export type Reader = (text: string) => Promise<readonly string[]>;

/** Every reader of a text that a user has; none may throw, whatever the text. */
export const READERS = {
  cpp: (text) => factsOf('cpp', text),
  rust: (text) => factsOf('rust', text),
  zng: (text) => factsOf('zng', text),
  'Cargo.toml': (text) => plain(text, readCargoManifest),
  'compile_commands.json': (text) =>
    plain(text, (json) => readCompileCommands(json, 'file:///w/compile_commands.json')),
  'CMakeCXXCompiler.cmake': (text) => plain(text, readCmakeCompiler),
  'ferrule.toml': (text) => plain(text, (toml) => readSettingsFile(toml, 'ferrule.toml', ['arity-mismatch'])),
} satisfies Readonly<Record<string, Reader>>;

export type ReaderName = keyof typeof READERS;

/**
 * What the open document of `before` says when it becomes `after` and when that is undone, against what is
 * read of the same texts afresh.
 */
export async function wrongAfterEdit(language: Language, before: string, after: string): Promise<string[]> {
  const live = new LiveTree();
  try {
    await read(language, before, live);
    const broken = await read(language, after, live);
    const undone = await read(language, before, live);
    return [
      ...(isDeepStrictEqual(broken, await read(language, after)) ? [] : ['an edit gives other facts']),
      ...(isDeepStrictEqual(undone, await read(language, before))
        ? []
        : ['undoing an edit gives other facts']),
    ];
  } finally {
    live.dispose();
  }
}

async function factsOf(language: Language, text: string): Promise<string[]> {
  const facts = await read(language, text);
  skim(new TextEncoder().encode(text), language);
  return [
    ...wrongRanges(facts, text),
    ...(isDeepStrictEqual(facts, await read(language, text)) ? [] : ['equal texts have other facts']),
    ...wrongMask(language, text),
  ];
}

async function read(language: Language, text: string, live?: LiveTree): Promise<unknown> {
  const file = { uri: `file:///w/a.${language}`, language };
  return readFacts(await testGrammars(), file, { text, version: '1', live }, NEVER_CANCELLED);
}

function wrongMask(language: Language, text: string): string[] {
  switch (language) {
    case 'zng':
      return [];
    case 'rust':
      return sameShape(text, maskRust(text)) ? [] : ['the mask moves something'];
    case 'cpp': {
      const { text: masked, ...found } = maskCpp(text);
      const spans = Object.values(found).flat();
      const outside = spans.filter(({ start, end }) => start < 0 || start > end || end > text.length);
      return [
        ...(sameShape(text, masked) ? [] : ['the mask moves something']),
        ...outside.map((span) => `the mask found something outside: ${JSON.stringify(span)}`),
      ];
    }
    default:
      return language satisfies never;
  }
}

const LINE_ENDS = /[^\r\n]/g;

const sameShape = (text: string, masked: string): boolean =>
  text.length === masked.length && text.replace(LINE_ENDS, ' ') === masked.replace(LINE_ENDS, ' ');

function plain(text: string, reader: (text: string) => unknown): Promise<string[]> {
  return Promise.resolve(
    isDeepStrictEqual(reader(text), reader(text)) ? [] : ['equal texts read differently'],
  );
}
