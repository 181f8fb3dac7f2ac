import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findTarget } from '../../server/src/abi/target.js';
import { rustContext } from '../../server/src/boundary/lowering/rust-types.js';
import { createTargetView } from '../../server/src/boundary/target-view.js';
import { readCargoManifest } from '../../server/src/builds/cargo-manifest.js';
import { packagesOf } from '../../server/src/builds/cargo-packages.js';
import { createRustCrates } from '../../server/src/builds/rust-crates.js';
import { createRustOptions } from '../../server/src/builds/rust-options.js';
import { readRust } from '../../server/src/facts/rust/testing/read-rust.js';
import { Program } from '../../server/src/program/program.js';
import { Random, SEED, sampleSize } from './random.js';
import { randomWorkspace, type ModuleText, type RustWorkspace } from './rust-workspaces.js';

const ROOT = 'file:///w/';
const MOST_ATTEMPTS = 30;

test('paths through modules and crates mean what they mean to rustc, or are unknown', async () => {
  const random = new Random(SEED);
  const wrong: string[] = [];
  const reasons = new Map<string, number>();
  let known = 0;
  for (let i = 0; i < sampleSize(4); i++) {
    const workspace = randomWorkspace(random);
    const truth = sizesOfRustc(workspace);
    for (const [probe, { size, reason }] of await sizesOfFerrule(workspace)) {
      const actual = truth.get(probe);
      if (actual === undefined) continue;
      if (size === null) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      else if (size === actual) known++;
      else wrong.push(`${probe} is ${actual} bytes, not ${size}, in\n${textOf(workspace)}`);
    }
  }
  const unknown = [...reasons.values()].reduce((sum, each) => sum + each, 0);
  expect(wrong.join('\n\n')).toBe('');
  expect(known / (known + unknown), JSON.stringify([...reasons])).toBeGreaterThan(0.9);
}, 600_000);

/** Leaves out the lines that rustc refuses, until there are none, and runs the rest. */
function sizesOfRustc({ manifests, modules }: RustWorkspace): ReadonlyMap<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'ferrule-workspace-'));
  try {
    const write = (file: string, text: string): void => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    };
    for (const [file, text] of manifests) write(file, text);
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const places = new Map<string, { readonly module: ModuleText; readonly index: number }>();
      for (const [file, lines] of filesOf(modules)) {
        write(file, lines.map(({ text }) => text).join('\n'));
        for (const [i, { module, index }] of lines.entries())
          if (module) places.set(`${file}:${i + 1}`, { module, index });
      }
      const options = ['run', '--offline', '--quiet', '--example', 'print', '--message-format', 'short'];
      write('app/examples/print.rs', printing(manifests, modules));
      const { status, stdout, stderr } = spawnSync('cargo', options, { cwd: folder, encoding: 'utf8' });
      if (status === 0)
        return new Map(
          [...stdout.matchAll(/^(P\d+) (\d+)$/gm)].map(([, name = '', size]) => [name, Number(size)]),
        );
      let removed = 0;
      for (const [, file = '', line = ''] of stderr.matchAll(/^(\S+\.rs):(\d+):\d+: error/gm)) {
        const place = places.get(`${file}:${line}`);
        if (!place || place.module.lines[place.index] === '') continue;
        place.module.lines[place.index] = '';
        removed++;
      }
      if (removed === 0) throw new Error(stderr);
    }
    throw new Error('rustc finds ever new errors');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Line {
  readonly text: string;
  /** Null for the braces of inline modules. */
  readonly module: ModuleText | null;
  readonly index: number;
}

