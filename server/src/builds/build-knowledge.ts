import type { Uri } from '../base/range.js';
import type { BuildFileKind } from './build-files.js';
import type { LockedTools } from './cargo-lock.js';
import type { CargoPackage } from './cargo-packages.js';
import type { CmakeCompiler } from './cmake-compiler.js';
import type { CompileUnit } from './compile-commands.js';
import type { DeclaredTarget } from './declared-targets.js';
import type { NativeBuild } from './native-builds.js';

/** What the build files of a workspace say, without running anything. */
export interface BuildKnowledge {
  readonly packages: readonly CargoPackage[];
  /** What build scripts have built, package by package. */
  readonly natives: readonly NativeBuild[];
  /** What build scripts turn on whenever they run, by the folders of their packages. */
  readonly cfgs: ReadonlyMap<Uri, readonly string[]>;
  /** The folders that cargo builds in, by the folders of the packages. */
  readonly targetFolders: ReadonlyMap<Uri, Uri>;
  readonly databases: readonly CompileDatabase[];
  /** Those `Cargo.lock` files that name a tool for C++. */
  readonly locked: readonly LockedTools[];
  /** The include guards that each `cbindgen.toml` gives its header. */
  readonly cbindgenGuards: ReadonlySet<string>;
  /** The identifiers in all of them. */
  readonly cbindgenWords: ReadonlySet<string>;
  /** What CMake, Meson and Bazel are told to build. */
  readonly declared: readonly DeclaredTarget[];
  /** Every build file that was found, in the order of their URIs. */
  readonly files: readonly ReadBuildFile[];
}

export interface CompileDatabase {
  readonly uri: Uri;
  readonly units: readonly CompileUnit[];
  /** What CMake found out beside it, one for each language; none where it was not CMake. */
  readonly toolchains: readonly Toolchain[];
}

export interface Toolchain {
  readonly uri: Uri;
  readonly compiler: CmakeCompiler;
}

export interface ReadBuildFile {
  readonly uri: Uri;
  readonly kind: BuildFileKind | 'build-script';
  /** What it says, in a line; null where it says nothing that is read. */
  readonly said: string | null;
  /** Why it, or a part of it, could not be read; null where it could. */
  readonly problem: string | null;
}

export const NO_BUILDS: BuildKnowledge = {
  packages: [],
  natives: [],
  cfgs: new Map(),
  targetFolders: new Map(),
  databases: [],
  locked: [],
  cbindgenGuards: new Set(),
  cbindgenWords: new Set(),
  declared: [],
  files: [],
};
