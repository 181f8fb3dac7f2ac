import type { Range } from '../base/range.js';
import type { InspectedFile, InspectedFunction, InspectedType } from './answers.js';
import type { JudgedLayout, RefereeReply, TypeAnswer } from './referee.js';

/** What Ferrule says of a file against what the compilers say. */
export interface Verification {
  readonly compilers: readonly {
    readonly name: string;
    /** Why it was of no use, in one line; null where it answered. */
    readonly problem: string | null;
    /** How many were compared. */
    readonly types: number;
    readonly functions: number;
  }[];
  readonly disagreements: readonly Disagreement[];
  readonly notCompared: readonly NotCompared[];
}

export interface Disagreement {
  readonly compiler: string;
  /** The type or function. */
  readonly subject: string;
  readonly range: Range;
  /** `size`, `align`, `data size`, `size without virtual bases`, `offset of <field>`, `offset of base <base>`, `symbol`. */
  readonly quantity: string;
  readonly ferrule: string;
  readonly judged: string;
  /** What Ferrule's answer rests on; null where it is exact. */
  readonly assumption: string | null;
}

/** Something of which one side says nothing. */
export interface NotCompared {
  readonly compiler: string;
  readonly subject: string;
  readonly range: Range;
  readonly reason: string;
}

/**
 * Compares each reply with the file. A type or symbol that Ferrule does not know disagrees with nothing:
 * it is not compared, and so is what the compiler refuses or never saw.
 */
export function verify(file: InspectedFile, replies: readonly RefereeReply[]): Verification {
  const verdicts = replies.map((reply) => judge(file, reply));
  return {
    compilers: verdicts.map(({ compiler }) => compiler),
    disagreements: verdicts.flatMap(({ disagreements }) => disagreements),
    notCompared: verdicts.flatMap(({ notCompared }) => notCompared),
  };
}

function judge(file: InspectedFile, { compiler: name, problem, types, symbols }: RefereeReply) {
  const disagreements: Disagreement[] = [];
  const notCompared: NotCompared[] = [];
  const compared = { types: 0, functions: 0 };
  const compiler = () => ({ name, problem, ...compared });
  if (problem !== null) return { compiler: compiler(), disagreements, notCompared };

  const skip = ({ name: subject, range }: InspectedType | InspectedFunction, reason: string): void =>
    void notCompared.push({ compiler: name, subject, range, reason });
  for (const type of file.types) {
    const reason = reasonNotToCompare(type, types.get(type.name), file.types);
    if (reason !== null) {
      skip(type, reason);
      continue;
    }
    const answer = types.get(type.name);
    if (answer?.kind !== 'laid-out') continue;
    compared.types++;
    const { layout, name: subject, range } = type;
    const assumption = layout.status === 'assumed' ? layout.reason : null;
    for (const difference of differences(layout, answer.layout)) {
      disagreements.push({ compiler: name, subject, range, ...difference, assumption });
    }
  }
  for (const fn of symbols === null ? [] : file.functions) {
    const seen = symbols?.of(fn);
    if (fn.symbol === null) skip(fn, `Ferrule does not know its symbol: ${fn.reason ?? ''}`);
    else if (!seen) skip(fn, `${name} gives no symbol for a function on this line`);
    else {
      compared.functions++;
      if (!seen.has(fn.symbol)) {
        disagreements.push({
          compiler: name,
          subject: fn.name,
          range: fn.range,
          quantity: 'symbol',
          ferrule: fn.symbol,
          judged: [...seen].join(' or '),
          assumption: fn.reason,
        });
      }
    }
  }
  return { compiler: compiler(), disagreements, notCompared };
}

function reasonNotToCompare(
  type: InspectedType,
  answer: TypeAnswer | undefined,
  all: readonly InspectedType[],
): string | null {
  const truth =
    answer?.kind === 'laid-out'
      ? `, the compiler says size ${answer.layout.size}, align ${answer.layout.align}`
      : '';
  // Under `#if` only one of them is what the compiler saw.
  if (all.filter(({ name }) => name === type.name).length > 1) return `it is declared more than once${truth}`;
  if (type.layout.size === null) return `Ferrule does not know: ${type.layout.reason ?? ''}${truth}`;
  if (answer === undefined) return 'the compiler was not asked';
  return answer.kind === 'refused' ? `the compiler refuses: ${answer.reason}` : null;
}

type Difference = Pick<Disagreement, 'quantity' | 'ferrule' | 'judged'>;

function differences(ours: InspectedType['layout'], judged: JudgedLayout): Difference[] {
  const found: Difference[] = [];
  const compare = (
    quantity: string,
    own: number | null,
    truth: number | null | undefined,
    show = bytes,
  ): void => {
    if (own === null || truth === null || truth === undefined || own === truth) return;
    found.push({ quantity, ferrule: show(own), judged: show(truth) });
  };
  compare('size', ours.size, judged.size);
  compare('align', ours.align, judged.align);
  compare('data size', ours.dataSize, judged.dataSize);
  compare('size without virtual bases', ours.nonVirtualSize, judged.nonVirtualSize);
  for (const { name, offsetBits } of uniquelyNamed(ours.fields)) {
    compare(`offset of ${name}`, offsetBits, judged.fields.get(name), bits);
  }
  for (const { name, offset } of uniquelyNamed(ours.bases)) {
    compare(`offset of base ${name}`, offset, judged.bases.get(name));
  }
  return found;
}

const uniquelyNamed = <T extends { readonly name: string }>(items: readonly T[]): T[] =>
  items.filter(({ name }) => name !== '' && items.filter((item) => item.name === name).length === 1);

const bytes = (count: number): string => String(count);

/** An offset in bytes, and for bit-fields the bit within: `4:3`. */
const bits = (offset: number): string =>
  offset % 8 === 0 ? String(offset / 8) : `${Math.floor(offset / 8)}:${offset % 8}`;
