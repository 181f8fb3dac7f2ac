import { assumed, exact, unknown, withAssumptions, type Evidence, type Known } from '../base/known.js';
import type {
  CppAbiField,
  CppAbiLibraryType,
  CppAbiRecord,
  CppAbiType,
  CppRecordDefinition,
  CppSpecialMember,
} from './model.js';
import { formatName, formatType } from './names.js';
import { libraryCell, MOVE_ONLY_LIBRARY_TYPES } from './standard-library/library-form.js';
import type { LibraryCell } from './standard-library/library-table.js';
import type { Target } from './target.js';

/** The special members that decide how an object is copied, moved and destroyed. */
export type SpecialMemberKind =
  'copyConstructor' | 'moveConstructor' | 'copyAssignment' | 'moveAssignment' | 'destructor';

/**
 * What a special member comes to once the implicit ones are worked out. `absent`: overload resolution
 * never sees it (a move operation that is not implicitly declared, or would be deleted), so that moving
 * copies.
 */
export interface SpecialMemberFate {
  readonly state: 'trivial' | 'non-trivial' | 'user-provided' | 'deleted' | 'absent';
  /** Down to the base or member that decides; empty where it is trivial. */
  readonly because: readonly Evidence[];
  /** Deleted or absent, but a base or member has a non-trivial one all the same, which compilers count. */
  readonly nonTrivialPart?: readonly Evidence[];
}

export interface SpecialMembers {
  /** @see C++ [class.copy.ctor], [class.copy.assign], [class.dtor] */
  fateOf(record: CppAbiRecord, kind: SpecialMemberKind): Known<SpecialMemberFate>;
  /**
   * `std::is_trivially_copyable` as gcc and clang have it: they say yes also where every copy and move is
   * deleted (`std::mutex`).
   */
  isTriviallyCopyable(record: CppAbiRecord): Known<boolean>;
  /** Neither copy nor move construction is possible. */
  isImmovable(record: CppAbiRecord): Known<boolean>;
}

/** Answers are remembered by the record's identity for as long as the result lives. */
export const createSpecialMembers = (target: Target): SpecialMembers => new Resolver(target);

/** How one says which function is meant. */
export const SPECIAL_MEMBER_NAMES: Readonly<Record<SpecialMemberKind, string>> = {
  copyConstructor: 'copy constructor',
  moveConstructor: 'move constructor',
  copyAssignment: 'copy assignment operator',
  moveAssignment: 'move assignment operator',
  destructor: 'destructor',
};

const KINDS = Object.keys(SPECIAL_MEMBER_NAMES) as SpecialMemberKind[];
const TRIVIAL: SpecialMemberFate = { state: 'trivial', because: [] };

class Resolver implements SpecialMembers {
  readonly #target: Target;
  readonly #fates = new WeakMap<CppAbiRecord, Map<SpecialMemberKind, Known<SpecialMemberFate>>>();
  readonly #dynamic = new WeakMap<CppAbiRecord, Known<boolean>>();

  constructor(target: Target) {
    this.#target = target;
  }

  fateOf(record: CppAbiRecord, kind: SpecialMemberKind): Known<SpecialMemberFate> {
    let fates = this.#fates.get(record);
    if (!fates) this.#fates.set(record, (fates = new Map()));
    const known = fates.get(kind);
    if (known) return known;
    // A class that contains itself is no C++; the second visit finds this answer.
    fates.set(kind, unknown(`${formatName(record.name)} is not complete inside itself`));
    const definition = record.define();
    const fate =
      definition.status === 'unknown'
        ? definition
        : withAssumptions(this.#fateIn(record, definition.value, kind), [definition]);
    fates.set(kind, fate);
    return fate;
  }

  isTriviallyCopyable(record: CppAbiRecord): Known<boolean> {
    const fates = KINDS.map((kind) => this.fateOf(record, kind));
    for (const fate of fates) {
      if (fate.status === 'unknown') continue;
      const { state, because, nonTrivialPart } = fate.value;
      if (state === 'non-trivial' || state === 'user-provided') {
        return withAssumptions(exact(false, because), [fate]);
      }
      if (nonTrivialPart) return withAssumptions(exact(false, nonTrivialPart), [fate]);
    }
    return fates.find((fate) => fate.status === 'unknown') ?? withAssumptions(exact(true), fates);
  }

  isImmovable(record: CppAbiRecord): Known<boolean> {
    const copy = this.fateOf(record, 'copyConstructor');
    if (copy.status === 'unknown') return copy;
    if (copy.value.state !== 'deleted') return withAssumptions(exact(false), [copy]);
    const move = this.fateOf(record, 'moveConstructor');
    if (move.status === 'unknown') return move;
    const immovable = move.value.state === 'deleted' || move.value.state === 'absent';
    return withAssumptions(exact(immovable, copy.value.because), [copy, move]);
  }

  #fateIn(
    record: CppAbiRecord,
    definition: CppRecordDefinition,
    kind: SpecialMemberKind,
  ): Known<SpecialMemberFate> {
    const declared = definition.special[kind];
    const name = `the ${SPECIAL_MEMBER_NAMES[kind]} of \`${formatName(record.name)}\``;
    const here = { location: declared.location ?? record.location ?? undefined };
    switch (declared.state) {
      case 'user-provided':
        return exact({ state: 'user-provided', because: [{ message: `${name} is user-provided`, ...here }] });
      case 'deleted':
        return this.#deleted(record, definition, kind, { message: `${name} is deleted`, ...here });
      case 'not-declared': {
        const suppressor = suppressorOf(definition, kind);
        if (suppressor === null) break;
        const verb = isMove(kind) ? 'not declared' : 'deleted';
        const message = `${name} is ${verb}, because the class declares its ${suppressor.name}`;
        const evidence = { message, location: suppressor.member.location ?? undefined };
        return isMove(kind)
          ? exact({ state: 'absent', because: [evidence] })
          : this.#deleted(record, definition, kind, evidence);
      }
      case 'defaulted':
        break;
      default:
        declared.state satisfies never;
    }
    return this.#memberwise(record, definition, kind, name);
  }

