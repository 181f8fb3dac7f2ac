import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CancellationToken } from '../base/cancellation.js';
import type { Uri } from '../base/range.js';
import { isWithin, pathFromUri } from '../base/uri.js';
import type { FileQuestion, RefereeReply } from '../service/referee.js';
import { crateOptions, nearestManifest, readMetadata, type CargoMetadata } from './cargo-package.js';
import type { Judge } from './create-referee.js';
import { findProgram } from './installed-compilers.js';
import { mirror, mirrored } from './mirror.js';
import { runCompiler, TIME_LIMIT_MS } from './run-compiler.js';
import { readRustProbe, rustProbe, type ProbeAnswers, type RustProbe } from './rust-probe.js';
import { compilerMessages, firstProblem } from './rustc-output.js';

/** The first check of a package compiles what it depends on. */
const CARGO_TIME_LIMIT_MS = 300_000;
/** Builds of packages that were not asked about for so long are forgotten. */
const BUILD_KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** Of a file without a package. */
const EDITION = '2021';

export interface RustcOptions {
  /** Where builds are kept between questions; made where it is missing. */
  readonly cacheFolder: string;
  /** Programs on the PATH, or their paths. */
  readonly rustc?: string;
  readonly cargo?: string;
  readonly timeLimitMs?: number;
  readonly cargoTimeLimitMs?: number;
}

/** The rustc that stands for a folder, as rustup has it. */
interface Toolchain {
  /** `rustc 1.95.0` */
  readonly name: string;
  readonly host: string;
}

/** Why there is no answer, in one line. */
class Problem extends Error {}

/**
 * Asks rustc about the types of a Rust file: by itself, or with its package through cargo. It sees a
 * mirror of the disk in which the file asks the questions; nothing is written beside the sources.
 */
export function createRustcJudge(options: RustcOptions): RustcJudge {
  // Two questions about one package would build in one place.
  let queue: Promise<unknown> = Promise.resolve();
  return {
    ask(question, token) {
      if (question.facts.language !== 'rust') return Promise.resolve([]);
      const reply = queue.then(() => new Inquiry(question, options, token).reply());
      queue = reply.catch(() => undefined);
      return reply.then((each) => [each]);
    },
    async identify(uri, token) {
      const run = { cwd: dirname(pathFromUri(uri)), token, variables: VARIABLES };
      const rustc = await findProgram(options.rustc ?? 'rustc', process.env);
      const outcome = rustc === null ? null : await runCompiler(rustc, ['-vV'], run);
      return outcome?.kind === 'ended' && outcome.status === 0 ? outcome.stdout : null;
    },
  };
}

export interface RustcJudge extends Judge {
  ask(question: FileQuestion, token: CancellationToken): Promise<readonly RefereeReply[]>;
  /** What rustc says of itself in the folder of a file (`rustc -vV`); null where there is none. */
  identify(uri: Uri, token: CancellationToken): Promise<string | null>;
}

const VARIABLES = {
  // A toolchain that is wanted and missing is not for us to install.
  RUSTUP_AUTO_INSTALL: '0',
  // What is built for one question is of no use to the next.
  CARGO_INCREMENTAL: '0',
};

/** One question on its way. */
class Inquiry {
  readonly #question: FileQuestion;
  readonly #options: RustcOptions;
  readonly #token: CancellationToken;
  readonly #file: string;

  constructor(question: FileQuestion, options: RustcOptions, token: CancellationToken) {
    this.#question = question;
    this.#options = options;
    this.#token = token;
    this.#file = pathFromUri(question.uri);
  }

  async reply(): Promise<RefereeReply> {
    let compiler = 'rustc';
    try {
      const toolchain = await this.#toolchain();
      compiler = toolchain.name;
      if (this.#question.target !== toolchain.host) await this.#requireTarget();
      const { facts, text } = this.#question;
      if (facts.language !== 'rust') throw new Problem('is not asked about other languages');
      const probe = rustProbe(text, facts);
      const manifest = await nearestManifest(this.#file);
      const inPackage = manifest === null ? null : await this.#askCargo(manifest, probe);
      const { types } = inPackage ?? (await this.#askRustc(probe));
      return { compiler, problem: null, types, symbols: null };
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      return { compiler, problem: cause.message, types: new Map(), symbols: null };
    }
  }

  async #toolchain(): Promise<Toolchain> {
    const { stdout } = await this.#rustc(['-vV']);
    const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(stdout)?.[1] ?? '';
    return { name: `rustc ${field('release')}`, host: field('host') };
  }

  /** @throws Problem where the target's core library is not installed */
  async #requireTarget(): Promise<void> {
    const { target } = this.#question;
    const { stdout } = await this.#rustc(['--print', 'target-libdir', '--target', target]);
    const libraries = await readdir(stdout.trim()).catch((): string[] => []);
    if (!libraries.some((name) => /^libcore-.*\.rlib$/.test(name)))
      throw new Problem(`has no core library for ${target}; \`rustup target add ${target}\` installs it`);
  }

  /** Runs rustc in the file's folder, so that rustup takes the toolchain that is meant for it. */
  async #rustc(args: readonly string[]): Promise<{ readonly stdout: string }> {
    const outcome = await this.#run(this.#options.rustc ?? 'rustc', args, this.#options.timeLimitMs);
    if (outcome.status !== 0) throw new Problem(firstProblem(outcome.stderr));
    return outcome;
  }

