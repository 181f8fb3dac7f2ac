import { expect, test } from 'vitest';
import { atOnce } from '../../server/src/base/event-loop.js';
import type { RustFacts } from '../../server/src/facts/rust/rust-facts.js';
import {
  fieldLine,
  formatRustConstant,
  formatRustType,
  readRust,
  reprLine,
  signatureLine,
} from '../../server/src/facts/rust/testing/read-rust.js';
import { expandUses, withExpandedUses } from '../../server/src/program/expanded-uses.js';
import { RustMacros } from '../../server/src/program/rust-macros.js';
import { expandedByRustc } from './compilers.js';
import { Random, sampleSize, SEED } from './random.js';
import { MACRO_FAMILIES } from './rust-macros.js';

const URI = 'file:///crate/lib.rs';

/** The facts of a file with what its macros declare, as the service joins them. */
async function expandedByUs(source: string): Promise<RustFacts> {
  const own = await readRust(source);
  const macros = new RustMacros();
  macros.setFile(URI, own);
  const uses = atOnce(expandUses(URI, own.macros, macros));
  return uses ? withExpandedUses(own, uses, await readRust(uses.text)) : own;
}

/** What both may write in their own way: parentheses, and the order in which operators are applied anyway. */
const valueOf = (written: string): string => {
  const result: unknown = /^[-\d\s()+*<|&]+$/.test(written)
    ? new Function(`return ${written.replaceAll('-', ' - ')}`)()
    : null;
  return typeof result === 'number' ? `${result}` : written.replaceAll(' ', '');
};

/** One line for each declaration, in the order of their names. */
function declarationsIn(facts: RustFacts): string[] {
  const line = (
    kind: string,
    { modulePath, name, public: isPublic }: { modulePath: readonly string[]; name: string; public: boolean },
    rest: string,
  ): string => `${kind} ${isPublic ? 'pub ' : ''}${[...modulePath, name].join('::')} ${rest}`;
  return [
    ...facts.foreignFunctions.map((item) =>
      line('import', item, `${item.abi} ${signatureLine(item.signature)}`),
    ),
    ...facts.exports.map((item) => line('export', item, `${item.abi} ${signatureLine(item.signature)}`)),
    ...facts.records.map((item) =>
      line(item.kind, item, `${reprLine(item.repr)} ${item.fields.map(fieldLine).join(', ')}`),
    ),
    ...facts.enums.map((item) =>
      line(
        'enum',
        item,
        `${reprLine(item.repr)} ${item.variants.map(({ name, discriminant }) => `${name} = ${discriminant ? formatRustConstant(discriminant) : ''}`).join(', ')}`,
      ),
    ),
    ...facts.aliases.map((item) => line('type', item, formatRustType(item.type))),
    ...facts.constants.map((item) =>
      line('const', item, `${formatRustType(item.type)} = ${valueOf(formatRustConstant(item.value))}`),
    ),
  ].sort();
}

test('macros declare what rustc expands them to', async () => {
  const random = new Random(SEED);
  let serial = 0;
  const names = (prefix: string): string => `${prefix}${serial++}`;
  const definitions = MACRO_FAMILIES.map(({ name, definition }) => `macro_rules! ${name} { ${definition} }`);
  const uses = Array.from({ length: sampleSize(120) }, () => {
    const family = random.pick(MACRO_FAMILIES);
    const [open, close] = random.pick([
      ['! { ', ' }'],
      ['!(', ');'],
      ['! [', '];'],
    ] as const);
    return `pub mod ${names('module')} { ${family.name}${open}${family.argument(random, names)}${close} }`;
  });
  const source = [...definitions, ...uses].join('\n');
  const ours = await expandedByUs(source);
  const theirs = await readRust(expandedByRustc(source));
  expect(ours.macros).toEqual([]);
  expect(declarationsIn(ours)).toEqual(declarationsIn(theirs));
  expect(declarationsIn(ours).length).toBeGreaterThan(200);
});
