import { isAnonymous } from '../facts/cpp/namespace-macros.js';
import type { Uri } from '../base/range.js';
import type { CppAbiEnum, CppAbiRecord } from '../abi/model.js';
import { cppContext } from '../boundary/lowering/cpp-lowering.js';
import type { TargetView } from '../boundary/target-view.js';
import type {
  CppBuiltin,
  CppFacts,
  CppName,
  CppScope,
  CppTemplateArgument,
  CppType,
} from '../facts/cpp/cpp-facts.js';
import { formatCppName, formatCppType } from '../facts/cpp/format-cpp.js';
import { qualifiedName, type CppDeclarationOf, type CppPlace } from '../program/cpp-names.js';
import { isOpaque, type BridgeType, type CxxGeneric, type CxxShape } from './cxx-shapes.js';
import {
  ALTERNATIVES,
  BUILTINS,
  GENERICS,
  LIBRARY_TYPES,
  SCALARS,
  VARIABLE_SIZE,
} from './cxx-type-tables.js';

/** What cxx makes of a C++ type, or why it cannot be said in a bridge. */
export type CxxReading = { readonly shape: CxxShape; readonly const: boolean } | { readonly refused: string };

const MAXIMUM_DEPTH = 32;

/**
 * Reads the C++ types of a header's signatures as cxx has them. Types are taken as written, aliases
 * followed, and not lowered for a target: cxx asks for the same type on every platform, so that
 * `std::int64_t` has a counterpart and `long` has none.
 *
 * @see cxx: syntax/check.rs for what is supported, write.rs for the C++ type that each Rust type stands for
 */
export class CxxTypes {
  readonly #view: TargetView;
  readonly #visible: ReadonlySet<Uri>;
  readonly #types = new Map<string, BridgeType>();
  /** Names at namespace scope for what has no name that cxx can write. */
  readonly #aliases = new Map<CppAbiRecord | CppAbiEnum, readonly string[]>();

  constructor(view: TargetView, uri: Uri, facts: CppFacts) {
    this.#view = view;
    this.#visible = view.program.cpp.includes.visibleFrom(uri);
    for (const alias of facts.aliases) {
      if (alias.template || alias.condition.length > 0 || unnameable(alias) !== null) continue;
      const lowered = view.cpp.type(alias.type, cppContext(uri, alias.scope));
      const entity =
        lowered.kind === 'record' ? lowered.record : lowered.kind === 'enum' ? lowered.enum : null;
      if (entity && !this.#aliases.has(entity)) this.#aliases.set(entity, pathOf(alias));
    }
  }

  /** The type of a parameter, or the reason why cxx cannot pass it with what to write instead. */
  parameter(type: CppType, place: CppPlace): CxxReading {
    const written = `\`${formatCppType(type)}\``;
    if (type.kind === 'array') {
      return { refused: `${written} is a raw array; take a \`rust::Slice\`, or a pointer and a length` };
    }
    const reading = this.read(type, place);
    if ('refused' in reading) return reading;
    const { shape } = reading;
    if (!isOpaque(shape)) return reading;
    const alternatives =
      shape.kind === 'cxx-string'
        ? 'take `const std::string &`, `rust::Str` or `std::unique_ptr<std::string>`'
        : 'take a reference or a `std::unique_ptr`';
    return {
      refused: `it takes ${written} by value, which cxx does not pass to C++ objects; ${alternatives}`,
    };
  }

  /** The type of a result, or the reason why cxx cannot return it with what to write instead. */
  result(type: CppType, place: CppPlace): CxxReading {
    const reading = this.read(type, place);
    if ('refused' in reading) return reading;
    const { shape } = reading;
    const written = `\`${formatCppType(type)}\``;
    if (isOpaque(shape)) {
      const alternatives =
        shape.kind === 'cxx-string'
          ? 'return `rust::String` or `std::unique_ptr<std::string>`'
          : 'return a `std::unique_ptr` to it';
      return {
        refused: `it returns ${written} by value, which cxx does not move into Rust; ${alternatives}`,
      };
    }
    if (reading.const) {
      return { refused: `it returns ${written}; cxx wants the same type without \`const\`` };
    }
    return reading;
  }

  /** A class or enum as a type of the bridge. */
  declared(
    declaration: CppDeclarationOf<'record'> | CppDeclarationOf<'enum'>,
  ): BridgeType | { refused: string } {
    const entity =
      declaration.kind === 'record'
        ? this.#view.cpp.record(declaration.uri, declaration.item)
        : this.#view.cpp.enum(declaration.uri, declaration.item);
    if (declaration.kind === 'record' && declaration.item.template) {
      return {
        refused: `it is a template; an instance that is named at namespace scope (\`using Name = ${declaration.item.name}<…>;\`) can be passed on, and functions can do what its methods do`,
      };
    }
    const problem = unnameable(declaration.item);
    if (problem === null) return this.#type(pathOf(declaration.item), declaration);
    const alias = this.#aliases.get(entity);
    return alias ? this.#type(alias, declaration) : { refused: problem };
  }

  read(type: CppType, place: CppPlace, depth = 0): CxxReading {
    const reading = this.#unqualified(type, place, depth);
    if ('refused' in reading) return reading;
    if (type.volatile) return { refused: `cxx has no \`volatile\` (\`${formatCppType(type)}\`)` };
    return type.const ? { ...reading, const: true } : reading;
  }

  #unqualified(type: CppType, place: CppPlace, depth: number): CxxReading {
    const written = `\`${formatCppType(type)}\``;
    if (depth > MAXIMUM_DEPTH) return { refused: `${written} refers to itself` };
    switch (type.kind) {
      case 'builtin':
        return builtin(type.name);
      case 'named':
        return this.#named(type.name, place, depth);
      case 'pointer':
        return this.#pointer(type.pointee, written, place, depth);
      case 'reference':
        return this.#reference(type, written, place, depth);
      case 'array':
        return { refused: `${written} is a raw array; use \`std::array\` or a \`rust::Slice\`` };
      case 'function':
        return {
          refused: `cxx passes no C++ function (${written}); take a \`rust::Fn\` or a class with a method`,
        };
      case 'member-pointer':
        return { refused: `cxx has no pointers to members (${written})` };
      case 'inline-record':
        return { refused: 'its type has no name; give the record one at namespace scope' };
      case 'bit-int':
      case 'atomic':
        return { refused: `cxx has no ${written}` };
      case 'macro':
      case 'unreadable':
        return { refused: `the type ${written} was not understood` };
      default:
        return type satisfies never;
    }
  }

