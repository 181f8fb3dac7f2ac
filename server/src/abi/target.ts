import type { CppBuiltin } from '../facts/cpp/cpp-facts.js';

/** Size and alignment in bytes. */
export interface SizeAlign {
  readonly size: number;
  readonly align: number;
}

/**
 * A platform and what follows from it for both languages. Adding one is adding a row to `ROWS`.
 * All sizes and alignments are bytes and hold inside records (on i686 Linux `double` is 8/4 there).
 */
export interface Target {
  /** The triple as rustc names it; `clangTriple` as clang does. */
  readonly triple: string;
  readonly clangTriple: string;
  /** Who builds the C++ side; null where nothing says so and it may be either. */
  readonly compiler: CppCompiler | null;
  /** The standard that gcc is given; null where nothing says so. Clang's layouts do not depend on it. */
  readonly standard: CppStandard | null;
  /** gcc builds for it, too; of all others clang's rules (or its emulation of Microsoft's) hold. */
  readonly hasGcc: boolean;
  readonly pointerSize: 4 | 8;
  readonly cppAbi: 'itanium' | 'microsoft';
  readonly standardLibrary: StandardLibrary;
  /** How the library is built; `release` unless said. */
  readonly libraryMode?: LibraryMode;
  /** The library and its mode were named by the user, so that what follows from them is no assumption. */
  readonly libraryStated?: boolean;
  /** Size and alignment of each fundamental type; null where the target lacks it, and for `void`. */
  readonly fundamental: Readonly<Record<CppBuiltin, SizeAlign | null>>;
  /** Whether plain `char` is signed. */
  readonly charSigned: boolean;
  /** The types that the C library's names stand for: they decide the mangling, and `c_*` in Rust. */
  readonly spelling: Readonly<Record<SpelledType, CppBuiltin>>;
  /** What the compiler's `va_list` is. */
  readonly vaList: VaListForm;
  /** Bytes of a C enum with small enumerators and of a field-less `repr(C)` enum. */
  readonly enumSize: number;
  /** What every C symbol starts with: `_` on Darwin and 32-bit Windows. */
  readonly symbolPrefix: '' | '_';
  readonly itanium: ItaniumTraits;
  readonly rust: {
    /** Alignment of `u64`, `i64`, `f64`. */
    readonly align64: number;
    /** Alignment of `u128`, `i128`. */
    readonly align128: number;
  };
}

export type StandardLibrary = 'libstdc++' | 'libc++' | 'msvc';

/**
 * Ways to build against a library that change its classes: libstdc++ with the ABI from before C++11, the
 * debug modes of libstdc++ and Microsoft's, libc++ with smart pointers that are passed in registers.
 */
export type LibraryMode = 'release' | 'old-abi' | 'debug' | 'trivial-abi';

/** `tag-array`: an array of one `__va_list_tag`; `record`: `std::__va_list`. */
export type VaListForm = 'tag-array' | 'record' | 'char-pointer' | 'void-pointer';

/** Compilers of C++ that do not lay out every class alike. Microsoft's is followed as clang emulates it. */
export type CppCompiler = 'clang' | 'gcc';

/** `-std=c++17` or older, `-std=c++20` or newer. */
export type CppStandard = 'c++17' | 'c++20';

export type SpelledType = 'size_t' | 'ptrdiff_t' | 'int64_t' | 'uint64_t' | 'intptr_t' | 'uintptr_t';

/** Where targets with the Itanium ABI differ in the layout of records. */
export interface ItaniumTraits {
  /** Which classes are POD for the purpose of layout, so that their tail padding is never reused. */
  readonly pod: 'c++03' | 'c++11';
  /** `= default` and `= delete` on the first declaration keep a class POD for layout (not on Darwin). */
  readonly defaultedKeepsPod: boolean;
  /** Unnamed bit-fields raise the alignment of their record. */
  readonly unnamedBitFieldsAlign: boolean;
  /** Greatest alignment of `_BitInt`. */
  readonly bitIntAlign: number;
  /** Bit-fields are laid out as Microsoft's compiler does (`-mms-bitfields`, the default of MinGW). */
  readonly microsoftBitFields: boolean;
}

/**
 * The target with what is known of who builds the C++ side. The same object each time for the same facts.
 * Where the target has one compiler only, that one it stays.
 */
export function builtBy(target: Target, compiler: CppCompiler | null, standard: CppStandard | null): Target {
  if (!target.hasGcc) return target;
  const variants = VARIANTS.get(target) ?? new Map<string, Target>();
  VARIANTS.set(target, variants);
  const key = `${compiler} ${standard}`;
  const known = variants.get(key);
  if (known) return known;
  const variant = { ...target, compiler, standard };
  variants.set(key, variant);
  return variant;
}

const VARIANTS = new WeakMap<Target, Map<string, Target>>();

