import { expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../../server/src/base/cancellation.js';
import { TARGETS } from '../../server/src/abi/target.js';
import { createTargetView } from '../../server/src/boundary/target-view.js';
import { readCpp } from '../../server/src/facts/cpp/read-cpp.js';
import { Program } from '../../server/src/program/program.js';
import { testGrammars } from '../../server/src/syntax/testing/grammars.js';
import { gccMessages, recordsOfFiles } from './compilers.js';
import { randomProgram, type NamedProgram } from './names.js';
import { Random, SEED, sampleSize } from './random.js';

const PROGRAMS = sampleSize(12);

test('names mean what they mean to clang, or are unknown', async () => {
  const random = new Random(SEED);
  const wrong: string[] = [];
  let known = 0;
  let unknown = 0;
  for (let i = 0; i < PROGRAMS; i++) {
    const program = validProgram(randomProgram(random));
    const sizes = await sizesOf(program.files);
    for (const [probe, truth] of program.sizes) {
      const mine = sizes.get(probe);
      if (mine === undefined) unknown++;
      else if (mine === truth) known++;
      else wrong.push(`${probe} is ${truth} bytes, not ${mine}, in\n${textOf(program.files)}`);
    }
  }
  expect(wrong.join('\n\n')).toBe('');
  expect(known / (known + unknown)).toBeGreaterThan(0.9);
});

interface ValidProgram {
  readonly files: ReadonlyMap<string, string>;
  /** Bytes of the probes, by their unqualified names. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Leaves out the lines in which clang or gcc finds errors, in any of the files by itself, until there are none. */
function validProgram(program: NamedProgram): ValidProgram {
  const lines = new Map([...program].map(([name, text]) => [name, [...text]]));
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const files = new Map([...lines].map(([name, text]) => [name, text.join('\n')]));
    const wrong = new Set<string>();
    const sizes = new Map<string, number>();
    for (const [name, text] of files) {
      const { dump, messages } = recordsOfFiles(files, name);
      for (const place of errorsIn(messages)) wrong.add(place);
      // What a file means is what it means by itself.
      for (const [, probe = '', size] of dump.matchAll(/^ *0 \| struct .*\b(P\d+)$[^]*?sizeof=(\d+)/gm))
        if (text.includes(`struct ${probe} {`)) sizes.set(probe, Number(size));
    }
    // What clang takes and gcc does not is no C++: a namespace that is opened again and may be either of two.
    if (wrong.size === 0)
      for (const name of files.keys())
        for (const place of errorsIn(gccMessages(files, name))) wrong.add(place);
    if (wrong.size === 0) return { files, sizes };
    for (const place of wrong) {
      const [file = '', line] = place.split(':');
      const text = lines.get(file);
      const at = Number(line) - 1;
      if (text?.[at] !== undefined) text[at] = withoutDeclaration(text[at], `R${attempt}_${at}`);
    }
  }
  return { files: new Map(), sizes: new Map() };
}

/** The file and line of each. */
const errorsIn = (messages: string): string[] =>
  [...messages.matchAll(/([\w.]+:\d+):\d+: (?:fatal )?error/g)].map(([, place = '']) => place);

const MOST_ATTEMPTS = 20;

/** A class with wrong bases has none, one that must not have its name has another; other lines are left out. */
function withoutDeclaration(line: string, name: string): string {
  if (!line.endsWith('{')) return line.startsWith('}') ? line : '';
  const head = /^((?:template <class T> )?struct) (\w+)( :)?/.exec(line);
  if (!head) return line;
  return head[3] === undefined ? `${head[1]} ${name} {` : `${head[1]} ${head[2]} {`;
}

const textOf = (files: ReadonlyMap<string, string>): string =>
  [...files].map(([name, text]) => `//- ${name}\n${text.replace(/^\n+/gm, '')}`).join('\n');

async function sizesOf(files: ReadonlyMap<string, string>): Promise<Map<string, number>> {
  const program = new Program();
  const grammars = await testGrammars();
  for (const [name, text] of files)
    program.setFile(
      `file:///w/${name}`,
      await readCpp(grammars, text, { isC: false, token: NEVER_CANCELLED, live: undefined }),
    );
  const { cpp, cppAbi } = createTargetView(
    program,
    TARGETS.find(({ triple }) => triple === 'x86_64-unknown-linux-gnu')!,
  );
  const sizes = new Map<string, number>();
  for (const [uri, { records }] of program.cppFiles()) {
    for (const item of records) {
      if (!/^P\d+$/.test(item.name)) continue;
      const layout = cppAbi.layOut(cpp.record(uri, item));
      if (layout.status === 'exact') sizes.set(item.name, layout.value.size);
    }
  }
  return sizes;
}
