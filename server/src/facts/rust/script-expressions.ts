import type { SyntaxNode } from '../../syntax/parse.js';
import type { ScriptBuilder, ScriptCall } from './build-script.js';
import { integerValue, stringValue } from './literals.js';
import { elementsOf, NOTHING, text as textValue, unreadable, type PlainValue } from './script-values.js';

/** A value of a build script. */
export type Value = PlainValue | { readonly kind: 'builder'; readonly builder: OpenBuilder };

/** A builder that may still be changed. */
export interface OpenBuilder extends ScriptBuilder {
  readonly calls: ScriptCall[];
}

const LONGEST_CONDITION = 100;

/** What the readers of single kinds of nodes may do. */
export interface Tools {
  source(node: SyntaxNode): string;
  evaluate(node: SyntaxNode): Value;
  evaluateAll(nodes: readonly SyntaxNode[]): Value;
  under<T>(conditions: readonly string[], work: () => T): T;
  scoped<T>(work: () => T): T;
  bind(pattern: SyntaxNode, value: Value): void;
  variable(name: string): Value | null;
  assign(name: string, value: Value): void;
  call(node: SyntaxNode): Value;
  macro(node: SyntaxNode): Value;
  /** Something may have failed, so that the function returns. */
  fail(): void;
  /** The function may have returned, or left a loop. */
  leave(node: SyntaxNode): void;
}

type NodeReader = (tools: Tools, node: SyntaxNode) => Value;

/** The value of the only part that counts. */
const innermost: NodeReader = (tools, node) => {
  const inner = node.namedChildren.findLast(({ type }) => !/comment$|specifier$/.test(type));
  return inner ? tools.evaluate(inner) : unreadable(tools.source(node));
};

/** What each kind of expression or statement comes to, and what it does on the way. */
export const SCRIPT_READERS: Readonly<Record<string, NodeReader>> = {
  string_literal: literal,
  raw_string_literal: literal,
  integer_literal: (tools, node) => {
    const number = integerValue(tools.source(node));
    return number ? textValue(`${number.value}`) : unreadable(tools.source(node));
  },
  boolean_literal: (tools, node) => textValue(tools.source(node)),
  identifier: (tools, node) => {
    const name = tools.source(node);
    return name === 'None' ? NOTHING : (tools.variable(name) ?? unreadable(name));
  },
  unit_expression: () => NOTHING,
  reference_expression: innermost,
  unary_expression: (tools, node) => {
    const value = innermost(tools, node);
    return tools.source(node).startsWith('*') ? value : unreadable(tools.source(node));
  },
  parenthesized_expression: innermost,
  try_expression: (tools, node) => {
    const value = innermost(tools, node);
    tools.fail();
    return value;
  },
  binary_expression: (tools, node) => {
    const [left, right] = node.namedChildren.filter(({ type }) => !/comment$/.test(type));
    if (left) tools.evaluate(left);
    const first = left ? shortened(tools.source(left)) : '';
    const under = /^(?:&&|\|\|)$/.test(node.childForFieldName('operator')?.type ?? '') ? [first] : [];
    if (right) tools.under(under, () => tools.evaluate(right));
    return unreadable(tools.source(node));
  },
  expression_statement: innermost,
  unsafe_block: innermost,
  const_block: innermost,
  array_expression: listed,
  tuple_expression: listed,
  call_expression: (tools, node) => tools.call(node),
  macro_invocation: (tools, node) => tools.macro(node),
  block: (tools, node) => tools.scoped(() => tools.evaluateAll(node.namedChildren)),
  let_declaration: (tools, node) => {
    const pattern = node.childForFieldName('pattern');
    const value = node.childForFieldName('value');
    const otherwise = node.childForFieldName('alternative');
    const evaluated = value ? tools.evaluate(value) : unreadable('');
    if (otherwise) tools.under([`not ${shortened(tools.source(node))}`], () => tools.evaluate(otherwise));
    if (pattern) tools.bind(pattern, evaluated);
    return NOTHING;
  },
  assignment_expression: (tools, node) => {
    const left = node.childForFieldName('left');
    const right = node.childForFieldName('right');
    const value = right ? tools.evaluate(right) : NOTHING;
    if (left?.type === 'identifier') tools.assign(tools.source(left), value);
    return NOTHING;
  },
  compound_assignment_expr: (tools, node) => {
    const left = node.childForFieldName('left');
    if (left?.type === 'identifier') tools.assign(tools.source(left), unreadable(tools.source(left)));
    return NOTHING;
  },
  if_expression: (tools, node) => {
    const condition = node.childForFieldName('condition');
    const holds = condition ? shortened(tools.source(condition)) : '';
    return tools.scoped(() => {
      if (condition) tools.evaluate(condition);
      const branches = [
        ['consequence', holds],
        ['alternative', `not (${holds})`],
      ] as const;
      const values = branches.flatMap(([field, under]) => {
        const branch = node.childForFieldName(field);
        return branch ? [tools.under([under], () => tools.evaluate(branch))] : [];
      });
      return either(values, tools.source(node));
    });
  },
  else_clause: innermost,
  let_condition: (tools, node) => {
    const pattern = node.childForFieldName('pattern');
    const value = node.childForFieldName('value');
    if (value) tools.evaluate(value);
    if (pattern) tools.bind(pattern, unreadable(tools.source(node)));
    return NOTHING;
  },
  match_expression: (tools, node) => {
    const subject = node.childForFieldName('value');
    if (subject) tools.evaluate(subject);
    const arms =
      node.childForFieldName('body')?.namedChildren.filter(({ type }) => type === 'match_arm') ?? [];
    const values = arms.flatMap((arm) => {
      const pattern = arm.childForFieldName('pattern');
      const value = arm.childForFieldName('value');
      const under = `${subject ? tools.source(subject) : ''} is ${pattern ? tools.source(pattern) : ''}`;
      if (!value) return [];
      return [
        tools.scoped(() => {
          if (pattern) tools.bind(pattern, unreadable(tools.source(pattern)));
          return tools.under([shortened(under)], () => tools.evaluate(value));
        }),
      ];
    });
    return either(values, tools.source(node));
  },
  for_expression: (tools, node) => {
    const pattern = node.childForFieldName('pattern');
    const value = node.childForFieldName('value');
    const body = node.childForFieldName('body');
    if (!pattern || !value || !body) return NOTHING;
    const source = tools.evaluate(value);
    const elements = source.kind === 'builder' ? null : elementsOf(source);
    const pass = (element: Value): void =>
      tools.scoped(() => {
        tools.bind(pattern, element);
        tools.evaluate(body);
      });
    if (elements) for (const element of elements) pass(element);
    else {
      const each = `for each ${shortened(tools.source(value))}`;
      tools.under([each], () => pass(unreadable(tools.source(pattern))));
    }
    return NOTHING;
  },
  while_expression: repeated,
  loop_expression: repeated,
  closure_expression: (tools, node) => {
    const body = node.childForFieldName('body');
    const parameters = node.childForFieldName('parameters');
    tools.scoped(() => {
      for (const parameter of parameters?.namedChildren ?? [])
        tools.bind(parameter, unreadable(tools.source(parameter)));
      if (body) tools.under(['in a closure'], () => tools.evaluate(body));
    });
    return unreadable(tools.source(node));
  },
  return_expression: (tools, node) => {
    const value = node.namedChildren[0];
    const result = value ? tools.evaluate(value) : NOTHING;
    tools.leave(node);
    return result;
  },
  break_expression: (tools, node) => {
    tools.leave(node);
    return NOTHING;
  },
  continue_expression: (tools, node) => {
    tools.leave(node);
    return NOTHING;
  },
  function_item: () => NOTHING,
  /** Whatever else there is: builders in its parts are followed, its value is not. */
  other: (tools, node) => {
    for (const part of node.namedChildren) tools.evaluate(part);
    return unreadable(tools.source(node));
  },
};

