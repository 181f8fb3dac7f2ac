import type { BridgeType } from './cxx-shapes.js';
import { commonPrefixLength, firstFree, upperCamelCase } from './rust-names.js';

/**
 * A Rust name for each type of a bridge, in upper camel case. Types of one name in several namespaces
 * take what tells them apart in front (`AudioDevice`, `VideoDevice`), and so do those whose name cxx or
 * Rust has taken; `Cpp` where there is no namespace.
 *
 * @see cxx: syntax/check.rs, check_reserved_name
 */
export function nameTypes(types: readonly BridgeType[]): ReadonlyMap<BridgeType, string> {
  const rivalsOf = new Map<string, BridgeType[]>();
  for (const type of types) rivalsOf.set(plainName(type), [...(rivalsOf.get(plainName(type)) ?? []), type]);
  const names = new Map<BridgeType, string>();
  // A longer name must not meet the plain one of another type.
  const taken = new Set([...RESERVED, ...rivalsOf.keys()]);
  for (const [name, rivals] of rivalsOf) {
    const shared = commonPrefixLength(rivals.map(({ path }) => path.slice(0, -1)));
    let plainIsFree = !RESERVED.has(name);
    for (const type of rivals.sort((a, b) => (a.path.join('::') < b.path.join('::') ? -1 : 1))) {
      const from = RESERVED.has(name) ? 0 : shared;
      const prefix = type.path.slice(from, -1).map(upperCamelCase).join('');
      const usePlain = prefix === '' && plainIsFree;
      if (usePlain) plainIsFree = false;
      const given = usePlain ? name : firstFree(`${prefix || 'Cpp'}${name}`, taken);
      names.set(type, given);
      taken.add(given);
    }
  }
  return names;
}

const plainName = (type: BridgeType): string => upperCamelCase(type.path.at(-1) ?? '');

const RESERVED: ReadonlySet<string> = new Set(
  'Box UniquePtr SharedPtr WeakPtr Vec CxxVector CxxString String Pin Result Option Self'.split(' '),
);

/**
 * The namespace that `#[cxx::bridge(namespace = "…")]` gives to all items that name none: the one of most
 * items. Empty where an item is in the global namespace, which an attribute cannot say.
 */
export function commonNamespace(namespaces: readonly (readonly string[])[]): string {
  const count = new Map<string, number>();
  for (const path of namespaces) {
    const name = path.join('::');
    if (name === '') return '';
    count.set(name, (count.get(name) ?? 0) + 1);
  }
  const [first] = [...count].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first?.[0] ?? '';
}
