import { assumed, exact, unknown, type Known } from '../../base/known.js';
import {
  lazily,
  NO_SPECIAL_MEMBERS,
  type CppAbiArgument,
  type CppAbiField,
  type CppAbiLibraryType,
  type CppAbiRecord,
  type CppAbiType,
  type CppRecordDefinition,
} from '../model.js';
import { formatType } from '../names.js';
import type { SizeAlign, StandardLibrary, Target } from '../target.js';
import { LIBRARY_TABLE, type LibraryCell, type LibraryRow } from './library-table.js';

/** How a library class is laid out: a size from the table, or a record made of its arguments. */
export type LibraryForm =
  | { readonly kind: 'leaf'; readonly size: SizeAlign }
  | { readonly kind: 'record'; readonly record: CppAbiRecord };

const VERSIONS: Readonly<Record<StandardLibrary, string>> = {
  'libstdc++':
    'the standard library is libstdc++ with its default ABI and without debug mode (measured with version 12)',
  'libc++': 'the standard library is libc++ with ABI version 1 (measured with version 19)',
  msvc: "the standard library is Microsoft's in release mode (measured with Visual Studio 2022 17.14)",
};

/** What every result from the tables rests on. */
export const libraryAssumption = (library: StandardLibrary): string => VERSIONS[library];

/** Classes that can be moved but not copied. */
export const MOVE_ONLY_LIBRARY_TYPES: ReadonlySet<string> = new Set([
  'std::unique_ptr',
  'std::thread',
  'std::jthread',
  'std::future',
  'std::promise',
  'std::unique_lock',
  'std::move_only_function',
  'std::stringstream',
  'std::ostringstream',
  'std::ofstream',
  'std::ifstream',
  'std::ostream',
]);

/** True where the tables know a class by this qualified name. */
export const isLibraryName = (name: string): boolean => BY_NAME.has(name);

/** The table's entry for the class with these arguments in the target's library; unknown without one. */
export function libraryCell(type: CppAbiLibraryType, target: Target): Known<LibraryCell> {
  const key = specialCase(type);
  if (key === null) return unknown(`${formatType(type)}: the tables do not cover these template arguments`);
  const row = BY_NAME.get(key);
  if (!row) return unknown(`${type.name} is not in the tables of the standard library`);
  const cell = row.cells[target.standardLibrary];
  return cell
    ? assumed(cell, VERSIONS[target.standardLibrary])
    : unknown(`${target.standardLibrary} has no ${type.name}`);
}

/** Size, or members, of a library class on the target. */
export function libraryForm(type: CppAbiLibraryType, target: Target): Known<LibraryForm> {
  const cell = libraryCell(type, target);
  if (cell.status === 'unknown') return cell;
  const assumption = VERSIONS[target.standardLibrary];
  const leaf = (size: number, align: number): Known<LibraryForm> =>
    assumed({ kind: 'leaf', size: { size, align } }, assumption);
  const form = cell.value.size;
  switch (form.kind) {
    case 'words':
      return leaf(form.count * target.pointerSize + form.bytes, target.pointerSize);
    case 'sixty-four':
      if (target.pointerSize === 8) return leaf(form.size, form.align);
      return unknown(`the size of ${type.name} is not known on 32-bit targets`);
    case 'measured':
      if (MEASURED_ON.includes(target.triple)) return leaf(form.size, form.align);
      return unknown(`the size of ${type.name} was not measured on ${target.triple}`);
    case 'members':
      return memberwiseForm(type, target);
    case 'unmeasured':
      return unknown(`the size of ${type.name} was not measured for ${target.standardLibrary}`);
    default:
      return form satisfies never;
  }
}

const MEASURED_ON: readonly string[] = ['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc'];

const BY_NAME: ReadonlyMap<string, LibraryRow> = new Map(
  LIBRARY_TABLE.flatMap((row) => row.names.map((name) => [name, row] as const)),
);

/** The row's name for the class with these arguments; null where the arguments are beyond the tables. */
function specialCase({ name, arguments: args }: CppAbiLibraryType): string | null {
  const first = typeArgument(args, 0);
  const second = typeArgument(args, 1);
  switch (name) {
    case 'std::vector':
      return first?.kind === 'builtin' && first.name === 'bool' ? 'std::vector<bool>' : name;
    case 'std::span':
      return args[1]?.kind === 'constant' ? 'std::span<N>' : name;
    case 'std::unique_ptr':
      if (second === null || (second.kind === 'library' && second.name === 'std::default_delete'))
        return name;
      return second.kind === 'pointer' && second.pointee.kind === 'function' ? 'std::unique_ptr<D*>' : null;
    case 'std::stack':
    case 'std::queue':
    case 'std::priority_queue':
      return second === null ? name : null;
    default:
      return name;
  }
}

function typeArgument(args: readonly CppAbiArgument[], index: number): CppAbiType | null {
  const argument = args[index];
  return argument?.kind === 'type' ? argument.type : null;
}

