import {
  assumed,
  derive,
  exact,
  unknown,
  withAssumptions,
  type Evidence,
  type Known,
} from '../base/known.js';
import type {
  CppAbiLibraryType,
  CppAbiRecord,
  CppAbiType,
  CppRecordDefinition,
  CppSpecialMember,
} from './model.js';
import { formatName } from './names.js';
import { definitionOf } from './nesting.js';
import { firstObstacle, FREE, isUnhindered, ledTo, obstacle, type Obstacle } from './obstacle.js';
import { libraryMember, type MemberQuestion } from './library-members.js';
import { RecordMemory } from './record-memory.js';
import {
  subobjectOf,
  subobjectsOf,
  inheritedVirtualBasesOf,
  wholeSubobjectsOf,
  type Subobject,
} from './subobjects.js';
import {
  isAccessible,
  isAssignment,
  isConstructor,
  isMove,
  SPECIAL_MEMBER_KINDS,
  SPECIAL_MEMBER_NAMES,
  suppressorOf,
  type SpecialMemberKind,
} from './special-member-kinds.js';
import { builtBy, type Target } from './target.js';

/**
 * What a special member comes to once the implicit ones are worked out. `absent`: overload resolution
 * never sees it (a move operation that is not implicitly declared, or would be deleted), so that moving
 * copies.
 */
export interface SpecialMemberFate {
  readonly state: 'trivial' | 'non-trivial' | 'user-provided' | 'deleted' | 'absent';
  /** Down to the base or member that decides; empty where it is trivial. */
  readonly because: readonly Evidence[];
}

export interface SpecialMembers {
  /** @see C++ [class.copy.ctor], [class.copy.assign], [class.dtor] */
  fateOf(record: CppAbiRecord, kind: SpecialMemberKind): Known<SpecialMemberFate>;
  /**
   * What overload resolution selects where an xvalue of the class is moved from: the copy where there is no
   * move operation. Never `absent`.
   *
   * @see C++ [over.match], [class.copy.ctor]/10
   */
  selectedFor(record: CppAbiRecord, kind: 'moveConstructor' | 'moveAssignment'): Known<SpecialMemberFate>;
  /**
   * `std::is_trivially_copyable` as gcc and clang have it: they say yes also where every copy and move is
   * deleted (`std::mutex`), and count a deleted one that would not be trivial. Where they disagree it is unknown.
   */
  isTriviallyCopyable(record: CppAbiRecord): Known<boolean>;
  /**
   * Trivial for the purposes of calls, with `[[clang::trivial_abi]]` where it has an effect.
   *
   * @see Itanium C++ ABI 1.1, "non-trivial for the purposes of calls"; clang, "Attribute trivial_abi"
   */
  isTrivialForCalls(record: CppAbiRecord): Known<boolean>;
  /** The same where clang builds the C++ side: itself, or what has another memory. */
  readonly byClang: SpecialMembers;
  /**
   * Marked `[[clang::trivial_abi]]`, and the mark has an effect where the compiler knows it; the evidence says
   * why where it has none.
   */
  heedsTrivialAbi(record: CppAbiRecord): Known<boolean>;
  /** Neither copy nor move construction is possible. */
  isImmovable(record: CppAbiRecord): Known<boolean>;
}

/** Answers are remembered by the record's identity for as long as the result lives. */
export const createSpecialMembers = (target: Target): SpecialMembers => new Resolver(target);

/** What triviality is asked for: itself, or for the purposes of calls, where `trivial_abi` counts. */
type Purpose = 'itself' | 'calls';

class Resolver implements SpecialMembers {
  readonly #target: Target;
  readonly #fates = new RecordMemory<SpecialMemberFate>();
  readonly #nonTrivial = new RecordMemory<Obstacle>();
  readonly #calls = new RecordMemory<boolean>();

  #clang: SpecialMembers | null = null;

  constructor(target: Target) {
    this.#target = target;
  }

  fateOf(record: CppAbiRecord, kind: SpecialMemberKind): Known<SpecialMemberFate> {
    return this.#fates.recall(record, kind, (definition) => this.#fateIn(record, definition, kind));
  }

  selectedFor(record: CppAbiRecord, kind: 'moveConstructor' | 'moveAssignment'): Known<SpecialMemberFate> {
    const selected = this.#selectedKind(record, kind);
    return selected.status === 'unknown' ? selected : this.fateOf(record, selected.value);
  }

