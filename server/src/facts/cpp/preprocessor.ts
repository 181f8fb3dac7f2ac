import { withoutComments } from '../../syntax/mask/conditions.js';
import type { SyntaxNode } from '../../syntax/parse.js';
import type { Condition } from '../facts.js';
import type { CppInclude, CppMacro } from './cpp-facts.js';
import type { CppSource } from './source.js';

/** `#include`, null where a macro names the file. */
export function readInclude(source: CppSource, node: SyntaxNode): CppInclude | null {
  const path = node.childForFieldName('path');
  if (path?.type !== 'system_lib_string' && path?.type !== 'string_literal') return null;
  return {
    path: source.textOf(path).slice(1, -1),
    system: path.type === 'system_lib_string',
    range: source.lines.rangeOf(node.startIndex, path.endIndex),
  };
}

/** `#define`, object-like or with parameters. */
export function readMacro(source: CppSource, node: SyntaxNode, condition: Condition): CppMacro | null {
  const name = node.childForFieldName('name');
  if (!name) return null;
  const value = node.childForFieldName('value');
  const parameters = node.childForFieldName('parameters');
  return {
    name: source.textOf(name),
    parameters: parameters
      ? source
          .textOf(parameters)
          .slice(1, -1)
          .split(',')
          .map((parameter) => parameter.trim())
          .filter((parameter) => parameter !== '')
      : null,
    text: value ? withoutComments(source.textOf(value)).trim() : '',
    condition,
    range: source.lines.rangeOf(node.startIndex, (value ?? parameters ?? name).endIndex),
    nameRange: source.rangeOf(name),
  };
}

/** `#ifndef X` or `#if !defined(X)` with `#define X` as the first thing inside. */
export function isIncludeGuard(source: CppSource, opening: string, children: readonly SyntaxNode[]): boolean {
  const name = /^!defined ?\(? ?(\w+) ?\)?$/.exec(opening)?.[1];
  const definition = children.find(({ type }) => type !== 'comment' && type !== 'preproc_call');
  if (name === undefined || definition?.type !== 'preproc_def') return false;
  const defined = definition.childForFieldName('name');
  return defined !== null && source.textOf(defined) === name;
}