  #pointer(pointee: CppType, written: string, place: CppPlace, depth: number): CxxReading {
    if (pointee.kind === 'function') {
      return {
        refused: `cxx passes no C++ function pointer (${written}); take a \`rust::Fn\` or a class with a method`,
      };
    }
    const reading = this.read(pointee, place, depth + 1);
    if ('refused' in reading) return reading;
    const { shape } = reading;
    switch (shape.kind) {
      case 'void':
        return { refused: `cxx has no ${written}; point at \`std::uint8_t\` or at a class` };
      case 'scalar':
      case 'type':
      case 'pointer':
      case 'cxx-string':
        return plain({ kind: 'pointer', mutable: !reading.const, to: shape });
      case 'generic':
        if (shape.name === 'CxxVector') return plain({ kind: 'pointer', mutable: !reading.const, to: shape });
        return { refused: `cxx has no pointer to a smart pointer (${written}); take a reference` };
      default:
        return { refused: `cxx has no ${written}; take a reference or the value` };
    }
  }

  #reference(
    type: Extract<CppType, { kind: 'reference' }>,
    written: string,
    place: CppPlace,
    depth: number,
  ): CxxReading {
    if (type.rvalue) {
      return { refused: `cxx has no rvalue references (${written}); take a \`std::unique_ptr\` by value` };
    }
    if (type.referent.kind === 'array') {
      return {
        refused: `${written} is a reference to a raw array; take a \`rust::Slice\` or \`std::array\``,
      };
    }
    const reading = this.read(type.referent, place, depth + 1);
    if ('refused' in reading) return reading;
    const { shape } = reading;
    if (shape.kind === 'str' || shape.kind === 'slice') {
      return { refused: `cxx has no reference to a reference (${written}); pass it by value` };
    }
    if (shape.kind === 'pointer' || shape.kind === 'void') {
      return { refused: `cxx has no reference to a pointer (${written}); pass the pointer` };
    }
    return plain({ kind: 'reference', mutable: !reading.const, to: shape });
  }

  #named(name: CppName, place: CppPlace, depth: number): CxxReading {
    const text = formatCppName(name);
    const path = name.segments.map((segment) => segment.name);
    const scalar =
      path.length === 1 || (path.length === 2 && path[0] === 'std') ? SCALARS[path.at(-1) ?? ''] : null;
    if (scalar) return plain({ kind: 'scalar', name: scalar });
    if (path[0] === 'std' || path[0] === 'rust') return this.#library(path.join('::'), name, place, depth);
    const lookup = this.#view.program.cpp.lookUpType(name, place);
    switch (lookup.kind) {
      case 'missing': {
        const library = this.#view.program.cpp
          .throughUsings(path, place)
          .map((target) => target.path.join('::'))
          .find((target) => LIBRARY_TYPES.has(target));
        if (library !== undefined) return this.#library(library, name, place, depth);
        return { refused: `no declaration of \`${text}\` was found` };
      }
      case 'ambiguous':
        return { refused: `\`${text}\` is declared in ${lookup.candidates.length} ways` };
      case 'unsure':
        return { refused: `what \`${text}\` is cannot be said: ${lookup.reason}` };
      case 'incomplete':
        return this.#ofBridge(lookup.declaration, name, place);
      case 'found': {
        const { declaration } = lookup;
        if (declaration.kind !== 'alias') return this.#ofBridge(declaration, name, place);
        if (declaration.item.template) {
          return { refused: `\`${text}\` is an alias template, which cxx cannot name` };
        }
        return this.read(
          declaration.item.type,
          { uri: declaration.uri, scope: declaration.item.scope },
          depth + 1,
        );
      }
      default:
        return lookup satisfies never;
    }
  }

  #ofBridge(
    declaration: CppDeclarationOf<'record'> | CppDeclarationOf<'enum'>,
    name: CppName,
    place: CppPlace,
  ): CxxReading {
    if (declaration.kind === 'record' && declaration.item.template) {
      const lowered = this.#view.cpp.type(
        { kind: 'named', name, elaborated: null },
        cppContext(place.uri, place.scope),
      );
      const alias = lowered.kind === 'record' ? this.#aliases.get(lowered.record) : undefined;
      if (alias) return plain({ kind: 'type', type: this.#type(alias, declaration) });
      return {
        refused: `\`${formatCppName(name)}\` is an instance of a template, which cxx cannot name; name it at namespace scope: \`using Name = ${formatCppName(name)};\``,
      };
    }
    const type = this.declared(declaration);
    return 'refused' in type ? type : plain({ kind: 'type', type });
  }

  #type(path: readonly string[], declaration: BridgeType['declaration']): BridgeType {
    const key = path.join('::');
    const known = this.#types.get(key);
    if (known) return known;
    const type: BridgeType = {
      kind: declaration.kind === 'record' ? 'class' : 'enum',
      path,
      declaration,
      complete: declaration.item.definition && this.#visible.has(declaration.uri),
    };
    this.#types.set(key, type);
    return type;
  }

  /** Types of the standard library and of `rust/cxx.h`. */
  #library(library: string, name: CppName, place: CppPlace, depth: number): CxxReading {
    const text = `\`${formatCppName(name)}\``;
    const args = name.segments[name.segments.length - 1]?.arguments ?? [];
    const generic = GENERICS[library];
    if (generic) {
      if (args.length > 1) {
        const what = library === 'std::vector' ? 'an allocator' : 'a deleter';
        return { refused: `${text} has ${what} of its own; cxx knows only the default one` };
      }
      const reading = this.#argument(args[0], text, place, depth);
      if ('refused' in reading) return reading;
      if (reading.const) return { refused: `cxx has no ${text}; leave out the \`const\` inside` };
      const problem = unsupportedElement(generic, reading.shape, text);
      return problem === null
        ? plain({ kind: 'generic', name: generic, of: reading.shape })
        : { refused: problem };
    }
    switch (library) {
      case 'std::string':
        return plain({ kind: 'cxx-string' });
      case 'rust::String':
        return plain({ kind: 'rust-string' });
      case 'rust::Str':
        return plain({ kind: 'str' });
      case 'rust::isize':
        return plain({ kind: 'scalar', name: 'isize' });
      case 'rust::Slice': {
        const reading = this.#argument(args[0], text, place, depth);
        if ('refused' in reading) return reading;
        const { shape } = reading;
        if (shape.kind !== 'scalar' && !isEnum(shape))
          return { refused: `cxx has no slice of this element (${text})` };
        return plain({ kind: 'slice', mutable: !reading.const, of: shape });
      }
      case 'std::array':
        return this.#array(args, text, place, depth);
      default:
        return { refused: `cxx has no ${text}${ALTERNATIVES[library] ?? ''}` };
    }
  }

  #argument(
    argument: CppTemplateArgument | undefined,
    text: string,
    place: CppPlace,
    depth: number,
  ): CxxReading {
    if (argument?.kind !== 'type') return { refused: `the arguments of ${text} were not understood` };
    return this.read(argument.type, place, depth + 1);
  }

  #array(args: readonly CppTemplateArgument[], text: string, place: CppPlace, depth: number): CxxReading {
    const reading = this.#argument(args[0], text, place, depth);
    if ('refused' in reading) return reading;
    const [, second] = args;
    const length =
      second?.kind === 'constant'
        ? this.#view.cpp.constant(second.value, cppContext(place.uri, place.scope))
        : undefined;
    if (!length || length.status === 'unknown') return { refused: `the length of ${text} is not known` };
    const sized = reading.shape.kind === 'scalar' || isEnum(reading.shape);
    if (!sized || reading.const || length.value < 1n)
      return { refused: `cxx has no ${text}; use a \`rust::Slice\`` };
    return plain({ kind: 'array', of: reading.shape, length: length.value });
  }
}

