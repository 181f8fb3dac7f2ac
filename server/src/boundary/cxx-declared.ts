import type { CppAbiType } from '../abi/model.js';
import { isLibraryName } from '../abi/standard-library/library-form.js';
import type { CppBuiltin, CppName, CppType } from '../facts/cpp/cpp-facts.js';
import type { CxxBridge, CxxItem, RustType } from '../facts/rust/rust-facts.js';
import { cppContext } from './lowering/cpp-lowering.js';
import { type Answer, sameType } from './lowering/type-sameness.js';
import type { TargetView } from './target-view.js';

/**
 * A type as the C++ that cxx generates writes it. What cxx's own header defines is known by name alone, for the
 * header is seldom part of a workspace.
 *
 * @see cxx: write.rs, write_type
 */
export type WantedType =
  | {
      readonly kind: 'pointer' | 'reference';
      readonly const: boolean;
      readonly to: WantedType;
      readonly text: string;
    }
  /** `rust::Str`, `rust::Box<T>` … */
  | { readonly kind: 'cxx'; readonly text: string }
  | { readonly kind: 'written'; readonly type: CppType; readonly text: string };

/** Null for what is not known: a type that the bridge does not declare, or what cxx itself rejects. */
export function wantedType(type: RustType, bridge: CxxBridge): WantedType | null {
  switch (type.kind) {
    case 'tuple':
      return type.elements.length === 0 ? builtin('void') : null;
    case 'reference': {
      const { referent, mutable } = type;
      if (referent.kind === 'path' && referent.path.join() === 'str')
        return { kind: 'cxx', text: 'rust::Str' };
      if (referent.kind === 'slice') {
        const element = wantedType(referent.element, bridge);
        return element && { kind: 'cxx', text: `rust::Slice<${constant(element.text, !mutable)}>` };
      }
      return indirect('reference', referent, mutable, bridge);
    }
    case 'pointer':
      return indirect('pointer', type.pointee, type.mutable, bridge);
    case 'path':
      return wantedPath(type, bridge);
    case 'array':
    case 'function':
    case 'slice':
    case 'never':
    case 'trait-object':
    case 'unreadable':
      return null;
    default:
      return type satisfies never;
  }
}

function indirect(
  kind: 'pointer' | 'reference',
  to: RustType,
  mutable: boolean,
  bridge: CxxBridge,
): WantedType | null {
  const wanted = wantedType(to, bridge);
  return (
    wanted && {
      kind,
      const: !mutable,
      to: wanted,
      text: `${constant(wanted.text, !mutable)} ${kind === 'pointer' ? '*' : '&'}`,
    }
  );
}

const constant = (text: string, isConst: boolean): string =>
  isConst ? (/[*&]$/.test(text) ? `${text}const` : `const ${text}`) : text;

/** @see cxx: write.rs, write_atom */
const ATOMS: Readonly<Record<string, WantedType>> = {
  bool: builtin('bool'),
  c_char: builtin('char'),
  f32: builtin('float'),
  f64: builtin('double'),
  usize: library('size_t'),
  ...Object.fromEntries(
    ['8', '16', '32', '64'].flatMap((bits) => [
      [`u${bits}`, library(`uint${bits}_t`)],
      [`i${bits}`, library(`int${bits}_t`)],
    ]),
  ),
  CxxString: library('string'),
  String: { kind: 'cxx', text: 'rust::String' },
};

const TEMPLATES: ReadonlyMap<string, string> = new Map([
  ['UniquePtr', 'unique_ptr'],
  ['SharedPtr', 'shared_ptr'],
  ['WeakPtr', 'weak_ptr'],
  ['CxxVector', 'vector'],
]);

function wantedPath(type: RustType & { readonly kind: 'path' }, bridge: CxxBridge): WantedType | null {
  const [name] = type.path;
  const [first] = type.arguments;
  if (name === undefined || type.path.length !== 1) return null;
  const argument = first?.kind === 'type' ? first.type : null;
  if (name === 'Result') return argument && wantedType(argument, bridge);
  if (name === 'Pin') return argument && wantedType(argument, bridge);
  if (argument) {
    const inner = wantedType(argument, bridge);
    if (!inner) return null;
    if (name === 'Box' || name === 'Vec') return { kind: 'cxx', text: `rust::${name}<${inner.text}>` };
    const template = TEMPLATES.get(name);
    return template === undefined || inner.kind !== 'written' ? null : library(template, inner);
  }
  const atom = Object.hasOwn(ATOMS, name) ? ATOMS[name] : undefined;
  if (atom) return atom;
  const path = cppPathOf(name, bridge);
  return path && { kind: 'written', type: named(path), text: path.join('::') };
}

