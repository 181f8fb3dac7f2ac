import type { Range, Uri } from '../base/range.js';

/** A package as a `Cargo.lock` has it. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Of the version, without its quotes. */
  readonly range: Range;
}

/** What is known of one `Cargo.lock`. */
export interface LockedTools {
  readonly uri: Uri;
  readonly packages: readonly LockedPackage[];
  /** Folders of the packages that it is for and that depend on cbindgen. */
  readonly cbindgenFolders: readonly Uri[];
}

/** Packages whose versions have to fit to one another, or to what is written in Rust. */
const TOOLS = new Set(['cxx', 'cxx-build', 'cxx-gen', 'cxxbridge-cmd', 'cxxbridge-macro', 'cbindgen']);

/**
 * The packages of a `Cargo.lock` that are about C++. Cargo writes the file itself, each key on a line of its own, the
 * version behind the name.
 *
 * @see cargo: src/cargo/ops/lockfile.rs, `emit_package`
 */
export function readCargoLock(text: string): LockedPackage[] {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    const name = /^name = "([^"]+)"\r?$/.exec(line)?.[1];
    const version = /^version = "([^"]+)"\r?$/.exec(lines[i + 1] ?? '')?.[1];
    if (name === undefined || version === undefined || !TOOLS.has(name)) return [];
    const character = 'version = "'.length;
    const range = {
      start: { line: i + 1, character },
      end: { line: i + 1, character: character + version.length },
    };
    return [{ name, version, range }];
  });
}