/** The target of `triple`, in rustc's or clang's spelling; null where Ferrule has no row for it. */
export const findTarget = (triple: string): Target | null => BY_TRIPLE.get(triple) ?? null;

/** What a row says beyond the defaults of 64-bit ELF platforms. */
interface Row {
  readonly triple: string;
  readonly clang: string;
  readonly aliases?: readonly string[];
  readonly pointer: 4 | 8;
  readonly abi?: 'microsoft';
  readonly gcc?: true;
  readonly library?: StandardLibrary;
  readonly long: 4 | 8;
  readonly longDouble: readonly [size: number, align: number];
  /** Alignment of `long long` and `double`; 8 unless said. */
  readonly align8?: 4;
  readonly unsignedChar?: true;
  readonly wchar?: CppBuiltin;
  readonly int128: boolean;
  readonly float16: boolean;
  readonly float128?: true;
  readonly vaList: readonly [size: number, align: number, form: VaListForm];
  readonly size_t: CppBuiltin;
  readonly ptrdiff_t: CppBuiltin;
  readonly int64_t: 'long' | 'long long';
  readonly underscore?: true;
  readonly itanium?: Partial<ItaniumTraits>;
  readonly rustAlign128?: 8;
}

/**
 * Measured with clang 19 (`sizeof`, `alignof`, `__SIZE_TYPE__` …) and rustc 1.95
 * (`--print target-spec-json`). `test/referee/targets.test.ts` asks clang again.
 */
