import type { RustAbiEnum, RustAbiRecord, RustAbiType } from '../model.js';

/**
 * A Rust type as people write it.
 *
 * @param nameOf how a declared type is told, its own name where nothing is said
 */
export function formatRustType(
  type: RustAbiType,
  nameOf: (declared: RustAbiRecord | RustAbiEnum) => string = ({ name }) => name,
): string {
  const format = (inner: RustAbiType): string => formatRustType(inner, nameOf);
  switch (type.kind) {
    case 'primitive':
      return type.name === 'never' ? '!' : type.name;
    case 'pointer': {
      const pointee = format(type.pointee);
      if (type.form === 'raw') return `*${type.mutable ? 'mut' : 'const'} ${pointee}`;
      if (type.form === 'reference') return `&${type.mutable ? 'mut ' : ''}${pointee}`;
      return `${POINTER_NAMES[type.form]}<${pointee}>`;
    }
    case 'function-pointer':
      return type.abi === 'Rust' ? 'fn(…)' : `extern "${type.abi}" fn(…)`;
    case 'array':
      return `[${format(type.element)}; ${type.count}]`;
    case 'tuple':
      return `(${type.elements.map(format).join(', ')}${type.elements.length === 1 ? ',' : ''})`;
    case 'slice':
      return `[${format(type.element)}]`;
    case 'str':
      return 'str';
    case 'trait-object':
      return 'dyn Trait';
    case 'record':
      return nameOf(type.record);
    case 'enum':
      return nameOf(type.enum);
    case 'library':
      return type.name + (type.arguments.length === 0 ? '' : `<${type.arguments.map(format).join(', ')}>`);
    case 'unknown':
      return type.text;
    default:
      return type satisfies never;
  }
}

const POINTER_NAMES = { box: 'Box', 'non-null': 'NonNull', rc: 'Rc', arc: 'Arc' } as const;
