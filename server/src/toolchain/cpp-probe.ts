import type { InspectedFile, InspectedType } from '../service/answers.js';
import type { JudgedLayout, TypeAnswer } from '../service/referee.js';

/**
 * A source that has a C or C++ compiler tell sizes, alignments and offsets without being run: each
 * question is an ill-typed initialisation on a line of its own, whose error names the answer as the
 * length of an array. An error in one line leaves the others standing. Understood by clang and gcc.
 */
export interface CppProbe {
  readonly text: string;
  /** What is asked on each line of the part behind the `#include`, from 1. */
  readonly questions: readonly Question[];
}

interface Question {
  readonly type: string;
  /** The name of a field for its offset. */
  readonly about: 'size' | 'align' | { readonly field: string };
  /** The spelling of the type that this line tries. */
  readonly spelling: string;
}

/** The name that the probe's own lines have in messages. */
export const PROBE_NAME = 'ferrule-probe';

/**
 * @param include absolute path of the file that declares the types
 */
export function cppProbe(file: InspectedFile, include: string): CppProbe {
  const questions = file.types.flatMap(questionsAbout);
  const lines = questions.map(
    (question, i) => `int (*ferrule_${i})[1] = (char (*)[${expression(question)} + 1])0;`,
  );
  const path = include.replaceAll('\\', '/').replaceAll('"', '\\"');
  return {
    text: [`#include "${path}"`, `#line 1 "${PROBE_NAME}"`, ...lines, ''].join('\n'),
    questions,
  };
}

function questionsAbout(type: InspectedType): Question[] {
  const fields = type.layout.fields.filter(({ name, bitWidth }) => name !== '' && bitWidth === null);
  // `struct stat` needs its keyword, the name that a typedef gave an unnamed struct must not have one.
  return [...new Set([type.name, `${type.kind} ${type.name}`])].flatMap((spelling): Question[] => [
    { type: type.name, about: 'size', spelling },
    { type: type.name, about: 'align', spelling },
    ...fields.map(({ name }) => ({ type: type.name, about: { field: name }, spelling })),
  ]);
}

function expression({ about, spelling }: Question): string {
  if (about === 'size') return `sizeof(${spelling})`;
  if (about === 'align') return `__alignof__(${spelling})`;
  return `__builtin_offsetof(${spelling}, ${about.field})`;
}

export interface ProbeAnswers {
  /** An error outside of the probe's own lines, after which nothing it says can be relied on. */
  readonly problem: string | null;
  readonly types: ReadonlyMap<string, TypeAnswer>;
}

const MESSAGE = /^(.+?):(\d+)(?::\d+)?: (?:fatal )?error: (.*)$/gm;
const ANSWER = /char ?\(\*\) ?\[(\d+)\]/;

/** Reads what the compiler said about a probe. */
export function readProbe(probe: CppProbe, messages: string): ProbeAnswers {
  const said = new Map<number, string>();
  for (const [, path = '', line, message = ''] of messages.matchAll(MESSAGE)) {
    if (path !== PROBE_NAME) return { problem: `${path}:${line}: ${message}`, types: new Map() };
    if (!said.has(Number(line))) said.set(Number(line), message);
  }
  const values = new Map<string, Map<string, number>>();
  const refusals = new Map<string, string>();
  for (const [i, { type, about }] of probe.questions.entries()) {
    const message = said.get(i + 1);
    const answer = message === undefined ? null : ANSWER.exec(message);
    if (answer) {
      const known = values.get(type) ?? new Map<string, number>();
      values.set(
        type,
        known.set(typeof about === 'string' ? about : `.${about.field}`, Number(answer[1]) - 1),
      );
    } else if (about === 'size' && !refusals.has(type)) {
      refusals.set(type, message ?? 'no answer');
    }
  }
  const types = new Map<string, TypeAnswer>();
  for (const [type, reason] of refusals) types.set(type, { kind: 'refused', reason });
  for (const [type, known] of values) {
    const layout = layoutFrom(known);
    if (layout) types.set(type, { kind: 'laid-out', layout });
  }
  return { problem: null, types };
}

function layoutFrom(known: ReadonlyMap<string, number>): JudgedLayout | null {
  const size = known.get('size');
  const align = known.get('align');
  if (size === undefined || align === undefined) return null;
  const fields = [...known].filter(([about]) => about.startsWith('.'));
  return {
    size,
    align,
    dataSize: null,
    nonVirtualSize: null,
    fields: new Map(fields.map(([about, offset]) => [about.slice(1), 8 * offset])),
    bases: new Map(),
  };
}
