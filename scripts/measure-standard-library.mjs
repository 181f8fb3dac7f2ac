// Asks compilers for the facts of the standard library's classes and writes them to
// server/src/abi/standard-library/measured.ts. With `--check` it writes nothing, names what differs and fails.
//
//   libstdc++   clang++ with the headers of g++ for the target (Debian: libstdc++-12-dev and its -cross packages,
//               g++-mingw-w64-x86-64-posix)
//   libc++      on x86_64 Linux clang++ -stdlib=libc++; elsewhere `zig c++`, which brings libc++ for every target
//   msvc        clang++ with the headers that INCLUDE names, as a Visual Studio prompt sets it
//
// FERRULE_CLANG and FERRULE_ZIG name the programs (defaults `clang++-19`, `zig`). A library that is not installed for
// a target is not asked: what was known of it stays. A test does `--check` for what every machine with the referees has.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { format, resolveConfig } from 'prettier';

const run = promisify(execFile);
const ROOT = new URL('../', import.meta.url);
const OUTPUT = new URL('server/src/abi/standard-library/measured.ts', ROOT);
const CLANG = process.env.FERRULE_CLANG ?? 'clang++-19';
const ZIG = (process.env.FERRULE_ZIG ?? 'zig').split(' ');
const STANDARD = '-std=c++23';

const clang = (triple, ...options) => [CLANG, `--target=${triple}`, ...options];
const zig = (target) => [...ZIG, 'c++', '-target', target];

/** Triple of the target, and the compiler that has the library for it. */
const COMPILERS = {
  'libstdc++': [
    ['x86_64-unknown-linux-gnu', clang('x86_64-linux-gnu')],
    ['aarch64-unknown-linux-gnu', clang('aarch64-linux-gnu')],
    ['x86_64-pc-windows-gnu', clang('x86_64-w64-windows-gnu')],
    ['i686-unknown-linux-gnu', clang('i686-linux-gnu')],
    ['armv7-unknown-linux-gnueabihf', clang('arm-linux-gnueabihf')],
  ],
  'libc++': [
    ['x86_64-unknown-linux-gnu', clang('x86_64-linux-gnu', '-stdlib=libc++')],
    ['aarch64-unknown-linux-gnu', zig('aarch64-linux-gnu')],
    ['x86_64-apple-darwin', zig('x86_64-macos')],
    ['aarch64-apple-darwin', zig('aarch64-macos')],
    ['x86_64-pc-windows-gnu', zig('x86_64-windows-gnu')],
    ['i686-unknown-linux-gnu', zig('x86-linux-gnu')],
    ['armv7-unknown-linux-gnueabihf', zig('arm-linux-gnueabihf')],
    ['wasm32-unknown-unknown', zig('wasm32-wasi')],
  ],
  msvc: [
    ['x86_64-pc-windows-msvc', clang('x86_64-pc-windows-msvc')],
    ['i686-pc-windows-msvc', clang('i686-pc-windows-msvc')],
  ],
};

const MODES = {
  'libstdc++': {
    release: [],
    'old-abi': ['-D_GLIBCXX_USE_CXX11_ABI=0'],
    debug: ['-D_GLIBCXX_DEBUG'],
  },
  'libc++': {
    release: [],
    'trivial-abi': [
      '-D_LIBCPP_ABI_ENABLE_UNIQUE_PTR_TRIVIAL_ABI',
      '-D_LIBCPP_ABI_ENABLE_SHARED_PTR_TRIVIAL_ABI',
    ],
  },
  msvc: {
    release: ['-D_ITERATOR_DEBUG_LEVEL=0'],
    debug: ['-D_DEBUG', '-D_MT', '-D_DLL', '-D_ITERATOR_DEBUG_LEVEL=2'],
  },
};

const HEADERS =
  'any array atomic barrier charconv chrono compare complex condition_variable coroutine cstddef cstdlib ctime cwchar ' +
  'deque exception filesystem forward_list fstream functional future initializer_list ios iostream iterator latch ' +
  'limits list locale map memory memory_resource mutex new optional queue random ratio regex semaphore set ' +
  'shared_mutex source_location span sstream stack stdexcept stop_token streambuf string string_view system_error ' +
  'thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector version';

