import type { CppField } from '../facts/cpp/cpp-facts.js';
import type { RustField } from '../facts/rust/rust-facts.js';
import { callbackDifference } from './compare-callbacks.js';
import { partnersOf } from './compare-fields.js';
import { pointeeOf } from './compare-pointees.js';
import { isBridgeType, isMirror, passesAsC, type TypeCrossing } from './crossing.js';
import { fieldSourcesOf } from './lowering/cpp-records.js';
import { functionPointer } from './rust-forms.js';
import type { TargetView } from './target-view.js';

/** A field that holds a function pointer on both sides, and how the two differ, in words. */
export interface CallbackField {
  readonly rust: RustField;
  readonly cpp: CppField;
  readonly text: string;
}

/** The function pointers of a mirrored record, such as a table of functions, that are not the same on both sides. */
export function callbackFields(crossing: TypeCrossing, view: TargetView): readonly CallbackField[] {
  const { rust, cpp, mechanism } = crossing;
  if (!passesAsC(mechanism) || isBridgeType(rust.item) || !isMirror(crossing)) return [];
  const ours = view.rust.record(rust.uri, rust.item).define();
  const theirs = view.cpp.record(cpp.uri, cpp.item).define();
  const written = view.rust.fieldsOf(rust.uri, rust.item);
  if (ours.status === 'unknown' || theirs.status === 'unknown' || written.status === 'unknown') return [];
  const members = theirs.value.fields;
  const declared = fieldSourcesOf(theirs.value);
  const partners = partnersOf(
    ours.value.fields.map(({ name }) => name),
    members.map(({ name }) => name),
  );
  return ours.value.fields.flatMap(({ type }, i): CallbackField[] => {
    const partner = partners?.[i] ?? -1;
    const [rustField, cppField, member] = [written.value[i], declared[partner], members[partner]];
    const callback = functionPointer(type, view);
    const to = member && pointeeOf(member.type);
    if (!rustField || !cppField || !callback || to?.kind !== 'function') return [];
    const text = callbackDifference(callback, to, view);
    return text === null ? [] : [{ rust: rustField, cpp: cppField, text }];
  });
}