/** The classes whose members are their arguments. */
function memberwiseForm(type: CppAbiLibraryType, target: Target): Known<LibraryForm> {
  const members = membersOf(type, target);
  if (members === null) return unknown(`the layout of ${formatType(type)} is not in the tables`);
  const known = RECORDS.get(type);
  const record = known ?? recordOf(type, members);
  if (!known) RECORDS.set(type, record);
  return assumed({ kind: 'record', record }, VERSIONS[target.standardLibrary]);
}

/** One record for each library type, so that its identity is stable. */
const RECORDS = new WeakMap<CppAbiLibraryType, CppAbiRecord>();

const BOOL: CppAbiType = { kind: 'builtin', name: 'bool' };

function membersOf(type: CppAbiLibraryType, target: Target): readonly CppAbiType[] | null {
  const types = type.arguments.flatMap((argument) => (argument.kind === 'type' ? [argument.type] : []));
  const [first] = types;
  switch (type.name) {
    case 'std::array': {
      const count = type.arguments[1];
      if (!first || count?.kind !== 'constant' || count.value <= 0n) return null;
      return [{ kind: 'array', element: first, count: Number(count.value) }];
    }
    case 'std::pair':
      return types.length === 2 ? types : null;
    case 'std::optional':
      return first ? [first, BOOL] : null;
    case 'std::expected':
      return types.length === 2 && types.every((each) => !isVoid(each)) ? [unionOf(types), BOOL] : null;
    case 'std::variant':
      return types.length > 0 && types.length < 256 ? [unionOf(types), variantIndex(target)] : null;
    case 'std::tuple':
      return tupleMembers(types, target);
    case 'std::complex':
      return first ? [{ kind: 'array', element: first, count: 2 }] : null;
    case 'std::chrono::duration':
      return first ? [first] : null;
    case 'std::atomic':
      return first && isAtomicScalar(first) ? [atomicOf(first, target)] : null;
    default:
      return null;
  }
}

const isVoid = (type: CppAbiType): boolean => type.kind === 'builtin' && type.name === 'void';

/** libc++'s index is an `unsigned int`, the others' a byte. */
const variantIndex = (target: Target): CppAbiType => ({
  kind: 'builtin',
  name: target.standardLibrary === 'libc++' ? 'unsigned int' : 'unsigned char',
});

/**
 * libstdc++ keeps the elements in reverse order, libc++ in order; both leave no room for empty ones, so
 * that only scalars are sure. Microsoft's is nested and stays unknown beyond one element.
 */
function tupleMembers(types: readonly CppAbiType[], target: Target): readonly CppAbiType[] | null {
  const mayBeEmpty = (type: CppAbiType): boolean => type.kind === 'record' || type.kind === 'library';
  if (types.length === 0 || (target.standardLibrary === 'msvc' && types.length > 1)) return null;
  if (types.some((each) => mayBeEmpty(each) && !(each.kind === 'library' && NEVER_EMPTY.has(each.name))))
    return null;
  return target.standardLibrary === 'libstdc++' ? [...types].reverse() : types;
}

const NEVER_EMPTY: ReadonlySet<string> = new Set(
  LIBRARY_TABLE.filter((row) =>
    Object.values(row.cells).every((cell) => cell?.size.kind !== 'members'),
  ).flatMap((row) => row.names),
);

const isAtomicScalar = (type: CppAbiType): boolean =>
  type.kind === 'builtin' || type.kind === 'pointer' || type.kind === 'enum';

/** `atomic<T>` of a scalar has T's size and is aligned to it, also where T is not (8-byte types on i686). */
function atomicOf(type: CppAbiType, target: Target): CppAbiType {
  const size = type.kind === 'builtin' ? target.fundamental[type.name]?.size : undefined;
  return size !== undefined && size <= 8 ? { kind: 'aligned', type, alignment: size } : type;
}

function unionOf(types: readonly CppAbiType[]): CppAbiType {
  return { kind: 'record', record: synthetic('union', 'storage', types) };
}

const recordOf = (type: CppAbiLibraryType, members: readonly CppAbiType[]): CppAbiRecord =>
  synthetic('struct', type.name, members, type.name !== 'std::array');

/** A record that stands for a library class; `constructors` where its constructors are user-provided. */
function synthetic(
  kind: 'struct' | 'union',
  name: string,
  members: readonly CppAbiType[],
  constructors = true,
): CppAbiRecord {
  const definition: CppRecordDefinition = {
    bases: [],
    fields: members.map((type, index) => memberField(`${index}`, type)),
    special: constructors
      ? {
          ...NO_SPECIAL_MEMBERS,
          defaultConstructor: { state: 'user-provided', access: 'public', location: null },
        }
      : NO_SPECIAL_MEMBERS,
    functions: [],
    alignment: 0,
    alignas: false,
    packed: false,
    pragmaPack: null,
    trivialAbi: false,
    emptyBases: false,
    microsoftStruct: null,
    relocationClaims: [],
  };
  return {
    name: [{ kind: 'record', name, arguments: null, abiTags: [] }],
    kind,
    anonymous: false,
    location: null,
    define: lazily(() => exact(definition)),
  };
}

const memberField = (name: string, type: CppAbiType): CppAbiField => ({
  name,
  type,
  bitWidth: null,
  alignment: 0,
  packed: false,
  noUniqueAddress: null,
  access: 'public',
  hasInitializer: false,
  location: null,
});
