import type { CppAbiType } from '../model.js';

/** The type without its own qualifiers; those of an array are its element's. The same object where there are none. */
export function unqualified(type: CppAbiType): CppAbiType {
  if (!type.const && !type.volatile) return type;
  const entries = Object.entries(type).filter(([key]) => key !== 'const' && key !== 'volatile');
  return Object.fromEntries(entries) as CppAbiType;
}

/**
 * The type as it takes part in mangling: qualifiers of an array moved to its element, those of references
 * and functions dropped, aligned typedefs looked through.
 */
export function canonical(type: CppAbiType): CppAbiType {
  const cv = {
    ...(type.const && { const: true as const }),
    ...(type.volatile && { volatile: true as const }),
  };
  switch (type.kind) {
    case 'array':
      return { ...unqualified(type), element: canonical({ ...type.element, ...cv }) } as CppAbiType;
    case 'aligned':
      return canonical({ ...type.type, ...cv });
    case 'reference':
    case 'function':
      return unqualified(type);
    default:
      return type;
  }
}

/** A parameter's type: arrays and functions are pointers, top-level qualifiers gone. @see C++ [dcl.fct]/5 */
export function decayed(type: CppAbiType): CppAbiType {
  const parameter = canonical(type);
  if (parameter.kind === 'array') return { kind: 'pointer', pointee: parameter.element };
  if (parameter.kind === 'function') return { kind: 'pointer', pointee: parameter };
  return unqualified(parameter);
}
