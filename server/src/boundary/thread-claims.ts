import type { Uri } from '../base/range.js';
import type {
  RustField,
  RustImplementation,
  RustPathType,
  RustRecord,
  RustType,
} from '../facts/rust/rust-facts.js';
import type { Program } from '../program/program.js';
import type { RustPlace, RustTypeDeclaration } from '../program/rust-names.js';
import { isOpaque, type FunctionCrossing } from './crossing.js';

/** A Rust type that other threads may have, by a claim that nothing explains, and that points to an object of C++. */
export interface ThreadClaim {
  readonly kind: 'thread-claim';
  readonly uri: Uri;
  /** In the file of the claims. */
  readonly record: RustRecord;
  /** `Send`, `Sync`, or both; at least one. */
  readonly claims: readonly [RustImplementation, ...RustImplementation[]];
  /** The field that points to the object. */
  readonly field: RustField;
  /** The name of what it points to. */
  readonly pointee: string;
  /** A function of C++ that takes or returns a pointer to it. */
  readonly used: FunctionCrossing;
}

/** The claims in all files that were read. */
export function threadClaimsOf(functions: readonly FunctionCrossing[], program: Program): ThreadClaim[] {
  const users = usersByPointee(functions);
  const found: ThreadClaim[] = [];
  for (const [uri, { implementations, records }] of program.rustFiles()) {
    const unexplained = implementations.filter((each) => each.unexplained);
    if (unexplained.length === 0) continue;
    for (const record of records) {
      const [first, ...others] = unexplained.filter((each) => isOf(each, record));
      if (!first || record.fields.some(({ type }) => isGuarded(type))) continue;
      const handle = handleOf(record, uri, users, program);
      if (handle) found.push({ kind: 'thread-claim', uri, record, claims: [first, ...others], ...handle });
    }
  }
  return found;
}

/** The functions that Rust calls, by the last name of each type that they take or return a pointer to. */
function usersByPointee(functions: readonly FunctionCrossing[]): ReadonlyMap<string, FunctionCrossing[]> {
  const users = new Map<string, FunctionCrossing[]>();
  for (const crossing of functions) {
    if (crossing.direction !== 'rust-calls-cpp') continue;
    const { parameters, result } = crossing.rust.signature;
    for (const type of [result, ...parameters.map((parameter) => parameter.type)]) {
      const name = pointeeOf(type)?.path.at(-1);
      if (name === undefined) continue;
      const known = users.get(name);
      if (known) known.push(crossing);
      else users.set(name, [crossing]);
    }
  }
  return users;
}

/** Whether the implementation is of a record of the same file; not of one with arguments, which may say more. */
const isOf = ({ type, modulePath }: RustImplementation, record: RustRecord): boolean =>
  type.kind === 'path' &&
  type.path.length === 1 &&
  type.path[0] === record.name &&
  record.generics.length === 0 &&
  modulePath.join('::') === record.modulePath.join('::');

/** The first field that points to an object which nothing but C++ looks into. */
function handleOf(
  { fields, modulePath }: RustRecord,
  uri: Uri,
  users: ReadonlyMap<string, readonly FunctionCrossing[]>,
  program: Program,
): Pick<ThreadClaim, 'field' | 'pointee' | 'used'> | null {
  for (const field of fields) {
    const pointee = pointeeOf(field.type);
    const name = pointee?.path.at(-1);
    const named = name === undefined ? undefined : users.get(name);
    if (!pointee || name === undefined || !named) continue;
    const declared = declarationOf(pointee, { uri, modulePath }, program);
    if (!declared || !isStandIn(declared)) continue;
    const used = named.find((crossing) => takes(crossing, declared, name, program));
    if (used) return { field, pointee: name, used };
  }
  return null;
}

function takes(
  { rust }: FunctionCrossing,
  declared: RustTypeDeclaration,
  name: string,
  program: Program,
): boolean {
  const types = [rust.signature.result, ...rust.signature.parameters.map(({ type }) => type)];
  return types.some((type) => {
    const pointee = pointeeOf(type);
    if (pointee?.path.at(-1) !== name) return false;
    const there = declarationOf(pointee, rust, program);
    return (
      there?.uri === declared.uri && there.item.nameRange.start.line === declared.item.nameRange.start.line
    );
  });
}

/** `*mut T`, `*const T`, `NonNull<T>` and an `Option` of one; what a reference refers to is another matter. */
function pointeeOf(type: RustType): RustPathType | null {
  if (type.kind === 'pointer') return type.pointee.kind === 'path' ? type.pointee : null;
  if (type.kind !== 'path') return null;
  const [argument] = type.arguments;
  const name = type.path.at(-1);
  if (argument?.kind !== 'type') return null;
  if (name === 'NonNull') return argument.type.kind === 'path' ? argument.type : null;
  return name === 'Option' ? pointeeOf(argument.type) : null;
}

function declarationOf(
  { path }: RustPathType,
  place: RustPlace,
  { rust }: Program,
): RustTypeDeclaration | null {
  const found = rust.lookUpType(path, place);
  return found.kind === 'found' ? found.declaration : null;
}

/** A stand-in: no fields but placeholders, no variants. */
const isStandIn = (declared: RustTypeDeclaration): boolean =>
  declared.kind === 'enum'
    ? declared.item.variants.length === 0
    : declared.kind === 'record' && isOpaque(declared.item);

/** A field that keeps other threads away. */
const isGuarded = (type: RustType): boolean =>
  type.kind === 'path' && /^(?:\w*Mutex\w*|RwLock|ReentrantLock|Atomic\w+)$/.test(type.path.at(-1) ?? '');
