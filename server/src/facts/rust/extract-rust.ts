import type { Steps } from '../../base/event-loop.js';
import { START_OF_FILE } from '../../base/range.js';
import type { SyntaxTree } from '../../syntax/parse.js';
import { rangeOf } from '../../syntax/node-range.js';
import type { Condition } from '../facts.js';
import { type Attribute, attributeValue, conditionOf } from './attributes.js';
import { listsWithItems } from './bodies.js';
import { generatorOfRust } from '../generator.js';
import { readBridge } from './bridge.js';
import { readCfgIf } from './cfg-if.js';
import { mayBuild } from './build-script.js';
import { readAssociatedConstants, readConstFunction, readNamedConstant } from './constant-items.js';
import { readDiplomatBridge } from './diplomat.js';
import { readExport, readExportedStatic } from './exports.js';
import { readExternBlock } from './foreign.js';
import { readNumberedCalls } from './function-bodies/numbered-calls.js';
import { readBodies } from './function-bodies/read-bodies.js';
import { genericsOf } from './generics.js';
import { readIncluded } from './includes.js';
import { readInclusion } from './inclusions.js';
import {
  declare,
  FILE_SCOPE,
  eachItem,
  type Scope,
  scopeInside,
  type SyntaxItem,
  visibilityOf,
} from './items.js';
import { readLayoutAssertions } from './layout-assertions.js';
import { externHeadOf, readMacroDefinition, readMacroUse, readRewrittenModule } from './macro-items.js';
import { readPath } from './paths.js';
import { BRIDGE_MACROS } from './qt-bridge.js';
import { LOCAL_ITEMS } from './pruning.js';
import { readProblems } from './problems.js';
import { readBuildScript } from './read-build-script.js';
import { readEnum, readRecord } from './records.js';
import type { RustFacts } from './rust-facts.js';
import { textOf } from './source-text.js';
import { readSuppressions } from './suppressions.js';
import { copyTree, type SyntaxPart } from './syntax-part.js';
import { isUnexplainedClaim } from './thread-claims.js';
import { readType } from './types.js';
import { readUse } from './uses.js';

/**
 * What a Rust file says. Reads items, not bodies: a body is entered only where its text may declare
 * something foreign or a type. Never throws on any input: what cannot be trusted is left out and
 * told in `problems`.
 *
 * @returns steps of one item each
 * @param tree parsed from `maskRust(text)`; it is only read, and stays the caller's
 * @param text the original text
 */
export function* extractRustFacts(tree: SyntaxTree, text: string): Steps<RustFacts> {
  const facts = noFacts();
  const { root, tooDeep } = yield* copyTree(tree, text);
  const scope = scopeInside(FILE_SCOPE, [], root, text);
  const branches = new Map(readCfgIf(text).map(({ brace, condition }) => [brace, condition]));
  yield* readItems(root, scope, { text, facts, branches });
  if (tree.rootNode.hasError) for (const problem of readProblems(tree, text)) facts.problems.push(problem);
  if (tooDeep) facts.problems.push({ range: rangeOf(tooDeep), message: 'Nested too deeply to be read.' });
  for (const suppression of readSuppressions(tree, text)) facts.suppressions.push(suppression);
  const generator = generatorOfRust(text);
  const bodies = readBodies(tree, text, facts.exports);
  const numberedCalls = generator ? [] : readNumberedCalls(tree, text);
  return {
    ...facts,
    ...(bodies.length > 0 && { bodies }),
    ...(numberedCalls.length > 0 && { numberedCalls }),
    ...(mayBuild(text) && { buildScript: readBuildScript(tree, text, facts.uses) }),
    ...(generator && { generator }),
  };
}

/** The facts while they are gathered. */
type Gathered = {
  readonly [Key in keyof RustFacts]: RustFacts[Key] extends readonly (infer Element)[]
    ? Element[]
    : RustFacts[Key];
};

/** Facts that say nothing but why the file was not read. */
export const unreadRust = (message: string): RustFacts => ({
  ...noFacts(),
  problems: [{ range: START_OF_FILE, message }],
});

