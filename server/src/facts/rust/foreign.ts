import type { Steps } from '../../base/event-loop.js';
import { type Attribute, attributeValue } from './attributes.js';
import { declare, eachItem, type Scope, type SyntaxItem } from './items.js';
import { parseMetas } from './meta.js';
import type { ForeignFunction, ForeignStatic } from './rust-facts.js';
import { readSignature } from './signature.js';
import { partOfKind } from './source-text.js';
import { readStatic } from './statics.js';
import type { SyntaxPart } from './syntax-part.js';
import { readAbi, readModifiers } from './types.js';

/** What an `extern "C" { … }` holds. */
export interface ExternBlock {
  readonly functions: readonly ForeignFunction[];
  readonly statics: readonly ForeignStatic[];
  readonly macros: readonly SyntaxItem[];
}

/**
 * @param scope that of the content, with the condition of the block
 * @see Rust reference, "External blocks"
 */
export function* readExternBlock(
  { node, attributes }: SyntaxItem,
  scope: Scope,
  text: string,
): Steps<ExternBlock> {
  const body = node.childForFieldName('body');
  const block: Block = {
    abi: abiOfBlock(node, text),
    library: libraryOf(attributes),
    unsafe: node.children.some(({ type }) => type === 'unsafe'),
    scope,
  };
  const functions: ForeignFunction[] = [];
  const statics: ForeignStatic[] = [];
  const macros: SyntaxItem[] = [];
  for (const item of body ? eachItem(body, text) : []) {
    yield;
    if (item.node.type === 'macro_invocation') macros.push(item);
    if (item.node.hasError) continue;
    const declaredFunction = readForeignFunction(item, block, text);
    if (declaredFunction) functions.push(declaredFunction);
    const declaredStatic = readForeignStatic(item, block, text);
    if (declaredStatic) statics.push(declaredStatic);
  }
  return { functions, statics, macros };
}

/** `C++` and `Rust` are cxx's. */
export function abiOfBlock(node: SyntaxPart, text: string): string {
  const modifier = partOfKind(node, 'extern_modifier');
  return modifier ? readAbi(modifier, text) : 'C';
}

interface Block {
  readonly abi: string;
  readonly library: string | null;
  readonly unsafe: boolean;
  readonly scope: Scope;
}

function readForeignFunction(item: SyntaxItem, block: Block, text: string): ForeignFunction | null {
  if (item.node.type !== 'function_signature_item') return null;
  const safe = block.unsafe ? findSafe(item.node, text) : null;
  const declared = declare(safe === null ? item : reachingBack(item, safe), block.scope, text);
  const written = readModifiers(item.node, text).unsafe;
  const signature = declared && readSignature(item.node, written || safe === null, text);
  return (
    signature && {
      ...declared,
      abi: block.abi,
      ...linkNamesOf(item.attributes),
      library: block.library,
      signature,
    }
  );
}

function readForeignStatic(item: SyntaxItem, block: Block, text: string): ForeignStatic | null {
  if (item.node.type !== 'static_item') return null;
  const safe = block.unsafe ? findSafe(item.node, text) : null;
  const declared = readStatic(safe === null ? item : reachingBack(item, safe), block.scope, text);
  return (
    declared && {
      ...declared,
      abi: block.abi,
      ...linkNamesOf(item.attributes),
    }
  );
}

const linkNamesOf = (attributes: readonly Attribute[]): Pick<ForeignFunction, 'linkName' | 'linkNames'> => ({
  linkName: attributeValue(attributes, 'link_name'),
  linkNames: attributes.flatMap(({ path, value, under, range }) =>
    path === 'link_name' && value !== null ? [{ name: value, under, range }] : [],
  ),
});

/** `name = "…"` of the block's first `#[link(…)]` that has one. */
const libraryOf = (attributes: readonly Attribute[]): string | null =>
  attributes
    .filter(({ path, under }) => path === 'link' && under === null)
    .flatMap(({ list }) => parseMetas(list ?? ''))
    .find(({ path }) => path === 'name')?.value ?? null;

/**
 * Where `safe` stands: it was masked before parsing (see `maskRust`), so that only the text tells.
 *
 * @returns the offset of the keyword, null without
 */
function findSafe(node: SyntaxPart, text: string): number | null {
  const keyword = node.children.find(({ type }) => type === 'fn' || type === 'static');
  if (!keyword) return null;
  return /\bsafe\s+$/.exec(text.slice(Math.max(0, keyword.startIndex - 80), keyword.startIndex))
    ? text.lastIndexOf('safe', keyword.startIndex)
    : null;
}

/** The item from a masked keyword that stands before its node, as far as that is on the node's line. */
function reachingBack(item: SyntaxItem, from: number): SyntaxItem {
  const { startIndex, startPosition } = item.node;
  const { start, end } = item.range;
  const isFirst = start.line === startPosition.row && start.character === startPosition.column;
  const character = startPosition.column - (startIndex - from);
  if (!isFirst || from >= startIndex || character < 0) return item;
  return { ...item, range: { start: { line: start.line, character }, end } };
}
