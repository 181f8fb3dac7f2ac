import { spawnSync } from 'node:child_process';

/** One record as clang lays it out; bytes, and bits where it says so. */
export interface ClangRecord {
  readonly name: string;
  readonly size: number;
  readonly align: number;
  readonly dataSize: number;
  readonly nonVirtualSize: number;
  /** `name@bits` of every named member, those of anonymous members included; sorted. */
  readonly fields: readonly string[];
  /** `offset`, with `v` for a virtual base; sorted. */
  readonly bases: readonly string[];
}

const ROW = /^ *(\d+)(?::(\d*)-\d*)? \| ( *)(\S.*)$/gm;
const ANONYMOUS = /\((?:anonymous|unnamed)(?: (?:struct|union|class))? at [^()]*\)$/;

/** Reads `-fdump-record-layouts-complete`; templates, local and unnamed records are left out. */
export function readClangRecords(dump: string): Map<string, ClangRecord> {
  const records = new Map<string, ClangRecord>();
  for (const block of dump.split('*** Dumping AST Record Layout').slice(1)) {
    const [head, ...rows] = [...block.matchAll(ROW)].map((match) => ({
      bits: 8 * Number(match[1]) + Number(match[2] || 0),
      isBitField: match[2] !== undefined,
      depth: (match[3] ?? '').length / 2,
      text: (match[4] ?? '').replace(/ \(empty\)$/, ''),
    }));
    const name = /^(?:struct|union|class) ([\w:]+)$/.exec(head?.text ?? '')?.[1];
    if (name === undefined) continue;
    const figure = (key: string): number => Number(new RegExp(`\\b${key}=(\\d+)`).exec(block)?.[1] ?? 0);
    const fields: string[] = [];
    const bases: string[] = [];
    /** Depth of the rows that are this record's own: one, and one more for each anonymous member around. */
    let own = 1;
    for (const { bits, depth, text } of rows) {
      own = Math.min(own, depth);
      if (depth !== own) continue;
      const base = /\((?:primary )?(virtual )?base\)$/.exec(text);
      if (base) bases.push(`${bits / 8}${base[1] ? 'v' : ''}`);
      else if (ANONYMOUS.test(text.trimEnd())) own = depth + 1;
      else if (!text.startsWith('(') && !text.endsWith(' ')) {
        const field = /(\w+)$/.exec(text)?.[1];
        if (field !== undefined) fields.push(`${field}@${bits}`);
      }
    }
    records.set(name, {
      name,
      size: figure('sizeof'),
      align: figure('align'),
      dataSize: figure('dsize'),
      nonVirtualSize: figure('nvsize'),
      fields: fields.sort(),
      bases: bases.sort(),
    });
  }
  return records;
}

export interface ClangUnit {
  /** All files that the unit is made of. */
  readonly files: readonly string[];
  /** Those in which clang found errors: what it says of their records may be made up. */
  readonly broken: ReadonlySet<string>;
  readonly records: ReadonlyMap<string, ClangRecord>;
}

/** Lays out the records of one unit that includes all headers. Errors in them do not matter. @see prepareUnit */
export function compileHeaders(
  clang: string,
  headers: readonly string[],
  options: readonly string[],
  write: (path: string, text: string) => string,
): ClangUnit {
  const standard = ['-std=c++20', '-fno-access-control', ...options];
  const { unit, text, flags, files } = prepareUnit(clang, headers, standard, write);
  const dump = (option: string): Run => run(clang, [...flags, '-fsyntax-only', '-Xclang', option, unit]);
  // Attributes behind the closing brace come too late for this dump: it only tells which records there are.
  const complete = dump('-fdump-record-layouts-complete');
  const names = [...readClangRecords(complete.stdout).keys()].filter((name) => !name.startsWith('std::'));
  write('unit.cpp', `${text}${names.map((name) => `static_assert(sizeof(::${name}) >= 0);\n`).join('')}`);
  return {
    files,
    broken: brokenFiles(complete.stderr),
    records: readClangRecords(dump('-fdump-record-layouts').stdout),
  };
}

/** A unit that includes headers, and the options that it compiles with. */
export interface HeaderUnit extends Pick<ClangUnit, 'files'> {
  readonly unit: string;
  readonly text: string;
  readonly flags: readonly string[];
}

/**
 * Makes a unit that includes all `headers`. One that they include and that is not installed counts as empty.
 *
 * @param write puts a file into a folder of the unit's own and gives its path
 */
export function prepareUnit(
  clang: string,
  headers: readonly string[],
  options: readonly string[],
  write: (path: string, text: string) => string,
): HeaderUnit {
  const text = headers.map((header) => `#include "${header}"\n`).join('');
  const unit = write('unit.cpp', text);
  const all = ['-w', '-ferror-limit=0', ...options];
  const dependencies = run(clang, [...all, '-M', '-MG', unit])
    .stdout.replace(/^[^:]*:/, '')
    .replace(/\\\n/g, ' ')
    .split(/\s+/)
    .filter((file) => file !== '' && file !== unit);
  for (const file of dependencies) if (!file.startsWith('/')) write(`stubs/${file}`, '');
  const stubs = write('stubs/none', '').replace(/\/none$/, '');
  return {
    unit,
    text,
    flags: [...all, '-idirafter', stubs],
    files: dependencies.filter((file) => file.startsWith('/')),
  };
}

/** The files in which a compiler's messages find errors. */
export const brokenFiles = (messages: string): ReadonlySet<string> =>
  new Set([...messages.matchAll(/^(\/[^:\n]+):\d+:\d+: (?:fatal )?error/gm)].map((match) => match[1] ?? ''));

interface Run {
  readonly stdout: string;
  readonly stderr: string;
}

/** What the program prints, whether it succeeds or not. */
function run(program: string, args: readonly string[]): Run {
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (error) throw error;
  return { stdout, stderr };
}
