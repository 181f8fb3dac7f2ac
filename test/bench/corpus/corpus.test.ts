import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { emptySummary, generateCorpus } from './corpus.js';
import { PLANS, type CorpusPlan } from './plan.js';

const TINY: CorpusPlan = { ...PLANS.small, modules: 2, bridges: 1, cppFiles: 6, rustFiles: 2 };

function corpus(seed: number, plan = TINY) {
  const summary = emptySummary();
  const files = [...generateCorpus(plan, seed, summary)];
  const hash = createHash('sha256');
  for (const { path, text } of files) hash.update(`${path}\n${text}`);
  return { files, summary, digest: hash.digest('hex') };
}

describe('the generated corpus', () => {
  it('is the same for the same seed, and another one for another', () => {
    expect(corpus(1).digest).toBe(corpus(1).digest);
    expect(corpus(1).digest).not.toBe(corpus(2).digest);
  });

  it('counts what it wrote', () => {
    const { files, summary } = corpus(7);
    expect(summary).toMatchObject({
      files: files.length,
      bytes: files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0),
      externFunctions: 2 * TINY.externFunctions,
      mirroredStructs: 2 * TINY.mirroredStructs,
      bridgeFunctions: TINY.bridgeFunctions,
    });
  });

  it('declares each function of the boundary once on either side', () => {
    const { files } = corpus(7);
    const text = (path: string): string => files.find((file) => file.path === path)?.text ?? '';
    const names = [...text('crates/m000/src/ffi.rs').matchAll(/fn (m000_\w+)\(/g)].map(([, name]) => name);
    expect(names).toHaveLength(TINY.externFunctions);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(text('cpp/m000/api.h').split(`${name}(`)).toHaveLength(2);
  });

  it('has most of its text away from the boundary', () => {
    const { files, summary } = corpus(7);
    const boundary = files.filter(({ path }) => /(?:ffi|bridge)\.rs$|(?:api|bridge)\.(?:h|cpp)$/.test(path));
    const bytes = boundary.reduce((sum, { text }) => sum + text.length, 0);
    expect(bytes).toBeLessThan(summary.bytes / 2);
  });
});
