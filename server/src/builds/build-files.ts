/** What a file tells about the build, by its name. Build scripts are named by their manifest. */
export type BuildFileKind =
  | 'compile-commands'
  | 'cargo-manifest'
  | 'cargo-config'
  | 'cargo-lock'
  | 'cbindgen-config'
  | 'cmake'
  /** What CMake found out about a compiler, in the folder that it builds in. */
  | 'cmake-compiler'
  | 'meson'
  | 'bazel'
  /** Says by where it stands from which folder a repository's includes are searched. */
  | 'bazel-root';

const KINDS: Readonly<Record<string, BuildFileKind>> = {
  'compile_commands.json': 'compile-commands',
  'Cargo.toml': 'cargo-manifest',
  'Cargo.lock': 'cargo-lock',
  'cbindgen.toml': 'cbindgen-config',
  'CMakeLists.txt': 'cmake',
  'CMakeCCompiler.cmake': 'cmake-compiler',
  'CMakeCXXCompiler.cmake': 'cmake-compiler',
  'meson.build': 'meson',
  BUILD: 'bazel',
  'BUILD.bazel': 'bazel',
  WORKSPACE: 'bazel-root',
  'WORKSPACE.bazel': 'bazel-root',
  'MODULE.bazel': 'bazel-root',
};

/** Names of build files, wherever they stand. */
export const BUILD_FILE_NAMES: readonly string[] = Object.keys(KINDS);

/** @param path of a file, or its URI */
export function kindOfBuildFile(path: string): BuildFileKind | null {
  const [folder, name = ''] = path.split(/[\\/]/).slice(-2);
  if (Object.hasOwn(KINDS, name)) return KINDS[name] ?? null;
  return folder === '.cargo' && /^config(?:\.toml)?$/.test(name) ? 'cargo-config' : null;
}

/** A build's folder, where its `compile_commands.json` is looked for even if git ignores it. */
export const BUILD_FOLDER = /^(?:\.?_?build|out|cmake-build|bin$|debug$|release$|\.vscode$)/i;
