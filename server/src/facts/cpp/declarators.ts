import { PLACEHOLDER } from '../../syntax/mask/mask-gaps.js';
import { conversionOf, type CppNode, parameterListOf } from './node.js';
import { readAttributes } from './attributes.js';
import { readConstantExpression } from './constant-expression.js';
import type { CppName, CppParameter, CppType, Qualified } from './cpp-facts.js';
import { readSegment } from './names.js';
import type { CppSource } from './source.js';
import { readNameText } from './type-text.js';
import { qualified, qualifiersOf, readSpecifiers, readTypeDescriptor } from './types.js';

/** What a declarator makes of the type before it. */
export interface Declarator {
  /** The declared name, qualified or an operator too; null in an abstract declarator. */
  readonly name: CppNode | null;
  /** For a function: its result type. */
  readonly type: CppType;
  /** The declarator that holds the parameter list, where a function is declared. */
  readonly function: CppNode | null;
  readonly pack: boolean;
  /** The name of a parameter that masking blanked. */
  readonly blankedName?: string;
}

const WRAPPERS = new Set([
  'parenthesized_declarator', 'abstract_parenthesized_declarator', 'init_declarator', 'attributed_declarator',
  'parenthesized_field_declarator', 'parenthesized_type_declarator',
]); // prettier-ignore

/** More pointers to pointers and arrays of arrays than this are no type that anybody means. */
const MOST_LAYERS = 256;

/** Follows a declarator from the outside to its name; each layer applies to the type so far. */
export function readDeclarator(source: CppSource, node: CppNode, base: CppType): Declarator {
  let type = base;
  let pack = false;
  let current: CppNode | null = node;
  let layers = 0;
  let blankedName: string | undefined;
  while (current) {
    // Types are followed by recursion wherever they are used.
    if (++layers % MOST_LAYERS === 0)
      type = { kind: 'unreadable', text: `${MOST_LAYERS} declarators in one` };
    switch (current.type) {
      case 'pointer_declarator':
      case 'abstract_pointer_declarator':
      case 'pointer_type_declarator':
      case 'pointer_field_declarator': {
        const qualifiers = {
          ...layerQualifiers(source, current),
          ...restriction(source, current.startIndex),
        };
        type = pointerTo(source, current, type);
        type = qualified(type, qualifiers);
        current = innerDeclarator(current);
        break;
      }
      case 'reference_declarator':
      case 'abstract_reference_declarator': {
        const rvalue = source.text.startsWith('&&', current.startIndex);
        type = { kind: 'reference', rvalue, referent: type, ...restriction(source, current.startIndex) };
        current = innerDeclarator(current);
        break;
      }
      case 'array_declarator':
      case 'abstract_array_declarator': {
        const size = arraySize(current);
        const length = size ? readConstantExpression(source.textOf(size)) : null;
        type = { kind: 'array', element: type, length };
        current = innerDeclarator(current);
        break;
      }
      case 'function_declarator':
      case 'abstract_function_declarator': {
        const inner = innerDeclarator(current);
        const named = inner && unwrapped(inner);
        if (named && isName(named)) return { name: named, type, function: current, pack };
        type = functionType(source, current, type);
        current = inner;
        break;
      }
      case 'variadic_declarator':
        pack = true;
        current = innerDeclarator(current);
        break;
      case 'qualified_identifier': {
        const pointer = memberPointerName(current);
        if (!pointer) return { name: current, type, function: conversionOf(current), pack };
        type = qualified(
          { kind: 'member-pointer', class: pointer.class(source), member: type },
          layerQualifiers(source, pointer.node),
        );
        current = innerDeclarator(pointer.node);
        break;
      }
      case 'operator_cast':
        return { name: current, type, function: current, pack };
      case 'abstract_parenthesized_declarator':
        blankedName = blankedNameIn(source, current);
        current = innerDeclarator(current);
        break;
      default:
        if (WRAPPERS.has(current.type)) current = innerDeclarator(current);
        else return { name: isName(current) ? current : null, type, function: null, pack };
    }
  }
  const abstract = { name: null, type, function: null, pack };
  return blankedName === undefined ? abstract : { ...abstract, blankedName };
}

/** `(*done)`, where the name would make the grammar see a call. */
function blankedNameIn(source: CppSource, { startIndex, endIndex }: CppNode): string | undefined {
  const name = /(?<=[*&\s])[A-Za-z_]\w*(?=\s*\)$)/.exec(source.text.slice(startIndex, endIndex));
  const at = startIndex + (name?.index ?? 0);
  if (!name || source.masked.text[at] !== ' ' || source.macroUsesIn(at, endIndex).length > 0)
    return undefined;
  return name[0];
}

