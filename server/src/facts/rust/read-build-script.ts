import { LineIndex } from '../../base/line-index.js';
import type { SyntaxNode, SyntaxTree } from '../../syntax/parse.js';
import { BUILDER_PATHS, type BuildScript, type ScriptBuilder, type ScriptCall } from './build-script.js';
import type { ImportedName } from './uses.js';
import { integerValue, stringValue } from './literals.js';
import {
  concatenated,
  asCallResult,
  asChanged,
  asMethodResult,
  elementsOf,
  formatted,
  NOTHING,
  text as textValue,
  unreadable,
  type PlainValue,
} from './script-values.js';

/** What a script may do before it is given up: no script that people write comes near. */
const MAXIMUM_STEPS = 200_000;
const MAXIMUM_DEPTH = 12;
/** Expressions within each other, over all functions that are followed. */
const DEEPEST_NESTING = 400;
const LONGEST_CONDITION = 100;

/**
 * Follows a build script from `main` on, statement by statement, with the values that are written in it:
 * branches are all taken, and what stands in one is said to hold under its condition. Functions of the
 * file are followed into; those that nothing calls are read after all else.
 *
 * @param tree of the whole file
 * @param text the original text
 * @param imports what the file's `use` declarations bring in
 */
export function readBuildScript(
  tree: SyntaxTree,
  text: string,
  imports: readonly ImportedName[],
): BuildScript {
  return new ScriptReader(text, imports).read(tree.rootNode);
}

/** A name or a literal, as it is or as text in another type. */
const FORMAT_ARGUMENT =
  /^(?:(\w+)\s*=\s*)?&?(\w+|"(?:\\.|[^"\\])*")(?:\.(?:display|as_str|to_str|to_string|to_string_lossy|unwrap|clone)\(\))*$/;

type Value = PlainValue | { readonly kind: 'builder'; readonly builder: OpenBuilder };

interface OpenBuilder extends ScriptBuilder {
  readonly calls: ScriptCall[];
}

interface Declared {
  /** A function, or the value of a constant. */
  readonly node: SyntaxNode;
  /** Of `cfg` attributes. */
  readonly conditions: readonly string[];
}

/** One function that is being followed. */
interface Frame {
  readonly variables: Map<string, Value>[];
  /** Lines (from 1) on which it may have returned, or left a loop or one pass of it. */
  readonly left: Set<number>;
  /** How many conditions hold where it is called: it is sure of what stands under no more. */
  readonly conditions: number;
}

class ScriptReader {
  readonly #text: string;
  readonly #lines: LineIndex;
  readonly #imports: ReadonlyMap<string, readonly string[]>;
  /** All of one path: `cfg` decides which one it is. */
  readonly #functions = new Map<string, Declared[]>();
  readonly #constants = new Map<string, Declared[]>();
  readonly #followed = new Set<string>();
  readonly #builders: OpenBuilder[] = [];
  readonly #stack: string[] = [];
  #conditions: readonly string[] = [];
  #frame: Frame = { variables: [new Map()], left: new Set(), conditions: 0 };
  #steps = 0;
  #depth = 0;

  constructor(text: string, imports: readonly ImportedName[]) {
    this.#text = text;
    this.#lines = new LineIndex(text);
    this.#imports = new Map(imports.map(({ name, path }) => [name, path]));
  }

