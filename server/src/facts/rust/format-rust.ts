import type { ConstantExpression } from '../facts.js';
import type { RustGenericArgument, RustType } from './rust-facts.js';

/** The type as Rust source, in the form that rustfmt gives it. What was unreadable comes as it was written. */
export function formatRustType(type: RustType): string {
  switch (type.kind) {
    case 'path': {
      const path = type.path.map(formatSegment).join('::');
      return type.arguments.length === 0 ? path : `${path}<${type.arguments.map(formatArgument).join(', ')}>`;
    }
    case 'pointer':
      return `*${type.mutable ? 'mut' : 'const'} ${formatPointee(type.pointee)}`;
    case 'reference': {
      const lifetime = type.lifetime === null ? '' : `${type.lifetime} `;
      return `&${lifetime}${type.mutable ? 'mut ' : ''}${formatPointee(type.referent)}`;
    }
    case 'slice':
      return `[${formatRustType(type.element)}]`;
    case 'array':
      return `[${formatRustType(type.element)}; ${formatRustConstant(type.length)}]`;
    case 'tuple': {
      const elements = type.elements.map(formatRustType);
      return elements.length === 1 ? `(${elements.join()},)` : `(${elements.join(', ')})`;
    }
    case 'never':
      return '!';
    case 'function':
      return formatFunction(type);
    case 'trait-object':
    case 'unreadable':
      return type.text;
    default:
      return type satisfies never;
  }
}

/** The expression as Rust source. */
export function formatRustConstant(value: ConstantExpression): string {
  switch (value.kind) {
    case 'integer':
      return String(value.value);
    case 'name':
      return value.path.map(formatSegment).join('::');
    case 'written':
      return value.text.includes('//') ? value.text : value.text.replace(/\s+/g, ' ');
    case 'unreadable':
      return value.text;
    default:
      return value satisfies never;
  }
}

/**
 * True where both are written alike: names are compared, not what they stand for. Lifetimes do not
 * count, as they change no layout and no signature.
 */
export function sameRustType(a: RustType, b: RustType): boolean {
  return formatRustType(withoutLifetimes(a)) === formatRustType(withoutLifetimes(b));
}

function withoutLifetimes(type: RustType): RustType {
  switch (type.kind) {
    case 'path':
      return {
        ...type,
        arguments: type.arguments.map((argument) =>
          argument.kind === 'type' ? { ...argument, type: withoutLifetimes(argument.type) } : argument,
        ),
      };
    case 'pointer':
      return { ...type, pointee: withoutLifetimes(type.pointee) };
    case 'reference':
      return { ...type, lifetime: null, referent: withoutLifetimes(type.referent) };
    case 'slice':
    case 'array':
      return { ...type, element: withoutLifetimes(type.element) };
    case 'tuple':
      return { ...type, elements: type.elements.map(withoutLifetimes) };
    case 'function':
      return {
        ...type,
        parameters: type.parameters.map(withoutLifetimes),
        result: withoutLifetimes(type.result),
      };
    case 'never':
    case 'trait-object':
    case 'unreadable':
      return type;
    default:
      return type satisfies never;
  }
}

function formatArgument(argument: RustGenericArgument): string {
  if (argument.kind === 'type') return formatRustType(argument.type);
  const formatted = formatRustConstant(argument.value);
  return argument.value.kind === 'integer' || formatted.startsWith('{') ? formatted : `{ ${formatted} }`;
}

/** `*const (dyn A + B)` needs its parentheses. */
function formatPointee(type: RustType): string {
  const formatted = formatRustType(type);
  return type.kind === 'trait-object' && formatted.includes('+') ? `(${formatted})` : formatted;
}

function formatFunction({
  abi,
  unsafe,
  parameters,
  variadic,
  result,
}: RustType & { kind: 'function' }): string {
  const list = [...parameters.map(formatRustType), ...(variadic ? ['...'] : [])].join(', ');
  const returns =
    result.kind === 'tuple' && result.elements.length === 0 ? '' : ` -> ${formatRustType(result)}`;
  return `${unsafe ? 'unsafe ' : ''}${abi === 'Rust' ? '' : `extern "${abi}" `}fn(${list})${returns}`;
}

const formatSegment = (segment: string): string => (KEYWORDS.has(segment) ? `r#${segment}` : segment);

/** Keywords that may be an identifier as `r#…`, up to the 2024 edition. @see Rust reference, "Keywords" */
const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'as break const continue else enum extern false fn for if impl in let loop match mod move mut pub ref ' +
    'return static struct trait true type unsafe use where while async await dyn abstract become box do ' +
    'final macro override priv typeof unsized virtual yield try gen'
  ).split(' '),
);
