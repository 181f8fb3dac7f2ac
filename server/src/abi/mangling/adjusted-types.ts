import type { CppAbiType } from '../model.js';

const QUALIFIERS: ReadonlySet<string> = new Set(['const', 'volatile', 'restrict']);

/** The type without its own qualifiers; those of an array are its element's. The same object where there are none. */
export function unqualified(type: CppAbiType): CppAbiType {
  if (!type.const && !type.volatile && !type.restrict) return type;
  const entries = Object.entries(type).filter(([key]) => !QUALIFIERS.has(key));
  return Object.fromEntries(entries) as CppAbiType;
}

/**
 * The type as it takes part in mangling: qualifiers of an array moved to its element, `const` and
 * `volatile` of references and all of functions dropped, aligned typedefs looked through.
 */
export function canonical(type: CppAbiType): CppAbiType {
  const cv = {
    ...(type.const && { const: true as const }),
    ...(type.volatile && { volatile: true as const }),
    ...(type.restrict && { restrict: true as const }),
  };
  switch (type.kind) {
    case 'array':
      return { ...unqualified(type), element: canonical({ ...type.element, ...cv }) } as CppAbiType;
    case 'aligned':
      return canonical({ ...type.type, ...cv });
    case 'reference':
      return type.restrict ? { ...unqualified(type), restrict: true } : unqualified(type);
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

/**
 * The canonical type: the parameters of every function type in it are adjusted as well. Microsoft's names
 * spell types as they are written, except where a template's arguments say them.
 */
export function canonicalThroughout(written: CppAbiType): CppAbiType {
  const known = CANONICAL.get(written) ?? adjustedThroughout(canonical(written));
  CANONICAL.set(written, known);
  return known;
}

/** Types that others are made of many times stay one object. */
const CANONICAL = new WeakMap<CppAbiType, CppAbiType>();

function adjustedThroughout(type: CppAbiType): CppAbiType {
  switch (type.kind) {
    case 'pointer':
      return { ...type, pointee: canonicalThroughout(type.pointee) };
    case 'reference':
      return { ...type, referent: canonicalThroughout(type.referent) };
    case 'array':
      return { ...type, element: canonicalThroughout(type.element) };
    case 'member-pointer':
      return { ...type, member: canonicalThroughout(type.member) };
    case 'function':
      return {
        ...type,
        result: canonicalThroughout(type.result),
        parameters: type.parameters.map((parameter) => decayed(canonicalThroughout(parameter))),
      };
    default:
      return type;
  }
}
