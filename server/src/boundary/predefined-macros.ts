import { nameTable } from '../base/name-table.js';
import type { Target } from '../abi/target.js';
import type { CppBuiltin } from '../facts/cpp/cpp-facts.js';
import type { MacroState } from '../facts/cpp/condition-expression.js';
import { signed } from '../facts/cpp/condition-numbers.js';

/**
 * What a compiler makes of a macro: a number or the least and the greatest that it may be, true for 1, false where
 * it does not define it, null where that depends on the compiler, its options or the build.
 */
type Definition = boolean | number | bigint | readonly [least: number, greatest: number] | null;
type Rule = (target: Target) => Definition;

const isWindows = ({ triple }: Target): boolean => triple.includes('windows');
const isMsvc = ({ triple }: Target): boolean => triple.includes('msvc');
const isMingw = ({ triple }: Target): boolean => triple.includes('windows-gnu');
const isLinux = ({ triple }: Target): boolean => triple.includes('linux');
const isAndroid = ({ triple }: Target): boolean => triple.includes('android');
const isFreeBsd = ({ triple }: Target): boolean => triple.includes('freebsd');
const isApple = ({ triple }: Target): boolean => triple.includes('apple');
const isWide = ({ pointerSize }: Target): boolean => pointerSize === 8;
const isLp64 = (target: Target): boolean => isWide(target) && !isWindows(target);
const isUnix = (target: Target): boolean => isLinux(target) || /freebsd|emscripten/.test(target.triple);
const isX86 = ({ triple }: Target): boolean => /^(?:x86_64|i686)/.test(triple);

/** Where it is not false, only some compilers or modes of them have it. */
const perhaps =
  (rule: (target: Target) => boolean): Rule =>
  (target) =>
    rule(target) && null;

/** Of gcc and clang; `cl` has it not, and clang in its place has. */
const gnu =
  (rule: Rule): Rule =>
  (target) =>
    isMsvc(target) ? null : rule(target);

/** Which of the two compilers it is, where that is known. */
const byCompiler = (clang: Definition, gcc: Definition, either: Definition): Rule =>
  gnu(({ compiler }) => (compiler === 'clang' ? clang : compiler === 'gcc' ? gcc : either));

/** On Windows clang has gcc's name of the architecture beside Microsoft's, and `cl` has not. */
const named =
  (...architectures: readonly string[]): Rule =>
  (target) =>
    architectures.some((each) => target.triple.startsWith(each)) && (isMsvc(target) ? null : true);

/** Microsoft's name of an architecture, which the headers of MinGW define as well. */
const namedByMicrosoft =
  (architecture: string, value: Definition = true): Rule =>
  (target) =>
    isWindows(target) && target.triple.startsWith(architecture) && (isMsvc(target) ? value : null);

const sizeOf = (type: CppBuiltin): Rule => gnu(({ fundamental }) => fundamental[type]?.size ?? false);

const greatest = (type: CppBuiltin): Rule =>
  gnu(({ fundamental }) => {
    const size = fundamental[type]?.size;
    return size === undefined ? null : (1n << BigInt(8 * size - 1)) - 1n;
  });

/** No version of anything has come to it. */
const LATER = 9_999_999;

/** The standards that a C++ side has: from C++11 on. clang and gcc counted C++20 up while it was being made. */
const cplusplus: Rule = (target) => {
  // `cl` says so of all standards unless it is asked not to.
  if (isMsvc(target)) return [199_711, LATER];
  if (target.standard === null) return [201_103, LATER];
  return target.standard === 'c++17' ? [201_103, 201_703] : [201_704, LATER];
};