  /** Deleted whatever the parts are; but compilers still count a part that would make it non-trivial. */
  #deleted(
    record: CppAbiRecord,
    definition: CppRecordDefinition,
    kind: SpecialMemberKind,
    evidence: Evidence,
  ): Known<SpecialMemberFate> {
    const otherwise = this.#memberwise(record, definition, kind, evidence.message);
    const part =
      otherwise.status === 'unknown'
        ? undefined
        : otherwise.value.state === 'non-trivial'
          ? otherwise.value.because
          : otherwise.value.nonTrivialPart;
    return withAssumptions(
      exact({ state: 'deleted', because: [evidence], ...(part && { nonTrivialPart: part }) }),
      part ? [otherwise] : [],
    );
  }

  /** The fate of a defaulted member, explicitly or implicitly, from those of the bases and members. */
  #memberwise(
    record: CppAbiRecord,
    definition: CppRecordDefinition,
    kind: SpecialMemberKind,
    name: string,
  ): Known<SpecialMemberFate> {
    const parts = [
      ...definition.bases.map((base) => ({
        fate: this.#fateOfType(base.type, kind, true),
        evidence: {
          message: `base class \`${formatType(base.type)}\``,
          location: base.location ?? undefined,
        },
      })),
      ...definition.fields.map((field) => ({
        fate: this.#fateOfField(field, kind),
        evidence: { message: memberText(field), location: field.location ?? undefined },
      })),
    ];
    const decided = (state: SpecialMemberFate['state']) =>
      parts.find(({ fate }) => fate.status !== 'unknown' && fate.value.state === state);
    const chain = ({ fate, evidence }: (typeof parts)[number]): Evidence[] => [
      evidence,
      ...(fate.status === 'unknown' ? [] : fate.value.because),
    ];
    const deleted = decided('deleted');
    const nonTrivial =
      decided('user-provided') ??
      decided('non-trivial') ??
      parts.find(({ fate }) => fate.status !== 'unknown' && fate.value.nonTrivialPart !== undefined);
    const own = this.#ownTriviality(record, definition, kind, name);
    const fates = parts.map(({ fate }) => fate);
    const settle = (fate: SpecialMemberFate): Known<SpecialMemberFate> => withAssumptions(exact(fate), fates);
    if (deleted) {
      const state = isMove(kind) ? 'absent' : 'deleted';
      const ownPart =
        own.status !== 'unknown' && own.value.state === 'non-trivial' ? own.value.because : undefined;
      const nonTrivialPart = nonTrivial ? chain(nonTrivial) : ownPart;
      return settle({ state, because: chain(deleted), ...(nonTrivialPart && { nonTrivialPart }) });
    }
    if (nonTrivial && record.kind === 'union' && definition.special[kind].state === 'not-declared') {
      const because = chain(nonTrivial);
      return settle({ state: isMove(kind) ? 'absent' : 'deleted', because, nonTrivialPart: because });
    }
    if (nonTrivial) return settle({ state: 'non-trivial', because: chain(nonTrivial) });
    const unknownPart = parts.find(({ fate }) => fate.status === 'unknown');
    if (unknownPart?.fate.status === 'unknown') {
      return unknown(unknownPart.fate.reason, [unknownPart.evidence, ...unknownPart.fate.because]);
    }
    return withAssumptions(own, fates);
  }

  #ownTriviality(
    record: CppAbiRecord,
    definition: CppRecordDefinition,
    kind: SpecialMemberKind,
    name: string,
  ): Known<SpecialMemberFate> {
    const location = record.location ?? undefined;
    if (kind === 'destructor') {
      // A destructor that overrides a virtual one is virtual too, and then the base has said so already.
      if (!definition.special.destructor.virtual) return exact(TRIVIAL);
      return exact({ state: 'non-trivial', because: [{ message: `${name} is virtual`, location }] });
    }
    const dynamic = this.#isDynamic(record);
    if (dynamic.status === 'unknown') return dynamic;
    if (!dynamic.value) return exact(TRIVIAL);
    return exact({ state: 'non-trivial', because: dynamic.because });
  }

  /** Has a virtual function or a virtual base, itself or through a base. */
  #isDynamic(record: CppAbiRecord): Known<boolean> {
    const known = this.#dynamic.get(record);
    if (known) return known;
    this.#dynamic.set(record, unknown(`${formatName(record.name)} inherits from itself`));
    const result = this.#computeDynamic(record);
    this.#dynamic.set(record, result);
    return result;
  }

  #computeDynamic(record: CppAbiRecord): Known<boolean> {
    const definition = record.define();
    if (definition.status === 'unknown') return definition;
    const { bases, functions, special } = definition.value;
    const location = record.location ?? undefined;
    const name = formatName(record.name);
    if (special.destructor.virtual || functions.some((fn) => fn.virtual)) {
      return exact(true, [{ message: `\`${name}\` has virtual functions`, location }]);
    }
    if (bases.some((base) => base.virtual))
      return exact(true, [{ message: `\`${name}\` has a virtual base`, location }]);
    for (const base of bases) {
      if (base.type.kind !== 'record') continue;
      const inherited = this.#isDynamic(base.type.record);
      if (inherited.status === 'unknown' || inherited.value) return inherited;
    }
    return exact(false);
  }

  #fateOfField(field: CppAbiField, kind: SpecialMemberKind): Known<SpecialMemberFate> {
    if (field.bitWidth !== null) return exact(field.type.const ? this.#ofConst(kind) : TRIVIAL);
    return this.#fateOfType(field.type, kind, false);
  }

  /** A const object cannot be assigned to, and is copied where it should be moved. */
  #ofConst(kind: SpecialMemberKind): SpecialMemberFate {
    return kind === 'copyAssignment' || kind === 'moveAssignment'
      ? { state: 'deleted', because: [{ message: 'a const object cannot be assigned to' }] }
      : TRIVIAL;
  }

  #fateOfType(type: CppAbiType, kind: SpecialMemberKind, asBase: boolean): Known<SpecialMemberFate> {
    const fate = this.#fateOfResolvedType(type, kind, asBase);
    return type.assumption === undefined ? fate : withAssumptions(fate, [assumed(null, type.assumption)]);
  }

  #fateOfResolvedType(type: CppAbiType, kind: SpecialMemberKind, asBase: boolean): Known<SpecialMemberFate> {
    switch (type.kind) {
      case 'array':
        return this.#fateOfType(type.const ? { ...type.element, const: true } : type.element, kind, asBase);
      case 'aligned':
        return this.#fateOfType(type.type, kind, asBase);
      case 'reference':
        return exact(fateOfReference(type.rvalue, kind));
      case 'record':
        if (type.const && this.#ofConst(kind).state === 'deleted') return exact(this.#ofConst(kind));
        return this.#fateOfPart(
          type.record,
          type.const && kind === 'moveConstructor' ? 'copyConstructor' : kind,
          asBase,
        );
      case 'library':
        return this.#fateOfLibraryType(type, kind);
      case 'unknown':
        return unknown(type.reason, type.because);
      case 'template-parameter':
        return unknown('it depends on a template parameter');
      case 'builtin':
      case 'bit-int':
      case 'pointer':
      case 'member-pointer':
      case 'function':
      case 'enum':
        return exact(type.const ? this.#ofConst(kind) : TRIVIAL);
      default:
        return type satisfies never;
    }
  }

  /** What a class uses of its base or member: its copy where it has no move, nothing that is private. */
  #fateOfPart(record: CppAbiRecord, kind: SpecialMemberKind, asBase: boolean): Known<SpecialMemberFate> {
    const fate = this.fateOf(record, kind);
    if (fate.status === 'unknown') return fate;
    if (fate.value.state === 'absent') {
      return this.#fateOfPart(
        record,
        kind === 'moveConstructor' ? 'copyConstructor' : 'copyAssignment',
        asBase,
      );
    }
    const definition = record.define();
    const member = definition.status === 'unknown' ? null : definition.value.special[kind];
    if (member && !isAccessible(member, asBase)) {
      const message = `the ${SPECIAL_MEMBER_NAMES[kind]} of \`${formatName(record.name)}\` is ${member.access}`;
      return exact({ state: 'deleted', because: [{ message, location: member.location ?? undefined }] });
    }
    return fate;
  }

  #fateOfLibraryType(type: CppAbiLibraryType, kind: SpecialMemberKind): Known<SpecialMemberFate> {
    const cell = libraryCell(type, this.#target);
    if (cell.status === 'unknown') return cell;
    return withAssumptions(this.#fateOfCell(type, cell.value, kind), [cell]);
  }

  #fateOfCell(type: CppAbiLibraryType, cell: LibraryCell, kind: SpecialMemberKind): Known<SpecialMemberFate> {
    const { relocation, triviallyCopyable, trivialForCalls } = cell;
    const evidence = (what: string): Evidence[] => [{ message: `\`${formatType(type)}\` ${what}` }];
    const assigns = kind === 'copyAssignment' || kind === 'moveAssignment';
    if (relocation === 'immovable' && kind !== 'destructor') {
      return exact({ state: 'deleted', because: evidence('can be neither copied nor moved') });
    }
    if (!isMove(kind) && kind !== 'destructor' && MOVE_ONLY_LIBRARY_TYPES.has(type.name)) {
      return exact({ state: 'deleted', because: evidence('can only be moved') });
    }
    const trivial = assigns || relocation === 'immovable' ? triviallyCopyable : trivialForCalls;
    if (trivial === true) return exact(TRIVIAL);
    if (trivial === false) {
      return exact({
        state: 'non-trivial',
        because: evidence(`has a non-trivial ${SPECIAL_MEMBER_NAMES[kind]}`),
      });
    }
    return this.#fateOfArguments(type, kind, evidence(`has a ${SPECIAL_MEMBER_NAMES[kind]} of its own`));
  }

  /** `optional<T>`, `pair<T, U>` …: as trivial as their arguments. */
  #fateOfArguments(
    type: CppAbiLibraryType,
    kind: SpecialMemberKind,
    evidence: Evidence[],
  ): Known<SpecialMemberFate> {
    const fates = type.arguments.flatMap((argument) =>
      argument.kind === 'type' ? [this.#fateOfType(argument.type, kind, false)] : [],
    );
    const rank = ['deleted', 'user-provided', 'non-trivial'] as const;
    for (const state of rank) {
      const found = fates.find((fate) => fate.status !== 'unknown' && fate.value.state === state);
      if (found?.status !== undefined && found.status !== 'unknown') {
        const own = state === 'deleted' ? 'deleted' : 'non-trivial';
        return withAssumptions(exact({ state: own, because: [...evidence, ...found.value.because] }), [
          found,
        ]);
      }
    }
    return fates.find((fate) => fate.status === 'unknown') ?? withAssumptions(exact(TRIVIAL), fates);
  }
}

