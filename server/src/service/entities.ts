import type { CppAbiRecord, RustAbiRecord } from '../abi/model.js';
import { touches, type Position, type Range, type Uri } from '../base/range.js';
import type { Crossing, FunctionCrossing, TypeCrossing, VariableCrossing } from '../boundary/crossing.js';
import { isBridgeType } from '../boundary/crossing.js';
import { cppContext } from '../boundary/lowering/cpp-lowering.js';
import { rustContext } from '../boundary/lowering/rust-types.js';
import type { TargetView } from '../boundary/target-view.js';
import type { CppEnum, CppRecord, CppScope } from '../facts/cpp/cpp-facts.js';
import type { FileFacts } from '../facts/facts.js';
import type { RustEnum, RustFacts, RustRecord } from '../facts/rust/rust-facts.js';
import type { RustDeclarationOf } from '../program/rust-names.js';

/** What stands at a position: a type that can be laid out, or nothing of ours. */
export type TypeEntity =
  | {
      readonly kind: 'rust-record';
      readonly uri: Uri;
      readonly item: RustRecord;
      /** With the arguments that an alias gives it. */
      readonly instance?: RustAbiRecord;
    }
  | { readonly kind: 'rust-enum'; readonly uri: Uri; readonly item: RustEnum }
  | {
      readonly kind: 'cpp-record';
      readonly uri: Uri;
      readonly item: CppRecord;
      readonly instance?: CppAbiRecord;
    }
  | { readonly kind: 'cpp-enum'; readonly uri: Uri; readonly item: CppEnum }
  /** What a cxx bridge declares for both sides. */
  | RustDeclarationOf<'shared-struct' | 'shared-enum'>;

/** A word of a text and its range: what a cursor at `position` stands on. */
export function wordAt(
  text: string,
  position: Position,
): { readonly word: string; readonly range: Range } | null {
  const line = text.split('\n', position.line + 1)[position.line] ?? '';
  for (const match of line.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) {
    const start = match.index;
    const end = start + match[0].length;
    if (position.character < start || position.character > end) continue;
    const at = (character: number): Position => ({ line: position.line, character });
    return { word: match[0], range: { start: at(start), end: at(end) } };
  }
  return null;
}

/** The type that a word at a position declares or refers to. */
export function typeAt(
  view: TargetView,
  uri: Uri,
  facts: FileFacts,
  word: string,
  position: Position,
): TypeEntity | null {
  if (facts.language === 'rust') return rustTypeAt(view, uri, facts, word, position);
  if (facts.language !== 'cpp') return null;
  for (const item of facts.records) {
    if (touches(item.nameRange, position) && item.name === word && item.definition)
      return { kind: 'cpp-record', uri, item };
  }
  for (const item of facts.enums) {
    if (touches(item.nameRange, position) && item.name === word) return { kind: 'cpp-enum', uri, item };
  }
  const name = { global: false, segments: [{ name: word, arguments: null }] };
  const lookup = view.program.cpp.lookUpType(name, { uri, scope: scopeAt(facts, position) });
  if (lookup.kind !== 'found') return null;
  if (lookup.declaration.kind === 'record') return { ...lookup.declaration, kind: 'cpp-record' };
  if (lookup.declaration.kind === 'enum') return { ...lookup.declaration, kind: 'cpp-enum' };
  const aliased = view.cpp.type(
    { kind: 'named', name, elaborated: null },
    cppContext(uri, scopeAt(facts, position)),
  );
  const source = aliased.kind === 'record' ? view.cpp.sourceOf(aliased.record) : undefined;
  return source && aliased.kind === 'record'
    ? { kind: 'cpp-record', ...source, instance: aliased.record }
    : null;
}

