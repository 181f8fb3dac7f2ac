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

/** The `target_…` options that follow from the triple. */
function optionsOf({ triple, pointerSize }: Target): Readonly<Record<string, readonly string[]>> {
  const [arch = '', , ...rest] = triple.split('-');
  const system = rest.join('-');
  const os = /linux/.test(system)
    ? 'linux'
    : /darwin/.test(system)
      ? 'macos'
      : /windows/.test(system)
        ? 'windows'
        : 'unknown';
  const env = /gnu/.test(system) ? 'gnu' : /msvc/.test(system) ? 'msvc' : '';
  return nameTable({
    target_os: [os],
    target_env: [env],
    target_arch: [arch === 'i686' ? 'x86' : arch.startsWith('armv7') ? 'arm' : arch],
    target_pointer_width: [`${pointerSize * 8}`],
    target_family: os === 'windows' ? ['windows'] : os === 'unknown' ? ['wasm'] : ['unix'],
    target_vendor: [/apple/.test(triple) ? 'apple' : /-pc-/.test(triple) ? 'pc' : 'unknown'],
    target_endian: ['little'],
  });
}
