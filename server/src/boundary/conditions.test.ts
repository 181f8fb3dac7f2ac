import { describe, expect, it } from 'vitest';
import type { RustOptions } from '../builds/rust-options.js';
import { findTarget, TARGETS } from '../abi/target.js';
import { decideOn, holdsOn } from './conditions.js';

const holds = (triple: string, predicate: string): boolean | null => {
  const target = findTarget(triple);
  if (!target) throw new Error(`no target ${triple}`);
  return holdsOn([predicate], target);
};

/** As `rustc --print cfg --target …` has them. */
describe('a cfg of the target', () => {
  it.each([
    ['x86_64-unknown-linux-gnu', 'linux', 'gnu', 'x86_64', 'unix'],
    ['armv7-unknown-linux-gnueabihf', 'linux', 'gnu', 'arm', 'unix'],
    ['aarch64-unknown-linux-musl', 'linux', 'musl', 'aarch64', 'unix'],
    ['riscv64gc-unknown-linux-gnu', 'linux', 'gnu', 'riscv64', 'unix'],
    ['aarch64-linux-android', 'android', '', 'aarch64', 'unix'],
    ['aarch64-apple-darwin', 'macos', '', 'aarch64', 'unix'],
    ['aarch64-apple-ios', 'ios', '', 'aarch64', 'unix'],
    ['x86_64-unknown-freebsd', 'freebsd', '', 'x86_64', 'unix'],
    ['i686-pc-windows-msvc', 'windows', 'msvc', 'x86', 'windows'],
    ['x86_64-pc-windows-gnu', 'windows', 'gnu', 'x86_64', 'windows'],
    ['wasm32-unknown-unknown', 'unknown', '', 'wasm32', 'wasm'],
    ['wasm32-wasip1', 'wasi', 'p1', 'wasm32', 'wasm'],
    ['wasm32-unknown-emscripten', 'emscripten', '', 'wasm32', 'unix'],
  ])('is that of %s', (triple, os, env, arch, family) => {
    const all = `all(target_os = "${os}", target_env = "${env}", target_arch = "${arch}", target_family = "${family}")`;
    expect(holds(triple, all)).toBe(true);
    expect(holds(triple, 'unix')).toBe(family === 'unix');
    expect(holds(triple, 'target_os = "solaris"')).toBe(false);
    expect(holds(triple, 'feature = "x"')).toBeNull();
    expect(holds(triple, 'target_abi = "eabihf"')).toBe(triple.endsWith('eabihf'));
  });
});

describe('a cfg of the build', () => {
  const OPTIONS: RustOptions = {
    package: 'p',
    on: new Set(['std']),
    open: new Set(['simd']),
    declared: new Set(['std', 'simd', 'off']),
    stated: false,
    cfgs: new Set(),
  };
  const target = TARGETS[0] ?? expect.fail('no target');
  const decided = (predicate: string, options: RustOptions | null = OPTIONS): string => {
    const known = decideOn([predicate], target, options);
    return known.status === 'unknown' ? 'unknown' : `${known.status} ${known.value}`;
  };

  it.each([
    ['feature = "std"', 'assumed true'],
    ['not(feature = "std")', 'assumed false'],
    ['feature = "off"', 'exact false'],
    ['feature = "simd"', 'unknown'],
    ['feature = "unheard"', 'unknown'],
    ['all(feature = "std", windows)', 'exact false'],
    ['any(feature = "std", unix)', 'exact true'],
    ['any(feature = "std", feature = "simd")', 'assumed true'],
    ['all(feature = "std", feature = "simd")', 'unknown'],
    ['all(not(feature = "std"), feature = "simd")', 'assumed false'],
    ['feature = r"std" /* comment */', 'assumed true'],
    ['feature = r#"off"#', 'exact false'],
    ['any(test, doc, miri)', 'exact false'],
    ['debug_assertions', 'unknown'],
    ['panic = "unwind"', 'unknown'],
  ])('%s: %s', (predicate, expected) => {
    expect(decided(predicate)).toBe(expected);
  });

  it('is certain where the user has said so', () => {
    expect(decided('feature = "std"', { ...OPTIONS, stated: true })).toBe('exact true');
  });

  it('is open where no package is known', () => {
    expect(decided('feature = "std"', null)).toBe('unknown');
  });
});
