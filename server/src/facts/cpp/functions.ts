import type { Range } from '../../base/range.js';
import type { Span } from '../../syntax/mask/masked-text.js';
import { bodyOf, type CppNode, parameterListOf } from './node.js';
import { type CppBody, readBody } from './function-body.js';
import { readAttributes } from './attributes.js';
import type { Context } from './context.js';
import { readConstantExpression } from './constant-expression.js';
import type {
  CppExpression,
  CppFunction,
  CppScope,
  CppSignature,
  CppTemplateArgument,
  CppType,
} from './cpp-facts.js';
import { type Declarator, innerDeclarator, readParameters } from './declarators.js';
import { readSegment, readTemplateArguments } from './names.js';
import type { CppSource } from './source.js';
import { templateOf } from './templates.js';
import { readTypeDescriptor, type Specifiers } from './types.js';

/** How the declaration ends. */
export interface FunctionEnd {
  readonly definition: boolean;
  readonly deleted: boolean;
  readonly defaulted: boolean;
  readonly pure: boolean;
}

/**
 * Reads one function out of a declaration.
 *
 * @param declaration the node whose range is the function's
 * @param declarator the declarator that declares it, with the function part found
 * @returns null where it has no name, or no result type and is no constructor: a macro then
 */
export function readFunction(
  source: CppSource,
  declaration: CppNode,
  specifiers: Specifiers,
  declarator: Declarator,
  end: FunctionEnd,
  context: Context,
): CppFunction | null {
  const { name: nameNode, function: part } = declarator;
  if (!nameNode || !part) return null;
  const name = readFunctionName(source, nameNode, context);
  const conversion = name.kind === 'conversion';
  const holder = conversion ? listHolderOf(part) : part;
  const list = holder && parameterListOf(holder);
  if (!holder || !list) return null;
  const isTyped = specifiers.typeNode !== null;
  if (!isTyped && (name.kind === 'function' || name.kind === 'method')) return null;

  const start = declarationStart(source, declaration, context);
  const uses = source
    .attributesIn(start, declaration.endIndex)
    .filter((use) => use.end <= list.startIndex || use.start >= list.endIndex)
    .filter((use) => !isOfPointer(source, use));
  const attributes = readAttributes(source, uses);
  const word = (text: string): boolean => specifiers.words.has(text);
  const constexpr = word('constexpr') || word('consteval');
  const returns = constexpr && end.definition ? returnedBy(source, declaration) : null;
  const isMember = context.record !== null && !context.friend;
  const linkage =
    isMember || (context.linkage === 'cpp' && !source.hasCLinkageByMacro(declaration.startIndex))
      ? 'cpp'
      : 'c';
  const declared = readSignature(source, specifiers, declarator, holder, list, name);
  const written = bodyOf(declaration)?.startIndex ?? declaration.endIndex;
  // A macro behind the parameters may say `noexcept`.
  const isOpen = declared.noexcept === false && source.macroUsesIn(list.endIndex, written).length > 0;
  const signature = isOpen ? { ...declared, noexcept: null } : declared;
  const scope = [...context.scope, ...name.scope];
  const body = end.definition
    ? bodyFacts(source, declaration, signature, linkage === 'c' || scope.length === 0)
    : null;
  return {
    kind: name.kind,
    name: name.text,
    scope,
    condition: withKept(source, declaration, context),
    range: source.lines.rangeOf(start, declaration.endIndex),
    nameRange: name.range,
    linkage,
    signature,
    access: context.access,
    static: word('static'),
    inline: [...specifiers.words].some((text) => /^(?:inline|__inline|__inline__|__forceinline)$/.test(text)),
    virtual: /\bvirtual\b/.test(source.masked.text.slice(declaration.startIndex, nameNode.startIndex)),
    overrides: holder.namedChildren.some(({ type }) => type === 'virtual_specifier'),
    pure: end.pure,
    explicit: word('explicit'),
    constexpr,
    ...(returns && { returns }),
    deleted: end.deleted,
    defaulted: end.defaulted,
    friend: context.friend,
    definition: end.definition,
    ...(body && { body }),
    asmLabel: attributes.asmLabel,
    template: context.template || name.arguments ? templateOf(context.template ?? [], name.arguments) : null,
    attributes: attributes.names,
    callingConvention: attributes.callingConvention,
    macros: source.macroUsesIn(context.from, list.startIndex).map((use) => use.name),
  };
}