const ROWS: readonly Row[] = [
  {
    triple: 'x86_64-unknown-linux-gnu',
    clang: 'x86_64-unknown-linux-gnu',
    aliases: ['x86_64-linux-gnu', 'x86_64-pc-linux-gnu'],
    gcc: true,
    pointer: 8,
    long: 8,
    longDouble: [16, 16],
    int128: true,
    float16: true,
    float128: true,
    vaList: [24, 8, 'tag-array'],
    size_t: 'unsigned long',
    ptrdiff_t: 'long',
    int64_t: 'long',
  },
  {
    triple: 'aarch64-unknown-linux-gnu',
    clang: 'aarch64-unknown-linux-gnu',
    aliases: ['aarch64-linux-gnu', 'arm64-linux-gnu'],
    gcc: true,
    pointer: 8,
    long: 8,
    longDouble: [16, 16],
    unsignedChar: true,
    wchar: 'unsigned int',
    int128: true,
    float16: true,
    vaList: [32, 8, 'record'],
    size_t: 'unsigned long',
    ptrdiff_t: 'long',
    int64_t: 'long',
    itanium: { unnamedBitFieldsAlign: true, bitIntAlign: 16 },
  },
  {
    triple: 'i686-unknown-linux-gnu',
    clang: 'i686-unknown-linux-gnu',
    aliases: ['i686-linux-gnu', 'i686-pc-linux-gnu', 'i386-linux-gnu'],
    gcc: true,
    pointer: 4,
    long: 4,
    longDouble: [12, 4],
    align8: 4,
    int128: false,
    float16: false,
    float128: true,
    vaList: [4, 4, 'char-pointer'],
    size_t: 'unsigned int',
    ptrdiff_t: 'int',
    int64_t: 'long long',
    itanium: { bitIntAlign: 4 },
  },
  {
    triple: 'armv7-unknown-linux-gnueabihf',
    clang: 'armv7-unknown-linux-gnueabihf',
    aliases: ['armv7-linux-gnueabihf', 'arm-linux-gnueabihf'],
    gcc: true,
    pointer: 4,
    long: 4,
    longDouble: [8, 8],
    unsignedChar: true,
    wchar: 'unsigned int',
    int128: false,
    float16: true,
    vaList: [4, 4, 'record'],
    size_t: 'unsigned int',
    ptrdiff_t: 'int',
    int64_t: 'long long',
    itanium: { unnamedBitFieldsAlign: true },
    rustAlign128: 8,
  },
  {
    triple: 'x86_64-apple-darwin',
    clang: 'x86_64-apple-darwin',
    library: 'libc++',
    pointer: 8,
    long: 8,
    longDouble: [16, 16],
    int128: true,
    float16: true,
    vaList: [24, 8, 'tag-array'],
    size_t: 'unsigned long',
    ptrdiff_t: 'long',
    int64_t: 'long long',
    underscore: true,
    itanium: { defaultedKeepsPod: false },
  },
  {
    triple: 'aarch64-apple-darwin',
    clang: 'arm64-apple-darwin',
    library: 'libc++',
    pointer: 8,
    long: 8,
    longDouble: [8, 8],
    int128: true,
    float16: true,
    vaList: [8, 8, 'char-pointer'],
    size_t: 'unsigned long',
    ptrdiff_t: 'long',
    int64_t: 'long long',
    underscore: true,
    itanium: { pod: 'c++11', defaultedKeepsPod: false, bitIntAlign: 16 },
  },
  {
    triple: 'x86_64-pc-windows-msvc',
    clang: 'x86_64-pc-windows-msvc',
    abi: 'microsoft',
    library: 'msvc',
    pointer: 8,
    long: 4,
    longDouble: [8, 8],
    wchar: 'unsigned short',
    int128: true,
    float16: true,
    vaList: [8, 8, 'char-pointer'],
    size_t: 'unsigned long long',
    ptrdiff_t: 'long long',
    int64_t: 'long long',
  },
  {
    triple: 'i686-pc-windows-msvc',
    clang: 'i686-pc-windows-msvc',
    abi: 'microsoft',
    library: 'msvc',
    pointer: 4,
    long: 4,
    longDouble: [8, 8],
    wchar: 'unsigned short',
    int128: false,
    float16: false,
    vaList: [4, 4, 'char-pointer'],
    size_t: 'unsigned int',
    ptrdiff_t: 'int',
    int64_t: 'long long',
    underscore: true,
  },
  {
    triple: 'x86_64-pc-windows-gnu',
    clang: 'x86_64-w64-windows-gnu',
    aliases: ['x86_64-w64-mingw32'],
    gcc: true,
    pointer: 8,
    long: 4,
    longDouble: [16, 16],
    wchar: 'unsigned short',
    int128: true,
    float16: true,
    float128: true,
    vaList: [8, 8, 'char-pointer'],
    size_t: 'unsigned long long',
    ptrdiff_t: 'long long',
    int64_t: 'long long',
    itanium: { microsoftBitFields: true },
  },
  {
    triple: 'wasm32-unknown-unknown',
    clang: 'wasm32-unknown-unknown',
    library: 'libc++',
    pointer: 4,
    long: 4,
    longDouble: [16, 16],
    int128: true,
    float16: false,
    float128: true,
    vaList: [4, 4, 'void-pointer'],
    size_t: 'unsigned long',
    ptrdiff_t: 'long',
    int64_t: 'long long',
    itanium: { pod: 'c++11' },
  },
  {
    triple: 'x86_64-unknown-linux-musl',
    clang: 'x86_64-unknown-linux-musl',
    aliases: ['x86_64-linux-musl'],
    gcc: true,
    pointer: 8,
    long: 8,
    longDouble: [16, 16],
    int128: true,
    float16: true,
    float128: true,
    vaList: [24, 8, 'tag-array'],
    size_t: 'unsigned long',
    ptrdiff_t: 'long',
    int64_t: 'long',
  },
  {
    triple: 'aarch64-unknown-linux-musl',
    clang: 'aarch64-unknown-linux-musl',
    aliases: ['aarch64-linux-musl'],
    gcc: true,
    pointer: 8,
    long: 8,
    longDouble: [16, 16],
    unsignedChar: true,
    wchar: 'unsigned int',
    int128: true,
    float16: true,
    vaList: [32, 8, 'record'],
    size_t: 'unsigned long',
    ptrdiff_t: 'long',
    int64_t: 'long',
    itanium: { unnamedBitFieldsAlign: true, bitIntAlign: 16 },
  },
  {
    triple: 'aarch64-linux-android',
    clang: 'aarch64-linux-android',
    library: 'libc++',
    pointer: 8,
    long: 8,
    longDouble: [16, 16],
    unsignedChar: true,
    wchar: 'unsigned int',
    int128: true,
    float16: true,
    vaList: [32, 8, 'record'],
    size_t: 'unsigned long',
    ptrdiff_t: 'long',
    int64_t: 'long',
    itanium: { unnamedBitFieldsAlign: true, bitIntAlign: 16 },
  },
  {
    triple: 'riscv64gc-unknown-linux-gnu',
    clang: 'riscv64-unknown-linux-gnu',
    aliases: ['riscv64-linux-gnu'],
    gcc: true,
    pointer: 8,
    long: 8,
    longDouble: [16, 16],
    unsignedChar: true,
    int128: true,
    float16: true,
    vaList: [8, 8, 'void-pointer'],
    size_t: 'unsigned long',
    ptrdiff_t: 'long',
    int64_t: 'long',
  },
  {
    triple: 'x86_64-unknown-freebsd',
    clang: 'x86_64-unknown-freebsd',
    library: 'libc++',
    pointer: 8,
    long: 8,
    longDouble: [16, 16],
    int128: true,
    float16: true,
    float128: true,
    vaList: [24, 8, 'tag-array'],
    size_t: 'unsigned long',
    ptrdiff_t: 'long',
    int64_t: 'long',
  },
  {
    triple: 'aarch64-apple-ios',
    clang: 'arm64-apple-ios',
    library: 'libc++',
    pointer: 8,
    long: 8,
    longDouble: [8, 8],
    int128: true,
    float16: true,
    vaList: [8, 8, 'char-pointer'],
    size_t: 'unsigned long',
    ptrdiff_t: 'long',
    int64_t: 'long long',
    underscore: true,
    itanium: { pod: 'c++11', defaultedKeepsPod: false, bitIntAlign: 16 },
  },
  {
    triple: 'aarch64-pc-windows-msvc',
    clang: 'aarch64-pc-windows-msvc',
    abi: 'microsoft',
    library: 'msvc',
    pointer: 8,
    long: 4,
    longDouble: [8, 8],
    wchar: 'unsigned short',
    int128: true,
    float16: true,
    vaList: [8, 8, 'char-pointer'],
    size_t: 'unsigned long long',
    ptrdiff_t: 'long long',
    int64_t: 'long long',
    itanium: { bitIntAlign: 16 },
  },
  {
    triple: 'wasm32-wasip1',
    clang: 'wasm32-wasip1',
    library: 'libc++',
    pointer: 4,
    long: 4,
    longDouble: [16, 16],
    int128: true,
    float16: false,
    float128: true,
    vaList: [4, 4, 'void-pointer'],
    size_t: 'unsigned long',
    ptrdiff_t: 'long',
    int64_t: 'long long',
    itanium: { pod: 'c++11' },
  },
  {
    triple: 'wasm32-unknown-emscripten',
    clang: 'wasm32-unknown-emscripten',
    library: 'libc++',
    pointer: 4,
    long: 4,
    longDouble: [16, 8],
    int128: true,
    float16: false,
    float128: true,
    vaList: [4, 4, 'void-pointer'],
    size_t: 'unsigned long',
    ptrdiff_t: 'long',
    int64_t: 'long long',
    itanium: { pod: 'c++11' },
  },
];

