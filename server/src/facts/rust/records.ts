import { rangeAcross, rangeOf } from '../../syntax/node-range.js';
import { conditionOf, derivesOf, readAttributes, reprOf } from './attributes.js';
import { readConstant } from './constants.js';
import { genericsOf } from './generics.js';
import { declare, itemsOf, type Scope, type SyntaxItem } from './items.js';
import type { RustEnum, RustField, RustRecord, RustVariant } from './rust-facts.js';
import { nameOf } from './source-text.js';
import type { SyntaxPart } from './syntax-part.js';
import { readType } from './types.js';

/** A struct or a union. */
export function readRecord(item: SyntaxItem, scope: Scope, text: string): RustRecord | null {
  const declared = declare(item, scope, text);
  return (
    declared && {
      ...declared,
      kind: item.node.type === 'union_item' ? 'union' : 'struct',
      ...readBody(item.node, text),
      repr: reprOf(item.attributes),
      generics: genericsOf(item.node, text),
      derives: derivesOf(item.attributes),
    }
  );
}

export function readEnum(item: SyntaxItem, scope: Scope, text: string): RustEnum | null {
  const declared = declare(item, scope, text);
  return (
    declared && {
      ...declared,
      repr: reprOf(item.attributes),
      generics: genericsOf(item.node, text),
      derives: derivesOf(item.attributes),
      variants: variantItems(item.node, text).flatMap((variant) => readVariant(variant, text) ?? []),
    }
  );
}

/** The variants of an enum with their attributes. */
export function variantItems(enumItem: SyntaxPart, text: string): SyntaxItem[] {
  const body = enumItem.childForFieldName('body');
  return body ? itemsOf(body, text).filter(({ node }) => node.type === 'enum_variant') : [];
}

export function readVariant({ node, attributes, range }: SyntaxItem, text: string): RustVariant | null {
  const name = node.childForFieldName('name');
  if (!name) return null;
  const value = node.childForFieldName('value');
  return {
    name: nameOf(name, text),
    ...readBody(node, text),
    discriminant: value && readConstant(value, text),
    condition: conditionOf([], attributes),
    range,
    nameRange: rangeOf(name),
  };
}

/** The fields of a struct with braces, with their attributes. */
export function fieldItems(record: SyntaxPart, text: string): SyntaxItem[] {
  const body = record.childForFieldName('body');
  return body ? itemsOf(body, text).filter(({ node }) => node.type === 'field_declaration') : [];
}

export function readField({ node, attributes, range }: SyntaxItem, text: string): RustField | null {
  const name = node.childForFieldName('name');
  const type = node.childForFieldName('type');
  if (!name || !type) return null;
  return {
    name: nameOf(name, text),
    type: readType(type, text),
    range,
    nameRange: rangeOf(name),
    typeRange: rangeOf(type),
    condition: conditionOf([], attributes),
  };
}

function readBody(node: SyntaxPart, text: string): Pick<RustRecord, 'shape' | 'fields'> {
  const body = node.childForFieldName('body');
  if (!body) return { shape: 'unit', fields: [] };
  if (body.type === 'ordered_field_declaration_list')
    return { shape: 'tuple', fields: tupleFields(body, text) };
  return { shape: 'named', fields: fieldItems(node, text).flatMap((field) => readField(field, text) ?? []) };
}

/** A tuple's list is flat: attributes, visibility and type follow each other. Its fields have no name to point at. */
function tupleFields(list: SyntaxPart, text: string): RustField[] {
  const fields: RustField[] = [];
  let before: SyntaxPart[] = [];
  for (const node of list.namedChildren) {
    if (node.type === 'attribute_item' || node.type === 'visibility_modifier') {
      before.push(node);
      continue;
    }
    const attributes = readAttributes(
      before.filter(({ type }) => type === 'attribute_item'),
      text,
    );
    fields.push({
      name: String(fields.length),
      type: readType(node, text),
      range: rangeAcross(before[0] ?? node, node),
      nameRange: rangeOf(node),
      typeRange: rangeOf(node),
      condition: conditionOf([], attributes),
    });
    before = [];
  }
  return fields;
}