  async #run(program: string, args: readonly string[], timeLimitMs = TIME_LIMIT_MS) {
    const { rustc } = this.#options;
    // The folder that it runs in is the user's code, where nothing may stand for a program of the PATH.
    const path = await findProgram(program, process.env);
    if (path === null) throw new Problem(`${program} is not installed or not on the PATH`);
    const outcome = await runCompiler(path, args, {
      cwd: dirname(this.#file),
      token: this.#token,
      timeLimitMs,
      variables: {
        ...VARIABLES,
        ...(rustc === undefined ? {} : { RUSTC: rustc }),
      },
    });
    if (outcome.kind === 'ended') return outcome;
    const kept =
      args[0] === 'check' && outcome.reason.startsWith('took')
        ? '; what it has built is kept for next time'
        : '';
    throw new Problem(`${program} ${outcome.reason}${kept}`);
  }

  /** A file by itself, among the files around it. */
  async #askRustc(probe: RustProbe): Promise<ProbeAnswers> {
    const folder = await mkdtemp(join(tmpdir(), 'ferrule-rustc-'));
    try {
      const tree = join(folder, 'tree');
      await mirror(tree, this.#texts(probe));
      const { stderr } = await this.#run(
        this.#options.rustc ?? 'rustc',
        [
          ...['--crate-name', 'ferrule_probe', '--crate-type', 'lib', '--edition', EDITION],
          ...['--emit', 'metadata', '-o', join(folder, 'probe.rmeta'), '--cap-lints', 'allow'],
          ...['--error-format', 'json', '--target', this.#question.target],
          mirrored(tree, this.#file),
        ],
        this.#options.timeLimitMs,
      );
      const answers = readRustProbe(probe, compilerMessages(stderr));
      if (!answers.compiled) throw new Problem(this.#plain(answers.firstError ?? firstProblem(stderr), tree));
      return answers;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /**
   * A file of a package, in its crates.
   *
   * @returns null where the package that the manifest describes is not there: the file stands alone
   */
  async #askCargo(manifest: string, probe: RustProbe): Promise<ProbeAnswers | null> {
    const metadata = await this.#metadata(manifest);
    const own = metadata.packages.find(({ manifest_path }) => manifest_path === manifest);
    if (!own) return null;
    const root = metadata.workspace_root;
    const folder = await this.#buildFolder(root);
    const tree = join(folder, 'tree');
    await hold(tree);
    try {
      const lock = join(root, 'Cargo.lock');
      const locked = await readFile(lock, 'utf8').catch(() => null);
      await mirror(tree, new Map([...this.#texts(probe), [lock, locked]]));
      const { stdout, stderr } = await this.#run(
        this.#options.cargo ?? 'cargo',
        [
          ...['check', '--offline', '--message-format', 'json', '--color', 'never'],
          ...['--manifest-path', mirrored(tree, manifest), '--target-dir', join(folder, 'target')],
          ...['--target', this.#question.target, ...crateOptions(this.#file, own)],
        ],
        this.#options.cargoTimeLimitMs ?? CARGO_TIME_LIMIT_MS,
      );
      const answers = readRustProbe(probe, compilerMessages(stdout));
      if (answers.compiled) return answers;
      const problem = answers.firstError ?? (/^error/m.test(stderr) ? firstProblem(stderr) : null);
      throw new Problem(
        this.#plain(
          problem ?? `no crate of the package ${own.name} compiles this file as it is built by default`,
          tree,
        ),
      );
    } finally {
      await rm(tree, { recursive: true, force: true });
      await rm(`${tree}.pid`, { force: true });
    }
  }

  async #metadata(manifest: string): Promise<CargoMetadata> {
    const args = ['metadata', '--no-deps', '--offline', '--format-version', '1', '--manifest-path', manifest];
    const outcome = await this.#run(this.#options.cargo ?? 'cargo', args, this.#options.timeLimitMs);
    if (outcome.status !== 0) throw new Problem(firstProblem(outcome.stderr));
    const metadata = readMetadata(outcome.stdout);
    if (metadata === null) throw new Problem('cannot read what `cargo metadata` says of the package');
    return metadata;
  }

  /** Where a workspace is built; the same each time, so that what it depends on is built once. */
  async #buildFolder(workspaceRoot: string): Promise<string> {
    const builds = join(this.#options.cacheFolder, 'builds');
    const folder = join(builds, createHash('sha256').update(workspaceRoot).digest('hex').slice(0, 16));
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(builds)) {
      const target = await stat(join(builds, name, 'target')).catch(() => null);
      if (target && Date.now() - target.mtimeMs > BUILD_KEPT_MS)
        await rm(join(builds, name), { recursive: true, force: true });
    }
    return folder;
  }

  /** What the mirror has in place of the disk's: open documents, and the file with its questions. */
  #texts(probe: RustProbe): Map<string, string> {
    const { open, folder } = this.#question;
    const unsaved = [...open].filter(([uri]) => isWithin(uri, folder));
    return new Map([
      ...unsaved.map(([uri, text]) => [pathFromUri(uri), text] as const),
      [this.#file, probe.text],
    ]);
  }

  /** A message without the places of our own that the user has never seen. */
  #plain(message: string, tree: string): string {
    return message.replaceAll(`${tree}/`, '/').replaceAll(`${tree}\\`, '');
  }
}

/**
 * Makes a folder that only one process has at a time: who has it is written beside it.
 *
 * @throws Problem where another one has it
 */
async function hold(folder: string): Promise<void> {
  const holder = `${folder}.pid`;
  const pid = Number(await readFile(holder, 'utf8').catch(() => ''));
  if (pid !== process.pid && isRunning(pid))
    throw new Problem('is being asked about this package by another Ferrule');
  await writeFile(holder, String(process.pid));
  // Whoever left it behind was ended in the middle.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
}

function isRunning(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (cause) {
    return (cause as { code?: unknown }).code === 'EPERM';
  }
}
