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
      message: describe(generator, [...new Set(found.map(({ output }) => output.item))].sort(compareText)),
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

function describe({ tool, version }: Generator, names: readonly string[]): string {
  const program = version === null ? tool : `${tool} ${version}`;
  return tool === 'bindgen'
    ? `C++ declares ${listed(names)} differently from this output of ${program}: regenerate it with bindgen`
    : `Rust has ${listed(names)} differently from this header by ${program}: regenerate it with cbindgen`;
}

/** `a`, `b` and 3 others. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, names.length > 4 ? 3 : 4).map((name) => `\`${name}\``);
  const others = names.length - shown.length;
  const last = others > 0 ? `${others} others` : shown.pop();
  return shown.length > 0 ? `${shown.join(', ')} and ${last ?? ''}` : (last ?? '');
}
