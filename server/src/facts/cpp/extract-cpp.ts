import { atOnce, type Steps } from '../../base/event-loop.js';
import { LineIndex } from '../../base/line-index.js';
import { closesNamespace, opensNamespace } from '../../syntax/mask/macro-definitions.js';
import type { MaskedText } from '../../syntax/mask/masked-text.js';
import type { SyntaxTree } from '../../syntax/parse.js';
import type { Condition, ReadingProblem, Suppression } from '../facts.js';
import { generatorOfCpp } from '../generator.js';
import { readSuppression } from '../suppression.js';
import { abiTagsOf, readAttributes } from './attributes.js';
import type { Context } from './context.js';
import type {
  CppFacts,
  CppInclude,
  CppLayoutAssertion,
  CppMacro,
  CppMacroUse,
  CppNamespace,
  CppNamespaceAlias,
  CppScope,
  CppUsing,
} from './cpp-facts.js';
import { DeclarationReader } from './declarations.js';
import { readLayoutAssertions } from './layout-assertions.js';
import { endsItself, readMacroUse } from './macro-uses.js';
import { bodyOf, CppNode } from './node.js';
import { macroScope, namespacesOfHead, scopeAfter } from './namespace-macros.js';
import { branchesOf, readInclude, readMacro } from './preprocessor.js';
import { accessOf, endMacros, type RecordMembers } from './records.js';
import { readRelocationMarks, type NamespaceBody } from './relocation-marks.js';
import { CppSource } from './source.js';
import { readTemplateParameters } from './templates.js';
import { noteMacros } from './unread.js';
import { readNamespaceAlias, readUsings } from './usings.js';

/**
 * What one C++ or C file says, read in one walk that enters namespaces, linkage blocks, `#if` branches and
 * record bodies and skips everything else.
 *
 * @param tree of the masked text or of the original; offsets are the same
 * @param text the original
 * @param masked what masking found in the text
 * @returns steps of one declaration each; all of a record is one
 */
export function* extractCppFacts(
  tree: SyntaxTree,
  text: string,
  isC: boolean,
  masked: MaskedText,
): Steps<CppFacts> {
  const source = new CppSource(text, masked, new LineIndex(text), isC);
  const walk = new Walk(source);
  yield* walk.file(new CppNode(tree.rootNode));
  return walk.facts();
}

/** Namespaces, records, `#if` and prefixes such as `template <…>` within each other; far more than people write. */
const DEEPEST_NESTING = 200;

/** Scopes that begin at an offset. */
interface OpenScopes {
  readonly at: number;
  readonly scopes: readonly CppScope[];
}

class Walk {
  readonly #source: CppSource;
  readonly #declarations: DeclarationReader;
  readonly #problems: ReadingProblem[] = [];
  readonly #includes: CppInclude[] = [];
  readonly #usings: CppUsing[] = [];
  readonly #namespaceAliases: CppNamespaceAlias[] = [];
  readonly #macros: CppMacro[] = [];
  readonly #macroUses: CppMacroUse[] = [];
  readonly #layoutAssertions: CppLayoutAssertion[] = [];
  readonly #namespaces: NamespaceBody[] = [];
  /** By what tells them from one another. */
  readonly #openedNamespaces = new Map<string, CppNamespace>();
  /** What macros opened, up to an offset: the question comes in the order of the text. */
  #open: OpenScopes[] = [];
  #openUntil = 0;
  #depth = 0;
  #hasErrors = false;

