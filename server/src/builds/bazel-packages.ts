import type { Uri } from '../base/range.js';
import { joinUri, parentUri } from '../base/uri.js';
import { textsOf, type BuildCall, type BuildStatement } from './call-language.js';
import { isRustSource, macroNames, type DeclaredTarget } from './declared-targets.js';

/**
 * The targets of one `BUILD` file. Rules are told by what they are given, not by their names: projects wrap them.
 *
 * @param root the folder of the repository: includes are searched from there
 * @see Bazel, "C / C++ Rules"; rules_rust, "rust_bindgen" and cxx's `rust_cxx_bridge`
 */
export function targetsOfBazel(statements: readonly BuildStatement[], uri: Uri, root: Uri): DeclaredTarget[] {
  return statements.flatMap(({ value }) =>
    value.kind === 'call' ? (targetOf(value.call, uri, root) ?? []) : [],
  );
}

function targetOf(call: BuildCall, file: Uri, root: Uri): DeclaredTarget | null {
  const folder = parentUri(file);
  const texts = (name: string): readonly string[] => textsOf(call.named.get(name)).texts;
  const [name] = texts('name');
  if (name === undefined) return null;
  const files = FILES.flatMap(texts)
    .filter((each) => !/^(?:\/\/|@|:)/.test(each) && /\.[^./]+$/.test(each))
    .map((each) => joinUri(folder, each));
  const links = [...texts('deps'), ...texts('implementation_deps')].map((each) =>
    labelIn(each, folder, root),
  );
  const named = [...texts('includes'), ...texts('strip_include_prefix')].map((each) =>
    each.startsWith('/') ? joinUri(root, each.slice(1)) : joinUri(folder, each),
  );
  const rust = files.filter(isRustSource);
  const sources = files.filter((each) => !isRustSource(each));
  if (files.length === 0 && named.length === 0) return null;
  return {
    ...{ tool: 'bazel', file, line: call.line, name: labelIn(`:${name}`, folder, root), rule: call.name },
    ...{ sources, rust, links, bridges: BRIDGES.some((each) => call.named.has(each)) },
    ...{ includes: named, exported: named, root },
    macros: macroNames([
      ...texts('defines'),
      ...texts('local_defines'),
      ...texts('copts').filter((each) => each.startsWith('-D')),
    ]),
  };
}

/** Attributes that name files with bridges, of a project's own macros. */
const BRIDGES = ['cxx_bridge_srcs', 'cxx_bridge_src'];
/** Attributes that name files. */
const FILES = ['srcs', 'hdrs', 'textual_hdrs', 'src', 'header', 'crate_root', ...BRIDGES];

/** A label in full: `//a/b:c`. */
function labelIn(label: string, folder: Uri, root: Uri): string {
  const own = folder === root ? '' : decodeURIComponent(folder.slice(root.length + 1));
  const full = label.startsWith(':') ? `//${own}${label}` : label;
  const [, path = '', name] = /^(@?[^:]*)(?::(.*))?$/.exec(full) ?? [];
  return `${path}:${name ?? path.split('/').at(-1) ?? ''}`;
}
