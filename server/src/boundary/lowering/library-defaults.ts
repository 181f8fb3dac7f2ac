import { nameTable } from '../../base/name-table.js';
import type { CppAbiArgument, CppAbiType } from '../../abi/model.js';
import { sameArgument } from './type-sameness.js';

/**
 * The arguments of a library template without those at the end that are its defaults: a string is one, however much of
 * its type is written.
 *
 * @param name in `std`, as `std::vector`
 * @see C++ [container.requirements], [basic.string], [unique.ptr], [iostreams.base]
 */
export function withoutDefaults(name: string, args: readonly CppAbiArgument[]): readonly CppAbiArgument[] {
  const defaults = DEFAULTS[name];
  const [first, second] = args.map((argument) => (argument.kind === 'type' ? argument.type : null));
  if (!defaults || !first) return args;
  const known = defaults(first, second ?? first);
  const required = REQUIRED[name] ?? 1;
  let count = args.length;
  while (count > required) {
    const written = args[count - 1];
    const standard = known[count - 1 - required];
    if (!written || !standard || sameArgument(written, { kind: 'type', type: standard }) !== 'yes') break;
    count--;
  }
  return args.slice(0, count);
}

type Defaults = (first: CppAbiType, second: CppAbiType) => readonly CppAbiType[];

const of = (name: string, ...types: readonly CppAbiType[]): CppAbiType => ({
  kind: 'library',
  name: `std::${name}`,
  arguments: types.map((type) => ({ kind: 'type', type })),
});

const allocator: Defaults = (element) => [of('allocator', element)];
const traits: Defaults = (character) => [of('char_traits', character)];
const allocating: Defaults = (character) => [of('char_traits', character), of('allocator', character)];
const ordered: Defaults = (key) => [of('less', key), of('allocator', key)];
const hashed: Defaults = (key) => [of('hash', key), of('equal_to', key), of('allocator', key)];
const entries = (key: CppAbiType, value: CppAbiType): CppAbiType =>
  of('allocator', of('pair', { ...key, const: true }, value));
const orderedMap: Defaults = (key, value) => [of('less', key), entries(key, value)];
const hashedMap: Defaults = (key, value) => [of('hash', key), of('equal_to', key), entries(key, value)];

/** What follows the arguments that everybody writes. */
const DEFAULTS = nameTable<Defaults>({
  'std::basic_string': allocating,
  'std::basic_string_view': traits,
  'std::vector': allocator,
  'std::deque': allocator,
  'std::list': allocator,
  'std::forward_list': allocator,
  'std::set': ordered,
  'std::multiset': ordered,
  'std::map': orderedMap,
  'std::multimap': orderedMap,
  'std::unordered_set': hashed,
  'std::unordered_multiset': hashed,
  'std::unordered_map': hashedMap,
  'std::unordered_multimap': hashedMap,
  'std::unique_ptr': (element) => [of('default_delete', element)],
  'std::stack': (element) => [of('deque', element)],
  'std::queue': (element) => [of('deque', element)],
  'std::priority_queue': (element) => [of('vector', element), of('less', element)],
  ...Object.fromEntries(
    ['ios', 'streambuf', 'istream', 'ostream', 'iostream', 'filebuf', 'ifstream', 'ofstream', 'fstream'].map(
      (name) => [`std::basic_${name}`, traits],
    ),
  ),
  ...Object.fromEntries(
    ['stringbuf', 'stringstream', 'istringstream', 'ostringstream'].map((name) => [
      `std::basic_${name}`,
      allocating,
    ]),
  ),
});

/** Arguments that have no default, where there are more than one. */
const REQUIRED = nameTable<number>({
  'std::map': 2,
  'std::multimap': 2,
  'std::unordered_map': 2,
  'std::unordered_multimap': 2,
});
