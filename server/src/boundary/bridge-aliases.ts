import type { Location, Range, Uri } from '../base/range.js';
import { WeakMemory } from '../base/weak-memory.js';
import type { CxxBridge, CxxExternBlock, CxxItem, CxxType } from '../facts/rust/rust-facts.js';
import type { BridgeModule } from './crossing.js';
import { rootTypesOf } from './cxx-rules/declared-types.js';
import type { TargetView } from './target-view.js';

/** A type that another bridge declares, and an alias stands for. */
export interface AliasedType {
  readonly location: Location;
  /** Its qualified name in C++, which is the `Id` that cxx gives it. */
  readonly cppPath: readonly string[];
  /** `opaque`: C++ has it and Rust does not know its size; `generated`: its C++ is what cxx or cxx-qt writes. */
  readonly form: 'opaque' | 'shared' | 'generated';
}

/** Aliases of aliases are no longer a mistake that one would make. */
const MOST_STEPS = 8;

/**
 * The type of another bridge that `type T = crate::other::ffi::T;` stands for.
 *
 * @returns null where it is none: the alias names a type that has its `ExternType` by hand, or is not found
 */
export function aliasedType(
  item: CxxType,
  uri: Uri,
  bridge: CxxBridge,
  view: TargetView,
  steps = 0,
): AliasedType | null {
  const { alias } = item;
  if (alias?.kind !== 'path' || steps > MOST_STEPS) return null;
  // The path is written in the module that the macro makes of the bridge; above it stand its other modules.
  const [first, ...rest] = alias.path;
  const path = first === 'super' ? ['self', ...rest] : alias.path;
  const declaration = view.program.rust.typeAt(path, { uri, modulePath: bridge.modulePath });
  if (!declaration || !('bridge' in declaration)) return null;
  if (declaration.kind === 'bridge-type' && declaration.item.alias)
    return aliasedType(declaration.item, declaration.uri, declaration.bridge, view, steps + 1);
  const block = blocksOf(declaration.bridge).get(declaration.item);
  return {
    location: { uri: declaration.uri, range: declaration.item.nameRange },
    cppPath: cppPath(declaration.bridge, block, declaration.item),
    form: declaration.kind !== 'bridge-type' ? 'shared' : block?.side === 'C++' ? 'opaque' : 'generated',
  };
}

/** A bridge may be what thousands of aliases lead to. */
const blocks = new WeakMemory<[CxxBridge], ReadonlyMap<CxxItem, CxxExternBlock>>();

/** The blocks of a bridge by the types in them. */
const blocksOf = (bridge: CxxBridge): ReadonlyMap<CxxItem, CxxExternBlock> =>
  blocks.recall(
    [bridge],
    () => new Map(bridge.blocks.flatMap((block) => block.types.map((type) => [type, block] as const))),
  );

/** The qualified C++ name of an item of a bridge. @see cxx: the book's "Attributes", `namespace` and `cxx_name` */
export const cppPath = (
  bridge: CxxBridge,
  block: Pick<CxxExternBlock, 'namespace'> | undefined,
  item: CxxItem,
): string[] => [...(item.namespace ?? block?.namespace ?? bridge.namespace), item.cxxName ?? item.name];

/** What rustc would reject of an alias in the code that cxx makes of it. */
export interface AliasViolation {
  readonly range: Range;
  readonly message: string;
  readonly aliased: AliasedType;
  /** An attribute for the alias that mends it, where one does. */
  readonly attribute: { readonly at: Range; readonly text: string } | null;
}

/**
 * Aliases that have another C++ name than what they stand for, or are passed by value though it is opaque.
 *
 * @see cxx: macro/src/expand.rs, expand_type_alias_verify: `verify_extern_type` and `verify_extern_kind`
 */
export function* aliasViolations({ uri, bridge }: BridgeModule, view: TargetView): Generator<AliasViolation> {
  let values: ReadonlyMap<string, Range> | null = null;
  for (const block of bridge.blocks) {
    for (const item of block.side === 'C++' ? block.types : []) {
      const aliased = aliasedType(item, uri, bridge, view);
      if (!aliased || aliased.form === 'generated') continue;
      const own = cppPath(bridge, block, item);
      const violation =
        own.join('::') !== aliased.cppPath.join('::')
          ? renamed(item, own, aliased)
          : aliased.form === 'opaque'
            ? passedByValue(item, (values ??= valuesIn(bridge)), aliased)
            : null;
      if (violation) yield violation;
    }
  }
}

function renamed(item: CxxType, own: readonly string[], aliased: AliasedType): AliasViolation {
  const { cppPath: wanted } = aliased;
  const namespace = wanted.slice(0, -1).join('::');
  const isElsewhere = namespace !== own.slice(0, -1).join('::');
  const isRenamed = wanted.at(-1) !== own.at(-1);
  const text = isElsewhere ? `#[namespace = "${namespace}"]` : `#[cxx_name = "${wanted.at(-1) ?? ''}"]`;
  const isOpen = isElsewhere ? item.namespace === null : item.cxxName === null && item.rustName === null;
  return {
    range: item.nameRange,
    message: `the alias \`${item.name}\` is \`${own.join('::')}\` in C++ and what it stands for \`${wanted.join('::')}\`: cxx takes the one for the other only under one C++ name`,
    aliased,
    attribute: isOpen && isElsewhere !== isRenamed ? { at: item.range, text } : null,
  };
}

/** The first parameter, result or field of each type that is passed itself, by the type's name. */
function valuesIn({ syntax }: CxxBridge): ReadonlyMap<string, Range> {
  const values = new Map<string, Range>();
  for (const item of syntax.items) {
    if (item.kind === 'implementation') continue;
    for (const type of rootTypesOf(item))
      if (type.kind === 'name' && !values.has(type.name)) values.set(type.name, type.range);
  }
  return values;
}

function passedByValue(
  item: CxxType,
  values: ReadonlyMap<string, Range>,
  aliased: AliasedType,
): AliasViolation | null {
  const name = item.rustName ?? item.name;
  const range = values.get(name);
  if (!range) return null;
  const message = `\`${name}\` is passed by value, and the bridge that declares it has it as opaque: pass it behind a reference or a \`UniquePtr<${name}>\``;
  return { range, message, aliased, attribute: null };
}
