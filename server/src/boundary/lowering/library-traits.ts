import { derive, exact, unknown, type Known } from '../../base/known.js';
import { nameTable } from '../../base/name-table.js';
import type { CppAbiArgument, CppAbiType } from '../../abi/model.js';
import type { CppBuiltin, CppName } from '../../facts/cpp/cpp-facts.js';
import type { CppInteger, IntegerType } from './cpp-constants.js';
import type { CppContext, CppLowering } from './cpp-lowering.js';
import { integerTypeOf } from './integer-types.js';
import { sameType, type Answer } from './type-sameness.js';

const BOOL: CppAbiType = { kind: 'builtin', name: 'bool' };
const BOOL_VALUE: IntegerType = { bits: 1, signed: false };

/** The reason of a type that there is not, so that a specialisation that names it matches nothing. */
const NO_TYPE = '`std::enable_if` of what does not hold is no type';

/** Whether to name the type is an error, not merely unknown. @see C++ [temp.deduct]: substitution fails */
export const isNoType = (type: CppAbiType): boolean => type.kind === 'unknown' && type.reason === NO_TYPE;

/**
 * The type that a trait of the library makes of others.
 *
 * @param name of the trait or its member, as `std::remove_cv::type` or `std::remove_cv_t`
 * @returns null where it is no such trait, or its arguments are not all known
 * @see C++ [meta.trans]
 */
export function traitType(name: string, args: readonly CppAbiArgument[]): CppAbiType | null {
  const trait = name.endsWith('::type') ? name.slice(0, -'::type'.length) : name.replace(/_t$/, '');
  if (trait === name) return null;
  const [first, second, third] = args;
  switch (trait) {
    case 'std::conditional':
      if (first?.kind !== 'constant' || second?.kind !== 'type' || third?.kind !== 'type') return null;
      return first.value !== 0n ? second.type : third.type;
    case 'std::enable_if':
      if (first?.kind !== 'constant' || (second && second.kind !== 'type')) return null;
      if (first.value === 0n) return { kind: 'unknown', text: name, reason: NO_TYPE, because: [] };
      return second?.type ?? { kind: 'builtin', name: 'void' };
    case 'std::void':
      return args.every((argument) => argument.kind === 'type' && PLAIN.has(argument.type.kind))
        ? { kind: 'builtin', name: 'void' }
        : null;
    default: {
      const change = TRANSFORMATIONS[trait];
      return change && first?.kind === 'type' && args.length === 1 && isKnown(first.type)
        ? change(first.type)
        : null;
    }
  }
}

/** Types with no part that may be none. */
const PLAIN: ReadonlySet<CppAbiType['kind']> = new Set(['builtin', 'record', 'enum']);

/** The members of library classes are any types, and so is what stands for all arguments. */
const isKnown = (type: CppAbiType): boolean =>
  type.kind !== 'unknown' &&
  type.kind !== 'aligned' &&
  type.kind !== 'template-parameter' &&
  (type.kind !== 'library' || !/::.*::/.test(type.name));

type Change = (type: CppAbiType) => CppAbiType | null;

function without(type: CppAbiType, qualifiers: readonly ('const' | 'volatile')[]): CppAbiType | null {
  // Those of an array are its elements', those of a function a part of its type.
  if (type.kind === 'array' || type.kind === 'function') return null;
  const kept = Object.entries(type).filter(([key]) => !qualifiers.some((qualifier) => qualifier === key));
  return Object.fromEntries(kept) as unknown as CppAbiType;
}

const withoutReference: Change = (type) => (type.kind === 'reference' ? type.referent : type);

const TRANSFORMATIONS = nameTable<Change>({
  'std::remove_cv': (type) => without(type, ['const', 'volatile']),
  'std::remove_const': (type) => without(type, ['const']),
  'std::remove_volatile': (type) => without(type, ['volatile']),
  'std::remove_reference': withoutReference,
  'std::remove_cvref': (type) => without(withoutReference(type) ?? type, ['const', 'volatile']),
  'std::remove_pointer': (type) => (type.kind === 'pointer' ? type.pointee : type),
  'std::remove_extent': (type) => (type.kind === 'array' ? type.element : type),
  'std::add_pointer': (type) =>
    type.kind === 'function' ? null : { kind: 'pointer', pointee: withoutReference(type) ?? type },
  // Arrays and functions become pointers.
  'std::decay': (type) => without(withoutReference(type) ?? type, ['const', 'volatile']),
  'std::type_identity': (type) => type,
  'std::underlying_type': (type) => (type.kind === 'enum' ? type.enum.underlying : null),
  'std::make_unsigned': (type) => resigned(type, UNSIGNED),
  'std::make_signed': (type) => resigned(type, SIGNED),
});

const UNSIGNED = nameTable<CppBuiltin>({
  char: 'unsigned char',
  'signed char': 'unsigned char',
  short: 'unsigned short',
  int: 'unsigned int',
  long: 'unsigned long',
  'long long': 'unsigned long long',
});

const SIGNED = nameTable<CppBuiltin>({
  char: 'signed char',
  'unsigned char': 'signed char',
  'unsigned short': 'short',
  'unsigned int': 'int',
  'unsigned long': 'long',
  'unsigned long long': 'long long',
});

function resigned(type: CppAbiType, to: Readonly<Record<string, CppBuiltin | undefined>>): CppAbiType | null {
  if (type.kind !== 'builtin') return null;
  const name = to[type.name] ?? (Object.values(to).includes(type.name) ? type.name : undefined);
  return name ? { ...type, name } : null;
}

