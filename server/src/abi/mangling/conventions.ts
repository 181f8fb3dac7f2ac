import type { CallingConvention } from '../model.js';
import type { Target } from '../target.js';

/**
 * The convention that a function has by what is written, null for the default one: 32-bit x86 has all of them,
 * 64-bit x86 two, and others none. A variadic function is always `__cdecl`.
 */
export function effectiveConvention(
  written: CallingConvention | null,
  variadic: boolean,
  { triple }: Target,
): CallingConvention | null {
  if (variadic || written === null) return null;
  if (/^i[3-6]86-/.test(triple)) return written;
  const isKept = written === 'vectorcall' || written === 'regcall';
  return isKept && triple.startsWith('x86_64-') ? written : null;
}
