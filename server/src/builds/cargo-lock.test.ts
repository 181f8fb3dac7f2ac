import { describe, expect, it } from 'vitest';
import { readCargoLock } from './cargo-lock.js';

describe('a Cargo.lock', () => {
  it('gives the packages that are about C++, each version with its place', () => {
    const text = `version = 4

[[package]]
name = "cxx"
version = "1.0.50"
dependencies = [
 "cxxbridge-macro",
]

[[package]]
name = "libc"
version = "0.2.1"
`;
    expect(readCargoLock(text)).toEqual([
      {
        name: 'cxx',
        version: '1.0.50',
        range: { start: { line: 4, character: 11 }, end: { line: 4, character: 17 } },
      },
    ]);
  });

  it('may end its lines as Windows does', () =>
    expect(readCargoLock('name = "cbindgen"\r\nversion = "0.26.0"\r\n')).toMatchObject([
      { name: 'cbindgen', version: '0.26.0' },
    ]));

  it.each(['', 'name = "cxx"', '<<<<<<< HEAD\nname = "cxx"\n=======\n'])('may say nothing: %j', (text) =>
    expect(readCargoLock(text)).toEqual([]),
  );
});
