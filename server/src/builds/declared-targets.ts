import type { Uri } from '../base/range.js';

/** What CMake, Meson or Bazel is told to build, as far as its file says so plainly. */
export interface DeclaredTarget {
  readonly tool: 'cmake' | 'meson' | 'bazel';
  readonly file: Uri;
  /** Zero-based. */
  readonly line: number;
  /** As other targets link it: a CMake target's name, a variable of Meson's, a label. */
  readonly name: string;
  /** The command or rule as it is written: `corrosion_import_crate`. */
  readonly rule: string;
  /** Files that it names, headers with them. */
  readonly sources: readonly Uri[];
  /** Folders in which its own includes are searched. */
  readonly includes: readonly Uri[];
  /** The folder of the repository, where all of its files search; null where the tool has none. */
  readonly root: Uri | null;
  /** Folders in which the includes of those that link it are searched. */
  readonly exported: readonly Uri[];
  /** Macros that it may define, for itself or for others: a configuration decides which. */
  readonly macros: readonly string[];
  readonly links: readonly string[];
  /** Files of Rust that it builds, bridges or takes a package from. */
  readonly rust: readonly Uri[];
  /** It says itself that some of them hold bridges. */
  readonly bridges: boolean;
}

/** Each target with the folders that it takes over from all that it links, directly or not. */
export function withLinkedFolders(targets: readonly DeclaredTarget[]): DeclaredTarget[] {
  const byName = new Map<string, DeclaredTarget[]>();
  const keyOf = ({ tool, name }: DeclaredTarget): string => `${tool} ${name}`;
  for (const target of targets) byName.set(keyOf(target), [...(byName.get(keyOf(target)) ?? []), target]);
  return targets.map((target) => {
    if (target.links.length === 0) return target;
    const includes = new Set(target.includes);
    const seen = new Set<DeclaredTarget>([target]);
    const queue = [target];
    for (let each = queue.pop(); each !== undefined; each = queue.pop()) {
      for (const name of each.links) {
        for (const linked of byName.get(`${each.tool} ${name}`) ?? []) {
          if (seen.has(linked)) continue;
          seen.add(linked);
          queue.push(linked);
          for (const folder of linked.exported) includes.add(folder);
        }
      }
    }
    return { ...target, includes: [...includes] };
  });
}

/** Whether Rust and C++ meet in a target: a crate for CMake, a bridge, bindings, sources of both. */
export const joinsLanguages = ({ rule, rust, sources, bridges }: DeclaredTarget): boolean =>
  bridges || (rust.length > 0 && (sources.length > 0 || JOINING_RULE.test(rule)));

const JOINING_RULE = /^corrosion_|^cxx_qt_|cxx_?bridge|bindgen|cc_bindings|static_library|shared_library/;

export const isRustSource = (uri: Uri): boolean => /\.rs$|\/Cargo\.toml$/.test(uri);

/** The names in `-DA=1`, `A=1` and `A`. */
export function macroNames(definitions: readonly string[]): string[] {
  return definitions.flatMap((each) => /^(?:[-/]D)?([A-Za-z_]\w*)(?:=|\(|$)/.exec(each.trim())?.[1] ?? []);
}
