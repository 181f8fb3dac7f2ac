import { describe, expect, it } from 'vitest';
import { readCargoManifest } from './cargo-manifest.js';
import { packagesOf } from './cargo-packages.js';
import { createLinkedPackages } from './linked-packages.js';

const depends = (name: string, rest = ''): string => `${name} = { path = "../${name}"${rest} }\n`;

const MANIFESTS: Readonly<Record<string, string>> = {
  base: '',
  middle: `[dependencies]\n${depends('base')}`,
  app: `[dependencies]\n${depends('middle')}${depends('other')}`,
  other: `[dev-dependencies]\n${depends('tested')}`,
  tested: '',
  optional: `[dependencies]\n${depends('base', ', optional = true')}`,
  platform: `[target.'cfg(windows)'.dependencies]\n${depends('base')}`,
  built: `[build-dependencies]\n${depends('base')}`,
  forC: '[lib]\ncrate-type = ["cdylib"]\n',
  user: `[dependencies]\n${depends('forC')}`,
};

const APP = 'file:///app/src/main.rs';

const packages = packagesOf(
  new Map(
    Object.entries(MANIFESTS).map(([name, rest]) => [
      `file:///${name}/Cargo.toml`,
      readCargoManifest(`[package]\nname = "${name}"\n${rest}`),
    ]),
  ),
  (uri) => uri.endsWith('/src/lib.rs') || uri === APP || uri.endsWith('/build.rs'),
);
const areLinked = createLinkedPackages(packages);
const lib = (name: string): string => `file:///${name}/src/lib.rs`;

describe('crates that cargo links into one program', () => {
  it.each([
    ['a library and what depends on it', lib('middle'), lib('base')],
    ['through others', lib('base'), lib('app')],
    ['two libraries under one package', lib('other'), lib('base')],
    ['a program and the library of its package', APP, lib('app')],
    ['a program and what it depends on', lib('base'), APP],
    ['a library and what its tests need', lib('other'), lib('tested')],
  ])('are %s', (_, a, b) => {
    expect([areLinked(a, b), areLinked(b, a)]).toEqual([true, true]);
  });

  it.each([
    ['what has nothing to do with each other', lib('tested'), lib('base')],
    ['what needs the tests of another', lib('app'), lib('tested')],
    ['what a feature decides', lib('optional'), lib('base')],
    ['what the target decides', lib('platform'), lib('base')],
    ['a build script and its package', 'file:///built/build.rs', lib('built')],
    ['what a build script needs', lib('built'), lib('base')],
    ['a library for C', lib('user'), lib('forC')],
    ['two programs', APP, 'file:///app/src/bin/tool.rs'],
  ])('are not %s', (_, a, b) => {
    expect([areLinked(a, b), areLinked(b, a)]).toEqual([false, false]);
  });
});