function literal(tools: Tools, node: SyntaxNode): Value {
  const value = stringValue(tools.source(node));
  return value === null ? unreadable(tools.source(node)) : textValue(value);
}

function listed(tools: Tools, node: SyntaxNode): Value {
  const parts = node.namedChildren.filter(({ type }) => !/comment$|attribute_item$/.test(type));
  // `[0; N]` has as many elements as somebody else says.
  if (/;\s*[^"]*\]$/.test(tools.source(node)) && parts.length === 2) return unreadable(tools.source(node));
  return { kind: 'list', elements: parts.map((part) => plain(tools.evaluate(part))) };
}

function repeated(tools: Tools, node: SyntaxNode): Value {
  const body = node.childForFieldName('body');
  const condition = node.childForFieldName('condition');
  const under = condition ? `while ${shortened(tools.source(condition))}` : 'in a loop';
  tools.scoped(() => {
    if (condition) tools.evaluate(condition);
    if (body) tools.under([under], () => tools.evaluate(body));
  });
  return NOTHING;
}

/** The value of branches of which one is taken: the one that all have, or the builder that some have. */
function either(values: readonly Value[], source: string): Value {
  const [first, ...others] = values;
  const builder = values.find(({ kind }) => kind === 'builder');
  if (builder) return builder;
  const same = first && others.length > 0 && others.every((value) => isSame(value, first));
  return same ? first : unreadable(source);
}

const isSame = (a: Value, b: Value): boolean =>
  a.kind === 'text' && b.kind === 'text' && a.text === b.text && a.base === b.base;

/** A builder within a list or among arguments is not followed. */
export const plain = (value: Value): PlainValue =>
  value.kind === 'builder' ? unreadable('a builder') : value;

/** A source text in one line, as a condition says it. */
export function shortened(source: string): string {
  const line = source.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_CONDITION ? `${line.slice(0, LONGEST_CONDITION - 1)}…` : line;
}
