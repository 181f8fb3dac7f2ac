import { constrainedTemplate } from './constrained-template.js';
import { adlOnly } from './adl-only.js';
import { arityMismatch } from './arity-mismatch.js';
import { signMismatch } from './sign-mismatch.js';
import { pointeeMismatch } from './pointee-mismatch.js';
import { clashingDeclarations } from './clashing-declarations.js';
import { constMismatch } from './const-mismatch.js';
import { constPointerMismatch } from './const-pointer-mismatch.js';
import { variadicMismatch } from './variadic-mismatch.js';
import { platformWidth } from './platform-width.js';
import { callingConventionMismatch } from './calling-convention-mismatch.js';
import { improperType } from './improper-type.js';
import { rustChar } from './rust-char.js';
import { bitfieldMirror } from './bitfield-mirror.js';
import { boolMismatch } from './bool-mismatch.js';
import { crossAllocatorFree } from './cross-allocator-free.js';
import { danglingCString } from './dangling-c-string.js';
import { defaultArguments } from './default-arguments.js';
import { callbackAbi } from './callback-abi.js';
import { autocxxRefused } from './autocxx-refused.js';
import { bridgeDrift } from './bridge-drift.js';
import { bridgeInvalid } from './bridge-invalid.js';
import { emptyRecord } from './empty-record.js';
import { fieldMismatch } from './field-mismatch.js';
import { copyOfNontrivial } from './copy-of-nontrivial.js';
import { enumDrift } from './enum-drift.js';
import { enumOpen } from './enum-open.js';
import { enumWithoutRepr } from './enum-without-repr.js';
import { exceptionAcrossFfi } from './exception-across-ffi.js';
import { falseRelocatableClaim } from './false-relocatable-claim.js';
import type { Generator } from '../facts/generator.js';
import { bindgenOutputStale } from './bindgen-output-stale.js';
import { cbindgenHeaderStale } from './cbindgen-header-stale.js';
import type { Hazard, HazardPage } from './hazard.js';
import { implicitConversion } from './implicit-conversion.js';
import { inPlaceConstruction } from './in-place-construction.js';
import { layoutMismatch } from './layout-mismatch.js';
import { libraryDependentLayout } from './library-dependent-layout.js';
import { missingDestructor } from './missing-destructor.js';
import { missingExternC } from './missing-extern-c.js';
import { missingReprC } from './missing-repr-c.js';
import { moveConstructor } from './move-constructor.js';
import { nameCollision } from './name-collision.js';
import { noSymbol } from './no-symbol.js';
import { noUniqueAddressField } from './no-unique-address-field.js';
import { nonRelocatableByValue } from './non-relocatable-by-value.js';
import { nontrivialByValue } from './nontrivial-by-value.js';
import { nullableReference } from './nullable-reference.js';
import { operatorOverload } from './operator-overload.js';
import { overloadByOrdinal } from './overload-by-ordinal.js';
import { overloadSet } from './overload-set.js';
import { packedMismatch } from './packed-mismatch.js';
import { panicAcrossFfi } from './panic-across-ffi.js';
import { parameterMismatch } from './parameter-mismatch.js';
import { polymorphicMirror } from './polymorphic-mirror.js';
import { reprRustAssumed } from './repr-rust-assumed.js';
import { retainedReference } from './retained-reference.js';
import { returnMismatch } from './return-mismatch.js';
import { staticMismatch } from './static-mismatch.js';
import { rustAbiExport } from './rust-abi-export.js';
import { tailPaddingReuse } from './tail-padding-reuse.js';
import { sharedStructDrift } from './shared-struct-drift.js';
import { staleMangledName } from './stale-mangled-name.js';
import { throwWithoutResult } from './throw-without-result.js';
import { toolSkew } from './tool-skew.js';
import { uncheckedUtf8 } from './unchecked-utf8.js';
import { unsafeSendSync } from './unsafe-send-sync.js';
import { unpinnedOpaque } from './unpinned-opaque.js';
import { unpinnedMirror } from './unpinned-mirror.js';
import { unusedSuppression } from './unused-suppression.js';
import { zngurLayoutStale } from './zngur-layout-stale.js';
import { zngurSyntax } from './zngur-syntax.js';

/** Every hazard, in the order of the catalogue. */
export const HAZARDS: readonly Hazard[] = [
  arityMismatch,
  returnMismatch,
  parameterMismatch,
  staticMismatch,
  signMismatch,
  pointeeMismatch,
  constMismatch,
  constPointerMismatch,
  variadicMismatch,
  platformWidth,
  clashingDeclarations,
  rustAbiExport,
  callingConventionMismatch,
  missingExternC,
  noSymbol,
  staleMangledName,
  nontrivialByValue,
  improperType,
  rustChar,
  boolMismatch,
  callbackAbi,
  nullableReference,
  missingReprC,
  layoutMismatch,
  fieldMismatch,
  tailPaddingReuse,
  noUniqueAddressField,
  emptyRecord,
  bitfieldMirror,
  polymorphicMirror,
  packedMismatch,
  unpinnedMirror,
  libraryDependentLayout,
  enumWithoutRepr,
  enumDrift,
  enumOpen,
  reprRustAssumed,
  nonRelocatableByValue,
  falseRelocatableClaim,
  moveConstructor,
  unpinnedOpaque,
  crossAllocatorFree,
  missingDestructor,
  copyOfNontrivial,
  retainedReference,
  overloadSet,
  overloadByOrdinal,
  defaultArguments,
  operatorOverload,
  implicitConversion,
  adlOnly,
  constrainedTemplate,
  inPlaceConstruction,
  nameCollision,
  exceptionAcrossFfi,
  throwWithoutResult,
  panicAcrossFfi,
  danglingCString,
  uncheckedUtf8,
  unsafeSendSync,
  bridgeDrift,
  bridgeInvalid,
  sharedStructDrift,
  autocxxRefused,
  zngurLayoutStale,
  zngurSyntax,
  toolSkew,
];

/** What the engine itself reports: it has an id and a page, and checks no crossing. */
export const ENGINE_HAZARDS: readonly HazardPage[] = [
  bindgenOutputStale,
  cbindgenHeaderStale,
  unusedSuppression,
];

/** What is told of a file that a generator wrote. */
export const STALE_OUTPUTS: Readonly<Record<Generator['tool'], HazardPage>> = {
  bindgen: bindgenOutputStale,
  cbindgen: cbindgenHeaderStale,
};

/** All pages, as `ferrule explain` and the documentation list them. */
export const PAGES: readonly HazardPage[] = [...HAZARDS, ...ENGINE_HAZARDS];
