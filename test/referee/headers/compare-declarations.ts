import { readFileSync } from 'node:fs';
import type { Known } from '../../../server/src/base/known.js';
import type { MangledSymbol } from '../../../server/src/abi/mangling/mangled-symbol.js';
import { NEVER_CANCELLED } from '../../../server/src/base/cancellation.js';
import { uriFromPath } from '../../../server/src/base/uri.js';
import { findTarget } from '../../../server/src/abi/target.js';
import { inclusionOf } from '../../../server/src/boundary/lowering/project-macros.js';
import { withItsMacros } from '../../../server/src/boundary/lowering/record-macros.js';
import { declaredName, symbolOf } from '../../../server/src/boundary/symbols.js';
import { createTargetView, type TargetView } from '../../../server/src/boundary/target-view.js';
import { readCpp } from '../../../server/src/facts/cpp/read-cpp.js';
import { formatCppSignature } from '../../../server/src/facts/cpp/format-cpp.js';
import type { CppFacts, CppFunction, CppItem, CppRecord } from '../../../server/src/facts/cpp/cpp-facts.js';
import { Program } from '../../../server/src/program/program.js';
import type { Grammars } from '../../../server/src/syntax/grammars.js';
import { CONVERSION, type ClangDeclaration } from './clang-declarations.js';

/** What Ferrule found of what clang found. */
export interface DeclarationScore {
  readonly functions: Recall;
  readonly records: Recall;
  /** Each with its place, and what Ferrule has at that place. */
  readonly missing: readonly string[];
  /** Declared for certain as Ferrule says, and unknown to clang. */
  readonly invented: readonly string[];
  readonly symbols: SymbolScore;
}

export interface Recall {
  readonly all: number;
  readonly found: number;
}

export interface SymbolScore {
  /** Functions with a symbol that the library exports. */
  readonly all: number;
  readonly right: number;
  readonly wrong: readonly string[];
  /** Each with its reason. */
  readonly unknown: readonly string[];
}

/** One of Ferrule's declarations. */
interface Own {
  readonly kind: ClangDeclaration['kind'];
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly arity: number;
  readonly isThere: boolean | null;
  readonly shown: string;
  readonly symbol: () => Known<MangledSymbol> | null;
}

/**
 * Compares what files declare.
 *
 * @param files all that the unit is made of
 * @param own the library's, whose declarations are compared
 * @param language of the unit; headers are read as C++, so that what they declare to C alone may have its twin there
 * @param exported symbols of the library; null where they are not asked about
 */
export async function compareDeclarations(
  grammars: Grammars,
  files: readonly string[],
  own: readonly string[],
  clang: readonly ClangDeclaration[],
  language: 'c' | 'c++',
  exported: ReadonlySet<string> | null,
): Promise<DeclarationScore> {
  const target = findTarget('x86_64-unknown-linux-gnu');
  if (!target) throw new Error('no target');
  const program = new Program();
  const facts = new Map<string, CppFacts>();
  const read = (text: string, isC: boolean): Promise<CppFacts> =>
    readCpp(grammars, text, { isC, token: NEVER_CANCELLED });
  for (const file of files) {
    const one = await read(readFileSync(file, 'utf8'), file.endsWith('.c'));
    facts.set(file, one);
    program.setFile(uriFromPath(file), one);
  }
  const view = createTargetView(program, target);
  const declared = (): Own[] =>
    own.flatMap((file) => [...declarationsOf(file, facts.get(file) as CppFacts, view)]);
  let ours = declared();
  for (let texts = program.macroTexts.takeWanted(); texts.size > 0; texts = program.macroTexts.takeWanted()) {
    for (const text of texts) program.setMacroText(text, await read(text, false));
    ours = declared();
  }
  const isOwn = new Set(own);
  const theirs = clang.filter(({ file }) => isOwn.has(file));
  const byKey = new Map<string, Own>(ours.map((one) => [keyOf(one, one.arity), one]));
  const known = new Set(theirs.map((one) => keyOf(one, one.parameters.length)));
  const atLine = new Map<string, string[]>();
  for (const one of ours) {
    const at = `${one.file}:${one.line}`;
    atLine.set(at, [...(atLine.get(at) ?? []), one.shown]);
  }
  const unique = [
    ...new Map(
      theirs.map((one) => [`${keyOf(one, one.parameters.length)} ${one.symbol ?? ''}`, one]),
    ).values(),
  ];
  const twins = new Set(language === 'c' ? ours.map((one) => keyOf({ ...one, line: 0 }, one.arity)) : []);
  const missing = unique.filter(
    (one) =>
      !byKey.has(keyOf(one, one.parameters.length)) &&
      !twins.has(keyOf({ ...one, line: 0 }, one.parameters.length)),
  );
  const recall = (kind: ClangDeclaration['kind']): Recall => {
    const all = unique.filter((one) => one.kind === kind).length;
    return { all, found: all - missing.filter((one) => one.kind === kind).length };
  };
  return {
    functions: recall('function'),
    records: recall('record'),
    missing: missing.map((one) => {
      const at = `${one.file}:${one.line}`;
      return `${at} ${one.name}(${one.parameters.join(', ')}) | ${atLine.get(at)?.join('; ') ?? 'nothing'}`;
    }),
    invented: ours
      .filter((one) => one.isThere === true && !known.has(keyOf(one, one.arity)))
      .map((one) => `${one.file}:${one.line} ${one.shown}`),
    symbols: symbolScore(unique, ours, exported),
  };
}

