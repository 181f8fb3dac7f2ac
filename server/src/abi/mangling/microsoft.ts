import { assumed, exact, unknown, weaken, type Known } from '../../base/known.js';
import type { CallingConvention, CppAbiFunction, CppAbiType } from '../model.js';
import type { SizeAlign, Target } from '../target.js';
import { decayed } from './adjusted-types.js';
import { effectiveConvention } from './conventions.js';
import type { MangledSymbol } from './mangled-symbol.js';
import { MicrosoftMangler } from './microsoft-mangler.js';

/**
 * The name of a function or variable with external linkage as clang 19 mangles it for Microsoft's ABI.
 * Unknown where a type in it is.
 *
 * @param sizeOf `sizeof` of a type, which the names of some C functions end in
 * @see clang's `MicrosoftMangle.cpp`; Microsoft does not document its scheme
 */
export function mangleMicrosoft(
  fn: CppAbiFunction,
  target: Target,
  sizeOf: (type: CppAbiType) => Known<SizeAlign>,
): Known<MangledSymbol> {
  const single = (symbol: string): Known<MangledSymbol> => exact({ symbol, variants: {} });
  if (fn.asmLabel !== null) return single(fn.asmLabel);
  if (isEntryPoint(fn)) return single(target.symbolPrefix + fn.name);
  if (fn.linkage === 'c') return cName(fn, target, sizeOf);
  const main = write(fn, target, false);
  if (main.status === 'unknown') return main;
  const deleting = fn.kind === 'destructor' && fn.virtual ? write(fn, target, true) : null;
  const variants: Record<string, string> =
    deleting && deleting.status !== 'unknown' ? { '??_G': deleting.value } : {};
  return { ...main, value: { symbol: main.value, variants } };
}

function write(fn: CppAbiFunction, target: Target, deleting: boolean): Known<string> {
  const mangler = new MicrosoftMangler(target, fn.templateArguments);
  mangler.symbol(fn, deleting);
  const { text, problem } = mangler;
  if (problem !== null) return unknown(problem);
  let known: Known<string> = exact(text);
  for (const assumption of mangler.assumptions) known = weaken(known, assumed(null, assumption));
  return known;
}

/** @see clang's `FunctionDecl::isMSVCRTEntryPoint` */
const ENTRY_POINTS: ReadonlySet<string> = new Set(['main', 'wmain', 'WinMain', 'wWinMain', 'DllMain']);

const isEntryPoint = ({ kind, name, scope }: CppAbiFunction): boolean =>
  kind === 'function' && scope.length === 0 && ENTRY_POINTS.has(name);

/** @see https://learn.microsoft.com/cpp/build/reference/decorated-names, "Format of a C decorated name" */
function cName(
  fn: CppAbiFunction,
  target: Target,
  sizeOf: (type: CppAbiType) => Known<SizeAlign>,
): Known<MangledSymbol> {
  const convention =
    fn.kind === 'variable' ? null : effectiveConvention(fn.callingConvention, fn.variadic, target);
  const prefix = convention === 'fastcall' ? '@' : convention === 'vectorcall' ? '' : target.symbolPrefix;
  const separator = SEPARATORS[convention ?? 'cdecl'];
  if (separator === '') return exact({ symbol: prefix + fn.name, variants: {} });
  let bytes = 0;
  for (const parameter of fn.parameters) {
    const size = passedSize(decayed(parameter), target, sizeOf);
    if (size.status === 'unknown')
      return unknown(`the name ends in the size of its parameters: ${size.reason}`, size.because);
    bytes += Math.ceil(size.value / target.pointerSize) * target.pointerSize;
  }
  return exact({ symbol: `${prefix}${fn.name}${separator}${bytes}`, variants: {} });
}

const SEPARATORS: Readonly<Record<CallingConvention, string>> = {
  cdecl: '',
  thiscall: '',
  regcall: '',
  stdcall: '@',
  fastcall: '@',
  vectorcall: '@@',
};

function passedSize(
  type: CppAbiType,
  target: Target,
  sizeOf: (type: CppAbiType) => Known<SizeAlign>,
): Known<number> {
  if (type.kind === 'reference') return exact(target.pointerSize);
  const size = sizeOf(type);
  return size.status === 'unknown' ? size : { ...size, value: size.value.size };
}
