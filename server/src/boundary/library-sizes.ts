import { createCppAbi, type CppAbi } from '../abi/cpp-abi.js';
import type { CppAbiLibraryType, CppAbiRecord, CppAbiType } from '../abi/model.js';
import { formatType } from '../abi/names.js';
import { definitionOf } from '../abi/nesting.js';
import { choicesFor } from '../abi/standard-library/library-choice.js';
import type { StandardLibrary, Target } from '../abi/target.js';
import type { Location } from '../base/range.js';

/** A member of the standard library's, whose size is the library's choice. */
export interface LibraryMember {
  /** `options.name`, `Base::name` */
  readonly path: string;
  /** The library type as people write it. */
  readonly type: string;
  readonly location: Location | null;
  /** Bytes, one for each library; null where the target has none, or it is not known. */
  readonly sizes: Readonly<Record<StandardLibrary, number | null>>;
}

/**
 * The first standard-library type that a class holds by value, however deep, and that has not the same size in the
 * libraries that exist for the target; null where there is none, two sizes are not known, or the settings say which
 * library it is.
 */
export function libraryMemberOf(record: CppAbiRecord, target: Target): LibraryMember | null {
  if (target.libraryStated) return null;
  const libraries = choicesFor(target).filter(({ mode }) => mode === 'release');
  const abis = libraries.map(({ library }) => createCppAbi({ ...target, standardLibrary: library }));
  return memberIn(record, [], abis, new Set());
}

function memberIn(
  record: CppAbiRecord,
  path: readonly string[],
  abis: readonly CppAbi[],
  seen: Set<CppAbiRecord>,
): LibraryMember | null {
  const definition = definitionOf(record);
  if (definition.status === 'unknown' || seen.has(record)) return null;
  seen.add(record);
  const { bases, fields } = definition.value;
  for (const { type, location } of bases) {
    const found = held(type, [...path, formatType(type)], location, abis, seen);
    if (found) return { ...found, path: found.path.replace(`${formatType(type)}.`, `${formatType(type)}::`) };
  }
  for (const { name, type, location } of fields) {
    const found = held(type, name === '' ? path : [...path, name], location, abis, seen);
    if (found) return found;
  }
  return null;
}

function held(
  type: CppAbiType,
  path: readonly string[],
  location: Location | null,
  abis: readonly CppAbi[],
  seen: Set<CppAbiRecord>,
): LibraryMember | null {
  switch (type.kind) {
    case 'array':
      return held(type.element, path, location, abis, seen);
    case 'aligned':
      return held(type.type, path, location, abis, seen);
    case 'record':
      return memberIn(type.record, path, abis, seen);
    case 'library': {
      const sizes = sizesOf(type, abis);
      const known = Object.values(sizes).filter((size) => size !== null);
      if (new Set(known).size < 2) return null;
      return { path: path.join('.'), type: formatType(type), location, sizes };
    }
    default:
      return null;
  }
}

function sizesOf(type: CppAbiLibraryType, abis: readonly CppAbi[]): LibraryMember['sizes'] {
  const sizes: Record<StandardLibrary, number | null> = { 'libstdc++': null, 'libc++': null, msvc: null };
  for (const abi of abis) {
    const size = abi.sizeOf(type);
    if (size.status !== 'unknown') sizes[abi.target.standardLibrary] = size.value.size;
  }
  return sizes;
}
