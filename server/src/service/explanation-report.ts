import type { Location, Uri } from '../base/range.js';
import type { BuildFileKind } from '../builds/build-files.js';
import type { ReadBuildFile } from '../builds/build-knowledge.js';
import type { CargoPackage } from '../builds/cargo-packages.js';
import type { DeclaredTarget } from '../builds/declared-targets.js';
import type { NativeBuild, Setting } from '../builds/native-builds.js';
import type {
  ExplainedChoice,
  ExplainedMechanism,
  ExplainedTarget,
  WorkspaceExplanation,
} from './explanation.js';

/** Entries of one kind that are shown one by one. */
const MOST_SHOWN = 40;
/** Values in one line. */
const MOST_VALUES = 6;

/**
 * The explanation of a workspace for people, in Markdown.
 *
 * @param show a path as the reader knows it
 */
export function reportExplanation(explanation: WorkspaceExplanation, show: (uri: Uri) => string): string {
  const place = ({ uri, range }: Location): string => code(`${show(uri)}:${range.start.line + 1}`);
  const { files, packages, natives, declared, buildFiles, skipped } = explanation;
  const sections: [title: string, lines: readonly string[]][] = [
    ['How both sides cross', explanation.mechanisms.map(mechanismLine)],
    ['Targets', explanation.targets.map((target) => targetEntry(target, place))],
    ['Rust packages', shown(packages, (each) => packageLine(each, show))],
    ['What build scripts build', shown(natives, (native) => nativeLine(native, show))],
    ['Where CMake, Meson and Bazel join both', shown(declared, (each) => declaredLine(each, show))],
    ['Build files', shown(grouped(buildFiles), ([kind, group]) => fileLine(kind, group, show))],
    ['Left out', shown(skipped, ({ uri, reason }) => `${code(show(uri))}: ${withoutPath(reason, uri)}`)],
    ['Assumed', explanation.assumptions],
  ];
  return [
    '# This workspace, as Ferrule reads it',
    `${count(files.seen, 'file')} of Rust, C, C++ and zngur found and skimmed, ${files.parsed} parsed: those that may cross, and what they lead to.`,
    ...sections.flatMap(([title, lines]) =>
      lines.length === 0 ? [] : [`## ${title}`, lines.map((line) => `- ${line}`).join('\n')],
    ),
    '',
  ].join('\n\n');
}

function shown<T>(items: readonly T[], line: (item: T) => string): string[] {
  const more = items.length - MOST_SHOWN;
  return [...items.slice(0, MOST_SHOWN).map(line), ...(more > 0 ? [`and ${more} more`] : [])];
}

function mechanismLine({ name, functions, types, unpaired, packages }: ExplainedMechanism): string {
  const crossings = functions + types + unpaired;
  const parts = [
    crossings === 0
      ? 'nothing is compared'
      : `${count(functions, 'function')} and ${count(types, 'type')} cross, ${unpaired} without a partner`,
    ...(packages.length > 0 ? [`used by ${values(packages)}`] : []),
  ];
  return `${code(name)}: ${parts.join('; ')}`;
}

function targetEntry(target: ExplainedTarget, place: (location: Location) => string): string {
  const { triple, by, compiler, standard, library } = target;
  const why = {
    settings: 'the settings name it',
    machine: 'the target of this machine',
    default: 'no better one is known',
  };
  const choice = (name: string, { value, why: reason, places }: ExplainedChoice): string => {
    const seen = places.map(({ message, location }) => `${message} (${place(location)})`);
    return `${name}: ${value ?? 'not known'}; ${[reason, ...seen].join('; ')}`;
  };
  return entry(`${code(triple)}: ${why[by]}`, [
    choice('compiler', compiler),
    choice('standard', standard),
    choice('standard library', library),
  ]);
}

/** An entry of a list with a list of its own. */
const entry = (head: string, parts: readonly string[]): string =>
  [head, ...parts.map((part) => `  - ${part}`)].join('\n');

function packageLine(each: CargoPackage, show: (uri: Uri) => string): string {
  const { name, manifest, edition, crates, features, links, dependencies } = each;
  const libraries = crates.filter(({ kind }) => kind === 'lib').flatMap(({ types }) => types);
  const kinds = count(crates.length, 'crate');
  const paths = dependencies.flatMap(({ folder, package: dependency }) =>
    folder === null ? [] : [dependency],
  );
  const parts = [
    `edition ${edition}, ${kinds}${libraries.length > 0 ? ` (${libraries.join(', ')})` : ''}`,
    ...(links === null ? [] : [`links ${code(links)}`]),
    ...(features.length > 0 ? [`features by default: ${values(features)}`] : []),
    ...(paths.length > 0 ? [`beside it: ${values([...new Set(paths)])}`] : []),
    ...(each.buildScript === null ? [] : [`built by ${code(show(each.buildScript))}`]),
  ];
  return `${code(name)} (${code(show(manifest))}): ${parts.join('; ')}`;
}

