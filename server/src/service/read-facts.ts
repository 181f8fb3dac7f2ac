import type { CancellationToken } from '../base/cancellation.js';
import { inSlices } from '../base/event-loop.js';
import { START_OF_FILE } from '../base/range.js';
import { readCpp, unreadCpp } from '../facts/cpp/read-cpp.js';
import { GIVEN_UP, type FileFacts, type Language } from '../facts/facts.js';
import { extractRustFacts, unreadRust } from '../facts/rust/extract-rust.js';
import { maskRust } from '../facts/rust/mask-rust.js';
import type { RustFacts } from '../facts/rust/rust-facts.js';
import { extractZngurFacts } from '../facts/zngur/extract-zngur-facts.js';
import type { Grammars } from '../syntax/grammars.js';
import { parse } from '../syntax/parse.js';
import type { SourceFile, SourceText } from './sources.js';

/** Reads files into facts, here or elsewhere; whoever makes it disposes of it. */
export interface FactsReader {
  /** How many reads may usefully be under way at once. */
  readonly concurrency: number;
  /** @throws CancelledError where the token was cancelled */
  read(file: FileToRead, source: SourceText, token: CancellationToken): Promise<FileFacts>;
}

export type FileToRead = Pick<SourceFile, 'uri' | 'language'>;

/** Reads on the thread that asks, in slices that leave the event loop its turns. */
export const createInlineReader = (grammars: Grammars): FactsReader => ({
  concurrency: 1,
  read: (file, source, token) => readFacts(grammars, file, source, token),
});

/** Reads one file into facts; an open document's tree is reused and kept, any other is freed again. */
export function readFacts(
  grammars: Grammars,
  file: FileToRead,
  source: SourceText,
  token: CancellationToken,
): Promise<FileFacts> {
  switch (file.language) {
    case 'rust':
      return readRust(grammars, source, token);
    case 'cpp':
      return readCpp(grammars, source.text, { isC: file.uri.endsWith('.c'), token, live: source.live });
    case 'zng':
      return Promise.resolve(extractZngurFacts(source.text));
    default:
      return file.language satisfies never;
  }
}

async function readRust(
  grammars: Grammars,
  { text, live }: SourceText,
  token: CancellationToken,
): Promise<RustFacts> {
  const masked = maskRust(text);
  const tree = live
    ? await live.update(grammars, 'rust', masked, token)
    : await parse(grammars, 'rust', masked, { token });
  try {
    return tree ? await inSlices(extractRustFacts(tree, text), token) : unreadRust(GIVEN_UP);
  } finally {
    tree?.delete();
  }
}

/** Facts that say nothing but why the file was not read. */
export function unreadFacts(language: Language, message: string): FileFacts {
  switch (language) {
    case 'rust':
      return unreadRust(message);
    case 'cpp':
      return unreadCpp(false, message);
    case 'zng':
      return { ...extractZngurFacts(''), problems: [{ range: START_OF_FILE, message }] };
    default:
      return language satisfies never;
  }
}