function targetOf(row: Row): Target {
  const unsigned = { long: 'unsigned long', 'long long': 'unsigned long long' } as const;
  return {
    triple: row.triple,
    clangTriple: row.clang,
    compiler: row.gcc ? null : 'clang',
    standard: null,
    hasGcc: row.gcc ?? false,
    pointerSize: row.pointer,
    cppAbi: row.abi ?? 'itanium',
    standardLibrary: row.library ?? 'libstdc++',
    fundamental: fundamentalTypes(row),
    charSigned: row.unsignedChar !== true,
    spelling: {
      size_t: row.size_t,
      ptrdiff_t: row.ptrdiff_t,
      int64_t: row.int64_t,
      uint64_t: unsigned[row.int64_t],
      intptr_t: row.ptrdiff_t,
      uintptr_t: row.size_t,
    },
    vaList: row.vaList[2],
    enumSize: 4,
    symbolPrefix: row.underscore ? '_' : '',
    itanium: {
      pod: 'c++03',
      defaultedKeepsPod: true,
      unnamedBitFieldsAlign: false,
      bitIntAlign: 8,
      microsoftBitFields: false,
      ...row.itanium,
    },
    rust: { align64: row.align8 ?? 8, align128: row.rustAlign128 ?? 16 },
  };
}

function fundamentalTypes(row: Row): Target['fundamental'] {
  const natural = (size: number): SizeAlign => ({ size, align: size });
  const pair = ([size, align]: readonly [number, number, ...unknown[]]): SizeAlign => ({ size, align });
  const eight: SizeAlign = { size: 8, align: row.align8 ?? 8 };
  const wide = row.int128 ? natural(16) : null;
  return {
    void: null,
    bool: natural(1),
    char: natural(1),
    'signed char': natural(1),
    'unsigned char': natural(1),
    wchar_t: natural(row.wchar === 'unsigned short' ? 2 : 4),
    char8_t: natural(1),
    char16_t: natural(2),
    char32_t: natural(4),
    short: natural(2),
    'unsigned short': natural(2),
    int: natural(4),
    'unsigned int': natural(4),
    long: natural(row.long),
    'unsigned long': natural(row.long),
    'long long': eight,
    'unsigned long long': eight,
    __int128: wide,
    'unsigned __int128': wide,
    float: natural(4),
    double: eight,
    'long double': pair(row.longDouble),
    _Float16: row.float16 ? natural(2) : null,
    __float128: row.float128 ? natural(16) : null,
    nullptr_t: natural(row.pointer),
    __builtin_va_list: pair(row.vaList),
  };
}

/** Every target Ferrule knows, in the order of the table. */
export const TARGETS: readonly Target[] = ROWS.map(targetOf);

const BY_TRIPLE: ReadonlyMap<string, Target> = new Map(
  TARGETS.flatMap((target, index) =>
    [target.triple, target.clangTriple, ...(ROWS[index]?.aliases ?? [])].map(
      (name) => [name, target] as const,
    ),
  ),
);
