import type { CancellationToken } from '../base/cancellation.js';
import type { Ferrule } from '../service/ferrule.js';
import type { Severity } from '../service/settings.js';

/**
 * Everything that the command line takes from outside itself. `cli.ts` wires it to the process, the
 * tests to strings, so that every command can be run without a process.
 */
export interface CliEnvironment {
  /** Ferrule's own version, for `--version` and SARIF. */
  readonly version: string;
  /** Absolute path that relative paths start from. */
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** The process's environment variables; only `NO_COLOR`, `FORCE_COLOR` and `TERM` are read. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly files: Files;
  /**
   * Folders that hold more than a project, such as the home folder and the one for temporary files:
   * neither they nor those above are read whole because a single file lies in them.
   */
  readonly sharedFolders: readonly string[];
  readonly targets: TargetCatalogue;
  readonly hazards: HazardCatalogue;
  /** @throws UserError where a path or the settings file cannot be used */
  openWorkspace(request: WorkspaceRequest): Promise<CliWorkspace>;
  /** Speaks LSP over standard input and output until the client says goodbye. */
  serveLsp(): Promise<void>;
  /**
   * A token that Ctrl-C sets from now on, in place of ending the process: for work that has to clean up.
   * What it stops throws `CancelledError` through `runCli`.
   */
  untilInterrupted(): CancellationToken;
  /** A clock in milliseconds; only differences count. */
  now(): number;
}

export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Columns of the terminal; undefined where it is none. */
  readonly columns: number | undefined;
}

/** The disk as the command line needs it; all paths are absolute. */
export interface Files {
  kind(path: string): Promise<'file' | 'folder' | null>;
  /** @returns null where there is no such file or it cannot be read */
  read(path: string): Promise<string | null>;
  /**
   * Writes a whole file and creates the folders above it.
   *
   * @throws UserError where that is not possible
   */
  write(path: string, text: string): Promise<void>;
}

/** The hazards as `explain` and SARIF show them. */
export interface HazardCatalogue {
  list(): readonly { readonly id: string; readonly title: string; readonly severity: Severity }[];
  /** The hazard's document, in Markdown. */
  page(id: string): string | null;
}

/** The triples that layouts can be computed for. */
export interface TargetCatalogue {
  /** One spelling of each, rustc's. */
  list(): readonly string[];
  /** True for other spellings of a listed one, too. */
  has(triple: string): boolean;
}

/** Absolute paths of files and folders, and what the options override. */
export interface WorkspaceRequest {
  readonly paths: readonly string[];
  /** Settings file to use in place of the workspace's own; null: the workspace's own. */
  readonly configFile: string | null;
  /** Targets in place of those in the settings; empty: those in the settings. */
  readonly targets: readonly string[];
}

export interface CliWorkspace {
  readonly ferrule: Ferrule;
  /**
   * The first target asked for, else the settings' first, else the machine's own. The settings are read
   * by the first question to `ferrule`.
   */
  primaryTarget(): string;
}

/** 0: nothing at or above the threshold; 1: findings; 2: wrong usage or unreadable input. */
export type ExitStatus = 0 | 1 | 2;
