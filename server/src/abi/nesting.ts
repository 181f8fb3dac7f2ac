import { unknown, type Known } from '../base/known.js';
import type { CppAbiRecord, CppAbiType, CppRecordDefinition } from './model.js';
import { formatName } from './names.js';

/**
 * Classes that may stand in one another. Every rule follows bases and members by recursion, and tells the way to
 * the one that decides: without a bound, a chain of thousands would exhaust the stack, and its stories would grow
 * with the square of its length. What people write is far from it.
 */
const DEEPEST = 200;

/** The definition of a class, unknown where more than {@link DEEPEST} classes stand in one another in it. */
export function definitionOf(record: CppAbiRecord): Known<CppRecordDefinition> {
  const definition = record.define();
  if (definition.status === 'unknown' || nestingOf(record) <= DEEPEST) return definition;
  return unknown(`more than ${DEEPEST} classes stand in one another in ${formatName(record.name)}`);
}

/** By the class itself: a class has one definition. */
const nestings = new WeakMap<CppAbiRecord, number>();

/** A class whose parts are being counted. */
interface Open {
  readonly record: CppAbiRecord;
  readonly parts: readonly CppAbiRecord[];
  next: number;
  deepest: number;
}

/** How many classes stand in one another in `record`, itself included. Counted without recursion. */
function nestingOf(record: CppAbiRecord): number {
  const counted = nestings.get(record);
  if (counted !== undefined) return counted;
  const path: Open[] = [open(record)];
  for (let last = path.at(-1); last; last = path.at(-1)) {
    const part = last.parts[last.next];
    const known = part ? nestings.get(part) : 0;
    if (known === undefined) {
      path.push(open(part as CppAbiRecord));
      continue;
    }
    last.next++;
    last.deepest = Math.max(last.deepest, known);
    if (part) continue;
    nestings.set(last.record, last.deepest + 1);
    path.pop();
  }
  return nestings.get(record) ?? 0;
}

function open(record: CppAbiRecord): Open {
  // Until it is counted: a class that contains itself is an error in the code, and said elsewhere.
  nestings.set(record, 0);
  const definition = record.define();
  const parts = new Set<CppAbiRecord>();
  if (definition.status !== 'unknown') {
    for (const { type } of definition.value.bases) addRecords(type, parts);
    for (const { type } of definition.value.fields) addRecords(type, parts);
  }
  return { record, parts: [...parts], next: 0, deepest: 0 };
}

/** The classes that a value of the type holds, or that decide how it is held. */
function addRecords(type: CppAbiType, into: Set<CppAbiRecord>): void {
  switch (type.kind) {
    case 'record':
      into.add(type.record);
      return;
    case 'array':
      return addRecords(type.element, into);
    case 'aligned':
      return addRecords(type.type, into);
    case 'member-pointer':
      // Microsoft's are as wide as the bases of the class make them.
      into.add(type.class);
      return;
    case 'library':
      for (const argument of type.arguments) {
        if (argument.kind === 'type') addRecords(argument.type, into);
      }
      return;
    case 'builtin':
    case 'bit-int':
    case 'pointer':
    case 'reference':
    case 'enum':
    case 'function':
    case 'template-parameter':
    case 'unknown':
      return;
    default:
      return type satisfies never;
  }
}
