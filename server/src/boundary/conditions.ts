import { assumed, exact, unknown, type Known } from '../base/known.js';
import { nameTable } from '../base/name-table.js';
import type { RustOptions } from '../builds/rust-options.js';
import type { Condition } from '../facts/facts.js';
import { stringValue } from '../facts/rust/literals.js';
import { cfgKey } from '../facts/rust/script-cfgs.js';
import type { Uri } from '../base/range.js';
import type { Program } from '../program/program.js';
import type { Target } from '../abi/target.js';

/**
 * Whether a Rust item is there on `target`, in a package that is compiled with `options`: false where a `cfg`
 * excludes it; true or null (nothing says which) otherwise.
 *
 * @see Rust reference, "Conditional compilation"
 */
export function holdsOn(
  condition: Condition,
  target: Target,
  options: RustOptions | null = null,
  reading: Reading = {},
): boolean | null {
  let result: boolean | null = true;
  for (const predicate of condition) {
    const value = new Predicate(predicate, target, options, reading).evaluate();
    if (value === false) return false;
    if (value === null) result = null;
  }
  return result;
}

/** The same of an item of the file `uri`, with the conditions under which the file is part of its crate. */
export function isThere(
  program: Program,
  uri: Uri,
  condition: Condition,
  target: Target,
  reading: Reading = {},
): boolean | null {
  const whole = [...program.rustModules.conditionAround(uri), ...condition];
  return holdsOn(whole, target, program.rustOptions(uri), reading);
}

export interface Reading {
  /** Without what is only assumed: that the features are on which are on by default. */
  readonly sure?: boolean;
  /** As part of what may be a test: `test` is open, else it is off. */
  readonly inTests?: boolean;
}

/** The same with its ground: what rests on default features is assumed. */
export function decideOn(condition: Condition, target: Target, options: RustOptions | null): Known<boolean> {
  const certain = holdsOn(condition, target, options, { sure: true });
  if (certain !== null) return exact(certain);
  const likely = holdsOn(condition, target, options);
  if (likely !== null && options)
    return assumed(likely, `the package \`${options.package}\` is built with its default features`);
  return unknown(`it depends on \`cfg(${condition.join(', ')})\``);
}

/** A recursive descent over one predicate: `all(unix, not(target_os = "macos"))`. */
class Predicate {
  readonly #tokens: readonly string[];
  readonly #target: Target;
  readonly #options: RustOptions | null;
  readonly #reading: Reading;
  #next = 0;

  constructor(text: string, target: Target, options: RustOptions | null, reading: Reading) {
    this.#tokens = text.match(TOKEN)?.filter((token) => !/^\/[/*]/.test(token)) ?? [];
    this.#target = target;
    this.#options = options;
    this.#reading = reading;
  }

  evaluate(): boolean | null {
    const name = this.#tokens[this.#next++]?.replace(/^r#/, '');
    if (name === undefined) return null;
    if (this.#tokens[this.#next] === '(') return this.#combine(name, this.#list());
    if (this.#tokens[this.#next] !== '=') return this.#flag(name);
    this.#next++;
    const value = stringValue(this.#tokens[this.#next++] ?? '');
    if (value === null) return null;
    if (this.#options?.cfgs.has(cfgKey(name, value)) === true) return true;
    if (name === 'feature') return this.#feature(value);
    return optionsOf(this.#target)[name]?.includes(value) ?? null;
  }

  #feature(name: string): boolean | null {
    const options = this.#options;
    if (!options?.on.has(name))
      return options?.declared.has(name) === true && !options.open.has(name) ? false : null;
    return this.#reading.sure === true && !options.stated ? null : true;
  }

  #list(): (boolean | null)[] {
    const values: (boolean | null)[] = [];
    this.#next++;
    while (this.#next < this.#tokens.length && this.#tokens[this.#next] !== ')') {
      values.push(this.evaluate());
      if (this.#tokens[this.#next] === ',') this.#next++;
    }
    this.#next++;
    return values;
  }

  #combine(name: string, values: readonly (boolean | null)[]): boolean | null {
    switch (name) {
      case 'all':
        return values.includes(false) ? false : values.includes(null) ? null : true;
      case 'any':
        return values.includes(true) ? true : values.includes(null) ? null : false;
      case 'not': {
        const value = values[0] ?? null;
        return value === null ? null : !value;
      }
      default:
        return null;
    }
  }

  #flag(name: string): boolean | null {
    const family = optionsOf(this.#target)['target_family'];
    if (name === 'unix' || name === 'windows') return family?.includes(name) ?? null;
    if (name === 'test' && this.#reading.inTests === true) return null;
    if (this.#options?.cfgs.has(cfgKey(name, null)) === true) return true;
    return name === 'true' ? true : name === 'false' || OFF.has(name) ? false : null;
  }
}

/** A comment, a string in any of its forms, a word, or a sign. */
const TOKEN = /\/\/[^\n]*|\/\*[^]*?\*\/|[bc]?r(#*)"[^]*?"\1|[bc]?"(?:[^"\\]|\\[^])*"|r#\w+|\w+|[(),=]/g;

/** Off in what is built to be run. */
const OFF: ReadonlySet<string> = new Set(['test', 'doc', 'doctest', 'miri', 'proc_macro']);

/** The `target_…` options that follow from the triple. @see `rustc --print cfg` */
function optionsOf({ triple, pointerSize }: Target): Readonly<Record<string, readonly string[]>> {
  const [arch = '', ...rest] = triple.split('-');
  const system = SYSTEMS.find(({ pattern }) => pattern.test(rest.join('-')));
  return nameTable({
    target_os: [system?.os ?? 'unknown'],
    target_env: [/(?:gnu|musl|msvc|p1)(?=eabihf|$)/.exec(triple)?.[0] ?? ''],
    target_arch: [ARCHITECTURES.get(arch) ?? arch],
    target_pointer_width: [`${pointerSize * 8}`],
    target_family: system?.families ?? ['wasm'],
    target_vendor: [/apple/.test(triple) ? 'apple' : /-pc-/.test(triple) ? 'pc' : 'unknown'],
    target_endian: ['little'],
    target_abi: [/eabihf$/.exec(triple)?.[0] ?? ''],
  });
}

const ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ['i686', 'x86'],
  ['armv7', 'arm'],
  ['riscv64gc', 'riscv64'],
]);

/** By what stands behind the architecture; Android before Linux, which its triples name as well. */
const SYSTEMS: readonly {
  readonly pattern: RegExp;
  readonly os: string;
  readonly families: readonly string[];
}[] = [
  { pattern: /android/, os: 'android', families: ['unix'] },
  { pattern: /linux/, os: 'linux', families: ['unix'] },
  { pattern: /darwin/, os: 'macos', families: ['unix'] },
  { pattern: /ios/, os: 'ios', families: ['unix'] },
  { pattern: /freebsd/, os: 'freebsd', families: ['unix'] },
  { pattern: /windows/, os: 'windows', families: ['windows'] },
  { pattern: /wasi/, os: 'wasi', families: ['wasm'] },
  { pattern: /emscripten/, os: 'emscripten', families: ['unix', 'wasm'] },
];
