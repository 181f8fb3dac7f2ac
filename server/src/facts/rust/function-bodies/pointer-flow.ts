import type { SyntaxNode } from '../../../syntax/parse.js';
import { nameOf, textOf } from '../source-text.js';
import type { DanglingPointer } from './rust-body.js';

type Until = DanglingPointer['until'];

/** Where the value of an expression is at the end of the statement around it. */
export type Flow = { readonly left: Until } & (
  | { readonly kind: 'held'; readonly holder: string; readonly statement: SyntaxNode }
  | { readonly kind: 'returned' }
  | { readonly kind: 'given'; readonly name: string; readonly argument: SyntaxNode }
);

/**
 * Follows a pointer from the expression that makes it to what holds it at the end of its statement, or to the call that
 * is given it.
 *
 * @returns `left`: the innermost scope of temporaries that it leaves on its way; null where it goes nowhere that the
 *   text shows
 * @see Rust reference, "Destructors", Temporary scopes
 */
export function flowOf(start: SyntaxNode, text: string): Flow | null {
  let left: Until = 'statement';
  let node = start;
  for (let steps = 0; steps < LONGEST_PATH; steps++) {
    const step = stepFrom(node, text);
    if (step === null) return null;
    if ('end' in step) return { ...step.end, left };
    if (left === 'statement' && step.leaves) left = step.leaves;
    node = step.to;
  }
  return null;
}

/** Expressions around a pointer that are followed: more than people write. */
const LONGEST_PATH = 64;

type End = Flow extends infer Each ? (Each extends Flow ? Omit<Each, 'left'> : never) : never;
/** The value of the node is, or is held in, that of another one, or it is followed to its end. */
type Step = { readonly to: SyntaxNode; readonly leaves?: Until } | { readonly end: End } | null;

/** Methods that give the same pointer in another type, or what holds it. */
const SAME_POINTER =
  /^(?:cast|cast_mut|cast_const|as_ptr|as_mut_ptr|add|offset|unwrap|expect|unwrap_or|unwrap_or_else|unwrap_or_default|collect|chain|iter|into_iter)$/;
/** Methods whose result is, or holds, what their closure gives. */
const MAPPING = /^(?:map|map_or|map_or_else|and_then|filter_map|flat_map|then|or_else|unwrap_or_else)$/;
/** Methods whose result may be what they are given. */
const CHOOSING = /^(?:unwrap_or|map_or)$/;
/** Methods that put what they are given into their object. */
const STORING = /^(?:push|push_back|insert)$/;
/** Functions that only wrap what they are given. */
const WRAPPING = /^(?:Some|Ok|(?:\w+::)*NonNull::new(?:_unchecked)?)$/;

function stepFrom(node: SyntaxNode, text: string): Step {
  const { parent } = node;
  if (!parent) return null;
  switch (parent.type) {
    case 'array_expression':
    case 'else_clause':
    case 'field_initializer':
    case 'field_initializer_list':
    case 'parenthesized_expression':
    case 'reference_expression':
    case 'struct_expression':
    case 'tuple_expression':
    case 'unsafe_block':
      return { to: parent };
    case 'type_cast_expression':
      return isField(parent, 'value', node) ? { to: parent } : null;
    case 'field_expression':
      return fromObject(parent, text);
    case 'arguments':
      return fromArgument(node, parent, text);
    case 'match_arm':
      return isField(parent, 'value', node) ? { to: parent, leaves: 'branch' } : null;
    case 'match_block':
      return parent.parent && { to: parent.parent };
    case 'if_expression':
      return isField(parent, 'condition', node) ? null : { to: parent, leaves: 'branch' };
    case 'closure_expression':
      return isField(parent, 'body', node) && parent.parent?.type === 'arguments'
        ? { to: parent, leaves: 'closure' }
        : null;
    case 'block':
      return parent.lastNamedChild?.id === node.id ? { to: parent } : null;
    case 'expression_statement':
      // `if` and `match` are statements by their kind where they end a block, and its value all the same.
      return parent.lastChild?.type === ';' ? null : { to: parent };
    case 'function_item':
      return { end: { kind: 'returned' } };
    case 'return_expression':
      return isInClosure(parent) ? null : { end: { kind: 'returned' } };
    case 'let_declaration': {
      const pattern = parent.childForFieldName('pattern');
      if (!isField(parent, 'value', node) || pattern?.type !== 'identifier') return null;
      return { end: { kind: 'held', holder: nameOf(pattern, text), statement: parent } };
    }
    case 'assignment_expression':
      return isField(parent, 'right', node) ? heldIn(parent.childForFieldName('left'), parent, text) : null;
    default:
      return null;
  }
}

/** `pointer.cast::<u8>()`, `Some(pointer).unwrap()`. */
function fromObject(access: SyntaxNode, text: string): Step {
  const called = access.parent?.type === 'generic_function' ? access.parent : access;
  const call = called.parent;
  if (call?.type !== 'call_expression' || !isField(call, 'function', called)) return null;
  return SAME_POINTER.test(fieldName(access, text)) ? { to: call } : null;
}

function fromArgument(argument: SyntaxNode, list: SyntaxNode, text: string): Step {
  const call = list.parent;
  const written = call?.childForFieldName('function');
  const called = written?.type === 'generic_function' ? written.childForFieldName('function') : written;
  if (!call || !called) return null;
  if (called.type === 'field_expression') {
    const method = fieldName(called, text);
    const passesOn = argument.type === 'closure_expression' ? MAPPING : CHOOSING;
    if (passesOn.test(method)) return { to: call };
    return STORING.test(method) ? heldIn(called.childForFieldName('value'), call, text) : null;
  }
  // The value of a closure is not the closure.
  if (argument.type === 'closure_expression') return null;
  const path = textOf(called, text).replace(/\s/g, '');
  if (WRAPPING.test(path)) return { to: call };
  const name = /^(?:::)?(?:\w+::)*(?:r#)?(\w+)$/.exec(path)?.[1];
  return name === undefined ? null : { end: { kind: 'given', name, argument } };
}

/** What is a statement of its own and leaves a pointer in a place: an assignment, a `push`. */
function heldIn(place: SyntaxNode | null, expression: SyntaxNode, text: string): Step {
  const statement = expression.parent;
  const holder = place && rootName(place, text);
  if (!holder || statement?.type !== 'expression_statement') return null;
  return { end: { kind: 'held', holder, statement } };
}

const isField = (parent: SyntaxNode, field: string, node: SyntaxNode): boolean =>
  parent.childForFieldName(field)?.id === node.id;

function fieldName(access: SyntaxNode, text: string): string {
  const field = access.childForFieldName('field');
  return field ? textOf(field, text) : '';
}

/** The variable of `d`, `d.name`, `(*d).names[0]`. */
function rootName(place: SyntaxNode, text: string): string | null {
  let node: SyntaxNode | null = place;
  while (node && node.type !== 'identifier')
    node = PLACES.has(node.type) ? (node.namedChildren[0] ?? null) : null;
  return node && nameOf(node, text);
}

const PLACES = new Set([
  'field_expression',
  'index_expression',
  'parenthesized_expression',
  'unary_expression',
]);

function isInClosure(inside: SyntaxNode): boolean {
  for (let node = inside.parent; node && node.type !== 'function_item'; node = node.parent)
    if (node.type === 'closure_expression' || node.type === 'async_block') return true;
  return false;
}
