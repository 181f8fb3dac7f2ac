/** How much of what a corpus holds. */
export interface CorpusPlan {
  /** Parts of the program, each with a Rust crate, a C header, a cxx bridge and much C++ around them. */
  readonly modules: number;
  /** Raw `extern "C"` functions of each module; every fourth one is exported by Rust. */
  readonly externFunctions: number;
  /** Structs that each module declares by hand on both sides. */
  readonly mirroredStructs: number;
  /** Functions and methods of each bridge. */
  readonly bridgeFunctions: number;
  /** Modules that have a bridge. */
  readonly bridges: number;
  /** Files of each module that only one language sees. */
  readonly cppFiles: number;
  readonly rustFiles: number;
  /** Mean size of those files. */
  readonly cppBytes: number;
  readonly rustBytes: number;
}

export const SIZES = ['small', 'medium', 'large'] as const;
export type CorpusSize = (typeof SIZES)[number];

const PER_MODULE = {
  externFunctions: 20,
  mirroredStructs: 2,
  bridgeFunctions: 4,
  rustFiles: 8,
  rustBytes: 8_000,
  cppBytes: 12_000,
};

/**
 * The three sizes differ in the boundary and, more than that, in the code around it: about 200, 2,000
 * and 8,000 files with 2, 20 and 80 MB of C++.
 */
export const PLANS: Readonly<Record<CorpusSize, CorpusPlan>> = {
  small: { ...PER_MODULE, modules: 4, bridges: 2, cppFiles: 42 },
  medium: { ...PER_MODULE, modules: 30, bridges: 10, cppFiles: 56 },
  large: { ...PER_MODULE, modules: 60, bridges: 20, cppFiles: 112 },
};