/** What every probe starts with; `facts<T>` are the numbers of a class in the order of `cellOf`. */
const PRELUDE = `${HEADERS.split(' ')
  .map((header) => `#if __has_include(<${header}>)\n#include <${header}>\n#endif`)
  .join('\n')}
namespace ferrule {
enum class Form { scalar, open, final };
template <class T> constexpr Form form = !__is_class(T) && !__is_union(T) ? Form::scalar : __is_final(T) || __is_union(T) ? Form::final : Form::open;
template <class T> constexpr bool virtual_base = std::is_base_of_v<std::ios_base, T> && !requires(std::ios_base *base) { static_cast<T *>(base); };
// A class with virtual bases is measured as a member: as a base it is without them.
template <class T, Form = virtual_base<T> ? Form::final : form<T>> struct After { T member; char next; };
template <class T> struct After<T, Form::open> : T { char next; };
template <class T> struct After<T, Form::final> { [[no_unique_address]] T member; char next; };
template <class T, Form = form<T>> struct Derived { T member; };
template <class T> struct Derived<T, Form::open> : T {};
#ifdef __cpp_lib_polymorphic_allocator
template <> struct Derived<std::pmr::memory_resource> : std::pmr::memory_resource {
  void *do_allocate(std::size_t, std::size_t) override;
  void do_deallocate(void *, std::size_t, std::size_t) override;
  bool do_is_equal(const std::pmr::memory_resource &) const noexcept override;
};
#endif
template <class T, bool = __is_abstract(T)> struct Whole { T member; int number; char last; };
template <class T> struct Whole<T, true> { virtual void f(); int number; char last; };
template <class T> struct Tail : Whole<T> { char next; };
struct Empty {};
template <class T, Form = form<T>> struct Led { char gap; };
template <class T> struct Led<T, Form::open> : Empty, T { };
template <class T, Form = form<T>> struct Ended { char gap; };
template <class T> struct Ended<T, Form::open> : T, Empty { };
#pragma pack(push, 1)
template <class T, Form = form<T>> struct Packed { char first; };
template <class T> struct Packed<T, Form::open> : T { char first; };
#pragma pack(pop)
// 0 trivial, 1 non-trivial, 2 deleted or inaccessible
template <class T, class... Arguments> constexpr int construction = !std::is_constructible_v<T, Arguments...> ? 2 : !__is_trivially_constructible(T, Arguments...);
template <class T, class Argument> constexpr int assignment = !std::is_assignable_v<T &, Argument> ? 2 : !__is_trivially_assignable(T &, Argument);
template <class T> constexpr int destruction = !std::is_destructible_v<T> ? 2 : !std::is_trivially_destructible_v<T>;
template <class T> constexpr int operations = construction<T, const T &> + 3 * (construction<T, T> + 3 * (assignment<T, const T &> + 3 * (assignment<T, T> + 3 * destruction<T>)));
}
#if defined(_LIBCPP_VERSION)
extern "C" const long long version[] = { _LIBCPP_VERSION / 10000, _LIBCPP_VERSION / 100 % 100 };
#elif defined(_MSVC_STL_VERSION)
extern "C" const long long version[] = { _MSVC_STL_VERSION, _MSVC_STL_UPDATE };
#else
extern "C" const long long version[] = { _GLIBCXX_RELEASE, 0 };
#endif
#define FERRULE_FACTS(N, ...) \\
extern "C" const long long facts_##N[] = { sizeof(__VA_ARGS__), alignof(__VA_ARGS__), \\
  __builtin_offsetof(ferrule::After<__VA_ARGS__>, next), ferrule::operations<__VA_ARGS__>, ferrule::operations<ferrule::Derived<__VA_ARGS__>>, \\
  __is_empty(__VA_ARGS__), __is_polymorphic(__VA_ARGS__), __is_final(__VA_ARGS__), __is_trivial(__VA_ARGS__), __is_standard_layout(__VA_ARGS__), \\
  __builtin_offsetof(ferrule::Tail<__VA_ARGS__>, next) == sizeof(ferrule::Whole<__VA_ARGS__>), ferrule::virtual_base<__VA_ARGS__>, \\
  __is_trivially_relocatable(__VA_ARGS__) && !__is_trivially_copyable(__VA_ARGS__) && !std::is_trivially_destructible_v<__VA_ARGS__>, \\
  alignof(ferrule::Packed<__VA_ARGS__>), sizeof(ferrule::Led<__VA_ARGS__>), sizeof(ferrule::Ended<__VA_ARGS__>) };
