import { assumed, unknown, type Known } from '../../base/known.js';
import type { CppBuiltin } from '../../facts/cpp/cpp-facts.js';
import type {
  CppAbiArgument,
  CppAbiLibraryType,
  CppAbiName,
  CppAbiNameComponent,
  CppAbiRecord,
  CppAbiType,
} from '../model.js';
import { formatType } from '../names.js';
import type { StandardLibrary, Target } from '../target.js';
import { libraryAssumption } from './library-form.js';

/** What the mangling of a library class takes: Microsoft's says `struct` or `class`. */
export type LibraryClassName = Pick<CppAbiRecord, 'kind' | 'name'>;

/**
 * The full name of a library class: inline namespaces, default template arguments and ABI tags, as they
 * stand in its mangling.
 */
export function libraryName(type: CppAbiLibraryType, target: Target): Known<LibraryClassName> {
  const library = target.standardLibrary;
  const name = new Namer(library, target).name(type);
  return name === null
    ? unknown(`the full name of ${formatType(type)} in ${library} is not in the tables`)
    : assumed({ kind: keyOf(name), name }, libraryAssumption(library));
}

/** Templates and classes that Microsoft's library declares with `struct`; all others are a `class`. */
const STRUCTS: ReadonlySet<string> = new Set([
  'char_traits',
  'less',
  'hash',
  'equal_to',
  'pair',
  'default_delete',
  'atomic',
  'ratio',
]);

const keyOf = (name: CppAbiName): CppAbiRecord['kind'] =>
  STRUCTS.has(name.at(-1)?.name ?? '') ? 'struct' : 'class';

const STRING_CHARACTERS: ReadonlyMap<string, CppBuiltin> = new Map([
  ['string', 'char'],
  ['wstring', 'wchar_t'],
  ['u8string', 'char8_t'],
  ['u16string', 'char16_t'],
  ['u32string', 'char32_t'],
]);

/** Classes whose template arguments are all written by their users. */
const WITHOUT_DEFAULTS: ReadonlySet<string> = new Set([
  'array',
  'pair',
  'optional',
  'shared_ptr',
  'weak_ptr',
  'initializer_list',
  'reference_wrapper',
  'atomic',
  'complex',
  'function',
  'expected',
  'default_delete',
]);

/** Classes that are no templates. */
const PLAIN: ReadonlySet<string> = new Set([
  'any',
  'thread',
  'mutex',
  'recursive_mutex',
  'error_code',
  'locale',
]);
/** Plain classes that libc++ keeps outside its inline namespace, because they belong to its ABI library. */
const UNVERSIONED: ReadonlySet<string> = new Set([
  'exception',
  'exception_ptr',
  'bad_alloc',
  'type_info',
  'initializer_list',
]);

class Namer {
  readonly #library: StandardLibrary;
  readonly #target: Target;

  constructor(library: StandardLibrary, target: Target) {
    this.#library = library;
    this.#target = target;
  }

