import type { CppAbiRecord, CppRecordDefinition } from '../abi/model.js';
import type { Known } from '../base/known.js';
import type { Location } from '../base/range.js';
import type { CppFunction, CppSignature } from '../facts/cpp/cpp-facts.js';
import type { CxxBridge, CxxType, RustType } from '../facts/rust/rust-facts.js';
import { isBridgeType, isOpaque, type TypeCrossing } from './crossing.js';
import { rustContext } from './lowering/rust-types.js';
import type { TargetView } from './target-view.js';

/** A C++ class that a binding brings to Rust, where the binding is the place to speak of it. */
export interface BoundType {
  readonly record: CppAbiRecord;
  readonly definition: Known<CppRecordDefinition>;
  /** Rust has its bytes, and may move them; false for what stands behind a pointer and has no fields in Rust. */
  readonly hasBytes: boolean;
  /** The bridge that declares it, where one does. */
  readonly bridge: CxxBridge | null;
}

/**
 * What is bound by the crossing of a type.
 *
 * @returns null where C++ does not define it, for a bridge that takes the type of another one, which is asked about
 *   it, and under Crubit, which has traits for all that a class does when it is moved, assigned or constructed
 * @see Crubit, support/ctor.rs: `CtorNew`, `Assign`
 */
export function boundType(
  { mechanism, rust: { uri, item }, cpp }: TypeCrossing,
  view: TargetView,
): BoundType | null {
  if (!cpp.item.definition || mechanism === 'crubit') return null;
  const record = view.cpp.record(cpp.uri, cpp.item);
  const bound = { record, definition: record.define() };
  if (!isBridgeType(item)) return { ...bound, hasBytes: !isOpaque(item), bridge: null };
  const bridge = bridgeWith(uri, item, view);
  const name = item.rustName ?? item.name;
  const shared = bridge?.structs.some((struct) => (struct.rustName ?? struct.name) === name) === true;
  if (item.alias === null) return { ...bound, hasBytes: shared, bridge };
  const type = view.rust.type(item.alias, rustContext(uri, []));
  const source = type.kind === 'record' ? view.rust.sourceOf(type.record) : undefined;
  return source ? { ...bound, hasBytes: !isOpaque(source.item), bridge } : null;
}

function bridgeWith(uri: string, { modulePath }: CxxType, { program }: TargetView): CxxBridge | null {
  const facts = program.facts(uri);
  const path = modulePath.join('::');
  if (facts?.language !== 'rust') return null;
  return facts.bridges.find((bridge) => [...bridge.modulePath, bridge.name].join('::') === path) ?? null;
}

/** What of a class an operator changes. */
export type OperatorRole = 'assignment' | 'dereference' | 'allocation' | 'conversion' | 'call' | 'subscript';

export interface OwnOperator {
  readonly role: OperatorRole;
  readonly item: CppFunction;
}

/**
 * The operators with code of their own that a bound class declares for everybody and that Rust has other words for,
 * or none. A move assignment is no such: it is a way to move.
 *
 * @see C++ [over.oper], [class.conv.fct], [class.free]
 */
export function ownOperators(
  crossing: TypeCrossing,
  bound: BoundType,
  view: TargetView,
): readonly OwnOperator[] {
  return operatorsOf(crossing, bound).filter(
    ({ role }) => !TRAITS[role].some((trait) => isImplemented(trait, crossing, view)),
  );
}

/** The operators with code of their own that a class declares for everybody, whatever Rust makes of them. */
export function operatorsOf(
  { cpp: { uri, item } }: Pick<TypeCrossing, 'cpp'>,
  { definition }: Pick<BoundType, 'definition'>,
): readonly OwnOperator[] {
  const move = definition.status === 'unknown' ? null : definition.value.special.moveAssignment.location;
  return item.methods.flatMap((method): OwnOperator[] => {
    const role = roleOf(method);
    if (role === null || method.access !== 'public' || method.deleted || method.defaulted) return [];
    return isAt(move, { uri, range: method.nameRange }) ? [] : [{ role, item: method }];
  });
}

/** What Rust has a word for once somebody implements it. @see Crubit, support/ctor.rs: `Assign`, `UnpinAssign` */
const TRAITS: Readonly<Record<OperatorRole, readonly string[]>> = {
  assignment: ['Assign', 'UnpinAssign'],
  dereference: ['Deref'],
  allocation: [],
  conversion: [],
  call: [],
  subscript: ['Index'],
};

/** Whether the crate implements a trait of that name for the type. */
export const isImplemented = (
  trait: string,
  { rust: { uri, item } }: TypeCrossing,
  { program }: TargetView,
): boolean =>
  program.rust.implementations(trait, isBridgeType(item) ? (item.rustName ?? item.name) : item.name, uri)
    .length > 0;

