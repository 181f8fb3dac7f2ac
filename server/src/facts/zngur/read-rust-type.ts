import type { TokenCursor } from './token-cursor.js';
import type {
  ZngurPath,
  ZngurPathType,
  ZngurReceiver,
  ZngurRustType,
  ZngurSignature,
  ZngurTraitReference,
} from './zngur-facts.js';

/** Primitives end their path: `i32::MAX` and `str<T>` are no types for zngur. */
const PRIMITIVE = /^(?:bool|str|char|usize|[uif][0-9]+)$/;

/** Reads a type; where it cannot be read, reports why and goes on at one of `stops`. */
export const readTypeOr = (cursor: TokenCursor, ...stops: string[]): ZngurRustType =>
  cursor.readOr(() => readType(cursor), stops);

/** Reads a trait, as `readTypeOr` reads a type. */
export const readTraitOr = (cursor: TokenCursor, ...stops: string[]): ZngurTraitReference =>
  cursor.readOr(() => readTrait(cursor), stops);

/** @see zngur-parser `path` */
export function readPath(cursor: TokenCursor, expected: string): ZngurPath {
  const { start } = cursor.token;
  const segments: string[] = [];
  const pathStart = cursor.take('::') ? 'absolute' : cursor.take('crate') ? 'crate' : 'relative';
  if (pathStart !== 'crate') segments.push(cursor.expectName(expected).text);
  // `Vec::<T>`: the colons before the arguments are no part of the path.
  while (cursor.is('::') && cursor.peek(1).text !== '<') {
    cursor.advance();
    segments.push(cursor.expectName('a name after `::`').text);
  }
  return { start: pathStart, segments, range: cursor.rangeFrom(start) };
}

/** `async fn name<T>(&self, i32) -> T`, from `async` or `fn` to the result. @see zngur-parser `method` */
export function readSignature(cursor: TokenCursor): {
  signature: ZngurSignature;
  nameRange: ZngurPath['range'];
} {
  const async = cursor.take('async');
  cursor.expect('fn');
  const name = cursor.expectName('the name of the function');
  const nameRange = cursor.rangeOf(name.start, name.end);
  const generics = cursor.is('<') ? readTypeList(cursor, '<', '>', false) : [];
  const listStart = cursor.token.start;
  const all = readTypeList(cursor, '(', ')', true);
  const parameterListRange = cursor.rangeFrom(listStart);
  const result = cursor.take('->') ? readTypeOr(cursor, 'use', 'deref') : null;
  const receiver = receiverOf(all[0]);
  const parameters = receiver === null ? all : all.slice(1);
  return {
    signature: { name: name.text, async, generics, receiver, parameters, parameterListRange, result },
    nameRange,
  };
}

/** Types between two brackets, each read on its own. */
export function readTypeList(
  cursor: TokenCursor,
  open: string,
  close: string,
  trailingComma: boolean,
): ZngurRustType[] {
  return readList(cursor, open, close, trailingComma, () => readTypeOr(cursor, ',', close));
}

/** Elements between two brackets, with commas between them. */
export function readList<T>(
  cursor: TokenCursor,
  open: string,
  close: string,
  trailingComma: boolean,
  readElement: () => T,
): T[] {
  cursor.expect(open);
  const elements: T[] = [];
  while (!cursor.is(close)) {
    elements.push(readElement());
    if (cursor.is(close)) break;
    if (!cursor.is(',')) cursor.fail(`\`,\` or \`${close}\``);
    const comma = cursor.advance();
    if (cursor.is(close) && !trailingComma) {
      cursor.report(
        cursor.rangeOf(comma.start, comma.end),
        `expected an element after \`,\`, found \`${close}\`: zngur reads no trailing comma here`,
      );
    }
  }
  cursor.expect(close);
  return elements;
}

