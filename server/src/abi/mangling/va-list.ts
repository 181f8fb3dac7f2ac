import { unknown } from '../../base/known.js';
import type { CppAbiName, CppAbiRecord, CppAbiType } from '../model.js';
import type { Target } from '../target.js';

/** A type with `va_list` replaced by what the target's compiler takes it for; other types as they are. */
export function withoutVaList(type: CppAbiType, target: Target): CppAbiType {
  if (type.kind !== 'builtin' || type.name !== '__builtin_va_list') return type;
  return {
    ...(type.const && { const: true as const }),
    ...(type.volatile && { volatile: true as const }),
    ...FORMS[target.vaList],
  };
}

const named = (...path: readonly string[]): CppAbiRecord => ({
  name: path.map((name, index): CppAbiName[number] => ({
    kind: index < path.length - 1 ? 'namespace' : 'record',
    name,
    arguments: null,
    abiTags: [],
  })),
  kind: 'struct',
  anonymous: false,
  location: null,
  define: () => unknown('the compiler defines it'),
});

const pointerTo = (name: 'char' | 'void'): CppAbiType => ({
  kind: 'pointer',
  pointee: { kind: 'builtin', name },
});

const FORMS: Readonly<Record<Target['vaList'], CppAbiType>> = {
  'tag-array': { kind: 'array', element: { kind: 'record', record: named('__va_list_tag') }, count: 1 },
  record: { kind: 'record', record: named('std', '__va_list') },
  'char-pointer': pointerTo('char'),
  'void-pointer': pointerTo('void'),
};
