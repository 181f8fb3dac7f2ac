import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, describe, test } from 'vitest';
import { findTarget, TARGETS } from '../../server/src/abi/target.js';
import { uriFromPath } from '../../server/src/base/uri.js';
import { holdsOn, isThere } from '../../server/src/boundary/conditions.js';
import { readCargoManifest } from '../../server/src/builds/cargo-manifest.js';
import { packagesOf } from '../../server/src/builds/cargo-packages.js';
import { createRustOptions } from '../../server/src/builds/rust-options.js';
import { readRust } from '../../server/src/facts/rust/testing/read-rust.js';
import { Program } from '../../server/src/program/program.js';
import { conditionalPackage, type ConditionalPackage } from './conditional-packages.js';
import { Random, sampleSize, SEED } from './random.js';

/** The `cfg`s of a target that follow from its triple, asked of rustc. */
describe.each(TARGETS)('$triple', (target) => {
  test('has the cfgs that rustc has', () => {
    const printed = execFileSync('rustc', ['--print', 'cfg', '--target', target.triple], {
      encoding: 'utf8',
    });
    const lines = printed.split('\n');
    const families = lines.filter((line) => line.startsWith('target_family='));
    const settled = lines.filter((line) =>
      /^(?:unix|windows|target_(?:os|env|arch|abi|vendor|endian|pointer_width|family)=.*)$/.test(line),
    );
    expect(settled.length).toBeGreaterThan(6);
    for (const cfg of settled) expect(holdsOn([cfg], target), cfg).toBe(true);
    for (const family of ['unix', 'windows', 'wasm'])
      expect(holdsOn([`target_family = "${family}"`], target), family).toBe(
        families.includes(`target_family="${family}"`),
      );
    for (const cfg of ['unix', 'windows']) expect(holdsOn([cfg], target), cfg).toBe(lines.includes(cfg));
  });
});

interface Sample {
  /** Manifests by the package's name; each stands in a folder of its own, `root` holds the workspace. */
  readonly manifests: ReadonlyMap<string, string>;
  /** What `cargo` is told. */
  readonly features: readonly string[];
  readonly noDefaultFeatures: boolean;
}

const NAMES = ['a', 'b', 'c', 'd'];

/** Packages that depend on later ones, with tables of features that lead through each other. */
function sampleWorkspace(random: Random): Sample {
  const declared = new Map<string, readonly string[]>();
  const manifests = new Map<string, string>();
  const inherited: string[] = [];
  for (const [i, name] of [...NAMES.entries()].reverse()) {
    const own = ['default', 'x', 'y', 'z'].filter(() => random.chance(0.8));
    const dependencies = NAMES.slice(i + 1).filter(() => random.chance(0.7));
    const optional = dependencies.filter(() => random.chance(0.4));
    const table = own.map((feature, at) => {
      const entries = own.slice(at + 1).filter(() => random.chance(0.4));
      for (const dependency of dependencies) {
        const there = (declared.get(dependency) ?? []).filter(() => random.chance(0.3));
        const weak = optional.includes(dependency) && random.chance(0.5) ? '?' : '';
        for (const each of there) entries.push(`${dependency}${weak}/${each}`);
        if (optional.includes(dependency) && random.chance(0.3))
          entries.push(random.chance(0.5) ? `dep:${dependency}` : dependency);
      }
      return { feature, entries };
    });
    // Cargo refuses a plain name where `dep:` hides the feature, and an entry that names itself.
    const hidden = new Set(
      table.flatMap(({ entries }) => entries.filter((entry) => entry.startsWith('dep:'))),
    );
    const features = table.map(({ feature, entries }) => {
      const allowed = entries.filter((entry) => !hidden.has(`dep:${entry}`));
      return `${feature} = [${[...new Set(allowed)].map((entry) => `"${entry}"`).join(', ')}]`;
    });
    const lines = dependencies.map((dependency) => {
      const asked = (declared.get(dependency) ?? []).filter(() => random.chance(0.2));
      const more = [
        ...(asked.length > 0 ? [`features = [${asked.map((each) => `"${each}"`).join(', ')}]`] : []),
        ...(optional.includes(dependency) ? ['optional = true'] : []),
      ];
      const target = random.chance(0.15);
      const inherits = !target && random.chance(0.2);
      if (inherits) inherited.push(dependency);
      else if (random.chance(0.4)) more.push('default-features = false');
      const source = inherits ? 'workspace = true' : `path = "../${dependency}"`;
      const table = target ? `[target.'cfg(windows)'.dependencies]` : '[dependencies]';
      return { table, line: `${dependency} = { ${[source, ...more].join(', ')} }` };
    });
    const byTable = new Map<string, string[]>();
    for (const { table: key, line } of lines) byTable.set(key, [...(byTable.get(key) ?? []), line]);
    declared.set(name, own);
    manifests.set(
      name,
      [
        `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"`,
        ...[...byTable].map(([key, own]) => `${key}\n${own.join('\n')}`),
        `[features]\n${features.join('\n')}`,
      ].join('\n'),
    );
  }
  const entries = [...new Set(inherited)].map((name) => `${name} = { path = "${name}" }`);
  manifests.set(
    '.',
    `[workspace]\nresolver = "2"\nmembers = [${NAMES.map((name) => `"${name}"`).join(', ')}]\n[workspace.dependencies]\n${entries.join('\n')}\n`,
  );
  const nameable = NAMES.flatMap((name) => (declared.get(name) ?? []).map((feature) => ({ name, feature })));
  const features = nameable
    .filter(({ feature }) => feature !== 'default' && random.chance(0.1))
    .map(({ name, feature }) => (random.chance(0.5) ? `${name}/${feature}` : feature));
  return { manifests, features, noDefaultFeatures: random.chance(0.4) };
}