`;

const OPERATIONS = 'TND';
const checking = process.argv.includes('--check');
const only = process.argv.filter((argument) => /^(libstdc\+\+|libc\+\+|msvc)$/.test(argument));
const classes = await catalogue();
const before = await measuredBefore();
const measured = {};
const notes = [];
for (const [library, compilers] of Object.entries(COMPILERS)) {
  for (const [mode, options] of Object.entries(MODES[library])) {
    const id = `${library} ${mode}`;
    const release = measured[`${library} release`];
    const answers = [];
    for (const [triple, compiler] of compilers) {
      if (only.length > 0 && !only.includes(library)) answers.push([triple, null]);
      else answers.push([triple, await ask(triple, [...compiler, ...options], library === 'msvc')]);
    }
    measured[id] = joined(answers, before[id], before[`${library} release`], release);
  }
}
const text = await rendered();
if (!checking) await writeFile(OUTPUT, text);
for (const note of notes) console.log(note);
if (checking && text !== (await readFile(OUTPUT, 'utf8'))) {
  for (const difference of differences()) console.error(difference);
  console.error(
    'measured.ts is not what the compilers say; `node scripts/measure-standard-library.mjs` renews it',
  );
  process.exitCode = 1;
}

async function bundled(file) {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL(file, ROOT))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`
  );
}

async function catalogue() {
  const { LIBRARY_CLASSES } = await bundled('server/src/abi/standard-library/library-classes.ts');
  return LIBRARY_CLASSES.flatMap(({ specimens }) => specimens);
}

async function measuredBefore() {
  try {
    return (await bundled('server/src/abi/standard-library/measured.ts')).MEASURED;
  } catch {
    return {};
  }
}

