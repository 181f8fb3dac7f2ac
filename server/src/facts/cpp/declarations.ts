import { bodyOf, type CppNode, tagOf } from './node.js';
import type { ReadingProblem } from '../facts.js';
import { readAttributes } from './attributes.js';
import { readConstantExpression } from './constant-expression.js';
import type { Context } from './context.js';
import type {
  CppAlias,
  CppConstant,
  CppEnum,
  CppFunction,
  CppMacroUse,
  CppRecord,
  CppType,
  CppVariable,
} from './cpp-facts.js';
import {
  type Declarator,
  functionType,
  innerDeclarator,
  isPlaceholder,
  readDeclarator,
} from './declarators.js';
import { readEnum } from './enums.js';
import { declarationStart, type FunctionEnd, keptAround, readFunction, withKept } from './functions.js';
import { readName, simpleName } from './names.js';
import { PragmaPack } from './pragma-pack.js';
import { defaultAccess, keyOf, newMembers, readBases, type RecordMembers } from './records.js';
import { looksLikeMacro } from '../../syntax/mask/token-reader.js';
import type { CppSource } from './source.js';
import { templateOf } from './templates.js';
import { readVariable } from './variables.js';
import { doubtAboutFunction, doubtsBehind, doubtsOf, noteMemberOfMacro } from './unread.js';
import { isRecordNode, qualified, readSpecifiers, readTypeDescriptor, type Specifiers } from './types.js';

/** Walks the body of a record; the members it meets go into `members`. */
type BodyWalk = (body: CppNode, context: Context, members: RecordMembers) => void;

/** Reads declarations, one at a time, and collects what they declare. */
export class DeclarationReader {
  readonly functions: CppFunction[] = [];
  readonly records: CppRecord[] = [];
  readonly enums: CppEnum[] = [];
  readonly aliases: CppAlias[] = [];
  readonly constants: CppConstant[] = [];
  readonly variables: CppVariable[] = [];
  /** Declarations whose names macros make: `typedef int CALLBACK(compare)(int, int);` */
  readonly macroUses: CppMacroUse[] = [];
  readonly pack = new PragmaPack();
  readonly #source: CppSource;
  readonly #problems: ReadingProblem[];
  readonly #walkBody: BodyWalk;

  constructor(source: CppSource, problems: ReadingProblem[], walkBody: BodyWalk) {
    this.#source = source;
    this.#problems = problems;
    this.#walkBody = walkBody;
  }