  read(root: SyntaxNode): BuildScript {
    this.#declare(root, '', []);
    this.#followAll('main', this.#functions.get('main') ?? [], []);
    for (const [name, variants] of this.#functions) {
      if (this.#followed.has(name)) continue;
      this.#under([`in \`${name}\`, whose calls are not seen`], () => this.#followAll(name, variants, []));
    }
    return { builders: this.#builders };
  }

  /** Functions by their path, constants by their name. */
  #declare(list: SyntaxNode, path: string, outer: readonly string[]): void {
    let conditions = outer;
    for (const item of list.namedChildren) {
      if (item.type === 'attribute_item') {
        conditions = [...conditions, ...this.#cfg(item)];
        continue;
      }
      const under = conditions;
      conditions = outer;
      const name = item.childForFieldName(item.type === 'impl_item' ? 'type' : 'name');
      const body = item.childForFieldName('body');
      if (!name) continue;
      const full = `${path}${this.#source(name)}`;
      if (item.type === 'function_item') add(this.#functions, full, { node: item, conditions: under });
      else if (body && /^(?:mod|impl)_item$/.test(item.type)) this.#declare(body, `${full}::`, under);
      else if (/^(?:const|static)_item$/.test(item.type)) {
        const value = item.childForFieldName('value');
        if (value) add(this.#constants, this.#source(name), { node: value, conditions: under });
      }
    }
  }

  /** The condition of a `cfg` attribute; nothing of another one. */
  #cfg(attribute: SyntaxNode): readonly string[] {
    const cfg = /^#\[cfg\(([^]*)\)\]$/.exec(this.#source(attribute))?.[1];
    return cfg === undefined ? [] : [shortened(`cfg(${cfg})`)];
  }

  /** The functions of this file that a path means, with their full path. */
  #functionsAt(path: string): readonly [string, readonly Declared[]] | null {
    const plain = path.replace(/^(?:(?:self|super|crate|Self)::)+/, '');
    const named = [...this.#functions].filter(([full]) => full === plain || full.endsWith(`::${plain}`));
    return named.find(([full]) => full === plain) ?? (named.length === 1 ? (named[0] ?? null) : null);
  }

  /** Each variant under its own condition; the value is known where there is one only. */
  #followAll(name: string, variants: readonly Declared[], given: readonly Value[]): Value {
    const values = variants.map(({ node, conditions }) =>
      this.#under(conditions, () => this.#follow(name, node, given)),
    );
    return (
      (values.length === 1 ? values[0] : values.find(({ kind }) => kind === 'builder')) ?? unreadable(name)
    );
  }

  #follow(name: string, fn: SyntaxNode, given: readonly Value[]): Value {
    const body = fn.childForFieldName('body');
    if (!body || this.#stack.includes(name) || this.#stack.length >= MAXIMUM_DEPTH)
      return this.#unreadable(fn);
    this.#followed.add(name);
    const outer = { frame: this.#frame, conditions: this.#conditions };
    this.#conditions = this.#holding();
    this.#frame = { variables: [new Map()], left: new Set(), conditions: this.#conditions.length };
    this.#stack.push(name);
    try {
      const parameters = fn.childForFieldName('parameters')?.namedChildren ?? [];
      for (const [i, parameter] of parameters.filter(({ type }) => type === 'parameter').entries()) {
        const pattern = parameter.childForFieldName('pattern');
        if (pattern) this.#bind(pattern, this.#argument(given[i], parameter));
      }
      const result = this.#evaluate(body);
      return this.#frame.left.size > 0 && result.kind !== 'builder' ? this.#unreadable(body) : result;
    } finally {
      this.#stack.pop();
      this.#frame = outer.frame;
      this.#conditions = outer.conditions;
    }
  }

  /** A builder that is not known by its value is known by the parameter's type. */
  #argument(given: Value | undefined, parameter: SyntaxNode): Value {
    if (given && given.kind !== 'unreadable') return given;
    const type = parameter.childForFieldName('type');
    const written = type ? this.#source(type).replace(/^&?\s*(?:'\w+\s*)?(?:mut\s+)?/, '') : '';
    const path = this.#resolve(written);
    return BUILDER_PATHS.includes(path)
      ? this.#make(path, [], parameter)
      : (given ?? this.#unreadable(parameter));
  }

  #make(made: string, values: readonly Value[], node: SyntaxNode): Value {
    const builder: OpenBuilder = {
      made,
      arguments: values.map((value) => plain(value)),
      calls: [],
      range: this.#lines.rangeOf(node.startIndex, node.endIndex),
      conditions: this.#holding(),
    };
    this.#builders.push(builder);
    return { kind: 'builder', builder };
  }

  /** What must hold here. */
  #holding(): readonly string[] {
    const left = [...this.#frame.left].map((line) => `unless it left on line ${line}`);
    return [...new Set([...this.#conditions, ...left])];
  }

  #under<T>(conditions: readonly string[], work: () => T): T {
    const outer = this.#conditions;
    this.#conditions = [...outer, ...conditions];
    try {
      return work();
    } finally {
      this.#conditions = outer;
    }
  }

  #scoped<T>(work: () => T): T {
    this.#frame.variables.push(new Map());
    try {
      return work();
    } finally {
      this.#frame.variables.pop();
    }
  }

  #evaluate(node: SyntaxNode): Value {
    if (++this.#steps > MAXIMUM_STEPS || this.#depth === DEEPEST_NESTING) return this.#unreadable(node);
    this.#depth++;
    const value = (READERS[node.type] ?? READERS['other'])?.(this.#tools, node) ?? NOTHING;
    this.#depth--;
    return value;
  }

  #evaluateAll(nodes: readonly SyntaxNode[]): Value {
    let last: Value = NOTHING;
    let conditions: readonly string[] = [];
    for (const node of nodes) {
      if (node.type === 'attribute_item') {
        conditions = [...conditions, ...this.#cfg(node)];
      } else if (!/comment$/.test(node.type)) {
        const under = conditions;
        conditions = [];
        last = under.length > 0 ? this.#under(under, () => this.#evaluate(node)) : this.#evaluate(node);
        if (node.type === 'let_declaration' || node.type === 'expression_statement') {
          const ends = node.type === 'expression_statement' && !this.#source(node).endsWith(';');
          if (!ends) last = NOTHING;
        }
      }
    }
    return last;
  }

  #bind(pattern: SyntaxNode, value: Value): void {
    const scope = this.#frame.variables.at(-1);
    if (pattern.type === 'identifier') scope?.set(this.#source(pattern), value);
    else if (
      pattern.type === 'mut_pattern' ||
      pattern.type === 'ref_pattern' ||
      pattern.type === 'reference_pattern'
    ) {
      const inner = pattern.namedChildren.at(-1);
      if (inner) this.#bind(inner, value);
    } else if (pattern.type === 'tuple_pattern' && value.kind === 'list') {
      for (const [i, part] of pattern.namedChildren.entries())
        this.#bind(part, value.elements[i] ?? this.#unreadable(part));
    } else {
      for (const name of pattern.descendantsOfType('identifier'))
        scope?.set(this.#source(name), this.#unreadable(name));
    }
  }

  #variable(name: string): Value | null {
    for (const scope of this.#frame.variables.toReversed()) {
      const value = scope.get(name);
      if (value) return value;
    }
    const [declared, other] = this.#constants.get(name) ?? [];
    const constant = other || (declared?.conditions.length ?? 0) > 0 ? undefined : declared?.node;
    if (!constant || this.#stack.length >= MAXIMUM_DEPTH) return null;
    this.#stack.push('');
    try {
      return this.#evaluate(constant);
    } finally {
      this.#stack.pop();
    }
  }

  /** Whether what is read here happens whenever the function is called. */
  #isSure(): boolean {
    return this.#conditions.length === this.#frame.conditions;
  }

  #assign(name: string, value: Value): void {
    for (const scope of this.#frame.variables.toReversed()) {
      const before = scope.get(name);
      if (!before) continue;
      scope.set(name, this.#isSure() || value.kind === 'builder' ? value : unreadable(name));
      return;
    }
  }

  #call(node: SyntaxNode): Value {
    const called = node.childForFieldName('function');
    const list = node.childForFieldName('arguments');
    if (!called || !list) return this.#unreadable(node);
    const fn = called.type === 'generic_function' ? (called.childForFieldName('function') ?? called) : called;
    const receiver = fn.type === 'field_expression' ? fn.childForFieldName('value') : null;
    const subject = receiver && this.#evaluate(receiver);
    const given = list.namedChildren
      .filter(({ type }) => !/comment$/.test(type))
      .map((argument) => this.#evaluate(argument));
    if (subject) {
      const name = fn.childForFieldName('field');
      if (!name) return this.#unreadable(node);
      const result = this.#callMethod(subject, name, given, list, node);
      this.#forgetChanged(list);
      const changed = asChanged(plain(subject), this.#source(name), given.map(plain));
      if (changed && receiver?.type === 'identifier') this.#assign(this.#source(receiver), changed);
      return result;
    }
    const path = this.#resolve(this.#source(fn));
    const maker = BUILDER_PATHS.find((known) => path === known || path.startsWith(`${known}::`));
    if (maker !== undefined) return this.#make(path, given, node);
    const local = this.#functionsAt(path);
    const result = local && this.#followAll(...local, given);
    this.#forgetChanged(list);
    if (result) return result;
    const [first] = given;
    // `Some(builder)` and `Box::new(builder)` are the builder still.
    if (first?.kind === 'builder') return first;
    return asCallResult(path, given.map(plain)) ?? this.#unreadable(node);
  }

  /** What is handed over as `&mut name` is afterwards what somebody else made of it. */
  #forgetChanged(list: SyntaxNode): void {
    for (const argument of list.namedChildren) {
      const name = /^&\s*mut\s+(\w+)$/.exec(this.#source(argument))?.[1];
      const value = name === undefined ? null : this.#variable(name);
      if (name !== undefined && value && value.kind !== 'builder') this.#assign(name, unreadable(name));
    }
  }

  #callMethod(
    subject: Value,
    name: SyntaxNode,
    given: readonly Value[],
    list: SyntaxNode,
    node: SyntaxNode,
  ): Value {
    const method = this.#source(name);
    if (subject.kind !== 'builder') {
      return asMethodResult(subject, method, given.map(plain)) ?? this.#unreadable(node);
    }
    const { builder } = subject;
    if (method === 'clone') {
      const copy = this.#make(builder.made, [], node);
      if (copy.kind === 'builder') copy.builder.calls.push(...builder.calls);
      return copy;
    }
    const known = new Set(builder.conditions);
    builder.calls.push({
      method,
      arguments: given.map(plain),
      range: this.#lines.rangeOf(name.startIndex, list.endIndex),
      conditions: this.#holding().filter((condition) => !known.has(condition)),
    });
    return subject;
  }

  /** The whole path of a name as far as `use` declarations tell it: `Build::new` is `cc::Build::new`. */
  #resolve(written: string): string {
    const [first = '', ...rest] = written
      .replace(/\s|<[^>]*>/g, '')
      .replace(/^::/, '')
      .split('::');
    const imported = this.#imports.get(first);
    return [...(imported?.filter((segment) => segment !== '') ?? [first]), ...rest].join('::');
  }

  #macro(node: SyntaxNode): Value {
    const name = node.childForFieldName('macro');
    const body = node.namedChildren.find(({ type }) => type === 'token_tree');
    const tokens = body?.namedChildren ?? [];
    switch (name ? this.#source(name) : '') {
      case 'vec': {
        const plainTokens = body && /^\W(?:\s|,|\w|b?r?#*"(?:\\.|[^"\\])*"#*)*\W$/.test(this.#source(body));
        if (!plainTokens || tokens.some(({ type }) => !/literal$/.test(type))) return this.#unreadable(node);
        return { kind: 'list', elements: tokens.map((token) => plain(this.#evaluate(token))) };
      }
      case 'env':
        return tokens.length === 1 && tokens[0]
          ? (asCallResult('env::var', [plain(this.#evaluate(tokens[0]))]) ?? this.#unreadable(node))
          : this.#unreadable(node);
      case 'format':
        return this.#formatted(node, tokens);
      case 'concat':
        return concatenated(body ? this.#source(body) : '') ?? this.#unreadable(node);
      default:
        return this.#unreadable(node);
    }
  }

  /** `format!("a{}", b.display())`, with names and literals for arguments. */
  #formatted(node: SyntaxNode, [pattern]: readonly SyntaxNode[]): Value {
    const format = pattern && stringValue(this.#source(pattern));
    if (!pattern || format === null || format === undefined) return this.#unreadable(node);
    const values: PlainValue[] = [];
    const named = new Map<string, PlainValue>();
    const given = this.#text
      .slice(pattern.endIndex, node.endIndex - 1)
      .split(',')
      .slice(1);
    for (const argument of given.map((each) => each.trim()).filter((each) => each !== '')) {
      const match = FORMAT_ARGUMENT.exec(argument);
      const value = match && this.#written(match[2] ?? '');
      if (!match || !value) return this.#unreadable(node);
      if (match[1] === undefined) values.push(value);
      else named.set(match[1], value);
    }
    const find = (name: string): PlainValue | null => named.get(name) ?? this.#written(name);
    return formatted(format, values, find) ?? this.#unreadable(node);
  }

  /** A literal, or the value of a name. */
  #written(source: string): PlainValue | null {
    const literal = stringValue(source) ?? integerValue(source)?.value.toString();
    if (literal !== undefined) return textValue(literal);
    const value = this.#variable(source);
    return value && plain(value);
  }

  #unreadable(node: SyntaxNode): PlainValue {
    return unreadable(this.#source(node));
  }

  #source(node: SyntaxNode): string {
    return this.#text.slice(node.startIndex, node.endIndex);
  }

  /** What the readers of single kinds of nodes may do. */
  readonly #tools: Tools = {
    source: (node) => this.#source(node),
    evaluate: (node) => this.#evaluate(node),
    evaluateAll: (nodes) => this.#evaluateAll(nodes),
    under: (conditions, work) => this.#under(conditions, work),
    scoped: (work) => this.#scoped(work),
    bind: (pattern, value) => this.#bind(pattern, value),
    variable: (name) => this.#variable(name),
    assign: (name, value) => this.#assign(name, value),
    call: (node) => this.#call(node),
    macro: (node) => this.#macro(node),
    leave: (node) => {
      if (!this.#isSure()) this.#frame.left.add(this.#lines.positionAt(node.startIndex).line + 1);
    },
  };
}

interface Tools {
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
  leave(node: SyntaxNode): void;
}

type NodeReader = (tools: Tools, node: SyntaxNode) => Value;

/** The value of the only part that counts. */
const innermost: NodeReader = (tools, node) => {
  const inner = node.namedChildren.findLast(({ type }) => !/comment$|specifier$/.test(type));
  return inner ? tools.evaluate(inner) : unreadable(tools.source(node));
};

const READERS: Readonly<Record<string, NodeReader>> = {
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
  try_expression: innermost,
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

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

/** A builder within a list or among arguments is not followed. */
const plain = (value: Value): PlainValue => (value.kind === 'builder' ? unreadable('a builder') : value);

function shortened(source: string): string {
  const line = source.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_CONDITION ? `${line.slice(0, LONGEST_CONDITION - 1)}…` : line;
}
