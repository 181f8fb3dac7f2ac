import type { SyntaxNode } from '../../../syntax/parse.js';
import { textOf } from '../source-text.js';
import type { DanglingPointer } from './rust-body.js';

type Owner = DanglingPointer['owner'];

/** Functions of the standard library whose result owns its bytes, in a `Result` or not. */
const MAKERS: readonly (readonly [path: RegExp, owner: Owner])[] = [
  [/(?:^|::)CString::(?:new|from|from_vec_unchecked|from_vec_with_nul|default)$/, 'CString'],
  [/(?:^|::)String::(?:from|from_utf8|with_capacity)$/, 'String'],
  [/(?:^|::)Vec(?:::<[^>]*>)?::(?:from|with_capacity)$/, 'Vec'],
];

/** Methods that take a value out of its `Result` or `Option`, or fail. */
const UNWRAPPING = /^(?:unwrap|expect|unwrap_or_default|unwrap_or_else|unwrap_unchecked)$/;

/** Methods that borrow the same bytes under another type. */
const BORROWING =
  /^(?:as_c_str|as_bytes|as_bytes_with_nul|to_bytes|to_bytes_with_nul|as_str|as_slice|as_mut_slice)$/;

/** Methods in a row that are looked through. */
const DEEPEST = 16;

/** A temporary that owns bytes. */
export interface Temporary {
  readonly owner: Owner;
  /** The expression, without methods that only borrow from it. */
  readonly node: SyntaxNode;
}

/**
 * The temporary that an expression is, or borrows its bytes from, as far as its text shows: what a function or macro of
 * the standard library makes. A variable is none.
 */
export function temporaryOf(expression: SyntaxNode, text: string, depth = 0): Temporary | null {
  if (depth > DEEPEST) return null;
  switch (expression.type) {
    case 'parenthesized_expression':
    case 'try_expression': {
      const [inner] = expression.namedChildren;
      const made = inner ? temporaryOf(inner, text, depth + 1) : null;
      return made && { ...made, node: expression };
    }
    case 'macro_invocation':
      return ofMacro(expression, text);
    case 'call_expression': {
      const called = expression.childForFieldName('function');
      return called && ofCall(expression, called, text, depth);
    }
    default:
      return null;
  }
}

function ofMacro(macro: SyntaxNode, text: string): Temporary | null {
  const name = macro.childForFieldName('macro');
  const written = name ? textOf(name, text) : '';
  if (/^(?:std::|alloc::)?format$/.test(written)) return { owner: 'String', node: macro };
  return written === 'vec' ? { owner: 'Vec', node: macro } : null;
}

function ofCall(call: SyntaxNode, called: SyntaxNode, text: string, depth: number): Temporary | null {
  if (called.type !== 'field_expression') {
    const path = textOf(called, text).replace(/\s/g, '');
    const owner = MAKERS.find(([maker]) => maker.test(path))?.[1];
    return owner ? { owner, node: call } : null;
  }
  const value = called.childForFieldName('value');
  const method = called.childForFieldName('field');
  if (!value || !method) return null;
  const name = textOf(method, text);
  if (UNWRAPPING.test(name)) {
    const made = temporaryOf(value, text, depth + 1);
    return made && { ...made, node: call };
  }
  if (BORROWING.test(name)) return temporaryOf(value, text, depth + 1);
  return ofLiteral(value, name, text, call);
}

/** `c"…".to_owned()`, `"…".to_string()`, `b"…".to_vec()`. */
function ofLiteral(value: SyntaxNode, method: string, text: string, call: SyntaxNode): Temporary | null {
  if (!value.type.endsWith('string_literal')) return null;
  const prefix = /^\w*/.exec(textOf(value, text))?.[0].replace('r', '');
  if (prefix === 'c') return method === 'to_owned' ? { owner: 'CString', node: call } : null;
  if (prefix === 'b') return method === 'to_vec' ? { owner: 'Vec', node: call } : null;
  return /^(?:to_owned|to_string)$/.test(method) ? { owner: 'String', node: call } : null;
}
