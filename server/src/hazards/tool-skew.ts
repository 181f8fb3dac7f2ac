import type { LockFile } from '../boundary/crossing.js';
import { defineHazard, type Report } from './hazard.js';
import page from './tool-skew.md';
import { count } from './wording.js';

export const toolSkew = defineHazard({
  id: 'tool-skew',
  title: 'Tools of one binding have versions that do not fit',
  severity: 'warning',
  concerns: 'lock-file',
  page,
  check(file, _view, report) {
    reportCxx(file, report);
    reportCbindgen(file, report);
  },
});

/** What writes the C++ side of a bridge, where the package `cxx` has the Rust side. */
const CXX_WRITERS = new Set(['cxx-build', 'cxx-gen', 'cxxbridge-cmd']);

function reportCxx({ uri, packages }: LockFile, report: Report): void {
  const [cxx, ...others] = packages.filter(({ name }) => name === 'cxx');
  if (!cxx || others.length > 0) return;
  for (const { name, version, range } of packages) {
    if (!CXX_WRITERS.has(name) || releaseOf(version) === releaseOf(cxx.version)) continue;
    report({
      at: { uri, range },
      message: `\`${name}\` ${version} writes C++ for another version than \`cxx\` ${cxx.version}, which it is linked with: lock both to one release`,
      evidence: [{ location: { uri, range: cxx.range }, message: `\`cxx\` is locked to ${cxx.version}` }],
      remedies: [],
    });
  }
}

/** All packages of cxx are released together, under one last number: `cxx-gen` 0.7.176 is of `cxx` 1.0.176. */
const releaseOf = (version: string): string => /^\d+\.\d+\.(\d+)/.exec(version)?.[1] ?? version;

/** Related places of one finding. */
const MOST_PLACES = 5;

function reportCbindgen({ uri, packages, unsafeExports }: LockFile, report: Report): void {
  const locked = packages.filter(({ name }) => name === 'cbindgen');
  const [cbindgen] = locked;
  // Where there are several, another one may be the one that reads them.
  if (!cbindgen || locked.length > 1 || unsafeExports.length === 0) return;
  const [, minor] = /^0\.(\d+)\./.exec(cbindgen.version) ?? [];
  if (minor === undefined || Number(minor) >= FIRST_WITH_UNSAFE) return;
  report({
    at: { uri, range: cbindgen.range },
    message: `cbindgen ${cbindgen.version} does not know \`#[unsafe(no_mangle)]\`, under which ${count(unsafeExports.length, 'function')} ${unsafeExports.length === 1 ? 'is' : 'are'} exported: take 0.${FIRST_WITH_UNSAFE} or later`,
    evidence: unsafeExports
      .slice(0, MOST_PLACES)
      .map((location) => ({ location, message: 'exported under `#[unsafe(no_mangle)]`' })),
    remedies: [],
  });
}

/** @see mozilla/cbindgen#1040 */
const FIRST_WITH_UNSAFE = 28;
