import type { CppAbiArgument, CppAbiRecord, CppAbiType } from '../../abi/model.js';

/** Tells template arguments apart well enough to share one record for equal ones. */
export function argumentKey(argument: CppAbiArgument): string {
  return argument.kind === 'constant' ? `${argument.value}` : typeKey(argument.type);
}

function typeKey(type: CppAbiType): string {
  const qualifiers = `${type.const ? 'K' : ''}${type.volatile ? 'V' : ''}`;
  switch (type.kind) {
    case 'builtin':
      return `${qualifiers}${type.name}`;
    case 'pointer':
      return `${qualifiers}P(${typeKey(type.pointee)})`;
    case 'reference':
      return `${type.rvalue ? 'O' : 'R'}(${typeKey(type.referent)})`;
    case 'array':
      return `A${type.count ?? ''}(${typeKey(type.element)})`;
    case 'record':
      return `${qualifiers}${recordKey(type.record)}`;
    case 'enum':
      return type.enum.name.map(({ name }) => name).join('::');
    case 'library':
      return `${qualifiers}${type.name}<${type.arguments.map(argumentKey).join(',')}>`;
    default:
      return `${qualifiers}${type.kind}:${JSON.stringify(type, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))}`;
  }
}

const recordKey = (record: CppAbiRecord): string =>
  record.name
    .map(({ name, arguments: args }) => `${name}${args ? `<${args.map(argumentKey).join(',')}>` : ''}`)
    .join('::');