const NAMES = new Set([
  'identifier', 'field_identifier', 'type_identifier', 'operator_name', 'destructor_name', 'template_function',
  'template_method', 'qualified_identifier', 'namespace_identifier', 'primitive_type', 'dependent_name',
]); // prettier-ignore

const isName = (node: CppNode): boolean =>
  NAMES.has(node.type) && !(node.type === 'qualified_identifier' && memberPointerName(node));

const ABSTRACT_LAYERS = /^abstract_.*declarator$/;
const LAYERS =
  /declarator$|identifier$|^(?:operator_name|destructor_name|template_function|template_method|operator_cast|primitive_type|dependent_name)$/;

/** The declarator within a declarator. */
export const innerDeclarator = (node: CppNode): CppNode | null => {
  const layers = node.type.startsWith('abstract') || node.type === 'operator_cast' ? ABSTRACT_LAYERS : LAYERS;
  return node.namedChildren.find(({ type }) => layers.test(type)) ?? null;
};

function unwrapped(node: CppNode): CppNode {
  let current = node;
  while (WRAPPERS.has(current.type)) {
    const inner = innerDeclarator(current);
    if (!inner) return current;
    current = inner;
  }
  return current;
}

function layerQualifiers(source: CppSource, node: CppNode): { const?: true; volatile?: true } {
  const words = node.namedChildren
    .filter(({ type }) => type === 'type_qualifier')
    .map((word) => source.textOf(word));
  return words.length === 0 ? {} : qualifiersOf(new Set(words));
}

const RESTRICTED = /(?:\*|&&?)(?:\s|\bconst\b|\bvolatile\b)*\b__restrict(?:__)?\b/y;

/** `__restrict` behind a `*` or `&`, which masking blanks. */
function restriction(source: CppSource, operator: number): Qualified {
  RESTRICTED.lastIndex = operator;
  return RESTRICTED.test(source.text) ? { restrict: true } : {};
}

/** What stands between the brackets, null where nothing does. */
function arraySize(node: CppNode): CppNode | null {
  const element = innerDeclarator(node);
  return node.namedChildren.find(({ type, id }) => id !== element?.id && !NO_SIZE.has(type)) ?? null;
}

const NO_SIZE = new Set(['type_qualifier', 'comment']);

/** `C::*name`: the grammar puts the pointer into the qualified name. */
function memberPointerName(
  node: CppNode,
): { readonly node: CppNode; class(source: CppSource): CppName } | null {
  const scopes: CppNode[] = [];
  let current: CppNode | null = node;
  while (current?.type === 'qualified_identifier') {
    const scope = current.field('scope');
    if (scope) scopes.push(scope);
    current = current.field('name');
  }
  if (current?.type !== 'pointer_type_declarator') return null;
  return {
    node: current,
    class: (source) => ({ global: false, segments: scopes.map((scope) => readSegment(source, scope)) }),
  };
}

/** What masking blanked before the class of a pointer to member, which is none of it. */
const BEFORE_CLASS = /^\s*(?:__(?:restrict(?:__)?|cdecl|stdcall|fastcall|thiscall|vectorcall|regcall)\s+)*/;

const POINTER_WIDTH = /^\*\s*(__ptr32|__ptr64)\b/;

/** `*`, or `C::*` and `C::*name`: masking blanked the class, the original still has it before the star. */
function pointerTo(source: CppSource, star: CppNode, type: CppType): CppType {
  const width = POINTER_WIDTH.exec(source.text.slice(star.startIndex, star.startIndex + 20))?.[1];
  // Microsoft's pointers of the other width: their size and their names are others.
  if (width !== undefined) return { kind: 'unreadable', text: `* ${width}` };
  let end = star.startIndex;
  while (source.text[end - 1] === ' ') end--;
  if (!source.text.startsWith('::', end - 2)) return { kind: 'pointer', pointee: type };
  end -= 2;
  // As far back as masking blanked it.
  let start = end;
  while (start > 0 && /\s/.test(source.masked.text[start - 1] ?? '')) start--;
  const text = source.text.slice(start, end).replace(BEFORE_CLASS, '');
  const owner = readNameText(text);
  return owner
    ? { kind: 'member-pointer', class: owner, member: type }
    : { kind: 'unreadable', text: `${text.trim()}::*` };
}

