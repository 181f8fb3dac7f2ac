import { readConstant } from './constants.js';
import { stringValue } from './literals.js';
import { readPath } from './paths.js';
import type { RustGenericArgument, RustType } from './rust-facts.js';
import { partOfKind, textOf } from './source-text.js';
import type { SyntaxPart } from './syntax-part.js';

/** The empty tuple, which is also what a function without `->` gives. */
export const UNIT: RustType = { kind: 'tuple', elements: [] };

/**
 * A type as written; names are resolved later. Lifetimes of references keep their `'`.
 *
 * @see Rust reference, "Types"
 */
export function readType(node: SyntaxPart, text: string): RustType {
  const unreadable = (): RustType => ({ kind: 'unreadable', text: textOf(node, text) });
  switch (node.type) {
    case 'primitive_type':
      return { kind: 'path', path: [textOf(node, text)], arguments: [] };
    case 'type_identifier':
    case 'scoped_type_identifier': {
      const path = readPath(node, text);
      return path && path[0] !== '_' ? { kind: 'path', path, arguments: [] } : unreadable();
    }
    case 'generic_type':
      return readGeneric(node, text) ?? unreadable();
    case 'pointer_type': {
      const pointee = node.childForFieldName('type');
      if (!pointee) return unreadable();
      return { kind: 'pointer', mutable: isMutable(node), pointee: readType(pointee, text) };
    }
    case 'reference_type': {
      const referent = node.childForFieldName('type');
      if (!referent) return unreadable();
      const lifetime = partOfKind(node, 'lifetime');
      return {
        kind: 'reference',
        mutable: isMutable(node),
        lifetime: lifetime ? textOf(lifetime, text) : null,
        referent: readType(referent, text),
      };
    }
    case 'array_type': {
      const element = node.childForFieldName('element');
      const length = node.childForFieldName('length');
      if (!element) return unreadable();
      if (!length) return { kind: 'slice', element: readType(element, text) };
      return { kind: 'array', element: readType(element, text), length: readConstant(length, text) };
    }
    case 'unit_type':
      return UNIT;
    case 'tuple_type': {
      const elements = node.namedChildren.filter(({ type }) => type !== 'attribute_item');
      const parenthesised = elements.length === 1 && !/,\s*\)$/.test(textOf(node, text));
      const types = elements.map((element) => readType(element, text));
      return parenthesised ? (types[0] as RustType) : { kind: 'tuple', elements: types };
    }
    case 'never_type':
      return { kind: 'never' };
    case 'function_type':
      return node.childForFieldName('trait') ? traitObject(node, text) : readFunction(node, text);
    case 'dynamic_type':
      return traitObject(node, text);
    case 'bounded_type':
      return isTraitObject(node) ? traitObject(node, text) : unreadable();
    default:
      return unreadable();
  }
}

/** `"C"` of `extern "C"`, which a bare `extern` means too. */
export function readAbi(externModifier: SyntaxPart, text: string): string {
  const literal = externModifier.namedChildren[0];
  return (literal && stringValue(textOf(literal, text))) ?? 'C';
}

export interface FunctionModifiers {
  /** `Rust` without `extern`. */
  readonly abi: string;
  readonly unsafe: boolean;
  readonly async: boolean;
}

/** @param owner a function, its declaration, or a function type */
export function readModifiers(owner: SyntaxPart, text: string): FunctionModifiers {
  const modifiers = partOfKind(owner, 'function_modifiers');
  if (!modifiers) return { abi: 'Rust', unsafe: false, async: false };
  const external = partOfKind(modifiers, 'extern_modifier');
  return {
    abi: external ? readAbi(external, text) : 'Rust',
    unsafe: modifiers.children.some(({ type }) => type === 'unsafe'),
    async: modifiers.children.some(({ type }) => type === 'async'),
  };
}

const isMutable = (node: SyntaxPart): boolean => partOfKind(node, 'mutable_specifier') !== undefined;

function readGeneric(node: SyntaxPart, text: string): RustType | null {
  const named = node.childForFieldName('type');
  const list = node.childForFieldName('type_arguments');
  const path = named && readPath(named, text);
  if (!path || !list) return null;
  const written: (RustGenericArgument | null)[] = list.namedChildren
    .filter(({ type }) => type !== 'lifetime')
    .map((argument) => readArgument(argument, text));
  const readable = written.filter((argument) => argument !== null);
  return readable.length === written.length ? { kind: 'path', path, arguments: readable } : null;
}

/** @returns null for `Item = T` and the like, which belong to traits */
function readArgument(node: SyntaxPart, text: string): RustGenericArgument | null {
  if (node.type === 'type_binding' || node.type === 'trait_bounds') return null;
  if (node.type === 'block' || node.type.endsWith('_literal')) {
    return { kind: 'constant', value: readConstant(node, text) };
  }
  return { kind: 'type', type: readType(node, text) };
}

function readFunction(node: SyntaxPart, text: string): RustType {
  const list = node.childForFieldName('parameters');
  const result = node.childForFieldName('return_type');
  const written = list ? list.namedChildren.filter(({ type }) => type !== 'attribute_item') : [];
  const parameters = written
    .filter(({ type }) => type !== 'variadic_parameter')
    .map((parameter) =>
      readType(
        parameter.childForFieldName('type') && parameter.type === 'parameter'
          ? (parameter.childForFieldName('type') as SyntaxPart)
          : parameter,
        text,
      ),
    );
  return {
    kind: 'function',
    ...readModifiers(node, text),
    parameters,
    variadic: written.some(({ type }) => type === 'variadic_parameter'),
    result: result ? readType(result, text) : UNIT,
  };
}

const traitObject = (node: SyntaxPart, text: string): RustType => ({
  kind: 'trait-object',
  text: textOf(node, text),
});

/** `dyn A + B`, and `A + 'static` of the first edition; not `impl A + B`. */
function isTraitObject(bounded: SyntaxPart): boolean {
  const first = bounded.namedChildren[0];
  if (!first) return false;
  return first.type === 'bounded_type' ? isTraitObject(first) : first.type !== 'abstract_type';
}
