import type { SyntaxNode } from '../../../syntax/parse.js';
import { nameOf, textOf } from '../source-text.js';
import type { BodyReading } from './read-bodies.js';
import type { PointerOrigin } from './rust-body.js';

/** Variables that are followed back. */
const MOST_STEPS = 16;
/** UTF-16 units of a function: each step looks through it, and a table of thousands of pointers has thousands of steps. */
const LONGEST_FUNCTION = 20_000;

/**
 * The expression that an expression has its value from, through variables, casts and blocks of one function.
 *
 * @param around the function
 * @returns the expression, or the parameter's pattern; null where the text does not show it, or the function is too long
 */
export function sourceOf(expression: SyntaxNode, around: SyntaxNode, text: string): SyntaxNode | null {
  if (around.endIndex - around.startIndex > LONGEST_FUNCTION) return null;
  let node = expression;
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = within(node, text);
    if (next) node = next;
    else if (node.type === 'identifier') {
      const bound = valueOf(node, around, text);
      if (bound === null || bound.parent?.type === 'parameter') return bound;
      node = bound;
    } else return node;
  }
  return null;
}

/** Where a pointer comes from. */
export function originOf(
  pointer: SyntaxNode,
  around: SyntaxNode,
  { text, lines }: BodyReading,
): PointerOrigin | null {
  const source = sourceOf(pointer, around, text);
  if (!source) return null;
  const range = lines.rangeOf(source.startIndex, source.endIndex);
  if (source.parent?.type === 'parameter') return { kind: 'parameter', name: nameOf(source, text), range };
  const name = calledName(source, text);
  return name === null ? null : { kind: 'call', name, range };
}

/** The path of the function that is called, without white space; null for anything but a call by its path. */
export function calledPath(call: SyntaxNode, text: string): string | null {
  if (call.type !== 'call_expression') return null;
  const written = call.childForFieldName('function');
  const called = written?.type === 'generic_function' ? written.childForFieldName('function') : written;
  if (called?.type !== 'identifier' && called?.type !== 'scoped_identifier') return null;
  return textOf(called, text).replace(/\s|r#/g, '');
}

export const argumentsOf = (call: SyntaxNode): readonly SyntaxNode[] =>
  call.childForFieldName('arguments')?.namedChildren.filter(({ type }) => !type.endsWith('comment')) ?? [];

/** The last segment; an uppercase one constructs a value. */
function calledName(call: SyntaxNode, text: string): string | null {
  const name = calledPath(call, text)?.split('::').at(-1);
  return name !== undefined && /^[a-z_]/.test(name) ? name : null;
}

/** The same value in another form. */
function within(node: SyntaxNode, text: string): SyntaxNode | null {
  switch (node.type) {
    case 'parenthesized_expression':
    case 'unsafe_block':
      return node.lastNamedChild;
    case 'block':
      return node.namedChildCount === 1 ? node.lastNamedChild : null;
    case 'type_cast_expression':
      return node.childForFieldName('value');
    case 'call_expression': {
      const written = node.childForFieldName('function');
      const called = written?.type === 'generic_function' ? written.childForFieldName('function') : written;
      const method = called?.type === 'field_expression' ? called.childForFieldName('field') : null;
      const same = method && /^(?:cast|cast_mut|cast_const)$/.test(textOf(method, text));
      return same ? (called?.childForFieldName('value') ?? null) : null;
    }
    default:
      return null;
  }
}

/** What a variable was given where it was declared, the pattern of a parameter, or null where it may be another value. */
function valueOf(variable: SyntaxNode, around: SyntaxNode, text: string): SyntaxNode | null {
  const name = nameOf(variable, text);
  if (!/^\w+$/.test(name) || isAssigned(name, around, text)) return null;
  for (let node = variable; node.id !== around.id;) {
    const { parent } = node;
    if (!parent) return null;
    if (BINDING.has(parent.type) && bindsIn(parent, node, name, text)) return null;
    if (parent.type === 'block') {
      const declared = declaredBefore(node, name, text);
      if (declared !== 'not here') return declared;
    }
    node = parent;
  }
  const parameters = around.childForFieldName('parameters')?.namedChildren ?? [];
  for (const parameter of parameters) {
    const pattern = parameter.childForFieldName('pattern');
    if (pattern?.type === 'identifier' && nameOf(pattern, text) === name) return pattern;
  }
  return null;
}

/** A variable that gets another value, or whose address is taken to give it one. */
const isAssigned = (name: string, around: SyntaxNode, text: string): boolean =>
  new RegExp(`(?:^|[^\\w.:])(?:${name}\\s*=[^=>]|&\\s*(?:raw\\s+)?mut\\s+${name}\\b)`).test(
    text.slice(around.startIndex, around.endIndex).replaceAll(new RegExp(`\\blet\\s+${name}\\s*=`, 'g'), ''),
  );

/** Expressions that bind names in a pattern. */
const BINDING = new Set([
  'closure_expression',
  'for_expression',
  'if_expression',
  'let_chain',
  'match_arm',
  'while_expression',
]);

/** Whether what stands before a part of the expression has the name, perhaps in a pattern. */
const bindsIn = (expression: SyntaxNode, part: SyntaxNode, name: string, text: string): boolean =>
  new RegExp(`\\b${name}\\b`).test(text.slice(expression.startIndex, part.startIndex));

function declaredBefore(statement: SyntaxNode, name: string, text: string): SyntaxNode | null | 'not here' {
  for (let before = statement.previousNamedSibling; before; before = before.previousNamedSibling) {
    if (before.type !== 'let_declaration') continue;
    const pattern = before.childForFieldName('pattern');
    if (!pattern || !new RegExp(`\\b${name}\\b`).test(textOf(pattern, text))) continue;
    return pattern.type === 'identifier' ? before.childForFieldName('value') : null;
  }
  return 'not here';
}