/** The macros that follow from the target, and from its compiler where that is known. */
const MACROS = nameTable<Rule>({
  __cplusplus: cplusplus,
  __STDC_VERSION__: () => false,
  _MSVC_LANG: perhaps(isMsvc),
  __GXX_EXPERIMENTAL_CXX0X__: gnu(() => true),

  _WIN32: isWindows,
  // Defined by gnu modes of MinGW, by headers of Windows and by many builds for it.
  WIN32: perhaps(isWindows),
  _WIN64: (target) => isWindows(target) && isWide(target),
  WIN64: perhaps((target) => isWindows(target) && isWide(target)),
  __MINGW32__: isMingw,
  __MINGW64__: (target) => isMingw(target) && isWide(target),
  __linux__: isLinux,
  __linux: isLinux,
  linux: perhaps(isLinux),
  __gnu_linux__: (target) => isLinux(target) && (target.triple.includes('linux-gnu') || null),
  __ANDROID__: isAndroid,
  __unix__: isUnix,
  __unix: isUnix,
  unix: perhaps(isUnix),
  __APPLE__: isApple,
  __MACH__: isApple,
  __APPLE_CC__: perhaps(isApple),
  __FreeBSD__: (target) => isFreeBsd(target) && [1, LATER],
  __EMSCRIPTEN__: ({ triple }) => triple.includes('emscripten'),
  __wasi__: ({ triple }) => triple.includes('wasi'),
  __ELF__: (target) => (target.triple.startsWith('wasm') ? null : isLinux(target) || isFreeBsd(target)),

  // From Visual Studio 2015 on, which Rust needs.
  _MSC_VER: (target) => isMsvc(target) && [1900, LATER],
  _MSC_FULL_VER: perhaps(isMsvc),
  __clang__: byCompiler(true, false, null),
  __clang_major__: byCompiler([3, LATER], false, null),
  __clang_minor__: byCompiler([0, LATER], false, null),
  __clang_patchlevel__: byCompiler([0, LATER], false, null),
  // Of gcc 4.8 is the first with C++11, and clang says that it is 4.2.1. In place of Microsoft's compiler clang
  // has it, too, where it is told which gcc it is to be.
  __GNUC__: byCompiler(4, [4, LATER], [4, LATER]),
  __GNUC_MINOR__: byCompiler(2, [0, LATER], [0, LATER]),
  __GNUC_PATCHLEVEL__: byCompiler(1, [0, LATER], [0, LATER]),
  __GNUG__: byCompiler(4, [4, LATER], [4, LATER]),

  __x86_64__: named('x86_64'),
  __x86_64: named('x86_64'),
  __amd64__: named('x86_64'),
  __amd64: named('x86_64'),
  __i386__: named('i686'),
  __i386: named('i686'),
  i386: perhaps(({ triple }) => triple.startsWith('i686')),
  __aarch64__: named('aarch64'),
  __arm64__: perhaps(({ triple }) => triple.startsWith('aarch64')),
  __arm__: named('arm'),
  __arm: perhaps(({ triple }) => triple.startsWith('arm')),
  __thumb__: perhaps(({ triple }) => triple.startsWith('arm')),
  __riscv: named('riscv'),
  __riscv_xlen: ({ triple }) => triple.startsWith('riscv64') && 64,
  __wasm__: ({ triple }) => triple.startsWith('wasm'),
  __wasm32__: ({ triple }) => triple.startsWith('wasm32'),
  _M_X64: namedByMicrosoft('x86_64', 100),
  _M_AMD64: namedByMicrosoft('x86_64', 100),
  _M_IX86: namedByMicrosoft('i686', [1, LATER]),
  _M_ARM64: namedByMicrosoft('aarch64'),

  __LP64__: isLp64,
  _LP64: isLp64,
  __ILP32__: (target) => !isWide(target) && (isX86(target) && !isWindows(target) ? true : null),
  __SIZEOF_POINTER__: gnu(({ pointerSize }) => pointerSize),
  __SIZEOF_SIZE_T__: gnu(({ pointerSize }) => pointerSize),
  __SIZEOF_PTRDIFF_T__: gnu(({ pointerSize }) => pointerSize),
  __SIZEOF_SHORT__: sizeOf('short'),
  __SIZEOF_INT__: sizeOf('int'),
  __SIZEOF_LONG__: sizeOf('long'),
  __SIZEOF_LONG_LONG__: sizeOf('long long'),
  __SIZEOF_INT128__: sizeOf('__int128'),
  __SIZEOF_FLOAT__: sizeOf('float'),
  __SIZEOF_DOUBLE__: sizeOf('double'),
  __CHAR_BIT__: gnu(() => 8),
  __SCHAR_MAX__: greatest('signed char'),
  __SHRT_MAX__: greatest('short'),
  __INT_MAX__: greatest('int'),
  __LONG_MAX__: greatest('long'),
  __LONG_LONG_MAX__: greatest('long long'),
  __ORDER_LITTLE_ENDIAN__: gnu(() => 1234),
  __ORDER_BIG_ENDIAN__: gnu(() => 4321),
  __ORDER_PDP_ENDIAN__: gnu(() => 3412),
  __BYTE_ORDER__: gnu(() => 1234),
  __LITTLE_ENDIAN__: byCompiler(null, false, null),

  __has_include: gnu(() => null),
  // For C++ most compilers define it, so that the C library shows all that it has.
  _GNU_SOURCE: () => null,
});

