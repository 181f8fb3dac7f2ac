import { dequal } from 'dequal/lite';
import { throwIfCancelled, type CancellationToken } from '../base/cancellation.js';
import { overlaps, type Uri } from '../base/range.js';
import { isWithin, joinUri, parentUri, pathFromUri } from '../base/uri.js';
import type { Demangler } from '../abi/mangling/demangler.js';
import { findTarget, type Target } from '../abi/target.js';
import { FileBuilds } from '../builds/file-builds.js';
import { createIncludeSearch } from '../builds/include-search.js';
import { compiledTogether } from '../builds/native-builds.js';
import { createRustCrates } from '../builds/rust-crates.js';
import { createRustOptions } from '../builds/rust-options.js';
import type { BuildKnowledge } from '../builds/build-knowledge.js';
import { createTargetView, type TargetView } from '../boundary/target-view.js';
import type { FileFacts } from '../facts/facts.js';
import type { SourceReader } from '../hazards/hazard.js';
import type { Program } from '../program/program.js';
import { Analyser, type Analysis, type TargetedFinding } from './analysis.js';
import {
  bindActions,
  bridgeFileName,
  bridgeFor,
  crateFolders,
  resolveBinding,
  sourceFolderOf,
  type TargetCrate,
} from './binding-actions.js';
import { BuildIndex } from './build-index.js';
import { packageName } from './package-name.js';
import { isPinKey, pinActions, resolvePin } from './pin-actions.js';
import { definitionAt } from './definition.js';
import { describeCrossings } from './describe-crossings.js';
import { explainWorkspace } from './explanation.js';
import { featureChoice } from './feature-choice.js';
import type { CheckAnswer, Finding, OfferedAction } from './answers.js';
import { UserError, type Ferrule, type FerruleOptions } from './ferrule.js';
import { presentFindings, subjectOf } from './findings.js';
import { answerAbout, type CompilerAnswer } from './compiler-answer.js';
import type { TypeEntity } from './entities.js';
import { hoverAt } from './hover.js';
import { Mentions } from './mentions.js';
import { inspectFile } from './inspect.js';
import { ProgramIndex } from './program-index.js';
import type { FileQuestion } from './referee.js';
import { DEFAULT_SETTINGS, type Settings } from './settings.js';
import { NO_PROGRESS, type Progress, type Sources } from './sources.js';
import { surfaceFiles } from './surface.js';
import { symbolAt } from './symbols.js';
import { asBuilt, buildsFor, targetsOf } from './targets.js';
import { verify } from './verification.js';

/** The state after the last change, computed once and shared by all questions. */
interface State {
  readonly analysis: Analysis;
  readonly findings: readonly Finding[];
  readonly sources: ReadonlyMap<Finding, TargetedFinding>;
  readonly problems: CheckAnswer['problems'];
}

