import { derive, type Known } from '../base/known.js';
import { callFormsOf, type CallForms } from './call-forms.js';
import { callsOf, type CallVerdict } from './calls.js';
import { createCppLayouts } from './layout/cpp-layouts.js';
import type { RecordLayout } from './layout/record-layout.js';
import { mangleItanium } from './mangling/itanium.js';
import type { MangledSymbol } from './mangling/mangled-symbol.js';
import { mangleMicrosoft } from './mangling/microsoft.js';
import type { CppAbiFunction, CppAbiRecord, CppAbiType } from './model.js';
import { relocationOf, relocationWithoutClaims, type RelocationVerdict } from './relocation.js';
import { relocationDefinitions, type RelocationDefinitions } from './relocation-definitions.js';
import { createSpecialMembers, type SpecialMembers } from './special-members.js';
import type { SizeAlign, Target } from './target.js';

/**
 * Everything that Ferrule computes of C++ types for one target. It remembers answers by the records'
 * identity: make one for each target and state of the program, and drop it with that.
 */
export interface CppAbi {
  readonly target: Target;
  /** Unknown where a base or member is (the reason names the path), or the class is only declared. */
  layOut(record: CppAbiRecord): Known<RecordLayout>;
  /** `sizeof` and `alignof` of an object type, bytes. */
  sizeOf(type: CppAbiType): Known<SizeAlign>;
  /** Whether Rust may move it; see `relocation.ts`. */
  relocationOf(type: CppAbiType): Known<RelocationVerdict>;
  /** The same, without what is declared about the class itself. */
  relocationWithoutClaims(record: CppAbiRecord): Known<RelocationVerdict>;
  /** What the standard's proposals and the compilers' traits say; see `relocation-definitions.ts`. */
  relocationDefinitionsOf(type: CppAbiType): RelocationDefinitions;
  /** Whether it goes through calls as a C struct does; see `calls.ts`. */
  callsOf(type: CppAbiType): Known<CallVerdict>;
  /** How it is passed and how it is returned, where that is not the same; see `call-forms.ts`. */
  callFormsOf(type: CppAbiType): Known<CallForms>;
  /** The symbol of a function or variable with external linkage; see `mangling/`. */
  mangle(fn: CppAbiFunction): Known<MangledSymbol>;
  readonly specialMembers: SpecialMembers;
}

export function createCppAbi(target: Target): CppAbi {
  const layouts = createCppLayouts(target);
  const specialMembers = createSpecialMembers(target);
  const context = { target, members: specialMembers, sizeOf: (type: CppAbiType) => layouts.sizeOf(type) };
  return {
    target,
    layOut: (record) => layouts.layOut(record),
    sizeOf: (type) => layouts.sizeOf(type),
    relocationOf: (type) => relocationOf(type, specialMembers, target),
    relocationWithoutClaims: (record) => relocationWithoutClaims(record, specialMembers, target),
    relocationDefinitionsOf: (type) => relocationDefinitions(type, specialMembers, target),
    callsOf: (type) => callsOf(type, specialMembers, target),
    callFormsOf: (type) =>
      derive(callsOf(type, specialMembers, target), ({ trivial }) => callFormsOf(type, trivial, context)),
    mangle: (fn) =>
      target.cppAbi === 'microsoft'
        ? mangleMicrosoft(fn, target, (type) => layouts.sizeOf(type))
        : mangleItanium(fn, target),
    specialMembers,
  };
}
