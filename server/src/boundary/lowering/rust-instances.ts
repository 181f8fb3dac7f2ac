import { formatRustInstance } from '../../abi/layout/rust-format.js';
import type { RustRecord } from '../../facts/rust/rust-facts.js';
import { unknownRust } from './rust-library.js';
import type { RustArgument } from './rust-types.js';

/** What each parameter stands for; a parameter without an argument for no known type. */
export const bindingsOf = (
  { generics }: Pick<RustRecord, 'generics'>,
  args: readonly RustArgument[],
): ReadonlyMap<string, RustArgument> =>
  new Map(
    generics.map(({ name }, i) => [
      name,
      args[i] ?? unknownRust(name, `\`${name}\` is a parameter of the type`),
    ]),
  );

/** The instance of an item for its arguments, made once. */
export function instance<Item extends object, Instance>(
  index: Map<Item, Map<string, Instance>>,
  item: Item,
  key: string,
  create: () => Instance,
): Instance {
  const instances = index.get(item) ?? new Map<string, Instance>();
  index.set(item, instances);
  const known = instances.get(key);
  if (known) return known;
  const created = create();
  instances.set(key, created);
  return created;
}

/** `Name<A, 3>` */
export const nameWith = (name: string, args: readonly RustArgument[]): string =>
  formatRustInstance(
    name,
    args.map((each) => (each.kind === 'constant' ? each.value : each)),
  );
