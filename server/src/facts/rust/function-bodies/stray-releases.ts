import type { SyntaxNode } from '../../../syntax/parse.js';
import { textOf } from '../source-text.js';
import { argumentsOf, calledPath, originOf, sourceOf } from './origins.js';
import type { BodyReading } from './read-bodies.js';
import type { StrayRelease } from './rust-body.js';
import { temporaryOf } from './temporaries.js';

/** Functions that make an owner of a pointer, which gives the memory back to Rust's allocator when it is dropped. */
const TAKING =
  /(?:^|::)((?:Box|CString)(?:::<[^>]*>)?::from_raw|(?:Vec|String)(?:::<[^>]*>)?::from_raw_parts)$/;

/**
 * Memory of one side that the other one gives back.
 *
 * @param name `from_raw`, `from_raw_parts` or `free` in the path of a call
 */
export function readStrayRelease(
  name: SyntaxNode,
  around: SyntaxNode,
  reading: BodyReading,
): StrayRelease | null {
  const called = name.parent?.type === 'scoped_identifier' ? name.parent : name;
  const call = called.parent?.type === 'generic_function' ? called.parent.parent : called.parent;
  const path = call && calledPath(call, reading.text);
  const [pointer] = call && path ? argumentsOf(call) : [];
  if (!path || !pointer) return null;
  const range = reading.lines.rangeOf(called.startIndex, called.endIndex);
  if (/^(?:::)?(?:libc::)?free$/.test(path)) return freed(pointer, range, around, reading);
  const by = TAKING.exec(path)?.[1]?.replace(/::<[^>]*>/, '');
  const origin = by === undefined ? null : originOf(pointer, around, reading);
  return by !== undefined &&
    origin?.kind === 'call' &&
    !isOwn(origin.name) &&
    !KEPT.test(textOf(around, reading.text))
    ? { kind: 'taken', by, range, origin }
    : null;
}

/** Words of a function that does not drop what it took, or gives it up again. */
const KEPT = /\b(?:forget|into_raw|into_raw_parts|leak|ManuallyDrop)\b/;

/** What gives up an owner of Rust, or leaves nothing to own. */
const isOwn = (name: string): boolean =>
  /^(?:into_raw|leak|null|null_mut|alloc|alloc_zeroed|dangling)$/.test(name);

function freed(
  pointer: SyntaxNode,
  range: StrayRelease['range'],
  around: SyntaxNode,
  { text, lines }: BodyReading,
): StrayRelease | null {
  const source = sourceOf(pointer, around, text);
  const owner = source && ownerGivenUp(source, around, text);
  return owner
    ? { kind: 'freed', range, owner, given: lines.rangeOf(source.startIndex, source.endIndex) }
    : null;
}

/** `Box::into_raw(b)`, `CString::into_raw(s)`, `CString::new(t)?.into_raw()`. */
function ownerGivenUp(source: SyntaxNode, around: SyntaxNode, text: string): 'Box' | 'CString' | null {
  const path = calledPath(source, text);
  if (path !== null) {
    const owner = /(?:^|::)(Box|CString)::into_raw$/.exec(path)?.[1];
    return owner === 'Box' || owner === 'CString' ? owner : null;
  }
  const called = source.type === 'call_expression' ? source.childForFieldName('function') : null;
  const method = called?.childForFieldName('field');
  const object = called?.childForFieldName('value');
  if (!method || !object || textOf(method, text) !== 'into_raw') return null;
  const value = sourceOf(object, around, text);
  return value && temporaryOf(value, text)?.owner === 'CString' ? 'CString' : null;
}