/** The qualified name as cxx has to write it; inline namespaces may be left out of it. */
export const pathOf = (item: {
  readonly scope: readonly CppScope[];
  readonly name: string;
}): readonly string[] => [
  ...item.scope.filter((scope) => !scope.inline).map((scope) => scope.name),
  item.name,
];

/** Why cxx cannot write the qualified name of an item; null where it can. @see cxx: syntax/ident.rs */
export function unnameable(item: {
  readonly scope: readonly CppScope[];
  readonly name: string;
}): string | null {
  const outer = item.scope.find((scope) => scope.kind === 'record');
  if (outer) {
    const alias = `${item.scope
      .filter((scope) => scope.kind === 'record')
      .map((scope) => scope.name)
      .join('_')}_${item.name}`;
    return `\`${item.name}\` is nested in \`${outer.name}\`, where cxx cannot name it; add an alias at namespace scope: \`using ${alias} = ${qualifiedName(item)};\``;
  }
  if (item.scope.some(isAnonymous)) return 'it is in an anonymous namespace';
  const reserved = pathOf(item).find((name) => name.includes('__') || name.startsWith('cxxbridge'));
  return reserved === undefined ? null : `cxx reserves names like \`${reserved}\``;
}

const plain = (shape: CxxShape): CxxReading => ({ shape, const: false });

