import type { Range } from '../../base/range.js';
import { rangeAcross, rangeOf } from '../../syntax/node-range.js';
import type { Condition } from '../facts.js';
import { type Attribute, conditionOf, readAttributes } from './attributes.js';
import type { RustItem } from './rust-facts.js';
import { nameOf, partOfKind, textOf } from './source-text.js';
import type { SyntaxPart } from './syntax-part.js';

/** What an item inherits from where it stands. */
export interface Scope {
  readonly modulePath: readonly string[];
  readonly condition: Condition;
  /** Inside a function's body. */
  readonly local: boolean;
}

export const FILE_SCOPE: Scope = { modulePath: [], condition: [], local: false };

/** A node with the attributes before it. */
export interface SyntaxItem {
  readonly node: SyntaxPart;
  readonly attributes: readonly Attribute[];
  /** Attributes and node. */
  readonly range: Range;
}

/**
 * The items of a list (a file, a block, fields, variants) with their attributes. An item that an ERROR
 * may have robbed of its attributes or modifiers is left out.
 *
 * @param list an ERROR node, too: what it holds after an unclosed `mod`, `impl` or `trait` is left out,
 * because then nobody knows where it belongs
 */
export const itemsOf = (list: SyntaxPart, text: string): SyntaxItem[] => [...eachItem(list, text)];

/** The same, one after the other. */
export function* eachItem(list: SyntaxPart, text: string): Generator<SyntaxItem, undefined, undefined> {
  let attributeNodes: SyntaxPart[] = [];
  let damagedRow = -1;
  for (const node of list.type === 'ERROR' ? knownContext(list) : list.namedChildren) {
    const { type } = node;
    if (type === 'attribute_item') {
      attributeNodes.push(node);
      continue;
    }
    const first = attributeNodes[0] ?? node;
    if (type === 'ERROR') {
      yield { node, attributes: [], range: rangeOf(node) };
      const losesAttributes = attributeNodes.length > 0 || textOf(node, text).includes('#[');
      damagedRow = losesAttributes ? Number.POSITIVE_INFINITY : node.endPosition.row;
    } else {
      const readable = !attributeNodes.some(({ hasError }) => hasError);
      if (readable && first.startPosition.row > damagedRow) {
        const attributes = attributeNodes.length > 0 ? readAttributes(attributeNodes, text) : [];
        yield { node, attributes, range: rangeAcross(first, node) };
      }
      damagedRow = -1;
    }
    attributeNodes = [];
  }
}

const OPENERS = new Set(['mod', 'impl', 'trait']);

function knownContext(error: SyntaxPart): SyntaxPart[] {
  const opener = error.children.find(({ type }) => OPENERS.has(type));
  return error.namedChildren.filter(({ startIndex }) => !opener || startIndex < opener.startIndex);
}

/** The scope inside of an item, whose `#![cfg(…)]` counts as well as its `#[cfg(…)]`. */
export function scopeInside(
  scope: Scope,
  attributes: readonly Attribute[],
  body: SyntaxPart,
  text: string,
): Scope {
  const inner = body.namedChildren.filter(({ type }) => type === 'inner_attribute_item');
  const condition = conditionOf(conditionOf(scope.condition, attributes), readAttributes(inner, text));
  return condition === scope.condition ? scope : { ...scope, condition };
}

/** @returns null where the item has no name */
export function declare(
  { node, attributes, range }: SyntaxItem,
  scope: Scope,
  text: string,
): RustItem | null {
  const name = node.childForFieldName('name');
  if (!name) return null;
  return {
    name: nameOf(name, text),
    modulePath: scope.modulePath,
    ...visibilityOf(node, text),
    condition: conditionOf(scope.condition, attributes),
    range,
    nameRange: rangeOf(name),
    ...(scope.local && { local: true as const }),
  };
}

/** How far an item is seen. `pub(self)` is as good as nothing. */
export function visibilityOf(node: SyntaxPart, text: string): Pick<RustItem, 'public' | 'restricted'> {
  const visibility = partOfKind(node, 'visibility_modifier');
  const written = visibility ? textOf(visibility, text) : null;
  if (written === null || /\(\s*(?:in\s+)?self\s*\)/.test(written)) return { public: false };
  return { public: true, ...(/^pub\s*\(|^crate\b/.test(written) && { restricted: true as const }) };
}
