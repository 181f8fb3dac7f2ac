import type { Context } from './context.js';
import type { CppType, CppVariable } from './cpp-facts.js';
import type { Declarator } from './declarators.js';
import { declarationStart, withKept } from './functions.js';
import type { CppNode } from './node.js';
import type { CppSource } from './source.js';
import type { Specifiers } from './types.js';

/**
 * A variable of a namespace that other files may name, with the symbol that its name says, or a `static` one that holds
 * pointers, in which a function may keep what it was given.
 *
 * @param isInitialized whether a value stands behind it, in whatever form
 * @returns null for any other with internal linkage, one of each thread, one whose symbol an `asm` says, and for members
 * @see C++ [basic.link], [dcl.link]
 */
export function readVariable(
  source: CppSource,
  node: CppNode,
  { words }: Specifiers,
  { name, type }: Declarator,
  context: Context,
  isInitialized: boolean,
): CppVariable | null {
  if (name?.type !== 'identifier' || context.template !== null) return null;
  if (context.scope.some(({ kind }) => kind !== 'namespace')) return null;
  const start = declarationStart(source, node, context);
  if (['typedef', 'thread_local'].some((word) => words.has(word))) return null;
  const internal = words.has('static');
  if (internal && !holdsPointers(type)) return null;
  if (/\b(?:__thread|_Thread_local)\b/.test(source.text.slice(start, name.startIndex))) return null;
  if (source.attributesIn(start, node.endIndex).some(({ kind }) => kind === 'asm')) return null;
  // `extern "C" int x;` is one, and what stands in the braces of a block is not.
  const isExtern = words.has('extern') || (context.start !== null && context.linkage === 'c');
  const isConstant = words.has('constexpr') || isFixed(type);
  if (!source.isC && isConstant && !internal && !isExtern && !words.has('inline')) return null;
  return {
    name: source.textOf(name),
    scope: context.scope,
    condition: withKept(source, node, context),
    range: source.lines.rangeOf(start, node.endIndex),
    nameRange: source.rangeOf(name),
    type,
    linkage: source.linkageAt(node.startIndex, context.linkage),
    definition: !isExtern || isInitialized,
    ...(internal && { internal }),
  };
}

const holdsPointers = (type: CppType): boolean =>
  type.kind === 'array' ? holdsPointers(type.element) : type.kind === 'pointer' && type.const !== true;

/** `const`, its elements if it is an array, and not `volatile`. @see C++ [basic.link], [basic.type.qualifier] */
const isFixed = (type: CppType): boolean =>
  type.kind === 'array' ? isFixed(type.element) : type.const === true && type.volatile !== true;
