import type { Uri } from '../base/range.js';
import type { Generator } from '../facts/generator.js';
import type { Program } from '../program/program.js';
import { isCrubitThunk, type Crossing, type Mechanism, type Pairing } from './crossing.js';

/** A file that a program wrote from what the other side declares. */
export interface GeneratedFile {
  readonly uri: Uri;
  readonly generator: Generator;
}

/** Gives a crossing under raw `extern "C"` the mechanism of the program that wrote its declarations on one side. */
export function byGenerator<P extends Pairing>(pairing: P, program: Program): P;
export function byGenerator(pairing: Pairing, program: Program): Pairing {
  if (!BY_HAND_OR_GENERATED.has(pairing.mechanism)) return pairing;
  if (pairing.kind === 'function' && isCrubitThunk(pairing)) return { ...pairing, mechanism: 'crubit' };
  if (pairing.kind !== 'unpaired')
    return { ...pairing, mechanism: generatedSide(pairing, program)?.generator.tool ?? 'extern-c' };
  const obstructed = pairing.obstructed && {
    ...pairing.obstructed,
    crossing: byGenerator(pairing.obstructed.crossing, program),
  };
  const tool = isCrubitThunk(pairing) ? 'crubit' : generatorOf(pairing.location.uri, program)?.tool;
  return { ...pairing, mechanism: tool ?? 'extern-c', ...(obstructed && { obstructed }) };
}

const BY_HAND_OR_GENERATED: ReadonlySet<Mechanism> = new Set(['extern-c', 'bindgen', 'cbindgen']);

/**
 * The side that a program wrote from the other one: bindgen writes Rust for what C++ declares, cbindgen C++ for what
 * Rust exports. What a third file says of such a side is written by hand: an import from a header that cbindgen
 * wrote for another crate.
 */
export function generatedSide({ direction, rust, cpp }: Crossing, program: Program): GeneratedFile | null {
  const uri = direction === 'rust-calls-cpp' ? rust.uri : cpp.uri;
  const generator = generatorOf(uri, program);
  return generator ? { uri, generator } : null;
}

/** Who wrote a file, as its head says, or as a `cbindgen.toml` says of the header with this include guard. */
function generatorOf(uri: Uri, program: Program): Generator | null {
  const facts = program.facts(uri);
  if (facts?.generator) return facts.generator;
  const guard = facts?.language === 'cpp' ? facts.macros[0] : undefined;
  return guard?.text === '' && program.cbindgenGuards.has(guard.name)
    ? { tool: 'cbindgen', version: null, range: guard.range }
    : null;
}
