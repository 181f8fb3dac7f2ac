import type { CppAbiRecord, CppAbiType } from '../abi/model.js';
import type { Program } from '../program/program.js';
import { isThere } from './definitions.js';
import { passedParameters, type CppFunctionSide, type FunctionCrossing } from './crossing.js';
import { signatureContext } from './cxx-signature.js';
import type { TargetView } from './target-view.js';

/** Objects that C++ makes for Rust, and that nothing which Rust declares can destroy. */
export interface UnreleasedHandle {
  readonly kind: 'unreleased-handle';
  /** The functions that make one, as they come. */
  readonly makers: readonly [FunctionCrossing, ...FunctionCrossing[]];
  /** What C++ has for it, and Rust does not declare. */
  readonly destroyer: CppFunctionSide;
}

/**
 * The handles that Rust can only leak: C++ has a function that takes nothing but one and is called as its maker is, with
 * another verb, and neither that nor anything else that may take over the object is bound.
 */
export function unreleasedHandlesOf(
  functions: readonly FunctionCrossing[],
  view: TargetView,
): UnreleasedHandle[] {
  const found = new Map<string, UnreleasedHandle>();
  let bound: ReadonlySet<string> | null = null;
  for (const maker of functions) {
    if (maker.direction !== 'rust-calls-cpp' || maker.mechanism !== 'extern-c') continue;
    const names = destroyerNames(maker.cpp.item.name);
    if (names.length === 0) continue;
    bound ??= boundNames(view.program);
    const made = pointedTo(view.cpp.type(maker.cpp.item.signature.result, signatureContext(maker.cpp)));
    if (made === null || names.some((name) => bound?.has(name))) continue;
    const [destroyer] = names
      .flatMap((name) => view.program.cpp.knownFunctions([name]))
      .filter((each) => each.item.linkage === 'c' && isThere(view)(each))
      .filter((each) => takesOnly(each, made, view));
    if (!destroyer || functions.some((each) => mayTakeOver(each, made, view))) continue;
    const known = found.get(destroyer.item.name);
    found.set(destroyer.item.name, {
      kind: 'unreleased-handle',
      makers: known ? [...known.makers, maker] : [maker],
      destroyer: known?.destroyer ?? destroyer,
    });
  }
  return [...found.values()];
}

/** `lamp_new`, `lamp_create_with_level`; `new_lamp`; `LampCreate`; `CreateLamp`. */
const MAKING: readonly RegExp[] = [
  /^(?<of>.+)_(?:new|create|open|alloc|make|clone)(?:_(?:with|from|for|in)_\w+)?$/,
  /^(?:new|create|open|alloc|make|clone)_(?<of>.+)$/,
  /^(?<of>[A-Z]\w*)(?:New|Create|Open|Alloc|Make|Clone)$/,
  /^(?:New|Create|Open|Alloc|Make|Clone)(?<of>[A-Z]\w*)$/,
];
const DESTROYING: readonly string[] = ['free', 'destroy', 'delete', 'close', 'release', 'dispose', 'drop'];

/** What a function may be called that destroys what one of this name makes; empty where it says not to make anything. */
function destroyerNames(name: string): readonly string[] {
  return MAKING.flatMap((pattern, form) => {
    const of = pattern.exec(name)?.groups?.['of'];
    if (of === undefined) return [];
    return DESTROYING.map((verb) => {
      const Verb = verb.charAt(0).toUpperCase() + verb.slice(1);
      return [`${of}_${verb}`, `${verb}_${of}`, `${of}${Verb}`, `${Verb}${of}`][form] ?? '';
    });
  });
}

/** Words after which an object may no longer be the caller's to destroy. */
const TAKING_OVER: ReadonlySet<string> = new Set(
  [
    'free delete destroy destructor dispose drop close release unref deref put unlink remove discard kill',
    'deinit uninit fini finish final finalize term terminate cleanup clean shutdown stop quit exit end done join',
    'consume into take adopt own give transfer move return recycle build commit submit',
  ].flatMap((line) => line.split(' ')),
);

/** Those of them that count owners of whatever object. */
const UNCOUNTING: ReadonlySet<string> = new Set(['release', 'unref', 'deref', 'put']);

/**
 * Whether a bound function destroys such objects, or may keep one: it takes one besides another, or behind a pointer to
 * the pointer. What takes any pointer is believed to count owners, where it says so: `free` is for memory of `malloc`,
 * as C++ has a function for these.
 */
function mayTakeOver(crossing: FunctionCrossing, made: CppAbiRecord, view: TargetView): boolean {
  const { cpp } = crossing;
  const words = cpp.item.name.split(/_|(?<=[a-z\d])(?=[A-Z])/).map((word) => word.toLowerCase());
  const takes = words.some((word) => TAKING_OVER.has(word));
  return passedParameters(cpp).some(({ type }, index) => {
    const lowered = view.cpp.type(type, signatureContext(cpp));
    if (lowered.kind === 'unknown') return takes;
    if (lowered.kind !== 'pointer' && lowered.kind !== 'reference') return false;
    const to = lowered.kind === 'pointer' ? lowered.pointee : lowered.referent;
    if (to.kind === 'builtin') return to.name === 'void' && words.some((word) => UNCOUNTING.has(word));
    const isOne = to.kind === 'record' && to.const !== true && to.record === made;
    return (isOne && (takes || index > 0)) || pointedTo(to) === made;
  });
}

const pointedTo = (type: CppAbiType): CppAbiRecord | null =>
  type.kind === 'pointer' && type.pointee.kind === 'record' && type.pointee.const !== true
    ? type.pointee.record
    : null;

function takesOnly(side: CppFunctionSide, made: CppAbiRecord, view: TargetView): boolean {
  const [first, ...others] = side.item.signature.parameters;
  if (!first || others.length > 0 || side.item.signature.variadic) return false;
  return pointedTo(view.cpp.type(first.type, signatureContext(side))) === made;
}

/** All names that Rust declares foreign functions by, or exports functions by. */
function boundNames(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, { foreignFunctions, exports }] of program.rustFiles()) {
    for (const { name, linkNames } of foreignFunctions)
      for (const each of [name, ...linkNames.map((link) => link.name)]) names.add(each);
    for (const { name } of exports) names.add(name);
  }
  return names;
}
