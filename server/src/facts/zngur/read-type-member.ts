import type { Range } from '../../base/range.js';
import { readConditional, startsConditional } from './read-conditional.js';
import { readList, readPath, readSignature, readTypeList, readTypeOr } from './read-rust-type.js';
import type { TokenCursor } from './token-cursor.js';
import type {
  ZngurConstructor,
  ZngurFeature,
  ZngurField,
  ZngurMethod,
  ZngurNumber,
  ZngurSizeAndAlign,
  ZngurTypeMember,
  ZngurWellknownTraits,
} from './zngur-facts.js';

/** Words that stand between items and never between the members of a type. */
export const NOT_IN_A_TYPE: ReadonlySet<string> = new Set(
  'extern import merge mod trait type use'.split(' '),
);

/**
 * Reads one member of a `type`, with its semicolon.
 *
 * @see zngur-parser `inner_type_item`
 */
export function readTypeMember(cursor: TokenCursor, enabled: ReadonlySet<ZngurFeature>): ZngurTypeMember {
  if (startsConditional(cursor)) {
    return readConditional(cursor, enabled, {
      foreign: NOT_IN_A_TYPE,
      read: () => readTypeMember(cursor, enabled),
    });
  }
  switch (cursor.token.text) {
    case '#':
      return readDirective(cursor);
    case 'wellknown_traits':
      return readWellknownTraits(cursor);
    case 'constructor':
      return readConstructor(cursor);
    case 'field':
      return readField(cursor);
    case 'async':
    case 'fn':
      return readMethod(cursor);
    default:
      return cursor.fail(
        'a member of the type (`#…`, `wellknown_traits`, `constructor`, `field` or `fn`) or `}`',
      );
  }
}

function readDirective(cursor: TokenCursor): ZngurTypeMember {
  const { start } = cursor.expect('#');
  const name = cursor.token.text;
  const end = (): Range => cursor.endStatement(start);
  switch (name) {
    case 'layout':
    case 'layout_conservative': {
      cursor.advance();
      const sizeAndAlign = readSizeAndAlign(cursor, start);
      const policy = name === 'layout' ? 'exact' : 'conservative';
      return { kind: 'layout', policy, ...sizeAndAlign, range: end() };
    }
    case 'heap_allocated':
      cursor.advance();
      return { kind: 'heap-allocated', range: end() };
    case 'only_by_ref':
      cursor.advance();
      return { kind: 'only-by-ref', range: end() };
    case 'cpp_value': {
      cursor.advance();
      const field = cursor.expectString('the field of the Rust type as a string');
      const cppType = cursor.expectString('the C++ type as a string');
      return { kind: 'cpp-value', field, cppType, range: end() };
    }
    case 'cpp_ref': {
      cursor.advance();
      const cppType = cursor.expectString('the C++ type as a string');
      return { kind: 'cpp-ref', cppType, range: end() };
    }
    case 'cpp_stack_owned': {
      cursor.advance();
      cursor.noteVersion('after-0.9.0', '`#cpp_stack_owned`', cursor.rangeFrom(start));
      const cppType = cursor.expectString('the C++ type as a string');
      const sizeAndAlign = readSizeAndAlign(cursor, start);
      return { kind: 'cpp-stack-owned', cppType, ...sizeAndAlign, versions: 'after-0.9.0', range: end() };
    }
    default:
      return cursor.fail(
        '`layout`, `layout_conservative`, `heap_allocated`, `only_by_ref`, `cpp_value`, `cpp_ref`, ' +
          '`cpp_stack_owned`, `if` or `match` after `#` in a type',
      );
  }
}

/** `(size = 24, align = 8)`, in any order; where a property stands twice, zngur takes the last. */
function readSizeAndAlign(cursor: TokenCursor, directiveStart: number): ZngurSizeAndAlign {
  const found = new Map<string, ZngurNumber>();
  readList(cursor, '(', ')', false, () => {
    const name = cursor.expectName('`size` or `align`');
    if (name.text !== 'size' && name.text !== 'align') {
      cursor.report(
        cursor.rangeOf(name.start, name.end),
        `expected \`size\` or \`align\`, found \`${name.text}\``,
      );
    }
    cursor.expect('=');
    found.set(name.text, cursor.expectNumber('a number of bytes'));
  });
  for (const name of ['size', 'align']) {
    if (!found.has(name)) cursor.report(cursor.rangeFrom(directiveStart), `expected \`${name} = …\` as well`);
  }
  return { size: found.get('size') ?? null, align: found.get('align') ?? null };
}