const noFacts = (): Gathered => ({
  language: 'rust',
  foreignFunctions: [],
  foreignStatics: [],
  exports: [],
  exportedStatics: [],
  records: [],
  enums: [],
  aliases: [],
  constants: [],
  constFunctions: [],
  layoutAssertions: [],
  implementations: [],
  uses: [],
  modules: [],
  includes: [],
  bridges: [],
  inclusions: [],
  diplomatFunctions: [],
  macros: [],
  macroDefinitions: [],
  proceduralMacros: [],
  problems: [],
  suppressions: [],
});

interface Reading {
  readonly text: string;
  readonly facts: Gathered;
  /** The conditions of the blocks of `cfg_if!`, which are modules in the tree, by the offsets of their braces. */
  readonly branches: ReadonlyMap<number, Condition>;
}

/** In steps where there may be items within the item. */
type ItemReader = (item: SyntaxItem, scope: Scope, reading: Reading) => Steps<void> | void;

/** What is read of each kind of node, everywhere. */
const READERS: Readonly<Record<string, ItemReader>> = {
  enum_item: whole((item, scope, { text, facts }) => add(facts.enums, readEnum(item, scope, text))),
  foreign_mod_item: readForeign,
  function_item: readFunction,
  impl_item: readImplementation,
  mod_item: readModule,
  static_item: whole((item, scope, { text, facts }) =>
    add(facts.exportedStatics, readExportedStatic(item, scope, text)),
  ),
  struct_item: whole((item, scope, { text, facts }) => add(facts.records, readRecord(item, scope, text))),
  trait_item: (item, scope, reading) => readMembers(item, scope, true, reading),
  union_item: whole((item, scope, { text, facts }) => add(facts.records, readRecord(item, scope, text))),
};

/** What is read besides outside of function bodies; in there it would be seen by the module's other items. */
const MODULE_READERS: Readonly<Record<string, ItemReader>> = {
  ...READERS,
  const_item: whole((item, scope, { text, facts }) => {
    add(facts.constants, readNamedConstant(item, scope, text));
    facts.layoutAssertions.push(...readLayoutAssertions(item, scope, text));
  }),
  ERROR: ({ node }, scope, reading) => readItems(node, scope, reading),
  expression_statement: ({ node, attributes }, scope, reading) => {
    const macro = node.namedChildren[0];
    if (macro?.type === 'macro_invocation')
      readMacro({ node: macro, attributes, range: rangeOf(node) }, scope, reading);
  },
  extern_crate_declaration: whole(readImports),
  macro_definition: whole((item, scope, { text, facts }) =>
    add(facts.macroDefinitions, readMacroDefinition(item, scope, text)),
  ),
  macro_invocation: readMacro,
  type_item: whole((item, scope, { text, facts }) => {
    const declared = declare(item, scope, text);
    const type = item.node.childForFieldName('type');
    if (!declared || !type) return;
    facts.aliases.push({ ...declared, generics: genericsOf(item.node, text), type: readType(type, text) });
  }),
  use_declaration: whole(readImports),
};

function* readItems(list: SyntaxPart, scope: Scope, reading: Reading): Steps<void> {
  const readers = scope.local ? READERS : MODULE_READERS;
  for (const item of eachItem(list, reading.text)) {
    yield;
    const within = readers[item.node.type]?.(item, scope, reading);
    if (within) yield* within;
  }
}

/** A reader for items that are left out where any part of them is broken. */
function whole(read: ItemReader): ItemReader {
  return (item, scope, reading) => {
    if (!item.node.hasError) read(item, scope, reading);
  };
}

function add<T>(list: T[], element: T | null): void {
  if (element !== null) list.push(element);
}

