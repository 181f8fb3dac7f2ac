/** Kinds whose content is read from their text, or not at all. */
export const LEAVES: ReadonlySet<string> = new Set([
  'attribute_item',
  'block_comment',
  'char_literal',
  'inner_attribute_item',
  'lifetime',
  'line_comment',
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

/** Kinds that are entered outside of function bodies; in bodies every kind is. */
export const ENTERED: ReadonlySet<string> = new Set([
  ...SHARED,
  'ERROR',
  'associated_type',
  'binary_expression',
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
  'negative_literal',
  'ordered_field_declaration_list',
  'parameter',
  'parameters',
  'parenthesized_expression',
  'scoped_identifier',
  'scoped_use_list',
  'self_parameter',
  'source_file',
  'static_item',
  'struct_item',
  'trait_item',
  'type_arguments',
  'type_cast_expression',
  'type_item',
  'type_parameter',
  'type_parameters',
  'unary_expression',
  'union_item',
  'use_as_clause',
  'use_declaration',
  'use_list',
  'use_wildcard',
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

/** Tokens that no reader asks for. */
export const SKIPPED_TOKENS: ReadonlySet<string> = new Set([
  ...['(', ')', '[', ']', ';', ':', ',', '=', '->', '#', '"', "'"],
  ...['as', 'const', 'enum', 'extern', 'for', 'pub', 'struct', 'type', 'union', 'use'],
]);
