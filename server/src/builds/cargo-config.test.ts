import { expect, test } from 'vitest';
import { readCargoConfig } from './cargo-config.js';

test('targets and conditions of all builds', () => {
  expect(
    readCargoConfig(
      '[build]\ntarget = "wasm32-wasip1"\nrustflags = ["--cfg", "tokio_unstable", "--cfg=loom", "-O"]',
    ),
  ).toEqual({
    targets: ['wasm32-wasip1'],
    cfgs: ['tokio_unstable', 'loom'],
    targetFolder: null,
    problem: null,
  });
  expect(readCargoConfig('[build]\ntarget = ["a", "b"]\nrustflags = "-C x --cfg y"')).toEqual({
    targets: ['a', 'b'],
    cfgs: ['y'],
    targetFolder: null,
    problem: null,
  });
});

test('flags of one target say nothing of the others', () => {
  expect(readCargoConfig("[target.'cfg(unix)']\nrustflags = ['--cfg', 'a']")).toEqual({
    targets: [],
    cfgs: [],
    targetFolder: null,
    problem: null,
  });
});

test('the folder that cargo builds in', () => {
  expect(readCargoConfig('[build]\ntarget-dir = "../out"').targetFolder).toBe('../out');
});

test('what is no TOML is said, with the line', () => {
  expect(readCargoConfig('[build]\ntarget = ').problem).toMatch(/^is no valid TOML \(line 2\): /);
});
