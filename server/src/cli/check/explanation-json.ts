import type { Location, Uri } from '../../base/range.js';
import type { WorkspaceExplanation } from '../../service/explanation.js';
import type { Setting } from '../../builds/native-builds.js';
import { shownPath } from '../paths.js';

/** `explanation` of `check --explain --format json`. */
export function explanationAsJson(explanation: WorkspaceExplanation, base: Uri): object {
  const path = (uri: Uri): string => shownPath(uri, base);
  const place = ({ uri, range }: Location) => ({ path: path(uri), range });
  const settings = <T>(list: readonly Setting<T>[], key: string, show: (value: T) => unknown) =>
    list.map(({ value, range, conditions }) => ({ [key]: show(value), range, conditions }));
  return {
    packages: explanation.packages.map((each) => ({
      name: each.name,
      path: path(each.manifest),
      edition: each.edition,
      links: each.links,
      crates: each.crates.map(({ kind, name, root, types }) => ({ kind, name, path: path(root), types })),
      features: { on: each.features, all: each.allFeatures },
      pathDependencies: each.dependencies.flatMap(({ name, folder }) =>
        folder === null ? [] : [{ name, path: path(folder) }],
      ),
      buildScript: each.buildScript === null ? null : path(each.buildScript),
    })),
    mechanisms: explanation.mechanisms,
    natives: explanation.natives.map((native) => ({
      tool: native.tool,
      path: path(native.script),
      range: native.range,
      conditions: native.conditions,
      cpp: native.cpp,
      sources: settings(native.sources, 'path', path),
      headers: settings(native.headers, 'path', path),
      includes: settings(native.includes, 'path', path),
      macros: native.macros.map(({ value, range, conditions }) => ({ ...value, range, conditions })),
      standards: settings(native.standards, 'name', ({ name }) => name),
      filters: native.filters.map(({ value, range, conditions }) => ({ ...value, range, conditions })),
      unreadable: native.unreadable.map(({ method, range }) => ({ method, range })),
    })),
    declared: explanation.declared.map((target) => ({
      tool: target.tool,
      path: path(target.file),
      line: target.line,
      name: target.name,
      rule: target.rule,
      rust: target.rust.map(path),
      sources: target.sources.map(path),
      includes: target.includes.map(path),
      macros: target.macros,
    })),
    buildFiles: explanation.buildFiles.map(({ uri, kind, said, problem }) => ({
      path: path(uri),
      kind,
      said,
      problem,
    })),
    targets: explanation.targets.map(({ triple, by, ...choices }) => ({
      triple,
      by,
      ...Object.fromEntries(
        Object.entries(choices).map(([name, { value, why, places }]) => [
          name,
          { value, why, places: places.map(({ message, location }) => ({ ...place(location), message })) },
        ]),
      ),
    })),
    skipped: explanation.skipped.map(({ uri, reason }) => ({ path: path(uri), reason })),
    assumptions: explanation.assumptions,
  };
}
