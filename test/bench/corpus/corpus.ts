import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeBoundary } from './boundary-code.js';
import type { CorpusPlan } from './plan.js';
import { createRandom, seedOf, type Random } from './random.js';
import { writeCppHeader, writeCppSource, writeRust } from './surrounding-code.js';

export interface CorpusFile {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** What a corpus holds, to be held against what was found in it. */
export interface CorpusSummary {
  files: number;
  bytes: number;
  externFunctions: number;
  mirroredStructs: number;
  bridgeFunctions: number;
  /** Declarations that were made to disagree: one drifted struct may give several findings. */
  defects: number;
}

/**
 * The files of a mixed workspace, one at a time: the same for the same plan and seed, byte for byte.
 *
 * @param summary is counted up while the files are taken
 */
export function* generateCorpus(
  plan: CorpusPlan,
  seed: number,
  summary: CorpusSummary,
): Generator<CorpusFile> {
  const count = (file: CorpusFile): CorpusFile => {
    summary.files++;
    summary.bytes += file.text.length;
    return file;
  };
  for (let i = 0; i < plan.modules; i++) {
    const module = `m${String(i).padStart(3, '0')}`;
    const code = writeBoundary(module, plan, i < plan.bridges, createRandom(seedOf(seed, module)));
    summary.externFunctions += plan.externFunctions;
    summary.mirroredStructs += plan.mirroredStructs;
    summary.defects += code.defects;
    yield count({ path: `crates/${module}/src/ffi.rs`, text: code.ffi });
    yield count({ path: `cpp/${module}/api.h`, text: code.header });
    yield count({ path: `cpp/${module}/api.cpp`, text: code.implementation });
    if (code.bridge) {
      summary.bridgeFunctions += plan.bridgeFunctions;
      yield count({ path: `crates/${module}/src/bridge.rs`, text: code.bridge.rust });
      yield count({ path: `cpp/${module}/bridge.h`, text: code.bridge.header });
    }
    for (let j = 0; j < plan.rustFiles; j++) {
      const path = `crates/${module}/src/part_${j}.rs`;
      const random = createRandom(seedOf(seed, path));
      yield count({ path, text: writeRust(lengthAround(plan.rustBytes, random), code, random) });
    }
    for (let j = 0; j < plan.cppFiles; j++) {
      const isHeader = j % 2 === 0;
      const path = `cpp/${module}/part_${j >> 1}.${isHeader ? 'hpp' : 'cpp'}`;
      const random = createRandom(seedOf(seed, path));
      const write = isHeader ? writeCppHeader : writeCppSource;
      yield count({ path, text: write(module, lengthAround(plan.cppBytes, random), code, random) });
    }
  }
}

/** Lengths of source files are spread widely: many short ones and some that are several times the mean. */
const lengthAround = (mean: number, random: Random): number =>
  random.chance(0.1) ? random.between(2 * mean, 6 * mean) : random.between(mean / 8, mean);

export const emptySummary = (): CorpusSummary => ({
  files: 0,
  bytes: 0,
  externFunctions: 0,
  mirroredStructs: 0,
  bridgeFunctions: 0,
  defects: 0,
});

/** Writes a corpus into an empty folder. */
export function writeCorpus(folder: string, plan: CorpusPlan, seed: number): CorpusSummary {
  const summary = emptySummary();
  const made = new Set<string>();
  for (const { path, text } of generateCorpus(plan, seed, summary)) {
    const absolute = join(folder, path);
    const parent = dirname(absolute);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(absolute, text);
  }
  return summary;
}
