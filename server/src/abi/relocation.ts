import {
  assumed,
  exact,
  unknown,
  weaken,
  withAssumptions,
  type Evidence,
  type Known,
} from '../base/known.js';
import type { CppAbiLibraryType, CppAbiRecord, CppAbiType, CppRecordDefinition } from './model.js';
import { formatName, formatType } from './names.js';
import { definitionOf } from './nesting.js';
import { askOf, type ObjectQuestion } from './object-types.js';
import { relocationDefinitions } from './relocation-definitions.js';
import type { SpecialMembers } from './special-members.js';
import { heldBy, libraryRelocation } from './standard-library/library-form.js';
import type { Target } from './target.js';

/**
 * Whether an object may live in memory that Rust moves: whether copying its bytes to another place and
 * forgetting the old one leaves a working object. The C++ standard has no trait that answers it (P2786
 * was voted out of C++26), so that `ground` names what the answer rests on.
 */
export interface RelocationVerdict {
  readonly trivial: boolean;
  readonly ground: RelocationGround;
}

export type RelocationGround =
  /** A scalar, or a class that the compilers call trivially copyable. */
  | 'trivially-copyable'
  /** The tables of the standard library. */
  | 'standard-library'
  /** An attribute or a specialisation that promises it. */
  | 'declared'
  /** No special member of its own is in the way, and every base and member is relocatable (or one is not). */
  | 'members'
  /** Every copy and move is deleted: an object is meant to stay where it is. */
  | 'immovable'
  /** A virtual base, which is found through the object's address. */
  | 'virtual-base'
  /** A deleted destructor, which P2786 excludes. */
  | 'deleted-destructor';

/**
 * The decision procedure: immovable classes first (compilers call `std::mutex` trivially copyable), then
 * the tables, what is declared, trivially copyable, and at last structure. A class with its own copy or
 * move constructor or destructor is unknown unless a member decides against it.
 */
export function relocationOf(
  type: CppAbiType,
  members: SpecialMembers,
  target: Target,
): Known<RelocationVerdict> {
  return new Judge(members, target, null).type(type);
}

/**
 * What the bases and members of a class say, whatever it is declared to be: what the claims about it have to be held
 * against. That its own special members are deleted or user-provided contradicts no claim. Claims about its bases
 * and members are believed.
 */
export function relocationWithoutClaims(
  record: CppAbiRecord,
  members: SpecialMembers,
  target: Target,
): Known<RelocationVerdict> {
  return new Judge(members, target, record).type({ kind: 'record', record });
}

const yes = (ground: RelocationGround, because: readonly Evidence[] = []): Known<RelocationVerdict> =>
  exact({ trivial: true, ground }, because);
const no = (ground: RelocationGround, because: readonly Evidence[]): Known<RelocationVerdict> =>
  exact({ trivial: false, ground }, because);

class Judge implements ObjectQuestion<RelocationVerdict> {
  readonly scalar: RelocationVerdict = { trivial: true, ground: 'trivially-copyable' };
  readonly #members: SpecialMembers;
  readonly #target: Target;
  readonly #doubted: CppAbiRecord | null;
  /** Many members may be of one class; the answer of one that contains itself is what stands here at first. */
  readonly #verdicts = new Map<CppAbiRecord, Known<RelocationVerdict>>();

  /** @param doubted the class whose claims are not believed; null where all are */
  constructor(members: SpecialMembers, target: Target, doubted: CppAbiRecord | null) {
    this.#members = members;
    this.#target = target;
    this.#doubted = doubted;
  }

  type(type: CppAbiType): Known<RelocationVerdict> {
    return askOf(type, this);
  }

  ofReference(): Known<RelocationVerdict> {
    return exact(this.scalar);
  }

