import type { StaleItem } from '../boundary/stale-items.js';
import type { Generator } from '../facts/generator.js';
import type { RelatedPlace } from '../hazards/hazard.js';
import { STALE_OUTPUTS } from '../hazards/registry.js';
import { compareText, type TargetedFinding } from './analysis.js';

/** A finding about one declaration of a file that a program wrote. */
export interface OutputFinding extends TargetedFinding {
  readonly output: NonNullable<TargetedFinding['output']>;
}

/** Related places of one finding: who regenerates the file needs examples, and no list. */
const MOST_PLACES = 5;

/**
 * What is told of the file and not of its declaration: who regenerates it mends all of them, and nobody mends one by
 * hand. What holds on another target only is no sign of age: the output was made for the primary one.
 */
export const isOfOutput = (finding: TargetedFinding, primary: string): finding is OutputFinding =>
  finding.hazard.drift === true && finding.output !== undefined && finding.targets.includes(primary);

/** The finding about a function that only the output has, or only what it was made from. */
export function aboutItem({ name, what, output, source }: StaleItem, primary: string): OutputFinding {
  const { tool } = output.generator;
  const { uri, range } = source;
  const declared = tool === 'bindgen' ? 'declared' : 'exported';
  const message = what === 'gone' ? `no longer ${declared} behind \`${source.name}\`` : `${declared} here`;
  return {
    hazard: STALE_OUTPUTS[tool],
    at: { uri, range },
    message,
    evidence: [],
    remedies: [],
    mechanism: tool,
    targets: [primary],
    output: { ...output, item: name, lack: what },
    // A comment where Rust exports it speaks of it; what is gone has no place for one.
    declarations: what === 'gone' ? [] : [{ side: 'rust', uri, range, nameRange: range, condition: [] }],
  };
}

/** One finding for each generated file, at the line that names its generator. */
export function staleOutputs(findings: readonly OutputFinding[]): TargetedFinding[] {
  const files = new Map<string, [OutputFinding, ...OutputFinding[]]>();
  for (const finding of findings) {
    const known = files.get(finding.output.uri);
    if (known) known.push(finding);
    else files.set(finding.output.uri, [finding]);
  }
  return [...files.values()].map((found) => {
    const { uri, generator } = found[0].output;
    return {
      hazard: STALE_OUTPUTS[generator.tool],
      at: { uri, range: generator.range },
      message: describe(generator, found),
      evidence: found.slice(0, MOST_PLACES).map(placeOf),
      remedies: [],
      mechanism: generator.tool,
      targets: [...new Set(found.flatMap(({ targets }) => targets))],
      declarations: [],
    };
  });
}

/** What the output was made from is where a reader sees what is new. */
const placeOf = ({ output, evidence, at, message }: OutputFinding): RelatedPlace => ({
  location: [at, ...evidence.map(({ location }) => location)].find(({ uri }) => uri !== output.uri) ?? at,
  message: `\`${output.item}\`: ${message}`,
});

/** What the other side says, and of which file. */
const WORDS = {
  bindgen: {
    other: 'C++',
    file: 'this output of',
    differs: 'declares',
    gone: 'does not declare',
    has: 'has',
    new: 'declares',
  },
  cbindgen: {
    other: 'Rust',
    file: 'this header by',
    differs: 'has',
    gone: 'does not export',
    has: 'declares',
    new: 'exports',
  },
} as const satisfies Record<Generator['tool'], object>;

function describe({ tool, version }: Generator, findings: readonly OutputFinding[]): string {
  const words = WORDS[tool];
  const named = (lack: StaleItem['what'] | undefined): string[] =>
    [...new Set(findings.flatMap(({ output }) => (output.lack === lack ? output.item : [])))].sort(
      compareText,
    );
  const [differing, gone, added] = [named(undefined), named('gone'), named('new')];
  const file = `${words.file} ${version === null ? tool : `${tool} ${version}`}`;
  const clauses: string[] = [];
  // The first one names the file.
  const it = (): string => (clauses.length === 0 ? file : 'it');
  if (differing.length > 0) clauses.push(`${words.differs} ${listed(differing)} differently from ${it()}`);
  if (gone.length > 0) clauses.push(`${words.gone} ${listed(gone)}, which ${it()} ${words.has}`);
  if (added.length > 0) clauses.push(`${words.new} ${listed(added)}, which ${it()} lacks`);
  return `${words.other} ${clauses.join(', and ')}: regenerate it with ${tool}`;
}

/** `a`, `b` and 3 others. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, names.length > 4 ? 3 : 4).map((name) => `\`${name}\``);
  const others = names.length - shown.length;
  const last = others > 0 ? `${others} others` : shown.pop();
  return shown.length > 0 ? `${shown.join(', ')} and ${last ?? ''}` : (last ?? '');
}