  /** Variables, functions and members: one type, any number of declarators. */
  declaration(node: CppNode, context: Context, members: RecordMembers | null): void {
    const specifiers = readSpecifiers(this.#source, node.namedChildren);
    const { typeNode } = specifiers;
    const hasError = node.hasError;
    if (hasError && typeNode?.hasError && !bodyOf(typeNode)) {
      this.#problem(typeNode, members);
      return;
    }
    const declarators = this.#split(node, specifiers);
    const base = this.#typeOf(node, specifiers, declarators, context, members);
    const error = members && hasError ? node.firstOfType('ERROR') : null;
    if (error) this.#problem(node, members);
    if (declarators.length === 0) {
      this.#anonymousMember(node, specifiers, base, context, members);
      return;
    }
    for (const { declarator, bitField, hasInitializer } of declarators) {
      const signature =
        declarator.type === 'init_declarator' ? (innerDeclarator(declarator) ?? declarator) : declarator;
      if (hasError && signature.hasError && !signature.isMissing) {
        this.#problem(signature, members);
        continue;
      }
      const read = readDeclarator(this.#source, declarator, base);
      if (isMadeByMacro(read)) {
        if (declarators.length > 1 || !this.#madeByMacro(node, read, context, members))
          this.#problem(signature, members);
      }
      // Which of the parameters there are is for the preprocessor to say.
      else if (read.function && /\n\s*#/.test(this.#source.textOf(signature)))
        this.#problem(signature, members);
      else if (read.function) this.#function(node, specifiers, read, context, members);
      else if (specifiers.typeNode === null || !read.name) {
        // A member whose type or name only a macro knows.
        if (members) this.#problem(node, members);
      } else if (members && !specifiers.words.has('static') && !specifiers.words.has('constexpr')) {
        this.#field(node, declarator, bitField, hasInitializer, specifiers, read, context, members);
      } else {
        this.#constant(node, declarator, specifiers, read, context);
        if (!members) this.#variable(node, specifiers, read, context, hasInitializer);
      }
    }
  }

  typedef(node: CppNode, context: Context, members: RecordMembers | null): void {
    const specifiers = readSpecifiers(this.#source, node.namedChildren);
    if (node.hasError && specifiers.typeNode?.hasError && !bodyOf(specifiers.typeNode)) {
      this.#problem(node);
      return;
    }
    const { typeNode } = specifiers;
    const declarators = specifiers.declarators.map((declarator) => ({
      declarator,
      bitField: null,
      hasInitializer: false,
    }));
    const first = specifiers.declarators[0];
    const isTagless = typeNode !== null && bodyOf(typeNode) !== null && !tagOf(typeNode);
    const start = declarationStart(this.#source, node, context);
    const body = typeNode && bodyOf(typeNode);
    // What stands before the body or right behind it is the record's.
    const uses = this.#source.attributesIn(
      body ? this.#source.writtenFrom(body.endIndex) : start,
      node.endIndex,
    );
    const { alignments } = readAttributes(this.#source, uses);
    // With an alignment of its own the alias is a type beside the record.
    const adopted = isTagless && first?.type === 'type_identifier' && alignments.length === 0 ? first : null;
    const base = this.#typeOf(node, specifiers, declarators, context, null, adopted);
    for (const { declarator } of declarators) {
      if (declarator === adopted) continue;
      if (declarator.hasError) {
        this.#problem(declarator);
        continue;
      }
      const read = readDeclarator(this.#source, declarator, base);
      if (!read.name) continue;
      if (isMadeByMacro(read)) {
        if (declarators.length > 1 || !this.#madeByMacro(node, read, context, null))
          this.#problem(declarator);
        continue;
      }
      const type =
        this.#changedType(node, readAttributes(this.#source, uses).names) ??
        (read.function ? functionType(this.#source, read.function, read.type) : read.type);
      this.aliases.push({
        name: this.#source.textOf(read.name),
        scope: context.scope,
        condition: withKept(this.#source, node, context),
        range: this.#source.lines.rangeOf(start, node.endIndex),
        nameRange: this.#source.rangeOf(read.name),
        type,
        template: null,
        alignments,
      });
    }
    if (members) members.access = context.access;
  }

  /** Keeps the declaration with its macro, whose definition says what it declares. @returns whether it has one */
  #madeByMacro(
    node: CppNode,
    { name }: Declarator,
    context: Context,
    members: RecordMembers | null,
  ): boolean {
    if (!name || !/^\w*identifier$/.test(name.type)) return false;
    const start = declarationStart(this.#source, node, context);
    const macro = this.#source.textOf(name);
    const text = this.#source.text.slice(start, node.endIndex);
    const range = this.#source.lines.rangeOf(start, node.endIndex);
    const condition = withKept(this.#source, node, context);
    if (members) noteMemberOfMacro(members, { macro, text, range, condition });
    else {
      const linkage = this.#source.linkageAt(start, context.linkage);
      this.macroUses.push({ macro, text, scope: context.scope, condition, linkage, range });
    }
    return true;
  }

  /** `using A = B;` */
  alias(node: CppNode, context: Context): void {
    const name = node.field('name');
    const typeNode = node.field('type');
    if (!name || !typeNode || typeNode.hasError) {
      this.#problem(node);
      return;
    }
    const start = declarationStart(this.#source, node, context);
    this.aliases.push({
      name: this.#source.textOf(name),
      scope: context.scope,
      condition: withKept(this.#source, node, context),
      range: this.#source.lines.rangeOf(start, node.endIndex),
      nameRange: this.#source.rangeOf(name),
      type: readTypeDescriptor(this.#source, typeNode),
      template: context.template ? templateOf(context.template, null) : null,
      alignments: readAttributes(this.#source, this.#source.attributesIn(start, node.endIndex)).alignments,
    });
  }

  /** A class or an enumeration without declarators; the grammar leaves the `;` outside. */
  bareType(node: CppNode, context: Context, members: RecordMembers | null): void {
    const specifiers = readSpecifiers(this.#source, [node]);
    const base = this.#typeOf(node, specifiers, [], context, members);
    this.#anonymousMember(node, specifiers, base, context, members);
  }

  /** Pairs each declarator with its bit width and tells whether an initialiser follows. */
  #split(node: CppNode, { declarators }: Specifiers): DeclaratorPart[] {
    const parts: DeclaratorPart[] = [];
    for (const [i, child] of declarators.entries()) {
      const last = parts.at(-1);
      if (child.type === 'bitfield_clause') {
        if (last) last.bitField = child;
      } else if (last && this.#isInitializer(child, declarators[i - 1] ?? child)) last.hasInitializer = true;
      else if (DECLARATOR.test(child.type)) {
        parts.push({ declarator: child, bitField: null, hasInitializer: child.type === 'init_declarator' });
      }
    }
    return parts.filter(({ declarator }) => declarator.startIndex < node.endIndex);
  }

  #isInitializer(node: CppNode, before: CppNode): boolean {
    const between = this.#source.masked.text.slice(before.endIndex, node.startIndex);
    return between.includes('=') || node.type === 'initializer_list';
  }

  /** The type that the declarators start from; a record or an enumeration with a body is declared on the way. */
  #typeOf(
    node: CppNode,
    specifiers: Specifiers,
    declarators: readonly DeclaratorPart[],
    context: Context,
    members: RecordMembers | null,
    adopted: CppNode | null = null,
  ): CppType {
    const { typeNode } = specifiers;
    if (!typeNode) return specifiers.type;
    const isRecord = isRecordNode(typeNode);
    if (!isRecord && typeNode.type !== 'enum_specifier') return specifiers.type;
    const body = bodyOf(typeNode);
    const isTypedef = node.type === 'type_definition';
    if (!body && (declarators.length > 0 ? !isTypedef : specifiers.words.has('friend')))
      return specifiers.type;
    const nameNode = tagOf(typeNode);
    const isInline = members !== null && !nameNode && isRecord;
    const whole = declarators.length === 0 || isTypedef ? node : typeNode;
    if (isInline) {
      const record = this.#record(typeNode, typeNode, '', typeNode, context);
      members.inlineRecords.push(record);
      return qualified(
        { kind: 'inline-record', index: members.inlineRecords.length - 1 },
        specifiers.qualifiers,
      );
    }
    const name = nameNode
      ? this.#tagName(nameNode)
      : adopted
        ? this.#source.textOf(adopted)
        : this.#madeUpName(typeNode);
    if (isRecord)
      this.records.push(this.#record(typeNode, whole, name, nameNode ?? adopted ?? typeNode, context));
    else {
      const read = readEnum(
        this.#source,
        typeNode,
        whole,
        nameNode || adopted ? name : members ? name : '',
        context,
      );
      this.enums.push(adopted ? { ...read, nameRange: this.#source.rangeOf(adopted) } : read);
    }
    if (nameNode) return specifiers.type;
    return qualified({ kind: 'named', name: simpleName(name), elaborated: null }, specifiers.qualifiers);
  }

  #tagName(node: CppNode): string {
    if (node.type === 'template_type') return this.#source.textOf(node.namedChildren[0] ?? node);
    if (node.type !== 'qualified_identifier') return this.#source.textOf(node);
    const inner = node.field('name');
    return inner ? this.#tagName(inner) : this.#source.textOf(node);
  }

  /** Records and enumerations that only a declarator leads to need a name for the facts. */
  #madeUpName(node: CppNode): string {
    const { line, character } = this.#source.lines.positionAt(node.startIndex);
    return `(${node.type.slice(0, node.type.indexOf('_'))} at ${line + 1}:${character + 1})`;
  }

  #record(node: CppNode, declaration: CppNode, name: string, nameNode: CppNode, context: Context): CppRecord {
    const kind = keyOf(node);
    const body = bodyOf(node);
    const tag = tagOf(node);
    const pragmaPack = this.pack.value;
    const packedBy = this.pack.unread;
    const members = newMembers(defaultAccess(kind));
    const path = tag ? readName(this.#source, tag).segments : [];
    const qualifier = path
      .slice(0, -1)
      .map((segment) => ({ kind: 'record' as const, name: segment.name, inline: false }));
    const scope = [...context.scope, ...qualifier];
    const condition = withKept(this.#source, declaration, context);
    if (body) {
      const inner = name === '' ? scope : [...scope, { kind: 'record' as const, name, inline: false }];
      this.#walkBody(
        body,
        { ...context, scope: inner, condition, record: name, template: null, start: null, friend: false },
        members,
      );
    }
    const start = declarationStart(this.#source, declaration, context);
    const bodyStart = body?.startIndex ?? declaration.endIndex;
    const attributes = readAttributes(this.#source, [
      ...this.#source.attributesIn(start, bodyStart),
      ...(body ? this.#source.attributesIn(body.endIndex, this.#source.writtenFrom(body.endIndex)) : []),
    ]);
    const specialization = path.at(-1)?.arguments ?? null;
    return {
      kind,
      name,
      scope,
      condition,
      range: this.#source.lines.rangeOf(start, declaration.endIndex),
      nameRange: this.#source.rangeOf(nameNode),
      definition: body !== null,
      anonymous: tag === null,
      bases: readBases(this.#source, node, kind),
      fields: members.fields,
      methods: members.methods,
      inlineRecords: members.inlineRecords,
      unread:
        members.unread ??
        (packedBy === null ? null : `the value of \`#pragma pack(${packedBy})\` is not read`),
      doubts: [...members.doubts, ...doubtsOf(this.#source, node, body, tag, members)],
      template:
        context.template || specialization ? templateOf(context.template ?? [], specialization) : null,
      final: node.namedChildren.some(({ type }) => type === 'virtual_specifier'),
      alignments: attributes.alignments,
      alignas: attributes.alignas,
      packed: attributes.packed,
      pragmaPack,
      attributes: attributes.names,
    };
  }

  /** `union { … };` in a record: its members are the record's own. */
  #anonymousMember(
    node: CppNode,
    { typeNode }: Specifiers,
    type: CppType,
    context: Context,
    members: RecordMembers | null,
  ): void {
    if (!members || type.kind !== 'inline-record' || !typeNode) return;
    const { line, character } = this.#source.lines.positionAt(typeNode.startIndex);
    members.fields.push({
      name: '',
      type,
      range: this.#source.rangeOf(node),
      nameRange: { start: { line, character }, end: { line, character } },
      access: context.access,
      bitWidth: null,
      mutable: false,
      hasInitializer: false,
      alignments: [],
      packed: false,
      attributes: [],
      condition: context.condition,
      readWith: [],
    });
  }

  #function(
    node: CppNode,
    specifiers: Specifiers,
    declarator: Declarator,
    context: Context,
    members: RecordMembers | null,
  ): void {
    const end = this.#functionEnd(node, declarator);
    const read = readFunction(this.#source, node, specifiers, declarator, end, context);
    if (read) (members?.methods ?? this.functions).push(read);
    else if (members) this.#problem(node, members);
    if (read && members && looksLikeMacro(read.name)) members.doubts.push(doubtAboutFunction(read.name));
  }

  #functionEnd(node: CppNode, { function: part }: Declarator): FunctionEnd {
    const end = part?.endIndex ?? node.endIndex;
    const rest = this.#source.masked.text.slice(end, node.endIndex);
    // Out of the original: masking may have put a body in its place.
    const written = this.#source.text.slice(Math.max(end, node.endIndex - 40), node.endIndex);
    const word = /=\s*(0|delete|default)\s*;?\s*$/.exec(written)?.[1];
    return {
      definition: word === undefined && (rest.includes('{') || node.type === 'function_definition'),
      deleted: word === 'delete',
      defaulted: word === 'default',
      pure: word === '0',
    };
  }

  #field(
    node: CppNode,
    declarator: CppNode,
    bitField: CppNode | null,
    hasInitializer: boolean,
    { words }: Specifiers,
    { name, type }: Declarator,
    context: Context,
    members: RecordMembers,
  ): void {
    if (!name) return;
    const start = declarationStart(this.#source, node, context);
    const body = node.namedChildren.map(bodyOf).find((child) => child !== null);
    const uses = this.#source
      .attributesIn(start, node.endIndex)
      .filter((use) => !body || use.end <= body.startIndex || use.start >= body.endIndex);
    const attributes = readAttributes(this.#source, uses);
    members.doubts.push(...doubtsBehind(this.#source, name.endIndex, node.endIndex));
    const unnamed = isPlaceholder(this.#source, name);
    const width = bitField?.namedChildren[0];
    const written = width
      ? this.#source.textOf(width)
      : unnamed && this.#source.textOf(name) === ':'
        ? this.#source.text.slice(name.endIndex, node.endIndex).replace(/;\s*$/, '')
        : null;
    members.fields.push({
      name: unnamed ? '' : this.#source.textOf(name),
      type: this.#changedType(node, attributes.names) ?? type,
      range: this.#source.lines.rangeOf(start, node.endIndex),
      nameRange: unnamed
        ? this.#source.lines.rangeOf(declarator.startIndex, declarator.startIndex)
        : this.#source.rangeOf(name),
      access: context.access,
      bitWidth: written === null ? null : readConstantExpression(written),
      mutable: words.has('mutable'),
      hasInitializer,
      alignments: attributes.alignments,
      packed: attributes.packed,
      attributes: attributes.names,
      condition: context.condition,
      readWith: keptAround(this.#source, node, body ?? parametersOf(declarator)),
    });
  }

  /** The type as written where a word that no type node has makes another type of it: vectors, complex numbers. */
  #changedType(node: CppNode, attributes: readonly string[]): CppType | null {
    const written = this.#source.textOf(node);
    const complex =
      /\b(?:_Complex|__complex__|_Imaginary)\b/.test(written) && !node.namedChildren.some(bodyOf);
    const changed =
      complex || attributes.some((name) => /^(?:\w+::)?(?:vector_size|ext_vector_type|mode)\(/.test(name));
    return changed ? { kind: 'unreadable', text: written.replace(/\s+/g, ' ') } : null;
  }

  /** `const int N = 3;`; variables without a constant value are no facts. */
  #constant(
    node: CppNode,
    declarator: CppNode,
    specifiers: Specifiers,
    { name, type }: Declarator,
    context: Context,
  ): void {
    if (!name || !(specifiers.words.has('constexpr') || type.const)) return;
    const value = declarator.field('value') ?? node.field('default_value');
    if (!value || value.type === 'initializer_list' || value.type === 'argument_list') return;
    this.constants.push({
      name: this.#source.textOf(name),
      scope: context.scope,
      condition: withKept(this.#source, node, context),
      range: this.#source.rangeOf(node),
      nameRange: this.#source.rangeOf(name),
      type,
      value: readConstantExpression(this.#source.textOf(value)),
    });
  }

  #variable(
    node: CppNode,
    specifiers: Specifiers,
    read: Declarator,
    context: Context,
    isInitialized: boolean,
  ): void {
    const variable = readVariable(this.#source, node, specifiers, read, context, isInitialized);
    if (variable) this.variables.push(variable);
  }

  /** What could not be read; a record in which it stands lacks a member. */
  #problem(node: CppNode, members: RecordMembers | null = null): void {
    const line = this.#source.textOf(node).trim().split(/\r?\n/, 1)[0] ?? '';
    const text = line.length > 60 ? `${line.slice(0, 57)}…` : line;
    if (members) members.unread ??= `\`${text}\` could not be read`;
    this.#problems.push({
      range: this.#source.rangeOf(node),
      message: `Cannot read the declaration "${text}".`,
    });
  }
}

/** No function returns a function or an array: the "name" is a macro's, and its argument the name that is declared. */
const isMadeByMacro = ({ function: declared, type }: Declarator): boolean =>
  declared !== null && (type.kind === 'function' || type.kind === 'array');

interface DeclaratorPart {
  readonly declarator: CppNode;
  bitField: CppNode | null;
  hasInitializer: boolean;
}

const DECLARATOR =
  /declarator$|identifier$|^(?:operator_cast|operator_name|destructor_name|template_function|template_method|primitive_type)$/;

/** Of a pointer to a function: what stands there is no matter to the member. */
function parametersOf(declarator: CppNode): CppNode | null {
  let inner: CppNode | null = declarator;
  while (inner && inner.type !== 'function_declarator') inner = inner.field('declarator');
  return inner?.field('parameters') ?? null;
}
