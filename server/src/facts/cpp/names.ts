import type { CppNode } from './node.js';
import { readConstantExpression } from './constant-expression.js';
import type { CppName, CppTemplateArgument } from './cpp-facts.js';
import type { CppSource } from './source.js';
import { readTypeDescriptor } from './types.js';

type Segment = CppName['segments'][number];

/** A name of one segment. */
export const simpleName = (name: string): CppName => ({
  global: false,
  segments: [{ name, arguments: null }],
});

/** Reads `::a::b<int>::c` from a `qualified_identifier`, a `template_type` or a plain identifier. */
export function readName(source: CppSource, node: CppNode): CppName {
  const segments: Segment[] = [];
  let global = false;
  let current: CppNode | null = node;
  while (current?.type === 'qualified_identifier') {
    const scope = current.field('scope');
    if (scope) segments.push(readSegment(source, scope));
    else if (segments.length === 0) global = true;
    current = current.field('name');
  }
  if (current) segments.push(readSegment(source, current));
  return { global, segments };
}

export function readSegment(source: CppSource, node: CppNode): Segment {
  switch (node.type) {
    case 'template_type':
    case 'template_function':
    case 'template_method': {
      const [name, list] = node.namedChildren;
      return {
        name: name ? source.textOf(name) : '',
        arguments: list?.type === 'template_argument_list' ? readTemplateArguments(source, list) : null,
      };
    }
    case 'dependent_name': {
      const inner = node.namedChildren.at(-1);
      return inner ? readSegment(source, inner) : { name: source.textOf(node), arguments: null };
    }
    default:
      return { name: source.textOf(node), arguments: null };
  }
}

export function readTemplateArguments(source: CppSource, list: CppNode): CppTemplateArgument[] {
  return list.namedChildren
    .filter(({ type }) => type !== 'comment')
    .map((node) => {
      const pattern = node.type === 'parameter_pack_expansion' ? node.namedChildren[0] : undefined;
      return pattern ? { ...readArgument(source, pattern), expanded: true } : readArgument(source, node);
    });
}

const readArgument = (source: CppSource, node: CppNode): CppTemplateArgument =>
  node.type === 'type_descriptor'
    ? { kind: 'type', type: readTypeDescriptor(source, node) }
    : { kind: 'constant', value: readConstantExpression(source.textOf(node)) };
