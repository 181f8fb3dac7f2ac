import { describe, expect, it } from 'vitest';
import { findTarget, type Target } from '../abi/target.js';
import { isIncludedOn } from './cpp-conditions.js';

const LINUX = findTarget('x86_64-unknown-linux-gnu') as Target;
const WINDOWS = findTarget('x86_64-pc-windows-msvc') as Target;
const MAC = findTarget('aarch64-apple-darwin') as Target;

describe('isIncludedOn', () => {
  it.each([
    ['defined(_WIN32)', false, true, false],
    ['!defined(_WIN32)', true, false, true],
    ['defined _WIN32 || defined(__APPLE__)', false, true, true],
    ['defined(WIN32)', false, null, false],
    ['defined(WIN32) || defined(_WIN32)', false, true, false],
    ['!_WIN64 || _M_ARM64', true, false, true],
    ['defined(__unix__) && !(defined(__ANDROID__))', true, false, false],
    ['__linux__', true, false, false],
    ['defined(__aarch64__)', false, false, true],
    ['defined(__x86_64__)', true, null, false],
    ['_WIN32 && WITH_EXTRAS', false, null, false],
    ['__linux__ || WITH_EXTRAS', true, null, null],
    ['defined(WITH_EXTRAS)', null, null, null],
    ['0', false, false, false],
    ['__cplusplus >= 201703L', null, null, null],
    ['defined(_WIN32) && _MSC_VER >= 1900', null, null, null],
    ['defined(_WIN32', null, null, null],
    ['(_WIN32', null, null, null],
    ['', null, null, null],
  ])('%s', (condition, linux, windows, mac) => {
    expect([LINUX, WINDOWS, MAC].map((target) => isIncludedOn([condition], target))).toEqual([
      linux,
      windows,
      mac,
    ]);
  });

  it('takes all conditions together', () => {
    expect(isIncludedOn([], LINUX)).toBe(true);
    expect(isIncludedOn(['defined(WITH_EXTRAS)', 'defined(_WIN32)'], LINUX)).toBe(false);
    expect(isIncludedOn(['defined(WITH_EXTRAS)', 'defined(__linux__)'], LINUX)).toBeNull();
  });
});
