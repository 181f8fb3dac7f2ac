import { beforeAll, describe, expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../../server/src/base/cancellation.js';
import { applyEdit } from '../../server/src/hazards/testing/check.js';
import type { Finding } from '../../server/src/service/answers.js';
import { MemoryWorkspace } from '../../server/src/service/testing/memory-workspace.js';
import { compileCpp, runRust } from './compilers.js';
import { cppText, rustText, sampleMirrors, type Mirror } from './mirrors.js';
import { Random, sampleSize, SEED } from './random.js';

const TRIPLE = 'x86_64-unknown-linux-gnu';
const RUST = 'src/lib.rs';

/** What says that the bytes of two records differ. */
const HAZARDS = ['layout-mismatch', 'field-mismatch', 'packed-mismatch', 'polymorphic-mirror'];

/** Random records that mirror each other or do not quite, and what both compilers make of them. */
describe('records that mirror each other', () => {
  const mirrors = sampleMirrors(new Random(SEED), sampleSize(300));
  let workspace: MemoryWorkspace;
  let findings: readonly Finding[];
  let differ: readonly (boolean | null)[];

  beforeAll(async () => {
    const names = mirrors.map(({ name }) => name);
    const imports = names.map((name) => `    fn use_${name}(value: *mut ${name});`);
    const exports = names.map((name) => `extern "C" void use_${name}(${name} *value);`);
    workspace = await MemoryWorkspace.of({
      [RUST]: `${rustText(mirrors)}\nextern "C" {\n${imports.join('\n')}\n}\n`,
      'include/all.hpp': `${cppText(mirrors)}\n${exports.join('\n')}\n`,
    });
    findings = (await workspace.check()).findings.filter(({ hazard }) => HAZARDS.includes(hazard));
    differ = compare(mirrors, workspace.text(RUST));
  });

  test('are found exactly where the compilers lay them out differently', () => {
    const found = new Map(findings.map(({ range, message }) => [range.start.line, message]));
    // What differs because of a record inside is left to the finding on that one.
    const explained = (index: number): boolean =>
      found.has(index) || heldBy(mirrors[index]).some((inner) => explained(inner));
    for (const [index, mirror] of mirrors.entries()) {
      const text = `${rustText([mirror])}\n${cppText([mirror])}`;
      if (differ[index]) expect(explained(index), text).toBe(true);
      else if (differ[index] === false) expect(found.get(index), text).toBeUndefined();
    }
    const share = differ.filter(Boolean).length / mirrors.length;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.8);
  });

  test('have one cause each', () => {
    const causes = new Map<number, Set<string>>();
    for (const { hazard, range } of findings) {
      const { line } = range.start;
      causes.set(line, (causes.get(line) ?? new Set()).add(hazard));
    }
    for (const [line, hazards] of causes) expect([...hazards], mirrors[line]?.name).toHaveLength(1);
    expect(new Set(findings.map(({ hazard }) => hazard))).toEqual(new Set(HAZARDS));
  });

  test('agree once the packing of C++ is taken', async () => {
    // One that holds others may not be packed once one of those is aligned.
    const repaired = findings.filter(
      ({ hazard, remedies, range }) =>
        hazard === 'packed-mismatch' && remedies.length > 0 && heldBy(mirrors[range.start.line]).length === 0,
    );
    expect(repaired.length).toBeGreaterThan(mirrors.length / 50);
    const keys = repaired.flatMap(({ remedies }) => remedies.map(({ key }) => key));
    const edits = await Promise.all(keys.map((key) => workspace.ferrule.resolve(key, NEVER_CANCELLED)));
    // Each edits a line of its own, so that none moves another.
    for (const edit of edits) if (edit) applyEdit(workspace, edit);
    const after = compare(mirrors, workspace.text(RUST));
    for (const { range, message } of repaired) expect(after[range.start.line], message).not.toBe(true);
  });
});

const heldBy = (mirror: Mirror | undefined): number[] =>
  (mirror?.rust ?? []).flatMap(({ inner }) => inner ?? []);

/** Whether size, alignment, or any field's name, offset, width or class of values differs; null where that is no proof. */
function compare(mirrors: readonly Mirror[], rust: string): (boolean | null)[] {
  const records = rust.split('\n').slice(0, mirrors.length).join('\n');
  const rustFigures = askRustc(mirrors, records);
  const cppFigures = askClang(mirrors);
  return mirrors.map((mirror, i) => {
    if (namesOf(mirror.rust).join() !== namesOf(mirror.cpp).join() || rustFigures[i] !== cppFigures[i])
      return true;
    const classes = mirror.rust.map((field) => {
      const other = mirror.cpp.find(({ name }) => name === field.name);
      return field.type.values === other?.type.values ? false : otherValues([field, other ?? field]);
    });
    return classes.includes(true) || (classes.includes(null) ? null : false);
  });
}

/** An integer is not a float, nor is a pointer; what is a record or an array on one side only may be meant. */
function otherValues(fields: readonly Mirror['rust'][number][]): boolean | null {
  const values = fields.map(({ type }) => type.values);
  const plain = values.every((value) => ['integer', 'float', 'pointer'].includes(value));
  return plain ? values.includes('float') : null;
}

/** Size, alignment, then offset and width of each field in the order of their names. */
function askRustc(mirrors: readonly Mirror[], records: string): string[] {
  const probes = mirrors.map(({ name, rust }) => {
    const fields = namesOf(rust).map((field) => {
      const type = rust.find((other) => other.name === field)?.type.rust;
      return `offset_of!(${name}, ${field}), size_of::<${type}>()`;
    });
    const figures = [`size_of::<${name}>(), align_of::<${name}>()`, ...fields];
    return `println!("{:?}", [${figures.join(', ')}]);`;
  });
  const source = `use std::mem::*;\n${records}\nfn main() {\n${probes.join('\n')}\n}`;
  return runRust(source)
    .trim()
    .split('\n')
    .map((line) => line.replaceAll(/[[\] ]/g, ''));
}

function askClang(mirrors: readonly Mirror[]): string[] {
  const probes = mirrors.map(({ name, cpp }) => {
    const fields = namesOf(cpp).map(
      (field) => `__builtin_offsetof(${name}, ${field}), sizeof(${name}::${field})`,
    );
    const figures = [`sizeof(${name}), alignof(${name})`, ...fields];
    return `extern const unsigned long probe_${name}[] = { ${figures.join(', ')} };`;
  });
  const { ir } = compileCpp(`${cppText(mirrors)}\n${probes.join('\n')}`, TRIPLE);
  return mirrors.map(({ name }) => {
    const [, values = ''] = new RegExp(`@probe_${name} = .*? \\[(i64[^\\]]*)\\]`).exec(ir) ?? [];
    return values.replaceAll(/i64|\s/g, '');
  });
}

const namesOf = (fields: Mirror['rust']): string[] => fields.map(({ name }) => name).sort();
