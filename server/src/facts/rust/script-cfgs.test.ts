import { describe, expect, it } from 'vitest';
import { readRust } from './testing/read-rust.js';

const cfgsOf = async (source: string): Promise<readonly string[]> =>
  (await readRust(source)).buildScript?.cfgs ?? [];

const ON = 'println!("cargo:rustc-cfg=on");';

describe('what a build script turns on', () => {
  it.each([
    ['in either form', `println!("cargo::rustc-cfg=on");`, ['on']],
    ['with a value', `println!("cargo:rustc-cfg=kind=\\"a b\\"");`, ['kind="a b"']],
    ['as a raw string', `println!(r#"cargo::rustc-cfg=feature="x""#);`, ['feature="x"']],
    [
      'with a value that is written elsewhere',
      `let n = "x"; println!("cargo:rustc-cfg=has_{n}");`,
      ['has_x'],
    ],
    ['for each of a list', `for n in ["a", "b"] { println!("cargo:rustc-cfg={}", n); }`, ['a', 'b']],
    ['in several lines', `print!("cargo:rustc-cfg=a\\ncargo:rustc-cfg=b\\n");`, ['a', 'b']],
    ['after what fails the build', `let v = std::env::var("V")?; ${ON} Ok(())`, ['on']],
  ])('is known %s', async (_, body, cfgs) => {
    expect(await cfgsOf(`fn main() { ${body} }`)).toEqual(cfgs);
  });

  it('is known in a function that is called', async () => {
    expect(
      await cfgsOf(`fn main() { turn("on") } fn turn(n: &str) { println!("cargo:rustc-cfg={n}"); }`),
    ).toEqual(['on']);
  });

  it.each([
    ['under a condition', `fn main() { if a() { ${ON} } }`],
    ['in an arm', `fn main() { match a() { 1 => ${ON.slice(0, -1)}, _ => {} } }`],
    ['under a cfg', `fn main() { #[cfg(unix)] { ${ON} } }`],
    ['in one of two', `#[cfg(unix)] fn main() { ${ON} } #[cfg(windows)] fn main() {}`],
    ['in a closure', `fn main() { let f = || { ${ON} }; }`],
    ['behind `&&`', `fn main() { a() && { ${ON} true }; }`],
    ['after a return', `fn main() { if a() { return; } ${ON} }`],
    ['after an exit', `fn main() { if a() { std::process::exit(0); } ${ON} }`],
    ['after an exit elsewhere', `fn main() { b(); ${ON} } fn b() { if a() { std::process::exit(0) } }`],
    ['where its function may fail', `fn main() { let _ = b(); } fn b() -> Option<()> { a()?; ${ON} None }`],
    ['in a function that nothing calls', `fn main() {} fn b() { ${ON} }`],
    ['that is only allowed', `fn main() { println!("cargo::rustc-check-cfg=cfg(on)"); }`],
    ['that is printed elsewhere', `fn main() { eprintln!("cargo:rustc-cfg=on"); }`],
    ['without the end of its line', `fn main() { print!("cargo:rustc-cfg=on"); print!("_x"); }`],
    ['with a name that is computed', `fn main() { let n = a(); println!("cargo:rustc-cfg={n}"); }`],
    ['with a value that is none', `fn main() { println!("cargo:rustc-cfg=on=yes"); }`],
  ])('is open %s', async (_, source) => {
    expect(await cfgsOf(source)).toEqual([]);
  });
});
