import type { CppNode } from './node.js';
import { readConstantExpression, readExpression } from './constant-expression.js';
import type { CppExpression, CppTemplate, CppTemplateArgument, CppType } from './cpp-facts.js';
import { readDeclarator } from './declarators.js';
import type { CppSource } from './source.js';
import { TokenCursor } from './token-cursor.js';
import { readSpecifiers, readTypeDescriptor } from './types.js';

type Parameter = CppTemplate['parameters'][number];

/**
 * Reads `template <…>`. Its specialisation's arguments stand in the declaration that follows.
 *
 * @param declaration what follows the list and its constraint
 */
export function readTemplateParameters(
  source: CppSource,
  list: CppNode,
  declaration: CppNode,
): readonly Parameter[] {
  const nodes = list.namedChildren;
  const behind = /\brequires\b([^]*)/.exec(source.text.slice(list.endIndex, declaration.startIndex));
  const required = behind ? conditionIn(behind[1] ?? '') : [];
  return nodes.flatMap((node, i) => {
    const parameter = readParameter(source, node);
    if (!parameter) return [];
    // Masking takes defaults out.
    const text = source.text.slice(node.startIndex, nodes[i + 1]?.startIndex ?? list.endIndex - 1);
    const conditions = [...enablingIn(text), ...(i === 0 ? required : [])];
    return [
      {
        ...parameter,
        ...(text.includes('=') && { hasDefault: true as const }),
        ...(conditions.length > 0 && { conditions }),
        ...(behind && { constrained: true as const }),
      },
    ];
  });
}

/** What `std::enable_if<C>` and `std::enable_if_t<C>` ask, wherever they stand in the parameter. */
const enablingIn = (text: string): readonly CppExpression[] =>
  [...text.matchAll(/\bstd\s*::\s*enable_if(?:_t)?\s*</g)].flatMap(({ 0: head, index }) =>
    conditionIn(text.slice(index + head.length)),
  );

/** The expression at the beginning of a text, up to a `>` that closes what is around it. */
function conditionIn(text: string): readonly CppExpression[] {
  const expression = readExpression(new TokenCursor(text), 'argument');
  return expression ? [expression] : [];
}

export const templateOf = (
  parameters: readonly Parameter[],
  specialization: readonly CppTemplateArgument[] | null,
): CppTemplate => ({ parameters, specialization });

function readParameter(source: CppSource, node: CppNode): Parameter | null {
  switch (node.type) {
    case 'type_parameter_declaration':
    case 'variadic_type_parameter_declaration':
    case 'optional_type_parameter_declaration':
      return typeParameter(source, node);
    case 'template_template_parameter_declaration': {
      const inner = node.namedChildren.at(-1);
      return { ...typeParameter(source, inner ?? node), kind: 'template' };
    }
    case 'parameter_declaration':
    case 'optional_parameter_declaration':
    case 'variadic_parameter_declaration': {
      const value = node.field('default_value');
      const { type, declarators } = readSpecifiers(
        source,
        node.namedChildren.filter(({ id }) => id !== value?.id),
      );
      const declarator = declarators[0] ? readDeclarator(source, declarators[0], type) : null;
      return {
        name: declarator?.name ? source.textOf(declarator.name) : '',
        kind: 'value',
        pack: node.type.startsWith('variadic'),
        valueType:
          unreadableWhereMasked(source, node.startIndex, value?.startIndex ?? node.endIndex) ??
          declarator?.type ??
          type,
        defaultType: null,
        defaultValue: value ? readConstantExpression(source.textOf(value)) : null,
      };
    }
    default:
      return null;
  }
}

function typeParameter(source: CppSource, node: CppNode): Parameter {
  const value = node.field('default_type');
  const name = node.namedChildren.find(({ type, id }) => type === 'type_identifier' && id !== value?.id);
  const parameter: Parameter = {
    name: name ? source.textOf(name) : '',
    kind: 'type',
    pack: node.type.startsWith('variadic'),
    valueType: null,
    defaultType: null,
    defaultValue: null,
  };
  if (!value) return parameter;
  const masked = source.masked.text;
  const begin = masked.lastIndexOf('=', value.startIndex) + 1;
  const end = value.endIndex + (/^\s*/.exec(masked.slice(value.endIndex))?.[0].length ?? 0);
  const unreadable = unreadableWhereMasked(source, begin, end);
  if (unreadable) return { ...parameter, defaultType: unreadable };
  const [only] = value.type === 'type_descriptor' ? [readTypeDescriptor(source, value)] : [];
  return { ...parameter, defaultType: only ?? readSpecifiers(source, [value]).type };
}

/** The type as written where masking took something out of it: a `*`, or arguments that the grammar cannot read. */
function unreadableWhereMasked({ text, masked }: CppSource, start: number, end: number): CppType | null {
  const written = text.slice(start, end).trim();
  return written === masked.text.slice(start, end).trim()
    ? null
    : { kind: 'unreadable', text: written.replace(/\s+/g, ' ') };
}