/** The cells of all specimens and the library's version; null where the library is not installed for the target. */
async function ask(triple, command, microsoft) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ferrule-measure-'));
  const [program, ...options] = command;
  const compile = async (source) => {
    const input = path.join(folder, 'probe.cpp');
    const output = path.join(folder, 'probe.ll');
    await writeFile(input, source);
    await run(
      program,
      [...options, STANDARD, '-w', '-ferror-limit=0', '-S', '-emit-llvm', '-o', output, input],
      { maxBuffer: 1 << 26 },
    );
    return readFile(output, 'utf8');
  };
  try {
    const installed = await compile('#include <string>\nstd::string s;').catch(() => null);
    if (installed === null) {
      notes.push(`${triple}: not asked, for this does not compile a program: ${command.join(' ')}`);
      return null;
    }
    const ir = await compileWhatExists(compile);
    const cells = {};
    for (const [index, specimen] of classes.entries()) {
      const numbers = numbersIn(ir, `facts_${index}`);
      if (numbers) cells[specimen] = cellOf(numbers, microsoft);
    }
    return { version: versionOf(numbersIn(ir, 'version')), cells };
  } catch (error) {
    throw new Error(`${command.join(' ')}: ${String(error.stderr ?? error).slice(0, 3000)}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Compiles the probes of all specimens but those that the library does not have, or has not for these arguments. */
async function compileWhatExists(compile) {
  const lines = classes.map((specimen, index) => `FERRULE_FACTS(${index}, ${specimen})`);
  const source = () => `${PRELUDE}${lines.join('\n')}\n`;
  const first = PRELUDE.split('\n').length;
  return compile(source()).catch((error) => {
    const refused =
      /probe\.cpp:(\d+):\d+: (?:error: no (?:member|type|template) named|note: in instantiation of)/g;
    for (const match of String(error.stderr).matchAll(refused)) {
      if (Number(match[1]) >= first) lines[Number(match[1]) - first] = '';
    }
    return compile(source());
  });
}

/** The numbers of an array in LLVM's text. */
function numbersIn(ir, name) {
  const initializer = new RegExp(
    `^@${name} = .*? \\[\\d+ x i64\\] (?:\\[(.*?)\\]|zeroinitializer)(?:, .*)?$`,
    'm',
  ).exec(ir);
  if (!initializer) return null;
  return [...(initializer[1] ?? '').matchAll(/i64 (-?\d+)/g)].map((match) => Number(match[1]));
}

/**
 * `size/align/dataSize operations flags`, as `measured-class.ts` reads it. Operations: copy and move construction,
 * copy and move assignment, destruction; trivial, non-trivial, deleted, or protected (open to derived classes only).
 */
function cellOf(numbers, microsoft) {
  const [
    size,
    align,
    next,
    own,
    derived,
    empty,
    polymorphic,
    final,
    trivial,
    standard,
    pod,
    virtual,
    trivialAbi,
    required,
    led,
    ended,
  ] = numbers;
  const digit = (value, index) => Math.floor(value / 3 ** index) % 3;
  const operations = [0, 1, 2, 3, 4].map((index) => {
    const letter = OPERATIONS[digit(own, index)];
    return letter === 'D' && digit(derived, index) !== 2 ? 'P' : letter;
  });
  const flags = [
    empty ? 'e' : '',
    polymorphic ? 'v' : '',
    final ? 'f' : '',
    trivial ? 't' : '',
    standard ? 's' : '',
    pod ? 'p' : '',
    virtual ? 'b' : '',
    trivialAbi ? 'a' : '',
    // Microsoft's compiler puts a byte between two zero-sized subobjects.
    microsoft && !final && led > Math.max(size, align) ? 'l' : '',
    microsoft && !final && ended > size ? 'z' : '',
    microsoft && required > 1 ? `r${required}` : '',
  ].join('');
  return `${size}/${align}/${empty ? 0 : next} ${operations.join('')}${flags === '' ? '' : ` ${flags}`}`;
}

function versionOf([major, minor]) {
  return minor ? `${major}.${minor}` : `${major}`;
}

/** One library in one mode: a column for each target. What was not asked now is kept from before. */
function joined(answers, old, oldRelease, release) {
  const columns = answers.flatMap(([triple, answer]) => {
    if (answer) return [{ triple, ...answer }];
    const column = old?.targets.indexOf(triple) ?? -1;
    if (column < 0) return [];
    const cells = Object.entries({ ...oldRelease.classes, ...old.classes }).map(([specimen, row]) => [
      specimen,
      cellAt(row, column),
    ]);
    return [{ triple, version: old.versions[column], cells: Object.fromEntries(cells) }];
  });
  const rows = classes.flatMap((specimen) => {
    const cells = columns.map((column) => column.cells[specimen] ?? '-');
    if (!release && cells.every((cell) => cell === '-')) return [];
    const row = cells.map((cell, index) => (index > 0 && cell === cells[index - 1] ? '=' : cell)).join(' | ');
    return release && row === (release.classes[specimen] ?? row) ? [] : [[specimen, row]];
  });
  return {
    versions: columns.map(({ version }) => version),
    targets: columns.map(({ triple }) => triple),
    classes: Object.fromEntries(rows),
  };
}

function cellAt(row, column) {
  const cells = row.split(' | ').slice(0, column + 1);
  return cells.findLast((cell) => cell !== '=') ?? '-';
}

async function rendered() {
  const source = `/* Written by scripts/measure-standard-library.mjs; \`--check\` holds it to the compilers. */

/**
 * The classes of one library in one mode: for each target, in order, the cell that \`measured-class.ts\` reads. \`=\`
 * repeats the cell before it, \`-\` stands for a class that the library does not have. The other modes have only the
 * classes that differ from the release mode.
 */
export interface MeasuredLibrary {
  /** Of the library, one for each target. */
  readonly versions: readonly string[];
  readonly targets: readonly string[];
  readonly classes: Readonly<Record<string, string>>;
}

/** Measured with \`${STANDARD}\`. */
export const MEASURED = ${JSON.stringify(measured)} as const satisfies Readonly<Record<string, MeasuredLibrary>>;
`;
  return format(source, { ...(await resolveConfig(fileURLToPath(OUTPUT))), filepath: fileURLToPath(OUTPUT) });
}

function differences() {
  return Object.entries(measured).flatMap(([id, { classes: rows }]) => {
    const old = before[id]?.classes ?? {};
    return [...new Set([...Object.keys(old), ...Object.keys(rows)])]
      .filter((specimen) => old[specimen] !== rows[specimen])
      .map(
        (specimen) =>
          `${id}, ${specimen}: ${old[specimen] ?? 'not in the table'}, measured ${rows[specimen] ?? 'nothing'}`,
      );
  });
}