  isTriviallyCopyable(record: CppAbiRecord): Known<boolean> {
    const definition = definitionOf(record);
    if (definition.status === 'unknown') return definition;
    const counted = SPECIAL_MEMBER_KINDS.filter(
      (kind) => !isMove(kind) || !suppressorOf(definition.value, kind),
    );
    return isUnhindered(firstObstacle(counted.map((kind) => this.#nonTrivialityOf(record, kind, 'itself'))));
  }

  isTrivialForCalls(record: CppAbiRecord): Known<boolean> {
    return this.#calls.recall(record, '', () => this.#trivialForCalls(record));
  }

  get byClang(): SpecialMembers {
    const { compiler, standard } = this.#target;
    this.#clang ??= compiler === 'clang' ? this : new Resolver(builtBy(this.#target, 'clang', standard));
    return this.#clang;
  }

  isImmovable(record: CppAbiRecord): Known<boolean> {
    if (CONSTRUCTORS.some((kind) => isOneProvided(record, kind))) return exact(false);
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
    if (declared.restricted)
      return unknown(dependsOnCopied(record, kind), [{ message: `${name} is declared here`, ...here }]);
    switch (declared.state) {
      case 'user-provided':
        return exact({ state: 'user-provided', because: [{ message: `${name} is user-provided`, ...here }] });
      case 'deleted':
        return exact({ state: 'deleted', because: [{ message: `${name} is deleted`, ...here }] });
      case 'not-declared': {
        const suppressor = suppressorOf(definition, kind);
        if (suppressor === null) break;
        const verb = isMove(kind) ? 'not declared' : 'deleted';
        const message = `${name} is ${verb}, because the class declares its ${suppressor.name}`;
        const because = [{ message, location: suppressor.member.location ?? undefined }];
        return exact({ state: isMove(kind) ? 'absent' : 'deleted', because });
      }
      case 'defaulted':
        break;
      default:
        declared.state satisfies never;
    }
    const deletion = this.#deletionOf(record, definition, kind);
    if (deletion.status !== 'unknown' && deletion.value !== null) {
      const state = isMove(kind) ? 'absent' : 'deleted';
      return withAssumptions(exact({ state, because: deletion.value }), [deletion]);
    }
    const nonTriviality = this.#nonTrivialityOf(record, kind, 'itself');
    if (nonTriviality.status === 'unknown') return nonTriviality;
    // What is not known to be deleted, and is not trivial, is used by whoever has such objects at all.
    if (deletion.status === 'unknown' && nonTriviality.value === null) return deletion;
    const fate: SpecialMemberFate =
      nonTriviality.value === null
        ? { state: 'trivial', because: [] }
        : { state: 'non-trivial', because: nonTriviality.value };
    return withAssumptions(exact(fate), [deletion, nonTriviality]);
  }

  /** A move goes to the copy where the class has no move, or a const object is to be moved. */
  #selectedKind(record: CppAbiRecord, kind: SpecialMemberKind, isConst = false): Known<SpecialMemberKind> {
    if (!isMove(kind)) return exact(kind);
    const copy = kind === 'moveConstructor' ? 'copyConstructor' : 'copyAssignment';
    if (isConst) return exact(copy);
    const move = this.fateOf(record, kind);
    if (move.status === 'unknown') return move;
    return withAssumptions(exact(move.value.state === 'absent' ? copy : kind), [move]);
  }

  /**
   * Why a defaulted member is deleted.
   *
   * @see C++ [class.copy.ctor]/10, [class.copy.assign]/7, [class.dtor]/7
   */
  #deletionOf(
    record: CppAbiRecord,
    definition: CppRecordDefinition,
    kind: SpecialMemberKind,
  ): Known<Obstacle> {
    const subobjects = subobjectsOf(record, definition);
    // The most derived class constructs and destroys the virtual bases, whatever the bases between do.
    if (!isAssignment(kind)) subobjects.push(...inheritedVirtualBasesOf(definition));
    return firstObstacle(
      subobjects.map((subobject) => ledTo(subobject.evidence, this.#deletionBy(subobject, kind))),
    );
  }

  #deletionBy(subobject: Subobject, kind: SpecialMemberKind): Known<Obstacle> {
    return grounded(subobject, this.#deletionByResolved(subobject, kind));
  }

  #deletionByResolved(subobject: Subobject, kind: SpecialMemberKind): Known<Obstacle> {
    const { type } = subobject;
    if (isAssignment(kind)) {
      if (type.kind === 'reference') return obstacle('a reference cannot be assigned to');
      if (subobject.isConst) return obstacle('a const object cannot be assigned to');
    }
    switch (type.kind) {
      case 'reference':
        return type.rvalue && kind === 'copyConstructor'
          ? obstacle('an rvalue reference is not copied')
          : FREE;
      case 'record': {
        const own = this.#deletionByRecord(type.record, subobject, kind);
        if (!isConstructor(kind) || (own.status !== 'unknown' && own.value !== null)) return own;
        // What is constructed may have to be destroyed, if the rest of the construction fails.
        const destroyed = this.#unusable(type.record, 'destructor', subobject.isBase);
        return destroyed.status !== 'unknown' && destroyed.value === null ? own : destroyed;
      }
      case 'library':
        return this.#libraryMember(type, subobject, kind, 'deleted');
      case 'unknown':
        return unknown(type.reason, type.because);
      case 'template-parameter':
        return unknown('it depends on a template parameter');
      default:
        return FREE;
    }
  }

  #libraryMember(
    type: CppAbiLibraryType,
    { isBase }: Subobject,
    kind: SpecialMemberKind,
    question: MemberQuestion,
  ): Known<Obstacle> {
    return libraryMember({ type, isBase }, kind, this.#target, question, (held, asked) =>
      asked === 'deleted'
        ? this.#deletionBy(subobjectOf(held), kind)
        : this.#nonTrivialityBy(subobjectOf(held), kind, asked === 'non-trivial' ? 'itself' : 'calls'),
    );
  }

  #deletionByRecord(record: CppAbiRecord, subobject: Subobject, kind: SpecialMemberKind): Known<Obstacle> {
    const selected = this.#selectedKind(record, kind, subobject.isConst);
    if (selected.status === 'unknown') return selected;
    const unusable = this.#unusable(record, selected.value, subobject.isBase);
    if (unusable.status === 'unknown' || unusable.value !== null || !subobject.isVariant) return unusable;
    return this.#nonTrivialityOf(record, selected.value, 'itself');
  }