/** Makes the facade over a workspace. */
export function createFerrule({
  reader,
  sources,
  hostTarget,
  loadDemangler,
  referee,
  rustcMemory,
}: FerruleOptions): Ferrule {
  let demangler: Promise<Demangler> | undefined;
  const index = new ProgramIndex(reader, sources);
  const builds = new BuildIndex(reader, sources);
  const mentions = new Mentions(sources);
  let analyser: {
    readonly targets: readonly Target[];
    readonly builds: BuildKnowledge;
    readonly rustOptions: Program['rustOptions'];
    readonly isSurface: Program['isSurface'];
    readonly analyser: Analyser;
  } | null = null;
  /** What the last completed analysis rests on. */
  let settled: {
    readonly analyser: Analyser;
    readonly revision: number;
    readonly analysis: Analysis;
  } | null = null;
  let state: State | null = null;
  let changes = 0;
  /** One piece of work at a time changes the program; the others wait for it. */
  let queue: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  };

  const settingsOf = (uri: Uri): Settings => {
    const folder = sources.file(uri)?.folder;
    const found = sources.folders.find((candidate) =>
      folder === undefined ? isWithin(uri, candidate.uri) : candidate.uri === folder,
    );
    return found?.settings ?? DEFAULT_SETTINGS;
  };

  /** Of the settings and the builds as they are: commands of builds may be thousands. */
  let chosen: {
    readonly folders: Sources['folders'];
    readonly builds: BuildKnowledge;
    readonly targets: ReturnType<typeof targetsOf>;
  } | null = null;
  const targets = (): ReturnType<typeof targetsOf> => {
    const { folders } = sources;
    const { knowledge } = builds;
    if (chosen?.folders !== folders || chosen.builds !== knowledge)
      chosen = { folders, builds: knowledge, targets: targetsOf(folders, hostTarget, knowledge) };
    return chosen.targets;
  };

  let rustOptions: { readonly builds: BuildKnowledge; readonly choices: readonly unknown[] } | null = null;
  /** Of the packages as they are and of what the settings say of their features. */
  const updateRustOptions = (): void => {
    const { knowledge } = builds;
    const choices = sources.folders.map(({ uri, settings: { features, noDefaultFeatures } }) => ({
      uri,
      features,
      noDefaultFeatures,
    }));
    if (rustOptions?.builds === knowledge && dequal(rustOptions.choices, choices)) return;
    if (rustOptions?.builds !== knowledge)
      index.program.rust.paths.crates = createRustCrates(knowledge.packages);
    index.included.builds = knowledge;
    rustOptions = { builds: knowledge, choices };
    index.program.lockedTools = knowledge.locked;
    index.program.compiledTogether = compiledTogether(knowledge.natives);
    index.program.cbindgenGuards = knowledge.cbindgenGuards;
    index.program.cbindgenWords = knowledge.cbindgenWords;
    const optionsOf = createRustOptions(
      knowledge.packages,
      (manifest) => featureChoice(sources.folders, manifest),
      knowledge.cfgs,
    );
    index.program.rustOptions = (uri) => optionsOf(index.program.rustModules.includerOf(uri));
  };

  let surfaced: Sources['folders'] | null = null;
  const updateSurface = (): void => {
    const { folders } = sources;
    if (surfaced === folders) return;
    surfaced = folders;
    const isSurface = surfaceFiles(folders);
    index.program.isSurface = (uri) => isSurface(sources.file(uri));
  };

  /** The targets and what a file sees may change with settings and builds; earlier findings are of no use then. */
  const analyserFor = (targets: readonly Target[]): Analyser => {
    const { knowledge } = builds;
    const { rustOptions, isSurface } = index.program;
    const isSame =
      analyser?.builds === knowledge &&
      analyser.rustOptions === rustOptions &&
      analyser.isSurface === isSurface &&
      targets.length === analyser?.targets.length &&
      targets.every((target, i) => target === analyser?.targets[i]);
    if (!analyser || !isSame)
      analyser = {
        targets,
        builds: knowledge,
        rustOptions,
        isSurface,
        analyser: new Analyser(index.program, targets),
      };
    return analyser.analyser;
  };

  /** The analysis of the facts as they are; the last one where an edit left them as they were. */
  async function analyse(token: CancellationToken, progress: Progress): Promise<Analysis> {
    const current = analyserFor(targets());
    if (settled?.analyser === current && settled.revision === index.program.revision) return settled.analysis;
    progress('comparing both sides');
    const analysis = await index.settle(
      () => {
        current.forget(index.takeChanged());
        return current.analyse(token);
      },
      token,
      progress,
    );
    settled = { analyser: current, revision: index.program.revision, analysis };
    return analysis;
  }

  let buildsByTarget: { readonly builds: BuildKnowledge; readonly files: Map<string, FileBuilds> } | null =
    null;
  /** Commands for one target say nothing of another. */
  const fileBuild: Program['fileBuild'] = (uri, triple) => {
    const { knowledge } = builds;
    if (buildsByTarget?.builds !== knowledge) buildsByTarget = { builds: knowledge, files: new Map() };
    const { files } = buildsByTarget;
    const known = files.get(triple) ?? new FileBuilds(buildsFor(triple, hostTarget, knowledge));
    files.set(triple, known);
    return known.of(uri);
  };
  index.program.fileBuild = fileBuild;

  /** A file that comes or goes may be what a directive means. */
  async function updateBuilds(token: CancellationToken): Promise<void> {
    await builds.update(token);
    updateRustOptions();
    index.program.cpp.includes.search = createIncludeSearch(
      builds.files,
      (uri) => sources.file(uri) !== undefined,
    );
  }

  async function compute(token: CancellationToken, progress: Progress): Promise<State> {
    await index.refresh(token, progress);
    await updateBuilds(token);
    updateSurface();
    await index.update(token, progress);
    const analysis = await analyse(token, progress);
    const stale = await mentions.withoutAny(analysis.boundary.staleItems, token);
    return {
      analysis,
      ...presentFindings(analysis, stale, index, settingsOf),
      problems: index.problems.map((problem) => ({ range: null, ...problem })),
    };
  }

  /** The current state, computed where something changed since; a cancelled computation leaves it as it was. */
  async function current(token: CancellationToken, progress: Progress = NO_PROGRESS): Promise<State> {
    throwIfCancelled(token);
    if (state) return state;
    return inTurn(async () => {
      throwIfCancelled(token);
      if (state) return state;
      const generation = changes;
      const computed = await compute(token, progress);
      // What changed meanwhile is for the next question to find; this answer is of the moment it was asked.
      if (generation === changes) state = computed;
      return computed;
    });
  }

  interface FileAtHand {
    readonly facts: FileFacts;
    readonly text: string;
    readonly view: TargetView;
  }

  /**
   * Works on one file with its facts at hand; what it lacks is read until nothing more can be learnt. The
   * boundary of the whole workspace is not needed for that.
   */
  const withFile = <T>(
    uri: Uri,
    token: CancellationToken,
    work: (file: FileAtHand) => T | Promise<T>,
    target: Target | null = null,
  ): Promise<T | null> =>
    inTurn(async () => {
      throwIfCancelled(token);
      if (!state) {
        await index.refresh(token);
        await updateBuilds(token);
      }
      const source = await sources.read(uri);
      if (!source) return null;
      const { text } = source;
      const primary = target ? asBuilt(target, sources.folders, hostTarget, builds.knowledge) : targets()[0];
      return index.withFile(uri, token, (facts) =>
        index.settle(() => work({ facts, text, view: createTargetView(index.program, primary) }), token),
      );
    });

  const textsOf = async (uris: readonly Uri[]): Promise<SourceReader> => {
    const texts = new Map<Uri, string>();
    for (const uri of uris) {
      const source = await sources.read(uri);
      if (source) texts.set(uri, source.text);
    }
    return (uri) => texts.get(uri) ?? null;
  };

  const targetCrate = async (sourceFolder: Uri): Promise<TargetCrate> => {
    const manifest = await sources.read(joinUri(parentUri(sourceFolder), 'Cargo.toml'));
    return { sourceFolder, packageName: manifest && packageName(manifest.text) };
  };

  /** The same for questions about the boundary. */
  const onBoundary = async <T>(
    uri: Uri,
    token: CancellationToken,
    work: (file: FileAtHand, analysis: Analysis) => T | Promise<T>,
  ): Promise<T | null> => {
    const { analysis } = await current(token);
    return withFile(uri, token, (file) => work(file, analysis));
  };

  const readableSymbols = (): Promise<Demangler> | undefined =>
    (demangler ??= loadDemangler?.().catch((cause: unknown) => {
      // The next question tries again.
      demangler = undefined;
      throw cause;
    }));

  const questionAbout = (uri: Uri, text: string, facts: FileFacts, { target }: TargetView): FileQuestion => ({
    uri,
    text,
    facts,
    open: sources.open(),
    target: target.triple,
    folder: sources.file(uri)?.folder ?? parentUri(uri),
  });

  /** What rustc said of a type, where the user wants to know and it has been asked before. */
  async function recall(entity: TypeEntity, view: TargetView): Promise<CompilerAnswer | null> {
    const memory = settingsOf(entity.uri).rustc ? rustcMemory?.() : null;
    const facts = index.program.facts(entity.uri);
    const source = await sources.read(entity.uri);
    if (!memory || !source || facts?.language !== 'rust') return null;
    const question = questionAbout(entity.uri, source.text, facts, view);
    const surroundings = sources
      .files()
      .filter(({ language, folder }) => language === 'rust' && folder === question.folder)
      .map(({ uri, skim }) => `${uri} ${skim.stamp}`);
    const reply = await memory.recall(question, surroundings.join('\n'));
    return reply && answerAbout(entity, facts, reply);
  }

  const inspected = async (uri: Uri, triple: string | null, token: CancellationToken) => {
    const target = triple === null ? null : findTarget(triple);
    if (triple !== null && !target) throw new UserError(`the target '${triple}' is not known to Ferrule`);
    const answer = await withFile(
      uri,
      token,
      ({ facts, text, view }) => ({
        file: inspectFile(uri, facts, view),
        ...questionAbout(uri, text, facts, view),
      }),
      target,
    );
    if (!answer) throw new UserError(`${pathFromUri(uri)}: cannot be read as Rust, C++ or .zng`);
    return answer;
  };

  return {
    async check(token, progress) {
      const { analysis, findings, problems } = await current(token, progress);
      const [view] = analysis.views;
      return {
        target: view?.target.triple ?? hostTarget,
        findings,
        crossings: view ? describeCrossings(analysis.boundary, view) : [],
        unpaired: analysis.boundary.unpaired,
        problems,
        files: { seen: sources.files().length, parsed: index.parsedCount },
      };
    },

    async findings(uri, token) {
      const { findings } = await current(token);
      return findings.filter((finding) => finding.uri === uri);
    },

    hover: (uri, position, token) =>
      onBoundary(uri, token, async ({ facts, text, view }, analysis) => {
        const found = symbolAt(facts, text, position);
        const reader = found && (await readableSymbols());
        const bound = found && reader ? { ...found, demangler: reader } : null;
        return hoverAt(analysis, view, uri, facts, text, position, bound, (entity) => recall(entity, view));
      }),

    async actions(uri, range, token) {
      const { findings, analysis } = await current(token);
      const remedies: OfferedAction[] = findings
        .filter((finding) => finding.uri === uri && overlaps(finding.range, range))
        .flatMap((finding) =>
          finding.remedies.map((remedy) => ({ ...remedy, kind: 'quickfix' as const, finding })),
        );
      const generators = await withFile(uri, token, ({ facts, view }) => [
        ...bindActions(uri, facts, range, sources.files()),
        ...pinActions({ uri, facts, crossings: analysis.boundary.crossings, view }, range),
      ]);
      return [...remedies, ...(generators ?? [])];
    },

    async resolve(key, token) {
      const sourceFolder = sourceFolderOf(key);
      if (sourceFolder !== null) {
        return withFile(key.uri, token, async ({ facts, view }) =>
          resolveBinding(key, facts, view, await targetCrate(sourceFolder), sources.files()),
        );
      }
      const { findings, analysis, sources: reported } = await current(token);
      if (isPinKey(key)) {
        return withFile(key.uri, token, async ({ facts, view }) => {
          const { crossings } = analysis.boundary;
          const pin = resolvePin(key, { uri: key.uri, facts, crossings, view });
          return pin && pin.edit(await textsOf(pin.files));
        });
      }
      for (const finding of findings) {
        if (!finding.remedies.some((remedy) => sameKey(remedy.key, key))) continue;
        const source = reported.get(finding);
        const remedy = source?.remedies.find(({ title }) => subjectOf(source, title) === key.subject);
        if (!remedy) return null;
        return remedy.edit(
          await textsOf([finding.uri, ...finding.related.map(({ location }) => location.uri)]),
        );
      }
      return null;
    },

    async definition(uri, position, token) {
      const found = await onBoundary(uri, token, ({ facts, text, view }, analysis) =>
        definitionAt(analysis, view, uri, facts, text, position),
      );
      return found ?? [];
    },

    async explain(token, progress) {
      const { analysis, problems } = await current(token, progress);
      return explainWorkspace({
        folders: sources.folders,
        hostTarget,
        builds: builds.knowledge,
        analysis,
        problems,
        files: { seen: sources.files().length, parsed: index.parsedCount },
      });
    },

    inspect: async (uri, triple, token) => (await inspected(uri, triple, token)).file,

    async verify(uri, triple, token) {
      const judges = referee?.();
      if (!judges) throw new UserError('compilers are not run here: the workspace is not trusted');
      const question = await inspected(uri, triple, token);
      const replies = await judges.ask(question, token);
      throwIfCancelled(token);
      return { file: question.file, verification: verify(question.file, replies) };
    },

    async bind(uri, { to, only }, token) {
      if (to !== 'cxx') throw new UserError(`bindings through ${to} are not available yet`);
      const bound = await withFile(uri, token, async ({ facts, view }) => {
        if (facts.language !== 'cpp') return null;
        const [folder = parentUri(uri)] = crateFolders(uri, sources.files());
        return bridgeFor(uri, facts, view, await targetCrate(folder), only);
      });
      if (!bound) throw new UserError(`${pathFromUri(uri)}: a cxx bridge is generated from a C++ header`);
      return { files: [{ path: bridgeFileName(uri), text: bound.text }], refused: bound.refused };
    },

    changed() {
      changes++;
      state = null;
    },
  };
}

const sameKey = (a: { kind: string; subject: string; uri: Uri }, b: typeof a): boolean =>
  a.kind === b.kind && a.subject === b.subject && a.uri === b.uri;
