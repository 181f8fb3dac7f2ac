import type { CppNode } from './node.js';
import { readConstantExpression } from './constant-expression.js';
import type { CppTemplate, CppTemplateArgument, CppType } from './cpp-facts.js';
import { readDeclarator } from './declarators.js';
import type { CppSource } from './source.js';
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
  const parameters = list.namedChildren.flatMap((node) => readParameter(source, node) ?? []);
  const isConstrained = /\brequires\b/.test(source.text.slice(list.endIndex, declaration.startIndex));
  return isConstrained
    ? parameters.map((parameter) => ({ ...parameter, constrained: true as const }))
    : parameters;
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
