import type { CppExpression } from './cpp-facts.js';
import { maskCpp } from '../../syntax/mask/mask-cpp.js';
import type { AttributeUse } from '../../syntax/mask/masked-text.js';
import { readConstantExpression } from './constant-expression.js';
import type { CppSource } from './source.js';
import { readTypeText } from './type-text.js';

export interface Attributes {
  /** As written, without brackets and without spaces: `nodiscard`, `aligned(8)`, `gnu::packed`. */
  readonly names: readonly string[];
  readonly alignments: readonly CppExpression[];
  /** One of them is written as `alignas`. */
  readonly alignas: boolean;
  readonly packed: boolean;
  readonly callingConvention: string | null;
  readonly asmLabel: string | null;
}

const NONE: Attributes = {
  names: [],
  alignments: [],
  alignas: false,
  packed: false,
  callingConvention: null,
  asmLabel: null,
};

/** What the given attributes say; `__packed__` is `packed`. */
export const readAttributes = (source: CppSource, uses: readonly AttributeUse[]): Attributes =>
  uses.length === 0 ? NONE : attributesIn(source.text, uses);

/**
 * What a macro does that stands for attributes; null where it stands for anything else.
 *
 * @param text its replacement
 */
export function attributesOfText(text: string): Attributes | null {
  // Attributes count where they belong to a declaration.
  const { attributes } = maskCpp(`${text} int x;`);
  let rest = '';
  let position = 0;
  for (const { start, end } of attributes) {
    rest += text.slice(position, start);
    position = end;
  }
  rest += text.slice(position);
  return rest.replace(HARMLESS, '').trim() === '' ? attributesIn(text, attributes) : null;
}

/** Words that change neither members nor their layout. */
const HARMLESS = /\b(?:const|inline|static|extern|noexcept|__extension__)\b/g;

function attributesIn(source: string, uses: readonly AttributeUse[]): Attributes {
  const names: string[] = [];
  const alignments: CppExpression[] = [];
  let callingConvention: string | null = null;
  let asmLabel: string | null = null;
  for (const use of uses) {
    const text = source.slice(use.start, use.end);
    switch (use.kind) {
      case 'convention':
        callingConvention = text;
        break;
      case 'alignas':
        alignments.push(readAlignment(argumentsOf(text)));
        break;
      case 'asm':
        asmLabel = stringsOf(text);
        break;
      case 'attribute':
        for (const name of attributeList(text)) {
          names.push(name);
          const alignment = /^(?:gnu::)?(?:aligned|align)(?:\((.*)\))?$/.exec(name);
          if (alignment) {
            const argument = alignment[1];
            alignments.push(
              argument === undefined ? { kind: 'unreadable', text: name } : readConstantExpression(argument),
            );
          }
        }
        break;
      default:
        use.kind satisfies never;
    }
  }
  const packed = hasAttribute(names, 'packed', 'gnu');
  const alignas = uses.some(({ kind }) => kind === 'alignas');
  return { names, alignments, alignas, packed, callingConvention, asmLabel };
}

/** A number, a name, which may be a type's too, or any other type. */
function readAlignment(text: string): CppExpression {
  const value = readConstantExpression(text);
  if (value.kind !== 'unreadable') return value;
  const type = readTypeText(text);
  return type.kind === 'unreadable' ? value : { kind: 'size-query', query: 'alignof', type };
}

/** The tags of `abi_tag("a", "b")`, in the order in which they are written. */
export const abiTagsOf = (attributes: readonly string[]): string[] =>
  attributes
    .filter((name) => /^(?:gnu::)?abi_tag\(/.test(name))
    .flatMap((name) => [...name.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? ''));

/** Whether `name` stands among the attributes, with any arguments: alone, or in the namespace of a compiler. */
export const hasAttribute = (attributes: readonly string[], name: string, namespace?: string): boolean =>
  attributes.some((attribute) => {
    const [own] = attribute.split('(', 1);
    return own === name || (namespace !== undefined && own === `${namespace}::${name}`);
  });

const argumentsOf = (text: string): string => text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));

const stringsOf = (text: string): string =>
  [...text.matchAll(/"((?:\\.|[^"\\])*)"/g)].map((match) => match[1] ?? '').join('');

/** The attributes in `[[…]]`, behind a class's name, `__attribute__((…))` or `__declspec(…)`. */
function attributeList(text: string): string[] {
  if (/^\w+$/.test(text)) return [text];
  const inner = text.startsWith('[[')
    ? text.slice(2, text.lastIndexOf(']]'))
    : text.startsWith('__declspec') || text.startsWith('_declspec')
      ? argumentsOf(text)
      : argumentsOf(argumentsOf(text));
  const separators = text.startsWith('__declspec') ? /[,\s]/ : /,/;
  const result: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of inner) {
    if (depth === 0 && separators.test(character)) {
      result.push(current);
      current = '';
      continue;
    }
    if (character === '(') depth++;
    if (character === ')') depth--;
    current += character;
  }
  result.push(current);
  // `[[using clang: trivial_abi]]`
  const [, using = '', first = ''] = /^\s*using\s+(\w+)\s*:(?!:)(.*)$/s.exec(result[0] ?? '') ?? [];
  if (using !== '') result[0] = first;
  return result
    .map((name) => name.replace(/\s+/g, '').replace(/^((?:\w+::)?)__(\w+?)__(?=\(|$)/, '$1$2'))
    .filter((name) => name !== '')
    .map((name) => (using === '' ? name : `${using}::${name}`));
}
