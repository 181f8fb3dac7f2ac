import { exact, unknown, type Known } from '../../base/known.js';
import type { CppAbiFunction } from '../model.js';
import type { MangledSymbol } from './itanium.js';

/** Symbols for the Microsoft ABI: those of C linkage, which are plain (without 32-bit decoration). */
export function mangleMicrosoft(fn: CppAbiFunction): Known<MangledSymbol> {
  if (fn.asmLabel !== null) return exact({ symbol: fn.asmLabel, variants: {} });
  if (fn.linkage === 'c') return exact({ symbol: fn.name, variants: {} });
  return unknown("Microsoft's mangling of C++ names is not computed");
}