  ofRecord(record: CppAbiRecord): Known<RelocationVerdict> {
    const known = this.#verdicts.get(record);
    if (known) return known;
    const definition = definitionOf(record);
    if (definition.status === 'unknown') return definition;
    this.#verdicts.set(record, unknown(`${formatName(record.name)} contains itself`));
    const verdict = weaken(this.#definition(record, definition.value), definition);
    this.#verdicts.set(record, verdict);
    return verdict;
  }

  #definition(record: CppAbiRecord, definition: CppRecordDefinition): Known<RelocationVerdict> {
    const name = `\`${formatName(record.name)}\``;
    const location = record.location ?? undefined;
    if (record === this.#doubted) return this.#structure(record, definition);
    const immovable = this.#members.isImmovable(record);
    if (immovable.status !== 'unknown' && immovable.value) {
      const because = [
        { message: `${name} can be neither copied nor moved`, location },
        ...immovable.because,
      ];
      return withAssumptions(no('immovable', because), [immovable]);
    }
    const declared = this.#declared(record, definition);
    if (declared) return declared;
    const copyable = this.#members.isTriviallyCopyable(record);
    if (copyable.status !== 'unknown' && copyable.value) {
      return weaken(
        yes('trivially-copyable', [{ message: `${name} is trivially copyable`, location }]),
        copyable,
      );
    }
    return this.#structure(record, definition);
  }

  /** A promise that is believed: P2786's keyword only of an eligible class, `trivial_abi` where it has an effect. */
  #declared(record: CppAbiRecord, definition: CppRecordDefinition): Known<RelocationVerdict> | null {
    for (const { form, ...evidence } of definition.relocationClaims) {
      if (form !== 'keyword') return yes('declared', [evidence]);
      const { p2786 } = relocationDefinitions({ kind: 'record', record }, this.#members, this.#target);
      if (p2786.status !== 'unknown' && p2786.value)
        return withAssumptions(yes('declared', [evidence]), [p2786]);
    }
    const marked = this.#members.heedsTrivialAbi(record);
    return marked.status !== 'unknown' && marked.value
      ? withAssumptions(yes('declared', marked.because), [marked])
      : null;
  }

  /** Its own special members, then every base and member: one `no` decides, else one unknown. */
  #structure(record: CppAbiRecord, definition: CppRecordDefinition): Known<RelocationVerdict> {
    const name = `\`${formatName(record.name)}\``;
    const virtualBase = definition.bases.find((base) => base.virtual);
    if (virtualBase) {
      const message = `${name} has the virtual base \`${formatType(virtualBase.type)}\``;
      return no('virtual-base', [{ message, location: virtualBase.location ?? undefined }]);
    }
    const { destructor } = definition.special;
    if (destructor.state === 'deleted' && record !== this.#doubted) {
      const message = `the destructor of ${name} is deleted`;
      return no('deleted-destructor', [{ message, location: destructor.location ?? undefined }]);
    }
    const parts = partsOf(record, definition).map((part) => ({ ...part, verdict: this.type(part.type) }));
    for (const { verdict, evidence } of parts) {
      if (verdict.status !== 'unknown' && !verdict.value.trivial) {
        return withAssumptions(no('members', joined(evidence(), verdict.because)), [verdict]);
      }
    }
    const own = this.#ownSpecialMember(record);
    if (own !== null) {
      const reason = `${own.message}: whether it depends on the object's address cannot be seen here`;
      return unknown(reason, [own]);
    }
    for (const { verdict, evidence } of parts) {
      if (verdict.status === 'unknown') return unknown(verdict.reason, joined(evidence(), verdict.because));
    }
    // What several members have in them is told once.
    const because = [...new Set(parts.flatMap(({ evidence, verdict }) => told(evidence, verdict)))];
    return withAssumptions(
      this.#polymorphic(record, definition, yes('members', because)),
      parts.map(({ verdict }) => verdict),
    );
  }

