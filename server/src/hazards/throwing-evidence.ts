import type { FunctionCrossing } from '../boundary/crossing.js';
import type { Throwing } from '../boundary/exceptions.js';
import type { RelatedPlace } from './hazard.js';
import { declaredHere } from './wording.js';

/** `its body has \`throw Failed\``, or whom it calls that throws. */
export function howThrown({ calls, thrown }: Throwing): string {
  const called = calls.at(-1)?.call.path.join('::');
  return called === undefined
    ? `its body has \`${thrown.what}\``
    : `it calls \`${called}\`, which has \`${thrown.what}\``;
}

/** The declaration, the calls on the way and what throws. */
export const throwingEvidence = (
  crossing: Pick<FunctionCrossing, 'cpp'>,
  { calls, thrower, thrown }: Throwing,
): RelatedPlace[] => [
  declaredHere(crossing.cpp),
  ...calls.map(({ from, call }) => ({
    location: { uri: from.uri, range: call.range },
    message: `\`${call.path.join('::')}\` is called here, and nothing catches what it throws`,
  })),
  { location: { uri: thrower.uri, range: thrown.range }, message: 'no handler around this catches it' },
];
