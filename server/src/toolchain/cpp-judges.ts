import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, relative } from 'node:path';
import { findTarget } from '../abi/target.js';
import type { CancellationToken } from '../base/cancellation.js';
import { pathFromUri } from '../base/uri.js';
import type { RefereeQuestion, RefereeReply, TypeAnswer } from '../service/referee.js';
import { readClangSymbols, readGccSymbols } from './cpp-symbols.js';
import { compileFlags } from './compile-commands.js';
import { cppProbe, PROBE_NAME, readProbe } from './cpp-probe.js';
import type { Judge } from './create-referee.js';
import { findCppCompiler, type InstalledCompiler } from './installed-compilers.js';
import { readRecordDump, type DumpedRecord } from './record-dump.js';
import { runCompiler } from './run-compiler.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** What is needed to put one file to one compiler. */
interface Session {
  readonly compiler: InstalledCompiler;
  readonly question: RefereeQuestion;
  /** Absolute path of the file. */
  readonly path: string;
  /** Language, target and what the build gives. */
  readonly flags: readonly string[];
  /** A folder of its own, removed afterwards. */
  readonly folder: string;
  readonly token: CancellationToken;
}

/** The installed clang: layouts with all their parts, and every symbol that the file declares. */
export const createClangJudge = (variables: Variables): Judge => ({
  ask: (question, token) => judge('clang', question, token, variables, askClang),
});

/** The installed gcc, for what it compiles for: sizes, alignments, offsets and symbols. */
export const createGccJudge = (variables: Variables): Judge => ({
  ask: (question, token) => judge('gcc', question, token, variables, askGcc),
});

