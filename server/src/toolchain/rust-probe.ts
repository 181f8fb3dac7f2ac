import { LineIndex } from '../base/line-index.js';
import type { RustEnum, RustFacts, RustRecord } from '../facts/rust/rust-facts.js';
import { qualifiedRustName } from '../program/rust-names.js';
import type { TypeAnswer } from '../service/referee.js';
import type { RustcMessage, RustcSpan } from './rustc-output.js';

/**
 * A source that has rustc tell sizes, alignments and offsets without being run, on any channel: each
 * question is an array of one length where another is wanted, and the error names its length. The
 * questions follow the declaration that they are about, so that private types and those inside of
 * functions can be asked about, and an error in one leaves the others standing. They add no line, so that
 * what else rustc says names the lines that the user sees.
 */
export interface RustProbe {
  readonly text: string;
  /** What was asked about; the place in this list is part of the questions' marks. */
  readonly items: readonly (RustRecord | RustEnum)[];
}

/** @param text what `facts` were read from */
export function rustProbe(text: string, facts: RustFacts): RustProbe {
  const lines = new LineIndex(text);
  // The layout of a generic type depends on its arguments.
  const items = [...facts.records, ...facts.enums].filter(({ generics }) => generics.length === 0);
  const insertions = items
    .map((item, index) => ({
      offset: lines.offsetAt(item.range.end),
      questions: questionsAbout(item, index),
    }))
    .sort((a, b) => a.offset - b.offset);
  let probed = '';
  let copied = 0;
  for (const { offset, questions } of insertions) {
    probed += text.slice(copied, offset) + questions;
    copied = offset;
  }
  return { text: `${probed}${text.slice(copied)}\n${question('0', END)}\n`, items };
}

function questionsAbout(item: RustRecord | RustEnum, index: number): string {
  // What is compiled under a condition must not be asked about without it: the name may mean another type.
  const cfg = item.condition.map((predicate) => `#[cfg(${onOneLine(predicate)})] `).join('');
  const type = `r#${item.name}`;
  return [
    question(`core::mem::size_of::<${type}>()`, `${index} ${SIZE}`),
    question(`core::mem::align_of::<${type}>()`, `${index} ${ALIGN}`),
    ...fieldsOf(item).map(({ name }) => {
      const field = /^\d/.test(name) ? name : `r#${name}`;
      return question(`core::mem::offset_of!(${type}, ${field})`, `${index} .${name}`);
    }),
  ]
    .map((each) => ` ${cfg}${each}`)
    .join('');
}

const fieldsOf = (item: RustRecord | RustEnum) => ('fields' in item ? item.fields : []);

const onOneLine = (predicate: string): string => predicate.replaceAll(/\/\/.*/g, ' ').replaceAll(/\s+/g, ' ');

/** Asks for one more than the value: a length of zero would be no error. */
const question = (value: string, mark: string): string =>
  `${PROBE}${mark}*/ const _: [u8; 0] = [0; ${value} + 1];`;

const PROBE = '/*ferrule-probe ';
const SIZE = 'size';
const ALIGN = 'align';
/** The mark of the last question, whose answer says that the file is compiled at all. */
const END = 'end';

export interface ProbeAnswers {
  /** The file is part of what was compiled. */
  readonly compiled: boolean;
  /** The first error that is not the probe's: `src/lib.rs:3: unresolved import`; null without. */
  readonly firstError: string | null;
  /** By `qualifiedRustName`. */
  readonly types: ReadonlyMap<string, TypeAnswer>;
}

/** Reads what the compiler said about a probe. */
export function readRustProbe({ items }: RustProbe, messages: readonly RustcMessage[]): ProbeAnswers {
  /** By the mark of the question. */
  const values = new Map<string, number>();
  const refusals = new Map<string, string>();
  let firstError: string | null = null;
  for (const { level, message, spans } of messages) {
    if (!level.startsWith('error')) continue;
    const mark = spans.map(markOf).find((found) => found !== null) ?? null;
    const primary = spans.find(({ is_primary }) => is_primary);
    const length = /found one with a size of (\d+)/.exec(primary?.label ?? '')?.[1];
    if (mark === null || (mark === END && length === undefined)) {
      if (primary) firstError ??= `${primary.file_name}:${primary.line_start}: ${message}`;
    } else if (length !== undefined) values.set(mark, Number(length) - 1);
    else refusals.set(mark, message);
  }
  const types = items.map((item, index): [string, TypeAnswer] => {
    const size = values.get(`${index} ${SIZE}`);
    const align = values.get(`${index} ${ALIGN}`);
    if (size === undefined || align === undefined) {
      const reason = refusals.get(`${index} ${SIZE}`) ?? silence(item, firstError);
      return [qualifiedRustName(item), { kind: 'refused', reason }];
    }
    const fields = fieldsOf(item).flatMap(({ name }): [string, number][] => {
      const offset = values.get(`${index} .${name}`);
      return offset === undefined ? [] : [[name, 8 * offset]];
    });
    const layout = {
      size,
      align,
      dataSize: null,
      nonVirtualSize: null,
      bases: new Map(),
      fields: new Map(fields),
    };
    return [qualifiedRustName(item), { kind: 'laid-out', layout }];
  });
  return { compiled: values.has(END), firstError, types: new Map(types) };
}

/** Of the question that a span points at, also through the macros that it came from. */
function markOf({ text, expansion }: RustcSpan): string | null {
  for (const line of text) {
    const before = line.text.slice(0, line.highlight_start);
    const mark = before.lastIndexOf(PROBE);
    if (mark !== -1) return before.slice(mark + PROBE.length, before.indexOf('*/', mark));
  }
  return expansion && markOf(expansion.span);
}

/** Why a type has neither an answer nor a refusal. */
function silence({ condition }: RustRecord | RustEnum, firstError: string | null): string {
  if (condition.length > 0) return `cfg(${condition.join(', ')}) leaves it out`;
  return `something that it is made of does not compile${firstError === null ? '' : ` (${firstError})`}`;
}