/** The features that cargo turns on in each library of a workspace. */
function featuresOfCargo(folder: string, options: readonly string[]): Map<string, readonly string[]> {
  const command = ['build', '--workspace', '--offline', '-Zunstable-options', '--unit-graph', ...options];
  const graph = JSON.parse(
    execFileSync('cargo', command, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      // The graph is unstable; nothing is compiled.
      env: { ...process.env, RUSTC_BOOTSTRAP: '1' },
    }),
  ) as { units: { pkg_id: string; target: { name: string }; features: string[] }[] };
  return new Map(graph.units.map(({ target, features }) => [target.name, features]));
}

describe('features of random workspaces', () => {
  const random = new Random(SEED);
  const samples = Array.from({ length: sampleSize(12) }, () => sampleWorkspace(random));

  test.each(samples.map((sample, i) => ({ i, sample })))(
    '$i: are those that cargo turns on',
    ({ sample }) => {
      const folder = mkdtempSync(join(tmpdir(), 'ferrule-features-'));
      try {
        for (const [name, text] of sample.manifests) {
          const path = join(folder, name, 'Cargo.toml');
          mkdirSync(join(dirname(path), 'src'), { recursive: true });
          writeFileSync(path, text);
          writeFileSync(join(dirname(path), 'src/lib.rs'), '');
        }
        const manifests = new Map(
          [...sample.manifests].map(([name, text]) => [
            uriFromPath(join(folder, name, 'Cargo.toml')),
            readCargoManifest(text),
          ]),
        );
        const packages = packagesOf(manifests, () => true);
        const optionsFor = (stated: boolean) => createRustOptions(packages, () => (stated ? sample : null));
        const told = [
          ...(sample.noDefaultFeatures ? ['--no-default-features'] : []),
          ...sample.features.flatMap((feature) => ['--features', feature]),
        ];
        for (const stated of [false, told.length > 0]) {
          const built = featuresOfCargo(folder, stated ? told : []);
          for (const name of NAMES) {
            const options = optionsFor(stated)(uriFromPath(join(folder, name, 'src/lib.rs')));
            const actual = built.get(name) ?? expect.fail(`no unit of ${name}`);
            const detail = `${name}${stated ? ` with ${told.join(' ')}` : ''}`;
            const { on, open } = options ?? expect.fail(`no options of ${name}`);
            expect([...on].sort(), detail).toEqual(actual.filter((each) => !open.has(each)).sort());
          }
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

/** The functions that rustc has left where cargo builds a package. */
function functionsOfCargo({ files }: ConditionalPackage): ReadonlySet<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ferrule-conditional-'));
  try {
    for (const [name, text] of files) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    const command = ['rustc', '--lib', '--offline', '--quiet', '--', '-Zunpretty=expanded'];
    const expanded = execFileSync('cargo', command, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      // Printing what macros come to is unstable.
      env: { ...process.env, RUSTC_BOOTSTRAP: '1' },
    });
    return new Set([...expanded.matchAll(/\bfn (f\d+)\(/g)].map(([, name = '']) => name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether each function is there; null where that is open. */
async function functionsOfFerrule({ files }: ConditionalPackage): Promise<Map<string, boolean | null>> {
  const root = 'file:///w/';
  const manifest = readCargoManifest(files.get('Cargo.toml') ?? '');
  const packages = packagesOf(new Map([[`${root}Cargo.toml`, manifest]]), (uri) =>
    files.has(uri.slice(root.length)),
  );
  const { buildScript } = await readRust(files.get('build.rs') ?? '');
  const cfgs = new Map(packages.map(({ folder }) => [folder, buildScript?.cfgs ?? []]));
  const program = new Program();
  program.rustOptions = createRustOptions(packages, () => null, cfgs);
  const sources = [...files].filter(([name]) => name.startsWith('src/'));
  for (const [name, text] of sources) program.setFile(root + name, await readRust(text));
  for (const [uri, { includes }] of program.rustFiles())
    program.setIncludes(
      uri,
      includes.map((include) => ({
        include,
        file: `${include.base === 'package' ? root : `${root}src/`}${include.path}`,
      })),
    );
  const target = findTarget('x86_64-unknown-linux-gnu') ?? expect.fail('no such target');
  return new Map(
    [...program.rustFiles()].flatMap(([uri, { exports }]) =>
      exports.map(({ name, condition }) => [name, isThere(program, uri, condition, target)] as const),
    ),
  );
}

test('functions of random packages are those that cargo builds, or are open', async () => {
  const random = new Random(SEED);
  let known = 0;
  let all = 0;
  for (let i = 0; i < sampleSize(6); i++) {
    const sample = conditionalPackage(random);
    const text = (): string => [...sample.files].map(([name, each]) => `//- ${name}\n${each}`).join('\n');
    const truth = functionsOfCargo(sample);
    const found = await functionsOfFerrule(sample);
    expect([...found.keys()].sort(), text()).toEqual([...sample.functions].sort());
    for (const [name, isHere] of found) {
      all++;
      if (isHere === null) continue;
      known++;
      expect(isHere, `${name} in\n${text()}`).toBe(truth.has(name));
    }
  }
  expect(known / all).toBeGreaterThan(0.5);
});
