import { type Attribute, attributeValue, conditionOf } from './attributes.js';
import { declare, itemsOf, type Scope, type SyntaxItem } from './items.js';
import { stringValue } from './literals.js';
import type { DiplomatFunction } from './rust-facts.js';
import { nameOf, partOfKind, textOf } from './source-text.js';
import type { SyntaxPart } from './syntax-part.js';

/**
 * The functions that diplomat exports of a module under `#[diplomat::bridge]`: what is `pub` in its `impl` blocks, its
 * own `pub` functions, and one that destroys each opaque type.
 *
 * @param scope of the module's items
 * @see diplomat: core/src/ast/modules.rs, methods.rs and attrs.rs (`RenameAttr`); macro/src/lib.rs
 */
export function readDiplomatBridge(
  body: SyntaxPart,
  attributes: readonly Attribute[],
  scope: Scope,
  text: string,
): DiplomatFunction[] {
  const around = renamingIn(attributes);
  return itemsOf(body, text).flatMap((item): DiplomatFunction[] => {
    const { node } = item;
    if (node.hasError) return [];
    const renaming = renamingIn(item.attributes) ?? around;
    switch (node.type) {
      case 'impl_item':
        return node.childForFieldName('trait') ? [] : methodsOf(item, renaming, scope, text);
      case 'function_item':
        return exported(item, null, renaming, scope, text);
      case 'struct_item':
      case 'enum_item': {
        const declared = declare(item, scope, text);
        if (!declared || !item.attributes.some(({ path }) => OPAQUE.has(path))) return [];
        return [{ ...declared, linkName: renamed(`${declared.name}_destroy`, renaming) }];
      }
      default:
        return [];
    }
  });
}

const OPAQUE: ReadonlySet<string> = new Set(['diplomat::opaque', 'diplomat::opaque_mut']);

function methodsOf(
  { node, attributes }: SyntaxItem,
  renaming: string | null,
  scope: Scope,
  text: string,
): DiplomatFunction[] {
  const type = node.childForFieldName('type');
  const body = node.childForFieldName('body');
  const named = type?.type === 'generic_type' ? type.childForFieldName('type') : type;
  if (!named || !body) return [];
  const inside = { ...scope, condition: conditionOf(scope.condition, attributes) };
  const owner = nameOf(named, text);
  return itemsOf(body, text).flatMap((item) =>
    item.node.type === 'function_item' ? exported(item, owner, renaming, inside, text) : [],
  );
}

function exported(
  item: SyntaxItem,
  owner: string | null,
  around: string | null,
  scope: Scope,
  text: string,
): DiplomatFunction[] {
  const visibility = partOfKind(item.node, 'visibility_modifier');
  const declared = declare(item, scope, text);
  if (!declared || !visibility || textOf(visibility, text) !== 'pub') return [];
  const name = owner === null ? declared.name : `${owner}_${declared.name}`;
  return [{ ...declared, linkName: renamed(name, renamingIn(item.attributes) ?? around) }];
}

/** `icu4x_{0}` of `#[diplomat::abi_rename = "icu4x_{0}"]`, which may stand in parentheses; the innermost counts. */
function renamingIn(attributes: readonly Attribute[]): string | null {
  const list = attributes.find(({ path }) => path === 'diplomat::abi_rename')?.list;
  return attributeValue(attributes, 'diplomat::abi_rename') ?? (list ? stringValue(list.trim()) : null);
}

const renamed = (name: string, pattern: string | null): string =>
  pattern === null ? name : pattern.replace('{0}', () => name);
