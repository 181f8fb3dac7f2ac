import type { CppAbiType } from '../abi/model.js';
import type { FunctionCrossing } from './crossing.js';
import { signatureContext } from './cxx-signature.js';
import type { TargetView } from './target-view.js';

/**
 * Whether the memory that a function of C++ returns a pointer to is plainly not Rust's: text, or an object of a type that
 * C++ knows and the function says by its name that it makes. What C++ only kept for Rust, and gives back, comes as a
 * `void *` or under another name.
 *
 * @param text Rust takes it for text, which C++ hardly keeps for anybody
 */
export function isMadeByCpp({ cpp }: FunctionCrossing, text: boolean, view: TargetView): boolean {
  const result = view.cpp.type(cpp.item.signature.result, signatureContext(cpp));
  if (result.kind !== 'pointer') return false;
  const { pointee } = result;
  if (text && isCharacter(pointee)) return true;
  return MAKING.test(cpp.item.name) && OBJECTS.has(pointee.kind);
}

/** `widget_new`, `strdup`, `CreateWidget`. */
const MAKING =
  /(?:^|_)(?:new|create|alloc|malloc|calloc|realloc|make|clone|copy|duplicate|\w*dup)(?:_|$)|(?:New|Create|Alloc|Make|Clone|Copy|Duplicate)(?:[A-Z\d_]|$)/;

const isCharacter = (type: CppAbiType): boolean =>
  type.kind === 'builtin' && /^(?:(?:un)?signed )?char$/.test(type.name);

/** Kinds of types that memory is made for; `void` is made for nobody knows whom, but by `malloc`. */
const OBJECTS: ReadonlySet<CppAbiType['kind']> = new Set(['builtin', 'record', 'enum', 'library']);
