import { nameTable } from '../base/name-table.js';
import type { Target } from '../abi/target.js';

type Definition = (target: Target) => boolean | null;

const isWindows = ({ triple }: Target): boolean => triple.includes('windows');
const isMsvc = ({ triple }: Target): boolean => triple.includes('msvc');
const isMingw = ({ triple }: Target): boolean => triple.includes('windows-gnu');
const isLinux = ({ triple }: Target): boolean => triple.includes('linux');
const isApple = ({ triple }: Target): boolean => triple.includes('apple');
const isWide = ({ pointerSize }: Target): boolean => pointerSize === 8;
const isLp64: Definition = (target) => isWide(target) && !isWindows(target);
const isUnix: Definition = (target) => isLinux(target) || /freebsd|emscripten/.test(target.triple);

/** On Windows clang has gcc's name of the architecture beside Microsoft's, and `cl` has not. */
const named =
  (architecture: string): Definition =>
  (target) =>
    target.triple.startsWith(architecture) && (isMsvc(target) ? null : true);

/** Microsoft's name of an architecture, which the headers of MinGW define as well. */
const namedByMicrosoft =
  (architecture: string): Definition =>
  (target) =>
    isWindows(target) && target.triple.startsWith(architecture) && (isMsvc(target) ? true : null);

/** The macros that follow from the target, whatever its compiler; each counts as true in an `#if`. */
const MACROS = nameTable<Definition>({
  __cplusplus: () => true,
  _WIN32: isWindows,
  // Defined by gnu modes of MinGW, by headers of Windows and by many builds for it.
  WIN32: (target) => isWindows(target) && null,
  _WIN64: (target) => isWindows(target) && isWide(target),
  WIN64: (target) => isWindows(target) && isWide(target) && null,
  _MSC_VER: isMsvc,
  __MINGW32__: isMingw,
  __MINGW64__: (target) => isMingw(target) && isWide(target),
  __CYGWIN__: () => false,
  __linux__: isLinux,
  __linux: isLinux,
  __ANDROID__: ({ triple }) => triple.includes('android'),
  __unix__: isUnix,
  __unix: isUnix,
  __APPLE__: isApple,
  __MACH__: isApple,
  __FreeBSD__: ({ triple }) => triple.includes('freebsd'),
  __LP64__: isLp64,
  _LP64: isLp64,
  // clang also has it in place of Microsoft's compiler where it is told which gcc it is to be.
  __GNUC__: (target) => (isMsvc(target) ? null : true),
  __x86_64__: named('x86_64'),
  __aarch64__: named('aarch64'),
  __i386__: named('i686'),
  __arm__: named('arm'),
  __riscv: named('riscv'),
  _M_X64: namedByMicrosoft('x86_64'),
  _M_AMD64: namedByMicrosoft('x86_64'),
  _M_IX86: namedByMicrosoft('i686'),
  _M_ARM64: namedByMicrosoft('aarch64'),
  __wasm__: ({ triple }) => triple.startsWith('wasm'),
  __EMSCRIPTEN__: ({ triple }) => triple.includes('emscripten'),
});

export const PREDEFINED_MACROS: readonly string[] = Object.keys(MACROS);

/**
 * Whether the compilers of a target predefine a macro.
 *
 * @returns null where it depends on the compiler or on the build, and for macros that are not the target's to define
 * @see clang's and gcc's `-dM -E`, Microsoft's "Predefined macros"
 */
export const isPredefined = (macro: string, target: Target): boolean | null =>
  MACROS[macro]?.(target) ?? null;
