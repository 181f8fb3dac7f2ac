import { describe, expect, test } from 'vitest';
import { createCppAbi } from '../../server/src/abi/cpp-abi.js';
import { exact } from '../../server/src/base/known.js';
import {
  NO_SPECIAL_MEMBERS,
  type CppAbiArgument,
  type CppAbiName,
  type CppAbiRecord,
  type CppAbiType,
  type CppRecordDefinition,
} from '../../server/src/abi/model.js';
import { formatType } from '../../server/src/abi/names.js';
import { findTarget, type StandardLibrary, type Target } from '../../server/src/abi/target.js';
import { compileCpp } from './compilers.js';

const host = findTarget('x86_64-unknown-linux-gnu');
if (!host) throw new Error('no such target');

const INT: CppAbiType = { kind: 'builtin', name: 'int' };
const CHAR: CppAbiType = { kind: 'builtin', name: 'char' };
const BOOL: CppAbiType = { kind: 'builtin', name: 'bool' };
const DOUBLE: CppAbiType = { kind: 'builtin', name: 'double' };
const library = (name: string, ...args: CppAbiType[]): CppAbiType => ({
  kind: 'library',
  name,
  arguments: args.map((type): CppAbiArgument => ({ kind: 'type', type })),
});
const STRING = library('std::string');
const counted = (name: string, element: CppAbiType, count: bigint): CppAbiType => ({
  kind: 'library',
  name,
  arguments: [
    { kind: 'type', type: element },
    { kind: 'constant', value: count, type: { kind: 'builtin', name: 'unsigned long' } },
  ],
});

const TYPES: readonly CppAbiType[] = [
  ...['std::string', 'std::wstring', 'std::u16string', 'std::string_view', 'std::any', 'std::mutex'],
  ...[
    'std::recursive_mutex',
    'std::timed_mutex',
    'std::shared_mutex',
    'std::condition_variable',
    'std::once_flag',
  ],
  ...[
    'std::thread',
    'std::atomic_flag',
    'std::filesystem::path',
    'std::filesystem::directory_entry',
    'std::exception',
  ],
  ...[
    'std::runtime_error',
    'std::system_error',
    'std::exception_ptr',
    'std::error_code',
    'std::locale',
    'std::regex',
  ],
  ...[
    'std::stringstream',
    'std::ostringstream',
    'std::ifstream',
    'std::ofstream',
    'std::ostream',
    'std::mt19937',
  ],
  ...[
    'std::chrono::nanoseconds',
    'std::chrono::seconds',
    'std::chrono::hours',
    'std::chrono::system_clock::time_point',
  ],
].map((name) => library(name));

const TEMPLATES: readonly CppAbiType[] = [
  ...[
    'vector',
    'deque',
    'list',
    'forward_list',
    'set',
    'unordered_set',
    'unique_ptr',
    'shared_ptr',
    'weak_ptr',
    'optional',
  ].flatMap((name) => [library(`std::${name}`, INT), library(`std::${name}`, STRING)]),
  ...['map', 'multimap', 'unordered_map', 'pair'].flatMap((name) => [
    library(`std::${name}`, INT, DOUBLE),
    library(`std::${name}`, INT, STRING),
  ]),
  library('std::vector', BOOL),
  library('std::stack', INT),
  library('std::priority_queue', INT),
  library('std::span', INT),
  library('std::initializer_list', INT),
  library('std::reference_wrapper', INT),
  library('std::variant', INT, DOUBLE),
  library('std::variant', CHAR, STRING),
  library('std::tuple', CHAR, INT, CHAR),
  library('std::tuple', INT, STRING),
  library('std::atomic', INT),
  library('std::atomic', BOOL),
  library('std::complex', DOUBLE),
  library('std::optional', library('std::pair', INT, INT)),
  library('std::future', INT),
  library('std::promise', INT),
  library('std::unique_lock', library('std::mutex')),
  library('std::lock_guard', library('std::mutex')),
  library('std::enable_shared_from_this', INT),
  counted('std::array', INT, 4n),
  counted('std::array', STRING, 2n),
  counted('std::span', INT, 4n),
];