function roleOf({ kind, name, signature: { parameters } }: CppFunction): OperatorRole | null {
  if (kind === 'conversion') return 'conversion';
  if (kind !== 'operator') return null;
  switch (name.replace(/^operator\s*/, '').replace(/\s+/g, '')) {
    case '=':
      return 'assignment';
    case '*':
      return parameters.length === 0 ? 'dereference' : null;
    case '->':
    case '->*':
      return 'dereference';
    case 'new':
    case 'new[]':
    case 'delete':
    case 'delete[]':
      return 'allocation';
    case '()':
      return 'call';
    case '[]':
      return 'subscript';
    default:
      return null;
  }
}

const isAt = (a: Location | null, b: Location): boolean =>
  a?.uri === b.uri &&
  a.range.start.line === b.range.start.line &&
  a.range.start.character === b.range.start.character;

/**
 * True where a function of the bridge gives Rust the type, however it is wrapped: then C++ makes it.
 *
 * @param name of the type in the bridge
 */
export const isGivenBy = ({ blocks }: CxxBridge, name: string): boolean =>
  blocks.some(({ side, functions }) =>
    functions.some(({ signature: { parameters, result } }) =>
      side === 'C++' ? mentions(result, name) : parameters.some(({ type }) => mentions(type, name)),
    ),
  );

/** True where Rust owns objects of the type behind a smart pointer: what it only borrows, C++ moves where it has to. */
export const isOwnedIn = ({ blocks, structs, instantiations }: CxxBridge, name: string): boolean =>
  [
    ...blocks
      .flatMap(({ functions }) => functions)
      .flatMap(({ signature }) => [...signature.parameters.map(({ type }) => type), signature.result]),
    ...structs.flatMap(({ fields }) => fields.map(({ type }) => type)),
    ...instantiations.map(({ type }) => type),
  ].some((type) => isOwner(type, name));

function isOwner(type: RustType, name: string): boolean {
  if (type.kind === 'reference') return isOwner(type.referent, name);
  if (type.kind !== 'path') return false;
  const owns = type.path[0] === 'UniquePtr' || type.path[0] === 'SharedPtr';
  return type.arguments.some(
    (argument) =>
      argument.kind === 'type' && (owns ? mentions(argument.type, name) : isOwner(argument.type, name)),
  );
}

function mentions(type: RustType, name: string): boolean {
  switch (type.kind) {
    case 'path':
      return (
        (type.path.length === 1 && type.path[0] === name) ||
        type.arguments.some((argument) => argument.kind === 'type' && mentions(argument.type, name))
      );
    case 'reference':
      return mentions(type.referent, name);
    case 'pointer':
      return mentions(type.pointee, name);
    case 'array':
    case 'slice':
      return mentions(type.element, name);
    case 'tuple':
      return type.elements.some((element) => mentions(element, name));
    case 'function':
      return [...type.parameters, type.result].some((part) => mentions(part, name));
    case 'never':
    case 'trait-object':
    case 'unreadable':
      return false;
    default:
      return type satisfies never;
  }
}

/**
 * The constructors by which C++ makes an object of the class by itself where a call has another value, in the order of
 * the class. Templates, lists in braces, and what a macro may say `explicit` of, are left out.
 *
 * @see C++ [class.conv.ctor]
 */
export function convertingConstructors(
  { cpp: { uri, item } }: Pick<TypeCrossing, 'cpp'>,
  { definition }: Pick<BoundType, 'definition'>,
): readonly CppFunction[] {
  if (definition.status === 'unknown') return [];
  const { copyConstructor, moveConstructor } = definition.value.special;
  return item.methods.filter(
    ({ kind, access, explicit, deleted, template, macros, signature, nameRange: range }) =>
      kind === 'constructor' &&
      access === 'public' &&
      !explicit &&
      !deleted &&
      template === null &&
      macros.length === 0 &&
      takesOneValue(signature) &&
      !isAt(copyConstructor.location, { uri, range }) &&
      !isAt(moveConstructor.location, { uri, range }),
  );
}

function takesOneValue({ parameters: [first, ...others] }: CppSignature): boolean {
  if (!first || others.some(({ hasDefault }) => !hasDefault)) return false;
  return first.type.kind !== 'named' || first.type.name.segments.at(-1)?.name !== 'initializer_list';
}

/**
 * Whether anybody may construct the class where he has room for one: it is not abstract, and not all of its
 * constructors but those that copy and move are kept from others.
 */
export function isConstructible(
  { cpp: { uri, item } }: Pick<TypeCrossing, 'cpp'>,
  { definition }: Pick<BoundType, 'definition'>,
): boolean {
  if (definition.status === 'unknown' || definition.value.functions.some(({ pure }) => pure)) return false;
  const { copyConstructor, moveConstructor } = definition.value.special;
  const constructors = item.methods.filter(
    ({ kind, nameRange: range }) =>
      kind === 'constructor' &&
      !isAt(copyConstructor.location, { uri, range }) &&
      !isAt(moveConstructor.location, { uri, range }),
  );
  return (
    constructors.length === 0 || constructors.some(({ access, deleted }) => access === 'public' && !deleted)
  );
}