function* readForeign(item: SyntaxItem, scope: Scope, reading: Reading): Steps<void> {
  const { text, facts } = reading;
  const body = item.node.childForFieldName('body');
  if (!body) return;
  const inside = scopeInside(scope, item.attributes, body, text);
  const block = yield* readExternBlock(item, inside, text);
  for (const declared of block.functions) facts.foreignFunctions.push(declared);
  for (const declared of block.statics) facts.foreignStatics.push(declared);
  const head = block.macros.length > 0 ? externHeadOf(item, body, text) : null;
  for (const macro of block.macros) recordMacro(macro, inside, head, reading);
}

function* readFunction(item: SyntaxItem, scope: Scope, reading: Reading): Steps<void> {
  const { text, facts } = reading;
  if (!hasErrorOutsideBody(item.node)) add(facts.exports, readExport(item, scope, text));
  if (item.attributes.some(({ path }) => path === 'proc_macro' || path === 'proc_macro_attribute'))
    add(facts.proceduralMacros, /\bfn\s+(\w+)/.exec(textOf(item.node, text))?.[1] ?? null);
  if (!scope.local) add(facts.constFunctions, readConstFunction(item, scope, text));
  yield* readFunctionBody(item, scope, reading);
}

function* readFunctionBody({ node, attributes }: SyntaxItem, scope: Scope, reading: Reading): Steps<void> {
  const body = node.childForFieldName('body');
  if (!body) return;
  const inside = { ...scope, condition: conditionOf(scope.condition, attributes), local: true };
  for (const list of listsWithItems(body, LOCAL_ITEMS)) yield* readItems(list, inside, reading);
}

function hasErrorOutsideBody(functionItem: SyntaxPart): boolean {
  return (
    functionItem.hasError && functionItem.children.some(({ type, hasError }) => hasError && type !== 'block')
  );
}

function* readImplementation(item: SyntaxItem, scope: Scope, reading: Reading): Steps<void> {
  const { node, attributes, range } = item;
  const { text, facts } = reading;
  const body = node.childForFieldName('body');
  const type = node.childForFieldName('type');
  const trait = node.childForFieldName('trait');
  const header = node.children.filter((child) => child.type !== 'declaration_list');
  if (header.some(({ hasError }) => hasError)) return;
  const negative = header.some((child) => child.type === '!');
  if (type && !negative) {
    const members = trait && body ? body.namedChildren : [];
    const constants = body ? readAssociatedConstants(body, text) : [];
    const name = trait && traitName(trait, text);
    const isClaim = name === 'Send' || name === 'Sync';
    facts.implementations.push({
      trait: name,
      type: readType(type, text),
      modulePath: scope.modulePath,
      condition: conditionOf(scope.condition, attributes),
      range,
      associatedTypes: members
        .filter((member) => member.type === 'type_item' && !member.hasError)
        .flatMap((member) => {
          const name = member.childForFieldName('name');
          const value = member.childForFieldName('type');
          return name && value ? { name: textOf(name, text), type: readType(value, text) } : [];
        }),
      ...(isClaim &&
        isUnexplainedClaim(node.startIndex, node.endIndex, text) && { unexplained: true as const }),
      ...(constants.length > 0 && {
        constants,
        parameters: genericsOf(node, text).map(({ name }) => name),
      }),
    });
  }
  yield* readMembers(item, scope, genericsOf(node, text).length > 0, reading);
}

/** The functions of an `impl` or a `trait`: one with a fixed symbol is exported, any may declare things inside. */
function* readMembers(
  { node, attributes }: SyntaxItem,
  scope: Scope,
  generic: boolean,
  reading: Reading,
): Steps<void> {
  const { text, facts } = reading;
  const body = node.childForFieldName('body');
  if (!body) return;
  const inside = scopeInside(scope, attributes, body, text);
  for (const member of eachItem(body, text)) {
    yield;
    if (member.node.type !== 'function_item') continue;
    const exported = hasErrorOutsideBody(member.node) ? null : readExport(member, inside, text);
    if (exported && (exported.noMangle || exported.exportName !== null)) {
      facts.exports.push({ ...exported, generic: exported.generic || generic });
    }
    yield* readFunctionBody(member, inside, reading);
  }
}

