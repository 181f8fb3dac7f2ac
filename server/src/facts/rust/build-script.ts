import type { Range } from '../../base/range.js';

/**
 * What a build script does with the builders of cc, cxx_build, bindgen, autocxx, cxx-qt and cmake, and what it turns
 * on, as far as it can be read without running it.
 *
 * @see Cargo reference, "Build Scripts"
 */
export interface BuildScript {
  /** In the order in which they are made. */
  readonly builders: readonly ScriptBuilder[];
  /** What it turns on in its package whenever it runs: `name`, `name="value"`, in the order in which it does. */
  readonly cfgs: readonly string[];
}

/** One value of a builder's type, and the methods that are called on it. */
export interface ScriptBuilder {
  /** Path of the function that made it, `cc::Build::new`; of its type where it comes from elsewhere, `cc::Build`. */
  readonly made: string;
  readonly arguments: readonly ScriptValue[];
  /** In the order in which they run. */
  readonly calls: readonly ScriptCall[];
  /** The call that made it. */
  readonly range: Range;
  readonly conditions: readonly string[];
}

export interface ScriptCall {
  readonly method: string;
  readonly arguments: readonly ScriptValue[];
  /** The method's name with its arguments. */
  readonly range: Range;
  /** What must hold for it to run, outermost first, in words or as written. Empty: it runs with its builder. */
  readonly conditions: readonly string[];
}

export type ScriptValue =
  /** Text, a number or a path; `base` is the environment variable that stands before it. */
  | { readonly kind: 'text'; readonly text: string; readonly base: string | null }
  | { readonly kind: 'list'; readonly elements: readonly ScriptValue[] }
  /** `None` and `()`. */
  | { readonly kind: 'nothing' }
  /** What the script computes: its source, shortened. */
  | { readonly kind: 'unreadable'; readonly text: string };

/** The functions that make builders, and the types of builders. */
export const BUILDER_PATHS: readonly string[] = [
  'cc::Build',
  'cc::Config',
  'cxx_build::bridge',
  'cxx_build::bridges',
  'bindgen::builder',
  'bindgen::Builder',
  'autocxx_build::Builder',
  'autocxx_build::build',
  'cxx_qt_build::CxxQtBuilder',
  'cmake::Config',
  'cmake::build',
];

/** Whether a file may be such a script: what its text must hold, so that no other file is looked into. */
export const mayBuild = (text: string): boolean =>
  /\bfn\s+main\b/.test(text) &&
  /\b(?:cc|cxx_build|bindgen|autocxx_build|cxx_qt_build|cmake|rustc-cfg)\b/.test(text);