const HEADERS = [
  ...[
    'any',
    'array',
    'atomic',
    'chrono',
    'complex',
    'condition_variable',
    'deque',
    'exception',
    'filesystem',
  ],
  ...[
    'forward_list',
    'fstream',
    'functional',
    'future',
    'initializer_list',
    'list',
    'locale',
    'map',
    'memory',
    'mutex',
  ],
  ...[
    'optional',
    'queue',
    'random',
    'regex',
    'set',
    'shared_mutex',
    'span',
    'sstream',
    'stack',
    'string',
    'string_view',
  ],
  ...[
    'system_error',
    'thread',
    'tuple',
    'type_traits',
    'unordered_map',
    'unordered_set',
    'utility',
    'variant',
    'vector',
  ],
];

/** The tables of the standard library against the real headers. */
describe.each<StandardLibrary>(['libstdc++', 'libc++'])('%s', (standardLibrary) => {
  const target: Target = { ...host, standardLibrary };
  const abi = createCppAbi(target);
  const types = [...TYPES, ...TEMPLATES];
  const source = [
    ...HEADERS.map((header) => `#include <${header}>`),
    ...types.flatMap((type, index) => [
      `using T${index} = ${formatType(type)};`,
      `extern "C" const unsigned long facts_${index}[] = { sizeof(T${index}), alignof(T${index}), std::is_trivially_copyable_v<T${index}>, ` +
        `__is_trivially_relocatable(T${index}), std::is_copy_constructible_v<T${index}> || std::is_move_constructible_v<T${index}>, 1 };`,
    ]),
  ].join('\n');
  const { ir } = compileCpp(source, target.clangTriple, [`-stdlib=${standardLibrary}`]);
  const facts = types.map((type, index) => {
    const figures = new RegExp(`@facts_${index} = .*? \\[(.*?)\\](?:, align.*)?$`, 'm').exec(ir)?.[1] ?? '';
    const [size = 0, align = 0, copyable = 0, relocatable = 0, movable = 0] = [
      ...figures.matchAll(/i64 (\d+)/g),
    ].map((match) => Number(match[1]));
    return {
      type,
      size,
      align,
      copyable: copyable === 1,
      relocatable: relocatable === 1,
      movable: movable === 1,
    };
  });

  test('has the sizes and alignments of the tables', () => {
    for (const { type, size, align } of facts) {
      expect(abi.sizeOf(type), formatType(type)).toMatchObject({ status: 'assumed', value: { size, align } });
    }
  });

  test('is as trivially copyable as the tables say', () => {
    for (const { type, copyable } of facts) {
      const verdict = abi.specialMembers.isTriviallyCopyable(holderOf(type));
      expect(verdict, formatType(type)).toMatchObject({ value: copyable });
    }
  });

  test('is trivial for calls only where clang passes it in registers', () => {
    for (const { type, relocatable, copyable } of facts) {
      const verdict = abi.callsOf(type);
      if (verdict.status === 'unknown') throw new Error(verdict.reason);
      if (!copyable) expect(verdict.value.trivial, formatType(type)).toBe(relocatable);
    }
  });

  test('can be moved unless the tables call it immovable', () => {
    for (const { type, movable } of facts) {
      // Only derived classes may copy it.
      if (type.kind === 'library' && type.name === 'std::enable_shared_from_this') continue;
      const verdict = abi.relocationOf(type);
      const immovable = verdict.status !== 'unknown' && verdict.value.ground === 'immovable';
      expect(immovable, formatType(type)).toBe(!movable);
    }
  });
});

/** A class with one member of the type: as trivially copyable as that. */
function holderOf(type: CppAbiType): CppAbiRecord {
  const definition: CppRecordDefinition = {
    bases: [],
    fields: [
      {
        name: 'member',
        type,
        bitWidth: null,
        alignment: 0,
        packed: false,
        noUniqueAddress: null,
        access: 'public',
        hasInitializer: false,
        location: null,
      },
    ],
    special: NO_SPECIAL_MEMBERS,
    functions: [],
    alignment: 0,
    alignas: false,
    packed: false,
    pragmaPack: null,
    trivialAbi: false,
    emptyBases: false,
    microsoftStruct: null,
    relocationClaims: [],
  };
  const known = exact(definition);
  const name: CppAbiName = [{ kind: 'record', name: 'Holder', arguments: null, abiTags: [] }];
  return { name, kind: 'struct', anonymous: false, location: null, define: () => known };
}
