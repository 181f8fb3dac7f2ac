import type { RustAbiType } from '../model.js';

/** A Rust type as people write it. */
export function formatRustType(type: RustAbiType): string {
  switch (type.kind) {
    case 'primitive':
      return type.name === 'never' ? '!' : type.name;
    case 'pointer': {
      const pointee = formatRustType(type.pointee);
      if (type.form === 'raw') return `*${type.mutable ? 'mut' : 'const'} ${pointee}`;
      if (type.form === 'reference') return `&${type.mutable ? 'mut ' : ''}${pointee}`;
      return `${POINTER_NAMES[type.form]}<${pointee}>`;
    }
    case 'function-pointer':
      return type.abi === 'Rust' ? 'fn(…)' : `extern "${type.abi}" fn(…)`;
    case 'array':
      return `[${formatRustType(type.element)}; ${type.count}]`;
    case 'tuple':
      return `(${type.elements.map(formatRustType).join(', ')}${type.elements.length === 1 ? ',' : ''})`;
    case 'slice':
      return `[${formatRustType(type.element)}]`;
    case 'str':
      return 'str';
    case 'trait-object':
      return 'dyn Trait';
    case 'record':
      return type.record.name;
    case 'enum':
      return type.enum.name;
    case 'library':
      return (
        type.name + (type.arguments.length === 0 ? '' : `<${type.arguments.map(formatRustType).join(', ')}>`)
      );
    case 'unknown':
      return type.text;
    default:
      return type satisfies never;
  }
}

const POINTER_NAMES = { box: 'Box', 'non-null': 'NonNull', rc: 'Rc', arc: 'Arc' } as const;
