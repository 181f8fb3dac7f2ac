import { createCppAbi, type CppAbi } from '../abi/cpp-abi.js';
import { createRustLayouts, type RustLayouts } from '../abi/layout/rust.js';
import type { Target } from '../abi/target.js';
import type { Program } from '../program/program.js';
import type { CppLowering } from './lowering/cpp-lowering.js';
import { createCppLowering } from './lowering/cpp-types.js';
import { RustLowering } from './lowering/rust-types.js';

/**
 * The program as one target sees it: types lowered and laid out. Everything in it is remembered, so it
 * lives as long as the program stays as it is.
 */
export interface TargetView {
  readonly target: Target;
  /** All targets that are asked about, this one among them. */
  readonly configured: readonly Target[];
  readonly program: Program;
  readonly cpp: CppLowering;
  readonly rust: RustLowering;
  readonly cppAbi: CppAbi;
  readonly rustLayouts: RustLayouts;
}

export function createTargetView(
  program: Program,
  target: Target,
  configured: readonly Target[] = [target],
): TargetView {
  const cppAbi = createCppAbi(target);
  const rustLayouts = createRustLayouts(target);
  return {
    target,
    configured,
    program,
    cpp: createCppLowering(program, target, cppAbi),
    rust: new RustLowering(program, target, rustLayouts),
    cppAbi,
    rustLayouts,
  };
}
