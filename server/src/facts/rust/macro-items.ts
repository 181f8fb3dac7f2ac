import { rangeOf } from '../../syntax/node-range.js';
import { conditionOf } from './attributes.js';
import type { Scope, SyntaxItem } from './items.js';
import type { RustItem, RustMacroDefinition, RustMacroUse } from './rust-facts.js';
import { partOfKind, textOf } from './source-text.js';
import type { SyntaxPart } from './syntax-part.js';

/** UTF-16 units of a use or of a definition; longer ones are data. */
const LONGEST = 256 * 1024;

/**
 * A use of a macro among items.
 *
 * @param externHead that of the extern block around it, null without
 */
export function readMacroUse(
  { node, attributes, range }: SyntaxItem,
  scope: Scope,
  externHead: string | null,
  text: string,
): RustMacroUse | null {
  const macro = node.childForFieldName('macro');
  const argument = partOfKind(node, 'token_tree');
  if (!macro) return null;
  return {
    name: textOf(macro, text).replace(/\s/g, ''),
    range,
    modulePath: scope.modulePath,
    condition: conditionOf(scope.condition, attributes),
    argument: argument && !node.hasError ? insideOf(argument, text) : null,
    externHead,
  };
}

function insideOf(tokens: SyntaxPart, text: string): RustMacroUse['argument'] {
  const inside = textOf(tokens, text).slice(1, -1);
  const { row, column } = tokens.startPosition;
  return inside.length > LONGEST ? null : { text: inside, start: { line: row, character: column + 1 } };
}

/** A module whose items a macro rewrites: what it makes of them is not known. */
export const readRewrittenModule = (
  name: string,
  { modulePath, condition, range }: RustItem,
): RustMacroUse => ({ name, range, modulePath, condition, argument: null, externHead: null });

/** `#[link(name = "z")] unsafe extern "C"`, what a block begins with. */
export const externHeadOf = ({ node, attributes }: SyntaxItem, body: SyntaxPart, text: string): string =>
  [...attributes.map(({ written }) => written), text.slice(node.startIndex, body.startIndex)].join(' ');

/** `macro_rules! name { … }`; null where its text is too long to be followed. */
export function readMacroDefinition(
  { node, attributes }: SyntaxItem,
  scope: Scope,
  text: string,
): RustMacroDefinition | null {
  const written = textOf(node, text);
  const [head, name, rules] = /^macro_rules\s*!\s*((?:r#)?\w+)\s*[({[]([^]*)[)}\]]\s*;?$/.exec(written) ?? [];
  if (head === undefined || name === undefined || rules === undefined || rules.length > LONGEST) return null;
  return {
    name: name.replace(/^r#/, ''),
    modulePath: scope.modulePath,
    condition: conditionOf(scope.condition, attributes),
    range: rangeOf(node),
    exported: attributes.some(({ path }) => path === 'macro_export'),
    rules,
  };
}