/** The files with their lines; inline modules stand behind the lines of the module around them. */
function filesOf(modules: readonly ModuleText[]): Map<string, Line[]> {
  const files = new Map<string, Line[]>();
  const put = (module: ModuleText): Line[] => {
    const lines = module.lines.map((text, index): Line => ({ text, module, index }));
    const inside = modules.filter(
      ({ crate, file, path, inline }) =>
        crate === module.crate &&
        file === module.file &&
        inline.length === module.inline.length + 1 &&
        path.slice(0, -1).join() === module.path.join(),
    );
    for (const child of inside) {
      const brace = (text: string): Line => ({ text, module: null, index: 0 });
      lines.push(brace(`pub mod ${child.path.at(-1) ?? ''} {`), ...put(child), brace('}'));
    }
    return lines;
  };
  for (const module of modules) if (module.inline.length === 0) files.set(module.file, put(module));
  for (const crate of new Set(modules.map((module) => module.crate))) {
    const calls = probesOf(modules, crate).map(
      ({ name, path }) => `println!("${name} {}", crate::${[...path, name].join('::')});`,
    );
    files
      .get(`${crate}/src/lib.rs`)
      ?.push({ text: `pub fn print() { ${calls.join(' ')} }`, module: null, index: 0 });
  }
  return files;
}

const probesOf = (
  modules: readonly ModuleText[],
  crate: string,
): { name: string; path: readonly string[] }[] =>
  modules
    .filter((module) => module.crate === crate)
    .flatMap(({ probes, lines, path }) =>
      [...probes.keys()]
        .filter((name) => lines.some((line) => line.startsWith(`pub const ${name}:`)))
        .map((name) => ({ name, path })),
    );

/** A program that has all crates print their probes, by the names that the last one has for them. */
function printing(manifests: ReadonlyMap<string, string>, modules: readonly ModuleText[]): string {
  const called = (crate: string): string => {
    const renamed = manifests.get('app/Cargo.toml')?.includes(`r-${crate} =`) === true && crate !== 'app';
    return renamed
      ? `r_${crate}`
      : (/\[lib\]\nname = "(\w+)"/.exec(manifests.get(`${crate}/Cargo.toml`) ?? '')?.[1] ?? `pkg_${crate}`);
  };
  const crates = [...new Set(modules.map(({ crate }) => crate))].map(called);
  return `${crates.map((crate) => `extern crate ${crate};`).join(' ')} fn main() { ${crates.map((crate) => `${crate}::print();`).join(' ')} }`;
}

async function sizesOfFerrule({
  manifests,
  modules,
}: RustWorkspace): Promise<ReadonlyMap<string, { readonly size: number | null; readonly reason: string }>> {
  const program = new Program();
  const files = new Map([...filesOf(modules)].map(([file, lines]) => [`${ROOT}${file}`, lines]));
  const exists = (uri: string): boolean => files.has(uri);
  const packages = packagesOf(
    new Map([...manifests].map(([file, text]) => [`${ROOT}${file}`, readCargoManifest(text)])),
    exists,
  );
  program.rust.paths.exists = exists;
  program.rust.paths.crates = createRustCrates(packages);
  program.rustOptions = createRustOptions(packages, () => ({ features: [], noDefaultFeatures: false }));
  for (const [uri, lines] of files)
    program.setFile(uri, await readRust(lines.map(({ text }) => text).join('\n')));
  const target = findTarget('x86_64-unknown-linux-gnu') ?? expect.fail('no such target');
  const { rust, rustLayouts } = createTargetView(program, target);
  return new Map(
    modules.flatMap(({ file, inline, probes }) =>
      [...probes].map(([probe, path]): [string, { size: number | null; reason: string }] => {
        const context = rustContext(`${ROOT}${file}`, inline);
        const layout = rustLayouts.layOut(
          rust.type({ kind: 'path', path: path.split('::'), arguments: [] }, context),
        );
        return layout.status === 'unknown'
          ? [probe, { size: null, reason: layout.reason }]
          : [probe, { size: layout.value.size, reason: '' }];
      }),
    ),
  );
}

const textOf = ({ manifests, modules }: RustWorkspace): string =>
  [
    ...[...manifests].map(([file, text]) => `//- ${file}\n${text}`),
    ...[...filesOf(modules)].map(
      ([file, lines]) => `//- ${file}\n${lines.map(({ text }) => text).join('\n')}`,
    ),
  ].join('\n');
