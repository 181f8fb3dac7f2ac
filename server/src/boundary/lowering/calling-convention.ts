import type { CallingConvention } from '../../abi/model.js';
import { nameTable } from '../../base/name-table.js';

const CONVENTIONS = nameTable<CallingConvention>({
  cdecl: 'cdecl',
  stdcall: 'stdcall',
  fastcall: 'fastcall',
  thiscall: 'thiscall',
  vectorcall: 'vectorcall',
  regcall: 'regcall',
});

/** The convention that is written as `__stdcall`, `_stdcall` or among attributes; null where none is. */
export function callingConventionOf(
  written: string | null,
  attributes: readonly string[] = [],
): CallingConvention | null {
  for (const name of [...(written === null ? [] : [written]), ...attributes]) {
    const convention = CONVENTIONS[name.replace(/^(?:gnu::|clang::)?_*/, '')];
    if (convention) return convention;
  }
  return null;
}
