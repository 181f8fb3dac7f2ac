import { exact, unknown, withAssumptions, type Evidence, type Known } from '../base/known.js';
import { callsOf } from './calls.js';
import type { CppAbiLibraryType, CppAbiRecord, CppAbiType, CppRecordDefinition } from './model.js';
import { formatName, formatType } from './names.js';
import { definitionOf } from './nesting.js';
import { askOf, type ObjectQuestion } from './object-types.js';
import { SPECIAL_MEMBER_KINDS } from './special-member-kinds.js';
import type { SpecialMembers } from './special-members.js';
import { heldBy, libraryTraits } from './standard-library/library-form.js';
import type { Target } from './target.js';

/**
 * What others call trivially relocatable. None of them is the question that Rust asks (see `relocation.ts`);
 * each answer has the base or member that decides as its evidence, and so have no and yes on a promise.
 */
export interface RelocationDefinitions {
  /** `std::is_trivially_copyable`, as gcc and clang have it. */
  readonly triviallyCopyable: Known<boolean>;
  /** `__is_trivially_relocatable` of clang up to 20: whether calls pass it as C does. Says nothing of assignment. */
  readonly clang: Known<boolean>;
  /** P2786R13, which is `__builtin_is_cpp_trivially_relocatable` of clang 21 and later. */
  readonly p2786: Known<boolean>;
  /** P1144R13, "std::is_trivially_relocatable": no virtual functions, and marks are believed. */
  readonly p1144: Known<boolean>;
}

/** A type by all four definitions, each for itself. */
export function relocationDefinitions(
  type: CppAbiType,
  members: SpecialMembers,
  target: Target,
): RelocationDefinitions {
  // What clang says of a class does not depend on who builds it.
  const calls = callsOf(type, members.byClang, target);
  const judge = (rule: Rule): Known<boolean> => new Judge(rule, members, target).type(type);
  return {
    triviallyCopyable: judge(TRIVIALLY_COPYABLE),
    clang:
      calls.status === 'unknown'
        ? calls
        : withAssumptions(exact(calls.value.trivial, calls.because), [calls]),
    p2786: judge(P2786),
    p1144: judge(P1144),
  };
}

/** What a definition says of a class itself; null leaves it to the bases and members, each by the same rule. */
type Rule = (
  record: CppAbiRecord,
  definition: CppRecordDefinition,
  members: SpecialMembers,
) => Known<boolean> | null;

const TRIVIALLY_COPYABLE: Rule = (record, _definition, members) => members.isTriviallyCopyable(record);

/**
 * Eligible (no virtual base, no deleted destructor; the parts follow), and a union without special members
 * of its own, or default-movable: what an xvalue is constructed and assigned by is neither user-provided nor
 * deleted, nor is the destructor. Access does not count. Virtual functions do not either.
 *
 * @see P2786R13 [class.prop]; clang, lib/Sema/SemaTypeTraits.cpp
 */
const P2786: Rule = (record, definition, members) => {
  const virtualBase = virtualBaseOf(record, definition);
  if (virtualBase) return exact(false, [virtualBase]);
  const keyword = definition.relocationClaims.find(({ form }) => form === 'keyword');
  const destructor = members.fateOf(record, 'destructor');
  if (destructor.status === 'unknown') return destructor;
  const { state, because } = destructor.value;
  if (state === 'deleted') return withAssumptions(exact(false, because), [destructor]);
  if (keyword) return null;
  const { special } = definition;
  const declares = SPECIAL_MEMBER_KINDS.some((kind) => special[kind].state !== 'not-declared');
  if (record.kind === 'union' && !declares) return null;
  const used = [
    members.selectedFor(record, 'moveConstructor'),
    members.selectedFor(record, 'moveAssignment'),
    destructor,
  ];
  for (const fate of used) {
    if (fate.status === 'unknown') return fate;
    if (fate.value.state === 'user-provided' || fate.value.state === 'deleted')
      return withAssumptions(exact(false, fate.value.because), [fate]);
  }
  return null;
};

/**
 * Marked, or: no virtual functions and bases, none of the copy and move operations and the destructor
 * user-provided, and the class can be moved or copied, and destroyed. A reference is no obstacle.
 *
 * @see P1144R13 [class.prop]
 */
const P1144: Rule = (record, definition, members) => {
  const mark = definition.relocationClaims.find(({ form }) => form === 'attribute');
  if (mark) return exact(true, [mark]);
  const virtualBase = virtualBaseOf(record, definition);
  if (virtualBase) return exact(false, [virtualBase]);
  if (definition.special.destructor.virtual || definition.functions.some((fn) => fn.virtual)) {
    return exact(false, [evidenceOf(record, 'has virtual functions')]);
  }
  const fates = SPECIAL_MEMBER_KINDS.map((kind) => members.fateOf(record, kind));
  for (const fate of fates) {
    if (fate.status !== 'unknown' && fate.value.state === 'user-provided')
      return withAssumptions(exact(false, fate.value.because), [fate]);
  }
  for (const fate of [members.selectedFor(record, 'moveConstructor'), members.fateOf(record, 'destructor')]) {
    if (fate.status === 'unknown') return fate;
    if (fate.value.state === 'deleted') return withAssumptions(exact(false, fate.value.because), [fate]);
  }
  return fates.find((fate) => fate.status === 'unknown') ?? null;
};

