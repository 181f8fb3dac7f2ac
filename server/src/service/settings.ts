import { LIBRARY_CHOICES } from '../abi/standard-library/library-choice.js';
import type { CppCompiler } from '../abi/target.js';
import type { Severity } from '../hazards/hazard.js';

export type { Severity };

/**
 * What a user may set, per workspace folder: in `ferrule.toml` at its root and in the editor's settings
 * under `ferrule.`, where the file wins.
 */
export interface Settings {
  /** Target triples; the first is the primary one. Empty: the machine's own. */
  readonly targets: readonly string[];
  /** Who builds the C++ side for targets that have both; null where layouts shall hold for either. */
  readonly compiler: CppCompiler | null;
  /** The C++ standard that gcc is given: its layouts depend on it. Null where they shall hold for any. */
  readonly standard: (typeof STANDARDS)[number] | null;
  /** Standard libraries as they are built with, by the names of `LIBRARY_CHOICES`; a target takes the first that exists for it. */
  readonly standardLibraries: readonly string[];
  /** Cargo features that are on besides the default ones, as for `cargo --features`; empty: nothing is said of them. */
  readonly features: readonly string[];
  /** Packages are built without their default features. */
  readonly noDefaultFeatures: boolean;
  /** Hovers show what rustc says of types whose layout it may choose; it is run for that in the background. */
  readonly rustc: boolean;
  /** Hazards that have not yet been proven quiet on enough projects are reported too. */
  readonly preview: boolean;
  /** Hazard id to severity, `off` silences it. What is named here is reported, a preview too. */
  readonly severity: Readonly<Record<string, Severity | 'off'>>;
  /** Globs relative to the folder, in gitignore's syntax: files that are not read at all. */
  readonly exclude: readonly string[];
  /** Globs of the same kind: C++ that is API although nothing binds it yet. */
  readonly surface: readonly string[];
}

/** As `-std=` names them. */
export const STANDARDS = ['c++11', 'c++14', 'c++17', 'c++20', 'c++23', 'c++26'] as const;

export const DEFAULT_SETTINGS: Settings = {
  targets: [],
  compiler: null,
  standard: null,
  standardLibraries: [],
  features: [],
  noDefaultFeatures: false,
  rustc: false,
  preview: false,
  severity: {},
  exclude: [],
  surface: [],
};

/**
 * The JSON Schema of the settings: the one source of what `ferrule.toml` and the editor's settings
 * accept. The extension manifest is held to it by a test.
 */
export const SETTINGS_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Ferrule settings',
  type: 'object',
  additionalProperties: false,
  properties: {
    targets: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description:
        'Target triples to compute layouts and signatures for. The first is the primary target; a finding that holds only on another one says so. Empty: the target of this machine.',
    },
    compiler: {
      enum: ['clang', 'gcc'],
      default: null,
      description:
        'The compiler that builds the C++ side, for targets that have both: clang and gcc do not lay out every class alike. Without it, a layout is exact only where they agree.',
    },
    standard: {
      enum: STANDARDS,
      default: null,
      description:
        'The C++ standard that the compiler is given: from c++20 on, gcc lays out some classes otherwise. Without it, a layout is exact only where it does not matter.',
    },
    standardLibraries: {
      type: 'array',
      items: { enum: Object.keys(LIBRARY_CHOICES) },
      default: [],
      description:
        'C++ standard libraries that the project is built with. Each target takes the first one that exists for it, and what follows from it is then no assumption. Empty: the library that is usual on the target, in its release mode.',
    },
    features: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description:
        'Cargo features that the Rust side is built with besides the default ones, as for `cargo --features`: `simd` in every package that has it, `codec/simd` in one. With it, or with noDefaultFeatures, all other features are off. Without either, the default features are assumed to be on, and any other may be.',
    },
    noDefaultFeatures: {
      type: 'boolean',
      default: false,
      description:
        'The Rust side is built without its default features, as with `cargo --no-default-features`; those that other packages of the workspace ask for are on.',
    },
    rustc: {
      type: 'boolean',
      default: false,
      description:
        'Hovers show what rustc says of types whose layout is its own choice. It is run in the background for that, with the build scripts and macros of the package, and only in a workspace that the editor says is trusted.',
    },
    preview: {
      type: 'boolean',
      default: false,
      description:
        'Preview hazards are reported too: those that have not yet been proven quiet on enough projects. One of them alone is turned on by its severity.',
    },
    severity: {
      type: 'object',
      additionalProperties: { enum: ['error', 'warning', 'information', 'hint', 'off'] },
      default: {},
      description: 'Severity per hazard id; `off` silences a hazard.',
    },
    exclude: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description:
        'Files and folders that are not read, as patterns in the syntax of .gitignore, relative to the workspace folder.',
    },
    surface: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description:
        'C++ that is API although nothing binds it yet, as patterns in the syntax of .gitignore, relative to the workspace folder: what a binding of it could not have soundly, or not by itself, is told as an information.',
    },
  },
} as const;
