import { unknown, withAssumptions, type Known } from '../base/known.js';
import type { CppAbiRecord, CppRecordDefinition } from './model.js';
import { formatName } from './names.js';
import { definitionOf } from './nesting.js';

/** Answers about records; what a class that contains itself asks of itself is unknown. */
export class RecordMemory<T> {
  readonly #answers = new WeakMap<CppAbiRecord, Map<string, Known<T>>>();

  recall(
    record: CppAbiRecord,
    question: string,
    compute: (definition: CppRecordDefinition) => Known<T>,
  ): Known<T> {
    let answers = this.#answers.get(record);
    if (!answers) this.#answers.set(record, (answers = new Map<string, Known<T>>()));
    const known = answers.get(question);
    if (known) return known;
    answers.set(question, unknown(`${formatName(record.name)} is not complete inside itself`));
    const definition = definitionOf(record);
    const answer =
      definition.status === 'unknown' ? definition : withAssumptions(compute(definition.value), [definition]);
    answers.set(question, answer);
    return answer;
  }
}
