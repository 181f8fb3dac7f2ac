import type { CppAbiArgument, CppAbiName, CppAbiType } from './model.js';

/** A qualified name as people write it: `ns::Widget<int, 3>`. */
export function formatName(name: CppAbiName): string {
  return name
    .filter(({ kind, unknown }) => kind !== 'namespace' || unknown === undefined)
    .map((component) => {
      const own =
        component.name === ''
          ? component.kind === 'namespace'
            ? '(anonymous namespace)'
            : '(unnamed)'
          : component.name;
      return component.arguments === null ? own : own + formatArguments(component.arguments);
    })
    .join('::');
}

export const formatArguments = (args: readonly CppAbiArgument[]): string =>
  `<${args.map((arg) => (arg.kind === 'type' ? formatType(arg.type) : formatConstant(arg.value, arg.type))).join(', ')}>`;

const formatConstant = (value: bigint, type: CppAbiType): string =>
  type.kind === 'builtin' && type.name === 'bool' ? (value === 0n ? 'false' : 'true') : value.toString();

/**
 * A C++ type as people write it: `const char *`, `int (&)[3]`.
 *
 * @param declarator what stands in the place of the name
 */
export function formatType(type: CppAbiType, declarator = ''): string {
  const leaf = (text: string): string => {
    const qualified = `${type.const ? 'const ' : ''}${type.volatile ? 'volatile ' : ''}${text}`;
    return declarator === '' ? qualified : `${qualified} ${declarator}`;
  };
  const pointerLike = (symbol: string, target: CppAbiType): string => {
    const words = [type.const && 'const', type.volatile && 'volatile', type.restrict && '__restrict'];
    const qualifiers = words.filter(Boolean).join(' ');
    const joined =
      qualifiers === '' ? declarator : `${qualifiers}${declarator === '' ? '' : ` ${declarator}`}`;
    const inner = symbol + joined;
    return formatType(target, target.kind === 'array' || target.kind === 'function' ? `(${inner})` : inner);
  };
  switch (type.kind) {
    case 'builtin':
      return leaf(type.name === 'nullptr_t' ? 'std::nullptr_t' : type.name);
    case 'bit-int':
      return leaf(`${type.signed ? '' : 'unsigned '}_BitInt(${type.width})`);
    case 'pointer':
      return pointerLike('*', type.pointee);
    case 'reference':
      return pointerLike(type.rvalue ? '&&' : '&', type.referent);
    case 'member-pointer':
      return pointerLike(`${formatName(type.class.name)}::*`, type.member);
    case 'array':
      return formatType(type.element, `${declarator}[${type.count ?? ''}]`);
    case 'function': {
      const parameters = type.parameters.map((parameter) => formatType(parameter));
      if (type.variadic) parameters.push('...');
      const suffix = [
        type.constFunction ? 'const' : '',
        type.volatileFunction ? 'volatile' : '',
        type.referenceQualifier,
        type.noexcept ? 'noexcept' : '',
      ].filter(Boolean);
      return formatType(
        type.result,
        `${declarator}(${parameters.join(', ')})${suffix.map((word) => ` ${word}`).join('')}`,
      );
    }
    case 'enum':
      return leaf(formatName(type.enum.name));
    case 'record':
      return leaf(formatName(type.record.name));
    case 'library':
      return leaf(formatLibraryName(type.name, type.arguments));
    case 'aligned':
      return formatType(type.type, declarator);
    case 'template-parameter':
      return leaf(`T${type.index}`);
    case 'unknown':
      return leaf(type.text);
    default:
      return type satisfies never;
  }
}

/** The arguments of a member type are those of its class: `std::vector<int>::iterator`. */
function formatLibraryName(name: string, args: readonly CppAbiArgument[]): string {
  if (args.length === 0) return name;
  const member = /(?<=::\w+)::(?:const_)?(?:reverse_)?iterator$/.exec(name)?.[0] ?? '';
  return name.slice(0, name.length - member.length) + formatArguments(args) + member;
}