  constructor(source: CppSource) {
    this.#source = source;
    this.#declarations = new DeclarationReader(source, this.#problems, (body, context, members) =>
      this.#members(body, context, members),
    );
  }

  *file(root: CppNode): Steps<void> {
    const context: Context = {
      scope: [],
      condition: [],
      linkage: this.#source.isC ? 'c' : 'cpp',
      access: 'public',
      record: null,
      template: null,
      from: 0,
      start: null,
      friend: false,
      enclosures: 0,
    };
    this.#hasErrors = root.hasError;
    yield* this.#children(root.namedChildren, context, null, 0, root.endIndex);
  }

  facts(): CppFacts {
    const { functions, records, enums, aliases, constants, variables } = this.#declarations;
    const generator = generatorOfCpp(this.#source.text);
    return {
      language: 'cpp',
      isC: this.#source.isC,
      problems: this.#problems,
      suppressions: this.#suppressions(),
      includes: this.#includes,
      functions,
      records,
      enums,
      aliases,
      constants,
      variables,
      namespaces: [...this.#openedNamespaces.values()],
      usings: this.#usings,
      namespaceAliases: this.#namespaceAliases,
      macros: this.#macros,
      undefinitions: [...this.#source.macroFlow.undefined].map(([name, felt]) => ({ name, felt })),
      macroUses: [...this.#macroUses, ...this.#declarations.macroUses],
      relocationMarks: readRelocationMarks(this.#source, this.#namespaces),
      layoutAssertions: this.#layoutAssertions,
      ...(generator && { generator }),
    };
  }

  /**
   * Declarations that stand between two offsets. Bounded, so that no text exhausts the stack.
   *
   * @param members of the record whose body that is, null anywhere else
   */
  *#children(
    nodes: readonly CppNode[],
    context: Context,
    members: RecordMembers | null,
    from: number,
    end: number,
  ): Steps<void> {
    if (this.#isTooDeep(nodes[0])) return;
    this.#depth++;
    let previous = from;
    /** Where the search for macros between declarations is: each is found once, also where comments follow. */
    let seen = from;
    let { scope } = context;
    for (const node of nodes) {
      if (members) noteMacros(this.#source, members, context.condition, seen, node.startIndex);
      else {
        previous = this.#noteUses({ ...context, scope }, seen, node.startIndex) ?? previous;
        scope = this.#scopeAfterMacros({ ...context, scope }, context.scope, seen, node.startIndex);
      }
      seen = node.endIndex;
      const place =
        members === null && this.#hasErrors ? this.#placeOf(node, { ...context, scope }) : { scope };
      yield;
      const within = this.#visit(
        node,
        { ...context, ...place, from: previous, access: members?.access ?? 'public' },
        members,
      );
      if (within) yield* within;
      if (node.type !== 'comment') previous = node.endIndex;
    }
    if (members) noteMacros(this.#source, members, context.condition, seen, end);
    else this.#noteUses({ ...context, scope }, seen, end);
    this.#depth--;
  }

  /**
   * Macros between two declarations that may declare something.
   *
   * @returns where the last one ends that has nothing to do with what stands behind it; null without
   */
  #noteUses(context: Context, from: number, to: number): number | null {
    let end: number | null = null;
    let { scope } = context;
    for (const use of this.#source.macroUsesIn(from, to)) {
      const read = readMacroUse(this.#source, use, { ...context, scope });
      scope = scopeAfter(scope, use.name, 0);
      if (read) this.#macroUses.push(read);
      if (read && endsItself(read)) end = use.end;
    }
    return end;
  }

  #members(body: CppNode, context: Context, members: RecordMembers): void {
    atOnce(this.#children(body.namedChildren, context, members, body.startIndex + 1, body.endIndex));
    endMacros(members);
  }

  /** What the grammar could not read may have closed namespaces for it that are still open. */
  #placeOf(node: CppNode, context: Context): Pick<Context, 'scope' | 'linkage' | 'enclosures'> {
    const around = this.#source.enclosuresAt(node.startIndex);
    if (around.length === context.enclosures) return context;
    // Of a head that an `#if` splits one branch is left.
    const { text } = this.#source.masked;
    const heads = around.map(({ head, start }) => ({ at: start, text: text.slice(head, start) }));
    const braces = heads.map((head) => ({ at: head.at, scopes: namespacesOfHead(head.text) }));
    const macros = this.#openMacros(node.startIndex);
    const places = [...braces, ...macros].sort((a, b) => a.at - b.at);
    return {
      scope: places.flatMap(({ scopes }) => scopes),
      linkage: this.#source.isC || heads.some((head) => /\bextern\s*"C"\s*$/.test(head.text)) ? 'c' : 'cpp',
      enclosures: around.length,
    };
  }

  /** Namespaces that macros before the offset opened and none has closed. */
  #openMacros(offset: number): readonly OpenScopes[] {
    if (offset < this.#openUntil) {
      this.#open = [];
      this.#openUntil = 0;
    }
    for (const { name, start } of this.#source.macroUsesIn(this.#openUntil, offset)) {
      if (opensNamespace(name)) {
        if (this.#open.length < DEEPEST_NESTING) this.#open.push({ at: start, scopes: [macroScope(name)] });
      } else if (closesNamespace(name)) this.#open.pop();
    }
    this.#openUntil = offset;
    return this.#open;
  }

  /** Macros between two declarations may open and close namespaces: `FMT_BEGIN_NAMESPACE`. */
  #scopeAfterMacros(
    { scope, condition }: Context,
    outer: readonly CppScope[],
    start: number,
    end: number,
  ): readonly CppScope[] {
    let result = scope;
    for (const use of this.#source.macroUsesIn(start, end)) {
      const after = scopeAfter(result, use.name, outer.length);
      if (after.length > result.length) this.#opened(after, condition, use.start, use.end);
      result = after;
    }
    return result;
  }

  #opened(scope: readonly CppScope[], condition: Condition, start: number, end: number): void {
    const key = JSON.stringify([scope, condition]);
    if (this.#openedNamespaces.has(key)) return;
    this.#openedNamespaces.set(key, { scope, condition, range: this.#source.lines.rangeOf(start, end) });
  }

  /** @returns the steps of what holds declarations itself; anything else was read at once, which costs less */
  #visit(node: CppNode, context: Context, members: RecordMembers | null): Steps<void> | null {
    switch (node.type) {
      case 'declaration':
      case 'field_declaration':
      case 'function_definition':
        this.#declarations.declaration(node, context, members);
        break;
      case 'type_definition':
        this.#declarations.typedef(node, context, members);
        break;
      case 'alias_declaration':
        this.#declarations.alias(node, context);
        break;
      case 'struct_specifier':
      case 'class_specifier':
      case 'union_specifier':
      case 'enum_specifier':
        this.#declarations.bareType(node, context, members);
        break;
      case 'namespace_definition':
        return this.#namespace(node, context);
      case 'linkage_specification':
        return this.#linkage(node, context);
      case 'template_declaration':
        this.#template(node, context, members);
        break;
      case 'friend_declaration':
        this.#friend(node, context);
        break;
      case 'using_declaration':
        this.#using(node, context);
        break;
      case 'namespace_alias_definition': {
        const alias = readNamespaceAlias(this.#source.textOf(node));
        if (alias) this.#namespaceAliases.push({ ...alias, ...this.#placed(node, context) });
        break;
      }
      case 'static_assert_declaration':
        this.#layoutAssertions.push(...readLayoutAssertions(this.#source, node));
        break;
      case 'access_specifier':
        if (members) {
          members.access = accessOf(this.#source.textOf(node).replace(':', '')) ?? members.access;
          endMacros(members);
        }
        break;
      case 'preproc_ifdef':
      case 'preproc_if':
        return this.#branches(node, context, members);
      case 'preproc_include': {
        const include = readInclude(this.#source, node);
        if (include) this.#includes.push(include);
        break;
      }
      case 'preproc_def':
      case 'preproc_function_def': {
        const macro = readMacro(this.#source, node, context.condition);
        if (macro) this.#macros.push(macro);
        break;
      }
      case 'preproc_call':
        this.#pragma(node);
        break;
      case 'ERROR':
        if (members) members.unread ??= `\`${excerpt(this.#source.textOf(node))}\` could not be read`;
        this.#problems.push({
          range: this.#source.rangeOf(node),
          message: `Cannot read "${excerpt(this.#source.textOf(node))}" as C++.`,
        });
        break;
    }
    return null;
  }

  *#branches(node: CppNode, context: Context, members: RecordMembers | null): Steps<void> {
    const tooMany = (first: CppNode): void =>
      void this.#problems.push({
        range: this.#source.rangeOf(first),
        message: 'An #if with too many branches: this one and those behind it are not read.',
      });
    for (const { children, condition, from, end } of branchesOf(this.#source, node, tooMany)) {
      const inside = { ...context, condition: [...context.condition, ...condition] };
      yield* this.#children(children, inside, members, from, end);
    }
  }

  *#namespace(node: CppNode, context: Context): Steps<void> {
    const name = node.field('name');
    const body = bodyOf(node);
    if (!body) return;
    const names = name === null ? [''] : this.#source.textOf(name).split('::');
    const inline = this.#source.text.startsWith('inline', node.startIndex);
    const abiTags = abiTagsOf(
      readAttributes(this.#source, this.#source.attributesIn(node.startIndex, body.startIndex)).names,
    );
    const scope = names.map((part): CppScope => {
      const words = part.trim().split(/\s+/);
      return {
        kind: 'namespace',
        name: words.at(-1) ?? '',
        inline: inline || (words.length > 1 && words[0] === 'inline'),
        ...(abiTags.length > 0 && { abiTags }),
      };
    });
    const inside = [...context.scope, ...scope];
    this.#namespaces.push({ start: body.startIndex, end: body.endIndex, scope: inside });
    scope.forEach(({ name: own }, i) => {
      const opened = inside.slice(0, inside.length - scope.length + i + 1);
      if (own) this.#opened(opened, context.condition, node.startIndex, body.startIndex);
    });
    const start = body.startIndex + 1;
    yield* this.#children(body.namedChildren, { ...context, scope: inside }, null, start, body.endIndex);
  }

  /** `extern "C" { … }` and `extern "C" declaration`. */
  *#linkage(node: CppNode, context: Context): Steps<void> {
    const value = node.field('value');
    const body = node.field('body');
    if (!body) return;
    const linkage = value && this.#source.textOf(value) === '"C"' ? 'c' : 'cpp';
    if (body.type === 'declaration_list') {
      yield* this.#children(
        body.namedChildren,
        { ...context, linkage, enclosures: context.enclosures + 1 },
        null,
        body.startIndex + 1,
        body.endIndex,
      );
    } else this.#prefixed(body, { ...context, linkage, start: context.start ?? node.startIndex }, null);
  }

  #template(node: CppNode, context: Context, members: RecordMembers | null): void {
    const list = node.firstOfType('template_parameter_list');
    const inner = node.namedChildren.at(-1);
    if (!inner || inner.id === list?.id) return;
    const parameters = list ? readTemplateParameters(this.#source, list, inner) : [];
    this.#prefixed(
      inner,
      {
        ...context,
        template: [...(context.template ?? []), ...parameters],
        start: context.start ?? node.startIndex,
      },
      members,
    );
  }

  /** The declaration behind `template <…>`, `extern "C"` or `friend`, of which there may be any number. */
  #prefixed(node: CppNode, context: Context, members: RecordMembers | null): void {
    if (this.#isTooDeep(node)) return;
    this.#depth++;
    const within = this.#visit(node, context, members);
    if (within) atOnce(within);
    this.#depth--;
  }

  /** Says so of the first node. */
  #isTooDeep(first: CppNode | undefined): boolean {
    if (this.#depth < DEEPEST_NESTING) return false;
    const message = 'Nested too deeply to be read.';
    if (first) this.#problems.push({ range: this.#source.rangeOf(first), message });
    return true;
  }

  /** A friend function belongs to the namespace around the record. */
  #friend(node: CppNode, context: Context): void {
    const inner = node.namedChildren.at(-1);
    if (inner?.type !== 'declaration' && inner?.type !== 'function_definition') return;
    const scope = context.scope.filter(({ kind }) => kind === 'namespace');
    const inside = { ...context, scope, friend: true, record: null, start: node.startIndex };
    this.#prefixed(inner, inside, null);
  }

  #using(node: CppNode, context: Context): void {
    for (const using of readUsings(this.#source.textOf(node), context.record !== null))
      this.#usings.push({ ...using, ...this.#placed(node, context) });
  }

  #placed(node: CppNode, { scope, condition }: Context): Pick<CppUsing, 'scope' | 'condition' | 'range'> {
    return { scope, condition, range: this.#source.rangeOf(node) };
  }

  #pragma(node: CppNode): void {
    const directive = node.field('directive');
    const argument = node.field('argument');
    if (!directive || !argument || !/^#\s*pragma$/.test(this.#source.textOf(directive))) return;
    this.#declarations.pack.apply(this.#source.textOf(argument));
  }

  #suppressions(): Suppression[] {
    const { text, lines, masked } = this.#source;
    if (!text.includes('ferrule')) return [];
    return masked.comments.flatMap(({ start, end }) => {
      const comment = text.slice(start, end);
      if (!comment.includes('ferrule')) return [];
      const position = lines.positionAt(start);
      const ownLine = text.slice(start - position.character, start).trim() === '';
      return readSuppression(comment, position, ownLine) ?? [];
    });
  }
}

const excerpt = (text: string): string => {
  const line = text.trim().split(/\r?\n/, 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
};
