import type { ConstantExpression } from '../facts.js';
import { integerValue } from './literals.js';
import { textOf } from './source-text.js';
import { readPath } from './paths.js';
import type { SyntaxPart } from './syntax-part.js';

const OPERATORS = new Set(['+', '-', '*', '/', '%', '<<', '>>', '&', '|', '^']);
/** Types to which a cast loses nothing of a value that is not negative and fits a target's `usize`. */
const WIDE = /^(?:[iu](?:64|128|size))$/;

/**
 * An integer constant expression. Rust's `!` on integers is given as `~`, which is what it means.
 *
 * @see Rust reference, "Constant evaluation"
 */
export function readConstant(node: SyntaxPart, text: string): ConstantExpression {
  const unreadable: ConstantExpression = { kind: 'unreadable', text: textOf(node, text) };
  switch (node.type) {
    case 'integer_literal': {
      const literal = integerValue(textOf(node, text));
      return literal ? { kind: 'integer', value: literal.value } : unreadable;
    }
    case 'identifier':
    case 'type_identifier':
    case 'scoped_identifier': {
      const path = readPath(node, text);
      return path ? { kind: 'name', path } : unreadable;
    }
    case 'parenthesized_expression':
    case 'block':
    case 'const_block': {
      const [only, ...others] = node.namedChildren;
      return only && others.length === 0 ? readConstant(only, text) : unreadable;
    }
    case 'negative_literal':
    case 'unary_expression':
      return readUnary(node, text) ?? unreadable;
    case 'binary_expression': {
      const left = node.childForFieldName('left');
      const right = node.childForFieldName('right');
      const operator = node.childForFieldName('operator')?.type;
      if (!left || !right || operator === undefined || !OPERATORS.has(operator)) return unreadable;
      return { kind: 'binary', operator, left: readConstant(left, text), right: readConstant(right, text) };
    }
    case 'type_cast_expression':
      return readCast(node, text) ?? unreadable;
    default:
      return unreadable;
  }
}

function readUnary(node: SyntaxPart, text: string): ConstantExpression | null {
  const operand = node.namedChildren[0];
  const operator = node.children[0]?.type;
  if (!operand || (operator !== '-' && operator !== '!')) return null;
  const literal = operand.type === 'integer_literal' ? integerValue(textOf(operand, text)) : null;
  const bits = literal?.suffix ? /^u(\d+)$/.exec(literal.suffix)?.[1] : undefined;
  if (operator === '!' && literal && bits) {
    return { kind: 'integer', value: BigInt.asUintN(Number(bits), ~literal.value) };
  }
  return { kind: 'unary', operator: operator === '!' ? '~' : '-', operand: readConstant(operand, text) };
}

/** A cast changes no value where the target holds it: only then it can be left out. */
function readCast(node: SyntaxPart, text: string): ConstantExpression | null {
  const value = node.childForFieldName('value');
  const type = node.childForFieldName('type');
  if (!value || !type) return null;
  const operand = readConstant(value, text);
  const target = textOf(type, text);
  if (operand.kind === 'integer') {
    const match = /^([iu])(\d+|size)$/.exec(target);
    if (!match) return null;
    const bits = match[2] === 'size' ? 64 : Number(match[2]);
    const wrapped =
      match[1] === 'u' ? BigInt.asUintN(bits, operand.value) : BigInt.asIntN(bits, operand.value);
    return wrapped === operand.value ? operand : null;
  }
  return WIDE.test(target) && (target.startsWith('i') || !mayBeNegative(operand)) ? operand : null;
}

function mayBeNegative(value: ConstantExpression): boolean {
  switch (value.kind) {
    case 'integer':
    case 'name':
      return false;
    case 'binary':
      return value.operator === '-' || mayBeNegative(value.left) || mayBeNegative(value.right);
    case 'unary':
    case 'unreadable':
      return true;
  }
}