/** @see zngur-parser `rust_type` */
function readType(cursor: TokenCursor): ZngurRustType {
  return cursor.nested(() => {
    const { start, text, kind } = cursor.token;
    switch (text) {
      case '&': {
        cursor.advance();
        if (cursor.token.text.startsWith("'")) cursor.fail('a type (zngur has no lifetimes)');
        const mutable = cursor.take('mut');
        const referent = readType(cursor);
        return { kind: 'reference', mutable, referent, range: cursor.rangeFrom(start) };
      }
      case '*': {
        cursor.advance();
        if (!cursor.is('mut') && !cursor.is('const')) cursor.fail('`mut` or `const`');
        const mutable = cursor.advance().text === 'mut';
        const pointee = readType(cursor);
        return { kind: 'pointer', mutable, pointee, range: cursor.rangeFrom(start) };
      }
      case '[': {
        cursor.advance();
        const element = readType(cursor);
        if (cursor.is(';')) cursor.fail('`]` (zngur has slices, no arrays)');
        cursor.expect(']');
        return { kind: 'slice', element, range: cursor.rangeFrom(start) };
      }
      case '(': {
        const elements = readList(cursor, '(', ')', true, () => readType(cursor));
        return { kind: 'tuple', elements, range: cursor.rangeFrom(start) };
      }
      case 'dyn':
      case 'impl': {
        cursor.advance();
        const trait = readTrait(cursor);
        const bounds: string[] = [];
        while (cursor.take('+')) {
          if (cursor.token.text.startsWith("'")) cursor.fail('the name of a trait (zngur has no lifetimes)');
          bounds.push(cursor.expectName('the name of a trait').text);
        }
        return { kind: text, trait, bounds, range: cursor.rangeFrom(start) };
      }
      default:
        if (kind === 'word' && PRIMITIVE.test(text)) {
          cursor.advance();
          return primitive(text, cursor.rangeFrom(start));
        }
        return readNamedType(cursor);
    }
  });
}

function primitive(name: string, range: ZngurPath['range']): ZngurPathType {
  return {
    kind: 'path',
    path: { start: 'relative', segments: [name], range },
    arguments: [],
    bindings: [],
    range,
  };
}

function readNamedType(cursor: TokenCursor): ZngurRustType {
  const type = readPathType(cursor, 'a type');
  const { path, range } = type;
  const [only, ...rest] = path.start === 'relative' ? path.segments : [];
  if (only === 'Box' && rest.length === 0 && hasArguments(type) && !holdsOneType(type)) {
    cursor.report(
      range,
      `\`Box\` takes exactly one type, found ${type.arguments.length + type.bindings.length}`,
    );
  }
  return type;
}

/** `Box` alone is a path like any other, so that an alias may have this name. */
const hasArguments = ({ path, range }: ZngurPathType): boolean =>
  path.range.end.line !== range.end.line || path.range.end.character !== range.end.character;

const holdsOneType = (type: ZngurPathType): boolean =>
  type.arguments.length === 1 && type.bindings.length === 0;

/** @see zngur-parser `rust_path_and_generics` */
function readPathType(cursor: TokenCursor, expected: string): ZngurPathType {
  const { start } = cursor.token;
  const path = readPath(cursor, expected);
  const types: ZngurRustType[] = [];
  const bindings: { name: string; type: ZngurRustType }[] = [];
  if (cursor.is('<') || cursor.is('::')) {
    cursor.take('::');
    readList(cursor, '<', '>', true, () => {
      if (cursor.token.text.startsWith("'")) cursor.fail('a type (zngur has no lifetimes)');
      if (cursor.isName() && cursor.peek(1).text === '=') {
        const name = cursor.advance().text;
        cursor.expect('=');
        bindings.push({ name, type: readType(cursor) });
      } else {
        types.push(readType(cursor));
      }
    });
  }
  return { kind: 'path', path, arguments: types, bindings, range: cursor.rangeFrom(start) };
}

/** @see zngur-parser `rust_trait` */
function readTrait(cursor: TokenCursor): ZngurTraitReference {
  return cursor.nested(() => {
    const { start } = cursor.token;
    if (!cursor.isName() || cursor.peek(1).text !== '(') return readPathType(cursor, 'a trait');
    const name = cursor.expectName('a trait').text;
    const parameters = readList(cursor, '(', ')', true, () => readType(cursor));
    const result = cursor.take('->') ? readType(cursor) : null;
    return { kind: 'fn-trait', name, parameters, result, range: cursor.rangeFrom(start) };
  });
}

/** `self`, `&self` and `&mut self` are types to zngur's grammar, and a receiver where they come first. */
function receiverOf(type: ZngurRustType | undefined): ZngurReceiver | null {
  if (type === undefined) return null;
  if (isSelf(type)) return { kind: 'value', range: type.range };
  if (type.kind !== 'reference' || !isSelf(type.referent)) return null;
  return { kind: type.mutable ? 'mutable' : 'shared', range: type.range };
}

function isSelf(type: ZngurRustType): boolean {
  return (
    type.kind === 'path' &&
    type.path.start === 'relative' &&
    type.path.segments.length === 1 &&
    type.path.segments[0] === 'self' &&
    type.arguments.length === 0
  );
}
