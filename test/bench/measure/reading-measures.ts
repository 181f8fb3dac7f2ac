import { TYPING_PLACES } from '../corpus/masked-header.js';
import type { Reading, ReadingSpeed } from './reading.js';
import { rounded, summarize, type Measure } from './statistics.js';

type Measures = Readonly<Record<string, Measure>>;

const LANGUAGES = ['cpp', 'rust'] as const;
const STAGES = ['mask', 'parse', 'extract'] as const;

/** Reading by language and stage, and typing by place; a language that the folder lacks has no measures. */
export const readingMeasures = (all: readonly Reading[]): Measures => ({
  ...Object.fromEntries(
    LANGUAGES.flatMap((language) =>
      STAGES.flatMap((stage) => speedOf(all, `read.${language}.${stage}`, language, stage)),
    ),
  ),
  ...Object.fromEntries(
    TYPING_PLACES.map((place) => [
      `typing.${place}`,
      summarize(
        all.flatMap(({ typing }) => typing[place]),
        'ms',
      ),
    ]),
  ),
});

/** The same texts, parsed once as they are. */
export const readingReferences = (all: readonly Reading[]): Measures => ({
  ...Object.fromEntries(
    LANGUAGES.flatMap((language) => speedOf(all, `parse-once.${language}`, language, 'parseOnce')),
  ),
  'parse-header': summarize(
    all.flatMap(({ parseHeader }) => parseHeader),
    'ms',
  ),
});

export function readingRatios(measures: Measures, reference: Measures): Record<string, number> {
  const ratios: Record<string, number> = {};
  for (const [name, { median }] of Object.entries(measures)) {
    const [kind, language] = name.split('.');
    if (kind !== 'read' && kind !== 'typing') continue;
    const over = kind === 'read' ? `parse-once.${language}` : 'parse-header';
    const { median: base = 0 } = reference[over] ?? {};
    if (base > 0) ratios[`${name} / ${over}`] = rounded(median / base);
  }
  return ratios;
}

function speedOf(
  all: readonly Reading[],
  name: string,
  language: (typeof LANGUAGES)[number],
  stage: keyof ReadingSpeed,
): [string, Measure][] {
  const samples = all.flatMap(({ speed }) => speed[language][stage]);
  return samples.length === 0 ? [] : [[name, summarize(samples, 'ms/MB')]];
}
