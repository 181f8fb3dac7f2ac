import type { BridgeType } from './cxx-shapes.js';
import { firstFree, upperCamelCase } from './rust-names.js';

/**
 * A Rust name for each type of a bridge, in upper camel case. Types of one name in several namespaces
 * all take theirs in front (`AudioDevice`, `VideoDevice`), and so do those whose name cxx or Rust has taken.
 *
 * @see cxx: syntax/check.rs, check_reserved_name
 */
export function nameTypes(types: readonly BridgeType[]): ReadonlyMap<BridgeType, string> {
  const count = new Map<string, number>();
  for (const type of types) count.set(plainName(type), (count.get(plainName(type)) ?? 0) + 1);
  const names = new Map<BridgeType, string>();
  const taken = new Set(RESERVED);
  const alone = (type: BridgeType): boolean =>
    count.get(plainName(type)) === 1 && !RESERVED.has(plainName(type));
  for (const type of types) {
    if (!alone(type)) continue;
    names.set(type, plainName(type));
    taken.add(plainName(type));
  }
  const others = types.filter((type) => !alone(type));
  others.sort((a, b) => (a.path.join('::') < b.path.join('::') ? -1 : 1));
  for (const type of others) {
    const namespace = type.path.slice(0, -1).map(upperCamelCase).join('');
    const prefix = namespace === '' && RESERVED.has(plainName(type)) ? 'Cpp' : namespace;
    const name = firstFree(`${prefix}${plainName(type)}`, taken);
    names.set(type, name);
    taken.add(name);
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
