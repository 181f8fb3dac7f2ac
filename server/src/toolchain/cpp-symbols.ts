import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InspectedFunction } from '../service/answers.js';
import type { SymbolAnswers } from '../service/referee.js';

// Functions are found by the line that declares them: what a compiler sees under another `#if` is not
// taken for its namesake.

export interface SymbolReader extends SymbolAnswers {
  /** Takes the next line of the dump. */
  line(line: string): void;
}

const ATTRIBUTE = /^ *"(loc|range|includedFrom|file|line|col|name|mangledName)": (.*?),?$/;

/**
 * Reads clang's `-ast-dump=json` of a file, line by line: it is too large to be parsed as a whole where
 * system headers are included. Of a declaration `loc`, `name` and `mangledName` follow each other. A
 * location leaves out the file and the line that it has in common with the one written before.
 *
 * @param path of the file, as clang was given it
 * @see clang's `JSONNodeDumper::writeBareSourceLocation`
 */
export function readClangSymbols(path: string): SymbolReader {
  const found = new Map<string, Set<string>>();
  let file: unknown = null;
  let line = 0;
  let name: unknown = '';
  /** In `path`, of the declaration at hand: for what a macro makes, that of its words and that of its use. */
  let lines: number[] = [];
  let isLocation = false;
  let isIncluder = false;
  return {
    of: ({ name: qualified, range }) => found.get(`${range.start.line + 1} ${lastComponent(qualified)}`),
    line(text) {
      const [, attribute, value = ''] = ATTRIBUTE.exec(text) ?? [];
      switch (attribute) {
        case 'loc':
          isLocation = true;
          lines = [];
          break;
        case 'range':
          isLocation = false;
          break;
        case 'includedFrom':
          isIncluder = true;
          break;
        case 'file':
          if (!isIncluder) file = JSON.parse(value);
          isIncluder = false;
          break;
        case 'line':
          line = Number(value);
          break;
        case 'col':
          if (isLocation && file === path) lines.push(line);
          break;
        case 'name':
          name = JSON.parse(value);
          break;
        case 'mangledName':
          for (const at of lines) add(found, `${at} ${String(name)}`, String(JSON.parse(value)));
      }
    },
  };
}

const DECLARATION = /-- (.+):(\d+)$|(?:External_Name => |CPP_Constructor \(\w+, )"([^"]+)"/gm;

/**
 * Reads the Ada specification that gcc's `-fdump-ada-spec-slim` wrote into `folder`: it gives a symbol for
 * each function, and before it the line that declares it.
 *
 * @param path of the file, as gcc was given it
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
    if (symbol === undefined) line = from === path ? Number(at) : null;
    else if (line !== null) add(byLine, line, symbol);
  }
  return { of: ({ range }: InspectedFunction) => byLine.get(range.start.line + 1) };
}

function add<K>(sets: Map<K, Set<string>>, key: K, value: string): void {
  const known = sets.get(key);
  if (known) known.add(value);
  else sets.set(key, new Set([value]));
}

/** Of a qualified name. */
function lastComponent(name: string): string {
  const at = name.lastIndexOf('::');
  return at < 0 ? name : name.slice(at + 2);
}