function readWellknownTraits(cursor: TokenCursor): ZngurWellknownTraits {
  const { start } = cursor.expect('wellknown_traits');
  const traits = readList(cursor, '(', ')', false, () => {
    const traitStart = cursor.token.start;
    const isQuestion = cursor.take('?');
    if (!isQuestion && (cursor.is('Debug') || cursor.is('Copy'))) {
      const name = cursor.advance().text === 'Debug' ? 'Debug' : 'Copy';
      return [{ name, range: cursor.rangeFrom(traitStart) } as const];
    }
    if (isQuestion && cursor.take('Sized')) {
      return [{ name: '?Sized', range: cursor.rangeFrom(traitStart) } as const];
    }
    const expected = isQuestion ? '`Sized` after `?`' : '`Debug`, `Copy` or `?Sized`';
    if (!cursor.isName()) return cursor.fail(expected);
    cursor.reportMissing(expected);
    cursor.advance();
    return [];
  }).flat();
  const range = cursor.endStatement(start);
  return { kind: 'wellknown-traits', traits, range };
}

function readConstructor(cursor: TokenCursor): ZngurConstructor {
  const { start, end } = cursor.expect('constructor');
  const name = cursor.isName() ? cursor.expectName('the name of the variant') : null;
  const nameRange = name === null ? cursor.rangeOf(start, end) : cursor.rangeOf(name.start, name.end);
  const [shape, parameters] = readConstructorParameters(cursor);
  const range = cursor.endStatement(start);
  return { kind: 'constructor', name: name?.text ?? null, shape, parameters, range, nameRange };
}

function readConstructorParameters(
  cursor: TokenCursor,
): [ZngurConstructor['shape'], ZngurConstructor['parameters']] {
  if (cursor.is('(')) {
    const types = readTypeList(cursor, '(', ')', false);
    return ['tuple', types.map((type, index) => ({ name: String(index), type, range: type.range }))];
  }
  if (cursor.is('{')) {
    const parameters = readList(cursor, '{', '}', false, () => {
      const name = cursor.expectName('the name of a field');
      cursor.expect(':');
      const type = readTypeOr(cursor, ',');
      return { name: name.text, type, range: cursor.rangeFrom(name.start) };
    });
    return ['named', parameters];
  }
  return ['unit', []];
}

function readField(cursor: TokenCursor): ZngurField {
  const { start } = cursor.expect('field');
  const isIndex = cursor.token.kind === 'number';
  const name = isIndex ? cursor.advance() : cursor.expectName('the name or the number of the field');
  const nameRange = cursor.rangeOf(name.start, name.end);
  cursor.expect('(');
  cursor.expect('offset');
  cursor.expect('=');
  const offset = cursor.take('auto') ? 'auto' : cursor.expectNumber('a number of bytes or `auto`');
  cursor.expect(',');
  cursor.expect('type');
  cursor.expect('=');
  const type = readTypeOr(cursor, ')');
  cursor.expect(')');
  const range = cursor.endStatement(start);
  return { kind: 'field', name: name.text, offset, type, range, nameRange };
}

function readMethod(cursor: TokenCursor): ZngurMethod {
  const { start } = cursor.token;
  const { signature, nameRange } = readSignature(cursor);
  const use = cursor.take('use') ? readPath(cursor, 'the path of a trait') : null;
  const derefStart = cursor.token.start;
  const deref = cursor.take('deref') ? readTypeOr(cursor) : null;
  const receiver = signature.receiver?.kind ?? 'value';
  if (deref !== null && receiver === 'value') {
    cursor.report(cursor.rangeFrom(derefStart), '`deref` needs the receiver `&self` or `&mut self`');
  }
  const range = cursor.endStatement(start);
  return { kind: 'method', signature, use, deref, range, nameRange };
}
