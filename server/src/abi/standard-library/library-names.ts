import { unknown, type Known } from '../../base/known.js';
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
import { onLibraryOf } from './library-choice.js';
import {
  classKeyOf,
  enclosingNamespaces,
  isPlain,
  libraryAlias,
  ratioOf,
  STREAMS,
  STRING_CHARACTERS,
  WITHOUT_DEFAULTS,
} from './library-places.js';

/** What the mangling of a library class takes: Microsoft's says whether it is a `struct`, a `class` or an enumeration. */
export interface LibraryClassName {
  readonly kind: CppAbiRecord['kind'] | 'enum';
  readonly name: CppAbiName;
}

/**
 * The full name of a library class: inline namespaces, default template arguments and ABI tags, as they
 * stand in its mangling.
 */
export function libraryName(type: CppAbiLibraryType, target: Target): Known<LibraryClassName> {
  const library = target.standardLibrary;
  const name = inMode(new Namer(library, target).name(type), target);
  return name === null
    ? unknown(`the full name of ${formatType(type)} in ${library} is not in the tables`)
    : onLibraryOf(target, { kind: keyOf(name), name });
}

/** The new ABI's namespace is not there without it; in libstdc++'s debug mode containers are other classes. */
function inMode(name: CppAbiName | null, target: Target): CppAbiName | null {
  if (name === null || target.standardLibrary !== 'libstdc++') return name;
  if (target.libraryMode === 'old-abi') return name.filter((part) => part.name !== '__cxx11');
  return target.libraryMode === 'debug' && CHECKED.has(name.at(-1)?.name ?? '') ? null : name;
}

/** Containers that libstdc++ replaces in its debug mode. */
const CHECKED: ReadonlySet<string> = new Set(
  ['vector', 'deque', 'list', 'forward_list', 'map', 'multimap', 'set', 'multiset', 'unordered_map'].concat([
    'unordered_multimap',
    'unordered_set',
    'unordered_multiset',
  ]),
);

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
    const alias = libraryAlias(short, this.#library, this.#target);
    if (alias !== null) return args.length === 0 ? this.name(alias) : null;
    if (isPlain(short)) return args.length === 0 ? this.#in(short, null) : null;
    if (short === 'initializer_list') return first ? this.#in(short, args) : null;
    if (short === 'chrono::duration') return this.#duration(args);
    if (short === 'ratio') return args.length > 0 ? this.#in(short, args) : null;
    if (short === 'bitset') {
      const [count] = args;
      return count?.kind === 'constant' ? this.#in(short, [this.#extent(count)]) : null;
    }
    if (short === 'tuple') return this.#packed(short, args);
    if (!first) return null;
    if (STREAMS.has(short)) return types.length === 1 ? this.#stream(short, first) : null;
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
      case 'stack':
      case 'queue':
        if (types.length !== 1) return null;
        return this.#in(short, [type(first), this.#container('deque', first)]);
      case 'priority_queue':
        if (types.length !== 1) return null;
        return this.#in(short, [type(first), this.#container('vector', first), this.#of('less', first)]);
      case 'variant':
        return this.#packed(short, args);
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

  /** A template whose parameters are one pack. */
  #packed(name: string, args: readonly CppAbiArgument[]): CppAbiName {
    return this.#in(name, args).map((component) =>
      component.name === name ? { ...component, packFrom: 0 } : component,
    );
  }

  /** `ratio` and its defaults are spelled too. */
  #duration(args: readonly CppAbiArgument[]): CppAbiName | null {
    const [count, period] = args;
    if (count?.kind !== 'type') return null;
    const second: CppAbiType = { kind: 'library', name: 'std::ratio', arguments: ratioOf(1n, this.#target) };
    return this.#in('chrono::duration', [count, period ?? type(second)]);
  }

  #stream(name: string, character: CppAbiType): CppAbiName {
    const traits = [type(character), this.#of('char_traits', character)];
    return STREAMS.get(name) === 'allocates'
      ? this.#tagged(name, [...traits, this.#allocator(character)])
      : this.#in(name, traits);
  }

  #container(name: string, element: CppAbiType): CppAbiArgument {
    const record = named(this.#in(name, [type(element), this.#allocator(element)]));
    return type({ kind: 'record', record });
  }

  /** `std::name<args>` with the inline namespaces in which the library keeps it. */
  #in(name: string, args: readonly CppAbiArgument[] | null): CppAbiName {
    const path = name.split('::');
    const own = component(path.at(-1) ?? name, args);
    if (this.#library === 'msvc' && name === 'type_info') return [own];
    const namespaces = enclosingNamespaces(name, this.#library);
    return [...namespaces.map(namespaceOf), own];
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

const namespaceOf = (name: string): CppAbiNameComponent => (name === '__cxx11' ? CXX11 : namespace(name));

const keyOf = (name: CppAbiName): LibraryClassName['kind'] => classKeyOf(name.at(-1)?.name ?? '');

/** A record of which only the name matters. */
const named = (name: CppAbiName) => ({
  name,
  kind: keyOf(name) === 'struct' ? ('struct' as const) : ('class' as const),
  anonymous: false,
  location: null,
  define: () => unknown('only its name is known'),
});
