import type { SyntaxNode } from '../../../syntax/parse.js';
import { textOf } from '../source-text.js';
import type { BodyReading } from './read-bodies.js';
import type { PanicPlace } from './rust-body.js';

/** What may begin a place that panics: a method, a macro, an index. */
const MAY_PANIC =
  /\b(?:unwrap|expect)(?=\s*\()|\b(?:panic|unreachable|todo|unimplemented|assert|assert_eq|assert_ne)(?=\s*!)|(?<=[\w)\]?]\s?)\[/g;
/** More are not told. */
const MOST_PLACES = 8;
/** Nodes around a place that are looked through. */
const DEEPEST = 200;

/**
 * The places in a function's own body that panic when something fails: not arithmetic, and not what closures do, which
 * somebody else may call. None where the function catches panics.
 */
export function readPanics(around: SyntaxNode, { text, lines }: BodyReading): PanicPlace[] {
  const body = around.childForFieldName('body');
  const written = body ? textOf(body, text) : '';
  if (!body || /\bcatch_unwind\b/.test(written)) return [];
  const places: PanicPlace[] = [];
  for (const { index } of written.matchAll(MAY_PANIC)) {
    const node = body.descendantForIndex(body.startIndex + index);
    const place = node && placeOf(node, text);
    if (!place || !runsHere(place.node, around)) continue;
    places.push({ range: lines.rangeOf(place.node.startIndex, place.node.endIndex), what: place.what });
    if (places.length === MOST_PLACES) break;
  }
  return places;
}

function placeOf(
  node: SyntaxNode,
  text: string,
): { readonly node: SyntaxNode; readonly what: string } | null {
  const { parent } = node;
  if (!parent) return null;
  if (parent.type === 'macro_invocation')
    return parent.childForFieldName('macro')?.id === node.id
      ? { node, what: `${textOf(node, text)}!` }
      : null;
  if (parent.type === 'index_expression')
    return isChecked(parent, text) ? null : { node: parent, what: '[…]' };
  const call = parent.parent;
  if (parent.type !== 'field_expression' || call?.type !== 'call_expression') return null;
  const object = parent.childForFieldName('value');
  if (!object || OF_LITERAL.test(textOf(object, text))) return null;
  return { node, what: `${textOf(node, text)}()` };
}

/** What cannot fail: no nul is in a literal that holds none. */
const OF_LITERAL = /^(?:\w+::)*CString::new\(\s*b?"[^"\\]*"\s*\)$/;

/** The whole, or a place that the compiler checks where it is an array's. */
function isChecked(index: SyntaxNode, text: string): boolean {
  const at = index.namedChildren[1];
  return (
    !at || at.type === 'integer_literal' || (at.type === 'range_expression' && textOf(at, text) === '..')
  );
}

/** Whether a place is run by the function itself, in every build. */
function runsHere(place: SyntaxNode, around: SyntaxNode): boolean {
  let node = place.parent;
  for (let step = 0; node && step < DEEPEST; step++, node = node.parent) {
    if (node.id === around.id) return true;
    if (ELSEWHERE.has(node.type) || node.previousNamedSibling?.type === 'attribute_item') return false;
  }
  return false;
}

const ELSEWHERE = new Set([
  'ERROR',
  'async_block',
  'closure_expression',
  'const_block',
  'const_item',
  'function_item',
  'impl_item',
  'static_item',
  'token_tree',
]);
