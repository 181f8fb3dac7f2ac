import { readConstant } from './constants.js';
import { declare, eachItem, type Scope, type SyntaxItem } from './items.js';
import { conditionOf } from './attributes.js';
import type { RustAssociatedConstant, RustConstant, RustConstFunction, RustType } from './rust-facts.js';
import { nameOf, textOf } from './source-text.js';
import type { SyntaxPart } from './syntax-part.js';
import { readType } from './types.js';

/** Characters beyond which a `const fn` is not for computing the length of an array. */
const LONGEST_FUNCTION = 2000;
const CONST_FUNCTION =
  /^(?:pub(?:\s*\([^()]*\))?\s+)?(?:default\s+)?const\s+(?:unsafe\s+)?(?:extern\b[^{;]*)?fn\b/;
/** Enough of an item to see how it begins. */
const HEADER = 100;

/** @returns null where no integer can be computed from it */
export function readNamedConstant(item: SyntaxItem, scope: Scope, text: string): RustConstant | null {
  const given = readGiven(item.node, text);
  const declared = given && declare(item, scope, text);
  return declared && { ...declared, ...given };
}

/** A `const fn` that stands outside of implementations and traits; null for any other function. */
export function readConstFunction(item: SyntaxItem, scope: Scope, text: string): RustConstFunction | null {
  const written = constFunctionText(item.node, text);
  if (written === null) return null;
  // The copy of a function's syntax may be without its name.
  const name = FUNCTION_NAME.exec(written)?.[1];
  const declared = declare(item, scope, text);
  if (declared) return { ...declared, text: written };
  if (name === undefined) return null;
  return {
    name,
    modulePath: scope.modulePath,
    public: /^pub(?!\s*\(\s*self)/.test(written),
    condition: conditionOf(scope.condition, item.attributes),
    range: item.range,
    nameRange: item.range,
    text: written,
  };
}

const FUNCTION_NAME = /\bfn\s+(?:r#)?([\p{XID_Start}_]\p{XID_Continue}*)/u;

/** The constants and `const fn`s of an implementation's body. */
export function readAssociatedConstants(body: SyntaxPart, text: string): RustAssociatedConstant[] {
  return [...eachItem(body, text)].flatMap(({ node, attributes }): RustAssociatedConstant[] => {
    const condition = conditionOf([], attributes);
    if (node.type === 'const_item' && !node.hasError) {
      const name = node.childForFieldName('name');
      const given = readGiven(node, text);
      return name && given
        ? [{ name: nameOf(name, text), condition, given: { kind: 'constant', ...given } }]
        : [];
    }
    const written = node.type === 'function_item' ? constFunctionText(node, text) : null;
    const name = written === null ? undefined : FUNCTION_NAME.exec(written)?.[1];
    return written === null || name === undefined
      ? []
      : [{ name, condition, given: { kind: 'function', text: written } }];
  });
}

function constFunctionText(node: SyntaxPart, text: string): string | null {
  if (node.hasError || node.endIndex - node.startIndex > LONGEST_FUNCTION) return null;
  const header = text.slice(node.startIndex, Math.min(node.endIndex, node.startIndex + HEADER));
  return CONST_FUNCTION.test(header) ? textOf(node, text) : null;
}

/** Type and value of a constant. Strings are kept for their length, long ones are not. */
function readGiven(node: SyntaxPart, text: string): Pick<RustConstant, 'type' | 'value'> | null {
  const typeNode = node.childForFieldName('type');
  const valueNode = node.childForFieldName('value');
  if (!typeNode || !valueNode) return null;
  const type = readType(typeNode, text);
  if (!mayCount(type)) return null;
  const value = readConstant(valueNode, text);
  return value.kind === 'unreadable' && type.kind === 'reference' ? null : { type, value };
}

function mayCount(type: RustType): boolean {
  switch (type.kind) {
    case 'path':
      return type.path[0] !== 'f32' && type.path[0] !== 'f64';
    case 'tuple':
      return type.elements.length > 0;
    case 'array':
    case 'reference':
      return true;
    case 'pointer':
    case 'slice':
    case 'never':
    case 'function':
    case 'trait-object':
    case 'unreadable':
      return false;
    default:
      return type satisfies never;
  }
}
