import type { Random } from './random.js';

/** A package of random items under random conditions. */
export interface ConditionalPackage {
  /** Texts by path. */
  readonly files: ReadonlyMap<string, string>;
  /** All functions that are written in it. */
  readonly functions: readonly string[];
}

const TURNED_ON = ['ca', 'cb', 'cc', 'kind="x"', 'kind="y"'];
const FEATURES = ['feature="on"', 'feature="off"'];
const CFGS = [...TURNED_ON, ...FEATURES, 'unix', 'windows'];

/** As the crate cfg-if has it. */
const CFG_IF = `
macro_rules! cfg_if {
    ($(if #[cfg($i_meta:meta)] { $($i_tokens:tt)* }) else+ else { $($e_tokens:tt)* }) => {
        cfg_if! { @__items () ; $((($i_meta) ($($i_tokens)*)),)+ (() ($($e_tokens)*)), }
    };
    (if #[cfg($i_meta:meta)] { $($i_tokens:tt)* } $(else if #[cfg($e_meta:meta)] { $($e_tokens:tt)* })*) => {
        cfg_if! { @__items () ; (($i_meta) ($($i_tokens)*)), $((($e_meta) ($($e_tokens)*)),)* }
    };
    (@__items ($($_:meta,)*) ; ) => {};
    (@__items ($($no:meta,)*) ; (($($yes:meta)?) ($($tokens:tt)*)), $($rest:tt,)*) => {
        #[cfg(all($($yes,)? not(any($($no),*))))]
        cfg_if! { @__identity $($tokens)* }
        cfg_if! { @__items ($($no,)* $($yes,)?) ; $($rest,)* }
    };
    (@__identity $($tokens:tt)*) => { $($tokens)* };
}`;

const MANIFEST = `
[package]
name = "conditional"
version = "0.1.0"
edition = "2021"
[features]
default = ["on"]
on = []
off = []
[workspace]
`;

/** A build script that turns some options on, in all builds or in some, in plain and in hidden ways. */
function script(random: Random): string {
  const lines = TURNED_ON.map((cfg) => {
    const written = JSON.stringify(`cargo::rustc-cfg=${cfg}`);
    return random.pick([
      '',
      `println!(${written});`,
      `println!("cargo:rustc-cfg={}", ${JSON.stringify(cfg)});`,
      `if std::env::var("NOT_THERE").is_ok() { println!(${written}); }`,
      `if std::env::var("NOT_THERE").is_err() { println!(${written}); }`,
      `turn(${JSON.stringify(cfg)});`,
      `let _ = std::env::var("NOT_THERE").map(|_| println!(${written}));`,
      `if std::env::var("NOT_THERE").is_ok() && { println!(${written}); true } {}`,
      `if maybe(${JSON.stringify(cfg)}).is_none() { return; }`,
    ]);
  });
  return `
fn turn(cfg: &str) {
    if cfg == "cb" { return; }
    println!("cargo:rustc-cfg={cfg}");
}
fn maybe(cfg: &str) -> Option<()> {
    std::env::var("NOT_THERE").ok()?;
    println!("cargo:rustc-cfg={cfg}");
    Some(())
}
fn main() {
    ${lines.join('\n    ')}
}`;
}

/** Functions in modules, files and branches of \`cfg_if!\`, all under conditions and within each other. */
export function conditionalPackage(random: Random): ConditionalPackage {
  const files = new Map<string, string>();
  const functions: string[] = [];
  let modules = 0;

  const predicate = (depth = 0): string => {
    if (depth === 2 || random.chance(0.5)) return random.pick(CFGS);
    const some = (): string =>
      Array.from({ length: random.integer(1, 2) }, () => predicate(depth + 1)).join(', ');
    const form = random.pick(['not', 'all', 'any']);
    return form === 'not' ? `not(${predicate(depth + 1)})` : `${form}(${some()},)`;
  };
  const cfg = (): string => (random.chance(0.4) ? `#[cfg(${predicate()})] ` : '');
  const items = (depth: number, inline: boolean): string =>
    Array.from({ length: random.integer(1, 3) }, () => cfg() + item(depth, inline)).join('\n');

  const item = (depth: number, inline: boolean): string => {
    const form = depth === 4 ? 'function' : random.pick(FORMS);
    switch (form) {
      case 'function': {
        const name = `f${functions.length}`;
        functions.push(name);
        return `#[no_mangle] pub extern "C" fn ${name}() {}`;
      }
      case 'inline module':
        return `pub mod m${modules++} { ${items(depth + 1, true)} }`;
      case 'file': {
        const name = `m${modules++}`;
        if (!inline) files.set(`src/${name}.rs`, items(depth + 1, false));
        return inline ? `pub mod ${name} {}` : `#[path = "${name}.rs"] mod ${name};`;
      }
      case 'include': {
        const name = `m${modules++}`;
        files.set(`src/${name}.rs`, items(depth + 1, inline));
        const path = random.pick([
          `"${name}.rs"`,
          `concat!(env!("CARGO_MANIFEST_DIR"), "/src/", "${name}.rs")`,
        ]);
        return `include!(${path});`;
      }
      case 'cfg_if': {
        const branches = Array.from(
          { length: random.integer(1, 3) },
          () => `if #[cfg(${predicate()})] { ${items(depth + 1, inline)} /* } */ }`,
        );
        const end = random.chance(0.5) ? ` else { ${items(depth + 1, inline)} }` : '';
        return `cfg_if! { ${branches.join(' else ')}${end} }`;
      }
      default:
        return form satisfies never;
    }
  };

  files.set('src/lib.rs', `${CFG_IF}\n${items(0, false)}`);
  files.set('build.rs', script(random));
  files.set('Cargo.toml', MANIFEST);
  return { files, functions };
}

const FORMS = ['function', 'inline module', 'file', 'include', 'cfg_if', 'cfg_if'] as const;
