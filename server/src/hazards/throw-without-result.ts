import { passesAsCxx } from '../boundary/crossing.js';
import { throwingOf } from '../boundary/exceptions.js';
import type { RustType } from '../facts/rust/rust-facts.js';
import { defineHazard } from './hazard.js';
import page from './throw-without-result.md';
import { howThrown, throwingEvidence } from './throwing-evidence.js';

export const throwWithoutResult = defineHazard({
  id: 'throw-without-result',
  title: 'A C++ function of a bridge can throw, and the bridge does not return a Result',
  severity: 'warning',
  concerns: 'function',
  page,
  check(crossing, view, report) {
    // A fork may make a panic of it.
    if (
      !passesAsCxx(crossing.mechanism) ||
      crossing.rust.bridged?.ownRules ||
      isResult(crossing.rust.signature.result)
    )
      return;
    const throwing = throwingOf(crossing, view);
    if (!throwing) return;
    const { uri, name, nameRange } = crossing.rust;
    report({
      at: { uri, range: nameRange },
      message: `\`${crossing.name}\` lets an exception out: ${howThrown(throwing)}; cxx calls it from a function that is \`noexcept\`, so that it ends the program. Declare \`${name}\` with \`-> Result<…>\` to have it as an \`Err\``,
      evidence: throwingEvidence(crossing, throwing),
      remedies: [],
    });
  },
});

const isResult = (type: RustType): boolean => type.kind === 'path' && type.path.at(-1) === 'Result';