function symbolScore(
  theirs: readonly ClangDeclaration[],
  ours: readonly Own[],
  exported: ReadonlySet<string> | null,
): SymbolScore {
  const right: string[] = [];
  const wrong: string[] = [];
  const unknown: string[] = [];
  const candidates = new Map<string, Own[]>();
  for (const one of ours) {
    const key = keyOf(one, one.arity);
    candidates.set(key, [...(candidates.get(key) ?? []), one]);
  }
  const asked = theirs.filter(({ symbol }) => symbol !== null && exported?.has(symbol));
  for (const one of asked) {
    const at = `${one.file}:${one.line} ${one.name} ${one.symbol ?? ''}`;
    const answers = (candidates.get(keyOf(one, one.parameters.length)) ?? []).map(({ symbol }) => symbol());
    const symbols = answers.flatMap((answer) =>
      answer === null || answer.status === 'unknown'
        ? []
        : [answer.value.symbol, ...Object.values(answer.value.variants)],
    );
    if (symbols.includes(one.symbol ?? '')) right.push(at);
    else if (symbols.length > 0) wrong.push(`${at} ours ${symbols.join(' ')}`);
    else {
      const [first] = answers;
      unknown.push(`${at}: ${first?.status === 'unknown' ? first.reason : 'not found'}`);
    }
  }
  return { all: asked.length, right: right.length, wrong, unknown };
}

const keyOf = (
  { kind, name, file, line }: Pick<Own, 'kind' | 'name' | 'file' | 'line'>,
  arity: number,
): string => `${file}:${line} ${kind} ${name.replace(/\s+/g, '')}/${arity}`;

function* declarationsOf(file: string, facts: CppFacts, view: TargetView): Iterable<Own> {
  const uri = uriFromPath(file);
  const { program, target } = view;
  const common = (item: CppItem): Pick<Own, 'name' | 'file' | 'line' | 'isThere'> => ({
    name: [
      ...program.cpp.expandedScope(item.scope).map(({ name }) => name),
      declaredName({ uri, item }, view) ?? item.name,
    ]
      .filter((name) => name !== '')
      .join('::'),
    file,
    line: item.nameRange.start.line + 1,
    isThere: inclusionOf(item.condition, uri, program, target).included,
  });
  const shownScope = ({ scope }: CppItem): string =>
    program.cpp
      .expandedScope(scope)
      .map(({ name, macro }) => `${macro ?? name}::`)
      .join('');
  const record = (item: CppRecord): Own => ({
    kind: 'record',
    ...common(item),
    arity: 0,
    shown: `${item.kind} ${shownScope(item)}${item.name}`,
    symbol: () => null,
  });
  const func = (item: CppFunction): Own => ({
    kind: 'function',
    ...common(item.kind === 'conversion' ? { ...item, name: CONVERSION } : item),
    arity: item.signature.parameters.length,
    shown: `${shownScope(item)}${item.name}: ${formatCppSignature(item)}`,
    symbol: () => symbolOf({ uri, item }, view),
  });
  for (const item of facts.functions) yield func(item);
  for (const item of facts.records) yield* ofRecord(item);
  // `typedef struct { … } Name __attribute__((aligned));` is an alias of a record without a name.
  for (const item of facts.aliases) {
    const { type } = item;
    if (type.kind === 'named' && type.name.segments[0]?.name.startsWith('('))
      yield { kind: 'record', ...common(item), arity: 0, shown: item.name, symbol: () => null };
  }
  for (const { kind, item } of program.cpp.declaredByMacros.declarationsIn(uri)) {
    if (kind === 'function') yield func(item);
    else if (kind === 'record') yield* ofRecord(item);
  }

  function* ofRecord(item: CppRecord): Iterable<Own> {
    const whole = withItsMacros(view.cpp, uri, item);
    const { definition, name, methods } = whole.status === 'unknown' ? item : whole.value;
    if (definition && name !== '' && !name.startsWith('(')) yield record(item);
    // What may be a member that a macro declares is no function that is said to be there.
    const doubtful = whole.status === 'unknown' ? item.doubts.map(({ macro }) => macro) : [];
    for (const method of methods) if (!doubtful.includes(method.name)) yield func(method);
  }
}
