import type { RustGenericArgument, RustType } from '../rust-facts.js';
import type { RustTokenCursor } from './token-cursor.js';

const UNIT: RustType = { kind: 'tuple', elements: [] };
const DEEPEST_TYPE = 40;

/**
 * A type within an expression: what has a size that a constant may ask for.
 *
 * @returns null, and the cursor anywhere, for any other
 * @see Rust reference, "Types"
 */
export function readTypeAt(cursor: RustTokenCursor, depth = 0): RustType | null {
  if (depth > DEEPEST_TYPE) return null;
  const inner = (): RustType | null => readTypeAt(cursor, depth + 1);
  if (cursor.take('!')) return { kind: 'never' };
  if (cursor.take('*')) {
    const mutable = cursor.take('mut');
    const pointee = mutable || cursor.take('const') ? inner() : null;
    return pointee && { kind: 'pointer', mutable, pointee };
  }
  if (cursor.takeBeginning('&')) {
    const lifetime = cursor.takeToken('lifetime')?.text ?? null;
    const mutable = cursor.take('mut');
    const referent = inner();
    return referent && { kind: 'reference', mutable, lifetime, referent };
  }
  if (cursor.take('[')) {
    const element = inner();
    if (!element) return null;
    if (cursor.take(']')) return { kind: 'slice', element };
    const text = cursor.take(';') ? cursor.takeUntil([']']) : null;
    return text !== null && cursor.take(']')
      ? { kind: 'array', element, length: { kind: 'written', text } }
      : null;
  }
  if (cursor.take('(')) return readTupleType(cursor, depth);
  if (cursor.isAt('fn') || cursor.isAt('extern') || cursor.isAt('unsafe'))
    return readFunctionType(cursor, depth);
  return readPathType(cursor, depth);
}

function readTupleType(cursor: RustTokenCursor, depth: number): RustType | null {
  const elements: RustType[] = [];
  let comma = true;
  while (!cursor.take(')')) {
    const element = comma ? readTypeAt(cursor, depth + 1) : null;
    if (!element) return null;
    elements.push(element);
    comma = cursor.take(',');
  }
  const [only] = elements;
  return only && elements.length === 1 && !comma ? only : { kind: 'tuple', elements };
}

/** All pointers to functions have one size: what they take is not looked at. */
function readFunctionType(cursor: RustTokenCursor, depth: number): RustType | null {
  const unsafe = cursor.take('unsafe');
  const isExtern = cursor.take('extern');
  const abi = isExtern ? 'C' : 'Rust';
  if (isExtern) cursor.takeToken('text');
  if (!cursor.take('fn') || !cursor.take('(') || cursor.takeUntil([')']) === null || !cursor.take(')'))
    return null;
  if (cursor.take('->') && !readTypeAt(cursor, depth + 1)) return null;
  return { kind: 'function', abi, unsafe, parameters: [], variadic: false, result: UNIT };
}

function readPathType(cursor: RustTokenCursor, depth: number): RustType | null {
  const path: string[] = cursor.take('::') ? [''] : [];
  let args: readonly RustGenericArgument[] = [];
  do {
    const word = args.length > 0 || cursor.isAt('dyn') || cursor.isAt('impl') ? null : cursor.takeWord();
    if (word === null || word === '_') return null;
    path.push(word);
    if (cursor.isAt('::') && cursor.isAt('<', 1)) cursor.take('::');
    const read = readGenericArguments(cursor, depth);
    if (!read) return null;
    args = read;
  } while (cursor.take('::'));
  return { kind: 'path', path, arguments: args };
}

/** What stands between `<` and `>` where they follow, without lifetimes. */
export function readGenericArguments(cursor: RustTokenCursor, depth = 0): RustGenericArgument[] | null {
  const args: RustGenericArgument[] = [];
  if (!cursor.takeBeginning('<')) return args;
  while (!cursor.takeBeginning('>')) {
    if (!cursor.takeToken('lifetime')) {
      const argument = readGenericArgument(cursor, depth);
      if (!argument) return null;
      args.push(argument);
    }
    const isLast = cursor.next?.kind === 'mark' && cursor.next.text.startsWith('>');
    if (!isLast && !cursor.take(',')) return null;
  }
  return args;
}

function readGenericArgument(cursor: RustTokenCursor, depth: number): RustGenericArgument | null {
  const start = cursor.offset;
  if (cursor.take('{')) {
    const text = cursor.takeUntil(['}']);
    return text !== null && cursor.take('}') ? { kind: 'constant', value: { kind: 'written', text } } : null;
  }
  const negative = cursor.take('-');
  if (
    cursor.takeToken('integer') ||
    cursor.takeToken('character') ||
    cursor.take('true') ||
    cursor.take('false')
  ) {
    const text = cursor.text.slice(start, cursor.endOfLast);
    return { kind: 'constant', value: { kind: 'written', text } };
  }
  const type = negative ? null : readTypeAt(cursor, depth + 1);
  return type && { kind: 'type', type };
}