/**
 * Calls are asked for of functions that C or Rust may call by name: a definition need not repeat `extern "C"`. What a
 * name means in a member function, only its class and its bases tell.
 */
function bodyFacts(
  source: CppSource,
  declaration: CppNode,
  { parameters, result }: CppSignature,
  wantsCalls: boolean,
): CppBody | null {
  const body = bodyOf(declaration);
  if (!body) return null;
  return readBody({
    text: source.text,
    lines: source.lines,
    start: body.startIndex,
    end: body.endIndex,
    parameters,
    returnsPointer: result.kind === 'pointer',
    throws: source.mayThrow,
    handlerMacros: source.handlerMacros,
    wantsCalls,
  });
}

/** `{ return N * 2; }`: the text as written, for masking has blanked the body. */
function returnedBy(source: CppSource, declaration: CppNode): CppExpression | null {
  const body = bodyOf(declaration);
  const text = body && /^\{\s*return\b([^;{}"]*);\s*\}$/.exec(source.textOf(body))?.[1];
  const value = text ? readConstantExpression(text) : null;
  return value?.kind === 'unreadable' ? null : value;
}

/** `(__stdcall *f(int))(char)`: what is said there is about what the result points at. */
const isOfPointer = ({ text }: CppSource, { start, end }: Span): boolean =>
  /\(\s*$/.test(text.slice(Math.max(0, start - 20), start)) &&
  /^\s*(?:[*&]|[\w:]+::\s*\*)/.test(text.slice(end, end + 200));

/**
 * Conditions around the declaration and those of `#if` branches that were kept within it: of a body they say
 * what is in it, not whether it is there.
 */
export function withKept(source: CppSource, node: CppNode, context: Context): readonly string[] {
  const body = bodyOf(node) ?? node.namedChildren.map(bodyOf).find((child) => child !== null);
  return [...context.condition, ...keptAround(source, node, body)];
}

/** Conditions of the branches that were read of a declaration that an `#if` splits, but for those in a part of it. */
export const keptAround = (
  source: CppSource,
  node: CppNode,
  part: CppNode | null | undefined,
): readonly string[] =>
  part
    ? [
        ...source.keptConditions(node.startIndex, part.startIndex),
        ...source.keptConditions(part.endIndex, node.endIndex),
      ]
    : source.keptConditions(node.startIndex, node.endIndex);

/** Attributes before a declaration belong to it, though masking took them out of its node. */
export function declarationStart(
  source: CppSource,
  { startIndex }: CppNode,
  { from, start }: Context,
): number {
  return Math.min(
    startIndex,
    start ?? startIndex,
    source.attributesIn(from, startIndex)[0]?.start ?? startIndex,
  );
}

interface FunctionName {
  readonly kind: CppFunction['kind'];
  readonly text: string;
  readonly range: Range;
  /** Records that the qualifier names: `void Widget::resize()`. */
  readonly scope: readonly CppScope[];
  /** Arguments of a specialisation: `template <> void f<int>()`. */
  readonly arguments: readonly CppTemplateArgument[] | null;
  /** The type that a conversion converts to. */
  readonly conversion: CppType | null;
}

function readFunctionName(source: CppSource, node: CppNode, context: Context): FunctionName {
  const scope: CppScope[] = [];
  let current = node;
  while (current.type === 'qualified_identifier') {
    const qualifier = current.field('scope');
    if (qualifier) scope.push({ kind: 'record', name: readSegment(source, qualifier).name, inline: false });
    const inner = current.field('name');
    if (!inner) break;
    current = inner;
  }
  const record = scope.at(-1)?.name ?? (context.friend ? null : context.record);
  const base = { range: source.rangeOf(current), scope, arguments: null, conversion: null };
  switch (current.type) {
    case 'operator_cast': {
      const holder = listHolderOf(current);
      const end = (holder && parameterListOf(holder))?.startIndex ?? current.endIndex;
      const text = source.text.slice(current.startIndex, end).trim();
      return {
        ...base,
        kind: 'conversion',
        text: text.replace(/\s+/g, ' '),
        range: source.lines.rangeOf(current.startIndex, current.startIndex + text.length),
        conversion: conversionType(source, current),
      };
    }
    case 'operator_name':
      return { ...base, kind: 'operator', text: operatorName(source.textOf(current)) };
    case 'destructor_name':
      return { ...base, kind: 'destructor', text: source.textOf(current).replace(/\s+/g, '') };
    case 'template_function':
    case 'template_method': {
      const [name, list] = current.namedChildren;
      return {
        ...base,
        kind: record === null ? 'function' : 'method',
        text: name ? source.textOf(name) : '',
        range: source.rangeOf(name ?? current),
        arguments: list ? readTemplateArguments(source, list) : null,
      };
    }
    default: {
      const text = source.textOf(current);
      const kind = record === null ? 'function' : text === record ? 'constructor' : 'method';
      return { ...base, kind, text };
    }
  }
}

/** `operator ==` is `operator==`; words keep their space. */
const operatorName = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/^operator (?=[^\w"])/, 'operator')
    .replace(/ (?=[[\]()])/g, '');

/** Where a conversion's parameter list is: within the abstract declarators of its type. */
function listHolderOf(node: CppNode): CppNode | null {
  let current: CppNode | null = node;
  while (current && !parameterListOf(current)) current = innerDeclarator(current);
  return current;
}

/** The type before the innermost, empty parameter list. */
function conversionType(source: CppSource, node: CppNode): CppType {
  return withoutFunction(readTypeDescriptor(source, node));
}

/** The conversion's own `()` reads as a function returning the innermost type. */
function withoutFunction(type: CppType): CppType {
  switch (type.kind) {
    case 'function':
      return type.result;
    case 'pointer':
      return { ...type, pointee: withoutFunction(type.pointee) };
    case 'reference':
      return { ...type, referent: withoutFunction(type.referent) };
    default:
      return type;
  }
}

function readSignature(
  source: CppSource,
  specifiers: Specifiers,
  declarator: Declarator,
  holder: CppNode,
  list: CppNode,
  name: FunctionName,
): CppSignature {
  const isConversion = name.kind === 'conversion';
  const { parameters, variadic } = readParameters(source, list);
  const trailing =
    holder.namedChildren.find(({ type }) => type === 'trailing_return_type')?.namedChildren[0] ?? null;
  const typed = name.kind !== 'constructor' && name.kind !== 'destructor' && !isConversion;
  const result: CppType = isConversion
    ? (name.conversion ?? { kind: 'unreadable', text: name.text })
    : !typed
      ? { kind: 'builtin', name: 'void' }
      : trailing
        ? readTypeDescriptor(source, trailing)
        : declarator.type;
  return {
    parameters,
    parameterListRange: source.rangeOf(list),
    variadic,
    result,
    resultRange: typed
      ? trailing
        ? source.rangeOf(trailing)
        : resultRange(source, specifiers, declarator)
      : null,
    ...readQualifiers(source, holder, list),
  };
}

/** From the type to the name; null where the declarator wraps around the name, as in `void (*f(int))(int)`. */
function resultRange(source: CppSource, { first }: Specifiers, { name }: Declarator): Range | null {
  if (!first || !name) return null;
  const text = source.text.slice(first.startIndex, name.startIndex);
  if (/\(\s*[*&][^)]*$/.test(text)) return null;
  // Attributes and calling conventions between the type and the name are no part of the type.
  const masked = source.masked.text.slice(first.startIndex, name.startIndex).trimEnd();
  return source.lines.rangeOf(first.startIndex, first.startIndex + masked.length);
}

function readQualifiers(
  source: CppSource,
  holder: CppNode,
  list: CppNode,
): Pick<CppSignature, 'const' | 'volatile' | 'reference' | 'noexcept'> {
  let isConst = false;
  let isVolatile = false;
  let reference: CppSignature['reference'] = '';
  let noexcept: CppSignature['noexcept'] = false;
  for (const node of holder.namedChildren) {
    if (node.startIndex < list.endIndex) continue;
    const text = source.textOf(node);
    if (node.type === 'type_qualifier') {
      isConst ||= text === 'const';
      isVolatile ||= text === 'volatile';
    } else if (node.type === 'ref_qualifier') reference = text.trim() === '&&' ? '&&' : '&';
    else if (node.type === 'noexcept') noexcept = noexceptValue(text);
    else if (node.type === 'throw_specifier') noexcept = /^throw\s*\(\s*\)$/.test(text);
  }
  return { const: isConst, volatile: isVolatile, reference, noexcept };
}

function noexceptValue(text: string): boolean | null {
  const argument = /^noexcept\s*\(([^]*)\)$/.exec(text)?.[1]?.trim();
  if (argument === undefined || argument === 'true') return true;
  return argument === 'false' ? false : null;
}
