/**
 * The line (from 1) on which the key at `path` is set. The TOML parser keeps no positions of what is
 * valid TOML, so this looks for `key =` below the `[table]` it belongs to.
 */
export function lineOfKey(text: string, path: readonly string[]): number {
  const keys = path.filter((part) => !/^\d+$/.test(part));
  let table: string[] = [];
  let best = { depth: 0, line: 1 };
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const header = /^\s*\[+\s*([^\]]+?)\s*\]+/.exec(line)?.[1];
    const key = /^\s*([^#=[\]]+?)\s*=/.exec(line)?.[1];
    if (header !== undefined) table = splitKey(header);
    const here = header !== undefined ? table : key !== undefined ? [...table, ...splitKey(key)] : [];
    const depth = here.length <= keys.length && here.every((part, i) => part === keys[i]) ? here.length : 0;
    if (depth > best.depth) best = { depth, line: index + 1 };
  }
  return best.line;
}

const splitKey = (key: string): string[] =>
  key.split('.').map((part) => part.trim().replace(/^(["'])(.*)\1$/, '$2'));
