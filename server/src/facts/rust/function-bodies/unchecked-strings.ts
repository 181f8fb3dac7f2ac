import type { SyntaxNode } from '../../../syntax/parse.js';
import { commentLinesAbove, textOf } from '../source-text.js';
import { argumentsOf, calledPath, originOf, sourceOf } from './origins.js';
import type { BodyReading } from './read-bodies.js';
import type { PointerOrigin, UncheckedString } from './rust-body.js';

/** Methods that give the same bytes. */
const SAME_BYTES = /^(?:to_bytes|to_bytes_with_nul|to_vec|to_owned|into|as_ref|as_slice|clone)$/;
/** Functions that take a pointer's word for it. */
const VIEWS = /(?:^|::)(?:CStr::from_ptr|(?:slice::)?from_raw_parts(?:_mut)?)$/;
/** Wrappers in a row that are looked through. */
const DEEPEST = 16;

/** Text that is made without a look at bytes which come from a pointer. @param name `from_utf8_unchecked` */
export function readUncheckedString(
  name: SyntaxNode,
  around: SyntaxNode,
  reading: BodyReading,
): UncheckedString | null {
  const called = name.parent?.type === 'scoped_identifier' ? name.parent : name;
  const call = called.parent;
  if (isExplained(called.startIndex, around, reading.text)) return null;
  const path = call && calledPath(call, reading.text);
  const [bytes] = call && path ? argumentsOf(call) : [];
  const origin = bytes ? originOfBytes(bytes, around, reading, 0) : null;
  return (
    origin && {
      range: reading.lines.rangeOf(called.startIndex, called.endIndex),
      made: /(?:^|::)String::\w+$/.test(path ?? '') ? 'String' : 'str',
      origin,
    }
  );
}

/** Whether a comment on the line, just above it, or above the function says something about UTF-8. */
function isExplained(offset: number, around: SyntaxNode, text: string): boolean {
  const before = text
    .slice(Math.max(0, offset - 600), offset)
    .split('\n')
    .slice(-LINES_ABOVE - 1);
  const after = /^[^\n]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  const comments = [...before, after, ...commentLinesAbove(around.startIndex, text)];
  return comments.some((line) => /\/[/*].*utf-?8|^\s*\*.*utf-?8/i.test(line));
}

/** Lines in which a comment may stand above what it explains. */
const LINES_ABOVE = 4;

function originOfBytes(
  bytes: SyntaxNode,
  around: SyntaxNode,
  reading: BodyReading,
  depth: number,
): PointerOrigin | null {
  const source = depth > DEEPEST ? null : sourceOf(bytes, around, reading.text);
  const inner = source && inside(source, reading.text);
  if (inner) return originOfBytes(inner, around, reading, depth + 1);
  if (!source || !VIEWS.test(calledPath(source, reading.text) ?? '')) return null;
  const [pointer] = argumentsOf(source);
  return pointer ? originOf(objectOf(pointer), around, reading) : null;
}

/** What has the same bytes as an expression, or more. */
function inside(node: SyntaxNode, text: string): SyntaxNode | null {
  switch (node.type) {
    case 'reference_expression':
      return node.childForFieldName('value');
    case 'index_expression':
      return node.namedChildren[0] ?? null;
    case 'call_expression': {
      const called = node.childForFieldName('function');
      const method = called?.type === 'field_expression' ? called.childForFieldName('field') : null;
      if (!called || !method || !SAME_BYTES.test(textOf(method, text))) return null;
      return called.childForFieldName('value');
    }
    default:
      return null;
  }
}

/** What `(*text).data` is a part of: who gives the one gives the other. */
function objectOf(pointer: SyntaxNode): SyntaxNode {
  let node = pointer;
  while (PLACES.has(node.type) && node.namedChildren[0]) node = node.namedChildren[0];
  return node;
}

const PLACES = new Set([
  'field_expression',
  'parenthesized_expression',
  'type_cast_expression',
  'unary_expression',
]);