/** The C++ name of a type of the bridge. */
function cppPathOf(name: string, bridge: CxxBridge): readonly string[] | null {
  const path = (item: CxxItem, around: readonly string[]): readonly string[] => [
    ...(item.namespace ?? around),
    item.cxxName ?? item.name,
  ];
  const isNamed = (item: CxxItem): boolean => (item.rustName ?? item.name) === name;
  for (const block of bridge.blocks) {
    const item = block.types.find(isNamed);
    if (item) return path(item, block.namespace ?? bridge.namespace);
  }
  const shared = [...bridge.structs, ...bridge.enums].find(isNamed);
  return shared ? path(shared, bridge.namespace) : null;
}

function builtin(name: CppBuiltin): WantedType {
  return { kind: 'written', type: { kind: 'builtin', name }, text: name };
}

function library(name: string, argument?: WantedType & { readonly kind: 'written' }): WantedType {
  const text = argument ? `std::${name}<${argument.text}>` : `std::${name}`;
  return { kind: 'written', type: named(['std', name], argument?.type), text };
}

function named(path: readonly string[], argument?: CppType): CppType {
  const segments: CppName['segments'] = path.map((name, i) => ({
    name,
    arguments: argument && i === path.length - 1 ? [{ kind: 'type', type: argument }] : null,
  }));
  return { kind: 'named', name: { global: true, segments }, elaborated: null };
}

/**
 * Whether a declared type is what cxx wants. The generated C++ takes the address of the function, so that nothing
 * is converted.
 *
 * @param from the file of the bridge
 */
export function isAsWanted(wanted: WantedType, declared: CppAbiType, from: string, view: TargetView): Answer {
  if (isOpen(declared)) return 'unknown';
  switch (wanted.kind) {
    case 'written': {
      const type = view.cpp.type(wanted.type, cppContext(from, []));
      if (isOpen(type)) return 'unknown';
      return areDistinct(type, declared) ? 'no' : sameType(unqualified(type), unqualified(declared));
    }
    case 'cxx':
      // Its name may be an alias of a class that is generated, and templates of the project may be anything.
      if (declared.kind === 'record')
        return declared.record.name[0]?.name === 'rust' || declared.record.name.some((each) => each.arguments)
          ? 'unknown'
          : 'no';
      return 'no';
    case 'pointer':
    case 'reference': {
      if (declared.kind !== wanted.kind || (declared.kind === 'reference' && declared.rvalue)) return 'no';
      const to = declared.kind === 'pointer' ? declared.pointee : declared.referent;
      if (isOpen(to)) return 'unknown';
      if (to.kind === 'array' || to.kind === 'function') return 'unknown';
      const within = isAsWanted(wanted.to, to, from, view);
      return (to.const === true) !== wanted.const || to.volatile ? 'no' : within;
    }
    default:
      return wanted satisfies never;
  }
}

/** Templates and classes of the standard library that are not one another. */
const DISTINCT: ReadonlySet<string> = new Set(
  'std::unique_ptr std::shared_ptr std::weak_ptr std::vector std::string'.split(' '),
);

function areDistinct(a: CppAbiType, b: CppAbiType): boolean {
  if (a.kind !== 'library' || b.kind !== 'library') return false;
  if (!DISTINCT.has(a.name) || !DISTINCT.has(b.name)) return false;
  const [x, y] = [a.arguments[0], b.arguments[0]];
  return a.name !== b.name || (x?.kind === 'type' && y?.kind === 'type' && areDistinct(x.type, y.type));
}

/** Types of which it is not known which they are, or how cxx would see them. */
function isOpen(type: CppAbiType): boolean {
  if (type.assumption !== undefined) return true;
  switch (type.kind) {
    case 'unknown':
    case 'aligned':
    case 'array':
    case 'function':
    case 'member-pointer':
    case 'template-parameter':
    case 'bit-int':
      return true;
    case 'library':
      return !isLibraryName(type.name);
    case 'builtin':
    case 'pointer':
    case 'reference':
    case 'enum':
    case 'record':
      return false;
    default:
      return type satisfies never;
  }
}

/** Of a parameter itself qualifiers do not count, and of a reference they were compared. @see C++ [dcl.fct] */
function unqualified(type: CppAbiType): CppAbiType {
  const { const: _const, volatile: _volatile, ...plain } = type;
  return plain;
}
