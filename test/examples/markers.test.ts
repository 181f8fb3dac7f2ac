import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { readMarkers } from './markers.js';

const EXAMPLES = join(import.meta.dirname, '../../examples');

describe('readMarkers', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'markers-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  it('finds line and block comments, sorted by path and line', () => {
    write('src/b.rs', 'struct A /* hazard: missing-repr-c */ {\n}\nfn f(); // hazard: arity-mismatch\n');
    write('a.h', '\nvoid f(void); // hazard: overload-set\n');
    expect(readMarkers(folder)).toEqual([
      { path: 'a.h', line: 1, hazard: 'overload-set' },
      { path: 'src/b.rs', line: 0, hazard: 'missing-repr-c' },
      { path: 'src/b.rs', line: 2, hazard: 'arity-mismatch' },
    ]);
  });

  it('reads neither prose nor build output', () => {
    write('README.md', '`// hazard: arity-mismatch`\n');
    write('target/debug/out.rs', '// hazard: arity-mismatch\n');
    write('src/a.rs', '// A hazard: see the page.\n');
    expect(readMarkers(folder)).toEqual([]);
  });

  it('finds none in the clean example and each of the ten once in the drifted one', () => {
    expect(readMarkers(join(EXAMPLES, 'telemetry'))).toEqual([]);
    const hazards = readMarkers(join(EXAMPLES, 'telemetry-hazards')).map((marker) => marker.hazard);
    expect(hazards.sort()).toEqual([
      'arity-mismatch',
      'copy-of-nontrivial',
      'layout-mismatch',
      'missing-repr-c',
      'non-relocatable-by-value',
      'nontrivial-by-value',
      'overload-set',
      'parameter-mismatch',
      'return-mismatch',
      'stale-mangled-name',
    ]);
  });
});
