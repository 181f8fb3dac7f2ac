import type { Known } from '../base/known.js';
import type { RustFacts } from '../facts/rust/rust-facts.js';
import { qualifiedRustName } from '../program/rust-names.js';
import type { TypeEntity } from './entities.js';
import type { ReportedLayout } from './layout-report.js';
import type { JudgedLayout, RefereeReply } from './referee.js';

/** What a compiler says of one type. */
export interface CompilerAnswer {
  /** Name and version: `rustc 1.95.0`. */
  readonly compiler: string;
  readonly layout: JudgedLayout;
}

/** The part of a reply that is about one type; null where it does not say, or where it may mean another. */
export function answerAbout(
  entity: TypeEntity,
  facts: RustFacts,
  { compiler, types }: RefereeReply,
): CompilerAnswer | null {
  if (entity.kind !== 'rust-record' && entity.kind !== 'rust-enum') return null;
  const name = qualifiedRustName(entity.item);
  const namesakes = [...facts.records, ...facts.enums].filter((item) => qualifiedRustName(item) === name);
  const answer = types.get(name);
  if (namesakes.length !== 1 || answer?.kind !== 'laid-out') return null;
  return { compiler, layout: answer.layout };
}

/** Whether a compiler's answer is other than what was computed, or there is nothing that it could agree with. */
export function isNews({ layout }: CompilerAnswer, computed: Known<ReportedLayout>): boolean {
  if (computed.status === 'unknown') return true;
  const { size, align, fields } = computed.value;
  return (
    size !== layout.size ||
    align !== layout.align ||
    fields.some(({ name, offsetBits }) => (layout.fields.get(name) ?? offsetBits) !== offsetBits)
  );
}

/** `rustc 1.95.0 says 24 bytes, align 8`, with the offsets where they are news. */
export function sayAnswer(answer: CompilerAnswer, computed: Known<ReportedLayout>): string {
  const { compiler, layout } = answer;
  const figures = `${compiler} says ${layout.size} byte${layout.size === 1 ? '' : 's'}, align ${layout.align}`;
  const offsets = [...layout.fields]
    .sort(([, a], [, b]) => a - b)
    .map(([name, offset]) => `\`${name}\` at ${offset / 8}`);
  return isNews(answer, computed) && offsets.length > 0 ? `${figures}: ${offsets.join(', ')}` : figures;
}
