import { readConditional, startsConditional } from './read-conditional.js';
import { readPath, readSignature, readTraitOr, readTypeOr } from './read-rust-type.js';
import { NOT_IN_A_TYPE, readTypeMember } from './read-type-member.js';
import type { TokenCursor } from './token-cursor.js';
import type {
  ZngurAdditionalIncludes,
  ZngurAlias,
  ZngurExternCpp,
  ZngurExternFunction,
  ZngurExternImpl,
  ZngurFeature,
  ZngurFunction,
  ZngurImport,
  ZngurItem,
  ZngurMerge,
  ZngurModule,
  ZngurPath,
  ZngurRustType,
  ZngurString,
  ZngurTrait,
  ZngurTraitReference,
  ZngurType,
  ZngurUnstableFeature,
} from './zngur-facts.js';

/** Between items every item may stand, so nothing shows that a brace is missing. */
const NOTHING: ReadonlySet<string> = new Set();

/** Words that stand between items and never between functions. */
const NOT_AMONG_FUNCTIONS: ReadonlySet<string> = new Set([...NOT_IN_A_TYPE, '#']);

const INCLUDE = /^[ \t]*#[ \t]*include[ \t]*<([^>\r\n]*)>/gm;

/**
 * Reads one item of a file or of a `mod`.
 *
 * @param enabled the features that `#unstable(…)` has switched on so far; an item may add to it
 * @see zngur-parser `item`
 */
export function readItem(cursor: TokenCursor, enabled: Set<ZngurFeature>): ZngurItem {
  if (startsConditional(cursor)) {
    return readConditional(cursor, enabled, { foreign: NOTHING, read: () => readItem(cursor, enabled) });
  }
  switch (cursor.token.text) {
    case '#':
      return readDirective(cursor, enabled);
    case 'mod':
      return readModule(cursor, enabled);
    case 'type':
      return readTypeItem(cursor, enabled);
    case 'trait':
      return readTrait(cursor);
    case 'extern':
      return readExternCpp(cursor);
    case 'async':
    case 'fn':
      return readFunction(cursor);
    case 'use':
      return readAlias(cursor);
    case 'merge':
      return readMerge(cursor);
    case 'import':
      return readImport(cursor);
    default:
      return cursor.fail(
        'an item (`type`, `mod`, `trait`, `fn`, `extern "C++"`, `use`, `merge`, `import` or `#…`)',
      );
  }
}

function readDirective(cursor: TokenCursor, enabled: Set<ZngurFeature>): ZngurItem {
  const { start } = cursor.expect('#');
  switch (cursor.token.text) {
    case 'unstable':
      return readUnstableFeature(cursor, start, enabled);
    case 'cpp_additional_includes':
      return readAdditionalIncludes(cursor, start);
    case 'convert_panic_to_exception':
      cursor.advance();
      return { kind: 'convert-panic-to-exception', range: cursor.rangeFrom(start) };
    default:
      return cursor.fail(
        '`cpp_additional_includes`, `convert_panic_to_exception`, `unstable`, `if` or `match` after `#` outside a type',
      );
  }
}

function readUnstableFeature(
  cursor: TokenCursor,
  start: number,
  enabled: Set<ZngurFeature>,
): ZngurUnstableFeature {
  cursor.expect('unstable');
  cursor.expect('(');
  if (!cursor.is('cfg_if') && !cursor.is('cfg_match')) cursor.fail('`cfg_if` or `cfg_match`');
  const feature = cursor.advance().text === 'cfg_if' ? 'cfg_if' : 'cfg_match';
  cursor.expect(')');
  enabled.add(feature);
  return { kind: 'unstable-feature', feature, range: cursor.rangeFrom(start) };
}

function readAdditionalIncludes(cursor: TokenCursor, start: number): ZngurAdditionalIncludes {
  cursor.expect('cpp_additional_includes');
  const contentStart = cursor.token.start + 1;
  const text = cursor.expectString('C++ text as a string');
  const includes = [...text.value.matchAll(INCLUDE)].map((match) => {
    const path = match[1] ?? '';
    const end = contentStart + match.index + match[0].length - '>'.length;
    return { path, range: cursor.rangeOf(end - path.length, end) };
  });
  return { kind: 'additional-includes', text, includes, range: cursor.rangeFrom(start) };
}

function readModule(cursor: TokenCursor, enabled: Set<ZngurFeature>): ZngurModule {
  const { start } = cursor.expect('mod');
  const path = readModulePath(cursor);
  const { members, bodyRange } = cursor.readBraces('`mod`', NOTHING, () => readItem(cursor, enabled));
  return {
    kind: 'module',
    path,
    items: members,
    bodyRange,
    range: cursor.rangeFrom(start),
    nameRange: path.range,
  };
}

/** A module whose path cannot be read still holds items that can. */
function readModulePath(cursor: TokenCursor): ZngurPath {
  const path = cursor.readOr(() => readPath(cursor, 'the path of the module'), ['{']);
  return 'kind' in path ? { start: 'relative', segments: [], range: path.range } : path;
}

