import { conversionOf, type CppNode, tagOf } from './node.js';
import { arithmeticType, builtinNamed } from './arithmetic-types.js';
import type { CppType, Qualified } from './cpp-facts.js';
import { readDeclarator } from './declarators.js';
import { readName, simpleName } from './names.js';
import type { CppSource } from './source.js';
import { readTypeText } from './type-text.js';

/** Specifiers of a declaration: what stands before its declarators. */
export interface Specifiers {
  readonly type: CppType;
  /** The node of the type; null for constructors, destructors and conversions. */
  readonly typeNode: CppNode | null;
  readonly qualifiers: Qualified;
  readonly words: ReadonlySet<string>;
  /** The first node of the type or its `const` and `volatile`. */
  readonly first: CppNode | null;
  readonly declarators: readonly CppNode[];
}

const TYPE_NODES = new Set([
  'primitive_type', 'sized_type_specifier', 'type_identifier', 'qualified_identifier', 'template_type',
  'struct_specifier', 'class_specifier', 'union_specifier', 'enum_specifier', 'placeholder_type_specifier',
  'decltype', 'dependent_type',
]); // prettier-ignore

/** Nodes before the declarators that are one word each. */
const WORD_NODES = new Set([
  'storage_class_specifier', 'type_qualifier', 'virtual', 'virtual_function_specifier', 'explicit_function_specifier',
]); // prettier-ignore

const IGNORED_NODES = new Set([
  'attribute_declaration', 'attribute_specifier', 'ms_declspec_modifier', 'ms_call_modifier', 'comment',
  'alignas_qualifier', 'gnu_asm_expression', 'ERROR',
]); // prettier-ignore

export const isRecordNode = ({ type }: CppNode): boolean =>
  type === 'struct_specifier' || type === 'class_specifier' || type === 'union_specifier';

/** Splits the children of a declaration into specifiers and the rest. */
export function readSpecifiers(source: CppSource, children: readonly CppNode[]): Specifiers {
  const words = new Set<string>();
  let typeNode: CppNode | null = null;
  let first: CppNode | null = null;
  const declarators: CppNode[] = [];
  let isWide = false;
  for (const node of children) {
    if (WORD_NODES.has(node.type) && declarators.length === 0) {
      const text = source.textOf(node);
      const word = text.startsWith('explicit') ? 'explicit' : text;
      words.add(word);
      if (word === 'const' || word === 'volatile') first ??= node;
    } else if (!typeNode && declarators.length === 0 && TYPE_NODES.has(node.type) && !conversionOf(node)) {
      typeNode = node;
      first ??= node;
    } else if (typeNode && source.textOf(node) === '__int128') {
      // Without masking the grammar takes it for the name of what is `unsigned`.
      isWide = true;
    } else if (!IGNORED_NODES.has(node.type)) declarators.push(node);
  }
  const qualifiers = qualifiersOf(words);
  const narrow: CppType = typeNode
    ? (bitIntFrom(source, typeNode) ?? readBaseType(source, typeNode))
    : { kind: 'builtin', name: 'void' };
  const base = isWide ? wideInteger(narrow) : narrow;
  const type: CppType = words.has('_Atomic') ? { kind: 'atomic', value: base } : base;
  return { type: qualified(type, qualifiers), typeNode, qualifiers, words, first, declarators };
}

const BIT_INT = /\s*_BitInt\s*\([^()]*\)/y;

/** `unsigned _BitInt(7)`: without masking the grammar takes `unsigned` for all of the type. */
function bitIntFrom({ text }: CppSource, { startIndex, endIndex }: CppNode): CppType | null {
  BIT_INT.lastIndex = endIndex;
  const [rest] = BIT_INT.exec(text) ?? [];
  return rest === undefined ? null : readTypeText(text.slice(startIndex, endIndex) + rest);
}

const wideInteger = (type: CppType): CppType =>
  type.kind === 'builtin' && type.name === 'unsigned int'
    ? { kind: 'builtin', name: 'unsigned __int128' }
    : { kind: 'builtin', name: '__int128' };

export const qualifiersOf = (words: ReadonlySet<string>): Qualified => ({
  ...(words.has('const') ? { const: true as const } : {}),
  ...(words.has('volatile') ? { volatile: true as const } : {}),
});

export const qualified = (type: CppType, qualifiers: Qualified): CppType =>
  qualifiers.const || qualifiers.volatile || qualifiers.restrict ? { ...type, ...qualifiers } : type;

/** The type that one type node stands for. Records and enumerations are named; those without a name are not readable here. */
export function readBaseType(source: CppSource, node: CppNode): CppType {
  switch (node.type) {
    case 'primitive_type':
    case 'sized_type_specifier':
      return readArithmeticType(source, node);
    case 'type_identifier': {
      const name = source.callText(node);
      // What masking made one word of.
      if (name.includes('(')) {
        const type = readTypeText(name);
        return type.kind === 'unreadable' && !name.startsWith('decltype')
          ? { kind: 'macro', text: name.replace(/\s+/g, ' ') }
          : type;
      }
      if (/\s/.test(name)) return readArithmeticType(source, node);
      const builtin = builtinNamed(name);
      return builtin
        ? { kind: 'builtin', name: builtin }
        : { kind: 'named', name: simpleName(name), elaborated: null };
    }
    case 'qualified_identifier':
    case 'template_type':
      return { kind: 'named', name: readName(source, node), elaborated: null };
    case 'decltype':
      return readDecltype(source.textOf(node)) ?? unreadable(source, node);
    case 'dependent_type': {
      const inner = node.namedChildren[0];
      return inner ? readBaseType(source, inner) : unreadable(source, node);
    }
    case 'struct_specifier':
    case 'class_specifier':
    case 'union_specifier':
    case 'enum_specifier': {
      const name = tagOf(node);
      const elaborated = node.type.slice(0, node.type.indexOf('_')) as 'struct' | 'class' | 'union' | 'enum';
      return name ? { kind: 'named', name: readName(source, name), elaborated } : unreadable(source, node);
    }
    default:
      return unreadable(source, node);
  }
}

/** The two expressions whose type people name so, where a header is to include nothing. */
function readDecltype(text: string): CppType | null {
  if (/^decltype\s*\(\s*nullptr\s*\)$/.test(text)) return { kind: 'builtin', name: 'nullptr_t' };
  return /^decltype\s*\(\s*sizeof\s*\(?\s*\w+\s*\)?\s*\)$/.test(text)
    ? { kind: 'named', name: simpleName('size_t'), elaborated: null }
    : null;
}

export const unreadable = (source: CppSource, node: CppNode): CppType => ({
  kind: 'unreadable',
  text: source.textOf(node).replace(/\s+/g, ' '),
});

/** `const char *` and the like: specifiers and an abstract declarator, as in template arguments and aliases. */
export function readTypeDescriptor(source: CppSource, node: CppNode): CppType {
  const { type, declarators } = readSpecifiers(source, node.namedChildren);
  const [declarator] = declarators;
  return declarator ? readDeclarator(source, declarator, type).type : type;
}

/** `unsigned long int`, in any order; `unsigned _BitInt(7)`. */
function readArithmeticType(source: CppSource, node: CppNode): CppType {
  const text = source.textOf(node);
  if (text.includes('_BitInt')) return readTypeText(text);
  const words = text.split(/\s+/);
  const [only] = words;
  if (words.length === 1 && only !== undefined && !builtinNamed(only))
    return { kind: 'named', name: simpleName(only), elaborated: null };
  return arithmeticType(words) ?? unreadable(source, node);
}
