import { expect, it } from 'vitest';
import { findTarget } from '../abi/target.js';
import { hostTarget } from './host-target.js';

it.each([
  ['linux', 'x64', 'x86_64-unknown-linux-gnu'],
  ['linux', 'arm64', 'aarch64-unknown-linux-gnu'],
  ['linux', 'arm', 'armv7-unknown-linux-gnueabihf'],
  ['linux', 'ia32', 'i686-unknown-linux-gnu'],
  ['linux', 'riscv64', 'riscv64gc-unknown-linux-gnu'],
  ['darwin', 'arm64', 'aarch64-apple-darwin'],
  ['win32', 'x64', 'x86_64-pc-windows-msvc'],
])('%s on %s is %s', (platform, architecture, triple) => {
  expect(hostTarget(platform, architecture)).toBe(triple);
});

it('is a target that layouts are computed for, on the machine of the tests', () => {
  expect(findTarget(hostTarget())).not.toBeNull();
});