/** `Drop` of `core::ops::Drop` and of `Foo<T>`'s like; the text of anything else. */
function traitName(trait: SyntaxPart, text: string): string {
  const named = trait.type === 'generic_type' ? trait.childForFieldName('type') : trait;
  return (named && readPath(named, text)?.at(-1)) ?? textOf(trait, text);
}

function* readModule(item: SyntaxItem, scope: Scope, reading: Reading): Steps<void> {
  const { node, attributes } = item;
  const { text, facts } = reading;
  const body = node.childForFieldName('body');
  const branch = body && reading.branches.get(body.startIndex);
  if (branch) {
    const condition = [...conditionOf(scope.condition, attributes), ...branch];
    yield* readItems(body, { ...scope, condition }, reading);
    return;
  }
  const declared = declare(item, scope, text);
  if (!declared) return;
  if (!scope.local) {
    const conditionalPaths = attributes.flatMap(({ path, value, under }) =>
      path === 'path' && value !== null && under !== null ? [{ path: value, under }] : [],
    );
    facts.modules.push({
      ...declared,
      inline: body !== null,
      path: attributeValue(attributes, 'path'),
      ...(conditionalPaths.length > 0 && { conditionalPaths }),
    });
  }
  if (!body) return;
  const marker = attributes.find(({ path }) => /(?:^|::)bridge$/.test(path));
  if (marker && BRIDGE_MACROS.has(marker.path)) readCxxBridge(item, marker, scope, reading);
  else if (marker?.path === 'diplomat::bridge') {
    const inside = scopeInside(scope, attributes, body, text);
    const there = { ...inside, modulePath: [...scope.modulePath, declared.name] };
    facts.diplomatFunctions.push(...readDiplomatBridge(body, attributes, there, text));
  } else if (marker) facts.macros.push(readRewrittenModule(marker.path, declared));
  else {
    const inside = scopeInside(scope, attributes, body, text);
    yield* readItems(body, { ...inside, modulePath: [...scope.modulePath, declared.name] }, reading);
  }
}

function readCxxBridge(item: SyntaxItem, marker: Attribute, scope: Scope, { text, facts }: Reading): void {
  const reading = readBridge(item, marker, scope, text);
  if (!reading) return;
  facts.bridges.push(reading.bridge);
  for (const problem of reading.problems) facts.problems.push(problem);
}

function readImports({ node, attributes }: SyntaxItem, scope: Scope, { text, facts }: Reading): void {
  const shared = {
    modulePath: scope.modulePath,
    ...visibilityOf(node, text),
    condition: conditionOf(scope.condition, attributes),
  };
  for (const imported of readUse(node, text)) facts.uses.push({ ...imported, ...shared });
}

function readMacro(item: SyntaxItem, scope: Scope, reading: Reading): void {
  const included = includedBy(item, reading.text);
  if (included) {
    const condition = conditionOf(scope.condition, item.attributes);
    reading.facts.includes.push({ ...included, modulePath: scope.modulePath, condition });
    return;
  }
  const inclusion = readInclusion(item, scope, reading.text);
  if (inclusion) {
    reading.facts.inclusions.push(inclusion);
    return;
  }
  recordMacro(item, scope, null, reading);
  reading.facts.layoutAssertions.push(...readLayoutAssertions(item, scope, reading.text));
}

function includedBy({ node }: SyntaxItem, text: string): ReturnType<typeof readIncluded> {
  const macro = node.childForFieldName('macro');
  const argument = node.namedChildren.find(({ type }) => type === 'token_tree');
  const isInclude = macro && /^(?:(?:::)?(?:std|core)::)?include$/.test(textOf(macro, text));
  return isInclude && argument ? readIncluded(textOf(argument, text)) : null;
}

function recordMacro(
  item: SyntaxItem,
  scope: Scope,
  externHead: string | null,
  { text, facts }: Reading,
): void {
  add(facts.macros, readMacroUse(item, scope, externHead, text));
}
