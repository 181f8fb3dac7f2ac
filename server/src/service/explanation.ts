import type { Target } from '../abi/target.js';
import { findTarget } from '../abi/target.js';
import type { Evidence } from '../base/known.js';
import type { Location, Uri } from '../base/range.js';
import type { BuildKnowledge, ReadBuildFile } from '../builds/build-knowledge.js';
import type { CargoPackage } from '../builds/cargo-packages.js';
import { joinsLanguages, type DeclaredTarget } from '../builds/declared-targets.js';
import type { NativeBuild } from '../builds/native-builds.js';
import type { Analysis } from './analysis.js';
import type { CheckAnswer } from './answers.js';
import { featureChoice } from './feature-choice.js';
import type { SourceFolder } from './sources.js';
import { choicesFor, type TargetChoice } from './targets.js';

/** What was made of a workspace: what was read, what it says, and what was assumed where it says nothing. */
export interface WorkspaceExplanation {
  readonly folders: readonly Pick<SourceFolder, 'uri' | 'name'>[];
  readonly files: CheckAnswer['files'];
  readonly packages: readonly CargoPackage[];
  readonly mechanisms: readonly ExplainedMechanism[];
  /** What build scripts build and generate. */
  readonly natives: readonly NativeBuild[];
  /** What CMake, Meson and Bazel are told to build of Rust and C++ together. */
  readonly declared: readonly DeclaredTarget[];
  readonly buildFiles: readonly ReadBuildFile[];
  /** The primary target first. */
  readonly targets: readonly ExplainedTarget[];
  /** What was left out, and why. */
  readonly skipped: readonly { readonly uri: Uri; readonly reason: string }[];
  readonly assumptions: readonly string[];
}

export interface ExplainedMechanism {
  readonly name: string;
  readonly functions: number;
  readonly types: number;
  readonly unpaired: number;
  /** Packages that depend on a crate of this mechanism's tools. */
  readonly packages: readonly string[];
}

export interface ExplainedTarget {
  readonly triple: string;
  readonly by: 'settings' | 'machine' | 'default';
  readonly compiler: ExplainedChoice;
  readonly standard: ExplainedChoice;
  readonly library: ExplainedChoice;
}

export interface ExplainedChoice {
  /** Null where layouts are computed for any. */
  readonly value: string | null;
  readonly why: string;
  readonly places: readonly { readonly message: string; readonly location: Location }[];
}

/** Crates whose presence names a mechanism. */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  cxx: ['cxx', 'cxx-build', 'cxx-gen'],
  bindgen: ['bindgen'],
  cbindgen: ['cbindgen'],
  autocxx: ['autocxx', 'autocxx-build'],
  zngur: ['zngur', 'zngur-lib'],
  'cxx-qt': ['cxx-qt', 'cxx-qt-build'],
  diplomat: ['diplomat', 'diplomat-runtime'],
};

export function explainWorkspace({
  folders,
  hostTarget,
  builds,
  analysis,
  problems,
  files,
}: {
  readonly folders: readonly SourceFolder[];
  readonly hostTarget: string;
  readonly builds: BuildKnowledge;
  readonly analysis: Analysis;
  readonly problems: CheckAnswer['problems'];
  readonly files: CheckAnswer['files'];
}): WorkspaceExplanation {
  const targets = analysis.views.map(({ target }) => explainTarget(target, folders, hostTarget, builds));
  return {
    folders,
    files,
    packages: builds.packages,
    mechanisms: mechanismsOf(analysis, builds),
    natives: builds.natives,
    declared: builds.declared.filter(joinsLanguages),
    buildFiles: builds.files,
    targets,
    skipped: [
      ...problems.filter(({ range }) => range === null).map(({ uri, message }) => ({ uri, reason: message })),
      ...builds.files.flatMap(({ uri, problem }) => (problem === null ? [] : [{ uri, reason: problem }])),
    ],
    assumptions: assumptionsOf(builds, targets, folders),
  };
}

