import { LineIndex } from '../../base/line-index.js';
import type { SyntaxNode, SyntaxTree } from '../../syntax/parse.js';
import { BUILDER_PATHS, type BuildScript } from './build-script.js';
import type { ImportedName } from './uses.js';
import { integerValue, stringValue } from './literals.js';
import { cfgsPrinted } from './script-cfgs.js';
import {
  plain,
  SCRIPT_READERS,
  shortened,
  type OpenBuilder,
  type Tools,
  type Value,
} from './script-expressions.js';
import {
  concatenated,
  asCallResult,
  asChanged,
  asMethodResult,
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

/** Functions after which nothing of the script is run. */
const ENDS = /(?:^|::)(?:exit|abort)$/;

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
  /** It may have failed, which is its caller's to judge. */
  failed: boolean;
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
  readonly #cfgs = new Set<string>();
  /** The script may have ended. */
  #ended = false;
  readonly #stack: string[] = [];
  #conditions: readonly string[] = [];
  #frame: Frame = { variables: [new Map()], left: new Set(), failed: false, conditions: 0 };
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
    return { builders: this.#builders, cfgs: [...this.#cfgs] };
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
    this.#frame = {
      variables: [new Map()],
      left: new Set(),
      failed: false,
      conditions: this.#conditions.length,
    };
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
    const value = (SCRIPT_READERS[node.type] ?? SCRIPT_READERS['other'])?.(this.#tools, node) ?? NOTHING;
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
    if (ENDS.test(path)) this.#ended = true;
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
      case 'println':
        return this.#print(node, tokens, '\n');
      case 'print':
        return this.#print(node, tokens, '');
      case 'concat':
        return concatenated(body ? this.#source(body) : '') ?? this.#unreadable(node);
      default:
        return this.#unreadable(node);
    }
  }

  /** Cargo follows what is printed; what may not be printed in some build is left out. */
  #print(node: SyntaxNode, tokens: readonly SyntaxNode[], end: string): Value {
    const printed = this.#formatted(node, tokens);
    const isCertain = this.#holding().length === 0 && !this.#frame.failed && !this.#ended;
    if (isCertain && printed.kind === 'text' && printed.base === null)
      for (const cfg of cfgsPrinted(printed.text + end)) this.#cfgs.add(cfg);
    return NOTHING;
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
    // The failure of `main` is the build's.
    fail: () => (this.#frame.failed ||= this.#stack.length !== 1 || this.#stack[0] !== 'main'),
    leave: (node) => {
      if (!this.#isSure()) this.#frame.left.add(this.#lines.positionAt(node.startIndex).line + 1);
    },
  };
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
