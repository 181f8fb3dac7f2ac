import { rangeOf } from '../../syntax/node-range.js';
import { declare, type Scope, type SyntaxItem } from './items.js';
import type { RustStatic } from './rust-facts.js';
import { partOfKind } from './source-text.js';
import { readType } from './types.js';

/**
 * @param item a `static_item`
 * @see Rust reference, "Static items"
 */
export function readStatic(item: SyntaxItem, scope: Scope, text: string): RustStatic | null {
  const declared = declare(item, scope, text);
  const type = item.node.childForFieldName('type');
  return (
    declared &&
    type && {
      ...declared,
      mutable: partOfKind(item.node, 'mutable_specifier') !== undefined,
      type: readType(type, text),
      typeRange: rangeOf(type),
    }
  );
}