  /** Deleted, or private. A class that is a friend of its member is not known to be one. */
  #unusable(record: CppAbiRecord, kind: SpecialMemberKind, isBase: boolean): Known<Obstacle> {
    const fate = this.fateOf(record, kind);
    if (fate.status === 'unknown') return fate;
    if (fate.value.state === 'deleted') return withAssumptions(exact(fate.value.because), [fate]);
    const definition = definitionOf(record);
    const member = definition.status === 'unknown' ? null : definition.value.special[kind];
    if (!member || isAccessible(member, isBase)) return withAssumptions(FREE, [fate]);
    const message = `the ${SPECIAL_MEMBER_NAMES[kind]} of \`${formatName(record.name)}\` is ${member.access}`;
    return exact([{ message, location: member.location ?? undefined }]);
  }

  /**
   * Why a member is not trivial, or would not be if it were not deleted: compilers ask the one without the
   * other.
   *
   * @see C++ [class.copy.ctor]/11, [class.copy.assign]/9, [class.dtor]/8; clang, SpecialMemberIsTrivial
   */
  #nonTrivialityOf(record: CppAbiRecord, kind: SpecialMemberKind, purpose: Purpose): Known<Obstacle> {
    return this.#nonTrivial.recall(record, `${kind} ${purpose}`, (definition) => {
      const answer = this.#nonTrivialityIn(record, definition, kind, purpose);
      const isMarked = definition.trivialAbi && this.#target.compiler !== 'gcc';
      if (purpose === 'itself' || !isMarked || answer.status === 'unknown' || !answer.value) return answer;
      // The mark has no effect here, but clang drops it only after having declared, with the mark, what needs
      // overload resolution to be declared.
      const isClear =
        definition.special[kind].state !== 'not-declared' ||
        subobjectsOf(record, definition).every(({ type }) => SCALARS.has(type.kind));
      return isClear
        ? answer
        : unknown('clang may or may not heed `[[clang::trivial_abi]]` where it has no effect', answer.value);
    });
  }

  #nonTrivialityIn(
    record: CppAbiRecord,
    definition: CppRecordDefinition,
    kind: SpecialMemberKind,
    purpose: Purpose,
  ): Known<Obstacle> {
    const name = `the ${SPECIAL_MEMBER_NAMES[kind]} of \`${formatName(record.name)}\``;
    const declared = definition.special[kind];
    const location = declared.location ?? record.location ?? undefined;
    if (declared.state === 'user-provided') return exact([{ message: `${name} is user-provided`, location }]);
    if (declared.restricted && isMove(kind)) return unknown(dependsOnCopied(record, kind));
    if (kind === 'destructor') {
      // One that overrides a virtual destructor is virtual too, but then the base says so.
      if (definition.special.destructor.virtual) return exact([{ message: `${name} is virtual`, location }]);
    } else {
      // What a base has of the kind makes the base's own member not trivial.
      const dynamic = dynamicBy(record, definition);
      if (dynamic !== null) return exact([dynamic]);
    }
    return firstObstacle(
      subobjectsOf(record, definition).map((subobject) =>
        ledTo(subobject.evidence, this.#nonTrivialityBy(subobject, kind, purpose)),
      ),
    );
  }

  #nonTrivialityBy(subobject: Subobject, kind: SpecialMemberKind, purpose: Purpose): Known<Obstacle> {
    return grounded(subobject, this.#nonTrivialityByResolved(subobject, kind, purpose));
  }

  #nonTrivialityByResolved(subobject: Subobject, kind: SpecialMemberKind, purpose: Purpose): Known<Obstacle> {
    const { type } = subobject;
    switch (type.kind) {
      case 'record': {
        if (purpose === 'calls') {
          const marked = this.#passedByMark(type.record);
          if (marked.status === 'unknown') return marked;
          if (marked.value) return withAssumptions(FREE, [marked]);
        }
        const assignsConst = kind === 'moveAssignment' && subobject.isConst;
        const selected = this.#selectedKind(type.record, kind, subobject.isConst && !assignsConst);
        if (selected.status === 'unknown') return selected;
        if (isRestricted(type.record, selected.value))
          return unknown(dependsOnCopied(type.record, selected.value));
        const own = this.#nonTrivialityOf(type.record, selected.value, purpose);
        return assignsConst && own.status !== 'unknown' && own.value === null ? DISPUTED : own;
      }
      case 'library':
        return this.#libraryMember(
          type,
          subobject,
          kind,
          purpose === 'calls' ? 'non-trivial for calls' : 'non-trivial',
        );
      case 'unknown':
        return unknown(type.reason, type.because);
      case 'template-parameter':
        return unknown('it depends on a template parameter');
      default:
        return FREE;
    }
  }

  #trivialForCalls(record: CppAbiRecord): Known<boolean> {
    const immovable = this.isImmovable(record);
    if (immovable.status === 'unknown' || immovable.value) {
      return immovable.status === 'unknown'
        ? immovable
        : withAssumptions(exact(false, immovable.because), [immovable]);
    }
    const marked = this.#passedByMark(record);
    if (marked.status === 'unknown' || marked.value) return marked;
    const obstacles = CALL_KINDS.map((kind) => {
      if (isOneProvided(record, kind)) return this.#nonTrivialityOf(record, kind, 'calls');
      const fate = this.fateOf(record, kind);
      if (fate.status === 'unknown') return fate;
      if (isUnselected(fate.value)) return withAssumptions(FREE, [fate]);
      return this.#nonTrivialityOf(record, kind, 'calls');
    });
    const answer = withAssumptions(isUnhindered(firstObstacle(obstacles)), [immovable, marked]);
    return { ...answer, because: [...marked.because, ...answer.because] };
  }

  /**
   * Marked `[[clang::trivial_abi]]`, which has an effect unless the class has virtual functions or bases, a base
   * or member that is not trivial for calls itself, or no way to be copied or moved.
   */
  heedsTrivialAbi(record: CppAbiRecord): Known<boolean> {
    const known = definitionOf(record);
    if (known.status === 'unknown') return known;
    const definition = known.value;
    if (!definition.trivialAbi) return exact(false);
    const mark: Evidence = {
      message: `\`${formatName(record.name)}\` is marked \`[[clang::trivial_abi]]\``,
      location: record.location ?? undefined,
    };
    const immovable = this.isImmovable(record);
    if (immovable.status === 'unknown') return immovable;
    const ignored = (message: string): Known<boolean> =>
      exact(false, [mark, { message: `which has no effect on a class with ${message}` }]);
    if (immovable.value) return ignored('no copy and no move constructor');
    if (definition.special.destructor.virtual || definition.functions.some((fn) => fn.virtual))
      return ignored('virtual functions or bases');
    if (definition.bases.some((base) => base.virtual)) return ignored('virtual functions or bases');
    const parts = firstObstacle(
      wholeSubobjectsOf(record, definition).flatMap((subobject) =>
        CALL_KINDS.map((kind) => ledTo(subobject.evidence, this.#passingBy(subobject, kind))),
      ),
    );
    if (parts.status === 'unknown') return parts;
    return parts.value === null
      ? withAssumptions(exact(true, [mark]), [immovable, parts])
      : withAssumptions(exact(false, [mark, ...parts.value]), [parts]);
  }

  /** Whether the compiler of the target passes the class in registers because it is marked so. */
  #passedByMark(record: CppAbiRecord): Known<boolean> {
    return derive(this.heedsTrivialAbi(record), (marked) => (marked ? this.#knowsMark : exact(false)));
  }

  /** clang alone knows the mark; gcc and Microsoft's compiler warn about it and go on without. */
  get #knowsMark(): Known<boolean> {
    const { compiler, cppAbi } = this.#target;
    if (compiler === 'gcc') return exact(false, [{ message: 'a mark that gcc does not know' }]);
    if (cppAbi === 'itanium' && compiler === 'clang') return exact(true);
    const other = cppAbi === 'microsoft' ? "Microsoft's compiler" : 'gcc';
    return assumed(true, `clang builds it: ${other} does not know \`[[clang::trivial_abi]]\``);
  }

  /** Why a member or base of a marked class is not trivial for calls. */
  #passingBy(subobject: Subobject, kind: SpecialMemberKind): Known<Obstacle> {
    const { type } = subobject;
    if (type.kind !== 'record') return this.#nonTrivialityBy(subobject, kind, 'calls');
    const part = this.isTrivialForCalls(type.record);
    if (part.status === 'unknown') return part;
    const message = `\`${formatName(type.record.name)}\` is not trivial for calls`;
    return withAssumptions(exact(part.value ? null : [{ message }, ...part.because]), [part]);
  }
}

