import type { Evidence, Known } from '../../base/known.js';
import type { Location, Uri } from '../../base/range.js';
import type { CppAbiType } from '../../abi/model.js';
import type { CppType } from '../../facts/cpp/cpp-facts.js';

/** @param text how the type is written, for messages */
export function unknownType(
  text: string,
  why: { readonly reason: string; readonly because: readonly Evidence[] },
): CppAbiType {
  return { kind: 'unknown', text, reason: why.reason, because: why.because };
}

/** A type on the assumptions that a number in it rests on. */
export function grounded(type: CppAbiType, ground: Known<unknown>): CppAbiType {
  return ground.status === 'assumed' ? { ...type, assumption: ground.assumption } : type;
}

export function withQualifiers(lowered: CppAbiType, written: CppType): CppAbiType {
  if (!written.const && !written.volatile && !written.restrict) return lowered;
  return {
    ...lowered,
    ...(written.const ? { const: true as const } : {}),
    ...(written.volatile ? { volatile: true as const } : {}),
    ...(written.restrict ? { restrict: true as const } : {}),
  };
}

export const declaredAt = ({
  uri,
  item,
}: {
  uri: Uri;
  item: { nameRange: Location['range'] };
}): Evidence => ({
  message: 'declared here',
  location: { uri, range: item.nameRange },
});