const isEnum = (shape: CxxShape): boolean => shape.kind === 'type' && shape.type.kind === 'enum';

/** Why cxx has no such smart pointer or vector; null where it has. */
function unsupportedElement(generic: CxxGeneric, element: CxxShape, text: string): string | null {
  const problem = `cxx has no ${text}`;
  if (element.kind === 'type') {
    if (generic === 'Vec') return element.type.kind === 'enum' ? null : `${problem}; use \`std::vector\``;
    // The shims of these destroy, copy and measure their element.
    if (generic === 'SharedPtr' || generic === 'WeakPtr' || element.type.complete) return null;
    if (element.type.kind === 'enum') return null;
    const name = element.type.path.join('::');
    return `${text} needs the definition of \`${name}\`, and the header only declares it; include the header that defines it`;
  }
  const number = element.kind === 'scalar' && element.name !== 'c_char' && element.name !== 'bool';
  switch (generic) {
    case 'UniquePtr':
      return element.kind === 'cxx-string' || (element.kind === 'generic' && element.name === 'CxxVector')
        ? null
        : problem;
    case 'SharedPtr':
    case 'WeakPtr':
      return number || element.kind === 'cxx-string' || (element.kind === 'scalar' && element.name === 'bool')
        ? null
        : problem;
    case 'CxxVector':
      if (number || element.kind === 'cxx-string') return null;
      return `${problem}; its elements may be numbers, \`std::string\` and classes`;
    case 'Vec':
      return element.kind === 'scalar' || element.kind === 'rust-string' ? null : problem;
    default:
      return generic satisfies never;
  }
}

function builtin(name: CppBuiltin): CxxReading {
  if (name === 'void') return plain({ kind: 'void' });
  const scalar = BUILTINS[name];
  if (scalar !== undefined) return plain({ kind: 'scalar', name: scalar });
  const fixed = VARIABLE_SIZE[name];
  return {
    refused:
      fixed === undefined
        ? `cxx has no \`${name}\``
        : `cxx has no \`${name}\`, whose size depends on the platform; use \`${fixed}\``,
  };
}