  /** What a move and the end of the old object run, where user-provided, may register or compare the address. */
  #ownSpecialMember(record: CppAbiRecord): Evidence | null {
    const used = [
      this.#members.selectedFor(record, 'moveConstructor'),
      this.#members.fateOf(record, 'destructor'),
    ];
    for (const fate of used) {
      if (fate.status !== 'unknown' && fate.value.state === 'user-provided')
        return fate.value.because[0] ?? null;
    }
    return null;
  }

  #polymorphic(
    record: CppAbiRecord,
    { functions, special }: CppRecordDefinition,
    verdict: Known<RelocationVerdict>,
  ): Known<RelocationVerdict> {
    if (!special.destructor.virtual && !functions.some((fn) => fn.virtual)) return verdict;
    const evidence: Evidence = {
      message: `\`${formatName(record.name)}\` has virtual functions`,
      location: record.location ?? undefined,
    };
    const assumption =
      'pointers to tables of virtual functions are not signed with their address, as on arm64e';
    return weaken(verdict, assumed(null, assumption, [evidence]));
  }

  ofLibraryType(type: CppAbiLibraryType): Known<RelocationVerdict> {
    const traits = libraryRelocation(type, this.#target);
    if (traits.status === 'unknown') return traits;
    const { relocation, why } = traits.value;
    const library = this.#target.standardLibrary;
    const name = `\`${formatType(type)}\``;
    const verdict = (trivial: boolean, ground: RelocationGround, message: string): Known<RelocationVerdict> =>
      withAssumptions(exact({ trivial, ground }, [{ message }]), [traits]);
    switch (relocation) {
      case 'yes':
        return verdict(true, 'standard-library', `${name}, whose ${library} form ${why}`);
      case 'no':
        return verdict(false, 'standard-library', `${name}, whose ${library} form ${why}`);
      case 'immovable':
        return verdict(false, 'immovable', `${name}, which ${why}`);
      case 'contents':
        return unknown(`${name} ${why}: it depends on the value it holds`);
      case 'members':
        return withAssumptions(this.#arguments(type), [traits]);
      default:
        return relocation satisfies never;
    }
  }

  #arguments(type: CppAbiLibraryType): Known<RelocationVerdict> {
    let result: Known<RelocationVerdict> = yes('members');
    let open: Known<RelocationVerdict> | null = null;
    for (const held of heldBy(type)) {
      const verdict = this.type(held);
      if (verdict.status === 'unknown') open ??= verdict;
      else if (!verdict.value.trivial) {
        return weaken(no('members', joined({ message: `\`${formatType(type)}\`` }, verdict.because)), {
          ...verdict,
          because: [],
        });
      } else result = weaken(result, verdict);
    }
    return open ?? result;
  }
}

interface Part {
  readonly type: CppAbiType;
  /** Told only where it decides, which few do. */
  readonly evidence: () => Evidence;
}

function partsOf(record: CppAbiRecord, { bases, fields }: CppRecordDefinition): Part[] {
  const owner = record.anonymous ? '' : ` of \`${formatName(record.name)}\``;
  return [
    ...bases.map(({ type, location }) => ({
      type,
      evidence: () => ({
        message: `base class${owner} is \`${formatType(type)}\``,
        location: location ?? undefined,
      }),
    })),
    ...fields.map(({ name, type, location }) => ({
      type,
      evidence: () => ({
        message: `${name === '' ? 'an unnamed member' : `member \`${name}\``}${owner} is \`${formatType(type)}\``,
        location: location ?? undefined,
      }),
    })),
  ];
}

/**
 * The evidence of a part in one chain. A library type's own step (without a place) joins the member's:
 * "member `name_` is `std::string`, whose libstdc++ form points into itself".
 */
function joined(evidence: Evidence, because: readonly Evidence[]): Evidence[] {
  const [first, ...rest] = because;
  if (!first || first.location !== undefined) return [evidence, ...because];
  const tail = /^`[^`]*`(, wh.*)$/.exec(first.message)?.[1];
  return tail === undefined
    ? [evidence, ...because]
    : [{ ...evidence, message: evidence.message + tail }, ...rest];
}

/** The steps worth telling of a part that is relocatable: none for scalars. */
const told = (evidence: () => Evidence, verdict: Known<RelocationVerdict>): Evidence[] =>
  verdict.because.length === 0 ? [] : joined(evidence(), verdict.because);