function nativeLine(native: NativeBuild, show: (uri: Uri) => string): string {
  const { tool, script, range, conditions, sources, headers, includes, macros, standards, filters } = native;
  const list = <T>(name: string, settings: readonly Setting<T>[], text: (value: T) => string): string[] => {
    const shownOf = (some: readonly Setting<T>[]): string =>
      values(some.map(({ value: each }) => code(text(each))));
    const sure = settings.filter(({ conditions: own }) => own.length === 0);
    const perhaps = settings.filter(({ conditions: own }) => own.length > 0);
    const parts = [
      ...(sure.length > 0 ? [shownOf(sure)] : []),
      ...(perhaps.length > 0 ? [`under conditions ${shownOf(perhaps)}`] : []),
    ];
    return parts.length === 0 ? [] : [`${name}: ${parts.join('; ')}`];
  };
  const unread = [...new Set(native.unreadable.map(({ method }) => method))];
  const parts = [
    ...list(
      'bridges in',
      sources.filter(({ value }) => value.endsWith('.rs')),
      show,
    ),
    ...list(
      'compiles',
      sources.filter(({ value }) => !value.endsWith('.rs')),
      show,
    ),
    ...list('headers', headers, show),
    ...list('include paths', includes, show),
    ...list('macros', macros, ({ name, value }) =>
      value === null ? `-U${name}` : value === '1' ? name : `${name}=${value}`,
    ),
    ...list('standard', standards, ({ name, gnu }) => (gnu ? name.replace('c', 'gnu') : name)),
    ...list(
      'takes',
      filters.filter(({ value }) => value.list === 'allow'),
      ({ pattern }) => pattern,
    ),
    ...list(
      'leaves out',
      filters.filter(({ value }) => value.list === 'block'),
      ({ pattern }) => pattern,
    ),
    ...(unread.length > 0 ? [`computed by the script, so not known: ${unread.map(code).join(', ')}`] : []),
  ];
  const runs = conditions.length > 0 ? `, only under conditions: ${conditions.map(code).join(', ')}` : '';
  const head = `${tool}, ${code(`${show(script)}:${range.start.line + 1}`)}${runs}`;
  return entry(head, parts.length === 0 ? ['nothing that is read is set'] : parts);
}

function declaredLine(
  { name, rule, file, line, rust, sources, includes }: DeclaredTarget,
  show: (uri: Uri) => string,
): string {
  const list = (what: string, uris: readonly Uri[]): string[] =>
    uris.length === 0 ? [] : [`${what}: ${values([...new Set(uris)].map((uri) => code(show(uri))))}`];
  const parts = [...list('from', rust), ...list('with', sources), ...list('include paths', includes)];
  return entry(`${code(name)} by ${code(rule)}, ${code(`${show(file)}:${line + 1}`)}`, parts);
}

const KINDS: Readonly<Record<BuildFileKind | 'build-script', string>> = {
  'compile-commands': 'compile_commands.json',
  'cargo-manifest': 'Cargo.toml',
  'cargo-config': "cargo's configuration",
  'cargo-lock': 'Cargo.lock',
  'cbindgen-config': 'cbindgen.toml',
  cmake: 'CMakeLists.txt',
  'cmake-compiler': "CMake's compiler",
  meson: 'meson.build',
  bazel: 'Bazel',
  'bazel-root': "Bazel's root",
  'build-script': 'build scripts',
};

/** Kinds of which there may be hundreds stand in one line. */
function grouped(files: readonly ReadBuildFile[]): [ReadBuildFile['kind'], readonly ReadBuildFile[]][] {
  const groups = new Map<ReadBuildFile['kind'], ReadBuildFile[]>();
  for (const file of files) groups.set(file.kind, [...(groups.get(file.kind) ?? []), file]);
  return [...groups];
}

function fileLine(
  kind: ReadBuildFile['kind'],
  group: readonly ReadBuildFile[],
  show: (uri: Uri) => string,
): string {
  const telling = group.filter(({ said, problem }) => said !== null && problem === null);
  const silent = group.length - telling.length;
  const isShort =
    kind === 'compile-commands' ||
    kind === 'cmake-compiler' ||
    kind === 'cargo-config' ||
    kind === 'cargo-lock' ||
    kind === 'cbindgen-config' ||
    kind === 'bazel-root';
  const read = telling.map(({ uri, said }) =>
    isShort ? `${code(show(uri))} (${said ?? ''})` : code(show(uri)),
  );
  const parts = [
    ...(read.length > 0 ? [`${telling.length} read: ${values(read)}`] : []),
    ...(silent > 0 ? [`${silent} with nothing that is read`] : []),
  ];
  return `${KINDS[kind]}: ${parts.join('; ')}`;
}

function values(list: readonly string[]): string {
  const more = list.length - MOST_VALUES;
  return list.slice(0, MOST_VALUES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Reasons of files that could not be read begin with their path. */
const withoutPath = (reason: string, uri: Uri): string => {
  const separator = reason.indexOf(': ');
  return separator > 0 && decodeURI(uri).endsWith(reason.slice(0, separator).replaceAll('\\', '/'))
    ? reason.slice(separator + 2)
    : reason;
};

const code = (text: string): string => `\`${text.replaceAll('`', "'").replaceAll(/\s+/g, ' ')}\``;

const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;