function rustTypeAt(
  view: TargetView,
  uri: Uri,
  facts: RustFacts,
  word: string,
  position: Position,
): TypeEntity | null {
  const own = facts.records.find(({ nameRange }) => touches(nameRange, position));
  if (own) return { kind: 'rust-record', uri, item: own };
  const ownEnum = facts.enums.find(({ nameRange }) => touches(nameRange, position));
  if (ownEnum) return { kind: 'rust-enum', uri, item: ownEnum };
  const shared = sharedTypesOf(uri, facts).find(({ item }) => touches(item.nameRange, position));
  if (shared) return shared;
  const module = [...facts.modules, ...facts.bridges]
    .filter(({ range }) => touches(range, position))
    .sort((a, b) => b.modulePath.length - a.modulePath.length)[0];
  const modulePath = module ? [...module.modulePath, module.name] : [];
  const type = view.rust.type({ kind: 'path', path: [word], arguments: [] }, rustContext(uri, modulePath));
  if (type.kind === 'record') {
    const source = view.rust.sourceOf(type.record);
    if (source) return { kind: 'rust-record', ...source, instance: type.record };
  }
  const lookup = view.program.rust.lookUpType([word], { uri, modulePath });
  if (lookup.kind !== 'found') return null;
  const { declaration } = lookup;
  switch (declaration.kind) {
    case 'enum':
      return { ...declaration, kind: 'rust-enum' };
    case 'shared-struct':
    case 'shared-enum':
      return declaration;
    default:
      return null;
  }
}

/** The structs and enums that the cxx bridges of a file share. */
export const sharedTypesOf = (
  uri: Uri,
  facts: RustFacts,
): RustDeclarationOf<'shared-struct' | 'shared-enum'>[] =>
  facts.bridges.flatMap((bridge) => [
    ...bridge.structs.map((item) => ({ kind: 'shared-struct' as const, uri, item, bridge })),
    ...bridge.enums.map((item) => ({ kind: 'shared-enum' as const, uri, item, bridge })),
  ]);

/** The scopes around a position: the innermost record or function that contains it. */
function scopeAt(facts: Extract<FileFacts, { language: 'cpp' }>, position: Position): readonly CppScope[] {
  let scope: readonly CppScope[] = [];
  for (const item of [...facts.records, ...facts.functions]) {
    if (!touches(item.range, position)) continue;
    const inner: readonly CppScope[] =
      'fields' in item ? [...item.scope, { kind: 'record', name: item.name, inline: false }] : item.scope;
    if (inner.length >= scope.length) scope = inner;
  }
  return scope;
}

/** The function crossing whose declaration on either side stands at a position, or that a word names there. */
export function functionCrossingAt(
  crossings: readonly Crossing[],
  uri: Uri,
  word: string,
  position: Position,
): FunctionCrossing | null {
  const functions = crossings.filter(
    (crossing): crossing is FunctionCrossing => crossing.kind === 'function',
  );
  const declared = functions.find(
    ({ rust, cpp }) =>
      (rust.uri === uri && touches(rust.nameRange, position)) ||
      (cpp.uri === uri && touches(cpp.item.nameRange, position)),
  );
  if (declared) return declared;
  const named = functions.filter(
    ({ rust, cpp }) => (uri.endsWith('.rs') ? rust.name : cpp.item.name) === word,
  );
  // A call of a method of some other class may have the same name: only free functions are sure.
  return named.length === 1 && named[0]?.cpp.item.scope.every(({ kind }) => kind === 'namespace')
    ? named[0]
    : null;
}

/** The variable that is declared at a position, on either side. */
export const variableCrossingAt = (
  crossings: readonly Crossing[],
  uri: Uri,
  position: Position,
): VariableCrossing | undefined =>
  crossings.find(
    (crossing): crossing is VariableCrossing =>
      crossing.kind === 'variable' &&
      [crossing.rust, crossing.cpp].some(
        (side) => side.uri === uri && touches(side.item.nameRange, position),
      ),
  );

/** The type crossings of a type, whichever side it is. */
export const typeCrossingsOf = (crossings: readonly Crossing[], entity: TypeEntity): TypeCrossing[] =>
  crossings.filter(
    (crossing): crossing is TypeCrossing =>
      crossing.kind === 'type' && (crossing.rust.item === entity.item || crossing.cpp.item === entity.item),
  );

/** The type crossing whose bridge declaration (`type Foo;`) stands at a position. */
export const bridgeTypeAt = (
  crossings: readonly Crossing[],
  uri: Uri,
  position: Position,
): TypeCrossing | undefined =>
  crossings.find(
    (crossing): crossing is TypeCrossing =>
      crossing.kind === 'type' &&
      crossing.rust.uri === uri &&
      isBridgeType(crossing.rust.item) &&
      touches(crossing.rust.item.nameRange, position),
  );