function mechanismsOf({ boundary }: Analysis, { packages }: BuildKnowledge): ExplainedMechanism[] {
  const names = new Set([
    ...boundary.crossings.map(({ mechanism }) => mechanism as string),
    ...boundary.unpaired.map(({ mechanism }) => mechanism as string),
    ...boundary.zngurFiles.map(() => 'zngur'),
    ...Object.keys(TOOLS).filter((name) => packages.some((each) => usesTool(each, name))),
  ]);
  return [...names].sort().map((name) => {
    const own = boundary.crossings.filter(({ mechanism }) => mechanism === name);
    return {
      name,
      functions: own.filter(({ kind }) => kind === 'function').length,
      types:
        own.filter(({ kind }) => kind !== 'function').length +
        (name === 'zngur' ? boundary.zngurTypes.length : 0),
      unpaired: boundary.unpaired.filter(({ mechanism }) => mechanism === name).length,
      packages: packages.filter((each) => usesTool(each, name)).map((each) => each.name),
    };
  });
}

const usesTool = ({ dependencies }: CargoPackage, mechanism: string): boolean =>
  dependencies.some(
    (dependency) => TOOLS[mechanism]?.includes(dependency.package) && dependency.kind !== 'dev',
  );

function explainTarget(
  target: Target,
  folders: readonly SourceFolder[],
  hostTarget: string,
  builds: BuildKnowledge,
): ExplainedTarget {
  const { compiler, standard } = choicesFor(target, folders, hostTarget, builds);
  const isSet = folders.some(({ settings }) =>
    settings.targets.some((triple) => findTarget(triple)?.triple === target.triple),
  );
  const isMachine = findTarget(hostTarget)?.triple === target.triple;
  const mode =
    target.libraryMode === undefined || target.libraryMode === 'release' ? '' : `, ${target.libraryMode}`;
  return {
    triple: target.triple,
    by: isSet ? 'settings' : isMachine ? 'machine' : 'default',
    compiler: explainChoice(compiler, 'compiler', target),
    standard: explainChoice(standard, 'standard', target),
    library: {
      value: `${target.standardLibrary}${mode}`,
      why: target.libraryStated
        ? 'the setting `standardLibraries` says so'
        : 'the usual one of the target, assumed',
      places: [],
    },
  };
}

function explainChoice(
  { value, by, build }: TargetChoice<string>,
  setting: string,
  target: Target,
): ExplainedChoice {
  const places = build.because.flatMap(({ message, location }: Evidence) =>
    location ? [{ message, location }] : [],
  );
  switch (by) {
    case 'settings':
      return { value, why: `the setting \`${setting}\` says so`, places: [] };
    case 'build':
      return { value, why: 'everything that is built for this target agrees', places };
    case 'target': {
      const rules = target.cppAbi === 'microsoft' ? "Microsoft's rules hold" : "clang's rules hold";
      return { value: null, why: `${rules}, whichever it is`, places: [] };
    }
    case 'nobody': {
      const why =
        build.status === 'unknown'
          ? build.reason
          : `${build.status === 'exact' ? build.value : ''} has no rules of its own here`;
      return { value: null, why: `${why}, so that layouts are exact only where it does not matter`, places };
    }
    default:
      return by satisfies never;
  }
}

function assumptionsOf(
  { packages, natives, databases }: BuildKnowledge,
  targets: readonly ExplainedTarget[],
  folders: readonly SourceFolder[],
): string[] {
  const [primary] = targets;
  const hasOpenFeatures = packages.some(
    ({ allFeatures, manifest }) => allFeatures.length > 0 && featureChoice(folders, manifest) === null,
  );
  const computed = natives.filter(({ unreadable }) => unreadable.length > 0).length;
  const conditional = natives.filter(({ conditions }) => conditions.length > 0).length;
  const options = new Set(
    databases.flatMap(({ units }) => units.flatMap(({ arguments: { layoutOptions } }) => layoutOptions)),
  );
  return [
    ...(primary && primary.by !== 'settings'
      ? [`the target is ${primary.triple}: no setting names one`]
      : []),
    ...(primary?.library.why.endsWith('assumed')
      ? [`the C++ standard library is ${primary.library.value}`]
      : []),
    ...(hasOpenFeatures
      ? [
          'Rust packages are built with their default features; what stands under another one is taken to be there, for it may be on',
        ]
      : []),
    ...(databases.length === 0
      ? [
          'no compile_commands.json was found: the macros, the compiler and the standard that the build gives are not known',
        ]
      : []),
    ...(computed > 0
      ? [
          `${computed} of ${natives.length} builders in build scripts are given values that the script computes: these are not known`,
        ]
      : []),
    ...(conditional > 0
      ? [`${conditional} of ${natives.length} builders in build scripts run under conditions`]
      : []),
    ...(options.size > 0
      ? [`options that change layouts are not followed: ${[...options].sort().join(' ')}`]
      : []),
  ];
}
