import { effectiveConvention } from '../abi/mangling/conventions.js';
import type { CallingConvention } from '../abi/model.js';
import type { Target } from '../abi/target.js';
import { hasAttribute } from '../facts/cpp/attributes.js';
import type { FunctionCrossing } from './crossing.js';
import { callingConventionOf } from './lowering/calling-convention.js';
import { specifiersOfMacros } from './lowering/specifier-macros.js';
import type { TargetView } from './target-view.js';

/** A calling convention as it acts on one target; `C` is the default of the target's C compiler. */
export type Convention = 'C' | Exclude<CallingConvention, 'cdecl'> | 'win64' | 'sysv64';

/**
 * The convention of a function that Rust declares with an ABI string, null where it is not known.
 *
 * @param abi `C`, `system`, `stdcall-unwind` …
 * @see Rust reference, "External blocks", ABI; rustc: compiler/rustc_target/src/spec/abi_map.rs
 */
export function conventionOfAbi(abi: string, variadic: boolean, target: Target): Convention | null {
  const name = abi.replace(/-unwind$/, '');
  switch (name) {
    case 'C':
    case 'cdecl':
      return 'C';
    case 'system':
      return isWindows(target) ? asActs('stdcall', variadic, target) : 'C';
    case 'stdcall':
    case 'fastcall':
    case 'thiscall':
    case 'vectorcall':
      return asActs(name, variadic, target);
    case 'win64':
    case 'sysv64':
      return isX64(target) ? onX64(name, target) : null;
    case 'efiapi':
      return isX64(target) ? onX64('win64', target) : null;
    default:
      return null;
  }
}

/** As the type of a function pointer has it in C++. */
export const conventionOfType = (
  written: CallingConvention | null,
  variadic: boolean,
  target: Target,
): Convention => (written === null ? 'C' : asActs(written, variadic, target));

/**
 * The conventions of the two declarations where they differ on the target.
 *
 * @returns null where they agree, or one of them is not known: a macro may stand for a convention
 */
export function conventionDifference(
  { rust, cpp: { item } }: FunctionCrossing,
  view: TargetView,
): { readonly rust: Convention; readonly cpp: Convention } | null {
  const { target, program } = view;
  const ours = conventionOfAbi(rust.abi ?? 'C', rust.signature.variadic, target);
  if (ours === null) return null;
  const { variadic } = item.signature;
  const asWritten = (written: CallingConvention): Convention => asActs(written, variadic, target);
  const agreement = (theirs: Convention): { rust: Convention; cpp: Convention } | null =>
    theirs === ours ? null : { rust: ours, cpp: theirs };
  const written = callingConventionOf(item.callingConvention, item.attributes);
  if (written !== null) return agreement(asWritten(written));
  for (const [attribute, convention] of ATTRIBUTES) {
    if (hasAttribute(item.attributes, attribute, 'gnu') && isX64(target))
      return agreement(onX64(convention, target));
  }
  // On 64-bit targets no common macro changes the convention: what it takes to read them would be for nothing.
  if (item.macros.length === 0 || (ours === 'C' && !isX86(target))) return agreement('C');
  const { callingConvention, disputed, unread } = specifiersOfMacros(item, program, target);
  if (disputed !== null || (callingConvention === null && unread !== null)) return null;
  return agreement(callingConvention === null ? 'C' : asWritten(callingConvention));
}

function asActs(written: CallingConvention, variadic: boolean, target: Target): Convention {
  const effective = effectiveConvention(written, variadic, target);
  return effective === null || effective === 'cdecl' ? 'C' : effective;
}

const onX64 = (convention: 'win64' | 'sysv64', target: Target): Convention =>
  isWindows(target) === (convention === 'win64') ? 'C' : convention;

const ATTRIBUTES = [
  ['ms_abi', 'win64'],
  ['sysv_abi', 'sysv64'],
] as const;

const isWindows = ({ triple }: Target): boolean => triple.includes('-windows-');
const isX64 = ({ triple }: Target): boolean => triple.startsWith('x86_64-');
const isX86 = ({ triple }: Target): boolean => /^i[3-6]86-/.test(triple);

/** Whether C++ can declare what an extern block of this ABI holds; `Rust` and the intrinsics cross nowhere. */
export const isForeignAbi = (abi: string): boolean => FOREIGN_ABIS.test(abi);

const FOREIGN_ABIS =
  /^(?:C|system|cdecl|stdcall|fastcall|vectorcall|thiscall|win64|sysv64|aapcs|efiapi)(?:-unwind)?$/;
