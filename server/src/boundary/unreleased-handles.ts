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

/** Verbs after which an object may no longer be the caller's to destroy. */
const TAKING_OVER =
  /free|destroy|delete|close|release|dispose|drop|unref|deref|put|deinit|uninit|fini|final|term|cleanup|shutdown|stop|quit|end|done|exit|consume|into|take|adopt|own|give|transfer|move|build|commit|submit|return|recycle|reset/i;

/** Whether a bound function destroys such objects, or may keep one: it takes one besides another, or where one is stored. */
function mayTakeOver(crossing: FunctionCrossing, made: CppAbiRecord, view: TargetView): boolean {
  const { cpp } = crossing;
  const takes = TAKING_OVER.test(cpp.item.name);
  return passedParameters(cpp).some(({ type }, index) => {
    const lowered = view.cpp.type(type, signatureContext(cpp));
    if (lowered.kind !== 'pointer' && lowered.kind !== 'reference')
      return lowered.kind === 'unknown' && takes;
    const to = lowered.kind === 'pointer' ? lowered.pointee : lowered.referent;
    if (to.kind === 'builtin') return to.name === 'void' && takes;
    const isOne = pointedTo(lowered) === made || pointedTo(to) === made;
    return isOne && (takes || index > 0 || to.kind === 'pointer');
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