  name({ name, arguments: args }: CppAbiLibraryType): CppAbiName | null {
    const short = name.replace(/^std::/, '');
    const character = STRING_CHARACTERS.get(short);
    if (character) return this.#string({ kind: 'builtin', name: character });
    const viewed = STRING_CHARACTERS.get(short.replace(/_view$/, ''));
    if (viewed) return this.#view({ kind: 'builtin', name: viewed });
    const types = args.flatMap((argument) => (argument.kind === 'type' ? [argument.type] : []));
    const [first, second] = types;
    if (short === 'filesystem::path') return this.#path();
    if (PLAIN.has(short) || UNVERSIONED.has(short))
      return args.length === 0 || first ? this.#in(short, args.length > 0 ? args : null) : null;
    if (!first) return null;
    switch (short) {
      case 'vector':
      case 'deque':
      case 'forward_list':
        return types.length === 1 ? this.#in(short, [type(first), this.#allocator(first)]) : null;
      case 'list': {
        if (types.length !== 1) return null;
        return this.#tagged('list', [type(first), this.#allocator(first)]);
      }
      case 'set':
      case 'multiset':
        return types.length === 1
          ? this.#in(short, [type(first), this.#of('less', first), this.#allocator(first)])
          : null;
      case 'map':
      case 'multimap':
        if (!second || types.length !== 2) return null;
        return this.#in(short, [
          type(first),
          type(second),
          this.#of('less', first),
          this.#allocator(this.#entry(first, second)),
        ]);
      case 'unordered_set':
      case 'unordered_multiset':
        if (types.length !== 1) return null;
        return this.#in(short, [
          type(first),
          this.#of('hash', first),
          this.#of('equal_to', first),
          this.#allocator(first),
        ]);
      case 'unordered_map':
      case 'unordered_multimap':
        if (!second || types.length !== 2) return null;
        return this.#in(short, [
          type(first),
          type(second),
          this.#of('hash', first),
          this.#of('equal_to', first),
          this.#allocator(this.#entry(first, second)),
        ]);
      case 'unique_ptr': {
        const element = first.kind === 'array' ? { ...first, count: null } : first;
        return this.#in(short, [type(element), second ? type(second) : this.#of('default_delete', element)]);
      }
      case 'span':
        return this.#in(short, [type(first), this.#extent(args[1])]);
      case 'basic_string':
        return types.length === 1 ? this.#string(first) : null;
      case 'basic_string_view':
        return types.length === 1 ? this.#view(first) : null;
      case 'tuple':
      case 'variant':
        return this.#in(short, args).map((component) =>
          component.name === short ? { ...component, packFrom: 0 } : component,
        );
      case 'array': {
        const count = args[1];
        return count?.kind === 'constant' ? this.#in(short, [type(first), this.#extent(count)]) : null;
      }
      default:
        return WITHOUT_DEFAULTS.has(short) ? this.#in(short, args) : null;
    }
  }

  #string(character: CppAbiType): CppAbiName {
    return this.#tagged('basic_string', [
      type(character),
      this.#of('char_traits', character),
      this.#allocator(character),
    ]);
  }

  #view(character: CppAbiType): CppAbiName {
    return this.#in('basic_string_view', [type(character), this.#of('char_traits', character)]);
  }

  #path(): CppAbiName {
    const filesystem = namespace('filesystem');
    const path = component('path', null);
    switch (this.#library) {
      case 'libstdc++':
        return [namespace('std'), filesystem, CXX11, path];
      case 'libc++':
        return [namespace('std'), namespace('__1'), namespace('__fs'), filesystem, path];
      case 'msvc':
        return [namespace('std'), filesystem, path];
      default:
        return this.#library satisfies never;
    }
  }

  /** `std::name<args>`, in libc++ within its inline namespace. */
  #in(name: string, args: readonly CppAbiArgument[] | null): CppAbiName {
    if (this.#library === 'msvc' && name === 'type_info') return [component(name, args)];
    const versioned = this.#library === 'libc++' && !UNVERSIONED.has(name);
    return [namespace('std'), ...(versioned ? [namespace('__1')] : []), component(name, args)];
  }

  /** The classes whose new ABI libstdc++ keeps in an inline namespace with a tag. */
  #tagged(name: string, args: readonly CppAbiArgument[]): CppAbiName {
    return this.#library === 'libstdc++'
      ? [namespace('std'), CXX11, component(name, args)]
      : this.#in(name, args);
  }

  #of(name: string, argument: CppAbiType): CppAbiArgument {
    return type({ kind: 'record', record: named(this.#in(name, [type(argument)])) });
  }

  #allocator(element: CppAbiType): CppAbiArgument {
    return this.#of('allocator', element);
  }

  #entry(key: CppAbiType, value: CppAbiType): CppAbiType {
    return { kind: 'record', record: named(this.#in('pair', [type({ ...key, const: true }), type(value)])) };
  }

  /** A `size_t` argument; without one `std::dynamic_extent`. */
  #extent(count: CppAbiArgument | undefined): CppAbiArgument {
    const dynamic = (1n << BigInt(8 * this.#target.pointerSize)) - 1n;
    return {
      kind: 'constant',
      value: count?.kind === 'constant' ? count.value : dynamic,
      type: { kind: 'builtin', name: this.#target.spelling.size_t },
    };
  }
}

const type = (argument: CppAbiType): CppAbiArgument => ({ kind: 'type', type: argument });

const namespace = (name: string): CppAbiNameComponent => ({
  kind: 'namespace',
  name,
  arguments: null,
  abiTags: [],
});

const component = (name: string, args: readonly CppAbiArgument[] | null): CppAbiNameComponent => ({
  kind: 'record',
  name,
  arguments: args,
  abiTags: [],
});

const CXX11: CppAbiNameComponent = { ...namespace('__cxx11'), abiTags: ['cxx11'] };

/** A record of which only the name matters. */
const named = (name: CppAbiName) => ({
  name,
  kind: keyOf(name),
  anonymous: false,
  location: null,
  define: () => unknown('only its name is known'),
});
