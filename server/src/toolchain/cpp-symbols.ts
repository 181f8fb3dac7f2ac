import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SymbolAnswers } from '../service/referee.js';

export interface SymbolReader extends SymbolAnswers {
  /** Takes the next line of the dump. */
  line(line: string): void;
}

const NAME = /^ *"name": "(.*)",?$/;
const SYMBOL = /^ *"mangledName": "(.*)",?$/;

/**
 * Reads clang's `-ast-dump=json`, which is too large to be parsed as a whole where system headers are
 * included. A declaration's `mangledName` follows its `name`.
 */
export function readClangSymbols(): SymbolReader {
  const found = new Map<string, Set<string>>();
  let name = '';
  return {
    of: (fn) => found.get(lastComponent(fn.name)),
    line: (line) => {
      const symbol = SYMBOL.exec(line)?.[1];
      if (symbol === undefined) {
        name = NAME.exec(line)?.[1] ?? name;
        return;
      }
      const known = found.get(name);
      if (known) known.add(symbol);
      else found.set(name, new Set([symbol]));
    },
  };
}

const DECLARATION = /-- (.+):(\d+)$|(?:External_Name => |CPP_Constructor \(\w+, )"([^"]+)"/gm;

/**
 * Reads the Ada specification that gcc's `-fdump-ada-spec-slim` wrote into `folder`: it gives a symbol for
 * each function, and the line that declares it, by which the function is found.
 *
 * @param path of the file that was compiled
 */
export async function readGccSymbols(folder: string, path: string): Promise<SymbolAnswers> {
  const specifications = (await readdir(folder)).filter((name) => name.endsWith('.ads'));
  const texts = await Promise.all(specifications.map((name) => readFile(join(folder, name), 'utf8')));
  return gccSymbols(texts.join('\n'), path);
}

/** @param text an Ada specification; @param path of the file that it describes */
export function gccSymbols(text: string, path: string): SymbolAnswers {
  const byLine = new Map<number, Set<string>>();
  let line: number | null = null;
  for (const [, from, at, symbol] of text.matchAll(DECLARATION)) {
    if (symbol === undefined) line = basename(from ?? '') === basename(path) ? Number(at) : null;
    else if (line !== null) byLine.set(line, (byLine.get(line) ?? new Set()).add(symbol));
  }
  return { of: ({ range }) => byLine.get(range.start.line + 1) };
}

/** Of a qualified name. */
function lastComponent(name: string): string {
  const at = name.lastIndexOf('::');
  return at < 0 ? name : name.slice(at + 2);
}
