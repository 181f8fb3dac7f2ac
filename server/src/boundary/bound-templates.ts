import type { CppExpression, CppName, CppTemplateParameter, CppType } from '../facts/cpp/cpp-facts.js';
import { formatConstantExpression } from '../facts/cpp/format-cpp.js';
import type { RustType } from '../facts/rust/rust-facts.js';
import type { CppFunctionSide, RustFunctionSide } from './crossing.js';
import { isDependent } from '../program/dependent-names.js';

/** Why no instance of a function template is the function that a bridge binds. */
export type Refusal =
  /** Nothing in the function's type says what the parameter is. */
  | { readonly kind: 'not-deduced'; readonly parameter: string }
  /** The types of the bridge say what it is, and a constraint is against that. */
  | {
      readonly kind: 'constraint';
      /** As C++. */
      readonly constraint: string;
      readonly parameter: string;
      readonly type: string;
    };

/**
 * Deduces the arguments of a function template as C++ does where cxx takes its address: from the types of the
 * parameters and of the result, and from nothing else.
 *
 * @returns null where an instance may be meant
 * @see C++ [temp.deduct.funcaddr], [temp.constr], [meta.unary], [concepts.lang]; cxx: write.rs, write_cxx_function_shim
 */
export function refusalOf(rust: RustFunctionSide, { item }: CppFunctionSide): Refusal | null {
  const { signature, template } = item;
  if (!template || template.specialization) return null;
  const written = [...signature.parameters.map(({ type }) => type), signature.result];
  const given = [...rust.signature.parameters.map(({ type }) => type), rust.signature.result];
  if (written.length !== given.length) return null;
  const scalars = new Map<string, Scalar>();
  for (const [i, type] of written.entries()) {
    const deduced = deduce(type, given[i]);
    if (deduced) scalars.set(deduced.parameter, deduced.scalar);
  }
  for (const parameter of template.parameters) {
    if (isNotDeduced(parameter, written)) return { kind: 'not-deduced', parameter: parameter.name };
  }
  for (const constraint of constraintsOf(template.parameters, signature.result)) {
    const refusing = failing(constraint, scalars);
    if (refusing) return refusing;
  }
  return null;
}

/**
 * Whether a template says of which arguments there are instances, beyond what its body needs.
 *
 * @see C++ [temp.constr.decl]; `std::enable_if`
 */
export const isConstrained = ({ template, signature }: CppFunctionSide['item']): boolean =>
  template !== null &&
  (template.parameters.some(({ constrained }) => constrained) ||
    constraintsOf(template.parameters, signature.result).length > 0);

/** What is asked of one fundamental type. */
interface Scalar {
  /** In Rust. */
  readonly type: string;
  readonly form: 'signed' | 'unsigned' | 'bool' | 'char' | 'float';
}

/** `T`, `const T &` and `T *` against a scalar of a bridge or a pointer or reference to one. */
function deduce(
  type: CppType,
  given: RustType | undefined,
): { readonly parameter: string; readonly scalar: Scalar } | null {
  if (type.kind === 'pointer' && given?.kind === 'pointer') return deduce(type.pointee, given.pointee);
  if (type.kind === 'reference' && given?.kind === 'reference') return deduce(type.referent, given.referent);
  if (type.kind !== 'named' || given?.kind !== 'path' || given.path.length !== 1) return null;
  const [segment, ...others] = type.name.segments;
  const scalar = scalarNamed(given.path[0] ?? '');
  return segment && segment.arguments === null && others.length === 0 && scalar
    ? { parameter: segment.name, scalar }
    : null;
}

/** @see cxx: write.rs, write_atom */
function scalarNamed(type: string): Scalar | null {
  if (/^(?:i8|i16|i32|i64|isize)$/.test(type)) return { type, form: 'signed' };
  if (/^(?:u8|u16|u32|u64|usize)$/.test(type)) return { type, form: 'unsigned' };
  if (/^f(?:32|64)$/.test(type)) return { type, form: 'float' };
  if (type === 'bool') return { type, form: 'bool' };
  return type === 'c_char' ? { type, form: 'char' } : null;
}

/** A parameter that has no default, and that nothing mentions which an argument may be deduced from. */
function isNotDeduced(
  { name, pack, hasDefault }: CppTemplateParameter,
  written: readonly CppType[],
): boolean {
  const names = new Set([name]);
  return name !== '' && !pack && !hasDefault && !written.some((type) => isDependent(type, names));
}

