import type {
  CppFunction,
  CppName,
  CppTemplateArgument,
  CppType,
  Qualified,
  CppExpression,
} from './cpp-facts.js';

/**
 * Prints a type as C++ source: `const char *`, `void (*)(int)`, `int (&)[3]`.
 *
 * @param declaratorName the name to declare with the type; without one the declarator is abstract
 */
export function formatCppType(type: CppType, declaratorName = ''): string {
  return declare(type, declaratorName);
}

/** `int (const char *, ...) const`: the function's type, parameter names left out. */
export function formatCppSignature({ signature }: Pick<CppFunction, 'signature'>): string {
  const parameters = signature.parameters.map(({ type }) => formatCppType(type));
  if (signature.variadic) parameters.push('...');
  const trailers = [
    signature.const ? ' const' : '',
    signature.volatile ? ' volatile' : '',
    signature.reference === '' ? '' : ` ${signature.reference}`,
    signature.noexcept === true ? ' noexcept' : '',
  ].join('');
  return declare(signature.result, `(${parameters.join(', ')})${trailers}`, true);
}

/** `::a::b<int>` */
export function formatCppName({ global, segments }: CppName): string {
  const path = segments.map(({ name, arguments: list }) =>
    list === null ? name : `${name}<${list.map(formatTemplateArgument).join(', ')}>`,
  );
  return `${global ? '::' : ''}${path.join('::')}`;
}

/** `N * (1 + 2)`, with parentheses only around operands that are expressions themselves. */
export function formatConstantExpression(expression: CppExpression): string {
  switch (expression.kind) {
    case 'integer':
      return expression.value.toString();
    case 'name':
      return expression.path.join('::');
    case 'unary':
      return `${expression.operator}${operand(expression.operand)}`;
    case 'binary':
      return `${operand(expression.left)} ${expression.operator} ${operand(expression.right)}`;
    case 'conditional':
      return `${operand(expression.condition)} ? ${operand(expression.whenTrue)} : ${operand(expression.whenFalse)}`;
    case 'cast':
      return `(${formatCppType(expression.type)})${operand(expression.operand)}`;
    case 'size-query':
      return `${expression.query}(${formatCppType(expression.type)})`;
    case 'pack-size':
      return `sizeof...(${expression.pack})`;
    case 'instance-name':
      return formatCppName(expression.name);
    case 'call':
    case 'unreadable':
      return expression.text;
    default:
      return expression satisfies never;
  }
}

const operand = (expression: CppExpression): string =>
  expression.kind === 'binary' || expression.kind === 'conditional'
    ? `(${formatConstantExpression(expression)})`
    : formatConstantExpression(expression);

export const formatTemplateArgument = (argument: CppTemplateArgument): string => {
  const text =
    argument.kind === 'type' ? formatCppType(argument.type) : formatConstantExpression(argument.value);
  return argument.expanded ? `${text}...` : text;
};

/** Grows the declarator from the name outwards, as the language's grammar does. */
function declare(type: CppType, declarator: string, isSuffix = false): string {
  switch (type.kind) {
    case 'pointer':
      return declare(type.pointee, prefixed('*', type, declarator, isSuffix, type.pointee));
    case 'reference':
      return declare(
        type.referent,
        prefixed(type.rvalue ? '&&' : '&', type, declarator, isSuffix, type.referent),
      );
    case 'member-pointer':
      return declare(
        type.member,
        prefixed(`${formatCppName(type.class)}::*`, type, declarator, isSuffix, type.member),
      );
    case 'array': {
      const length = type.length === null ? '' : formatConstantExpression(type.length);
      return declare(type.element, `${declarator}[${length}]`, isSuffix || declarator === '');
    }
    case 'function': {
      const parameters = type.parameters.map((parameter) => formatCppType(parameter));
      if (type.variadic) parameters.push('...');
      const trailers = `${type.const ? ' const' : ''}${type.noexcept ? ' noexcept' : ''}`;
      return declare(
        type.result,
        `${declarator}(${parameters.join(', ')})${trailers}`,
        isSuffix || declarator === '',
      );
    }
    case 'builtin':
      return joined(type, type.name, declarator);
    case 'bit-int': {
      const sign = type.signed ? '' : 'unsigned ';
      return joined(type, `${sign}_BitInt(${formatConstantExpression(type.width)})`, declarator);
    }
    case 'atomic':
      return joined(type, `_Atomic(${formatCppType(type.value)})`, declarator);
    case 'named':
      return joined(
        type,
        `${type.elaborated ? `${type.elaborated} ` : ''}${formatCppName(type.name)}`,
        declarator,
      );
    case 'inline-record':
      return joined(type, 'struct { … }', declarator);
    case 'macro':
      return joined(type, type.text, declarator);
    case 'unreadable':
      return joined({}, type.text, declarator);
    default:
      return type satisfies never;
  }
}

/** A pointer before the declarator; parentheses where an array or a function follows. */
function prefixed(
  operator: string,
  type: Qualified,
  declarator: string,
  isSuffix: boolean,
  inner: CppType,
): string {
  const words = qualifiers(type);
  const space = words !== '' && declarator !== '' && !isSuffix ? ' ' : '';
  const convention =
    inner.kind === 'function' && inner.callingConvention ? `${inner.callingConvention} ` : '';
  const text = `${operator}${words}${space}${declarator}`;
  return inner.kind === 'array' || inner.kind === 'function' ? `(${convention}${text})` : text;
}

function joined(type: Qualified, name: string, declarator: string): string {
  const words = qualifiers(type);
  const text = words === '' ? name : `${words} ${name}`;
  if (declarator === '') return text;
  return declarator.startsWith('[') ? `${text}${declarator}` : `${text} ${declarator}`;
}

const qualifiers = (type: Qualified): string =>
  [type.const ? 'const' : '', type.volatile ? 'volatile' : ''].filter((word) => word !== '').join(' ');
