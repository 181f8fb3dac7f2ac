import { describe, expect, it } from 'vitest';
import { findTarget } from '../abi/target.js';
import { holdsOn } from './conditions.js';

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
  });
});