/** What has to hold for the template's arguments, as far as it was read. */
function constraintsOf(
  parameters: readonly CppTemplateParameter[],
  result: CppType,
): readonly CppExpression[] {
  return [
    ...parameters.flatMap((parameter) => [...conceptOf(parameter), ...(parameter.conditions ?? [])]),
    ...enabling(result),
  ];
}

/** `template <std::integral T>` reads like a value of a type of that name, which none can have. */
function conceptOf({ kind, name, valueType }: CppTemplateParameter): readonly CppExpression[] {
  if (kind !== 'value' || valueType?.kind !== 'named' || !isStandard(valueType.name)) return [];
  const { global, segments } = valueType.name;
  const own: CppName = { global: false, segments: [{ name, arguments: null }] };
  const type: CppType = { kind: 'named', name: own, elaborated: null };
  const last = segments.length - 1;
  return [
    {
      kind: 'instance-name',
      name: {
        global,
        segments: segments.map((segment, i) =>
          i === last ? { ...segment, arguments: [{ kind: 'type', type }] } : segment,
        ),
      },
    },
  ];
}

/** `std::enable_if_t<C, R>` and `typename std::enable_if<C, R>::type` as a result. */
function enabling(type: CppType): readonly CppExpression[] {
  if (type.kind !== 'named' || !isStandard(type.name)) return [];
  const { name = '', arguments: list } = type.name.segments[1] ?? {};
  const [first] = list ?? [];
  if (!first || !/^enable_if(?:_t)?$/.test(name)) return [];
  if (first.kind === 'constant') return [first.value];
  return first.type.kind === 'named' ? [{ kind: 'instance-name', name: first.type.name }] : [];
}

const isStandard = ({ segments }: CppName): boolean => segments[0]?.name === 'std';

/** The part of a constraint that certainly does not hold, all parts of a conjunction being asked. */
function failing(constraint: CppExpression, scalars: ReadonlyMap<string, Scalar>): Refusal | null {
  if (constraint.kind === 'binary' && constraint.operator === '&&')
    return failing(constraint.left, scalars) ?? failing(constraint.right, scalars);
  const asked = askedIn(constraint);
  const scalar = asked && scalars.get(asked.parameter);
  if (!asked || !scalar || asked.wanted === null) return null;
  const holds = asked.wanted(scalar.form);
  if (holds === null || holds !== asked.negated) return null;
  const { parameter } = asked;
  return {
    kind: 'constraint',
    constraint: formatConstantExpression(constraint),
    parameter,
    type: scalar.type,
  };
}

interface Asked {
  readonly parameter: string;
  readonly wanted: Trait | null;
  readonly negated: boolean;
}

/** Null where it is not known. */
type Trait = (form: Scalar['form']) => boolean | null;

/** `std::is_integral_v<T>`, `std::is_integral<T>::value`, `std::integral<T>`, with any number of `!` before it. */
function askedIn(expression: CppExpression): Asked | null {
  if (expression.kind === 'unary' && expression.operator === '!') {
    const inner = askedIn(expression.operand);
    return inner && { ...inner, negated: !inner.negated };
  }
  if (expression.kind !== 'instance-name' || !isStandard(expression.name)) return null;
  const [, trait, member] = expression.name.segments;
  const [argument, ...others] = trait?.arguments ?? [];
  if (!trait || argument?.kind !== 'type' || others.length > 0 || argument.type.kind !== 'named') return null;
  if (expression.name.segments.length > (member?.name === 'value' ? 3 : 2)) return null;
  const [segment, ...rest] = argument.type.name.segments;
  return segment && rest.length === 0
    ? { parameter: segment.name, wanted: TRAITS.get(trait.name.replace(/_v$/, '')) ?? null, negated: false }
    : null;
}

const isSigned: Trait = (form) => (form === 'char' ? null : form === 'signed' || form === 'float');
const isUnsigned: Trait = (form) => (form === 'char' ? null : form === 'unsigned' || form === 'bool');
const isIntegral: Trait = (form) => form !== 'float';
const isFloating: Trait = (form) => form === 'float';
const never: Trait = () => false;

/** Those of the standard's traits and concepts that differ for scalars, and some that are false for all of them. */
const TRAITS: ReadonlyMap<string, Trait> = new Map([
  ['is_integral', isIntegral],
  ['integral', isIntegral],
  ['is_floating_point', isFloating],
  ['floating_point', isFloating],
  ['is_signed', isSigned],
  ['is_unsigned', isUnsigned],
  ['signed_integral', (form) => (form === 'float' ? false : isSigned(form))],
  ['unsigned_integral', isUnsigned],
  ...['is_class', 'is_enum', 'is_union', 'is_pointer', 'is_array', 'is_void'].map((name): [string, Trait] => [
    name,
    never,
  ]),
]);
