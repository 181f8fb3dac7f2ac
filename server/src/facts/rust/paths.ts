import { nameOf } from './source-text.js';
import type { SyntaxPart } from './syntax-part.js';

/**
 * The segments of a path: `::std::ffi` gives `['', 'std', 'ffi']`.
 *
 * @returns null where a segment is more than a name (`Vec<T>::Item`, `<T as X>::Y`, `$crate::X`)
 */
export function readPath(node: SyntaxPart, text: string): string[] | null {
  switch (node.type) {
    case 'identifier':
    case 'type_identifier':
    case 'primitive_type':
    case 'self':
    case 'super':
    case 'crate':
      return [nameOf(node, text)];
    case 'scoped_identifier':
    case 'scoped_type_identifier': {
      const before = node.childForFieldName('path');
      const name = node.childForFieldName('name');
      const path = before ? readPath(before, text) : [''];
      return path && name ? [...path, nameOf(name, text)] : null;
    }
    default:
      return null;
  }
}