/** Of systems, processors and compilers that no target has. */
const NEVER: ReadonlySet<string> = new Set(
  `__CYGWIN__ __DJGPP__ __MSDOS__ __OS2__ __EMX__ __BEOS__ __HAIKU__ __sun __sun__ __hpux __hpux__ _AIX __sgi __osf__
  __QNX__ __QNXNTO__ __NetBSD__ __OpenBSD__ __DragonFly__ __VMS __MVS__ __minix __INTERIX __amigaos__ __Fuchsia__
  __native_client__ __ppc__ __ppc64__ __ppc __PPC__ __PPC64__ __powerpc__ __powerpc64__ __powerpc _M_PPC _ARCH_PPC
  __mips__ __mips __mips64 _MIPS_ARCH _M_MRX000 __sparc__ __sparc __s390__ __s390x__ __ia64__ __ia64 _M_IA64 __alpha__
  __alpha _M_ALPHA __hppa__ __hppa __m68k__ __sh__ __loongarch__ __loongarch64 __e2k__ __hexagon__ __AVR__ __ARMEB__
  __AARCH64EB__ __MIPSEB__ __BIG_ENDIAN__ __INTEL_COMPILER __ICC __ICL __SUNPRO_C __SUNPRO_CC __BORLANDC__
  __CODEGEARC__ __HP_cc __HP_aCC __xlC__ __xlc__ __IBMC__ __IBMCPP__ __DMC__ __WATCOMC__ __TURBOC__ __DECCXX __CC_ARM
  __ICCARM__ __MWERKS__ __PGI __KCC __COMO__ __TINYC__ __MINGW__ __CYGWIN32__
  __FreeBSD_kernel__ __GNU__ __bsdi__ __SYMBIAN32__ __VXWORKS__ __vxworks __rtems__ __NuttX__ __XTENSA__ __nacl__
  _WIN32_WCE __ultrix _CRAYC __ghs__`.split(/\s+/),
);

export const PREDEFINED_MACROS: readonly string[] = [...Object.keys(MACROS), ...NEVER];

/**
 * What the compilers of a target make of a macro by themselves.
 *
 * @returns open where it depends on the compiler or on the build; null for macros that are not the target's to define
 * @see clang's and gcc's `-dM -E`, Microsoft's "Predefined macros"
 */
export function predefinedMacro(macro: string, target: Target): MacroState | null {
  if (NEVER.has(macro)) return UNDEFINED;
  const rule = MACROS[macro];
  return rule ? stateOf(rule(target)) : null;
}

export const UNDEFINED: MacroState = { defined: false, meaning: null };
export const OPEN: MacroState = { defined: null, meaning: null };

function stateOf(definition: Definition): MacroState {
  if (definition === null) return OPEN;
  if (definition === false) return UNDEFINED;
  if (typeof definition === 'object')
    return { defined: true, meaning: signed(BigInt(definition[0]), BigInt(definition[1])) };
  return { defined: true, meaning: { parameters: null, text: `${BigInt(definition)}` } };
}
