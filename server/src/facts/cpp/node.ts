import type { SyntaxNode } from '../../syntax/parse.js';

/**
 * A node of the tree that asks the runtime once for what it is asked for often: every property of the
 * runtime's own nodes is a call into WebAssembly, and extraction would cost more than the parse.
 */
export class CppNode {
  readonly type: string;
  readonly startIndex: number;
  readonly id: number;
  readonly #node: SyntaxNode;
  #endIndex: number | undefined;
  #named: readonly CppNode[] | undefined;
  #hasError: boolean | undefined;

  constructor(node: SyntaxNode) {
    this.#node = node;
    this.type = node.type;
    this.startIndex = node.startIndex;
    this.id = node.id;
  }

  get endIndex(): number {
    return (this.#endIndex ??= this.#node.endIndex);
  }

  get namedChildren(): readonly CppNode[] {
    return (this.#named ??= this.#node.namedChildren.map((child) => new CppNode(child)));
  }

  /** With punctuation and keywords; not kept. */
  get children(): readonly CppNode[] {
    return this.#node.children.map((child) => new CppNode(child));
  }

  get hasError(): boolean {
    return (this.#hasError ??= this.#node.hasError);
  }

  get isMissing(): boolean {
    return this.#node.isMissing;
  }

  get isNamed(): boolean {
    return this.#node.isNamed;
  }

  firstOfType(...types: readonly string[]): CppNode | null {
    return this.namedChildren.find(({ type }) => types.includes(type)) ?? null;
  }

  /** The child in a field of the grammar; costs a call, so ask only where a type does not tell. */
  field(name: string): CppNode | null {
    const child = this.#node.childForFieldName(name);
    if (!child) return null;
    return (
      this.namedChildren.find(({ id, startIndex }) => id === child.id && startIndex === child.startIndex) ??
      new CppNode(child)
    );
  }
}

const BODIES = [
  'field_declaration_list',
  'enumerator_list',
  'declaration_list',
  'compound_statement',
  'try_statement',
];

/** The `{ … }` of a record, an enumeration, a namespace or a function. */
export const bodyOf = (node: CppNode): CppNode | null =>
  node.namedChildren.find(({ type }) => BODIES.includes(type)) ?? null;

/** The name of a record or an enumeration; null for `struct { … }`. */
export function tagOf(node: CppNode): CppNode | null {
  const tag = node.firstOfType('type_identifier', 'template_type', 'qualified_identifier');
  return tag?.isMissing ? null : tag;
}

export const parameterListOf = (node: CppNode): CppNode | null => node.firstOfType('parameter_list');

/** `Widget::operator int() const` outside of its class: what says the rest of the declaration. */
export function conversionOf(node: CppNode): CppNode | null {
  let current: CppNode | null = node;
  while (current?.type === 'qualified_identifier') current = current.field('name');
  return current?.type === 'operator_cast' ? current : null;
}
