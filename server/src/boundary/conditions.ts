import { nameTable } from '../base/name-table.js';
import type { Condition } from '../facts/facts.js';
import type { Target } from '../abi/target.js';

/**
 * Whether a Rust item is there on `target`: false where a `cfg` excludes it; true or null (it depends on
 * features and the like) otherwise.
 *
 * @see Rust reference, "Conditional compilation"
 */
export function holdsOn(condition: Condition, target: Target): boolean | null {
  let result: boolean | null = true;
  for (const predicate of condition) {
    const value = new Predicate(predicate, target).evaluate();
    if (value === false) return false;
    if (value === null) result = null;
  }
  return result;
}

/** A recursive descent over one predicate: `all(unix, not(target_os = "macos"))`. */
class Predicate {
  readonly #tokens: readonly string[];
  readonly #target: Target;
  #next = 0;

  constructor(text: string, target: Target) {
    this.#tokens = text.match(/"[^"]*"|\w+|[(),=]/g) ?? [];
    this.#target = target;
  }

  evaluate(): boolean | null {
    const name = this.#tokens[this.#next++];
    if (name === undefined) return null;
    if (this.#tokens[this.#next] === '(') return this.#combine(name, this.#list());
    if (this.#tokens[this.#next] !== '=') return this.#flag(name);
    this.#next++;
    const value = this.#tokens[this.#next++]?.replaceAll('"', '') ?? '';
    const actual = optionsOf(this.#target)[name];
    return actual === undefined ? null : actual.includes(value);
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
    return name === 'true' ? true : name === 'false' ? false : null;
  }
}

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
