import { attribute, attributeValue } from './attributes.js';
import { declare, type Scope, type SyntaxItem } from './items.js';
import type { ExportedFunction, ExportedStatic } from './rust-facts.js';
import { isGeneric, readSignature } from './signature.js';
import { readStatic } from './statics.js';
import { readModifiers } from './types.js';

/**
 * A function with a body that C or C++ can call: with a foreign ABI or a fixed symbol.
 *
 * @returns null where it is an ordinary Rust function
 * @see Rust reference, "Application Binary Interface", no_mangle and export_name
 */
export function readExport(item: SyntaxItem, scope: Scope, text: string): ExportedFunction | null {
  const { node, attributes } = item;
  const { abi, unsafe } = readModifiers(node, text);
  const marker = attribute(attributes, 'no_mangle');
  const noMangle = marker !== undefined;
  const unsafeNoMangle = marker !== undefined && /\bunsafe\s*\(\s*no_mangle\b/.test(marker.written);
  const exportName = attributeValue(attributes, 'export_name');
  if (abi === 'Rust' && !noMangle && exportName === null) return null;
  const declared = declare(item, scope, text);
  const signature = declared && readSignature(node, unsafe, text);
  return (
    signature && {
      ...declared,
      abi,
      noMangle,
      exportName,
      signature,
      generic: isGeneric(node, text),
      ...(unsafeNoMangle && { unsafeNoMangle }),
    }
  );
}

/** @returns null for a variable that only Rust can name */
export function readExportedStatic(item: SyntaxItem, scope: Scope, text: string): ExportedStatic | null {
  const exportName = attributeValue(item.attributes, 'export_name');
  if (exportName === null && !attribute(item.attributes, 'no_mangle')) return null;
  const declared = readStatic(item, scope, text);
  return declared && { ...declared, exportName };
}