/** The type of the function that a declarator's parameter list makes of `result`. */
export function functionType(source: CppSource, node: CppNode, result: CppType): CppType {
  const list = parameterListOf(node);
  const { parameters, variadic } = list ? readParameters(source, list) : { parameters: [], variadic: false };
  const trailing = node.namedChildren.find(({ type }) => type === 'trailing_return_type')?.namedChildren[0];
  return {
    kind: 'function',
    parameters: parameters.map(({ type }) => type),
    variadic,
    result: trailing ? readTypeDescriptor(source, trailing) : result,
    ...functionQualifiers(source, list?.endIndex ?? source.text.length),
    callingConvention: readAttributes(
      source,
      source.attributesIn(node.startIndex, list?.startIndex ?? node.startIndex),
    ).callingConvention,
  };
}

/** What may stand behind the parameter list of a function type, in this order. */
const FUNCTION_END =
  /\s*((?:const|volatile)\b\s*)?((?:const|volatile)\b\s*)?(&&?)?\s*(noexcept\b(?:\s*\(\s*(?:true|false)\s*\))?|throw\s*\(\s*\))?/y;

/** @param offset behind the parameters: in a `typedef` the grammar leaves what follows out of the declarator */
function functionQualifiers(
  source: CppSource,
  offset: number,
): Qualified & Pick<Extract<CppType, { kind: 'function' }>, 'reference' | 'noexcept'> {
  FUNCTION_END.lastIndex = offset;
  const [, first = '', second = '', reference, exceptions = ''] = FUNCTION_END.exec(source.text) ?? [];
  const words = first + second;
  return {
    ...(words.includes('const') ? { const: true as const } : {}),
    ...(words.includes('volatile') ? { volatile: true as const } : {}),
    reference: reference === '&' || reference === '&&' ? reference : '',
    noexcept: exceptions !== '' && !exceptions.includes('false'),
  };
}

const PARAMETERS = new Set([
  'parameter_declaration',
  'optional_parameter_declaration',
  'variadic_parameter_declaration',
  'explicit_object_parameter_declaration',
]);

/** The parameters of a list; `(void)` has none. Types are as written: arrays and functions are not adjusted. */
export function readParameters(
  source: CppSource,
  list: CppNode,
): { readonly parameters: readonly CppParameter[]; readonly variadic: boolean } {
  const nodes = list.namedChildren.filter(({ type }) => PARAMETERS.has(type));
  const parameters = nodes.map((node) => readParameter(source, node));
  const [only] = parameters;
  const isVoid =
    parameters.length === 1 && only?.name === '' && only.type.kind === 'builtin' && only.type.name === 'void';
  const last = source.masked.text.slice(nodes.at(-1)?.endIndex ?? list.startIndex, list.endIndex);
  return { parameters: isVoid ? [] : parameters, variadic: /^[(,\s]*\.\.\.\s*\)$/.test(last) };
}

function readParameter(source: CppSource, node: CppNode): CppParameter {
  const value = node.type === 'optional_parameter_declaration' ? node.field('default_value') : null;
  const children = node.namedChildren.filter(({ id }) => id !== value?.id);
  const { type: base, declarators } = readSpecifiers(source, children);
  const declarator = declarators[0] ? readDeclarator(source, declarators[0], base) : null;
  const name = declarator?.name ? source.textOf(declarator.name) : (declarator?.blankedName ?? '');
  const pack = declarator?.pack === true || node.type.startsWith('variadic');
  const hasName = declarator?.name ? !isPlaceholder(source, declarator.name) : name !== '';
  const type = declarator
    ? declarator.function
      ? functionType(source, declarator.function, declarator.type)
      : declarator.type
    : base;
  return {
    name: hasName ? name : '',
    type: pack ? { kind: 'unreadable', text: typeText(source, node, declarator?.name ?? null) } : type,
    range: source.rangeOf(node),
    hasDefault: value !== null,
    defaultText: value ? defaultText(source, node) : null,
  };
}

/** A name that masking put where the source has none. */
export const isPlaceholder = (source: CppSource, name: CppNode): boolean =>
  name.isMissing ||
  (source.masked.text.slice(name.startIndex, name.endIndex) === PLACEHOLDER &&
    source.textOf(name) !== PLACEHOLDER);

/** From behind the `=` to the end, out of the original: masking may have put a number in its place. */
const defaultText = (source: CppSource, node: CppNode): string => {
  const text = source.textOf(node);
  return text.slice(defaultStart(text)).trim();
};

function defaultStart(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '(' || character === '<' || character === '[') depth++;
    else if (character === ')' || character === '>' || character === ']') depth--;
    else if (character === '=' && depth === 0) return i + 1;
  }
  return text.indexOf('=') + 1;
}

const typeText = (source: CppSource, node: CppNode, name: CppNode | null): string =>
  source.text
    .slice(node.startIndex, name?.startIndex ?? node.endIndex)
    .trim()
    .replace(/\s+/g, ' ');