const evidenceOf = (record: CppAbiRecord, what: string): Evidence => ({
  message: `\`${formatName(record.name)}\` ${what}`,
  location: record.location ?? undefined,
});

function virtualBaseOf(record: CppAbiRecord, { bases }: CppRecordDefinition): Evidence | null {
  const base = bases.find(({ virtual }) => virtual);
  if (!base) return null;
  const evidence = evidenceOf(record, `has the virtual base \`${formatType(base.type)}\``);
  return { ...evidence, location: base.location ?? evidence.location };
}

class Judge implements ObjectQuestion<boolean> {
  readonly scalar = true;
  readonly #rule: Rule;
  readonly #members: SpecialMembers;
  readonly #target: Target;
  /** Many members may be of one class; the answer of one that contains itself is what stands here at first. */
  readonly #answers = new Map<CppAbiRecord, Known<boolean>>();

  constructor(rule: Rule, members: SpecialMembers, target: Target) {
    this.#rule = rule;
    this.#members = members;
    this.#target = target;
  }

  type(type: CppAbiType): Known<boolean> {
    return askOf(type, this);
  }

  ofReference(type: CppAbiType): Known<boolean> {
    return exact(false, [{ message: `\`${formatType(type)}\` is a reference, not an object` }]);
  }

  ofRecord(record: CppAbiRecord): Known<boolean> {
    const known = this.#answers.get(record);
    if (known) return known;
    const definition = definitionOf(record);
    if (definition.status === 'unknown') return definition;
    this.#answers.set(record, unknown(`${formatName(record.name)} contains itself`));
    const itself =
      this.#rule(record, definition.value, this.#members) ?? this.#parts(record, definition.value);
    const answer = withAssumptions(itself, [definition]);
    this.#answers.set(record, answer);
    return answer;
  }

  /** One `no` decides, else one unknown. */
  #parts(record: CppAbiRecord, { bases, fields }: CppRecordDefinition): Known<boolean> {
    const owner = record.anonymous ? '' : ` of \`${formatName(record.name)}\``;
    const parts = [
      ...bases.map(({ type, location }) => ({ type, location, what: `base class${owner}` })),
      ...fields
        .filter(({ type }) => type.kind !== 'reference')
        .map(({ name, type, location }) => ({
          type,
          location,
          what: name === '' ? `an unnamed member${owner}` : `member \`${name}\`${owner}`,
        })),
    ].map(({ type, location, what }) => ({
      answer: this.type(type),
      evidence: () => ({ message: `${what} is \`${formatType(type)}\``, location: location ?? undefined }),
    }));
    for (const { answer, evidence } of parts) {
      if (answer.status !== 'unknown' && !answer.value)
        return withAssumptions(exact(false, [evidence(), ...answer.because]), [answer]);
    }
    for (const { answer, evidence } of parts) {
      if (answer.status === 'unknown') return unknown(answer.reason, [evidence(), ...answer.because]);
    }
    return withAssumptions(
      exact(true),
      parts.map(({ answer }) => answer),
    );
  }

  /**
   * No library marks its types by either proposal, and what is not trivially copyable in it has a special
   * member of its own.
   */
  ofLibraryType(type: CppAbiLibraryType): Known<boolean> {
    const traits = libraryTraits(type, this.#target);
    if (traits.status === 'unknown') return traits;
    const { relocation, why } = traits.value;
    const operations = new Set(Object.values(traits.value.operations));
    const name = `\`${formatType(type)}\``;
    const no = (message: string): Known<boolean> => withAssumptions(exact(false, [{ message }]), [traits]);
    if (relocation === 'immovable' && this.#rule !== TRIVIALLY_COPYABLE) return no(`${name} ${why}`);
    // Microsoft writes the assignment as a template, which does not count for `pair`, but for what holds one.
    if (type.name === 'std::pair' && this.#target.standardLibrary === 'msvc') operations.delete('written');
    if (operations.has('non-trivial') || operations.has('protected') || operations.has('written'))
      return no(`${name} has special members of its own, and is marked by no library`);
    if (!operations.has('members')) return withAssumptions(exact(true), [traits]);
    const parts = heldBy(type).map((held) =>
      new Judge(TRIVIALLY_COPYABLE, this.#members, this.#target).type(held),
    );
    const decisive = parts.find((part) => part.status !== 'unknown' && !part.value);
    const open = parts.find((part) => part.status === 'unknown');
    if (decisive && decisive.status !== 'unknown') {
      const because = [{ message: `${name} is as trivial as what it holds` }, ...decisive.because];
      return withAssumptions(exact(false, because), [traits, decisive]);
    }
    return open ?? withAssumptions(exact(true), [traits, ...parts]);
  }
}
