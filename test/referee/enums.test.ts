import { beforeAll, describe, expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../../server/src/base/cancellation.js';
import { applyEdit } from '../../server/src/hazards/testing/check.js';
import type { Finding } from '../../server/src/service/answers.js';
import { MemoryWorkspace } from '../../server/src/service/testing/memory-workspace.js';
import { compileCpp, runRust } from './compilers.js';
import { cppEnums, rustEnums, sampleEnums, type SampleEnum } from './enums.js';
import { Random, sampleSize, SEED } from './random.js';

const TRIPLE = 'x86_64-unknown-linux-gnu';
const RUST = 'src/lib.rs';
const CPP = 'include/all.hpp';

/** Random enumerations of both languages, and the values that both compilers give their enumerators. */
describe('enumerations that mirror each other', () => {
  const random = new Random(SEED);
  const enums = sampleEnums(random, sampleSize(150));
  let workspace: MemoryWorkspace;
  let findings: readonly Finding[];

  beforeAll(async () => {
    const imports = enums.map(({ name, toRust }) =>
      toRust ? `    fn get_${name}() -> ${name};` : `    fn set_${name}(value: ${name});`,
    );
    const exports = enums.map(({ name, toRust }) =>
      toRust ? `extern "C" ${name} get_${name}();` : `extern "C" void set_${name}(${name} value);`,
    );
    workspace = await MemoryWorkspace.of({
      [RUST]: `${rustEnums(random, enums)}\nextern "C" {\n${imports.join('\n')}\n}\n`,
      [CPP]: `${cppEnums(random, enums)}\n${exports.join('\n')}\n`,
    });
    findings = (await workspace.check()).findings.filter(({ hazard }) => hazard === 'enum-drift');
  });

  test('are found exactly where a value differs, or is none of those that are given it', () => {
    const rust = askRustc(enums, workspace.text(RUST), false);
    const cpp = askClang(enums, workspace.text(CPP));
    const found = new Map(findings.map(({ range, message }) => [range.start.line, message]));
    for (const [i, sample] of enums.entries()) {
      const differs = isDrifted(sample, rust[i] ?? [], cpp[i] ?? []);
      expect(found.has(i), `${sample.name}: ${found.get(i) ?? 'not found'}\n${JSON.stringify(sample)}`).toBe(
        differs,
      );
    }
    expect(found.size).toBeGreaterThan(enums.length / 5);
    expect(found.size).toBeLessThan(enums.length / 1.5);
  });

  test('have the values of C++ once its enumerators are taken', async () => {
    const repaired = findings.filter(({ remedies }) => remedies.length > 0);
    expect(repaired.length).toBeGreaterThan(findings.length / 2);
    const keys = repaired.flatMap(({ remedies }) => remedies.map(({ key }) => key));
    const edits = await Promise.all(keys.map((key) => workspace.ferrule.resolve(key, NEVER_CANCELLED)));
    // Each edits a line of its own, so that none moves another.
    for (const edit of edits) if (edit) applyEdit(workspace, edit);
    const rust = askRustc(enums, workspace.text(RUST), true);
    const cpp = askClang(enums, workspace.text(CPP));
    for (const { range, message } of repaired) {
      const i = range.start.line;
      const sample = enums[i];
      if (sample?.toRust) expect([...(rust[i] ?? [])].sort(), message).toEqual([...(cpp[i] ?? [])].sort());
      else expect(cpp[i], message).toEqual(expect.arrayContaining(rust[i] ?? []));
    }
  });
});

/** By what the compilers say, and the names that the sample gave. */
function isDrifted(
  { enumerators, toRust }: SampleEnum,
  rust: readonly number[],
  cpp: readonly number[],
): boolean {
  const own = [...rust];
  const theirs = [...cpp];
  const values = enumerators.map((each) => ({
    rust: each.rust ? own.shift() : undefined,
    cpp: each.cpp ? theirs.shift() : undefined,
  }));
  if (values.some((each) => each.rust !== undefined && each.cpp !== undefined && each.rust !== each.cpp))
    return true;
  return toRust ? cpp.some((value) => !rust.includes(value)) : rust.some((value) => !cpp.includes(value));
}

/** @param all also the variants that the sample does not know of */
function askRustc(enums: readonly SampleEnum[], text: string, all: boolean): number[][] {
  const lines = text.split('\n').slice(0, enums.length);
  const probes = enums.map(({ name, enumerators }, i) => {
    const variants = all
      ? [...(lines[i] ?? '').replace(/^.*\{/, '').matchAll(/\b([A-Z]\w*)/g)].map(([, variant]) => variant)
      : enumerators.flatMap(({ rust }) => rust?.name ?? []);
    return `println!("{:?}", [${variants.map((variant) => `${name}::${variant ?? ''} as i64`).join(', ')}]);`;
  });
  const printed = runRust(`${lines.join('\n')}\nfn main() {\n${probes.join('\n')}\n}`)
    .trim()
    .split('\n');
  return printed.map((line) => JSON.parse(line) as number[]);
}

function askClang(enums: readonly SampleEnum[], text: string): number[][] {
  const probes = enums.map(({ name, enumerators }) => {
    const values = enumerators.flatMap(({ cpp }) => cpp?.name ?? []);
    return `extern const long probe_${name}[] = { ${values.join(', ')}, 0 };`;
  });
  const { ir } = compileCpp(
    `${text.split('\n').slice(0, enums.length).join('\n')}\n${probes.join('\n')}`,
    TRIPLE,
  );
  return enums.map(({ name }) => {
    const [, values = ''] = new RegExp(`@probe_${name} = .*? \\[(i64[^\\]]*)\\]`).exec(ir) ?? [];
    return [...values.matchAll(/i64 (-?\d+)/g)].map(([, value]) => Number(value)).slice(0, -1);
  });
}
