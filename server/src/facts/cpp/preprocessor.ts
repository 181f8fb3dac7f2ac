import {
  evaluateCondition,
  negated,
  openingCondition,
  readDirective,
  withoutComments,
} from '../../syntax/mask/conditions.js';
import { directiveEnd } from '../../syntax/mask/lex-cpp.js';
import type { CppNode } from './node.js';
import type { Condition } from '../facts.js';
import type { CppInclude, CppMacro } from './cpp-facts.js';
import type { CppSource } from './source.js';

/** `#include`, null where a macro names the file. */
export function readInclude(source: CppSource, node: CppNode): CppInclude | null {
  const path = node.field('path');
  if (path?.type !== 'system_lib_string' && path?.type !== 'string_literal') return null;
  return {
    path: source.textOf(path).slice(1, -1),
    system: path.type === 'system_lib_string',
    range: source.lines.rangeOf(node.startIndex, path.endIndex),
  };
}

/** `#define`, object-like or with parameters. */
export function readMacro(source: CppSource, node: CppNode, condition: Condition): CppMacro | null {
  const name = node.field('name');
  if (!name) return null;
  const value = node.field('value');
  const parameters = node.field('parameters');
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
    // Out of the original: the grammar knows no comments in it.
    text: withoutComments(
      source.text.slice((parameters ?? name).endIndex, directiveEnd(source.text, node.startIndex)),
    ).trim(),
    condition,
    ...(source.macroFlow.late.has(node.startIndex) && { late: true }),
    range: source.lines.rangeOf(node.startIndex, (value ?? parameters ?? name).endIndex),
    nameRange: source.rangeOf(name),
  };
}

/** `#ifndef X` or `#if !defined(X)` with `#define X` as the first thing inside; alone in there it is a default. */
function isIncludeGuard(source: CppSource, opening: string, children: readonly CppNode[]): boolean {
  const name = /^!defined ?\(? ?(\w+) ?\)?$/.exec(opening)?.[1];
  const [definition, ...guarded] = children.filter(
    ({ type }) => type !== 'comment' && type !== 'preproc_call',
  );
  if (name === undefined || definition?.type !== 'preproc_def' || guarded.length === 0) return false;
  const defined = definition.field('name');
  return defined !== null && source.textOf(defined) === name;
}

/** One branch of an `#if` that may be taken. */
export interface Branch {
  readonly children: readonly CppNode[];
  /** Its condition, and that those before it do not hold; empty where it is taken for certain. */
  readonly condition: Condition;
  /** Offsets between which the children stand. */
  readonly from: number;
  readonly end: number;
}

/** The condition of each branch says that of all before it: without an end they would fill the memory. */
const MOST_BRANCHES = 200;

/**
 * The branches of an `#if`, `#ifdef` or the like that a file alone does not rule out.
 *
 * @param tooMany told of the first branch that is one too many; it and those behind it are left out
 */
export function branchesOf(
  source: CppSource,
  node: CppNode,
  tooMany: (first: CppNode) => void,
): readonly Branch[] {
  const branches: Branch[] = [];
  const before: string[] = [];
  for (let current: CppNode | null = node; current;) {
    if (branches.length === MOST_BRANCHES) {
      tooMany(current);
      break;
    }
    const alternative = current.field('alternative');
    const name = current.field('name') ?? current.field('condition');
    const children = current.namedChildren.filter(({ id }) => id !== alternative?.id && id !== name?.id);
    const condition = name ? conditionOf(source, current) : '1';
    const decided = source.macroFlow.decided.get(current.startIndex);
    const value = decided === undefined ? evaluateCondition(condition) : decided ? 'true' : 'false';
    if (value !== 'false') {
      const isGuard = before.length === 0 && isIncludeGuard(source, condition, children);
      branches.push({
        children,
        condition: isGuard || value === 'true' ? [...before] : [...before, condition],
        from: name?.endIndex ?? current.startIndex,
        // Where nothing but macros stands behind `#else`, its node ends with the word.
        end: alternative?.startIndex ?? node.endIndex,
      });
      before.push(negated(condition));
    }
    if (value === 'true') break;
    current = alternative;
  }
  return branches;
}

/** Out of the original: the grammar does not know all that an expression may be, and takes comments for a part of it. */
const conditionOf = (source: CppSource, node: CppNode): string =>
  openingCondition(
    readDirective(source.text.slice(node.startIndex, directiveEnd(source.text, node.startIndex))),
  );
