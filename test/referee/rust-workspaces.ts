import type { Random } from './random.js';

/** The text of a workspace: manifests by their paths, sources as lines, of which some may have to go. */
export interface RustWorkspace {
  readonly manifests: ReadonlyMap<string, string>;
  readonly modules: readonly ModuleText[];
}

/** A module with the lines that are its own; those of inline modules stand in their file. */
export interface ModuleText {
  readonly crate: string;
  /** The file that has it, from the root of the workspace on. */
  readonly file: string;
  /** From the root of the crate on. */
  readonly path: readonly string[];
  /** Of these, what is inline in its file. */
  readonly inline: readonly string[];
  readonly lines: string[];
  readonly probes: ReadonlyMap<string, string>;
}

/** Two of them are names of the standard library: one of the prelude, one that has to be imported. */
const TYPES = ['A', 'B', 'C', 'String', 'Duration'];
const MODULES = ['m', 'n'];
const CRATES = ['one', 'two', 'app'];
const CONDITIONS = [
  'unix',
  'windows',
  'not(unix)',
  'any(unix, windows)',
  'feature = "f"',
  'not(feature = "f")',
];

/** Crates that depend on those before them, with modules, imports, globs and conditions of all kinds. */
export function randomWorkspace(random: Random): RustWorkspace {
  const manifests = new Map([
    [
      'Cargo.toml',
      `[workspace]\nresolver = "2"\nmembers = [${CRATES.map((name) => `"${name}"`).join(', ')}]\n`,
    ],
  ]);
  const modules: ModuleText[] = [];
  const libraries = new Map<string, string>();
  let serial = 0;
  for (const [index, crate] of CRATES.entries()) {
    const library = random.chance(0.3) ? `lib_${crate}` : `pkg_${crate}`;
    const edition = random.pick(['2015', '2018', '2021']);
    const dependencies = CRATES.slice(0, index).map((name) => {
      const renamed = random.chance(0.4);
      const line = renamed
        ? `r-${name} = { package = "pkg-${name}", path = "../${name}" }`
        : `pkg-${name} = { path = "../${name}" }`;
      return { line, called: renamed ? `r_${name}` : (libraries.get(name) ?? '') };
    });
    libraries.set(crate, library);
    manifests.set(
      `${crate}/Cargo.toml`,
      [
        `[package]\nname = "pkg-${crate}"\nversion = "0.1.0"\nedition = "${edition}"`,
        ...(library.startsWith('lib') ? [`[lib]\nname = "${library}"`] : []),
        '[features]\ndefault = ["f"]\nf = []',
        `[dependencies]\n${dependencies.map(({ line }) => line).join('\n')}\n`,
      ].join('\n'),
    );
    const crates = dependencies.map(({ called }) => called);
    const root = { file: `${crate}/src/lib.rs`, path: [], inline: [], folder: `${crate}/src` };
    const pending: { file: string; path: string[]; inline: string[]; folder: string }[] = [root];
    for (let at = pending.pop(); at; at = pending.pop()) {
      const lines: string[] = [];
      const probes = new Map<string, string>();
      const children = at.path.length < 2 ? MODULES.filter(() => random.chance(0.75)) : [];
      for (const child of children) {
        const isInline = random.chance(0.4);
        const folder = `${at.folder}/${child}`;
        if (!isInline) lines.push(`pub mod ${child};`);
        pending.push({
          file: isInline ? at.file : random.chance(0.5) ? `${folder}.rs` : `${folder}/mod.rs`,
          path: [...at.path, child],
          inline: isInline ? [...at.inline, child] : [],
          folder,
        });
      }
      const condition = (): string => (random.chance(0.2) ? `#[cfg(${random.pick(CONDITIONS)})] ` : '');
      const visibility = (): string => random.pick(['pub ', 'pub ', 'pub(crate) ', '']);
      for (const crate of crates)
        if (at.path.length === 0 && random.chance(0.3)) lines.push(`extern crate ${crate} as x_${crate};`);
      for (let i = random.integer(1, 3); i > 0; i--)
        lines.push(
          `${condition()}#[repr(C)] ${visibility()}struct ${random.pick(TYPES)}(pub [u8; ${100 + serial++}]);`,
        );
      for (let i = random.integer(1, 4); i > 0; i--) {
        const of = modulePath(random, crates, edition === '2015');
        const name = random.chance(0.5) ? '*' : random.pick(TYPES);
        const alias = name !== '*' && random.chance(0.4) ? ` as ${random.pick(TYPES)}` : '';
        lines.push(`${condition()}${visibility()}use ${of}::${name}${alias};`);
      }
      if (random.chance(0.2)) lines.push(`${condition()}${visibility()}use std::time::Duration;`);
      if (random.chance(0.1)) lines.push(`${visibility()}use std::time::*;`);
      for (let i = 0; i < 5; i++) {
        const of = random.chance(0.6) ? '' : `${modulePath(random, crates, edition === '2015')}::`;
        const path = of + random.pick(TYPES);
        const probe = `P${serial++}`;
        probes.set(probe, path);
        lines.push(`pub const ${probe}: usize = ::std::mem::size_of::<${path}>();`);
      }
      modules.push({ crate, file: at.file, path: at.path, inline: at.inline, lines, probes });
    }
  }
  return { manifests, modules };
}

function modulePath(random: Random, crates: readonly string[], of2015: boolean): string {
  const starts = ['crate', 'self', 'super', 'super::super', ...MODULES, ...crates, ...crates];
  if (of2015) starts.push(...MODULES.map((name) => `::${name}`));
  else starts.push(...crates.map((name) => `::${name}`));
  starts.push(...crates.map((name) => `x_${name}`));
  const inside = random.chance(0.4) ? `::${random.pick(MODULES)}` : '';
  return random.pick(starts) + inside;
}