const SCALARS: ReadonlySet<CppAbiType['kind']> = new Set([
  'builtin',
  'bit-int',
  'pointer',
  'reference',
  'enum',
]);

/** What makes a class itself dynamic: a virtual function or a virtual base. */
function dynamicBy(
  record: CppAbiRecord,
  { bases, functions, special }: CppRecordDefinition,
): Evidence | null {
  const isPolymorphic = special.destructor.virtual || functions.some((fn) => fn.virtual);
  if (!isPolymorphic && !bases.some((base) => base.virtual)) return null;
  const what = isPolymorphic ? 'virtual functions' : 'a virtual base';
  return { message: `\`${formatName(record.name)}\` has ${what}`, location: record.location ?? undefined };
}

/** The special members that a call may use. */
const CALL_KINDS = ['copyConstructor', 'moveConstructor', 'destructor'] as const;

/** clang looks for an assignment to the const member, finds none and calls that one not trivial; gcc does not. */
const DISPUTED: Known<Obstacle> = unknown('compilers differ on the assignment of a const member');

const grounded = ({ type }: Subobject, known: Known<Obstacle>): Known<Obstacle> =>
  type.assumption === undefined ? known : withAssumptions(known, [assumed(null, type.assumption)]);

const CONSTRUCTORS = ['copyConstructor', 'moveConstructor'] as const;

const isRestricted = (record: CppAbiRecord, kind: SpecialMemberKind): boolean =>
  declaredIn(record, kind)?.restricted === true;

/** Of several, one is the user's, and so not deleted. */
function isOneProvided(record: CppAbiRecord, kind: SpecialMemberKind): boolean {
  const declared = declaredIn(record, kind);
  return declared?.restricted === true && declared.state === 'user-provided';
}

function declaredIn(record: CppAbiRecord, kind: SpecialMemberKind): CppSpecialMember | null {
  const definition = record.define();
  return definition.status === 'unknown' ? null : definition.value.special[kind];
}

const dependsOnCopied = (record: CppAbiRecord, kind: SpecialMemberKind): string =>
  `which ${SPECIAL_MEMBER_NAMES[kind]} of ${formatName(record.name)} is used depends on what is copied`;

const isUnselected = ({ state }: SpecialMemberFate): boolean => state === 'deleted' || state === 'absent';