const isMove = (kind: SpecialMemberKind): boolean => kind === 'moveConstructor' || kind === 'moveAssignment';

const isAccessible = ({ access, state }: CppSpecialMember, asBase: boolean): boolean =>
  state === 'not-declared' || access === 'public' || (asBase && access === 'protected');

const memberText = (field: CppAbiField): string =>
  field.name === ''
    ? `an unnamed member of type \`${formatType(field.type)}\``
    : `member \`${field.name}\` is \`${formatType(field.type)}\``;

function fateOfReference(rvalue: boolean, kind: SpecialMemberKind): SpecialMemberFate {
  const deleted = (message: string): SpecialMemberFate => ({ state: 'deleted', because: [{ message }] });
  if (kind === 'copyAssignment' || kind === 'moveAssignment')
    return deleted('a reference cannot be assigned to');
  return rvalue && kind === 'copyConstructor' ? deleted('an rvalue reference is not copied') : TRIVIAL;
}

/** The declared member that keeps `kind` from being implicitly defaulted; null where none does. */
function suppressorOf(
  { special }: CppRecordDefinition,
  kind: SpecialMemberKind,
): { name: string; member: CppSpecialMember } | null {
  if (kind === 'destructor') return null;
  const suppressors: readonly SpecialMemberKind[] = isMove(kind)
    ? KINDS.filter((other) => other !== kind)
    : ['moveConstructor', 'moveAssignment'];
  const found = suppressors.find((other) => special[other].state !== 'not-declared');
  return found === undefined ? null : { name: SPECIAL_MEMBER_NAMES[found], member: special[found] };
}