/** Types of the parameters that are values, by position. */
const VALUES = nameTable<readonly (CppAbiType | undefined)[]>({
  'std::conditional': [BOOL],
  'std::conditional_t': [BOOL],
  'std::enable_if': [BOOL],
  'std::enable_if_t': [BOOL],
  'std::bool_constant': [BOOL],
});

/** The type of the value that a template of the library takes as its argument, where it takes one. */
export function libraryValueType(
  name: string,
  at: number,
  before: readonly CppAbiArgument[],
): CppAbiType | undefined {
  const [first] = before;
  if (name === 'std::integral_constant') return at === 1 && first?.kind === 'type' ? first.type : undefined;
  return VALUES[name]?.[at];
}

/** `std::is_same_v<A, B>`; null where the name is none of the library's traits. */
export function traitNamed(
  lowering: CppLowering,
  { global, segments }: CppName,
  context: CppContext,
): Known<CppInteger> | null {
  const last = segments.at(-1);
  if (segments.length !== 2 || segments[0]?.name !== 'std' || !last?.arguments || !last.name.endsWith('_v'))
    return null;
  const name = { global, segments: [...segments.slice(0, -1), { ...last, name: last.name.slice(0, -2) }] };
  const type = lowering.type({ kind: 'named', name, elaborated: null }, context);
  return type.kind === 'library' ? traitValue(lowering, type) : null;
}

/** The `value` of a trait of the library; null where it is none that is known. @see C++ [meta.unary], [meta.rel] */
export function traitValue(
  lowering: CppLowering,
  { name, arguments: args }: Extract<CppAbiType, { kind: 'library' }>,
): Known<CppInteger> | null {
  const [first, second] = args;
  switch (name) {
    case 'std::true_type':
      return truth(true);
    case 'std::false_type':
      return truth(false);
    case 'std::bool_constant':
      return first?.kind === 'constant' ? truth(first.value !== 0n) : null;
    case 'std::integral_constant':
      return first?.kind === 'type' && second?.kind === 'constant'
        ? derive(integerTypeOf(lowering, first.type), (type) => exact({ value: second.value, type }))
        : null;
    case 'std::is_same':
      return first?.kind === 'type' && second?.kind === 'type'
        ? answered(
            isKnown(first.type) && isKnown(second.type) ? sameType(first.type, second.type) : 'unknown',
            name,
          )
        : null;
    default: {
      const ask = QUESTIONS[name];
      return ask && first?.kind === 'type' && args.length === 1
        ? answered(isKnown(first.type) ? ask(first.type) : 'unknown', name)
        : null;
    }
  }
}

const truth = (holds: boolean): Known<CppInteger> => exact({ value: holds ? 1n : 0n, type: BOOL_VALUE });

const answered = (answer: Answer, name: string): Known<CppInteger> =>
  answer === 'unknown' ? unknown(`what \`${name}\` says is not known`) : truth(answer === 'yes');

const yes = (holds: boolean): Answer => (holds ? 'yes' : 'no');

const NO_NUMBERS: ReadonlySet<CppBuiltin> = new Set<CppBuiltin>(['void', 'nullptr_t', '__builtin_va_list']);
const FLOATING: ReadonlySet<CppBuiltin> = new Set<CppBuiltin>(['float', 'double', 'long double']);
/** What a compiler says of them depends on its mode. */
const EXTENDED: ReadonlySet<CppBuiltin> = new Set<CppBuiltin>([
  '__int128',
  'unsigned __int128',
  '_Float16',
  '__float128',
  '__builtin_va_list',
]);

const ofBuiltin =
  (holds: (name: CppBuiltin) => boolean) =>
  (type: CppAbiType): Answer => {
    if (type.kind === 'bit-int') return 'unknown';
    if (type.kind !== 'builtin') return 'no';
    return EXTENDED.has(type.name) ? 'unknown' : yes(holds(type.name));
  };

const QUESTIONS = nameTable<(type: CppAbiType) => Answer>({
  'std::is_void': ofBuiltin((name) => name === 'void'),
  'std::is_null_pointer': ofBuiltin((name) => name === 'nullptr_t'),
  'std::is_integral': ofBuiltin((name) => !NO_NUMBERS.has(name) && !FLOATING.has(name)),
  'std::is_floating_point': ofBuiltin((name) => FLOATING.has(name)),
  'std::is_arithmetic': ofBuiltin((name) => !NO_NUMBERS.has(name)),
  'std::is_pointer': ({ kind }) => yes(kind === 'pointer'),
  'std::is_reference': ({ kind }) => yes(kind === 'reference'),
  'std::is_lvalue_reference': (type) => yes(type.kind === 'reference' && !type.rvalue),
  'std::is_rvalue_reference': (type) => yes(type.kind === 'reference' && type.rvalue),
  'std::is_array': ({ kind }) => yes(kind === 'array'),
  'std::is_function': ({ kind }) => yes(kind === 'function'),
  'std::is_enum': ({ kind }) => (kind === 'library' ? 'unknown' : yes(kind === 'enum')),
  'std::is_union': (type) =>
    type.kind === 'library' ? 'unknown' : yes(type.kind === 'record' && type.record.kind === 'union'),
  'std::is_class': (type) =>
    type.kind === 'library' ? 'unknown' : yes(type.kind === 'record' && type.record.kind !== 'union'),
  'std::is_const': (type) => (type.kind === 'array' ? 'unknown' : yes(type.const === true)),
});
