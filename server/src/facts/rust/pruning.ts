/** Kinds whose content is read from their text, or not at all. */
export const LEAVES: ReadonlySet<string> = new Set([
  'attribute_item',
  'char_literal',
  'inner_attribute_item',
  'lifetime',
  'macro_definition',
  'raw_string_literal',
  'string_literal',
  'token_tree',
  'visibility_modifier',
]);

/**
 * Types. Files of declarations repeat few of them often, so that equal ones share one copy of their
 * content.
 */
export const SHARED: ReadonlySet<string> = new Set([
  'abstract_type',
  'array_type',
  'bounded_type',
  'dynamic_type',
  'function_type',
  'generic_type',
  'pointer_type',
  'reference_type',
  'scoped_type_identifier',
  'tuple_type',
]);

/** Kinds that hold items, of which there may be thousands. */
export const HOLDS_ITEMS: ReadonlySet<string> = new Set([
  'ERROR',
  'declaration_list',
  'foreign_mod_item',
  'impl_item',
  'mod_item',
  'trait_item',
]);

/** Items that count in function bodies, too. Whatever else is in a body is only on the way to them. */
export const LOCAL_ITEMS: ReadonlySet<string> = new Set([
  'enum_item',
  'foreign_mod_item',
  'function_item',
  'impl_item',
  'mod_item',
  'struct_item',
  'trait_item',
  'union_item',
]);

/** Kinds that are entered outside of function bodies. */
export const ENTERED: ReadonlySet<string> = new Set([
  ...SHARED,
  'ERROR',
  'associated_type',
  'block',
  'const_block',
  'const_item',
  'const_parameter',
  'declaration_list',
  'enum_item',
  'enum_variant',
  'enum_variant_list',
  'expression_statement',
  'extern_crate_declaration',
  'extern_modifier',
  'field_declaration',
  'field_declaration_list',
  'foreign_mod_item',
  'function_item',
  'function_modifiers',
  'function_signature_item',
  'impl_item',
  'lifetime_parameter',
  'macro_invocation',
  'mod_item',
  'ordered_field_declaration_list',
  'parameter',
  'parameters',
  'scoped_identifier',
  'scoped_use_list',
  'self_parameter',
  'source_file',
  'static_item',
  'struct_item',
  'trait_bounds',
  'trait_item',
  'type_arguments',
  'type_item',
  'type_parameter',
  'type_parameters',
  'unary_expression',
  'union_item',
  'use_as_clause',
  'use_declaration',
  'use_list',
  'use_wildcard',
  'where_clause',
  'where_predicate',
]);

/** Kinds whose children are told apart by kind or order alone. */
export const FIELDLESS: ReadonlySet<string> = new Set([
  'declaration_list',
  'enum_variant_list',
  'extern_modifier',
  'field_declaration_list',
  'function_modifiers',
  'ordered_field_declaration_list',
  'parameters',
  'self_parameter',
  'source_file',
  'type_arguments',
  'type_parameters',
  'use_list',
  'use_wildcard',
]);

/**
 * Kinds that are always the same field of their parent, or none: the parser is asked only for others,
 * and for tokens only where one can be a field.
 */
export const FIXED_FIELDS: ReadonlyMap<string, string | null> = new Map([
  ['attribute_item', null],
  ['declaration_list', 'body'],
  ['enum_variant_list', 'body'],
  ['extern_modifier', null],
  ['field_declaration_list', 'body'],
  ['function_modifiers', null],
  ['mutable_specifier', null],
  ['ordered_field_declaration_list', 'body'],
  ['parameters', 'parameters'],
  ['type_arguments', 'type_arguments'],
  ['type_parameters', 'type_parameters'],
  ['visibility_modifier', null],
  ['where_clause', null],
]);

export const PARENTS_OF_TOKEN_FIELDS: ReadonlySet<string> = new Set(['parameter']);

/** Tokens that no reader asks for, and comments. */
export const SKIPPED: ReadonlySet<string> = new Set([
  ...['line_comment', 'block_comment'],
  ...['(', ')', '[', ']', ';', ':', ',', '=', '->', '#', '"', "'"],
  ...['as', 'const', 'enum', 'extern', 'for', 'pub', 'struct', 'type', 'union', 'use'],
]);
