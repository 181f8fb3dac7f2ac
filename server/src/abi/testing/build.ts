import { exact } from '../../base/known.js';
import type { Location } from '../../base/range.js';
import type { CppBuiltin } from '../../facts/cpp/cpp-facts.js';
import {
  lazily,
  NO_REPR,
  NO_SPECIAL_MEMBERS,
  NOT_DECLARED,
  type CppAbiField,
  type CppAbiFunction,
  type CppAbiName,
  type CppAbiRecord,
  type CppAbiType,
  type CppRecordDefinition,
  type CppSpecialMember,
  type CppSpecialMembers,
  type RustAbiRepr,
  type RustAbiType,
  type RustLibraryType,
  type RustPrimitive,
} from '../model.js';
import { findTarget, type Target } from '../target.js';

/** Short ways to write the model's types in tests. */
export function target(triple = 'x86_64-unknown-linux-gnu'): Target {
  const found = findTarget(triple);
  if (!found) throw new Error(`no target ${triple}`);
  return found;
}

export const builtin = (name: CppBuiltin): CppAbiType => ({ kind: 'builtin', name });
export const pointerTo = (pointee: CppAbiType): CppAbiType => ({ kind: 'pointer', pointee });
export const constant = (type: CppAbiType): CppAbiType => ({ ...type, const: true });
export const reference = (referent: CppAbiType): CppAbiType => ({
  kind: 'reference',
  rvalue: false,
  referent,
});
export const recordType = (record: CppAbiRecord): CppAbiType => ({ kind: 'record', record });
export const library = (name: string, ...args: CppAbiType[]): CppAbiType => ({
  kind: 'library',
  name,
  arguments: args.map((type) => ({ kind: 'type', type })),
});

/** The `line`th line of a header, zero-based. */
export const at = (line: number): Location => ({
  uri: 'file:///widget.hpp',
  range: { start: { line, character: 0 }, end: { line, character: 80 } },
});

export const field = (name: string, type: CppAbiType, given: Partial<CppAbiField> = {}): CppAbiField => ({
  name,
  type,
  bitWidth: null,
  alignment: 0,
  packed: false,
  noUniqueAddress: null,
  access: 'public',
  hasInitializer: false,
  location: null,
  ...given,
});

export const baseOf = (record: CppAbiRecord, virtual = false): CppRecordDefinition['bases'][number] => ({
  type: recordType(record),
  virtual,
  access: 'public',
  location: null,
});

export const nameOf = (...parts: string[]): CppAbiName =>
  parts.map((name, index) => ({
    kind: index === parts.length - 1 ? 'record' : 'namespace',
    name,
    arguments: null,
    abiTags: [],
  }));

export function record(
  name: string,
  given: Partial<CppRecordDefinition> & Partial<Pick<CppAbiRecord, 'kind'>> = {},
): CppAbiRecord {
  const { kind = 'struct', ...definition } = given;
  return {
    name: nameOf(...name.split('::')),
    kind,
    anonymous: false,
    location: at(0),
    define: lazily(() =>
      exact({
        bases: [],
        fields: [],
        special: NO_SPECIAL_MEMBERS,
        functions: [],
        alignment: 0,
        alignas: false,
        packed: false,
        pragmaPack: null,
        trivialAbi: false,
        emptyBases: false,
        final: false,
        microsoftStruct: null,
        relocationClaims: [],
        ...definition,
      }),
    ),
  };
}

export const special = (
  given: Partial<Record<keyof CppSpecialMembers, CppSpecialMember['state']>>,
): CppSpecialMembers => {
  const member = (state: CppSpecialMember['state'] | undefined): CppSpecialMember =>
    state === undefined ? NOT_DECLARED : { state, access: 'public', location: at(9) };
  return {
    defaultConstructor: member(given.defaultConstructor),
    copyConstructor: member(given.copyConstructor),
    moveConstructor: member(given.moveConstructor),
    copyAssignment: member(given.copyAssignment),
    moveAssignment: member(given.moveAssignment),
    destructor: { ...member(given.destructor), virtual: false },
    otherConstructor: null,
  };
};

export const fn = (given: Partial<CppAbiFunction>): CppAbiFunction => ({
  kind: 'function',
  scope: [],
  name: 'f',
  linkage: 'cpp',
  parameters: [],
  variadic: false,
  result: builtin('void'),
  constFunction: false,
  volatileFunction: false,
  referenceQualifier: '',
  virtual: false,
  access: 'public',
  callingConvention: null,
  abiTags: [],
  templateArguments: null,
  asmLabel: null,
  ...given,
});

export const primitive = (name: RustPrimitive): RustAbiType => ({ kind: 'primitive', name });
export const rustLibrary = (name: RustLibraryType, ...args: RustAbiType[]): RustAbiType => ({
  kind: 'library',
  name,
  arguments: args,
});
export const rustReference = (pointee: RustAbiType): RustAbiType => ({
  kind: 'pointer',
  form: 'reference',
  mutable: false,
  pointee,
});

export function rustStruct(name: string, repr: Partial<RustAbiRepr>, ...types: RustAbiType[]): RustAbiType {
  const known = exact({
    repr: { ...NO_REPR, ...repr },
    fields: types.map((type, index) => ({ name: `f${index}`, type, location: null })),
    maybeUnsized: false,
  });
  return { kind: 'record', record: { name, kind: 'struct', location: null, define: () => known } };
}

export function rustEnum(
  name: string,
  repr: Partial<RustAbiRepr>,
  ...variants: (readonly RustAbiType[])[]
): RustAbiType {
  const known = exact({
    repr: { ...NO_REPR, ...repr },
    variants: variants.map((types, index) => ({
      name: `V${index}`,
      discriminant: null,
      fields: types.map((type, at) => ({ name: `f${at}`, type, location: null })),
      location: null,
    })),
  });
  return { kind: 'enum', enum: { name, location: null, define: () => known } };
}
