import type { CppAbiArgument, CppAbiName, CppAbiType } from '../../abi/model.js';
import { isLibraryName } from '../../abi/standard-library/library-form.js';

/** Whether two are the same, or one fits another. */
export type Answer = 'yes' | 'no' | 'unknown';

/** Parts that must all be the same. */
export function every(answers: Iterable<Answer>): Answer {
  let result: Answer = 'yes';
  for (const answer of answers) {
    if (answer === 'no') return 'no';
    if (answer === 'unknown') result = 'unknown';
  }
  return result;
}

/** Whether two template arguments are the same. @see C++ [temp.type] */
export function sameArgument(a: CppAbiArgument, b: CppAbiArgument): Answer {
  if (a.kind === 'constant' && b.kind === 'constant') return a.value === b.value ? 'yes' : 'no';
  return a.kind === 'type' && b.kind === 'type' ? sameType(a.type, b.type) : 'unknown';
}

/**
 * Whether two types are the same. Of library classes only the same arguments of the same name are known to be, for
 * some names are aliases of others; of two classes of one name it is not known whether both were read from one header.
 */
export function sameType(a: CppAbiType, b: CppAbiType): Answer {
  if (a.kind === 'unknown' || b.kind === 'unknown' || a.kind === 'aligned' || b.kind === 'aligned')
    return 'unknown';
  if (a.kind === 'library' || b.kind === 'library') return sameLibraryType(a, b);
  if (a.kind !== b.kind) return 'no';
  const qualifiers = sameQualifiers(a, b);
  if (qualifiers !== 'yes') return qualifiers;
  switch (a.kind) {
    case 'builtin':
      return b.kind === 'builtin' && a.name === b.name ? 'yes' : 'no';
    case 'pointer':
      return b.kind === 'pointer' ? sameType(a.pointee, b.pointee) : 'no';
    case 'reference':
      return b.kind === 'reference' && a.rvalue === b.rvalue ? sameType(a.referent, b.referent) : 'no';
    case 'array':
      return b.kind === 'array' && a.count === b.count ? sameType(a.element, b.element) : 'no';
    case 'record':
      return b.kind === 'record' && a.record === b.record
        ? 'yes'
        : sameName(a.record.name, b.kind === 'record' ? b.record.name : []);
    case 'enum':
      // One enumeration stands for those of all instances of a template.
      if (a.enum.name.some((component) => component.unknown !== undefined)) return 'unknown';
      return b.kind === 'enum' && a.enum === b.enum
        ? 'yes'
        : sameName(a.enum.name, b.kind === 'enum' ? b.enum.name : []);
    case 'template-parameter':
      return b.kind === 'template-parameter' && a.index === b.index ? 'yes' : 'no';
    case 'bit-int':
    case 'function':
    case 'member-pointer':
      return 'unknown';
    default:
      return a satisfies never;
  }
}

/** Those of an array are its elements'. */
export function sameQualifiers(a: CppAbiType, b: CppAbiType): Answer {
  if (a.restrict || b.restrict) return 'unknown';
  const isSame = a.const === b.const && a.volatile === b.volatile;
  return isSame ? 'yes' : a.kind === 'array' || b.kind === 'array' ? 'unknown' : 'no';
}

function sameLibraryType(a: CppAbiType, b: CppAbiType): Answer {
  if (a.kind !== 'library' || b.kind !== 'library') {
    const library = a.kind === 'library' ? a : b;
    // The member types of a class are any types.
    return library.kind === 'library' && isLibraryName(library.name) ? 'no' : 'unknown';
  }
  if (a.name !== b.name || a.arguments.length !== b.arguments.length) return 'unknown';
  const list = every(a.arguments.map((argument, i) => sameArgument(argument, b.arguments[i] ?? argument)));
  return list === 'yes' ? sameQualifiers(a, b) : isLibraryName(a.name) ? list : 'unknown';
}

/** Two entities of different names are two; of one name they may be one. */
function sameName(a: CppAbiName, b: CppAbiName): Answer {
  const [first, second] = [a.at(-1), b.at(-1)];
  if (!first || !second || first.name === '' || second.name === '') return 'unknown';
  if (first.name !== second.name) return 'no';
  if (first.arguments === null || second.arguments === null) return 'unknown';
  if (first.arguments.length !== second.arguments.length) return 'unknown';
  const list = every(
    first.arguments.map((argument, i) => sameArgument(argument, second.arguments?.[i] ?? argument)),
  );
  return list === 'no' ? 'no' : 'unknown';
}
