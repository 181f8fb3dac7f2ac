import type { ConstantExpression } from '../facts.js';
import { integerValue } from './literals.js';
import { textOf } from './source-text.js';
import { readPath } from './paths.js';
import type { SyntaxPart } from './syntax-part.js';

/** Characters beyond which a constant is a table, of which nobody asks for a number. */
const LONGEST = 2000;
const BLOCKS = new Set(['block', 'const_block']);

/** A constant expression: a number, a name, or its text. @see Rust reference, "Constant evaluation" */
export function readConstant(node: SyntaxPart, text: string): ConstantExpression {
  if (node.endIndex - node.startIndex > LONGEST)
    return { kind: 'unreadable', text: `${text.slice(node.startIndex, node.startIndex + 40)}…` };
  const [only, ...others] = node.namedChildren;
  if (BLOCKS.has(node.type) && only && others.length === 0) return readConstant(only, text);
  const written = textOf(node, text);
  const literal = integerValue(written);
  if (literal) return { kind: 'integer', value: literal.value };
  const path = readPath(node, text);
  return path ? { kind: 'name', path } : { kind: 'written', text: written };
}
