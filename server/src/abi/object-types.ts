import { assumed, exact, unknown, withAssumptions, type Known } from '../base/known.js';
import type { CppAbiLibraryType, CppAbiRecord, CppAbiType } from './model.js';
import { formatType } from './names.js';

/** A question that can be asked of every object, and that its type's leaf answers. */
export interface ObjectQuestion<T> {
  /** Of numbers, pointers and enums. */
  readonly scalar: T;
  ofReference(type: Extract<CppAbiType, { kind: 'reference' }>): Known<T>;
  ofRecord(record: CppAbiRecord): Known<T>;
  ofLibraryType(type: CppAbiLibraryType): Known<T>;
}

/** The answer for an object of `type`: that of its elements for an array, and unknown for what is no object. */
export function askOf<T>(type: CppAbiType, question: ObjectQuestion<T>): Known<T> {
  const answer = askOfResolved(type, question);
  return type.assumption === undefined ? answer : withAssumptions(answer, [assumed(null, type.assumption)]);
}

function askOfResolved<T>(type: CppAbiType, question: ObjectQuestion<T>): Known<T> {
  switch (type.kind) {
    case 'builtin':
    case 'bit-int':
    case 'pointer':
    case 'member-pointer':
    case 'enum':
      return exact(question.scalar);
    case 'reference':
      return question.ofReference(type);
    case 'array':
      return askOf(type.element, question);
    case 'aligned':
      return askOf(type.type, question);
    case 'record':
      return question.ofRecord(type.record);
    case 'library':
      return question.ofLibraryType(type);
    case 'function':
      return unknown(`${formatType(type)} is a function type, not an object`);
    case 'template-parameter':
      return unknown('it depends on a template parameter');
    case 'unknown':
      return unknown(type.reason, type.because);
    default:
      return type satisfies never;
  }
}