async function judge(
  kind: 'clang' | 'gcc',
  question: RefereeQuestion,
  token: CancellationToken,
  variables: Variables,
  ask: (session: Session) => Promise<Omit<RefereeReply, 'compiler'>>,
): Promise<RefereeReply[]> {
  if (question.file.language !== 'cpp') return [];
  const compiler = await findCppCompiler(kind, variables);
  const target = findTarget(question.target);
  if (!compiler || !target) return [];
  const ours = findTarget(compiler.triple)?.triple === target.triple;
  if (kind === 'gcc' && !ours) {
    const problem = `compiles for ${compiler.triple} only, not for ${target.triple}`;
    return [{ compiler: compiler.name, problem, types: new Map(), symbols: null }];
  }
  const path = pathFromUri(question.file.uri);
  const root = pathFromUri(question.folder);
  const folder = await mkdtemp(join(tmpdir(), 'ferrule-verify-'));
  try {
    const { flags: given, from } = await compileFlags(path, root);
    const build = given.filter((flag) => !isStandardOfOther(flag, path));
    const flags = [
      ...languageFlags(path, build),
      ...(ours ? [] : [`--target=${target.clangTriple}`]),
      ...(from === null ? likelyIncludeFolders(path, root).flatMap((at) => ['-I', at]) : build),
      ...MESSAGES[kind],
    ];
    const reply = await ask({ compiler, question, path, flags, folder, token });
    const problem = reply.problem?.replaceAll(path, relative(root, path) || path) ?? null;
    return [{ compiler: compiler.name, ...reply, problem }];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const MESSAGES = {
  clang: ['-fno-access-control', '-ferror-limit=0', '-fno-caret-diagnostics', '-fno-color-diagnostics'],
  gcc: ['-fno-access-control', '-fmax-errors=0', '-fno-diagnostics-show-caret', '-fdiagnostics-color=never'],
};

const isC = (path: string): boolean => extname(path) === '.c';

/** The flags of a header may be those of a source in the other language. */
const isStandardOfOther = (flag: string, path: string): boolean =>
  flag.startsWith('-std=') && flag.includes('++') === isC(path);

function languageFlags(path: string, build: readonly string[]): string[] {
  const standard = build.some((flag) => flag.startsWith('-std='))
    ? []
    : [isC(path) ? '-std=gnu17' : '-std=gnu++20'];
  const pointers = isC(path) ? ['-Werror=incompatible-pointer-types'] : [];
  return ['-x', isC(path) ? 'c' : 'c++', ...standard, ...pointers];
}

/** Where headers are usually found from, for files of which no build says it. */
function likelyIncludeFolders(path: string, root: string): string[] {
  const folders: string[] = [];
  for (let at = dirname(path); at.startsWith(root) && at !== dirname(at); at = dirname(at)) {
    if (at === root || /^(?:include|inc|src)$/i.test(basename(at))) folders.push(at);
    // The second is where cxx's build leaves its headers.
    folders.push(join(at, 'include'), join(at, 'target', 'cxxbridge'));
  }
  return folders;
}

async function askClang(session: Session): Promise<Omit<RefereeReply, 'compiler'>> {
  const dump = ['-Xclang', '-fdump-record-layouts', '-Xclang', '-fdump-record-layouts-canonical'];
  const probed = await askProbe(session, dump);
  if (probed.problem !== null) return { ...probed, symbols: null };
  const records = readRecordDump(probed.stdout);
  const types = new Map(
    [...probed.types].map(([name, answer]) => [name, withDump(name, answer, records)] as const),
  );
  const { compiler, question, path, flags, folder, token } = session;
  if (question.file.functions.length === 0) return { problem: null, types, symbols: null };
  const symbols = readClangSymbols(path);
  const args = [...flags, '-w', '-fsyntax-only', '-Xclang', '-ast-dump=json', path];
  const run = await runCompiler(compiler.program, args, { cwd: folder, token, onLine: symbols.line });
  return { problem: null, types, symbols: run.kind === 'ended' ? symbols : null };
}

async function askGcc(session: Session): Promise<Omit<RefereeReply, 'compiler'>> {
  const probed = await askProbe(session, []);
  if (probed.problem !== null) return { ...probed, symbols: null };
  const { compiler, question, path, flags, folder, token } = session;
  if (question.file.functions.length === 0) return { ...probed, symbols: null };
  const args = [...flags, '-w', '-fsyntax-only', '-fdump-ada-spec-slim', path];
  const run = await runCompiler(compiler.program, args, { cwd: folder, token });
  const symbols = run.kind === 'ended' ? await readGccSymbols(folder, path) : null;
  return { ...probed, symbols };
}

async function askProbe(
  { compiler, question, path, flags, folder, token }: Session,
  more: readonly string[],
) {
  const probe = cppProbe(question.file, path);
  const source = join(folder, `${PROBE_NAME}${extname(path) === '.c' ? '.c' : '.cpp'}`);
  await writeFile(source, probe.text);
  const run = await runCompiler(compiler.program, [...flags, '-fsyntax-only', ...more, source], {
    cwd: folder,
    token,
  });
  return run.kind === 'failed'
    ? { problem: run.reason, types: new Map<string, TypeAnswer>(), stdout: '' }
    : { ...readProbe(probe, run.stderr), stdout: run.stdout };
}

/** Adds what only the dump tells: bit-fields, bases, the sizes without tail padding and virtual bases. */
function withDump(name: string, answer: TypeAnswer, records: readonly DumpedRecord[]): TypeAnswer {
  if (answer.kind === 'refused') return answer;
  const { layout } = answer;
  const last = name.slice(name.lastIndexOf(':') + 1);
  // Inline namespaces are left out of the dump's names: a namesake of the same size is taken if it is the only one.
  const exact = records.filter((record) => record.name === name);
  const candidates = exact.length > 0 ? exact : records.filter((record) => record.name.endsWith(`::${last}`));
  const [record, other] = candidates.filter(({ size }) => size === layout.size);
  if (!record || other) return answer;
  return {
    kind: 'laid-out',
    layout: {
      ...layout,
      dataSize: record.dataSize,
      nonVirtualSize: record.nonVirtualSize,
      fields: new Map([...record.fields, ...layout.fields]),
      bases: record.bases,
    },
  };
}
