import { readPath } from './paths.js';
import { nameOf } from './source-text.js';
import type { SyntaxPart } from './syntax-part.js';

/** A name and the path it stands for; a glob has the name `*`. */
export interface ImportedName {
  readonly name: string;
  readonly path: readonly string[];
}

/**
 * The names that a `use` or an `extern crate` brings in.
 *
 * @see Rust reference, "Use declarations"
 */
export function readUse(node: SyntaxPart, text: string): ImportedName[] {
  if (node.type === 'extern_crate_declaration') {
    const name = node.childForFieldName('name');
    if (!name) return [];
    const crate = nameOf(name, text);
    const alias = node.childForFieldName('alias');
    const path = crate === 'self' ? ['crate'] : ['', crate];
    return [{ name: alias ? nameOf(alias, text) : crate, path }];
  }
  const argument = node.childForFieldName('argument');
  return argument ? readTree(argument, [], text) : [];
}

function readTree(node: SyntaxPart, prefix: readonly string[], text: string): ImportedName[] {
  switch (node.type) {
    case 'use_list':
      return node.namedChildren.flatMap((part) => readTree(part, prefix, text));
    case 'scoped_use_list': {
      const path = node.childForFieldName('path');
      const list = node.childForFieldName('list');
      const segments = path ? readPath(path, text) : prefix.length === 0 ? [''] : [];
      return list && segments ? readTree(list, [...prefix, ...segments], text) : [];
    }
    case 'use_wildcard': {
      const of = node.namedChildren[0];
      const rooted = node.children[0]?.type === '::' && prefix.length === 0;
      const segments = of ? readPath(of, text) : rooted ? [''] : [];
      return segments ? [{ name: '*', path: [...prefix, ...segments] }] : [];
    }
    case 'use_as_clause': {
      const path = node.childForFieldName('path');
      const alias = node.childForFieldName('alias');
      if (!path || !alias) return [];
      return readTree(path, prefix, text).map((imported) => ({ ...imported, name: nameOf(alias, text) }));
    }
    default: {
      const segments = readPath(node, text);
      if (!segments) return [];
      const module = segments.length === 1 && segments[0] === 'self' && prefix.length > 0;
      const path = module ? prefix : [...prefix, ...segments];
      return [{ name: path.at(-1) as string, path }];
    }
  }
}
