import { nameTable } from '../../base/name-table.js';
import type { CppAbiArgument, CppAbiType } from '../../abi/model.js';
import { isLibraryName } from '../../abi/standard-library/library-form.js';
import type { Target } from '../../abi/target.js';
import type { CppBuiltin, CppName, CppTemplateArgument } from '../../facts/cpp/cpp-facts.js';
import type { CppContext, CppLowering } from './cpp-lowering.js';
import { withoutDefaults } from './library-defaults.js';
import { expandedArguments } from './pack-expansion.js';
import { libraryValueType, traitType } from './library-traits.js';
import { C_LIBRARY, INLINE_NAMESPACES, STRINGS } from './library-names.js';

/** A type of the standard library by its name in `std`, whether the tables of `abi` know it or not. */
export function standardType(lowering: CppLowering, name: CppName, context: CppContext): CppAbiType {
  // Of a member type the arguments are its class's: `std::vector<int>::iterator`.
  const path = name.segments
    .map((segment) => segment.name)
    .filter((segment) => !INLINE_NAMESPACES.has(segment));
  const plain = path.join('::');
  const args = name.segments.flatMap((segment, i) => {
    const template = path.slice(0, i + 1).join('::');
    return withoutDefaults(template, libraryArguments(lowering, template, segment.arguments ?? [], context));
  });
  const made = traitType(plain, args);
  if (made) return made;
  const count = COUNTS[path.at(-1) ?? ''];
  if (count !== undefined && isLibraryName(path.slice(0, -1).join('::'))) {
    return { kind: 'builtin', name: lowering.target.spelling[count] };
  }
  const first = args[0];
  if (
    plain === 'std::basic_string' &&
    args.length === 1 &&
    first?.kind === 'type' &&
    first.type.kind === 'builtin'
  ) {
    const string = STRINGS[first.type.name];
    if (string) return { kind: 'library', name: string, arguments: [] };
  }
  return { kind: 'library', name: plain, arguments: args };
}

function libraryArguments(
  lowering: CppLowering,
  name: string,
  written: readonly CppTemplateArgument[],
  context: CppContext,
): readonly CppAbiArgument[] {
  const list = expandedArguments(written, context);
  if (!list) return lowering.arguments(written, context);
  const args: CppAbiArgument[] = [];
  for (const { argument, context: place } of list)
    args.push(lowering.argument(argument, place, libraryValueType(name, args.length, args)));
  return args;
}

/** `std::vector<int>::iterator`, by its class. */
export function memberOfLibrary(
  lowering: CppLowering,
  owner: Extract<CppAbiType, { kind: 'library' }>,
  { name, arguments: written }: CppName['segments'][number],
  context: CppContext,
): CppAbiType {
  const count = COUNTS[name];
  if (count !== undefined && isLibraryName(owner.name)) {
    return { kind: 'builtin', name: lowering.target.spelling[count] };
  }
  const args = lowering.arguments(written ?? [], context);
  const member = `${owner.name}::${name}`;
  const made = args.length === 0 ? traitType(member, owner.arguments) : null;
  return made ?? { kind: 'library', name: member, arguments: [...owner.arguments, ...args] };
}

/** Member types that all containers have alike. */
const COUNTS = nameTable<'size_t' | 'ptrdiff_t'>({ size_type: 'size_t', difference_type: 'ptrdiff_t' });

/** The C library's names are reserved: what a workspace may define under them means the same. */
export function cLibraryType(path: readonly string[], target: Target): CppAbiType | null {
  const name = path.length === 1 ? path[0] : path.length === 2 && path[0] === 'std' ? path[1] : undefined;
  if (name === undefined) return null;
  const builtin = C_LIBRARY[name] ?? spelled(name, target);
  return builtin ? { kind: 'builtin', name: builtin } : null;
}

function spelled(name: string, { spelling }: Target): CppBuiltin | undefined {
  switch (name) {
    case 'size_t':
    case 'ptrdiff_t':
    case 'int64_t':
    case 'uint64_t':
    case 'intptr_t':
    case 'uintptr_t':
      return spelling[name];
    case 'ssize_t':
      return spelling.ptrdiff_t;
    case 'int_least64_t':
    case 'intmax_t':
      return spelling.int64_t;
    case 'uint_least64_t':
    case 'uintmax_t':
      return spelling.uint64_t;
    default:
      return undefined;
  }
}