function readTypeItem(cursor: TokenCursor, enabled: ReadonlySet<ZngurFeature>): ZngurType {
  const { start } = cursor.expect('type');
  const type = readTypeOr(cursor, '{');
  if (type.kind === 'tuple' && type.elements.length === 0) {
    cursor.report(type.range, 'zngur declares the type `()` by itself: remove this item');
  }
  const { members, bodyRange } = cursor.readBraces('`type`', NOT_IN_A_TYPE, () =>
    readTypeMember(cursor, enabled),
  );
  return { kind: 'type', type, members, bodyRange, range: cursor.rangeFrom(start), nameRange: type.range };
}

function readTrait(cursor: TokenCursor): ZngurTrait {
  const { start } = cursor.expect('trait');
  const trait = readTraitOr(cursor, '{');
  const { members, bodyRange } = cursor.readBraces('`trait`', NOT_AMONG_FUNCTIONS, () => {
    if (!cursor.is('fn') && !cursor.is('async')) cursor.fail('`fn` or `}`');
    return readFunction(cursor);
  });
  return {
    kind: 'trait',
    trait,
    methods: members,
    bodyRange,
    range: cursor.rangeFrom(start),
    nameRange: trait.range,
  };
}

function readFunction(cursor: TokenCursor): ZngurFunction {
  const { start } = cursor.token;
  const { signature, nameRange } = readSignature(cursor);
  const range = cursor.endStatement(start);
  return { kind: 'function', signature, range, nameRange };
}

function readExternCpp(cursor: TokenCursor): ZngurExternCpp {
  const { start } = cursor.expect('extern');
  cursor.expect('"C++"');
  const { members, bodyRange } = cursor.readBraces('`extern "C++"`', NOT_AMONG_FUNCTIONS, () =>
    cursor.is('impl')
      ? readExternImpl(cursor)
      : readExternFunction(cursor, '`safe`, `unsafe`, `impl` or `}`'),
  );
  return { kind: 'extern-cpp', members, bodyRange, range: cursor.rangeFrom(start) };
}

function readExternImpl(cursor: TokenCursor): ZngurExternImpl {
  const { start } = cursor.expect('impl');
  const [trait, type] = readImplHeader(cursor);
  const { members } = cursor.readBraces('`impl`', new Set([...NOT_AMONG_FUNCTIONS, 'impl']), () =>
    readExternFunction(cursor, '`safe`, `unsafe` or `}`'),
  );
  return {
    kind: 'impl',
    trait,
    type,
    methods: members,
    range: cursor.rangeFrom(start),
    nameRange: type.range,
  };
}

/** `Trait for Type`, or a type alone, which only where it is a path could also be a trait. */
function readImplHeader(cursor: TokenCursor): [ZngurTraitReference | null, ZngurRustType] {
  if (!cursor.isName() && !cursor.is('::') && !cursor.is('crate')) return [null, readTypeOr(cursor, '{')];
  const first = readTraitOr(cursor, 'for', '{');
  if (cursor.take('for')) return [first, readTypeOr(cursor, '{')];
  return first.kind === 'fn-trait' ? cursor.fail('`for` and a type') : [null, first];
}

/** @param expected what may stand here, for the message where no function begins */
function readExternFunction(cursor: TokenCursor, expected: string): ZngurExternFunction {
  const { start } = cursor.token;
  const safety = cursor.take('safe') ? 'safe' : cursor.take('unsafe') ? 'unsafe' : null;
  if (!cursor.is('fn') && !cursor.is('async')) cursor.fail(safety === null ? expected : '`fn`');
  const versions = safety === null ? 'until-0.9.0' : 'after-0.9.0';
  const form =
    safety === null
      ? '`fn` in `extern "C++"` without `safe` or `unsafe`'
      : `\`${safety} fn\` in \`extern "C++"\``;
  cursor.noteVersion(versions, form, cursor.rangeOf(start, cursor.token.end));
  return { ...readFunction(cursor), safety, versions, range: cursor.rangeFrom(start) };
}

function readAlias(cursor: TokenCursor): ZngurAlias {
  const { start } = cursor.expect('use');
  const path = readPath(cursor, 'a path');
  cursor.expect('as');
  const name = cursor.expectName('the new name');
  const range = cursor.endStatement(start);
  return { kind: 'alias', name: name.text, path, range, nameRange: cursor.rangeOf(name.start, name.end) };
}

function readMerge(cursor: TokenCursor): ZngurMerge {
  const { start } = cursor.expect('merge');
  const path = readFilePath(cursor);
  if (!/^\.\.?(?:[/\\]|$)/.test(path.value)) {
    cursor.report(
      path.range,
      `zngur merges relative paths only: expected one that begins with \`./\` or \`../\``,
    );
  }
  const range = cursor.endStatement(start);
  return { kind: 'merge', path, range };
}

function readImport(cursor: TokenCursor): ZngurImport {
  const { start } = cursor.expect('import');
  const path = readFilePath(cursor);
  const range = cursor.endStatement(start);
  return { kind: 'import', path, range };
}

const readFilePath = (cursor: TokenCursor): ZngurString =>
  cursor.expectString('the path of a `.zng` file as a string');
