import type { SyntaxNode } from '../../../syntax/parse.js';
import { flowOf, type Flow } from './pointer-flow.js';
import type { BodyReading } from './read-bodies.js';
import type { DanglingPointer, GivenPointer } from './rust-body.js';
import { temporaryOf, type Temporary } from './temporaries.js';

/** Variables that one pointer is followed through. */
const MOST_HOLDERS = 16;
/** UTF-16 units in which a variable is followed: more than people write in a block. */
const LONGEST_WAY = 20_000;

type Held = Flow & { readonly kind: 'held' };

/** A call of `as_ptr` on a temporary. */
export interface PointerIntoTemporary {
  readonly call: SyntaxNode;
  readonly temporary: Temporary;
}

/** @param method the name in `x.as_ptr()` */
export function pointerIntoTemporary(method: SyntaxNode, text: string): PointerIntoTemporary | null {
  const access = method.parent;
  const call = access?.parent;
  const value = access?.childForFieldName('value');
  if (access?.type !== 'field_expression' || call?.type !== 'call_expression' || !value) return null;
  const temporary = temporaryOf(value, text);
  return temporary && { call, temporary };
}

/**
 * Follows a pointer into a temporary to where it is used.
 *
 * @param body of the function around it
 * @returns null where no use is shown by the text, or the temporary is still alive in it
 */
export function readDanglingPointer(
  { call, temporary }: PointerIntoTemporary,
  body: SyntaxNode,
  { text, lines }: BodyReading,
): DanglingPointer | null {
  const flow = flowOf(call, text);
  // An argument lives as long as the call, unless it is made in a scope of its own.
  if (!flow || (flow.kind === 'given' && flow.left === 'statement')) return null;
  const uses = flow.kind === 'held' ? usesOf(flow, body, text) : [flow];
  if (uses.length === 0) return null;
  return {
    range: lines.rangeOf(call.startIndex, call.endIndex),
    owner: temporary.owner,
    ownerRange: lines.rangeOf(temporary.node.startIndex, temporary.node.endIndex),
    until: flow.left,
    holder: flow.kind === 'held' ? flow.holder : null,
    returned: uses.some(({ kind }) => kind === 'returned'),
    given: uses.flatMap((use): GivenPointer[] =>
      use.kind === 'given'
        ? [{ name: use.name, range: lines.rangeOf(use.argument.startIndex, use.argument.endIndex) }]
        : [],
    ),
    statement: mayMoveBefore(flow, call) ? lines.positionAt(flow.statement.startIndex) : null,
  };
}

/** Whether the temporary could be made in front of a `let`: nothing but expressions is around it there. */
function mayMoveBefore(flow: Flow, call: SyntaxNode): flow is Held {
  if (flow.kind !== 'held' || flow.left !== 'statement' || flow.statement.type !== 'let_declaration')
    return false;
  for (let node = call.parent; node && node.id !== flow.statement.id; node = node.parent)
    if (node.type === 'block') return false;
  return true;
}

/**
 * What becomes of a variable after the statement that gave it its value, up to where it gets another one; and of the
 * variables that are given its value in between.
 */
function usesOf(first: Held, body: SyntaxNode, text: string): Flow[] {
  const uses: Flow[] = [];
  const held = [first];
  for (let i = 0; i < Math.min(held.length, MOST_HOLDERS); i++) {
    for (const use of directUsesOf(held[i] as Held, body, text)) {
      if (use.kind === 'held') held.push(use);
      else uses.push(use);
    }
  }
  return uses;
}

function* directUsesOf({ holder, statement }: Held, body: SyntaxNode, text: string): Iterable<Flow> {
  const from = statement.endIndex;
  const to = Math.min(statement.parent?.endIndex ?? from, from + LONGEST_WAY);
  for (const { index } of text.slice(from, to).matchAll(new RegExp(`\\b${holder}\\b`, 'g'))) {
    const node = body.descendantForIndex(from + index);
    if (node?.type !== 'identifier') continue;
    if (getsAnother(node)) return;
    const short = node.parent?.type === 'shorthand_field_initializer' ? node.parent : node;
    const flow = flowOf(short, text);
    if (flow) yield flow;
  }
}

/** Whether a variable is declared anew or assigned here. */
function getsAnother(node: SyntaxNode): boolean {
  const { parent } = node;
  return (
    (parent?.type === 'let_declaration' && parent.childForFieldName('pattern')?.id === node.id) ||
    (parent?.type === 'assignment_expression' && parent.childForFieldName('left')?.id === node.id)
  );
}
