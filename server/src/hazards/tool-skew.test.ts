import { describe, it } from 'vitest';
import page from './tool-skew.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

const PACKAGE = `//- Cargo.toml
[package]
name = "lamp"
edition = "2024"

[build-dependencies]
cbindgen = "0.29"
//- include/lamp.h
extern "C" void lamp_on();
`;
const EXPORT = `//- src/lib.rs
#[unsafe(no_mangle)]
pub extern "C" fn lamp_on() {}
`;
const locked = (...packages: readonly string[]): string =>
  `//- Cargo.lock
version = 4
${packages.map((each) => `\n[[package]]\nname = "${each.split(' ')[0] ?? ''}"\nversion = "${each.split(' ')[1] ?? ''}"\n`).join('')}`;

describe('tool-skew', () => {
  it('is what its page says', () => checkPage(page, 'tool-skew'));

  it('is quiet about a cbindgen that knows the attribute', () =>
    checkQuiet(PACKAGE + EXPORT + locked('cbindgen 0.28.0')));

  it('is quiet about an old cbindgen where no function needs another', () =>
    checkQuiet(`${PACKAGE}//- src/lib.rs
#[no_mangle]
pub extern "C" fn lamp_on() {}
${locked('cbindgen 0.26.0')}`));

  it('is quiet where two versions of cbindgen are locked: nothing says which one reads', () =>
    checkQuiet(PACKAGE + EXPORT + locked('cbindgen 0.24.5', 'cbindgen 0.29.0')));

  it('is quiet about a package that does not depend on cbindgen', () =>
    checkQuiet(PACKAGE.replace('cbindgen = "0.29"\n', '') + EXPORT + locked('cbindgen 0.24.5')));

  it('leaves the functions to the lock file that is nearest to their package', () =>
    checkQuiet(
      PACKAGE +
        EXPORT +
        locked('cbindgen 0.29.0') +
        locked('cbindgen 0.24.5').replace('//- Cargo.lock', '//- tools/Cargo.lock'),
    ));

  it('is off where the settings of the folder say so', () =>
    checkQuiet(PACKAGE + EXPORT + locked('cbindgen 0.24.5'), { severity: { 'tool-skew': 'off' } }));

  it('compares cxx-gen by the number of its release', () =>
    checkQuiet(`${PACKAGE}${EXPORT}${locked('cxx 1.0.176', 'cxx-gen 0.7.176', 'cxxbridge-cmd 1.0.176')}`));

  it('names the tool that a lock file for tools alone has in another version', async () => {
    await check(`//- Cargo.lock
version = 3

[[package]]
name = "cxx"
version = "1.0.176"

[[package]]
name = "cxx-gen"
version = "0.7.141"
//         ^^^^^^^ warning: \`cxx-gen\` 0.7.141 writes C++ for another version than \`cxx\` 1.0.176, which it is linked with: lock both to one release
`);
  });
});
