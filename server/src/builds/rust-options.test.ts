import { describe, expect, it } from 'vitest';
import { readCargoManifest } from './cargo-manifest.js';
import { packagesOf } from './cargo-packages.js';
import { createRustOptions, type FeatureChoice } from './rust-options.js';

const ROOT = 'file:///w';

/** What is on and what is open in the package `of` of these manifests (by folder). */
function features(
  manifests: Readonly<Record<string, string>>,
  of: string,
  choice: FeatureChoice | null = null,
) {
  const packages = packagesOf(
    new Map(
      Object.entries(manifests).map(([folder, text]) => [
        `${ROOT}/${folder}/Cargo.toml`,
        readCargoManifest(`[package]\nname = "${folder}-sys"\n${text}`),
      ]),
    ),
    () => true,
  );
  const options = createRustOptions(packages, () => choice)(`${ROOT}/${of}/src/lib.rs`);
  return { on: [...(options?.on ?? [])].sort(), open: [...(options?.open ?? [])].sort() };
}

describe('features of a package', () => {
  it('are on by default as far as the table leads', () => {
    const a = `
[features]
default = ["std", "zip?/fast"]
std = ["alloc", "dep:tls", "json/std"]
alloc = []
simd = ["alloc"]
[dependencies]
tls = { version = "1", optional = true }
json = { version = "1", optional = true }
zip = { version = "1", optional = true }
`;
    expect(features({ a }, 'a')).toEqual({
      on: ['alloc', 'default', 'json', 'std'],
      open: ['simd', 'zip'],
    });
  });

  it('are those of the innermost package around a file', () => {
    const manifests = { a: '[features]\ndefault = ["x"]\nx = []', 'a/b': '[features]\ny = []' };
    expect(features(manifests, 'a/b')).toEqual({ on: [], open: ['y'] });
  });

  const UNIFIED = {
    a: `
[dependencies]
b = { path = "../b", features = ["x"], default-features = false }
[target.'cfg(windows)'.dependencies]
b = { path = "../b", features = ["w"] }
[dev-dependencies]
b = { path = "../b", features = ["t"] }
`,
    b: '[features]\ndefault = ["d"]\nd = []\nx = ["y"]\ny = []\nw = []\nt = []\nz = []',
  };

  it('are on where another package of the workspace asks for them in every build', () => {
    expect(features(UNIFIED, 'b')).toEqual({ on: ['d', 'default', 'x', 'y'], open: ['t', 'w', 'z'] });
  });

  it('are closed by what the user says, but for what only some builds ask for', () => {
    const choice = { features: [], noDefaultFeatures: true };
    // The lines for Windows and for tests ask for the default ones as well.
    expect(features(UNIFIED, 'b', choice)).toEqual({ on: ['x', 'y'], open: ['d', 'default', 't', 'w'] });
  });

  it.each([
    [['z'], ['z']],
    [['b-sys/z'], ['z']],
    [['a-sys/z'], []],
    [['unheard-of'], []],
  ])('may be named with their package: %s', (named, on) => {
    const { b } = UNIFIED;
    expect(features({ b }, 'b', { features: named, noDefaultFeatures: true })).toEqual({ on, open: [] });
  });
});
