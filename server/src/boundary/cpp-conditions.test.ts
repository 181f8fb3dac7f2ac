import { describe, expect, it } from 'vitest';
import { builtBy, findTarget, type Target } from '../abi/target.js';
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
    ['defined(_WIN32) && _MSC_VER >= 1900', false, true, false],
    ['_MSC_VER >= 1930', false, null, false],
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

  it.each([
    ['__cplusplus >= 201103L', true, true, true],
    ['__cplusplus > 201703L', null, null, null],
    ['__GNUC__ >= 4', true, true, true],
    ['__GNUC__ > 4', null, false, null],
    ['__GNUC__ * 100 + __GNUC_MINOR__ >= 302', true, true, true],
    ['__GNUC__ * 100 + __GNUC_MINOR__ >= 405', null, false, null],
    ['defined(__clang__) && __clang_major__ >= 3', null, true, false],
    ['defined(__clang__) && __clang_major__ >= 12', null, null, false],
    ['__SIZEOF_POINTER__ == 8 && __LONG_MAX__ > 0x7fffffff', true, true, true],
    ['__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__', true, true, true],
    ['defined(__sun) || defined __INTEL_COMPILER', false, false, false],
    ['__has_include(<filesystem>)', null, null, null],
    ['defined(_WIN32) && __has_include("a(b).h")', false, false, false],
    ['__linux__ || __has_attribute(packed)', true, true, true],
    ['FEATURE(widgets) && 0', false, false, false],
    ['FEATURE(widgets) || 1', true, true, true],
    ['FEATURE(widgets', null, null, null],
  ])('%s, with any compiler, with clang, with gcc', (condition, any, clang, gcc) => {
    const targets = [LINUX, builtBy(LINUX, 'clang', null), builtBy(LINUX, 'gcc', null)];
    expect(targets.map((target) => isIncludedOn([condition], target))).toEqual([any, clang, gcc]);
  });

  it('knows between which standards it is', () => {
    const [older, newer] = [builtBy(LINUX, null, 'c++17'), builtBy(LINUX, null, 'c++20')];
    expect(isIncludedOn(['__cplusplus > 201703L'], older)).toBe(false);
    expect(isIncludedOn(['__cplusplus > 201703L'], newer)).toBe(true);
    expect(isIncludedOn(['__cplusplus >= 201703L'], older)).toBeNull();
  });

  it('gives up where an expression is nested beyond all measure', () => {
    for (const one of ['(', '!', '1 ? ', 'defined(', 'A(']) {
      expect(isIncludedOn([one.repeat(20_000)], LINUX)).toBeNull();
    }
    expect(isIncludedOn(['1 || '.repeat(10_000) + '0'], LINUX)).toBe(true);
  });

  it('takes all conditions together', () => {
    expect(isIncludedOn([], LINUX)).toBe(true);
    expect(isIncludedOn(['defined(WITH_EXTRAS)', 'defined(_WIN32)'], LINUX)).toBe(false);
    expect(isIncludedOn(['defined(WITH_EXTRAS)', 'defined(__linux__)'], LINUX)).toBeNull();
  });
});
