import { describe, expect, it } from 'vitest';
import { NEVER_CANCELLED } from '../../server/src/base/cancellation.js';
import { readFacts } from '../../server/src/service/read-facts.js';
import { LiveTree } from '../../server/src/syntax/live-tree.js';
import { testGrammars } from '../../server/src/syntax/testing/grammars.js';
import { maskedHeader } from '../bench/corpus/masked-header.js';
import { createRandom, type Random } from '../bench/corpus/random.js';
import { FUZZ_SCALE, FUZZ_SEED, HOURS } from './seed.js';

const FILES = {
  cpp: {
    uri: 'file:///typed.hpp',
    text: maskedHeader(70),
    words: [
      'x',
      ' ',
      '(',
      ')',
      '{',
      '}',
      ';',
      '\n',
      ', int',
      'BENCH_API ',
      '#if A\n',
      '#endif\n',
      '/*',
      '*/',
      '"',
    ],
  },
  rust: {
    uri: 'file:///typed.rs',
    text: Array.from({ length: 8 }, (_, i) => rustBlock(i)).join(''),
    words: ['x', ' ', '(', ')', '{', '}', ';', '\n', ', u8', 'pub ', '#[repr(C)]\n', '/*', '*/', '"', "'"],
  },
} as const;

function rustBlock(i: number): string {
  return `
/// Says what it is.
#[repr(C)]
pub struct Widget${i} { id: u32, name: [u8; ${i + 1}] }
unsafe extern "C" { pub safe fn widget_${i}(first: i32, name: *const u8) -> i32; }
impl Widget${i} { pub fn id(&self) -> u32 { if self.id == ${i} { 0 } else { self.id } } }
`;
}

/** Somebody types: most edits are a word where the last one was, some take something away, some jump elsewhere. */
function* versions(text: string, words: readonly string[], random: Random, count: number): Generator<string> {
  let at = random.between(0, text.length);
  for (let i = 0; i < count; i++) {
    if (random.chance(0.2)) at = random.between(0, text.length);
    if (random.chance(0.3)) {
      const begin = Math.max(0, at - random.between(1, 6));
      text = text.slice(0, begin) + text.slice(at);
      at = begin;
    } else {
      const word = random.pick(words);
      text = text.slice(0, at) + word + text.slice(at);
      at += word.length;
    }
    yield text;
  }
}

describe.each(['cpp', 'rust'] as const)('an open document of %s that is typed into', (language) => {
  const { uri, text, words } = FILES[language];
  const seeds = Array.from({ length: 4 * FUZZ_SCALE }, (_, i) => FUZZ_SEED + i);
  it.each(seeds)(
    'has the facts that its text has, after every edit (seed %i)',
    { timeout: HOURS },
    async (seed) => {
      const grammars = await testGrammars();
      const read = (version: string, live?: LiveTree) =>
        readFacts(grammars, { uri, language }, { text: version, version: '', live }, NEVER_CANCELLED);
      const live = new LiveTree();
      let withProblems = 0;
      for (const version of versions(text, words, createRandom(seed), 40)) {
        const facts = await read(version, live);
        expect(facts).toStrictEqual(await read(version));
        if (facts.problems.length > 0) withProblems++;
      }
      live.dispose();
      // Half of what one types is no program yet.
      expect(withProblems).toBeGreaterThan(0);
    },
  );
});
