import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readMarkers } from './markers.js';

const ROOT = join(import.meta.dirname, '../..');

interface CheckReport {
  readonly findings: readonly {
    readonly hazard: string;
    readonly path: string;
    readonly range: { readonly start: { readonly line: number } };
    readonly related: readonly { readonly path: string }[];
    readonly remedies: readonly string[];
  }[];
  readonly crossings: readonly { readonly mechanism: string; readonly direction: string }[];
  readonly unpaired: readonly unknown[];
}

/** What `ferrule check` says of an example, as the bundle that users run prints it. */
function check(example: string): { readonly status: number | null; readonly report: CheckReport } {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(ROOT, 'server/dist/cli.js'), 'check', join(ROOT, 'examples', example), '--format', 'json'],
    { cwd: join(ROOT, 'examples', example), encoding: 'utf8' },
  );
  return { status, report: JSON.parse(stdout) as CheckReport };
}

it('finds nothing in the clean example, in which everything crosses and has its partner', () => {
  const { status, report } = check('telemetry');
  expect(report.findings).toEqual([]);
  expect(report.unpaired).toEqual([]);
  const kinds = new Set(report.crossings.map(({ mechanism, direction }) => `${mechanism} ${direction}`));
  expect([...kinds].sort()).toEqual([
    'cxx rust-calls-cpp',
    'extern-c cpp-calls-rust',
    'extern-c rust-calls-cpp',
    'zngur cpp-calls-rust',
    'zngur rust-calls-cpp',
  ]);
  expect(status).toBe(0);
});

it('finds each hazard of the drifted example once, on the line that its marker names, and nothing else', () => {
  const { status, report } = check('telemetry-hazards');
  const found = report.findings.map(({ path, range, hazard }) => ({ path, line: range.start.line, hazard }));
  const markers = readMarkers(join(ROOT, 'examples/telemetry-hazards'));
  expect(found).toEqual(markers);
  expect(new Set(markers.map(({ hazard }) => hazard)).size).toBe(10);
  expect(status).toBe(1);
});

it('shows evidence on the other side and a remedy for each finding', () => {
  for (const { hazard, path, related, remedies } of check('telemetry-hazards').report.findings) {
    expect(
      related.some((place) => place.path !== path),
      `${hazard} shows the C++ side`,
    ).toBe(true);
    expect(remedies, `${hazard} has a remedy`).not.toEqual([]);
  }
});
